"""Examiner `coherence`: do the artefacts of one solution say the same of the same thing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interop_check.coherence.records import Record, Thing, described, records
from interop_check.coherence.sources import of_manifest, of_records, place, thing, unknown_datasets
from interop_check.coherence.statements import Aspect, Comparison, Statement, compare
from interop_check.examiners import examiner
from interop_check.examiners.rdf import NO_PARAMS
from interop_check.model import Evidence, Examination, Finding, Tally
from interop_check.rdf.locate import Locator

DESCRIBED, SERVED = "coherence/described", "coherence/served"
RULES: Mapping[Aspect, str] = {aspect: f"coherence/{aspect}" for aspect in Aspect}

Outcome = tuple[str, Tally, Finding | None]


@examiner("coherence", evidence=("catalogue", "data", "api", "stream"), params=NO_PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:  # noqa: ARG001
    """Whether manifest, API descriptions, data and catalogue agree on standards, licences and addresses.

    Rules coherence/standard, coherence/version, coherence/licence, coherence/address, coherence/term,
    coherence/described, coherence/served. Source: draft OSLO conformance framework v1.00, conformance clause
    (consistent use); DCAT 3, sections 6.4 to 6.8.
    """
    artefacts = [one for one in evidence if one.kind != "catalogue"]
    things = [thing(one) for one in artefacts]
    catalogues = [(one, records(one.content.table)) for one in evidence if _is_catalogue(one)]
    statements = [statement for one in artefacts for statement in of_manifest(one)]
    statements += [s for one, found in catalogues for s in of_records(things, found, one)]
    outcomes = [*map(_compared, compare(statements)), *_catalogued(artefacts, things, catalogues)]
    tallies: dict[str, Tally] = {}
    for rule, tally, _ in outcomes:
        tallies[rule] = tallies.get(rule, Tally()) + tally
    return Examination(tallies=tallies, findings=tuple(finding for *_, finding in outcomes if finding))


def _is_catalogue(one: Evidence) -> bool:
    return one.kind == "catalogue" and one.content is not None


def _compared(comparison: Comparison) -> Outcome:
    first, second = comparison.first, comparison.second
    rule = RULES[first.aspect]
    if comparison.agrees:
        return rule, Tally(1, 0), None
    args = {"subject": first.subject, "value": second.shown, **_other(first)}
    return rule, Tally(1, 1), Finding(rule=rule, code=f"{first.by}-{second.by}", at=second.at, args=args)


def _other(first: Statement) -> dict[str, str]:
    where = ":".join(str(part) for part in (first.at.source, first.at.line) if part)
    return {"other": first.shown, "where": where}


def _catalogued(
    artefacts: Sequence[Evidence],
    things: Sequence[Thing],
    catalogues: Sequence[tuple[Evidence, Sequence[Record]]],
) -> Iterator[Outcome]:
    if not catalogues:
        return
    found = described((record for _, each in catalogues for record in each), things)
    for one in artefacts:
        yield _described(one, is_described=bool(found[one.about["id"]]))
    for one, each in catalogues:
        yield from _served(one, each)


def _described(one: Evidence, *, is_described: bool) -> Outcome:
    if is_described or one.declared is None:
        return DESCRIBED, Tally(int(is_described), 0), None
    args = {"subject": one.about["id"], "kind": one.kind}
    finding = Finding(rule=DESCRIBED, code=f"not-described-{one.kind}", at=one.declared, args=args)
    return DESCRIBED, Tally(1, 1), finding


def _served(one: Evidence, found: Sequence[Record]) -> Iterator[Outcome]:
    locator = Locator(one.content.data, one.content.media)
    unknown = list(unknown_datasets(found))
    total = sum(1 for record in found for _ in record.of("http://www.w3.org/ns/dcat#servesDataset"))
    yield SERVED, Tally(total - len(unknown), 0), None
    for value in unknown:
        finding = Finding(
            rule=SERVED, code="serves-unknown", at=place(value, one, locator), args={"dataset": value.text}
        )
        yield SERVED, Tally(1, 1), finding
