"""What must hold of every score, whatever the results: the properties that the scoring rules promise."""

import dataclasses
import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from interop_check import seal
from interop_check.model import (
    EvidenceLevel,
    Layer,
    Level,
    Module,
    Outcome,
    Profile,
    Result,
    Scope,
    Score,
    Verdict,
)
from interop_check.readiness import LADDER, UPSCALING, Rung
from interop_check.score import score
from interop_check.shares import display, exact
from test_score import criterion, profile

many = settings(
    max_examples=300,
    deadline=None,
    derandomize="CI" in os.environ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
JUDGED = (Outcome.PASSED, Outcome.PARTIAL, Outcome.FAILED)
FAVOUR = (Verdict.DOES_NOT_CONFORM, Verdict.UNDECIDED, Verdict.CONFORMS)
CODE = re.compile(
    r"manifest:invalid"
    r"|coverage:\d+\.\d"
    r"|(layer|verified):(legal|organisational|semantic|technical):\d+\.\d"
    r"|module:[a-z0-9-]+:\d+\.\d"
    r"|criterion:[A-Z0-9]+-\d+:(failed|partial|not_assessed|error|none|declared|documented|verified|missing)"
    r"|attestation:missing"
    r"|authorities:\d+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    results: tuple[Result, ...]
    profiles: tuple[Profile, ...]
    facts: dict[str, Any] = field(default_factory=dict)

    def score(self) -> Score:
        return score(self.results, self.profiles, **self.facts)

    def having(self, index: int, **changes: Any) -> "Case":
        changed = dataclasses.replace(self.results[index], **changes)
        return dataclasses.replace(self, results=(*self.results[:index], changed, *self.results[index + 1 :]))


def shares() -> st.SearchStrategy[Fraction]:
    return st.integers(0, 12).map(SHARES.__getitem__)


@dataclass(slots=True)
class Digits:
    """One drawn number, read digit by digit: a draw for every choice would take most of the time."""

    number: int

    def pick(self, options: Sequence[Any]) -> Any:
        self.number, place = divmod(self.number, len(options))
        return options[place]


SHARES = [Fraction(twelfths, 12) for twelfths in range(13)]
GOOD = (Outcome.PASSED,) * 12 + tuple(Outcome)
SOUND = (Outcome.PASSED,) * 4 + (Outcome.PARTIAL,)
MIXED = (Outcome.PASSED, *Outcome)
SPOILT = (Outcome.PASSED,) * 4 + (Outcome.FAILED,)
NUMBERS = st.integers(0, 2**40)


def made(number: int, identifier: str, profile_id: str, outcomes: Sequence[Outcome]) -> Result:
    """A result that is more often good than not, so that the higher levels are reached as well."""
    digits = Digits(number)
    outcome = digits.pick(outcomes)
    ratio = digits.pick(SHARES)
    return Result(
        criterion=criterion(
            identifier,
            layer=digits.pick(tuple(Layer)),
            weight=digits.pick((1, 2, 3, 4)),
            module=digits.pick(("core", "core", "core", "stream", "geo")),
            blocking=digits.pick((False, False, False, True)),
            level=digits.pick(tuple(Level)),
            principles=digits.pick(((6,), (2,), (1, 6), (3, 4, 5))),
            cap=digits.pick((EvidenceLevel.VERIFIED,) * 4 + tuple(EvidenceLevel)[1:]),
        ),
        profile=profile_id,
        outcome=outcome,
        reason="test",
        ratio=ratio if outcome in JUDGED else None,
        evidence_level=digits.pick((EvidenceLevel.VERIFIED,) * 8 + tuple(EvidenceLevel)),
    )


def assembled(about: int, numbers: Sequence[Sequence[int]], upscaling: Sequence[str] = UPSCALING) -> Case:
    """Results for one or two profiles that share criteria (the first are those of level 4), and the facts."""
    digits = Digits(about)
    outcomes = digits.pick((SOUND, GOOD, MIXED, SPOILT))
    facts = {
        "attested": digits.pick((True, False)),
        "authorities": digits.pick((2, 3, 0, 1)),
        "manifest_valid": digits.pick((True,) * 9 + (False,)),
    }
    names = [*digits.pick((upscaling, ())), *(f"C-{place:02}" for place in range(9))]
    found: list[Result] = []
    profiles: list[Profile] = []
    for name, own in zip(("p", "q"), numbers, strict=False):
        first = digits.pick((0, 0, 1))
        results = [made(n, i, name, outcomes) for n, i in zip(own, names[first:], strict=False)]
        modules = tuple(
            Module(id=module, title={}, floor=digits.pick((None, *SHARES[3:9])))
            for module in ("stream", "geo")
        )
        weights = {layer: digits.pick((25, 30, 20, 1)) for layer in Layer}
        profiles.append(profile(results, id=name, modules=modules, layer_weights=weights))
        found += results
    return Case(results=tuple(found), profiles=tuple(profiles), facts=facts)


def cases(profiles: int = 2) -> st.SearchStrategy[Case]:
    one = st.lists(NUMBERS, max_size=9)
    return st.builds(assembled, st.integers(0, 2**48), st.lists(one, min_size=1, max_size=profiles))


@st.composite
def moves(draw: st.DrawFn, allowed: Callable[[Result], bool]) -> tuple[Case, int]:
    """A case and the place of one result in it that may be changed."""
    case = draw(cases())
    places = [index for index, result in enumerate(case.results) if allowed(result)]
    assume(places)
    return case, draw(st.sampled_from(places))


def scopes(scored: Score) -> dict[object, Scope]:
    """Every scope of a score by its name."""
    named: dict[object, Scope] = dict([*scored.layers.items(), *scored.principles.items()])
    named |= {f"profile {name}": scope for name, scope in scored.profiles.items()}
    named |= {f"module {name}": scope for name, scope in scored.modules.items()}
    return named | ({"total": scored.total} if scored.total else {})


def not_lower(before: Score, after: Score, *numbers: str) -> None:
    old, new = scopes(before), scopes(after)
    assert old.keys() == new.keys()
    for name, scope in old.items():
        for number in numbers:
            assert getattr(new[name], number) >= getattr(scope, number), (name, number)


def judged(result: Result) -> bool:
    return result.outcome in JUDGED


def applicable(result: Result) -> bool:
    return result.outcome is not Outcome.NOT_APPLICABLE


# ---------------------------------------------------------------- the cases themselves


def test_the_cases_reach_every_level_and_verdict() -> None:
    """Properties that never met a level or verdict would say nothing of it."""
    dice = Random(4)  # noqa: S311 - the same cases every time
    scored = [
        assembled(dice.getrandbits(48), [[dice.getrandbits(40) for _ in range(dice.randrange(9))]]).score()
        for _ in range(1500)
    ]
    assert {one.readiness for one in scored} == set(range(6))
    assert {one.verdict for one in scored} == set(Verdict)


# ---------------------------------------------------------------- better, worse, open


@many
@given(moves(judged), st.data())
def test_a_better_result_lowers_nothing(move: tuple[Case, int], data: st.DataObject) -> None:
    case, place = move
    old = case.results[place]
    share = {Outcome.PASSED: Fraction(1), Outcome.FAILED: Fraction(0)}.get(old.outcome, old.ratio)
    assert share is not None
    ratio = data.draw(shares().filter(share.__le__))
    outcome = Outcome.PASSED if ratio == 1 else Outcome.PARTIAL
    before, after = case.score(), case.having(place, outcome=outcome, ratio=ratio).score()
    not_lower(before, after, "supported", "verified", "possible", "coverage")
    assert after.readiness >= before.readiness
    assert FAVOUR.index(after.verdict) >= FAVOUR.index(before.verdict)


@many
@given(moves(lambda result: result.evidence_level < max(EvidenceLevel)), st.data())
def test_more_evidence_lowers_nothing(move: tuple[Case, int], data: st.DataObject) -> None:
    case, place = move
    higher = [level for level in EvidenceLevel if level > case.results[place].evidence_level]
    before, after = (
        case.score(),
        case.having(place, evidence_level=data.draw(st.sampled_from(higher))).score(),
    )
    not_lower(before, after, "supported", "verified", "possible", "coverage")
    assert after.readiness >= before.readiness
    assert after.verdict is before.verdict


@many
@given(moves(applicable), st.sampled_from((Outcome.NOT_ASSESSED, Outcome.ERROR)))
def test_turning_a_result_to_open_raises_nothing_but_what_is_possible(
    move: tuple[Case, int], outcome: Outcome
) -> None:
    case, place = move
    before, after = case.score(), case.having(place, outcome=outcome, ratio=None).score()
    not_lower(after, before, "supported", "verified", "coverage")
    not_lower(before, after, "possible")
    assert after.readiness <= before.readiness
    assert after.verdict is not Verdict.CONFORMS or before.verdict is Verdict.CONFORMS


@many
@given(
    moves(lambda result: result.criterion.blocking and applicable(result)),
    st.sampled_from((Outcome.FAILED, Outcome.NOT_ASSESSED, Outcome.ERROR)),
)
def test_a_blocker_that_failed_or_is_open_keeps_level_2_away(
    move: tuple[Case, int], outcome: Outcome
) -> None:
    """Were only a failure to count, leaving a failed blocker unassessed would lift the level."""
    case, place = move
    assert case.having(place, outcome=outcome, ratio=None).score().readiness <= 1


@many
@given(moves(lambda result: applicable(result) and result.criterion.module == "core"))
def test_leaving_a_core_result_out_is_leaving_it_open(move: tuple[Case, int]) -> None:
    case, place = move
    without = dataclasses.replace(case, results=case.results[:place] + case.results[place + 1 :])
    assert without.score() == case.having(place, outcome=Outcome.NOT_ASSESSED, ratio=None).score()


@many
@given(moves(lambda result: result.outcome in (Outcome.PASSED, Outcome.NOT_ASSESSED, Outcome.ERROR)))
def test_a_failure_lowers_what_is_possible(move: tuple[Case, int]) -> None:
    case, place = move
    old = case.results[place]
    assume(old.outcome.is_open or old.evidence_level > EvidenceLevel.NONE)
    before, after = case.score(), case.having(place, outcome=Outcome.FAILED, ratio=Fraction(0)).score()
    not_lower(after, before, "possible", "supported", "verified")
    name = f"profile {old.profile}" if old.criterion.module == "core" else None
    if name:
        assert scopes(after)[name].possible < scopes(before)[name].possible


# ---------------------------------------------------------------- what was not declared but discovered


@many
@given(moves(lambda result: result.outcome in (Outcome.PASSED, Outcome.PARTIAL)), st.integers(1, 30))
def test_one_more_failing_item_of_what_was_judged_raises_nothing(move: tuple[Case, int], seen: int) -> None:
    """The share is over everything seen: an item that the manifest left out only makes it smaller."""
    case, place = move
    old = case.results[place]
    share = Fraction(1) if old.outcome is Outcome.PASSED else old.ratio or Fraction(0)
    ratio = share * Fraction(seen, seen + 1)
    outcome = Outcome.PARTIAL if ratio >= Fraction(1, 2) else Outcome.FAILED
    before, after = case.score(), case.having(place, outcome=outcome, ratio=ratio).score()
    not_lower(after, before, "supported", "verified", "possible")
    assert after.readiness <= before.readiness
    assert FAVOUR.index(after.verdict) <= FAVOUR.index(before.verdict)


def strays() -> st.SearchStrategy[Result]:
    return NUMBERS.map(lambda number: made(number, "Z-01", "p", (Outcome.FAILED,)))


@many
@given(cases(), strays(), shares())
def test_a_discovered_module_that_fails_raises_nothing(case: Case, extra: Result, floor: Fraction) -> None:
    stray = dataclasses.replace(extra, criterion=dataclasses.replace(extra.criterion, module="found"))
    first = dataclasses.replace(
        case.profiles[0], modules=(*case.profiles[0].modules, Module(id="found", title={}, floor=floor))
    )
    wider = dataclasses.replace(case, results=(*case.results, stray), profiles=(first, *case.profiles[1:]))
    before, after = case.score(), wider.score()
    assert (after.total, after.layers, after.principles) == (before.total, before.layers, before.principles)
    assert after.readiness <= before.readiness
    assert FAVOUR.index(after.verdict) <= FAVOUR.index(before.verdict)


@many
@given(cases(profiles=1), strays())
def test_a_discovered_core_item_that_fails_raises_no_number(case: Case, extra: Result) -> None:
    """It was not applicable and now is. Knowing that it fails can raise a level by coverage alone."""
    found = dataclasses.replace(extra, criterion=dataclasses.replace(extra.criterion, module="core"))
    wider = dataclasses.replace(case, results=(*case.results, found))
    before, after = case.score(), wider.score()
    old, new = scopes(before), scopes(after)
    for name in old:
        for number in ("supported", "verified", "possible"):
            assert getattr(new[name], number) <= getattr(old[name], number), (name, number)
    if before.total and after.total and after.total.coverage <= before.total.coverage:
        assert after.readiness <= before.readiness


@many
@given(moves(lambda result: result.criterion.module != "core"), st.sampled_from(Outcome), shares())
def test_no_module_moves_the_core(move: tuple[Case, int], outcome: Outcome, ratio: Fraction) -> None:
    case, place = move
    before, after = case.score(), case.having(place, outcome=outcome, ratio=ratio).score()
    assert (after.total, after.layers, after.principles, after.profiles) == (
        before.total,
        before.layers,
        before.principles,
        before.profiles,
    )


# ---------------------------------------------------------------- shape of every score


@many
@given(cases())
def test_verified_supported_possible_stand_in_that_order(case: Case) -> None:
    scored = case.score()
    for scope in scopes(scored).values():
        assert 0 <= scope.verified <= scope.supported <= scope.possible <= 1
        assert scope.possible - scope.supported == 1 - scope.coverage
    assert 0 <= scored.readiness <= 5


@many
@given(cases())
def test_an_empty_set_has_no_score(case: Case) -> None:
    none = tuple(dataclasses.replace(r, outcome=Outcome.NOT_APPLICABLE) for r in case.results)
    scored = dataclasses.replace(case, results=none).score()
    assert scopes(scored) == {}
    assert (scored.total, scored.readiness, scored.verdict) == (None, 0, Verdict.UNDECIDED)


@many
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_results_and_of_a_profiles_criteria_shows_nowhere(case: Case, random: Any) -> None:
    shuffled = list(case.results)
    random.shuffle(shuffled)
    turned = tuple(dataclasses.replace(p, criteria=p.criteria[::-1]) for p in case.profiles)
    again = Case(results=tuple(shuffled), profiles=turned, facts=case.facts).score()
    assert written(again) == written(case.score())


@many
@given(cases(profiles=1))
def test_a_second_profile_with_the_same_criteria_counts_nothing_twice(case: Case) -> None:
    copies = tuple(dataclasses.replace(r, profile="copy") for r in case.results)
    twice = dataclasses.replace(
        case,
        results=(*case.results, *copies),
        profiles=(*case.profiles, dataclasses.replace(case.profiles[0], id="copy")),
    )
    once, again = case.score(), twice.score()
    assert dataclasses.replace(again, profiles=once.profiles) == once


@many
@given(cases(), st.text(max_size=9))
def test_renaming_changes_nothing(case: Case, name: str) -> None:
    """Nothing tells whose solution it is: the names that results and profiles carry are not read."""
    renamed = tuple(
        dataclasses.replace(
            r,
            reason=name,
            detail=name,
            rules=(name,),
            criterion=dataclasses.replace(r.criterion, title={"nl": name}, source=name, params={name: name}),
        )
        for r in case.results
    )
    titled = tuple(
        dataclasses.replace(p, title={"nl": name}, description={"nl": name}) for p in case.profiles
    )
    assert Case(results=renamed, profiles=titled, facts=case.facts).score() == case.score()


# ---------------------------------------------------------------- thresholds and text


def weak_layer(number: str, share: Fraction, layer: Layer) -> list[Result]:
    """A layer whose S, or whose V, is exactly `share`; the rest of what V misses stands on paper."""
    plain = made(0, "W-01", "p", (Outcome.PASSED,))
    if number == "supported":
        weak = dataclasses.replace(plain.criterion, layer=layer)
        return [dataclasses.replace(plain, criterion=weak, outcome=Outcome.PARTIAL, ratio=share)]
    verified, rest = share.numerator, share.denominator - share.numerator
    return [
        dataclasses.replace(
            plain, criterion=criterion(name, layer=layer, weight=weight), evidence_level=evidence
        )
        for name, weight, evidence in (
            ("W-01", verified, EvidenceLevel.VERIFIED),
            ("W-02", rest, EvidenceLevel.DOCUMENTED),
        )
    ]


@many
@given(
    st.sampled_from([(rung, n) for rung in LADDER for n in ("supported", "verified") if getattr(rung, n)]),
    st.integers(2, 10**9),
    st.sampled_from(Layer),
)
def test_any_bit_below_a_threshold_does_not_meet_it(asks: tuple[Rung, str], parts: int, weak: Layer) -> None:
    rung, number = asks
    threshold = getattr(rung, number)
    strong = [
        dataclasses.replace(r, criterion=dataclasses.replace(r.criterion, layer=layer, id=f"S-{layer}"))
        for r in (made(0, "S", "p", (Outcome.PASSED,)),)
        for layer in Layer
        if layer is not weak
    ]
    cities = [
        dataclasses.replace(r, criterion=criterion(name, module="cities"))
        for r in strong[:1]
        for name in UPSCALING
    ]

    def level(share: Fraction) -> int:
        results = (*strong, *cities, *weak_layer(number, share, weak))
        return score(results, [profile()], attested=True, authorities=2).readiness

    assert level(threshold) >= rung.level
    assert level(threshold * (1 - Fraction(1, parts))) < rung.level


def around(units: int) -> st.SearchStrategy[tuple[Fraction, Fraction]]:
    """A threshold of so many units, and a share that is at it, near it or anywhere."""
    thresholds = st.integers(1, units).map(lambda number: Fraction(number, units))
    near = st.builds(Fraction, st.sampled_from((-1, 0, 1)), st.integers(9, 10**12))
    shares = st.fractions(0, 1)
    pairs = st.tuples(thresholds, near).map(
        lambda pair: (pair[0], min(max(pair[0] + pair[1], Fraction(0)), Fraction(1)))
    )
    return pairs | st.tuples(thresholds, shares)


@many
@given(around(1000))
def test_what_is_shown_meets_a_threshold_only_if_the_value_does(pair: tuple[Fraction, Fraction]) -> None:
    threshold, share = pair
    assert (Fraction(display(share)) / 100 >= threshold) == (share >= threshold)
    assert re.fullmatch(r"\d+\.\d", display(share))


@many
@given(around(10**6))
def test_what_is_stored_decides_as_the_value_does(pair: tuple[Fraction, Fraction]) -> None:
    threshold, share = pair
    assert (Fraction(exact(share)) >= threshold) == (share >= threshold)
    assert re.fullmatch(r"(0|1)(\.\d{0,5}[1-9])?", exact(share))


# ---------------------------------------------------------------- what holds it back


@many
@given(cases())
def test_what_holds_it_back_is_said_in_the_grammar_and_only_below_the_top(case: Case) -> None:
    scored = case.score()
    assert (scored.readiness == 5) == (scored.held_back_by == ())
    assert len(set(scored.held_back_by)) == len(scored.held_back_by)
    for code in scored.held_back_by:
        assert CODE.fullmatch(code), code


@many
@given(cases(profiles=1))
def test_mending_what_is_named_gives_the_next_level(case: Case) -> None:
    """With checks that can verify; what stops at documents can hold V down for good."""
    able = tuple(
        dataclasses.replace(r, criterion=dataclasses.replace(r.criterion, cap=EvidenceLevel.VERIFIED))
        for r in case.results
    )
    asked = tuple(r.criterion.id for r in able if applicable(r) and r.criterion.id in UPSCALING)
    before = dataclasses.replace(case, results=able, facts={**case.facts, "upscaling": asked}).score()
    assume(before.total and before.readiness < 5)
    named = {code.split(":")[1] for code in before.held_back_by if code.startswith("criterion:")}
    mended = tuple(
        dataclasses.replace(r, outcome=Outcome.PASSED, evidence_level=EvidenceLevel.ATTESTED)
        if r.criterion.id in named
        else r
        for r in able
    )
    after = score(mended, case.profiles, manifest_valid=True, attested=True, authorities=2, upscaling=asked)
    assert after.readiness > before.readiness


# ---------------------------------------------------------------- bytes


def written(scored: Score) -> bytes:
    """The score as a report would carry it."""
    return seal.canonical(
        {
            "scopes": [
                [str(name), *(exact(getattr(scope, f.name)) for f in dataclasses.fields(Scope))]
                for name, scope in scopes(scored).items()
            ],
            "verdict": scored.verdict,
            "readiness": scored.readiness,
            "held_back_by": scored.held_back_by,
        }
    )


@many
@given(cases())
def test_the_same_inputs_give_the_same_bytes(case: Case) -> None:
    first = written(case.score())
    assert first == written(case.score())
    assert json.loads(first)["readiness"] == case.score().readiness
