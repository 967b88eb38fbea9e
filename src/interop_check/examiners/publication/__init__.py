"""Examiner `publication`: agendas, decision lists and minutes against the blueprint of local decisions."""

from collections.abc import Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.dataset import Dataset
from interop_check.examiners.publication import blueprint as blueprints
from interop_check.examiners.publication import (
    causes,
    codes,
    document,
    harvest,
    levels,
    publishing,
    reference,
    rows,
    times,
    votes,
)
from interop_check.examiners.publication.blueprint import Blueprint, read_blueprint
from interop_check.examiners.publication.document import Found
from interop_check.examiners.publication.facts import Facts
from interop_check.examiners.publication.faults import Faults, tell
from interop_check.examiners.publication.linked import linked_of
from interop_check.examiners.publication.sessions import Sessions
from interop_check.examiners.publication.sheet import Sheet
from interop_check.examiners.tallying import PARAMS as CAPPED
from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Examination

PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["blueprint", "codes"],
    "properties": {
        **CAPPED["properties"],
        "blueprint": blueprints.SCHEMA,
        "codes": codes.SCHEMA,
    },
}


@examiner("publication", evidence=("publication", "reference"), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether pages with local decisions say all that their blueprint asks, and what harvesters make of them.

    Rules level-1/*, level-2/*, level-3/*, bonus/* and blueprint/* (rows B01 to B69), reference/* (the verdict
    of the official validator) and lblod/*.
    Source: lib-decision-shapes 0.0.25, lib-decision-validation 1.0.51; annotation guidelines for publications
    of local decisions; Decreet Lokaal Bestuur, art. 285 to 287.
    """
    tallying = Tallying.of(params)
    blueprint = read_blueprint(params["blueprint"], params["codes"])
    linked = linked_of(evidence)
    facts, sessions = Facts(), Sessions()
    for one in evidence:
        if one.kind == "publication" and one.content:
            sheet = Sheet(Dataset(one, tallying), linked)
            found = document.found(sheet, blueprint)
            sessions.add(sheet, found)
            _page(sheet, found, blueprint, facts)
    return tallying.examination({**facts.told(), "sessions_compared": sessions.compare()})


def _page(sheet: Sheet, found: Found, blueprint: Blueprint, facts: Facts) -> None:
    faults = Faults()
    publishing.examine(sheet, blueprint, found, faults)
    rows.examine(sheet, blueprint, found.kind, faults)
    votes.examine(sheet, faults)
    levels.dereferenced(sheet, blueprint, found.kind, faults)
    times.examine(sheet, found, faults)
    kept = harvest.examine(sheet, blueprint, faults)
    verdict = None
    if found.is_stated:
        followed = {address: bool(classes) for address, classes in sheet.linked.items()}
        verdict = reference.judged(sheet, blueprint, found.kind, followed)
    levels.reference(verdict, faults)
    facts.add(sheet, found, faults, verdict, kept)
    causes.fold(sheet, blueprint, faults)
    tell(sheet, faults)
