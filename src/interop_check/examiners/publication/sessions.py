"""Rule lblod/documents-agree: agenda, decision list and minutes of one session tell of the same things."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interop_check.examiners.publication.document import Found
from interop_check.examiners.publication.faults import Fault, Faults, tell
from interop_check.examiners.publication.lexical import instant
from interop_check.examiners.publication.sheet import Sheet
from interop_check.examiners.publication.vocabulary import BESLUIT, DECISION, HELD_BY, PLANNED, SESSION
from interop_check.rdf.terms import iri_token

AGREE = "lblod/documents-agree"

_HANDLES = iri_token(f"{BESLUIT}behandelt")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What one page tells of one session, as tokens of addresses; ids are of its sheet."""

    sheet: Sheet
    kind: str
    session: int
    points: Mapping[bytes, int]
    decisions: Mapping[bytes, int]
    organs: frozenset[bytes]
    starts: frozenset[str]


class Sessions:
    """The sessions of all pages of a run."""

    def __init__(self) -> None:
        self._told: dict[bytes, list[_Told]] = {}

    def add(self, sheet: Sheet, found: Found) -> None:
        """Take what a page tells of its sessions."""
        for session in sheet.each(SESSION):
            if sheet.is_iri(session):
                told = self._told.setdefault(sheet.token(session), [])
                told.append(_told(sheet, found.kind.name, session))

    def compare(self) -> bool:
        """Tell where documents of one session differ; return whether there was anything to compare."""
        compared = False
        for told in self._told.values():
            for first, other in _pairs(told):
                faults = Faults()
                _compare(first, other, faults)
                compared = compared or bool(faults.looked_at)
                tell(other.sheet, faults)
        for one, twin in self._twins():
            compared = True
            faults = Faults()
            faults.look(AGREE)
            args = {"other": one.sheet.token(one.session)[1:-1].decode(errors="replace")}
            faults.add(Fault(rule=AGREE, code="session-twice", node=twin.session, args=args))
            tell(twin.sheet, faults)
        return compared

    def _twins(self) -> Iterator[tuple[_Told, _Told]]:
        """Yield sessions of one organ at one time that have two addresses."""
        known: dict[tuple[frozenset[bytes], frozenset[str]], _Told] = {}
        for first, *_ in self._told.values():
            if first.organs and first.starts:
                one = known.setdefault((first.organs, first.starts), first)
                if one is not first and one.sheet is not first.sheet:
                    yield one, first


def _told(sheet: Sheet, kind: str, session: int) -> _Told:
    starts = (instant(sheet.text(value)) for value in sheet.of(session, PLANNED))
    return _Told(
        sheet=sheet,
        kind=kind,
        session=session,
        points=_by_address(sheet, sheet.of(session, _HANDLES)),
        decisions=_by_address(sheet, sheet.each(DECISION)),
        organs=frozenset(map(sheet.token, sheet.of(session, HELD_BY))),
        starts=frozenset(start.isoformat() for start in starts if start),
    )


def _by_address(sheet: Sheet, nodes: Iterable[int]) -> Mapping[bytes, int]:
    return {sheet.token(node): node for node in nodes if sheet.is_iri(node)}


def _pairs(told: Sequence[_Told]) -> Iterator[tuple[_Told, _Told]]:
    """Yield the agenda, or else the first document, with each other one; and each list with each minutes."""
    first, *others = sorted(told, key=lambda one: one.kind != "Agenda")
    yield from ((first, other) for other in others)
    lists = [one for one in others if one.kind == "Besluitenlijst"]
    yield from ((one, other) for one in lists for other in others if other.kind == "Notulen")


def _compare(first: _Told, other: _Told, faults: Faults) -> None:
    """Compare two documents of one session; what differs is a fault of the second."""
    source = {"other": first.sheet.data.evidence.source}
    _same(first.starts, other.starts, _fault(other, "start-differs", PLANNED, source), faults)
    _same(first.organs, other.organs, _fault(other, "organ-differs", HELD_BY, source), faults)
    if first.kind == "Agenda" and other.kind != "Agenda":
        _within(first.points, other.points, "not-on-agenda", source, faults)
    elif {first.kind, other.kind} == {"Besluitenlijst", "Notulen"}:
        _within(first.decisions, other.decisions, "decision-elsewhere", source, faults)


def _fault(other: _Told, code: str, path: bytes, args: Mapping[str, str]) -> Fault:
    return Fault(rule=AGREE, code=code, node=other.session, path=path, args=args)


def _same(one: frozenset[Any], other: frozenset[Any], fault: Fault, faults: Faults) -> None:
    if one and other:
        faults.look(AGREE)
        if one.isdisjoint(other):
            faults.add(fault)


def _within(
    all_: Mapping[bytes, int], some: Mapping[bytes, int], code: str, args: Mapping[str, str], faults: Faults
) -> None:
    faults.look(AGREE, len(some))
    faults.add(*(Fault(rule=AGREE, code=code, node=some[one], args=args) for one in some if one not in all_))
