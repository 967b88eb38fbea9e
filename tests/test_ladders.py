"""Ladders: what reaches a step, what excludes it, and what leaves it open."""

from collections.abc import Mapping

import pytest

from interop_check.api import load_profile
from interop_check.ladders import ladder, stands
from interop_check.model import Outcome, Profile, Result, Stand, Tally
from making import WORDS, criterion, profile

FIRST, SECOND = criterion("A-01"), criterion("A-02")
PASSED, FAILED, PARTIAL = Outcome.PASSED, Outcome.FAILED, Outcome.PARTIAL
OPEN, ERROR, NOT_APPLICABLE = Outcome.NOT_ASSESSED, Outcome.ERROR, Outcome.NOT_APPLICABLE


def climbing(*steps: Mapping[str, object]) -> Profile:
    entry = {"id": "l", "title": WORDS, "note": WORDS, "source": "a test", "steps": steps}
    return profile(FIRST, SECOND, ladders=(ladder(entry),))


LADDER = climbing(
    {"title": WORDS, "criteria": ["A-01"]}, {"title": WORDS, "criteria": ["A-02"], "rules": ["t/*"]}
)


def stand(first: Outcome, second: Outcome, tallies: Mapping[str, Tally] | None = None) -> Stand | None:
    results = [
        Result(criterion=one, profile="test", outcome=outcome, reason="r")
        for one, outcome in ((FIRST, first), (SECOND, second))
    ]
    found = stands([LADDER], results, tallies or {})
    return found[0] if found else None


@pytest.mark.parametrize(
    ("first", "second", "reached", "possible"),
    [
        (PASSED, PASSED, 2, 2),
        (PASSED, NOT_APPLICABLE, 2, 2),
        (PASSED, FAILED, 1, 1),
        (PASSED, PARTIAL, 1, 1),
        (PASSED, OPEN, 1, 2),
        (FAILED, PASSED, 0, 0),
        (OPEN, PASSED, 0, 2),
        (ERROR, PASSED, 0, 2),
        (OPEN, FAILED, 0, 1),
    ],
)
def test_how_far_results_reach(first: Outcome, second: Outcome, reached: int, possible: int) -> None:
    found = stand(first, second)
    assert found is not None
    assert (found.reached, found.possible) == (reached, possible)


def test_the_next_step_is_held_back_by_what_did_not_pass() -> None:
    found = stand(PASSED, FAILED, {"t/a": Tally(3, 1), "t/b": Tally(3, 0), "u/c": Tally(1, 1)})
    assert found is not None
    assert found.held_back_by == (("A-02", FAILED), ("t/a", FAILED))


def test_a_rule_that_failed_excludes_a_step_whose_criteria_passed() -> None:
    found = stand(PASSED, PASSED, {"t/a": Tally(3, 1)})
    assert found is not None
    assert (found.reached, found.possible) == (1, 1)


def test_where_nothing_is_applicable_there_is_nothing_to_stand_on() -> None:
    assert stand(NOT_APPLICABLE, PASSED) is None


def test_another_profiles_results_say_nothing() -> None:
    other = Result(criterion=FIRST, profile="other", outcome=FAILED, reason="r")
    assert stands([LADDER], [other], {}) == ()


def test_the_ladders_of_oslo_say_that_they_are_of_a_draft() -> None:
    ladders = {one.id: one for one in load_profile("oslo").ladders}
    assert len(ladders["oslo-grade"].steps) == 2
    assert len(ladders["oslo-level"].steps) == 3
    assert "ontwerp" in ladders["oslo-grade"].note["nl"]
    assert "draft" in ladders["oslo-grade"].note["en"]
