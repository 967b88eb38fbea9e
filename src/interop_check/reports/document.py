"""Report -> the JSON document that is the master of every other format. Pure; lists are sorted.

Shares and scores are decimal strings, so that no reader's floating point moves them.
"""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from interop_check.locales import Texts
from interop_check.model import (
    Criterion,
    Evidence,
    Finding,
    Level,
    Report,
    Result,
    Rule,
    Scope,
    Score,
    Solution,
    Stand,
    UsedStandard,
    Waiver,
)
from interop_check.reports.wording import message, texts_of
from interop_check.shares import exact
from interop_check.waivers import Waived, fingerprint_of, waived

SCHEMA = "urn:interop-check:schema:report:1.0"
TOOL = "interop-check"


def document(report: Report) -> dict[str, Any]:
    """Return the report as plain JSON values, unsealed."""
    texts = Texts(report.language, texts_of(report.profiles))
    rules = {rule.id: rule for profile in report.profiles for rule in profile.rules}
    criteria = [criterion for profile in report.profiles for criterion in profile.criteria]
    known = waived(report)
    return {
        "schema": SCHEMA,
        "tool": {"name": TOOL, "version": report.tool_version},
        "as_of": report.as_of.isoformat(),
        "lang": report.language,
        "solution": _solution(report.solution) if report.solution else None,
        "profiles": [
            {"id": p.id, "version": p.version, "digest": p.digest, "title": texts.pick(p.title)}
            for p in report.profiles
        ],
        "standards": [_standard(s) for s in report.standards],
        "evidence": [_evidence(e, texts) for e in report.evidence],
        "facts": dict(report.facts),
        "rules": {rule: _tally(report, rule, rules, criteria, texts) for rule in report.tallies},
        "findings": [
            _finding(f, known.covers.get(n), rules, criteria, texts) for n, f in enumerate(report.findings)
        ],
        "omitted": dict(report.omitted),
        "waivers": _waivers(known),
        "results": [_result(r, known, texts) for r in report.results],
        "score": _score(report.score),
        "ladders": [_stand(one, texts) for one in report.stands],
        "call": None,
        "reproduce": report.reproduce,
    }


def _solution(solution: Solution) -> dict[str, Any]:
    return {
        "id": solution.id,
        "name": solution.name,
        "version": solution.version,
        "provider": dict(solution.provider),
        "contact": dict(solution.contact),
        "call": solution.call,
        "roles": sorted(solution.roles),
        "features": sorted(solution.features),
        "source": solution.source,
        "sha256": solution.digest,
    }


def _standard(standard: UsedStandard) -> dict[str, Any]:
    return {
        "id": standard.id,
        "version": standard.version,
        "status": standard.status,
        "basis": standard.basis,
        "specification": standard.specification,
        "url": standard.url,
        "sha256": standard.sha256,
        "repairs": [{"id": name, "count": count} for name, count in standard.repairs],
        "defects": list(standard.defects),
    }


def _evidence(evidence: Evidence, texts: Texts) -> dict[str, Any]:
    problem = evidence.problem
    return {
        "kind": evidence.kind,
        "id": evidence.about.get("id"),
        "source": evidence.source,
        "sha256": evidence.sha256,
        "media_type": evidence.media_type,
        "bytes": evidence.size,
        "problem": None
        if problem is None
        else {
            "code": problem.code,
            "args": dict(problem.args),
            "line": problem.line,
            "column": problem.column,
            "message": texts(f"problem-{problem.code}", **problem.args),
        },
    }


def _tally(
    report: Report, rule: str, rules: Mapping[str, Rule], criteria: Sequence[Criterion], texts: Texts
) -> dict[str, Any]:
    tally = report.tallies[rule]
    return {
        "title": texts.pick(rules[rule].title) if rule in rules else rule,
        "level": _level(rule, rules, criteria),
        "looked_at": tally.looked_at,
        "failed": tally.failed,
        "not_checked": tally.not_checked,
    }


def _level(rule: str, rules: Mapping[str, Rule], criteria: Sequence[Criterion]) -> str:
    if rule in rules:
        return rules[rule].level
    asking = (c for c in criteria if any(fnmatchcase(rule, p) for p in c.rules))
    return next((criterion.level for criterion in asking), Level.MAY)


def _finding(
    finding: Finding,
    waiver: Waiver | None,
    rules: Mapping[str, Rule],
    criteria: Sequence[Criterion],
    texts: Texts,
) -> dict[str, Any]:
    place = {name: getattr(finding.at, name) for name in finding.at.__dataclass_fields__}
    return {
        "rule": finding.rule,
        "level": _level(finding.rule, rules, criteria),
        "criterion": finding.criterion,
        "code": finding.code,
        "args": dict(finding.args),
        "message": message(finding.rule, finding.code, place, finding.args, texts),
        "count": finding.count,
        "waiver": waiver.id if waiver else None,
        **({"follows": finding.follows} if finding.follows else {}),
        "fingerprint": fingerprint_of(finding),
        "at": {name: value for name, value in place.items() if value is not None},
    }


def _waivers(known: Waived) -> list[dict[str, Any]]:
    return [
        {
            "id": w.id,
            "by": w.by,
            "rule": w.rule,
            "artefact": w.source,
            "file": w.file,
            "pointer": w.pointer,
            "fingerprint": w.fingerprint,
            "reason": w.reason,
            "owner": w.owner,
            "expires": w.expires.isoformat() if w.expires else None,
            "state": known.state(w),
            "findings": known.found(w),
        }
        for w in known.report.waivers
    ]


def _result(result: Result, known: Waived, texts: Texts) -> dict[str, Any]:
    criterion = result.criterion
    return {
        "criterion": criterion.id,
        "title": texts.pick(criterion.title),
        "profile": result.profile,
        "level": criterion.level,
        "layer": criterion.layer,
        "principles": sorted(criterion.principles),
        "module": criterion.module,
        "evidence": criterion.evidence,
        "outcome": result.outcome,
        "reason": result.reason,
        "detail": result.detail,
        "ratio": None if result.ratio is None else exact(result.ratio),
        "evidence_level": int(result.evidence_level),
        "weight": criterion.weight,
        "blocking": criterion.blocking,
        "rules": list(result.rules),
        "looked_at": result.looked_at,
        "failed": result.failed,
        "not_checked": result.not_checked,
        "waived": known.count(result.rules),
        "remedy": texts.pick(criterion.remedy),
        "source": criterion.source,
    }


def _score(score: Score) -> dict[str, Any]:
    return {
        **(
            _scope(score.total)
            if score.total
            else dict.fromkeys(("supported", "verified", "possible", "coverage"))
        ),
        "layers": {layer: _scope(scope) for layer, scope in score.layers.items()},
        "principles": {str(number): _scope(scope) for number, scope in score.principles.items()},
        "profiles": {name: _scope(scope) for name, scope in score.profiles.items()},
        "modules": {name: _scope(scope) for name, scope in score.modules.items()},
        "verdict": score.verdict,
        "readiness": score.readiness,
        "held_back_by": list(score.held_back_by),
    }


def _stand(stand: Stand, texts: Texts) -> dict[str, Any]:
    ladder = stand.ladder
    return {
        "id": ladder.id,
        "profile": stand.profile,
        "title": texts.pick(ladder.title),
        "note": texts.pick(ladder.note),
        "source": ladder.source,
        "reached": stand.reached,
        "possible": stand.possible,
        "steps": [texts.pick(step.title) for step in ladder.steps],
        "held_back_by": [{"by": name, "outcome": outcome} for name, outcome in stand.held_back_by],
    }


def _scope(scope: Scope) -> dict[str, str]:
    return {
        "supported": exact(scope.supported),
        "verified": exact(scope.verified),
        "possible": exact(scope.possible),
        "coverage": exact(scope.coverage),
    }
