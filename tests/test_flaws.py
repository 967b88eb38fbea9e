"""The sample solutions: every flaw that this version can find is found in its place, none is passed over."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from interop_check import api, yamlfile
from running import FLAWED, GOOD, run, sample

FLAWS: Mapping[str, Mapping[str, Any]] = {
    one["id"]: one for one in yamlfile.load((FLAWED / "flaws.yaml").read_bytes(), "flaws.yaml").value
}

# The rule by which a flaw is found, and the line that its finding points at: that of flaws.yaml, None where
# the finding is about the whole file, or another line where the fault shows elsewhere than where it was made.
AT_FLAW = -1
FOUND: Mapping[str, tuple[str, int | None]] = MappingProxyType(
    {
        "data-01": ("shacl/min-count", AT_FLAW),
        "data-02": ("shacl/datatype", AT_FLAW),
        "data-03": ("shacl/max-count", 16),
        "data-04": ("shacl/datatype", AT_FLAW),
        "data-05": ("data/target-coverage", None),
        "data-06": ("data/references", AT_FLAW),
        "data-07": ("oslo/term-spelling", 65),
        "data-08": ("oslo/claim-newest", None),
        "data-09": ("oslo/claim-known", None),
        "data-10": ("oslo/claim-version", None),
        "data-11": ("rdf/context", None),
        "data-12": ("oslo/context-type", AT_FLAW),
        "data-13": ("oslo/context-key", AT_FLAW),
        "data-14": ("oslo/context-term", AT_FLAW),
        "data-15": ("rdf/syntax", 10),
        "data-16": ("oslo/claim-version", None),
        "data-17": ("oslo/claim-recognised", None),
        "data-18": ("rdf/readable", None),
        "data-19": ("oslo/id-twin", AT_FLAW),
        "data-20": ("oslo/lang-missing", AT_FLAW),
        "data-21": ("oslo/lang-missing", AT_FLAW),
        "cat-02": ("dcat/terms", AT_FLAW),
        "cat-03": ("dcat/terms", AT_FLAW),
        "cat-04": ("dcat/access-rights", AT_FLAW),
        "cat-05": ("dcat/publisher", AT_FLAW),
        "cat-06": ("dcat/publisher", AT_FLAW),
        "cat-07": ("dcat/address", AT_FLAW),
        "cat-09": ("mqa/keyword", AT_FLAW),
        "cat-10": ("shacl/datatype", AT_FLAW),
        "api-04": ("openapi/consistency", 34),
        "api-05": ("openapi/portability", AT_FLAW),
        "api-09": ("openapi/examples", AT_FLAW),
        "api-11": ("openapi/structure", AT_FLAW),
        "api-16": ("openapi/defaults", AT_FLAW),
    }
)
TOLD_OTHERWISE = ("man-02",)
LATER: Mapping[str, str] = MappingProxyType(
    {
        "stream": "stream",
        "pub": "publication",
        "doc": "document",
    }
)
OF_API_LATER = {
    f"api-{number:02}": "what guidelines ask of an API"
    for number in range(1, 20)
    if number not in {4, 5, 9, 11, 16}
}
OF_CATALOGUE_LATER = {"cat-01": "licences beside each other", "cat-08": "addresses beside each other"}
OF_MANIFEST_LATER = {"man-01": "what the manifest keeps silent"}


POINTS_LOST = frozenset(
    f"mqa/{name}"
    for name in (
        *("theme", "spatial", "temporal", "download-url", "download-url-answers", "format", "media-type"),
        *("format-listed", "non-proprietary", "machine-readable", "dcat-ap", "licence-listed"),
        *("access-rights-listed", "contact", "rights", "byte-size", "issued", "modified", "score"),
    )
)
"""What data.europa.eu takes points for: all that cat-02 to cat-10 leave out, and what nobody asks here."""


@pytest.fixture(scope="module")
def report(shared: Path) -> Mapping[str, Any]:
    return sample(FLAWED.name, shared / "standards")


def test_every_flaw_is_accounted_for_once() -> None:
    later = {name for name in FLAWS if name.partition("-")[0] in LATER}
    known = [*FOUND, *later, *OF_API_LATER, *OF_CATALOGUE_LATER, *OF_MANIFEST_LATER, *TOLD_OTHERWISE]
    assert sorted(known) == sorted(FLAWS)
    assert len(FLAWS) == 88


@pytest.mark.parametrize("name", sorted(FLAWS))
def test_a_flaw_stands_where_the_list_says(name: str) -> None:
    flaw = FLAWS[name]
    lines = (FLAWED / flaw["file"]).read_text(encoding="utf-8").splitlines()
    assert flaw["text"] in lines[int(flaw["line"]) - 1]


@pytest.mark.parametrize("name", sorted(FOUND))
def test_a_flaw_of_the_data_is_found_in_its_place(name: str, report: Mapping[str, Any]) -> None:
    flaw = FLAWS[name]
    rule, line = FOUND[name]
    location = next(
        one.location
        for one in api.load_solution(FLAWED / "solution.yaml").artefacts
        if one.id == flaw["artefact"]
    )
    found = [one for one in report["findings"] if one["rule"] == rule and one["at"]["source"] == location]
    assert found, f"{rule} at {location}"
    wanted = int(flaw["line"]) if line == AT_FLAW else line
    assert wanted in {one["at"].get("line") for one in found}
    assert all(one["criterion"] or one["level"] != "must" for one in found)


def test_nothing_is_found_that_no_flaw_explains(report: Mapping[str, Any]) -> None:
    expected = {rule for rule, _ in FOUND.values()}
    others = {(one["rule"], one["at"]["source"]) for one in report["findings"] if one["rule"] not in expected}
    assert others == {
        ("oslo/claim-named", "data/reservaties.nt"),
        ("shacl/coerced", "data/mandaten.jsonld"),
        ("shacl/dataset", "data/agenda.nt"),
        # Lists of the provider's own: nobody pinned them, so their codes are not judged.
        ("oslo/code-list", "data/besluiten.ttl"),
        ("oslo/code-list", "data/dossiers.ttl"),
        ("shacl/class", "catalogue/catalogue.ttl"),  # cat-04 once more, by the official shape
        ("oslo/datatype-form", "data/besluiten.ttl"),  # data-04 once more, by its datatype alone
        ("shacl/class", "catalogue/catalogue.ttl"),  # cat-04 once more, by the shape
        # Faults of official code lists, which are nobody's failure.
        ("oslo/code-list", "data/besluiten.ttl"),
        ("oslo/code-list", "data/dossiers.ttl"),
        # The catalogue claims to be of open data, but does not say that any of it is (cat-04).
        ("catalogue/profile-fits", "catalogue/catalogue.ttl"),
        *((rule, "catalogue/catalogue.ttl") for rule in POINTS_LOST),
    }


@pytest.mark.parametrize("kind", sorted({*LATER.values(), "repository"}))
def test_what_later_families_will_look_at_is_told_as_not_looked_at(
    kind: str, report: Mapping[str, Any], shared: Path
) -> None:
    assert any(one["kind"] == kind for one in report["evidence"])
    assert kind not in {one["evidence"] for one in report["results"]}
    for language in ("nl", "en"):
        told = run("assess", FLAWED, "--standards", shared / "standards", "--lang", language).out
        unseen = told[told.index(api_text(language, "report-not-looked-at")) :]
        assert api_text(language, f"kind-{kind}") in unseen


def api_text(language: str, code: str) -> str:
    from interop_check.locales import Texts  # noqa: PLC0415

    return Texts(language)(code)


def test_an_expired_waiver_covers_nothing_and_one_that_holds_moves_no_score(
    report: Mapping[str, Any],
) -> None:
    states = {one["id"]: (one["state"], one["findings"]) for one in report["waivers"]}
    assert states == {"titel-ontbreekt": ("expired", 0), "dubbele-start": ("active", 1)}
    by_rule = {one["rule"]: one["waiver"] for one in report["findings"]}
    assert (by_rule["shacl/min-count"], by_rule["shacl/max-count"]) == (None, "dubbele-start")


def test_the_flawed_solution_does_not_conform_and_no_must_is_passed_by_half(
    report: Mapping[str, Any],
) -> None:
    assert report["score"]["verdict"] == "does_not_conform"
    outcomes = {one["criterion"]: one["outcome"] for one in report["results"]}
    musts = {one["criterion"] for one in report["results"] if one["level"] == "must"}
    assert {name: outcomes[name] for name in sorted(musts)} == {
        "META-01": "passed",
        "META-02": "failed",
        "META-05": "not_assessed",
        "OSLO-01": "failed",
        "OSLO-02": "failed",
        "OSLO-03": "failed",
        "OSLO-04": "not_assessed",
        "REST-01": "passed",
        "REST-02": "passed",
        "REST-03": "passed",
        "REST-05": "failed",
        "REST-06": "passed",
    }


def test_the_good_solution_conforms_without_a_must_finding(shared: Path) -> None:
    report = sample(GOOD.name, shared / "standards")
    assert report["score"]["verdict"] == "conforms"
    musts = {one["outcome"] for one in report["results"] if one["level"] == "must"}
    assert musts == {"passed"}
    assert [one for one in report["findings"] if one["level"] == "must"] == []
    assert all(one["problem"] is None for one in report["evidence"])
