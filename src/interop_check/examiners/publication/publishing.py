"""Rules of publishing: documents say what they are and belong to a session, which an organ in time holds."""

from collections.abc import Container, Sequence

from interop_check.examiners.publication.blueprint import Blueprint
from interop_check.examiners.publication.document import Found
from interop_check.examiners.publication.faults import Fault, Faults
from interop_check.examiners.publication.sheet import Sheet
from interop_check.examiners.publication.vocabulary import (
    BESLUIT,
    DECISION,
    DECISION_TYPES,
    DOCUMENT,
    DOCUMENT_TYPES,
    HELD_BY,
    IN_TIME,
    SESSION,
)
from interop_check.rdf.terms import iri_token

DOCUMENT_TYPE, DECISION_TYPE = "lblod/document-type", "lblod/decision-type"
LINKED, ORGAN = "lblod/document-linked", "lblod/organ-in-time"

_EXTRACT = iri_token(f"{BESLUIT}heeftUittreksel")
_ORGANS = b"<http://data.lblod.info/id/bestuursorganen/"


def examine(sheet: Sheet, blueprint: Blueprint, found: Found, faults: Faults) -> None:
    """Look at the page as a document, at every document in it, and at the organ of each session."""
    _type(sheet, blueprint, found, faults)
    for document in sheet.each(DOCUMENT):
        _typed(sheet, blueprint, document, faults)
    for decision in sheet.each(DECISION):
        _decided(sheet, blueprint, decision, faults)
    _linked(sheet, blueprint, found, faults)
    timeless = {value for path in IN_TIME for _, value in sheet.statements(path)}
    for session in sheet.each(SESSION):
        for organ in sheet.of(session, HELD_BY):
            _in_time(sheet, session, organ, timeless, faults)


def _type(sheet: Sheet, blueprint: Blueprint, found: Found, faults: Faults) -> None:
    """P3 for the page itself: the first of its types that has a blueprint is what it is."""
    faults.look(DOCUMENT_TYPE)
    declared = sheet.data.evidence.about.get("type", "")
    if not found.is_stated:
        args = {"taken": found.kind.name}
        faults.add(Fault(rule=DOCUMENT_TYPE, code=f"not-stated-{found.reason}", args=args))
    elif declared in blueprint.kinds and declared != found.kind.name:
        args = {"declared": declared, "stated": found.kind.name}
        faults.add(Fault(rule=DOCUMENT_TYPE, code="declared-otherwise", node=found.node or 0, args=args))


def _typed(sheet: Sheet, blueprint: Blueprint, document: int, faults: Faults) -> None:
    """P3 and B02: a document has a type from one of two lists."""
    faults.look(DOCUMENT_TYPE)
    types = [one for one in sheet.types(document) if one != DOCUMENT]
    lists = (blueprint.lists["document-types"], blueprint.lists["decision-types"])
    if any(one.fault(klass) == "" for one in lists for klass in types):
        return
    named = [klass for klass in types if DOCUMENT_TYPES in klass or DECISION_TYPES in klass]
    if any(klass in one.deprecated for one in lists for klass in named):
        faults.add(_of_type("type-deprecated", document, named))
    elif named:
        faults.add(_of_type("type-unknown", document, named))
    else:
        faults.add(_of_type("no-type", document, types))


def _decided(sheet: Sheet, blueprint: Blueprint, decision: int, faults: Faults) -> None:
    """What a decision says to be besides a decision is in the list of types of decisions, and in force."""
    known = blueprint.lists["decision-types"]
    for klass in sheet.types(decision):
        if DECISION_TYPES in klass:
            faults.look(DECISION_TYPE)
            code = known.fault(klass) and ("type-deprecated" if klass in known.deprecated else "type-unknown")
            if code:
                args = {"type": klass[1:-1].decode(errors="replace")}
                faults.add(Fault(rule=DECISION_TYPE, code=code, node=decision, args=args))


def _of_type(code: str, document: int, types: Sequence[bytes]) -> Fault:
    args = {"type": types[0][1:-1].decode(errors="replace")} if types else {}
    return Fault(rule=DOCUMENT_TYPE, code=code, node=document, args=args)


def _linked(sheet: Sheet, blueprint: Blueprint, found: Found, faults: Faults) -> None:
    """P4: where the page describes a session, that names the document; else another page may do so."""
    if found.node is None:
        return
    if not sheet.each(SESSION):
        faults.leave(LINKED)
        return
    links = [*(kind.link for kind in blueprint.kinds.values()), _EXTRACT]
    faults.look(LINKED)
    if not any(value == found.node for path in links for _, value in sheet.statements(path)):
        args = {"link": found.kind.link[1:-1].decode()}
        faults.add(Fault(rule=LINKED, code="not-linked", node=found.node, args=args))


def _in_time(sheet: Sheet, session: int, organ: int, timeless: Container[int], faults: Faults) -> None:
    """P6: a session is held by the organ in its period, which is that of one that is timeless."""
    if sheet.is_literal(organ):
        return  # a fault of its row
    written = sheet.token(organ)
    if not written.replace(b"<https:", b"<http:").startswith(_ORGANS):
        faults.look(ORGAN)
        faults.add(Fault(rule=ORGAN, code="no-register", node=session, path=HELD_BY, value=organ))
    elif any(sheet.of(organ, path) for path in IN_TIME):
        faults.look(ORGAN)
    elif organ in timeless:
        faults.look(ORGAN)
        faults.add(Fault(rule=ORGAN, code="timeless", node=session, path=HELD_BY))
    elif organ in sheet.said:
        faults.look(ORGAN)
        faults.add(Fault(rule=ORGAN, code="no-period", node=organ))
    else:
        faults.leave(ORGAN)
