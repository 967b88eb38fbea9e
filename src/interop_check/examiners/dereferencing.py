"""Examiner `dereferencing`: do the data's own identifiers lead to a description of what they name."""

from collections.abc import Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.rdf import CONTENT, CONTEXT, NO_PARAMS, is_limit, rule_of
from interop_check.model import Evidence, Examination, Finding, Place, Problem, Tally
from interop_check.rdf.terms import iri_token

RESOLVES = "oslo/id-resolves"
_LEFT = "identifiers-left"
"""Says that what was looked up is a sample, and nothing of any identifier."""

_GONE = frozenset({"404", "410"})


@examiner("dereferencing", evidence=("dereferenced",), params=NO_PARAMS, judges_problems=True)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:  # noqa: ARG001
    """Whether a few of the data's own identifiers, asked for over the network, give RDF that describes them.

    Rules oslo/id-resolves. An address that nobody could reach, or may not read, stays open. Source: Vlaamse
    URI-standaard voor data v1.0; W3C Data on the Web Best Practices 2017, best practice 9.
    """
    outcomes = [_outcome(one) for one in evidence if one.problem is None or one.problem.code != _LEFT]
    tally = sum((tally for tally, _ in outcomes), Tally())
    findings = tuple(finding for _, finding in outcomes if finding)
    facts = {"identifiers_looked_up": bool(outcomes)}
    return Examination(tallies={RESOLVES: tally} if outcomes else {}, findings=findings, facts=facts)


def _outcome(one: Evidence) -> tuple[Tally, Finding | None]:
    if one.problem:
        fault = _fault(one.problem)
        tally = Tally(1, 1) if fault else Tally(not_checked=1)
        return tally, _finding(one, fault or one.problem.code, one.problem.args)
    table = one.content.table
    number = table.number(iri_token(one.source))
    if number >= 0 and table.described[number]:
        return Tally(1, 0), None
    return Tally(1, 1), _finding(one, "not-described", {})


def _fault(problem: Problem) -> str:
    """Return what a problem says against the identifier, as a code; "" where it says nothing."""
    if problem.code == "gateway-status":
        return "gone" if problem.args.get("status") in _GONE else ""
    if is_limit(problem) or rule_of(problem) in (CONTENT, CONTEXT):
        return ""
    return "no-rdf"


def _finding(one: Evidence, code: str, args: Mapping[str, str]) -> Finding:
    return Finding(rule=RESOLVES, code=code, at=Place(source=one.source), args=args)
