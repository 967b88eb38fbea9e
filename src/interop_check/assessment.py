"""Evidence and profiles -> Report: examine each thing once, judge, score. Holds the one broad `except`."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import partial
from typing import Any, NamedTuple, TypeVar

from interop_check.examiners import EVERY_RULE, Examiner, together
from interop_check.judge import judge
from interop_check.ladders import stands
from interop_check.model import (
    Criterion,
    Evidence,
    Examination,
    Finding,
    Outcome,
    Profile,
    Report,
    Result,
    Solution,
    Tally,
    UsedStandard,
    Waiver,
)
from interop_check.score import score

_TOLD_ELSEWHERE = ("solution", "standard", "terminology", "upgrade")
"""Evidence that a report names among its standards, profiles and facts."""

Found = TypeVar("Found")

_FOLDERS = re.compile(r"(?<![\w:/\\])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'\"]+[/\\])+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one examiner on one kind of evidence: what its parts saw, None where all of them failed.

    `failures` are the exceptions that parts ended in, by the rules that those would have told of.
    """

    examiner: str
    kind: str
    examination: Examination | None
    failures: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    def failure(self, rules: Sequence[str]) -> str | None:
        """Return the exception for which nothing is known of one of `rules`, which may be patterns."""
        return next((text for lost, text in self.failures.items() if _meet(lost, rules)), None)


def _meet(lost: Sequence[str], rules: Sequence[str]) -> bool:
    return EVERY_RULE in lost or any(fnmatchcase(one, pattern) for one in lost for pattern in rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """All that a report answers, besides the evidence. Clock and version come in from the edge."""

    solution: Solution | None
    profiles: tuple[Profile, ...]
    examiners: Mapping[str, Examiner] = field(repr=False)
    as_of: date
    language: str
    tool_version: str
    reproduce: str
    max_findings: int = 100
    waivers: tuple[Waiver, ...] = ()


def assess(question: Question, evidence: Sequence[Evidence]) -> Report:
    """Judge the evidence by every criterion of the profiles."""
    runs = _runs(question, evidence)
    results, facts = _results(question, evidence, runs)
    told = _told(runs.values())
    tallies = _sums(told)
    findings, omitted = _capped(told, question)
    return Report(
        tool_version=question.tool_version,
        as_of=question.as_of,
        language=question.language,
        solution=question.solution,
        profiles=question.profiles,
        standards=_used_standards(evidence),
        evidence=tuple(e for e in evidence if e.kind not in _TOLD_ELSEWHERE),
        facts=facts,
        tallies=tallies,
        findings=findings,
        omitted=omitted,
        results=results,
        score=score(results, question.profiles),
        stands=tuple(
            stand
            for profile in question.profiles
            for stand in stands([profile], results, _sums(_of_profile(profile, told, question.examiners)))
        ),
        reproduce=question.reproduce,
        waivers=_waivers(question, runs.values()),
    )


def _waivers(question: Question, runs: Iterable[Run]) -> tuple[Waiver, ...]:
    """Return the waivers of the manifest, then those given beside it, then what was found in the evidence."""
    written = {one: None for run in runs if run.examination for one in run.examination.waivers}
    manifest = question.solution.waivers if question.solution else ()
    return (*manifest, *question.waivers, *sorted(written, key=lambda one: (one.id, one.rule)))


def _runs(question: Question, evidence: Sequence[Evidence]) -> dict[str, Run]:
    runs: dict[str, Run] = {}
    for profile in question.profiles:
        for criterion in profile.criteria:
            examiner = question.examiners[criterion.examiner]
            key = _key(criterion, examiner)
            if key not in runs:
                params = _params(examiner, criterion, question.max_findings)
                runs[key] = _run(examiner, evidence, params, examiner.kind_of(criterion))
    return runs


def _params(examiner: Examiner, criterion: Criterion, max_findings: int) -> dict[str, Any]:
    """Return the criterion's parameters, with the run's cap on findings for examiners that know one."""
    capped = {"max_findings": max_findings} if "max_findings" in examiner.params.get("properties", {}) else {}
    return {**capped, **criterion.params}


def _key(criterion: Criterion, examiner: Examiner) -> str:
    return f"{examiner.name} {examiner.kind_of(criterion)} {json.dumps(criterion.params, sort_keys=True)}"


def _run(examiner: Examiner, evidence: Sequence[Evidence], params: Mapping[str, Any], kind: str) -> Run:
    failures: dict[tuple[str, ...], str] = {}
    parts = _tried(lambda: examiner.parts(evidence, params, kind), (EVERY_RULE,), failures) or ()
    seen = [_tried(partial(examiner.look, part), part.rules, failures) for part in parts]
    whole = [one for one in seen if one is not None]
    examination = together(whole) if whole or not failures else None
    return Run(examiner=examiner.name, kind=kind, examination=examination, failures=failures)


def _tried(
    work: Callable[[], Found], rules: tuple[str, ...], failures: dict[tuple[str, ...], str]
) -> Found | None:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - one part's fault must not cost the others' results
        failures[rules] = _failure(error)
        return None


def _failure(error: Exception) -> str:
    """Return what went wrong without folders: a report tells nothing of the machine that it was made on."""
    return _FOLDERS.sub("…/", f"{type(error).__name__}: {error}")


def _results(
    question: Question, evidence: Sequence[Evidence], runs: Mapping[str, Run]
) -> tuple[tuple[Result, ...], dict[str, Any]]:
    facts: dict[str, Any] = {}
    for key in sorted(runs):
        facts.update(_facts(runs[key], question.examiners[runs[key].examiner]))
    unread = Counter(one.kind for one in evidence if one.problem)
    results = [
        judge(
            criterion,
            profile,
            None
            if (
                failure := (run := runs[_key(criterion, question.examiners[criterion.examiner])]).failure(
                    criterion.rules
                )
            )
            else run.examination,
            solution=question.solution,
            facts=facts,
            unread=0 if question.examiners[run.examiner].judges_problems else unread[criterion.evidence],
            failure=failure,
        )
        for profile in question.profiles
        for criterion in profile.criteria
    ]
    return tuple(results), facts


def _facts(run: Run, examiner: Examiner) -> Mapping[str, Any]:
    """Return the facts of a run; about another kind than the examiner's usual one they carry its name."""
    facts = run.examination.facts if run.examination else {}
    if run.kind == examiner.usual:
        return facts
    return {f"{run.kind}:{name}": value for name, value in facts.items()}


class _Told(NamedTuple):
    """A rule, and the run that tells of it."""

    rule: str
    run: Run
    seen: Examination


def _asked_by(one: _Told, question: Question) -> str | None:
    """Return the first criterion that asks for this rule of this examiner on this kind of evidence."""
    examiner = question.examiners[one.run.examiner]
    asking = (
        criterion.id
        for profile in question.profiles
        for criterion in profile.criteria
        if criterion.examiner == examiner.name
        and examiner.kind_of(criterion) == one.run.kind
        and any(fnmatchcase(one.rule, pattern) for pattern in criterion.rules)
    )
    return next(asking, None)


def _of_profile(
    profile: Profile, told: Sequence[_Told], examiners: Mapping[str, Examiner]
) -> Sequence[_Told]:
    """Return what runs told that a profile asked for: one rule may be asked of several kinds of evidence."""
    asked = {(c.examiner, examiners[c.examiner].kind_of(c)) for c in profile.criteria}
    return [one for one in told if (one.run.examiner, one.run.kind) in asked]


def _told(runs: Iterable[Run]) -> list[_Told]:
    """Return each rule with the runs that tell of it.

    An examiner that ran on one kind of evidence with several parameters looked at the same things more than
    once: for each of its rules the run that looked at most speaks, so that nothing counts twice.
    """
    widest: dict[tuple[str, str, str], _Told] = {}
    for run in runs:
        seen = run.examination
        for rule in sorted({*seen.tallies, *(f.rule for f in seen.findings)}) if seen else ():
            name = (run.examiner, rule, run.kind)
            other = widest.get(name)
            if seen and (other is None or _breadth(seen, rule) > _breadth(other.seen, rule)):
                widest[name] = _Told(rule, run, seen)
    return [widest[name] for name in sorted(widest)]


def _breadth(examination: Examination, rule: str) -> tuple[int, int]:
    tally = examination.tallies.get(rule, Tally())
    return tally.looked_at + tally.not_checked, len(examination.findings)


def _sums(told: Sequence[_Told]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for rule, _, examination in told:
        if rule in examination.tallies:
            sums[rule] = sums.get(rule, Tally()) + examination.tallies[rule]
    return dict(sorted(sums.items()))


def _capped(told: Sequence[_Told], question: Question) -> tuple[tuple[Finding, ...], dict[str, int]]:
    """Return the first findings of each rule in a fixed order, and by rule how many there are beyond."""
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    omitted: Counter[str] = Counter()
    findings: list[Finding] = []
    for one in told:
        omitted[one.rule] += one.seen.omitted.get(one.rule, 0)
        asked_by = _asked_by(one, question)
        findings += [replace(f, criterion=asked_by) for f in one.seen.findings if f.rule == one.rule]
    for finding in sorted(findings, key=_order):
        seen[finding.rule] += 1
        if seen[finding.rule] > question.max_findings:
            omitted[finding.rule] += 1
        else:
            kept.append(finding)
    return tuple(kept), {rule: count for rule, count in sorted(omitted.items()) if count}


def _order(finding: Finding) -> tuple[str, str, int, int, tuple[str, ...]]:
    at = finding.at
    words = (at.focus, at.path, at.value, finding.code, at.component, at.shape, at.pointer)
    args = (f"{name}={value}" for name, value in sorted(finding.args.items()))
    return finding.rule, at.source, at.line or 0, at.column or 0, (*(word or "" for word in words), *args)


def _used_standards(evidence: Sequence[Evidence]) -> tuple[UsedStandard, ...]:
    used = {one for e in evidence if e.kind == "standard" for one in e.about.get("used", ())}
    return tuple(sorted(used, key=lambda one: (one.id, one.version, one.url)))


def has_errors(report: Report) -> bool:
    """Whether a fault of the tool itself left something unjudged."""
    return any(result.outcome is Outcome.ERROR for result in report.results)
