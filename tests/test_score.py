"""The worked examples of the scoring rules, with sums that can be done by hand."""

import dataclasses
import os
import subprocess
import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from interop_check.model import (
    DEFAULT_LAYERS,
    Criterion,
    EvidenceLevel,
    Layer,
    Level,
    Module,
    Outcome,
    Profile,
    Result,
    Scope,
    Verdict,
)
from interop_check.readiness import LADDER
from interop_check.score import score
from interop_check.shares import CREDIT, display, exact

PASSED, PARTIAL, FAILED = Outcome.PASSED, Outcome.PARTIAL, Outcome.FAILED
OPEN, ERROR, NOT_APPLICABLE = Outcome.NOT_ASSESSED, Outcome.ERROR, Outcome.NOT_APPLICABLE
NONE, DECLARED, DOCUMENTED, VERIFIED = EvidenceLevel(0), EvidenceLevel(1), EvidenceLevel(2), EvidenceLevel(3)
UPSCALED = ("CTY-03", "CTY-04")


def criterion(identifier: str, **changes: Any) -> Criterion:
    plain = Criterion(
        id=identifier,
        title={"nl": identifier, "en": identifier},
        level=Level.SHOULD,
        layer=Layer.TECHNICAL,
        principles=(6,),
        weight=1,
        blocking=False,
        module="core",
        evidence="data",
        examiner="shacl",
        params={},
        rules=("a/b",),
        pass_at=Fraction(1),
        partial_at=None,
        floor=1,
        cap=VERIFIED,
        source="test",
        remedy={"nl": "", "en": ""},
    )
    return dataclasses.replace(plain, **changes)


def result(identifier: str, outcome: Outcome = PASSED, **changes: Any) -> Result:
    """A verified result; what Result has no field for goes into its criterion."""
    own = {field.name for field in dataclasses.fields(Result)}
    about = {key: value for key, value in changes.items() if key in own}
    rest = {key: value for key, value in changes.items() if key not in own}
    plain = Result(
        criterion=criterion(identifier, **rest),
        profile="p",
        outcome=outcome,
        reason="test",
        evidence_level=VERIFIED,
    )
    return dataclasses.replace(plain, **about)


def profile(results: Sequence[Result] = (), **changes: Any) -> Profile:
    plain = Profile(
        id="p",
        version="1.0",
        title={},
        description={},
        criteria=tuple(r.criterion for r in results),
        rules=(),
        modules=(),
        exemptions=(),
        layer_weights=DEFAULT_LAYERS,
        files={},
        digest="sha256:0",
    )
    return dataclasses.replace(plain, **changes)


def scope(supported: Any, verified: Any, possible: Any, coverage: Any) -> Scope:
    return Scope(
        supported=Fraction(supported),
        verified=Fraction(verified),
        possible=Fraction(possible),
        coverage=Fraction(coverage),
    )


def everywhere(identifier: str, outcome: Outcome = PASSED, **changes: Any) -> list[Result]:
    """One result in each layer."""
    return [result(f"{identifier}-{layer}", outcome, layer=layer, **changes) for layer in Layer]


def upscaled() -> list[Result]:
    return [result(identifier) for identifier in UPSCALED]


# ---------------------------------------------------------------- one result, one scope


def test_credit_is_what_scoring_says() -> None:
    assert [CREDIT[level] for level in EvidenceLevel] == [0, Fraction(1, 5), Fraction(1, 2), 1, 1]


def test_a_layer_by_hand() -> None:
    results = [
        result("A-01", weight=4),
        result("A-02", PARTIAL, weight=3, ratio=Fraction(1, 3)),
        result("A-03", weight=2, evidence_level=DOCUMENTED),
        result("A-04", FAILED, weight=1),
        result("A-05", OPEN, weight=5),
        result("A-06", weight=2, cap=DOCUMENTED, evidence_level=VERIFIED),
    ]
    # m = 4 + 3 + 2 + 1 + 5 + 2/2 = 16; S = 4 + 1 + 1 + 0 + 0 + 1; V = 4 + 1: the last is capped at documents
    assert score(results, [profile()]).layers == {
        Layer.TECHNICAL: scope(Fraction(7, 16), Fraction(5, 16), Fraction(12, 16), Fraction(11, 16))
    }


def test_a_share_counts_only_where_the_outcome_is_partial() -> None:
    results = [result("A-01", PASSED, ratio=Fraction(9, 10)), result("A-02", FAILED, ratio=Fraction(9, 10))]
    assert score(results, [profile()]).total == scope("1/2", "1/2", "1/2", 1)


@pytest.mark.parametrize("ratio", [None, Fraction(-1, 10), Fraction(11, 10)])
def test_partial_without_a_share_is_a_fault_of_the_tool(ratio: Fraction | None) -> None:
    with pytest.raises(ValueError, match="A-01: partial wants a ratio"):
        score([result("A-01", PARTIAL, ratio=ratio)], [profile()])


def test_failed_lowers_what_is_possible_and_open_does_not() -> None:
    before = score([result("A-01"), result("A-02")], [profile()]).total
    failed = score([result("A-01"), result("A-02", FAILED)], [profile()]).total
    opened = score([result("A-01"), result("A-02", OPEN)], [profile()]).total
    fault = score([result("A-01"), result("A-02", ERROR)], [profile()]).total
    assert before == scope(1, 1, 1, 1)
    assert failed == scope("1/2", "1/2", "1/2", 1)
    assert opened == fault == scope("1/2", "1/2", 1, "1/2")


def test_not_applicable_leaves_the_denominator() -> None:
    results = [result("A-01"), result("A-02", FAILED), result("A-03", NOT_APPLICABLE, weight=100)]
    assert score(results, [profile(results)]).total == scope("1/2", "1/2", "1/2", 1)


def test_a_core_criterion_without_a_result_is_open() -> None:
    both = [result("A-01"), result("A-02", FAILED)]
    assert score(both[:1], [profile(both)]).total == scope("1/2", "1/2", 1, "1/2")


@pytest.mark.parametrize(
    "results",
    [
        [],
        [result("A-01", NOT_APPLICABLE)],
        [result("A-01", cap=NONE)],
        [result("A-01", module="stream")],
    ],
)
def test_an_empty_scope_has_no_score(results: list[Result]) -> None:
    scored = score(results, [profile(results)])
    assert (scored.total, scored.layers, scored.principles, scored.profiles) == (None, {}, {}, {})
    assert scored.readiness == 0
    assert scored.held_back_by == ("coverage:0.0",)


def test_the_total_weighs_the_layers_that_have_a_score() -> None:
    results = [
        *(result(f"T-{n:02}", FAILED) for n in range(16)),
        result("L-01", layer=Layer.LEGAL),
    ]
    assert score(results, [profile()]).total == scope("2/5", "2/5", "2/5", 1)  # 30 technical, 20 legal
    weights = {Layer.TECHNICAL: 1, Layer.LEGAL: 3}
    assert score(results, [profile(layer_weights=weights)]).total == scope("3/4", "3/4", "3/4", 1)
    assert score(results, [profile(layer_weights={Layer.SEMANTIC: 1})]).total is None


def test_one_thing_named_by_two_principles_counts_in_both_and_once_in_the_total() -> None:
    results = [result("A-01", principles=(2, 6)), result("A-02", FAILED, principles=(6,))]
    scored = score(results, [profile()])
    assert scored.principles == {2: scope(1, 1, 1, 1), 6: scope("1/2", "1/2", "1/2", 1)}
    assert scored.total == scope("1/2", "1/2", "1/2", 1)


def test_declared_only_gives_a_fifth_and_paper_a_half() -> None:
    for level, supported, readiness in ((DECLARED, "1/5", 1), (DOCUMENTED, "1/2", 2)):
        scored = score(everywhere("A", evidence_level=level), [profile()])
        assert scored.total == scope(supported, 0, supported, 1)
        assert scored.readiness == readiness


# ---------------------------------------------------------------- several profiles, modules


def test_a_criterion_of_two_profiles_counts_once_as_the_first_judged_it() -> None:
    ours, theirs = (
        result("A-01", profile="p"),
        result("A-01", FAILED, profile="q", level=Level.MUST, weight=9),
    )
    other = result("A-02", FAILED, profile="q")
    p, q = profile([ours]), profile([theirs, other], id="q", layer_weights={Layer.TECHNICAL: 1})
    scored = score([theirs, other, ours], [p, q])
    assert scored.total == scope("1/2", "1/2", "1/2", 1)
    assert scored.profiles == {"p": scope(1, 1, 1, 1), "q": scope(0, 0, 0, 1)}
    assert scored.verdict is Verdict.DOES_NOT_CONFORM  # the verdict hears every profile
    assert score([theirs, other, ours], [q, p]).total == scope(0, 0, 0, 1)


def test_with_one_profile_its_view_is_the_total() -> None:
    results = [result("A-01"), result("L-01", FAILED, layer=Layer.LEGAL, weight=7)]
    scored = score(results, [profile(results)])
    assert scored.profiles == {"p": scored.total}


def test_each_profile_weighs_its_own_view_and_the_first_the_total() -> None:
    def judged(name: str) -> list[Result]:
        return [result("A-01", profile=name), result("L-01", FAILED, profile=name, layer=Layer.LEGAL)]

    p = profile(layer_weights={Layer.TECHNICAL: 1, Layer.LEGAL: 1})
    q = profile(id="q", layer_weights={Layer.TECHNICAL: 3, Layer.LEGAL: 1})
    scored = score([*judged("p"), *judged("q")], [p, q])
    assert scored.profiles == {"p": scope("1/2", "1/2", "1/2", 1), "q": scope("3/4", "3/4", "3/4", 1)}
    assert scored.total == scored.profiles["p"]


def test_results_without_a_profile_are_weighed_as_by_default() -> None:
    scored = score([result("A-01"), result("L-01", FAILED, layer=Layer.LEGAL)], [])
    assert scored.total == scored.profiles["p"] == scope("3/5", "3/5", "3/5", 1)


def test_two_results_for_one_criterion_are_a_fault_of_the_tool() -> None:
    with pytest.raises(ValueError, match="two results"):
        score([result("A-01"), result("A-01", FAILED)], [profile()])


def test_a_module_has_a_score_of_its_own_and_never_enters_the_core() -> None:
    results = [
        result("A-01", principles=(1,)),
        result("S-01", FAILED, module="stream"),
        result("S-02", module="stream"),
        result("G-01", NOT_APPLICABLE, module="geo"),
    ]
    scored = score(results, [profile(results)])
    assert scored.total == scored.layers[Layer.TECHNICAL] == scope(1, 1, 1, 1)
    assert list(scored.principles) == [1]
    assert scored.modules == {"stream": scope("1/2", "1/2", "1/2", 1)}


def test_a_module_that_is_on_misses_its_results_and_one_that_is_off_does_not() -> None:
    results = [result("A-01"), result("S-01", module="stream")]
    rest = [result("S-02", module="stream"), result("G-01", module="geo", blocking=True, level=Level.MUST)]
    scored = score(results, [profile([*results, *rest])])
    assert scored.modules == {"stream": scope("1/2", "1/2", 1, "1/2")}
    assert scored.verdict is Verdict.CONFORMS


def test_a_module_below_its_floor_holds_the_level_down() -> None:
    results = [*everywhere("A"), result("S-01", module="stream"), result("S-02", FAILED, module="stream")]
    stream = Module(id="stream", title={}, floor=Fraction(6, 10))
    low, lower = dataclasses.replace(stream, floor=Fraction(1, 2)), dataclasses.replace(stream, floor=None)
    held = score(results, [profile(modules=(stream,)), profile(id="q", modules=(low,))])
    assert held.readiness == 1
    assert held.held_back_by == ("module:stream:50.0", "criterion:S-02:failed")
    assert score(results, [profile(modules=(low,))]).readiness == 3
    assert score(results, [profile(modules=(lower,))]).readiness == 3


def test_a_failed_blocker_of_a_module_holds_the_level_down() -> None:
    results = [*everywhere("A"), result("S-01", FAILED, module="stream", blocking=True)]
    scored = score(results, [profile()])
    assert (scored.readiness, scored.held_back_by) == (1, ("criterion:S-01:failed",))


# ---------------------------------------------------------------- verdict


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([], Verdict.UNDECIDED),
        ([result("A-01", OPEN)], Verdict.UNDECIDED),
        ([result("A-01", NOT_APPLICABLE, level=Level.MUST)], Verdict.UNDECIDED),
        ([result("A-01", level=Level.MUST)], Verdict.CONFORMS),
        ([result("A-01", level=Level.MUST, evidence_level=NONE)], Verdict.CONFORMS),
        ([result("A-01", PARTIAL, ratio=Fraction(1, 2), level=Level.MUST)], Verdict.CONFORMS),
        ([result("A-01", FAILED)], Verdict.UNDECIDED),
        ([result("A-01", FAILED), result("A-02")], Verdict.CONFORMS),
        ([result("A-01", level=Level.MUST), result("A-02", OPEN)], Verdict.CONFORMS),
        ([result("A-01"), result("A-02", OPEN, level=Level.MUST)], Verdict.UNDECIDED),
        ([result("A-01"), result("A-02", ERROR, level=Level.MUST)], Verdict.UNDECIDED),
        (
            [result("A-01", FAILED, level=Level.MUST), result("A-02", OPEN, level=Level.MUST)],
            Verdict.DOES_NOT_CONFORM,
        ),
        ([result("S-01", FAILED, level=Level.MUST, module="stream")], Verdict.DOES_NOT_CONFORM),
    ],
)
def test_the_musts_give_the_verdict(results: list[Result], verdict: Verdict) -> None:
    assert score(results, [profile()]).verdict is verdict


def test_a_must_without_a_result_leaves_it_undecided() -> None:
    results = [result("A-01"), result("A-02", level=Level.MUST)]
    assert score(results[:1], [profile(results)]).verdict is Verdict.UNDECIDED


# ---------------------------------------------------------------- readiness


def layers_at(supported: Fraction, **changes: Any) -> list[Result]:
    return everywhere("A", PARTIAL, ratio=supported, **changes)


def test_the_ladder_is_the_table() -> None:
    table = [(r.level, display(r.coverage), display(r.supported), display(r.verified)) for r in LADDER]
    assert table == [
        (1, "50.0", "0.0", "0.0"),
        (2, "50.0", "40.0", "0.0"),
        (3, "80.0", "60.0", "50.0"),
        (4, "90.0", "70.0", "70.0"),
        (5, "100.0", "85.0", "85.0"),
    ]


def test_an_invalid_manifest_is_level_0() -> None:
    scored = score(everywhere("A"), [profile()], manifest_valid=False)
    assert (scored.readiness, scored.held_back_by) == (0, ("manifest:invalid",))


@pytest.mark.parametrize(
    ("opened", "level", "held"),
    [
        (51, 0, ("coverage:49.0", "criterion:O-00:not_assessed")),
        (50, 1, ("layer:technical:33.3", "criterion:O-00:not_assessed")),
    ],
)
def test_half_must_be_known(opened: int, level: int, held: tuple[str, ...]) -> None:
    known = 100 - opened
    results = [
        *(result(f"K-{n:02}", PARTIAL if n < known else OPEN, ratio=Fraction(2, 3)) for n in range(known)),
        *(result(f"O-{n:02}", OPEN) for n in range(opened)),
    ]
    scored = score(results, [profile()])
    assert (scored.readiness, scored.held_back_by[:2]) == (level, held)


@pytest.mark.parametrize(
    ("outcome", "level"), [(FAILED, 1), (OPEN, 1), (ERROR, 1), (PARTIAL, 3), (PASSED, 3)]
)
def test_a_blocker_failed_or_open_stops_at_level_1(outcome: Outcome, level: int) -> None:
    results = [*everywhere("A", weight=9), result("B-01", outcome, blocking=True, ratio=Fraction(1, 2))]
    scored = score(results, [profile()])
    assert scored.readiness == level
    assert (f"criterion:B-01:{outcome}" in scored.held_back_by) == (level == 1)


@pytest.mark.parametrize(
    ("supported", "level"),
    [
        ("0.3999", 1),
        ("0.4", 2),
        ("0.5999", 2),
        ("0.6", 3),
        ("0.6999", 3),
        ("0.7", 4),
        ("0.8499", 4),
        ("0.85", 5),
    ],
)
def test_just_under_a_threshold_does_not_meet_it(supported: str, level: int) -> None:
    results = [*layers_at(Fraction(supported)), *upscaled_apart()]
    assert score(results, [profile()], attested=True, authorities=2).readiness == level


def upscaled_apart() -> list[Result]:
    """The criteria of level 4, outside the scopes under test."""
    return [result(identifier, module="cities") for identifier in UPSCALED]


def test_69_99_is_shown_as_69_9_and_does_not_meet_70() -> None:
    results = [*layers_at(Fraction("0.6999")), *upscaled_apart()]
    scored = score(results, [profile()])
    assert scored.readiness == 3
    assert scored.held_back_by[:3] == ("layer:legal:69.9", "criterion:A-legal:partial", "verified:legal:69.9")


def test_the_limiting_factor_is_named_as_in_the_worked_example() -> None:
    good = [r for r in everywhere("A") if r.criterion.layer is not Layer.LEGAL]
    legal = [
        result("LEG-01", layer=Layer.LEGAL, weight=582),
        result("LEG-04", FAILED, layer=Layer.LEGAL, weight=393),
        result("LEG-08", layer=Layer.LEGAL, weight=25, evidence_level=NONE),
    ]
    scored = score([*good, *legal], [profile()])
    assert scored.readiness == 2
    assert scored.held_back_by == ("layer:legal:58.2", "criterion:LEG-04:failed")


def test_as_few_criteria_are_named_as_would_close_the_gap() -> None:
    results = [
        result("A-01", weight=4),
        result("A-02", FAILED, weight=1),
        result("A-03", weight=5, evidence_level=DECLARED),
        result("A-04", FAILED, weight=3),
    ]
    scored = score(results, [profile()])  # 5 of 13, and 5.2 is asked: the dearest one is enough
    assert scored.held_back_by == ("layer:technical:38.4", "criterion:A-03:declared")


def test_a_gap_that_is_just_closed_names_no_more() -> None:
    results = [result("A-01"), *(result(f"A-{n:02}", FAILED) for n in range(2, 6))]
    scored = score(results, [profile()])  # 1 of 5, and 2 is asked
    assert scored.held_back_by == ("layer:technical:20.0", "criterion:A-02:failed")


def test_verified_is_asked_apart_and_names_only_what_can_be_verified() -> None:
    results = [
        result("A-01", weight=9, evidence_level=VERIFIED),
        result("A-02", weight=9, evidence_level=DOCUMENTED),
        result("A-03", weight=24, cap=DOCUMENTED, evidence_level=DOCUMENTED),
    ]
    scored = score(results, [profile()])
    assert scored.readiness == 2
    assert scored.held_back_by == ("verified:technical:30.0", "criterion:A-02:documented")


def test_level_3_wants_four_fifths_known() -> None:
    results = [*everywhere("A", weight=79), *everywhere("B", OPEN, weight=21)]
    scored = score(results, [profile()])
    assert scored.readiness == 2
    # a layer's open item weighs as its layer does in the total: 21 % of 30 % is enough to close 1 %
    assert scored.held_back_by == ("coverage:79.0", "criterion:B-semantic:not_assessed")


def test_level_4_wants_every_blocker_at_its_reachable_evidence() -> None:
    blockers = [
        result("B-01", blocking=True, evidence_level=DOCUMENTED),
        result("B-02", blocking=True, cap=DOCUMENTED, evidence_level=DOCUMENTED),
    ]
    scored = score([*everywhere("A", weight=99), *blockers, *upscaled()], [profile()])
    assert (scored.readiness, scored.held_back_by) == (3, ("criterion:B-01:documented",))


def test_level_4_cannot_be_reached_without_its_criteria() -> None:
    alone = score(everywhere("A"), [profile()])
    assert alone.readiness == 3
    assert alone.held_back_by == ("criterion:CTY-03:missing", "criterion:CTY-04:missing")
    opened = score([*everywhere("A", weight=99), result("CTY-03"), result("CTY-04", OPEN)], [profile()])
    assert (opened.readiness, opened.held_back_by) == (3, ("criterion:CTY-04:not_assessed",))
    asked = score(everywhere("A"), [profile()], upscaling=("A-legal",))
    assert asked.readiness == 4


def test_level_4_hears_every_profile_about_its_criteria() -> None:
    results = [*everywhere("A", weight=99), *upscaled(), result("CTY-03", FAILED, profile="q")]
    scored = score(results, [profile(), profile(id="q")])
    assert (scored.readiness, scored.held_back_by) == (3, ("criterion:CTY-03:failed",))


@pytest.mark.parametrize(
    ("facts", "level", "held"),
    [
        ({}, 4, ("attestation:missing", "authorities:0")),
        ({"attested": True, "authorities": 1}, 4, ("authorities:1",)),
        ({"authorities": 2}, 4, ("attestation:missing",)),
        ({"attested": True, "authorities": 2}, 5, ()),
    ],
)
def test_level_5_wants_facts_that_results_do_not_tell(
    facts: dict[str, Any], level: int, held: tuple[str, ...]
) -> None:
    scored = score([*everywhere("A"), *upscaled()], [profile()], **facts)
    assert (scored.readiness, scored.held_back_by) == (level, held)


# ---------------------------------------------------------------- as text


@pytest.mark.parametrize(
    ("share", "shown", "stored"),
    [
        (Fraction(0), "0.0", "0"),
        (Fraction(1), "100.0", "1"),
        (Fraction(1, 5), "20.0", "0.2"),
        (Fraction(1, 3), "33.3", "0.333333"),
        (Fraction(2, 3), "66.6", "0.666666"),
        (Fraction("0.6999"), "69.9", "0.6999"),
        (Fraction("0.69999999"), "69.9", "0.699999"),
        (Fraction("0.9999999"), "99.9", "0.999999"),
        (Fraction(1, 10**7), "0.0", "0"),
        (Fraction(10), "1000.0", "10"),
        (Fraction(-1, 3), "-33.4", "-0.333334"),
    ],
)
def test_as_text(share: Fraction, shown: str, stored: str) -> None:
    assert (display(share), exact(share)) == (shown, stored)


def test_the_hash_seed_of_the_process_does_not_show() -> None:
    code = (
        "from test_score import *\n"
        "modules = [result(f'S-{n:02}', module=f'm{n}') for n in range(9)]\n"
        "results = [*everywhere('B', FAILED, blocking=True, principles=(3, 1)), *modules]\n"
        "print(score(results, [profile(results)]))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
