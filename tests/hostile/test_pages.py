"""Row 49 of the bad inputs: web pages as data, through the whole of an assessment."""

from pathlib import Path

import pytest

import running
from hostile.cases.pages import PAGES
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
