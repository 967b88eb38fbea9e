from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from interop_check.judge import judge, module_is_on, selected
from interop_check.model import (
    Criterion,
    EvidenceLevel,
    Examination,
    Exemption,
    Module,
    Outcome,
    Profile,
    Result,
    Solution,
    Tally,
)
from making import WORDS, artefact, criterion, profile, solution

GOODNESS = {Outcome.FAILED: 0, Outcome.NOT_ASSESSED: 1, Outcome.PARTIAL: 2, Outcome.PASSED: 3}


def judged(
    tallies: dict[str, Tally] | Tally | None,
    one: Criterion | None = None,
    of: Profile | None = None,
    *,
    by: Solution | None = None,
    facts: dict[str, object] | None = None,
    **options: Any,
) -> Result:
    one = one or criterion()
    seen = {"test/a": tallies} if isinstance(tallies, Tally) else tallies
    examination = None if seen is None else Examination(tallies=seen)
    return judge(one, of or profile(one), examination, solution=by, facts=facts or {}, **options)


def told(result: Result) -> tuple[str, str]:
    return result.outcome.value, result.reason


# ---------------------------------------------------------------- law 1: looked at nothing is never a pass


@pytest.mark.parametrize(
    ("tallies", "unread", "outcome"),
    [
        ({}, 0, ("not_assessed", "nothing-to-look-at")),
        ({"test/a": Tally()}, 0, ("not_assessed", "nothing-to-look-at")),
        ({"other/a": Tally(5, 0)}, 0, ("not_assessed", "nothing-to-look-at")),
        ({}, 1, ("not_assessed", "not-readable")),
        ({"test/a": Tally(0, 0, 1)}, 0, ("not_assessed", "not-readable")),
        ({"test/a": Tally(5, 0, 1)}, 0, ("not_assessed", "only-part-seen")),
        ({"test/a": Tally(5, 0)}, 1, ("not_assessed", "only-part-seen")),
        ({"test/a": Tally(5, 1, 1)}, 0, ("failed", "below-threshold")),
        ({"test/a": Tally(5, 1)}, 1, ("failed", "below-threshold")),
        ({"test/a": Tally(5, 5)}, 0, ("failed", "below-threshold")),
        ({"test/a": Tally(5, 0)}, 0, ("passed", "all-well")),
        ({"test/a": Tally(5, 0), "test/b": Tally(1, 1)}, 0, ("failed", "below-threshold")),
        ({"test/a": Tally(5, 0), "test/b": Tally()}, 0, ("passed", "all-well")),
    ],
)
def test_looked_at_nothing_or_only_a_part_is_never_a_pass(
    tallies: dict[str, Tally], unread: int, outcome: tuple[str, str]
) -> None:
    assert told(judged(tallies, unread=unread)) == outcome


@pytest.mark.parametrize("pass_at", ["0", "0.5", "1"])
@pytest.mark.parametrize("partial_at", [None, "0"])
def test_no_threshold_however_low_lets_nothing_seen_pass(pass_at: str, partial_at: str | None) -> None:
    partial = None if partial_at is None else Fraction(partial_at)
    one = criterion(pass_at=Fraction(pass_at), partial_at=partial)
    for tally, unread in ((Tally(), 0), (Tally(0, 0, 3), 0), (Tally(), 2)):
        result = judged(tally, one, unread=unread)
        assert result.outcome is Outcome.NOT_ASSESSED
        assert result.ratio is None
        assert result.evidence_level is EvidenceLevel.NONE


@pytest.mark.parametrize(
    ("tally", "outcome", "reason"),
    [
        (Tally(100, 21), "failed", "below-threshold"),
        (Tally(100, 20), "partial", "above-partial-threshold"),
        (Tally(100, 11), "partial", "above-partial-threshold"),
        (Tally(100, 10), "passed", "above-threshold"),
        (Tally(100, 0), "passed", "all-well"),
        (Tally(1000, 101), "partial", "above-partial-threshold"),
    ],
)
def test_thresholds_are_compared_exactly(tally: Tally, outcome: str, reason: str) -> None:
    one = criterion(pass_at=Fraction("0.9"), partial_at=Fraction("0.8"))
    assert told(judged(tally, one)) == (outcome, reason)


def test_a_third_that_is_asked_is_a_third() -> None:
    one = criterion(pass_at=Fraction(2, 3))
    assert judged(Tally(3, 1), one).outcome is Outcome.PASSED
    assert judged(Tally(3 * 10**20, 10**20 + 1), one).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("tally", "ratio", "outcome"),
    [
        (Tally(5, 0), Fraction(1, 2), Outcome.FAILED),
        (Tally(10, 0), Fraction(1), Outcome.PASSED),
        (Tally(20, 0), Fraction(1), Outcome.PASSED),
        (Tally(5, 0, 5), Fraction(1, 2), Outcome.NOT_ASSESSED),
        (Tally(5, 0, 4), Fraction(1, 2), Outcome.FAILED),
        (Tally(0, 0, 20), None, Outcome.NOT_ASSESSED),
    ],
)
def test_a_floor_is_the_least_that_a_share_is_taken_of(
    tally: Tally, ratio: Fraction | None, outcome: Outcome
) -> None:
    result = judged(tally, criterion(floor=10))
    assert (result.ratio, result.outcome) == (ratio, outcome)


@pytest.mark.parametrize(
    ("tally", "unread", "outcome"),
    [
        (Tally(10, 6), 0, Outcome.FAILED),
        (Tally(10, 6), 1, Outcome.FAILED),
        (Tally(10, 6), 2, Outcome.NOT_ASSESSED),
        (Tally(10, 6, 1), 1, Outcome.NOT_ASSESSED),
        (Tally(10, 10), 9, Outcome.FAILED),
        (Tally(10, 10), 10, Outcome.NOT_ASSESSED),
    ],
)
def test_what_fails_even_if_all_that_is_unseen_were_well_has_failed(
    tally: Tally, unread: int, outcome: Outcome
) -> None:
    assert judged(tally, criterion(pass_at=Fraction(1, 2)), unread=unread).outcome is outcome


# ---------------------------------------------------------------- what a result says


def test_a_result_counts_what_its_rules_saw_and_no_others() -> None:
    seen = {"test/b": Tally(3, 1), "test/a": Tally(2, 0, 1), "other/a": Tally(9, 9)}
    one = criterion(pass_at=Fraction(0))
    result = judged(seen, one, profile(one, id="p"), unread=2)
    assert (result.profile, result.criterion) == ("p", one)
    assert result.rules == ("test/a", "test/b")
    assert (result.looked_at, result.failed, result.not_checked) == (5, 1, 3)
    assert result.ratio == Fraction(4, 5)


@pytest.mark.parametrize(
    ("patterns", "rules"),
    [
        (["a/*"], ["a/x", "a/y"]),
        (["a/x"], ["a/x"]),
        (["a/x", "a/*"], ["a/x", "a/y"]),
        (["*"], ["a/x", "a/y", "ab/x"]),
        (["A/x"], []),
        (["a/[x]"], ["a/x"]),
        ([], []),
    ],
)
def test_a_star_stands_for_any_rule_of_a_namespace(patterns: list[str], rules: list[str]) -> None:
    examination = Examination(tallies={name: Tally(1, 0) for name in ("a/y", "ab/x", "a/x")})
    assert list(selected(patterns, examination)) == rules


@pytest.mark.parametrize("level", list(EvidenceLevel))
def test_the_evidence_is_as_good_as_the_looking_and_none_where_it_stays_open(level: EvidenceLevel) -> None:
    one = criterion()
    for tally, expected in ((Tally(1, 0), level), (Tally(1, 1), level), (Tally(), EvidenceLevel.NONE)):
        examination = Examination(tallies={"test/a": tally}, level=level)
        assert judge(one, profile(one), examination, solution=None, facts={}).evidence_level is expected


# ---------------------------------------------------------------- law 2: a fault of the tool is an error


def test_an_examiner_that_failed_gives_an_error_and_nothing_else() -> None:
    result = judged(None, failure="KeyError: 'x'")
    assert told(result) == ("error", "examiner-failed")
    assert (result.detail, result.ratio, result.evidence_level) == ("KeyError: 'x'", None, EvidenceLevel.NONE)


# ---------------------------------------------------------------- modules and exemptions


STREAMS = Module(id="streams", title=WORDS, features=("stream",), artefacts=("streams",), facts=("pages",))
INSIDE = criterion(module="streams")
WITH_STREAMS = profile(INSIDE, modules=(STREAMS,))


@pytest.mark.parametrize(
    ("by", "facts", "state"),
    [
        (None, {}, "off"),
        (None, {"pages": 3}, "on"),
        (None, {"pages": True}, "on"),
        (None, {"pages": 0}, "off"),
        (None, {"pages": False}, "off"),
        (None, {"pages": ()}, "off"),
        (None, {"other": 3}, "off"),
        (solution(), {}, "off"),
        (solution(features=("stream",)), {}, "on"),
        (solution(features=("geo",)), {}, "off"),
        (solution(artefact("a", "streams")), {}, "on"),
        (solution(artefact("a", "datasets")), {}, "off"),
        (solution(roles=("stream",)), {}, "off"),
        (solution(), {"pages": 1}, "on"),
    ],
)
def test_a_module_is_on_by_feature_artefact_or_fact(
    by: Solution | None, facts: dict[str, object], state: str
) -> None:
    assert module_is_on("streams", WITH_STREAMS, by, facts) is (state == "on")
    result = judged(Tally(1, 1), INSIDE, WITH_STREAMS, by=by, facts=facts)
    expected = {"on": ("failed", "below-threshold"), "off": ("not_applicable", "module-off")}
    assert told(result) == expected[state]


@pytest.mark.parametrize(
    ("tally", "unread", "outcome"),
    [
        (Tally(), 0, ("not_applicable", "nothing-of-the-kind")),
        (Tally(), 1, ("not_assessed", "not-readable")),
        (Tally(not_checked=1), 0, ("not_assessed", "not-readable")),
        (Tally(1, 0), 0, ("passed", "all-well")),
        (Tally(1, 1), 0, ("failed", "below-threshold")),
    ],
)
def test_what_is_asked_if_there_is_any_does_not_apply_only_where_all_was_looked_through(
    tally: Tally, unread: int, outcome: tuple[str, str]
) -> None:
    asked = criterion(if_any=True)
    assert told(judged(tally, asked, unread=unread)) == outcome
    assert told(judged(None, asked, failure="x")) == ("error", "examiner-failed")
    assert told(judged(Tally(), criterion())) == ("not_assessed", "nothing-to-look-at")


def test_a_module_that_may_have_been_switched_on_by_an_examiner_that_failed_is_no_longer_off() -> None:
    assert told(judged(None, INSIDE, WITH_STREAMS, failure="x")) == ("error", "examiner-failed")
    declared_only = profile(INSIDE, modules=(Module(id="streams", title=WORDS, features=("stream",)),))
    assert told(judged(None, INSIDE, declared_only, failure="x")) == ("not_applicable", "module-off")


EXEMPT = profile(
    criterion(),
    exemptions=(
        Exemption(criterion="TEST-01", artefacts=("datasets", "streams"), reason=WORDS),
        Exemption(criterion="TEST-02", artefacts=("apis",), reason=WORDS),
    ),
)


@pytest.mark.parametrize(
    ("by", "outcome"),
    [
        (None, "failed"),
        (solution(), "not_applicable"),
        (solution(artefact("a", "apis")), "not_applicable"),
        (solution(artefact("a", "datasets")), "failed"),
        (solution(artefact("a", "streams"), artefact("b", "apis")), "failed"),
    ],
)
def test_a_profile_exempts_solutions_without_any_of_its_artefacts(by: Solution | None, outcome: str) -> None:
    assert judged(Tally(1, 1), criterion(), EXEMPT, by=by).outcome == outcome


def test_an_exemption_is_for_one_criterion() -> None:
    by = solution(artefact("a", "apis"))
    assert told(judged(Tally(1, 0), criterion("TEST-02"), EXEMPT, by=by)) == ("passed", "all-well")
    assert told(judged(Tally(1, 0), criterion("TEST-03"), EXEMPT, by=by)) == ("passed", "all-well")


def test_what_is_exempt_is_so_even_where_its_examiner_failed() -> None:
    assert told(judged(None, criterion(), EXEMPT, by=solution(), failure="x")) == ("not_applicable", "exempt")


# ---------------------------------------------------------------- properties


COUNTS = st.integers(0, 12)
SHARES = st.fractions(0, 1, max_denominator=12)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    looked_at = draw(COUNTS)
    return Tally(looked_at, draw(st.integers(0, looked_at)), draw(COUNTS))


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    pass_at = draw(SHARES)
    partial_at = draw(st.none() | SHARES.filter(lambda share: share < pass_at))
    return criterion(pass_at=pass_at, partial_at=partial_at, floor=draw(st.integers(1, 15)))


@given(tallies(), criteria())
def test_one_more_failure_never_improves(tally: Tally, one: Criterion) -> None:
    assume(tally.failed < tally.looked_at)
    before = judged(tally, one)
    after = judged(Tally(tally.looked_at, tally.failed + 1, tally.not_checked), one)
    assert GOODNESS[after.outcome] <= GOODNESS[before.outcome]
    assert before.ratio is not None
    assert after.ratio is not None
    assert after.ratio <= before.ratio


@given(tallies(), criteria(), st.integers(0, 5))
def test_what_could_not_be_seen_never_makes_a_pass(tally: Tally, one: Criterion, unread: int) -> None:
    result = judged(tally, one, unread=unread)
    if tally.not_checked + unread or not tally.looked_at:
        assert result.outcome in (Outcome.NOT_ASSESSED, Outcome.FAILED)


@given(tallies(), criteria())
def test_seeing_what_was_unseen_and_well_never_worsens_a_failure_into_a_pass_before(
    tally: Tally, one: Criterion
) -> None:
    assume(tally.looked_at)
    open_ = judged(tally, one)
    well = judged(Tally(tally.looked_at + tally.not_checked, tally.failed), one)
    if open_.outcome is Outcome.FAILED:
        assert well.outcome is Outcome.FAILED, "failed means: failed whatever the rest holds"
    worst = judged(Tally(tally.looked_at + tally.not_checked, tally.failed + tally.not_checked), one)
    assert GOODNESS[worst.outcome] <= GOODNESS[well.outcome]


@given(tallies(), criteria())
def test_a_ratio_is_a_share_and_the_outcome_follows_from_it(tally: Tally, one: Criterion) -> None:
    result = judged(tally, one)
    assert (result.ratio is None) == (tally.looked_at == 0)
    if result.ratio is not None:
        assert 0 <= result.ratio <= 1
    if result.outcome is Outcome.PASSED:
        assert result.ratio is not None
        assert result.ratio >= one.pass_at
    if result.outcome is Outcome.PARTIAL:
        assert result.ratio is not None
        assert one.partial_at is not None
        assert one.partial_at <= result.ratio < one.pass_at


@given(st.dictionaries(st.sampled_from(["test/a", "test/b", "test/c"]), tallies()), criteria())
def test_the_order_of_the_tallies_does_not_matter(seen: dict[str, Tally], one: Criterion) -> None:
    assert judged(seen, one) == judged(dict(reversed(seen.items())), one)


@pytest.mark.parametrize("counts", [(1, 2, 0), (-1, 0, 0), (1, -1, 0), (0, 0, -1), (0, 1, 0)])
def test_a_tally_that_cannot_be_is_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="a tally cannot be"):
        Tally(*counts)
