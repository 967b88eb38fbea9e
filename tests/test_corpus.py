"""All real data at hand: none of it makes the tool fail, and what cannot be judged never conforms."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from interop_check import yamlfile
from interop_check.model import Outcome, Report, Verdict
from running import ROOT, bare, data_of, judged

PAGE = ROOT / "docs" / "corpus-oslo.md"
GOLDEN = ROOT / "tests" / "golden" / "corpus-oslo.yaml"
STANDARDS = ("DCAT-AP-VL@2022-04-21", "persoon-basis@niet-bepaald")


@pytest.fixture(scope="module")
def reports(shared: Path) -> dict[str, Report]:
    corpus = shared / "corpora" / "oslo"
    names = sorted(path.relative_to(corpus).as_posix() for path in corpus.rglob("*") if path.is_file())
    library = bare(shared / "standards")
    return {name: judged(corpus, name, standards=STANDARDS, library=library) for name in names}


def problem(report: Report) -> str:
    (one,) = data_of(report)
    return one.problem.code if one.problem else "none"


def test_no_file_makes_the_tool_fail(reports: dict[str, Report]) -> None:
    assert len(reports) > 190
    failed = {
        (name, one.criterion.id, one.detail)
        for name, report in reports.items()
        for one in report.results
        if one.outcome is Outcome.ERROR
    }
    assert failed == set()


def test_what_cannot_be_judged_never_conforms(reports: dict[str, Report]) -> None:
    unjudged = {name: report for name, report in reports.items() if problem(report) != "none"}
    assert len(unjudged) > 50
    assert {report.score.verdict for report in unjudged.values()} <= {
        Verdict.UNDECIDED,
        Verdict.DOES_NOT_CONFORM,
    }
    validated = {name for name, report in unjudged.items() if report.facts["validated"]}
    assert validated == set()


def test_a_context_that_is_not_at_hand_is_not_the_fault_of_the_syntax(reports: dict[str, Report]) -> None:
    without = [report for report in reports.values() if problem(report).startswith("context-un")]
    outcomes = {one.outcome for report in without for one in report.results if one.criterion.id == "OSLO-01"}
    assert outcomes == {Outcome.NOT_ASSESSED}


def test_every_problem_names_what_it_is_about(reports: dict[str, Report]) -> None:
    for name, report in reports.items():
        (one,) = data_of(report)
        assert one.sha256, name
        if one.problem and one.problem.code.endswith("-syntax"):
            # Where a JSON-LD name stands twice, the parser does not say.
            assert one.problem.line or "duplicate key" in one.problem.args["detail"], name
        if one.problem and one.problem.code.startswith("context-"):
            assert "url" in one.problem.args, name


def test_the_problems_are_those_that_are_known(reports: dict[str, Report]) -> None:
    counts: dict[str, Counter[str]] = {}
    for name, report in reports.items():
        counts.setdefault(Path(name).suffix.removeprefix("."), Counter())[problem(report)] += 1
    known = yamlfile.load(GOLDEN.read_bytes(), GOLDEN.name).value
    assert {kind: dict(counter) for kind, counter in counts.items()} == {
        kind: {code: one["count"] for code, one in codes.items()} for kind, codes in known.items()
    }
    assert all(one["why"] for codes in known.values() for one in codes.values())


def test_the_page_on_the_corpus_is_current_and_no_cause_gives_more_than_three_findings(shared: Path) -> None:
    """A text where a code is due: once as a violation, once as a warning, once as no code of the list."""
    command = [sys.executable, "tools/corpus.py", str(shared), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = re.search(r"at most (\d+) findings", PAGE.read_text(encoding="utf-8"))
    assert told
    assert int(told[1]) <= 3
