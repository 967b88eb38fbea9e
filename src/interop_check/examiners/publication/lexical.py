"""How values of the datatypes of local decisions are written, and what instant or day they mean.

A dateTime may be what harvesters read: the form of XML Schema, with the offset as ±HH:mm, ±HHmm, ±HH or Z.
"""

import re
from datetime import UTC, date, datetime, timedelta

from interop_check.rdf.vocabulary import XSD, XSD_BOOLEAN, XSD_INTEGER

DATE, DATE_TIME = XSD + "date", XSD + "dateTime"

_DAY = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_FORMS = {
    XSD_BOOLEAN: re.compile(r"true|false|1|0"),
    XSD_INTEGER: re.compile(r"[+-]?\d+", re.ASCII),
    DATE: re.compile(rf"{_DAY}(?:Z|[+-]\d\d:\d\d)?", re.ASCII),
    DATE_TIME: re.compile(
        rf"{_DAY}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?",
        re.ASCII,
    ),
}
_SUMMER = timedelta(hours=2)
"""The later of the two offsets of Belgian time: a day that is counted by it is never too early."""


def has_form(datatype: str) -> bool:
    """Whether values of a datatype have one form that is known here."""
    return datatype in _FORMS


def fault_of_form(datatype: str, lexical: str) -> bool:
    """Whether a value does not have the form of its datatype; others than those known here have any form."""
    form = _FORMS.get(datatype)
    return form is not None and form.fullmatch(lexical.strip()) is None


def instant(lexical: str) -> datetime | None:
    """Return the instant of a dateTime, None where it is none; without an offset it is taken for UTC."""
    if fault_of_form(DATE_TIME, lexical):
        return None
    try:
        found = datetime.fromisoformat(lexical.strip())
    except ValueError:  # the 31st of February, an offset of a hundred hours
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def day(lexical: str) -> date | None:
    """Return the day of a date, or of a dateTime in Belgium; None where it is neither."""
    at = instant(lexical)
    if at is not None:
        return _in_belgium(at)
    try:
        return None if fault_of_form(DATE, lexical) else date.fromisoformat(lexical.strip()[:10])
    except ValueError:
        return None


def _in_belgium(at: datetime) -> date | None:
    try:
        return (at.astimezone(UTC) + _SUMMER).date()
    except OverflowError:  # the last day of the year 9999
        return None
