"""Values in a description, held against their schemas: examples, defaults and the values of enums.

every = [Validators(api) for api in apis]
examination = examined("openapi/examples", Role.EXAMPLE, every)
"""

from collections.abc import Sequence

from interop_check.model import Examination, Finding, Tally
from interop_check.openapi.node import Fault
from interop_check.openapi.rules import MAX_FINDINGS, finding
from interop_check.openapi.values.samples import Role, Sample
from interop_check.openapi.values.validators import AS_SENT, Validators, Verdict

__all__ = ["Role", "Validators", "examined"]


def examined(
    rule_id: str, role: Role, every: Sequence[Validators], max_findings: int = MAX_FINDINGS
) -> Examination:
    """Return what a rule sees that asks whether all values of one role fit their schemas.

    Codes of findings: those of mismatch.py, and those of validators.py for what could not be looked at, of
    which there is one finding for each reason in each description.
    """
    looked_at = failed = not_checked = omitted = 0
    findings: list[Finding] = []
    for validators in every:
        told: set[str] = set()
        for sample in validators.samples:
            verdict = validators.verdict(sample) if sample.role is role else None
            if verdict is None or verdict.open == AS_SENT:
                continue
            not_checked += bool(verdict.open)
            looked_at += not verdict.open
            failed += verdict.mismatch is not None
            if (verdict.open and verdict.open not in told) or verdict.mismatch:
                told.add(verdict.open)
                if len(findings) < max_findings:
                    findings.append(finding(rule_id, _fault(sample, verdict)))
                else:
                    omitted += 1
    tally = Tally(looked_at, failed, not_checked)
    return Examination(
        tallies={rule_id: tally} if looked_at or not_checked else {},
        findings=tuple(findings),
        omitted={rule_id: omitted} if omitted else {},
    )


def _fault(sample: Sample, verdict: Verdict) -> Fault:
    """Return what is wrong at the very place within the value; what was not looked at as a whole."""
    wrong = verdict.mismatch
    if wrong is None:
        return Fault(node=sample.node, code=verdict.open, at=sample.at, args=verdict.limit)
    return Fault(node=sample.node, code=wrong.code, at=(*sample.at, *wrong.at), args=wrong.args)
