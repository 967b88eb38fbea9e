import ast
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check.assessment import assess, has_errors
from interop_check.examiners import Examiner, Part, examiners
from interop_check.ladders import ladder
from interop_check.model import (
    Evidence,
    EvidenceLevel,
    Examination,
    Finding,
    Module,
    Outcome,
    Place,
    Problem,
    Report,
    Tally,
    UsedStandard,
    Verdict,
    Waiver,
)
from interop_check.reports.document import document
from making import WORDS, artefact, criterion, gathered, profile, question, solution

SRC = Path(__file__).resolve().parent.parent / "src" / "interop_check"

Seen = tuple[Sequence[Evidence], Mapping[str, Any]]


def fake(
    name: str = "fake",
    answer: Callable[[Sequence[Evidence]], Any] | Examination | Exception | None = None,
    *,
    params: Mapping[str, Any] | None = None,
    judges_problems: bool = False,
) -> tuple[Examiner, list[Seen]]:
    """An examiner that notes what it was called with and answers as told."""
    calls: list[Seen] = []

    def examine(evidence: Sequence[Evidence], given: Mapping[str, Any]) -> Any:
        calls.append((list(evidence), dict(given)))
        if isinstance(answer, Exception):
            raise answer
        return (
            answer(evidence) if callable(answer) else answer or Examination(tallies={"test/a": Tally(1, 0)})
        )

    one = Examiner(
        name=name,
        evidence=("data",),
        params={"type": "object", "properties": {key: {} for key in params or {}}},
        examine=examine,
        doc="",
        judges_problems=judges_problems,
    )
    return one, calls


def finding(rule: str = "test/a", source: str = "a.ttl", line: int = 1, **args: str) -> Finding:
    return Finding(rule=rule, code="x", at=Place(source=source, line=line), args=args)


def data(source: str, problem: Problem | None = None) -> Evidence:
    return Evidence(kind="data", source=source, problem=problem)


def outcomes(report: Report) -> dict[str, str]:
    return {result.criterion.id: result.outcome.value for result in report.results}


# ---------------------------------------------------------------- each thing is examined once


def test_an_examiner_runs_once_however_many_criteria_read_from_it() -> None:
    one, calls = fake()
    first = profile(criterion("A-01"), criterion("A-02"), criterion("A-03", rules=("test/a",)))
    second = profile(criterion("B-01"), id="other")
    report = assess(question(first, second, examiners=[one]), [data("a")])
    assert len(calls) == 1
    assert outcomes(report) == dict.fromkeys(("A-01", "A-02", "A-03", "B-01"), "passed")


def test_an_examiner_runs_once_for_each_set_of_parameters() -> None:
    one, calls = fake(params={"a": 1, "b": 2})
    criteria = [{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 2, "b": 2}, {}]
    asked = profile(*(criterion(f"A-0{n}", params=params) for n, params in enumerate(criteria)))
    assess(question(asked, examiners=[one]), [])
    assert [given for _, given in calls] == [{"a": 1, "b": 2}, {"a": 2, "b": 2}, {}]


def test_an_examiner_that_no_criterion_asks_for_does_not_run() -> None:
    (one, _), (idle, calls) = fake(), fake("idle")
    assess(question(profile(criterion()), examiners=[one, idle]), [])
    assert calls == []


def test_only_an_examiner_that_knows_a_cap_on_findings_is_told_of_it() -> None:
    (plain, plain_calls), (capped, capped_calls) = fake(), fake("capped", params={"max_findings": 0})
    own = criterion("A-03", examiner="capped", params={"max_findings": 2})
    asked = profile(criterion(), criterion("A-02", examiner="capped"), own)
    assess(question(asked, examiners=[plain, capped], max_findings=7), [])
    assert [given for _, given in plain_calls] == [{}]
    assert [given for _, given in capped_calls] == [{"max_findings": 7}, {"max_findings": 2}]


def test_an_examiner_sees_all_evidence_of_its_kinds_at_once_and_no_other() -> None:
    one, calls = fake()
    evidence = [data("a"), Evidence(kind="api", source="b"), data("c", Problem(code="x"))]
    assess(question(profile(criterion()), examiners=[one]), evidence)
    assert [[e.source for e in seen] for seen, _ in calls] == [["a", "c"]]


# ---------------------------------------------------------------- one examiner's fault


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (KeyError("x"), "KeyError: 'x'"),
        (RecursionError("deep"), "RecursionError: deep"),
        (MemoryError(), "MemoryError: "),
        (StopIteration(), "StopIteration: "),
        (lambda _: None, "TypeError: fake returned NoneType"),
        (lambda _: {"test/a": Tally(1, 0)}, "TypeError: fake returned dict"),
        (lambda _: Examination(tallies={"test/a": Tally(1, 2)}), "ValueError: a tally cannot be 1, 2, 0"),
    ],
)
def test_an_examiner_that_fails_gives_errors_and_the_others_finish(answer: Any, detail: str) -> None:
    (broken, _), (sound, _) = fake(answer=answer), fake("sound")
    asked = profile(criterion("A-01"), criterion("A-02", examiner="sound"), criterion("A-03"))
    report = assess(question(asked, examiners=[broken, sound]), [data("a")])
    assert outcomes(report) == {"A-01": "error", "A-02": "passed", "A-03": "error"}
    assert [r.detail for r in report.results] == [detail, None, detail]
    assert report.score.verdict is Verdict.UNDECIDED
    assert has_errors(report)


def in_parts(*parts: Part) -> Examiner:
    one, _ = fake()
    return replace(one, examine=lambda _evidence, _params: parts)


def part(rule: str, look: Callable[[], Any] | None = None) -> Part:
    return Part(
        rules=(rule,), look=look or (lambda: Examination(tallies={rule: Tally(2, 0)}, facts={rule: 1}))
    )


def broken() -> Examination:
    raise KeyError("x")


def test_a_part_that_fails_costs_only_the_criteria_that_ask_for_its_rules() -> None:
    one = in_parts(part("test/a"), part("test/b", broken), part("test/c", lambda: None), part("test/d"))
    rules = {
        "A-01": ("test/a",),
        "A-02": ("test/b",),
        "A-03": ("test/[cd]",),
        "A-04": ("test/*",),
        "A-05": ("test/d",),
    }
    asked = profile(*(criterion(name, rules=asked) for name, asked in rules.items()))
    report = assess(question(asked, examiners=[one]), [])
    assert outcomes(report) == {
        "A-01": "passed",
        "A-02": "error",
        "A-03": "error",
        "A-04": "error",
        "A-05": "passed",
    }
    details = {result.criterion.id: result.detail for result in report.results if result.detail}
    assert details == {
        "A-02": "KeyError: 'x'",
        "A-03": "TypeError: fake returned NoneType",
        "A-04": "KeyError: 'x'",
    }
    assert report.tallies == {"test/a": Tally(2, 0), "test/d": Tally(2, 0)}
    assert report.facts == {"test/a": 1, "test/d": 1}


def test_parts_together_are_one_examination_backed_by_the_weakest() -> None:
    weak = Examination(
        tallies={"test/a": Tally(1, 1)},
        findings=(finding(),),
        omitted={"test/a": 3},
        level=EvidenceLevel.DECLARED,
    )
    one = in_parts(part("test/a"), part("test/a", lambda: weak), part("test/a", lambda: weak))
    seen = one([], {})
    assert seen.tallies == {"test/a": Tally(4, 2)}
    assert (len(seen.findings), seen.omitted, seen.level) == (2, {"test/a": 6}, EvidenceLevel.DECLARED)
    assert in_parts()([], {}) == Examination(tallies={})


def test_a_part_that_fails_is_no_secret_where_the_examiner_is_asked_by_itself() -> None:
    with pytest.raises(KeyError):
        in_parts(part("test/a"), part("test/b", broken))([], {})


def test_being_interrupted_is_no_fault_of_an_examiner() -> None:
    def interrupted(_: Sequence[Evidence]) -> Examination:
        raise KeyboardInterrupt

    one, _ = fake(answer=interrupted)
    with pytest.raises(KeyboardInterrupt):
        assess(question(profile(criterion()), examiners=[one]), [])


def test_a_report_without_faults_has_no_errors() -> None:
    one, _ = fake(answer=Examination(tallies={"test/a": Tally(1, 1)}))
    assert not has_errors(assess(question(profile(criterion()), examiners=[one]), []))


def broad(tree: ast.AST) -> list[ast.ExceptHandler]:
    """Handlers that catch whatever comes and keep it: one that only cleans up and raises it again is none."""
    handlers = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and ast.unparse(node.body[-1]) != "raise"
    ]

    def names(handler: ast.ExceptHandler) -> set[str]:
        return (
            {node.id for node in ast.walk(handler.type) if isinstance(node, ast.Name)}
            if handler.type
            else {""}
        )

    return [one for one in handlers if names(one) & {"", "Exception", "BaseException"}]


@pytest.mark.parametrize(
    "handler", ["except:", "except Exception:", "except (ValueError, BaseException) as e:"]
)
def test_a_broad_except_is_seen(handler: str) -> None:
    assert len(broad(ast.parse(f"try:\n    pass\n{handler}\n    pass\n"))) == 1
    assert broad(ast.parse(f"try:\n    pass\n{handler}\n    raise\n")) == []
    assert broad(ast.parse("try:\n    pass\nexcept (OSError, ValueError):\n    pass\n")) == []


def test_the_whole_project_has_one_broad_except() -> None:
    found = [
        path.relative_to(SRC).as_posix()
        for path in sorted(SRC.rglob("*.py"))
        for _ in broad(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == ["assessment.py"]


# ---------------------------------------------------------------- what could not be read


@pytest.mark.parametrize(
    ("judges_problems", "evidence", "outcome", "not_checked"),
    [
        (False, [data("a")], "passed", 0),
        (False, [data("a"), data("b", Problem(code="x"))], "not_assessed", 1),
        (False, [data("a", Problem(code="x")), data("b", Problem(code="x"))], "not_assessed", 2),
        (False, [data("a"), Evidence(kind="api", source="b", problem=Problem(code="x"))], "passed", 0),
        (True, [data("a"), data("b", Problem(code="x"))], "passed", 0),
    ],
)
def test_evidence_that_cannot_be_read_keeps_a_criterion_from_passing(
    *,
    judges_problems: bool,
    evidence: list[Evidence],
    outcome: str,
    not_checked: int,
) -> None:
    one, _ = fake(judges_problems=judges_problems)
    (result,) = assess(question(profile(criterion()), examiners=[one]), evidence).results
    assert (result.outcome, result.not_checked) == (outcome, not_checked)


def test_facts_of_any_examiner_switch_modules_on() -> None:
    (one, _), (other, _) = fake(), fake("other", Examination(tallies={}, facts={"pages": 2}))
    module = Module(id="m", title=WORDS, facts=("pages",))
    inside = criterion("A-01", module="m")
    asked = profile(inside, criterion("A-02", examiner="other"), modules=(module,))
    report = assess(question(asked, examiners=[one, other]), [])
    assert outcomes(report)["A-01"] == "passed"
    assert report.facts == {"pages": 2}


# ---------------------------------------------------------------- what a report holds


def test_tallies_of_all_examiners_add_up_by_rule() -> None:
    (one, _) = fake(answer=Examination(tallies={"b/x": Tally(1, 1, 2), "a/x": Tally(2, 0)}))
    (other, _) = fake("other", Examination(tallies={"b/x": Tally(3, 1)}))
    asked = profile(criterion("A-01"), criterion("A-02", examiner="other"))
    report = assess(question(asked, examiners=[one, other]), [])
    assert list(report.tallies.items()) == [("a/x", Tally(2, 0)), ("b/x", Tally(4, 2, 2))]


def test_findings_are_capped_by_rule_and_the_rest_is_counted() -> None:
    found = tuple(finding(rule, line=n) for rule in ("test/b", "test/a") for n in range(5, 0, -1))
    tallies = {"test/a": Tally(5, 5), "test/b": Tally(12, 12)}
    one, _ = fake(answer=Examination(tallies=tallies, findings=found, omitted={"test/b": 7, "test/c": 0}))
    report = assess(question(profile(criterion()), examiners=[one], max_findings=2), [])
    kept = [(f.rule, f.at.line) for f in report.findings]
    assert kept == [("test/a", 1), ("test/a", 2), ("test/b", 1), ("test/b", 2)]
    assert report.omitted == {"test/a": 3, "test/b": 10}
    for rule, tally in report.tallies.items():
        assert tally.failed == sum(f.rule == rule for f in report.findings) + report.omitted[rule]


@pytest.mark.parametrize(("limit", "kept", "omitted"), [(0, 0, {"test/a": 3}), (3, 3, {}), (100, 3, {})])
def test_a_cap_drops_nothing_in_silence(limit: int, kept: int, omitted: dict[str, int]) -> None:
    found = tuple(finding(line=n) for n in range(3))
    one, _ = fake(answer=Examination(tallies={"test/a": Tally(3, 3)}, findings=found))
    report = assess(question(profile(criterion()), examiners=[one], max_findings=limit), [])
    assert (len(report.findings), report.omitted) == (kept, omitted)


@given(st.permutations([(rule, source, line) for rule in "ab" for source in "xy" for line in (1, 2)]))
def test_findings_are_in_the_same_order_however_they_are_found(places: list[tuple[str, str, int]]) -> None:
    found = tuple(finding(f"test/{rule}", source, line, n=str(line)) for rule, source, line in places)
    one, _ = fake(answer=Examination(tallies={}, findings=found))
    report = assess(question(profile(criterion()), examiners=[one]), [])
    assert [(f.rule[-1], f.at.source, f.at.line) for f in report.findings] == sorted(places)


@given(st.permutations(["a", "b", "c", "d"]))
def test_findings_at_one_place_are_in_the_same_order_too(values: list[str]) -> None:
    one, _ = fake(answer=Examination(tallies={}, findings=tuple(finding(value=value) for value in values)))
    report = assess(question(profile(criterion()), examiners=[one]), [])
    assert [f.args["value"] for f in report.findings] == ["a", "b", "c", "d"]


def test_standards_are_named_once_and_are_no_evidence_of_the_solution() -> None:
    used = [
        UsedStandard(id=name, version="1", status="s", basis="official", url=f"u/{name}", sha256="0" * 64)
        for name in "ba"
    ]
    about = {"claims": (), "used": tuple(used)}
    evidence = [Evidence(kind="standard", source=str(n), about=about) for n in range(2)]
    one, _ = fake()
    report = assess(question(profile(criterion()), examiners=[one]), [data("a"), *evidence])
    assert [one.id for one in report.standards] == ["a", "b"]
    assert [e.source for e in report.evidence] == ["a"]


# ---------------------------------------------------------------- waivers


def waiver(rule: str = "test/a", **changes: Any) -> Waiver:
    return replace(Waiver(id="w", rule=rule, reason="r", owner="o", expires=date(2030, 1, 1)), **changes)


@pytest.mark.parametrize("expires", [date(2030, 1, 1), date(2020, 1, 1)])
@pytest.mark.parametrize("rule", ["test/a", "other/a"])
def test_a_waiver_never_changes_a_result_or_a_score(expires: date, rule: str) -> None:
    one, _ = fake(answer=Examination(tallies={"test/a": Tally(3, 1)}, findings=(finding(),)))
    bare = solution(artefact("a.ttl"))
    waived = replace(bare, waivers=(waiver(rule, expires=expires), waiver(rule, id="v", source="a.ttl")))
    before, after = (
        assess(question(profile(criterion()), examiners=[one], solution=by), [data("a.ttl")])
        for by in (bare, waived)
    )
    assert before.results == after.results
    assert before.score == after.score
    assert before.findings == after.findings
    assert after.score.verdict is Verdict.DOES_NOT_CONFORM


def test_waivers_are_shown_with_what_they_are_worth_on_the_day() -> None:
    one, _ = fake(answer=Examination(tallies={"test/a": Tally(3, 1)}, findings=(finding(),)))
    waivers = (
        waiver(id="active"),
        waiver(id="expired", expires=date(2026, 1, 1)),
        waiver("test/b", id="unused"),
        waiver(id="last-day", rule="test/c", expires=date(2026, 1, 2)),
    )
    by = solution(artefact("a.ttl"), waivers=waivers)
    shown = document(assess(question(profile(criterion()), examiners=[one], solution=by), [data("a.ttl")]))
    states = {entry["id"]: entry["state"] for entry in shown["waivers"]}
    assert states == {"active": "active", "expired": "expired", "unused": "unused", "last-day": "unused"}
    assert shown["findings"][0]["waiver"] == "active"


# ---------------------------------------------------------------- the real examiners


SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
:S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:class :D ] .
"""
FILES = {
    "shapes.ttl": SHAPES,
    "good.ttl": "@prefix : <http://e/> . :a a :C ; :p :d . :d a :D .",
    "bad.ttl": "@prefix : <http://e/> . :a a :C . :b a :C . :x a :X .",
    "open.ttl": "@prefix : <http://e/> . :a a :C ; :p <http://elsewhere/d> .",
    "broken.ttl": "@prefix : <http://e/> . :a a",
    "empty.ttl": "# nothing\n",
}
CRITERIA = (
    criterion("A-01", examiner="rdf", rules=("rdf/*",), pass_at=Fraction(1, 2)),
    criterion("A-02", examiner="shacl", rules=("shacl/*",)),
    criterion("A-03", examiner="shacl", rules=("data/*",), partial_at=Fraction(0)),
    criterion("A-04", examiner="claims", rules=("oslo/*",)),
)


def test_the_order_of_the_evidence_changes_nothing_that_is_judged(tmp_path: Path) -> None:
    locations = [name for name in FILES if name != "shapes.ttl"]
    artefacts = [artefact(name, shapes=("shapes.ttl",)) for name in locations]
    evidence = list(gathered(tmp_path, FILES, artefacts))
    asked = question(profile(*CRITERIA), examiners=list(examiners().values()))
    expected = assess(asked, evidence)
    assert {result.outcome for result in expected.results} > {Outcome.FAILED}
    shuffle = random.Random(7).shuffle  # noqa: S311 - an order that can be had again
    for _ in range(4):
        shuffle(evidence)
        found = assess(asked, evidence)
        assert found.results == expected.results
        assert found.score == expected.score
        assert found.tallies == expected.tallies
        assert found.findings == expected.findings


def test_no_examiner_passes_anything_without_evidence() -> None:
    asked = question(profile(*CRITERIA), examiners=list(examiners().values()))
    report = assess(asked, [])
    assert set(outcomes(report).values()) == {"not_assessed"}
    assert report.score.verdict is Verdict.UNDECIDED


def test_an_assessment_leaves_what_it_was_given_as_it_was(tmp_path: Path) -> None:
    evidence = gathered(tmp_path, FILES, [artefact("bad.ttl", shapes=("shapes.ttl",))])
    asked = question(profile(*CRITERIA), examiners=list(examiners().values()))
    abouts = [dict(one.about) for one in evidence]
    first = assess(asked, evidence)
    assert [dict(one.about) for one in evidence] == abouts
    assert assess(asked, evidence) == first


def test_an_examiner_that_runs_with_two_parameter_sets_counts_nothing_twice() -> None:
    one, calls = fake(answer=Examination(tallies={"test/a": Tally(2, 1)}, findings=(finding(),)))
    asked = profile(criterion("A-01"), criterion("A-02", params={"wide": "yes"}))
    report = assess(question(asked, examiners=[one]), [data("a")])
    assert len(calls) == 2
    assert report.tallies == {"test/a": Tally(2, 1)}
    assert report.findings == (replace(finding(), criterion="A-01"),)


def test_an_examiner_judges_each_kind_of_evidence_by_itself() -> None:
    def looked(evidence: Sequence[Evidence]) -> Examination:
        judged = [e for e in evidence if e.kind != "standard"]
        found = tuple(finding(source=e.source) for e in judged)
        facts = {"seen": [e.source for e in evidence]}
        return Examination(tallies={"test/a": Tally(len(judged), len(judged))}, findings=found, facts=facts)

    one, calls = fake(answer=looked)
    one = replace(one, evidence=("data", "catalogue", "standard"), judges=("data", "catalogue"))
    of_data, of_catalogue = criterion("A-01"), criterion("B-01", evidence="catalogue")
    evidence = [
        data("a"),
        data("b"),
        Evidence(kind="catalogue", source="c"),
        Evidence(kind="standard", source="s"),
    ]
    first, second = profile(of_data, id="first"), profile(of_catalogue, id="second")
    report = assess(question(first, second, examiners=[one]), evidence)
    assert [[e.source for e in seen] for seen, _ in calls] == [["a", "b", "s"], ["c", "s"]]
    assert report.tallies == {"test/a": Tally(3, 3)}
    assert {(f.at.source, f.criterion) for f in report.findings} == {
        ("a", "A-01"),
        ("b", "A-01"),
        ("c", "B-01"),
    }
    assert {r.criterion.id: r.looked_at for r in report.results} == {"A-01": 2, "B-01": 1}
    assert report.facts == {"seen": ["a", "b", "s"], "catalogue:seen": ["c", "s"]}


def test_a_ladder_reads_only_what_its_own_profile_asked_for() -> None:
    step = {"title": WORDS, "criteria": ["A-01"], "rules": ["test/*"]}
    own = ladder({"id": "l", "title": WORDS, "note": WORDS, "source": "a test", "steps": [step]})
    one, _ = fake(
        answer=lambda seen: Examination(tallies={"test/a": Tally(1, int(seen[0].kind == "catalogue"))})
    )
    one = replace(one, evidence=("data", "catalogue"), judges=("data", "catalogue"))
    first = profile(criterion("A-01"), id="first", ladders=(own,))
    second = profile(criterion("B-01", evidence="catalogue"), id="second")
    evidence = [data("a"), Evidence(kind="catalogue", source="c")]
    report = assess(question(first, second, examiners=[one]), evidence)
    assert [(stand.reached, stand.held_back_by) for stand in report.stands] == [(1, ())]
    assert report.tallies == {"test/a": Tally(2, 1)}


def test_of_two_runs_the_one_that_looked_at_most_speaks() -> None:
    def examine(_: Any, params: Mapping[str, Any]) -> Examination:
        return Examination(tallies={"test/a": Tally(5, 1) if params else Tally(2, 2)})

    one = replace(fake()[0], examine=examine)
    asked = profile(criterion("A-01"), criterion("A-02", params={"wide": "yes"}))
    assert assess(question(asked, examiners=[one]), [data("a")]).tallies == {"test/a": Tally(5, 1)}


def test_a_failure_tells_nothing_of_the_machine() -> None:
    one, _ = fake(answer=OSError("no such file: '/home/somebody/project/data.ttl'"))
    report = assess(question(profile(criterion()), examiners=[one]), [data("a")])
    assert [result.detail for result in report.results] == ["OSError: no such file: '…/data.ttl'"]
