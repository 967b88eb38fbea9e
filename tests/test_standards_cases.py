"""Every version of an application profile that has shapes has a good and a bad case, in fixtures/standards/.

What the official shapes find in a case stands at its head, one line each: `# - <rule> <path>: <reason>`. A
good case has no such line, unless no data can satisfy those shapes: then the lines say what can never hold.
"""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from interop_check import api
from interop_check.examiners import examiners
from interop_check.examiners.shacl import COVERAGE
from interop_check.gather import gather
from interop_check.gather.source import Source
from interop_check.model import Artefact, Examination, Place, Tally
from interop_check.standards.library import Library

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "standards"
BACKGROUND = "background.ttl"
CASES = ("good.ttl", "bad.ttl")
EXPECTED = re.compile(r"# - (?P<rule>\S+)(?: <(?P<path>[^>]+)>)?: (?P<reason>.+)")
LABELS = sorted(
    f"{folder.parent.relative_to(FOLDER).as_posix()}@{folder.name}"
    for folder in {path.parent for path in FOLDER.rglob("*.ttl")} - {FOLDER}
)


@pytest.fixture(scope="module")
def library(shared: Path) -> Library:
    return api.library(shared / "standards")


@pytest.fixture(scope="module")
def good(library: Library) -> Examination:
    return examined("good.ttl", library)


@pytest.fixture(scope="module")
def bad(library: Library) -> Examination:
    return examined("bad.ttl", library)


class Seen(NamedTuple):
    """One thing that shapes found: the rule and the path, "" where there is none."""

    rule: str
    path: str


def place(label: str, case: str) -> Path:
    name, _, version = label.partition("@")
    return FOLDER / name / version / case


def expected(label: str, case: str) -> list[Seen]:
    """What the head of a case says that is found in it."""
    lines = place(label, case).read_text(encoding="utf-8").splitlines()
    head = lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))]
    found = [match for line in head if (match := EXPECTED.fullmatch(line))]
    assert len(found) == sum(line.startswith("# -") for line in head), "a line at the head cannot be read"
    return sorted(Seen(match["rule"], match["path"] or "") for match in found)


def location(label: str, case: str) -> str:
    return place(label, case).relative_to(FOLDER).as_posix()


def examined(case: str, library: Library) -> Examination:
    """All cases of one kind in one run: what is known beforehand is then read once."""
    artefacts = [
        Artefact(
            section="datasets",
            id=label,
            location=location(label, case),
            about={"standards": (label,), "background": (BACKGROUND,)},
            at=Place(source=label),
        )
        for label in LABELS
    ]
    evidence = gather(artefacts, Source(root=FOLDER, library=library))
    assert [one.problem for one in evidence if one.problem] == []
    return examiners()["shacl"](evidence, {"max_findings": 10_000})


def seen(examination: Examination, label: str, case: str) -> list[Seen]:
    """What was found in one case."""
    mine = [one for one in examination.findings if one.at.source == location(label, case)]
    return sorted(Seen(one.rule, (one.at.path or "")[1:-1]) for one in mine)


# ---------------------------------------------------------------- the cases


def test_every_version_with_shapes_has_both_cases_and_no_other_has(library: Library) -> None:
    versions = [version for one in library.catalogue.standards for version in one.versions]
    assert sorted(version.label for version in versions if version.shapes) == LABELS
    files = {label: sorted(path.name for path in place(label, "").iterdir()) for label in LABELS}
    assert {label: names for label, names in files.items() if names != sorted(CASES)} == {}


@pytest.mark.parametrize("label", LABELS)
def test_a_good_case_satisfies_its_official_shapes(label: str, good: Examination) -> None:
    (validated,) = (one for one in good.facts["validated"] if one["source"] == location(label, "good.ttl"))
    assert validated["standard"] == label
    assert validated["focus_nodes"] > 0
    assert seen(good, label, "good.ttl") == expected(label, "good.ttl")


@pytest.mark.parametrize("label", LABELS)
def test_in_a_bad_case_its_official_shapes_find_what_its_head_says_and_nothing_else(
    label: str, bad: Examination
) -> None:
    found = seen(bad, label, "bad.ttl")
    assert found == expected(label, "bad.ttl")
    assert len(found) > 1


@pytest.mark.parametrize("case", CASES)
def test_all_that_failed_is_told_and_nothing_is_left_open(case: str, request: pytest.FixtureRequest) -> None:
    examination: Examination = request.getfixturevalue(case.removesuffix(".ttl"))
    failed = {rule: tally.failed for rule, tally in examination.tallies.items() if tally.failed}
    told = Counter(one.rule for one in examination.findings)
    untargeted = {COVERAGE} & set(told)  # told once a dataset, however many subjects it is about
    assert {rule: count for rule, count in failed.items() if rule not in untargeted} == {
        rule: count for rule, count in told.items() if rule not in untargeted
    }
    assert sum(examination.tallies.values(), Tally()).not_checked == 0
