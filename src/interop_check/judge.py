"""One criterion and what was seen of it -> Result. Pure; the one place where nothing seen becomes no pass."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from fractions import Fraction

from interop_check.model import (
    CORE,
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


def judge(
    criterion: Criterion,
    profile: Profile,
    examination: Examination | None,
    *,
    solution: Solution | None,
    facts: Mapping[str, object],
    unread: int = 0,
    failure: str | None = None,
) -> Result:
    """Return the outcome of one criterion.

    `examination` is None where the examiner itself failed, in `failure`. `unread` counts pieces of the judged
    evidence that could not be read: what they hold is unknown, so they keep a criterion from passing.
    """
    if criterion.module != CORE and not module_is_on(criterion.module, profile, solution, facts):
        if examination is None and _module(criterion.module, profile).facts:
            # What would have switched the module on was never found out.
            return _result(criterion, profile, Outcome.ERROR, "examiner-failed", failure)
        return _result(criterion, profile, Outcome.NOT_APPLICABLE, "module-off")
    if _is_exempt(criterion, profile.exemptions, solution):
        return _result(criterion, profile, Outcome.NOT_APPLICABLE, "exempt")
    if examination is None:
        return _result(criterion, profile, Outcome.ERROR, "examiner-failed", failure)
    return _judged(criterion, profile, examination, unread)


def module_is_on(
    module: str, profile: Profile, solution: Solution | None, facts: Mapping[str, object]
) -> bool:
    """Whether the solution declares or the examiners discovered what module `module` is about."""
    one = _module(module, profile)
    declared = solution is not None and (
        bool(set(one.features) & set(solution.features))
        or any(a.section in one.artefacts for a in solution.artefacts)
    )
    return declared or any(bool(facts.get(fact)) for fact in one.facts)


def _module(module: str, profile: Profile) -> Module:
    return next(m for m in profile.modules if m.id == module)


def selected(rules: Sequence[str], examination: Examination) -> dict[str, Tally]:
    """Return the tallies of the rules that `rules` names; `*` stands for any rule of a namespace."""
    return {
        rule: tally
        for rule, tally in sorted(examination.tallies.items())
        if any(fnmatchcase(rule, pattern) for pattern in rules)
    }


def _is_exempt(criterion: Criterion, exemptions: Sequence[Exemption], solution: Solution | None) -> bool:
    if solution is None:
        return False
    declared = {artefact.section for artefact in solution.artefacts}
    return any(e.criterion == criterion.id and not declared & set(e.artefacts) for e in exemptions)


def _judged(criterion: Criterion, profile: Profile, examination: Examination, unread: int) -> Result:
    tallies = selected(criterion.rules, examination)
    total = sum(tallies.values(), Tally())
    unseen = total.not_checked + unread
    if criterion.if_any and not total.looked_at and not unseen:
        return _result(criterion, profile, Outcome.NOT_APPLICABLE, "nothing-of-the-kind")
    ratio = _share_well(total.looked_at - total.failed, total.looked_at, criterion.floor)
    best = _share_well(total.looked_at - total.failed + unseen, total.looked_at + unseen, criterion.floor)
    outcome, reason = _outcome(criterion, total, unseen, ratio, best)
    return Result(
        criterion=criterion,
        profile=profile.id,
        outcome=outcome,
        reason=reason,
        ratio=ratio,
        evidence_level=EvidenceLevel.NONE if outcome.is_open else examination.level,
        rules=tuple(tallies),
        looked_at=total.looked_at,
        failed=total.failed,
        not_checked=unseen,
    )


def _share_well(well: int, seen: int, floor: int) -> Fraction | None:
    return Fraction(well, max(floor, seen)) if seen else None


def _outcome(
    criterion: Criterion, total: Tally, unseen: int, ratio: Fraction | None, best: Fraction | None
) -> tuple[Outcome, str]:
    """Law 1: looked at nothing is never a pass, nor is having looked at only a part.

    `best` is the ratio if all that was not seen were well: what fails even then has failed.
    """
    least = criterion.pass_at if criterion.partial_at is None else criterion.partial_at
    if ratio is None or best is None:
        return Outcome.NOT_ASSESSED, "not-readable" if unseen else "nothing-to-look-at"
    if best < least:
        return Outcome.FAILED, "below-threshold"
    if unseen:
        return Outcome.NOT_ASSESSED, "only-part-seen"
    if ratio >= criterion.pass_at:
        return Outcome.PASSED, "above-threshold" if total.failed else "all-well"
    return Outcome.PARTIAL, "above-partial-threshold"


def _result(
    criterion: Criterion, profile: Profile, outcome: Outcome, reason: str, detail: str | None = None
) -> Result:
    return Result(criterion=criterion, profile=profile.id, outcome=outcome, reason=reason, detail=detail)
