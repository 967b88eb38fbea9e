"""Coherence: artefacts of one solution beside each other. One alone proves nothing; both places are named."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from interop_check import api
from interop_check.examiners.coherence.assertions import Aspect, Assertion, Speaker, compare
from interop_check.examiners.coherence.values import address, licence, same_licences
from interop_check.gather.named import MOST
from interop_check.gather.source import Source
from interop_check.model import Evidence, NamedStandard, Place, Report
from interop_check.solution import load_solution
from making import Standard, artefact, gathered, library, serving
from running import AS_OF, FLAWED, sample

MANIFEST = """\
id: s
name: S
version: "1"
provider: {name: P, ovo: "OVO999901"}
contact: {email: a@b.be}
"""
CATALOGUE = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<http://e/c> a dcat:Catalog ; dcat:dataset <http://e/d> .
<http://e/d> a dcat:Dataset ; dct:title "D"@nl ; dct:license <https://spdx.org/licenses/MIT> .
"""
OPENAPI = """\
openapi: 3.1.1
info: {title: A, version: "1", license: {name: MIT, identifier: MIT}}
servers: [{url: "https://api.example/v1"}]
paths: {}
components: {schemas: {D: {properties: {naam: {type: string}}}}}
"""
DATA = '{"@context": {"naam": "http://e/naam"}, "@id": "http://e/1", "@type": "http://e/D", "naam": "A"}'


def assessed(folder: Path, manifest: str, files: Mapping[str, str]) -> Report:
    for name, text in {"solution.yaml": MANIFEST + manifest, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    solution = load_solution((folder / "solution.yaml").read_bytes(), "solution.yaml")
    source = Source(root=folder)
    profile = api.load_profile("coherence")
    return api.report(solution, solution.artefacts, source, [profile], as_of=AS_OF)


def outcomes(report: Report) -> dict[str, str]:
    return {one.criterion.id: str(one.outcome) for one in report.results}


# ---------------------------------------------------------------- nothing vacuous


@pytest.mark.parametrize(
    ("manifest", "files"),
    [
        ("", {}),
        ("datasets: [{id: d, location: d.jsonld}]", {"d.jsonld": DATA}),
        ("apis: [{id: a, location: a.yaml}]", {"a.yaml": OPENAPI}),
        ("catalogues: [{id: c, location: c.ttl}]", {"c.ttl": CATALOGUE}),
        ("streams: [{id: s, location: s, shapes: [v.ttl]}]", {"s/a.ttl": "", "v.ttl": ""}),
    ],
    ids=["nothing", "dataset", "api", "catalogue", "stream"],
)
def test_one_artefact_alone_passes_nothing(manifest: str, files: Mapping[str, str], tmp_path: Path) -> None:
    found = outcomes(assessed(tmp_path, manifest, files))
    assert len(found) == 6
    assert set(found.values()) <= {"not_applicable", "not_assessed"}


def test_an_artefact_that_cannot_be_read_keeps_others_from_passing(tmp_path: Path) -> None:
    manifest = """
apis: [{id: a, title: A, location: a.yaml, base_url: "https://api.example/v1", licence: "https://spdx.org/licenses/MIT"}]
catalogues: [{id: c, location: c.ttl}]
"""
    report = assessed(tmp_path, manifest, {"a.yaml": OPENAPI, "c.ttl": "no turtle"})
    found = {one.criterion.id: one for one in report.results}
    assert (found["COH-02"].outcome, found["COH-02"].reason) == ("not_assessed", "only-part-seen")
    assert (found["COH-03"].outcome, found["COH-03"].reason) == ("not_assessed", "only-part-seen")
    assert (found["COH-05"].outcome, found["COH-05"].reason) == ("not_assessed", "not-readable")
    assert found["COH-01"].outcome == "not_applicable"


# ---------------------------------------------------------------- places


def test_findings_name_the_line_of_the_manifest_that_says_otherwise(tmp_path: Path) -> None:
    manifest = """\
apis:
  - id: a
    location: a.yaml
    title: A
    licence: https://spdx.org/licenses/EUPL-1.2
    base_url: https://api.example/v2
"""
    report = assessed(tmp_path, manifest, {"a.yaml": OPENAPI})
    where = {one.rule: (one.at.source, one.at.line, one.args["where"]) for one in report.findings}
    assert where == {
        "coherence/licence": ("a.yaml", 2, "solution.yaml:10"),
        "coherence/address": ("a.yaml", 3, "solution.yaml:11"),
    }


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_sentence_on_the_flawed_sample_names_the_other_place(language: str, shared: Path) -> None:
    report: Mapping[str, Any] = sample(FLAWED.name, shared / "standards", language)
    found = [one for one in report["findings"] if one["rule"].startswith("coherence/")]
    assert len(found) == 11
    for one in found:
        assert one["at"]["line"] > 0
        assert re.fullmatch(r"(solution\.yaml|stream/urlmap\.tsv):\d+", one["args"]["where"])
        assert one["args"]["where"] in one["message"]


# ---------------------------------------------------------------- comparing


def said(topic: str, *values: str, speaker: str, official: bool = False) -> list[Assertion]:
    return [
        Assertion(
            aspect=Aspect.NAME,
            topic=topic,
            value=value,
            shown=value,
            speaker=Speaker("data", speaker),
            artefact=speaker,
            at=lambda: Place(source=speaker),
            official=official,
        )
        for value in values
    ]


def compared(*voices: Sequence[Assertion]) -> list[tuple[str, str, bool | None]]:
    found = compare(one for voice in voices for one in voice)
    return [(one.first[0].artefact, one.second[0].artefact, one.agrees) for one in found]


@pytest.mark.parametrize(
    ("voices", "expected"),
    [
        ([("a", "x")], []),
        ([("a", "x"), ("b", "x")], [("a", "b", True)]),
        ([("a", "x"), ("b", "y")], [("a", "b", False)]),
        ([("a", "x", "y"), ("b", "y", "z")], [("a", "b", True)]),
        ([("a", "x"), ("b", "y"), ("c", "y")], [("b", "a", False), ("b", "c", True)]),
        ([("a", "x"), ("b", "")], [("a", "b", None)]),
        ([("a", ""), ("b", "")], [("a", "b", None)]),
    ],
    ids=["alone", "agree", "differ", "share", "the-many-are-right", "words", "only-words"],
)
def test_speakers_are_held_against_the_one_whom_most_agree_with(
    voices: Sequence[tuple[str, ...]], expected: list[tuple[str, str, bool | None]]
) -> None:
    assert compared(*(said("t", *values, speaker=name) for name, *values in voices)) == expected


def test_topics_are_not_mixed_and_standards_may_differ() -> None:
    one, other = said("t", "x", speaker="a", official=True), said("t", "y", speaker="b", official=True)
    assert compared(one, said("u", "y", speaker="b")) == []
    assert compared(one, other) == []
    assert compared(one, said("t", "y", speaker="b")) == [("a", "b", False)]


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("https://a.example/v1/", "http://A.example:80/v1", True),
        ("https://a.example:443/v1", "https://a.example/v1", True),
        ("https://a.example:8443/v1", "https://a.example/v1", False),
        ("https://a.example/V1", "https://a.example/v1", False),
        ("https://a.example/v1", "https://a.example", False),
    ],
)
def test_addresses_are_compared_by_what_they_lead_to(one: str, other: str, are_same: bool) -> None:  # noqa: FBT001
    assert (address(one) == address(other)) is are_same


@pytest.mark.parametrize("written", ["", "download/a.ttl", "urn:a", "a b", "https://"])
def test_what_is_no_address_is_not_compared(written: str) -> None:
    assert address(written) == ""


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("EUPL-1.2", "https://spdx.org/licenses/EUPL-1.2.html", True),
        ("Apache-2.0", "https://opensource.org/license/apache-2-0", True),
        ("MIT", "https://opensource.org/licenses/MIT", True),
        ("CC0-1.0", "https://data.vlaanderen.be/doc/licentie/creative-commons-zero-verklaring/v1.0", True),
        ("https://creativecommons.org/licenses/by/4.0/legalcode", "CC-BY-4.0", True),
        (
            "https://creativecommons.org/licenses/by/4.0/",
            "https://creativecommons.org/licenses/by/3.0/",
            False,
        ),
        ("https://example.org/licentie", "http://www.example.org/licentie/", True),
        ("MIT", "Apache-2.0", False),
    ],
)
def test_a_licence_has_many_names(one: str, other: str, are_same: bool) -> None:  # noqa: FBT001
    groups = next(one.params for one in api.load_profile("coherence").criteria)["licences"]
    same = same_licences(groups)
    assert (licence(one, same) == licence(other, same)) is are_same


def test_no_name_of_a_licence_stands_in_two_groups() -> None:
    groups = next(one.params for one in api.load_profile("coherence").criteria)["licences"]
    forms = [licence(name, {}) for group in groups for name in group]
    assert "" not in forms
    assert len(forms) == len(set(forms))


# ---------------------------------------------------------------- what is gathered for it


def kept(evidence: Sequence[Evidence], kind: str) -> Evidence:
    return next(one for one in evidence if one.kind == kind)


def test_names_of_standards_mean_what_is_pinned(tmp_path: Path) -> None:
    known = library(
        tmp_path / "mirror",
        [
            Standard(id="pand", version="2024-01-01", shapes=""),
            Standard(id="DCAT-AP-VL", version="2022-04-21", shapes=""),
        ],
    )
    pand = "https://data.vlaanderen.be/doc/applicatieprofiel/pand/"
    many = ", ".join(f"<http://e/{number}>" for number in range(MOST + 1))
    catalogue = f"""
<http://e/d> <http://purl.org/dc/terms/conformsTo> <{pand}>, <{pand}erkendestandaard/1999-01-01> .
<http://e/e> <http://purl.org/dc/terms/conformsTo> {many}, "words" .
"""
    evidence = gathered(
        tmp_path,
        {"c.ttl": catalogue},
        [artefact("c.ttl", "catalogues", standards=("DCAT-AP-VL@2022-04-21", "pandje"))],
        known,
    )
    assert kept(evidence, "solution").content == {
        "DCAT-AP-VL@2022-04-21": NamedStandard(id="DCAT-AP-VL", version="2022-04-21", of_records=True),
        pand: NamedStandard(id="pand", version=""),
        f"{pand}erkendestandaard/1999-01-01": NamedStandard(id="pand", version="1999-01-01"),
    }


@pytest.mark.parametrize("location", ["ctx.json", "https://e.example/ctx.jsonld"])
def test_the_context_of_an_api_is_read_from_where_it_stands(location: str, tmp_path: Path) -> None:
    text = '{"@context": {"naam": "http://e/naam"}}'
    evidence = gathered(
        tmp_path,
        {"a.yaml": OPENAPI, "ctx.json": text},
        [artefact("a.yaml", "apis", context=location)],
        fetch=serving({"https://e.example/ctx.jsonld": text}),
    )
    found = kept(evidence, "api-context")
    assert (found.source, found.size, found.about["id"]) == (location, len(text), "a.yaml")
    assert [(term.name, term.iri) for term in found.content.reading.terms] == [("naam", "http://e/naam")]


def test_a_context_that_cannot_be_had_is_a_problem(tmp_path: Path) -> None:
    apis = [artefact("a.yaml", "apis", context="https://e.example/ctx.jsonld")]
    found = kept(gathered(tmp_path, {"a.yaml": OPENAPI}, apis), "api-context")
    assert found.content is None
    assert found.problem
    assert found.problem.code == "context-unknown"


def test_a_stream_tells_its_addresses_by_line(tmp_path: Path) -> None:
    listed = "url\tfile\n\nhttps://e.example/s\ta.ttl\nfile:///etc/passwd\tb.ttl\n"
    evidence = gathered(tmp_path, {"s/urlmap.tsv": listed, "s/a.ttl": ""}, [artefact("s", "streams")])
    assert kept(evidence, "stream").about["addresses"] == ("", "", "https://e.example/s", "")
