"""Evidence and profiles -> Report: examine each thing once, judge, score. Holds the one broad `except`."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from interop_check.examiners import Examiner
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
)
from interop_check.score import score

_TOLD_ELSEWHERE = ("standard", "terminology", "upgrade")
"""Evidence that a report names among its standards, profiles and facts."""

_FOLDERS = re.compile(r"(?<![\w:/\\])(?:[A-Za-z]:)?[/\\](?:[^\s/\\'\"]+[/\\])+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of one examiner: its examination, or the name of the exception that it ended in."""

    examiner: str
    examination: Examination | None
    failure: str | None = None


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


def assess(question: Question, evidence: Sequence[Evidence]) -> Report:
    """Judge the evidence by every criterion of the profiles."""
    runs = _runs(question, evidence)
    results, facts = _results(question, evidence, runs)
    told = _told(runs.values())
    tallies = _sums(told)
    findings, omitted = _capped(told, question.max_findings)
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
        stands=stands(question.profiles, results, tallies),
        reproduce=question.reproduce,
    )


def _runs(question: Question, evidence: Sequence[Evidence]) -> dict[str, Run]:
    runs: dict[str, Run] = {}
    for profile in question.profiles:
        for criterion in profile.criteria:
            key = _key(criterion)
            if key not in runs:
                examiner = question.examiners[criterion.examiner]
                runs[key] = _run(examiner, evidence, _params(examiner, criterion, question.max_findings))
    return runs


def _params(examiner: Examiner, criterion: Criterion, max_findings: int) -> dict[str, Any]:
    """Return the criterion's parameters, with the run's cap on findings for examiners that know one."""
    capped = {"max_findings": max_findings} if "max_findings" in examiner.params.get("properties", {}) else {}
    return {**capped, **criterion.params}


def _key(criterion: Criterion) -> str:
    return f"{criterion.examiner} {json.dumps(criterion.params, sort_keys=True)}"


def _run(examiner: Examiner, evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Run:
    try:
        examination = examiner(evidence, params)
        if not isinstance(examination, Examination):
            raise TypeError(f"{examiner.name} returned {type(examination).__name__}")  # noqa: TRY301 - as any fault
        return Run(examiner=examiner.name, examination=examination)
    except Exception as error:  # noqa: BLE001 - one examiner's fault must not cost the others' results
        return Run(examiner=examiner.name, examination=None, failure=_failure(error))


def _failure(error: Exception) -> str:
    """Return what went wrong without folders: a report tells nothing of the machine that it was made on."""
    return _FOLDERS.sub("…/", f"{type(error).__name__}: {error}")


def _results(
    question: Question, evidence: Sequence[Evidence], runs: Mapping[str, Run]
) -> tuple[tuple[Result, ...], dict[str, Any]]:
    facts: dict[str, Any] = {}
    for key in sorted(runs):
        examination = runs[key].examination
        facts.update(examination.facts if examination else {})
    unread = Counter(one.kind for one in evidence if one.problem)
    results = [
        judge(
            criterion,
            profile,
            (run := runs[_key(criterion)]).examination,
            solution=question.solution,
            facts=facts,
            unread=0 if question.examiners[run.examiner].judges_problems else unread[criterion.evidence],
            failure=run.failure,
        )
        for profile in question.profiles
        for criterion in profile.criteria
    ]
    return tuple(results), facts


def _told(runs: Iterable[Run]) -> list[tuple[str, Examination]]:
    """Return each rule with the run that tells of it.

    An examiner that ran with several parameters looked at the same things more than once: for each of its
    rules the run that looked at most speaks, so that nothing counts twice.
    """
    widest: dict[tuple[str, str], Examination] = {}
    for run in runs:
        seen = run.examination
        for rule in sorted({*seen.tallies, *(f.rule for f in seen.findings)}) if seen else ():
            other = widest.get((run.examiner, rule))
            if seen and (other is None or _breadth(seen, rule) > _breadth(other, rule)):
                widest[run.examiner, rule] = seen
    return [(rule, examination) for (_, rule), examination in sorted(widest.items(), key=lambda one: one[0])]


def _breadth(examination: Examination, rule: str) -> tuple[int, int]:
    tally = examination.tallies.get(rule, Tally())
    return tally.looked_at + tally.not_checked, len(examination.findings)


def _sums(told: Sequence[tuple[str, Examination]]) -> dict[str, Tally]:
    sums: dict[str, Tally] = {}
    for rule, examination in told:
        if rule in examination.tallies:
            sums[rule] = sums.get(rule, Tally()) + examination.tallies[rule]
    return dict(sorted(sums.items()))


def _capped(
    told: Sequence[tuple[str, Examination]], max_findings: int
) -> tuple[tuple[Finding, ...], dict[str, int]]:
    """Return the first findings of each rule in a fixed order, and by rule how many there are beyond."""
    kept: list[Finding] = []
    seen: Counter[str] = Counter()
    omitted: Counter[str] = Counter()
    for rule, examination in told:
        omitted[rule] += examination.omitted.get(rule, 0)
    findings = (f for rule, examination in told for f in examination.findings if f.rule == rule)
    for finding in sorted(findings, key=_order):
        seen[finding.rule] += 1
        if seen[finding.rule] > max_findings:
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
