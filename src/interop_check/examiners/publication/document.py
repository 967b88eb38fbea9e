"""Which type of document a page is; where it does not say so, which one it is taken for and why."""

from typing import NamedTuple

from interop_check.examiners.publication.blueprint import Blueprint, Kind
from interop_check.examiners.publication.sheet import Sheet
from interop_check.examiners.publication.vocabulary import DECISION, DOCUMENT_TYPES, TYPE, VOTE
from interop_check.rdf.terms import iri_token


class Found(NamedTuple):
    """A type of document, on what grounds, and the node that is the document; None where none is."""

    kind: Kind
    reason: str
    node: int | None = None

    @property
    def is_stated(self) -> bool:
        """Whether the page says it itself."""
        return self.reason == "stated"


def stated(sheet: Sheet, blueprint: Blueprint) -> Found | None:
    """Return the first type with a blueprint that anything in the page has."""
    for node, said in sheet.said.items():
        types = [sheet.token(one) for one in said.get(sheet.table.number(TYPE), ())]
        kind = blueprint.kind_of(one for one in types if DOCUMENT_TYPES in one)
        if kind:
            return Found(kind, "stated", node)
    return None


def found(sheet: Sheet, blueprint: Blueprint) -> Found:
    """Return the type of a page: stated, else declared, else by how its session names it, else by content."""
    return stated(sheet, blueprint) or _declared(sheet, blueprint) or _guessed(sheet, blueprint)


def _declared(sheet: Sheet, blueprint: Blueprint) -> Found | None:
    kind = blueprint.kinds.get(sheet.data.evidence.about.get("type", ""))
    return Found(kind, "declared", _linked(sheet, kind)) if kind else None


def _linked(sheet: Sheet, kind: Kind) -> int | None:
    return next((value for _, value in sheet.statements(kind.link)), None)


def _guessed(sheet: Sheet, blueprint: Blueprint) -> Found:
    """What nobody calls anything is held against the blueprint that asks least."""
    for kind in blueprint.kinds.values():
        node = _linked(sheet, kind)
        if node is not None:
            return Found(kind, "linked", node)
    agenda, decisions, minutes = (blueprint.kinds[name] for name in ("Agenda", "Besluitenlijst", "Notulen"))
    if any(sheet.of(vote, path) for vote in sheet.each(VOTE) for path in _COUNTS):
        return Found(minutes, "content")
    return Found(decisions, "content") if sheet.each(DECISION) or sheet.each(VOTE) else Found(agenda, "least")


_COUNTS = tuple(
    iri_token(f"http://data.vlaanderen.be/ns/besluit#aantal{who}")
    for who in ("Voorstanders", "Tegenstanders", "Onthouders")
)
