"""Row 49 of the bad inputs: web pages as data and as publications, through the whole of an assessment."""

from pathlib import Path

import pytest

import running
from hostile.cases.pages import PAGES, WRITTEN
from hostile.documents import Data
from hostile.judging import judged, rendered


@pytest.mark.parametrize("case", PAGES, ids=lambda case: f"{case.row} {case.name}")
def test_a_page_ends_as_expected(case: Data, tmp_path: Path) -> None:
    report = judged(tmp_path, case)
    outcomes = {result.criterion.id: result.outcome.value for result in report.results}
    codes = {code for rule, code in running.finding_codes(report) if rule.startswith("rdf/")}
    assert (outcomes["OSLO-01"], codes) == (case.outcome, set(case.codes))
    assert "error" not in outcomes.values()
    for name in ("text", "html", "json"):
        assert "Traceback" not in rendered(report, name)


@pytest.mark.parametrize("case", [*PAGES, *WRITTEN], ids=lambda case: f"{case.row} {case.name}")
def test_a_publication_ends_as_expected(case: Data, tmp_path: Path) -> None:
    """Whatever a page is, it can be read or not and is of no type, and nothing goes wrong here."""
    report = judged(tmp_path, case, "publications")
    outcomes = {result.criterion.id: result.outcome.value for result in report.results}
    codes = {code for rule, code in running.finding_codes(report) if rule.startswith(("rdf/", "cause/"))}
    assert outcomes["LBLOD-01"] == case.outcome
    assert codes - {"language", "fetched"} == set(case.codes)
    is_open = any(code.startswith("limit-") for code in case.codes)
    assert outcomes["LBLOD-02"] == ("not_assessed" if is_open else "failed")
    assert "error" not in outcomes.values()
    for name in ("text", "html", "json"):
        assert "Traceback" not in rendered(report, name)
