"""Examiner `claims`: which standards the data claims to follow, and what is known of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.rdf import NO_PARAMS
from interop_check.model import Evidence, Examination, Finding, Place, Tally

NAMED, KNOWN, VERSION = "oslo/claim-named", "oslo/claim-known", "oslo/claim-version"
STATUS, NEWEST, LOADABLE = "oslo/claim-recognised", "oslo/claim-newest", "oslo/standard-loadable"

Outcome = tuple[str, Tally, Finding | None]


@examiner("claims", evidence=("data", "standard"), params=NO_PARAMS, judges_problems=True)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:  # noqa: ARG001
    """Whether each dataset names a standard, in a version, that is pinned, recognised and the newest.

    Rules oslo/claim-*, oslo/standard-loadable. Source: OSLO standards register; draft OSLO
    conformance framework v1.00, section 5.
    """
    standards = {claim: one for one in evidence if one.kind == "standard" for claim in one.about["claims"]}
    outcomes = [
        outcome
        for one in evidence
        if one.kind == "data"
        for outcome in (_named(one), *_claimed(one, standards))
    ]
    outcomes += [outcome for one in evidence if one.kind == "standard" for outcome in _loadable(one)]
    tallies: dict[str, Tally] = {}
    for rule, tally, _ in outcomes:
        tallies[rule] = tallies.get(rule, Tally()) + tally
    return Examination(tallies=tallies, findings=tuple(f for *_, f in outcomes if f))


def _named(one: Evidence) -> Outcome:
    claims = one.about.get("claims", ())
    if claims:
        return NAMED, Tally(1, 0), None
    return NAMED, Tally(1, 1), Finding(rule=NAMED, code="no-claim", at=Place(source=one.source))


def _claimed(one: Evidence, standards: Mapping[str, Evidence]) -> Iterator[Outcome]:
    for claim in one.about.get("claims", ()):
        standard = standards[claim]
        if standard.about["own"]:
            continue
        yield _known(one, claim, standard)
        if standard.about.get("id"):
            yield from _described(one, claim, standard)


def _known(one: Evidence, claim: str, standard: Evidence) -> Outcome:
    about = standard.about
    if about.get("id") and about["verified"]:
        return KNOWN, Tally(1, 0), None
    if about.get("id"):
        args = {name: about[name] for name in ("id", "version", "pinned")}
        return KNOWN, Tally(not_checked=1), _finding(KNOWN, "version-unverified", one, args)
    if standard.problem and standard.problem.code == "no-standards":
        return KNOWN, Tally(not_checked=1), None  # nobody could know, so the data is not to blame
    args = {"claim": claim, **(standard.problem.args if standard.problem else {})}
    return KNOWN, Tally(1, 1), _finding(KNOWN, "claim-unknown", one, args)


def _described(one: Evidence, claim: str, standard: Evidence) -> Iterator[Outcome]:
    """Of a version that only the claim speaks of, no more is known than that a newer one was recognised."""
    about = standard.about
    args = {"claim": claim, **{name: about[name] for name in ("id", "version", "label", "status", "newer")}}
    used = about["label"] if standard.content is not None else ""
    for rule, code, well, seen in (
        (VERSION, "claim-without-version", about["version_named"], True),
        (STATUS, "claim-not-recognised", about["recognised"], about["verified"]),
        (NEWEST, "claim-superseded", not about["newer"], about["verified"] or about["newer"]),
    ):
        if not seen:
            yield rule, Tally(not_checked=1), None
            continue
        finding = None if well else _finding(rule, code, one, {**args, "used": used})
        yield rule, Tally(1, 0 if well else 1), finding


def _loadable(standard: Evidence) -> Iterator[Outcome]:
    """Faults of the standard itself; they never count against the solution's own criteria."""
    if not standard.about.get("id"):
        return
    source = Place(source=standard.source)
    args = {"standard": standard.about["label"]}
    if standard.problem:
        args = {**args, **standard.problem.args}
        yield (
            LOADABLE,
            Tally(not_checked=1),
            Finding(rule=LOADABLE, code=standard.problem.code, at=source, args=args),
        )
        return
    defects = standard.about["defects"]
    yield LOADABLE, Tally(1, 1 if defects else 0), None
    for defect in defects:
        place = Place(source=standard.source, shape=str(defect.shape))
        args = {**args, "shape": str(defect.shape), "defect": defect.code}
        yield LOADABLE, Tally(), Finding(rule=LOADABLE, code="shape-isolated", at=place, args=args)


def _finding(rule: str, code: str, one: Evidence, args: Mapping[str, str]) -> Finding:
    return Finding(rule=rule, code=code, at=Place(source=one.source), args=args)
