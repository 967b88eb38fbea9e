"""Every official standard that is pinned judges data; what had to be repaired in it is named."""

from pathlib import Path

import pytest

from interop_check import api, profiles, yamlfile
from interop_check.cli._refusal import DOES_NOT_CONFORM, UNDECIDED
from interop_check.cli._session import exit_code
from interop_check.locales import sentences
from interop_check.model import Outcome, Report, Verdict
from interop_check.standards.catalogue import load_catalogue
from running import BESLUIT, DATA, MUSTS, bare, finding_codes, judged, written

CATALOGUE = load_catalogue(
    yamlfile.load((profiles.folders()["oslo"] / "pins.yaml").read_bytes(), "pins.yaml").value
)
VERSIONS = {one.label: one for standard in CATALOGUE.standards for one in standard.versions}

# What other engines refuse to load, and what it takes to load it here.
REFUSED_ELSEWHERE = {
    "besluit-publicatie@2025-12-11": {"count-as-string": 57, "datatype-target": 5},
    "mandatendatabank@2025-12-11": {"count-as-string": 64, "datatype-target": 4},
    "DCAT-AP-VL@2019-06-13": {"count-n": 10},
    "vrachtwagenparkeren@2023-11-30": {"two-paths": 1, "datatype-target": 2, "class-is-datatype": 7},
    "cultureel-erfgoed-event@2020-07-17": {
        "placeholder-target": 1,
        "placeholder-class": 7,
        "no-path": 1,
        "datatype-rdfs-literal": 1,
    },
}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> dict[str, Report]:
    folder = tmp_path_factory.mktemp("data")
    (folder / "a.ttl").write_text(DATA)
    library = bare(shared / "standards")
    return {label: judged(folder, "a.ttl", standards=[label], library=library) for label in VERSIONS}


def test_every_pinned_standard_judges_data(reports: dict[str, Report]) -> None:
    assert len(reports) > 50
    for label, report in reports.items():
        version = VERSIONS[label]
        assert {one.outcome for one in report.results} & {Outcome.ERROR} == set(), label
        # Data with one bare Zitting in it follows no standard: it fails or is not looked at.
        assert report.score.verdict is not Verdict.CONFORMS, label
        assert exit_code(report, MUSTS) in (DOES_NOT_CONFORM, UNDECIDED), label
        for used, pin in zip(report.standards, version.shapes, strict=True):
            stated = (used.id, used.version, used.url, used.sha256, used.basis)
            assert stated == (version.standard, version.version, pin.url, pin.sha256, pin.basis)
            assert all(count > 0 for _, count in used.repairs), label


def test_a_standard_without_shapes_judges_nothing(reports: dict[str, Report]) -> None:
    without = [label for label, version in VERSIONS.items() if not version.shapes]
    assert without
    for label in without:
        assert ("oslo/standard-loadable", "standard-without-shapes") in finding_codes(reports[label])
        assert reports[label].score.verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_repair_defect_and_caution_of_every_standard_has_words(
    language: str, reports: dict[str, Report]
) -> None:
    used = [one for report in reports.values() for one in report.standards]
    named = {f"repair-{name}" for one in used for name, _ in one.repairs}
    named |= {code for one in used for code in one.defects}
    assert len(named) > 15
    assert named - set(sentences(language)) == set()


def test_the_standards_are_as_many_as_the_mirror_holds(shared: Path) -> None:
    pinned = {pin.path for version in VERSIONS.values() for pin in version.shapes}
    assert len(pinned) >= 50
    assert {path for path in pinned if not (shared / "standards" / path).is_file()} == set()


@pytest.mark.parametrize("label", sorted(REFUSED_ELSEWHERE))
def test_what_other_engines_refuse_loads_here_with_repairs_that_are_named(
    label: str, reports: dict[str, Report]
) -> None:
    report = reports[label]
    assert dict(report.standards[0].repairs) == REFUSED_ELSEWHERE[label]
    document = written(report)
    stated = {one["id"]: one["count"] for one in document["standards"][0]["repairs"]}
    assert stated == REFUSED_ELSEWHERE[label]


def test_data_that_says_what_a_mended_standard_asks_follows_it(tmp_path: Path, shared: Path) -> None:
    text = '<http://x.example/o> a <http://www.w3.org/ns/org#Organization> ;\n  <%s> "Stad"@nl .\n'
    name = "http://www.w3.org/2004/02/skos/core#prefLabel"
    (tmp_path / "a.ttl").write_text(text % name)
    standards = ["organisatie-basis@niet-bepaald"]
    report = judged(tmp_path, "a.ttl", standards=standards, library=api.library(shared / "standards"))
    outcomes = {one.criterion.id: one.outcome for one in report.results}
    assert outcomes["OSLO-04"] is Outcome.PASSED
    assert outcomes["OSLO-03"] in (Outcome.PASSED, Outcome.FAILED)


def test_several_standards_are_judged_one_by_one(tmp_path: Path, shared: Path) -> None:
    (tmp_path / "a.ttl").write_text(DATA)
    library = bare(shared / "standards")
    report = judged(tmp_path, "a.ttl", standards=[BESLUIT, "perceel@2020-06-18"], library=library)
    assert [one["standard"] for one in report.facts["validated"]] == [BESLUIT, "perceel@2020-06-18"]
    assert [one["focus_nodes"] > 0 for one in report.facts["validated"]] == [True, False]
    assert ("data/targets", "nothing-targeted") in finding_codes(report)
