"""Rules on time: sessions end after they start, times can be read, and decisions are published in time."""

from collections.abc import Iterator
from datetime import date

from interop_check.examiners.publication.document import Found
from interop_check.examiners.publication.faults import Fault, Faults
from interop_check.examiners.publication.lexical import DATE_TIME, day, fault_of_form, instant
from interop_check.examiners.publication.sheet import Sheet
from interop_check.examiners.publication.vocabulary import ENDED, PLANNED, PUBLISHED, SESSION, STARTED

ORDER, FORM, DEADLINE = "lblod/end-after-start", "lblod/date-time", "lblod/deadline"
DAYS = 10
"""Decreet Lokaal Bestuur, art. 287: lists of decisions stand on the website within so many days."""


def examine(sheet: Sheet, found: Found, faults: Faults) -> None:
    """Look at the times of each session, and at the day of publication of a list of decisions."""
    for session in sheet.each(SESSION):
        _order(sheet, session, faults)
        for path in (PLANNED, STARTED, ENDED):
            for value in sheet.of(session, path):
                _form(sheet, session, path, value, faults)
    if found.kind.name == "Besluitenlijst":
        _deadline(sheet, found, faults)


def _order(sheet: Sheet, session: int, faults: Faults) -> None:
    starts = [at for value in sheet.of(session, STARTED) if (at := instant(sheet.text(value)))]
    ends = [at for value in sheet.of(session, ENDED) if (at := instant(sheet.text(value)))]
    if starts and ends:
        faults.look(ORDER)
        if min(ends) < max(starts):
            args = {"start": max(starts).isoformat(), "end": min(ends).isoformat()}
            faults.add(Fault(rule=ORDER, code="ends-before-start", node=session, path=ENDED, args=args))


def _form(sheet: Sheet, session: int, path: bytes, value: int, faults: Faults) -> None:
    """Text and references in the place of a time are faults of its row."""
    lexical = sheet.text(value)
    if sheet.datatype(value) == DATE_TIME and lexical.strip():
        faults.look(FORM)
        if fault_of_form(DATE_TIME, lexical) or instant(lexical) is None:
            faults.add(Fault(rule=FORM, code="no-date-time", node=session, path=path, args={"text": lexical}))


def _deadline(sheet: Sheet, found: Found, faults: Faults) -> None:
    """The day is that of the document, else the first of a decision in it; both as Belgian days."""
    held = [one for session in sheet.each(SESSION) for one in _days(sheet, session, STARTED)]
    held = held or [one for session in sheet.each(SESSION) for one in _days(sheet, session, PLANNED)]
    if not held:
        return
    node = found.node if found.node is not None else -1
    published = list(_days(sheet, node, PUBLISHED))
    if not published:
        published = [one for _, value in sheet.statements(PUBLISHED) if (one := day(sheet.text(value)))]
    faults.look(DEADLINE)
    if not published:
        args = {"path": PUBLISHED[1:-1].decode()}
        faults.add(Fault(rule=DEADLINE, code="no-date", node=node, args=args))
    elif (min(published) - max(held)).days > DAYS:
        args = {"held": f"{max(held)}", "published": f"{min(published)}", "limit": str(DAYS)}
        args["days"] = str((min(published) - max(held)).days)
        faults.add(Fault(rule=DEADLINE, code="late", node=node, path=PUBLISHED, args=args))


def _days(sheet: Sheet, node: int, path: bytes) -> Iterator[date]:
    for value in sheet.of(node, path):
        found = day(sheet.text(value))
        if found:
            yield found
