"""Values of literals in SPARQL's order (SPARQL 1.1, 17.3; XSD 1.1 for dates), for ranges and lessThan."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from interop_check.rdf.terms import split_literal, suffix_datatype
from interop_check.rdf.vocabulary import XSD
from interop_check.shacl.lexical import INTEGERS, is_valid

_NUMERIC = {**dict.fromkeys(INTEGERS, 0), XSD + "decimal": 0, XSD + "float": 1, XSD + "double": 2}
_INSTANTS = {
    XSD + "dateTime": "dateTime",
    XSD + "dateTimeStamp": "dateTime",
    **{XSD + name: name for name in ("date", "time", "gYear", "gYearMonth")},
}
_INSTANT = re.compile(
    r"(?:(?P<year>-?\d{4,})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?)?T?"
    r"(?:(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d(?:\.\d+)?))?(?P<zone>Z|[+-]\d\d:\d\d)?"
)
_DURATION = re.compile(
    r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?"
)
_ZONE_SPREAD = Decimal(14 * 3600)
_LONGEST_YEAR = 12


class Value(NamedTuple):
    """A comparable value, within its family; `rank` is the numeric type, or 1 with a timezone."""

    family: str
    value: Decimal | float | str | bool
    rank: int = 0


@lru_cache(maxsize=65536)
def value_of(token: bytes) -> Value | None:
    """The value of a literal token; None where it is ill-typed, not a literal or of no ordered type."""
    if token[:1] != b'"':
        return None
    lexical, suffix = split_literal(token)
    if suffix[:1] == b"@":
        return None
    datatype = suffix_datatype(suffix)
    return _value(datatype, lexical) if is_valid(datatype, lexical) else None


def _value(datatype: str, lexical: str) -> Value | None:
    if datatype in _NUMERIC:
        rank = _NUMERIC[datatype]
        return Value("number", _number(lexical, rank), rank)
    if datatype in _INSTANTS:
        return _instant(_INSTANTS[datatype], lexical)
    name = datatype.removeprefix(XSD)
    if name == "boolean":
        return Value(name, lexical in {"true", "1"})
    if name in {"yearMonthDuration", "dayTimeDuration"}:
        return Value(name, _duration(lexical))
    return Value(name, lexical) if name == "string" else None


def order(left: Value | None, right: Value | None) -> int | None:
    """-1, 0 or 1 as left is less, equal or greater; None where SPARQL has no answer."""
    if left is None or right is None or left.family != right.family:
        return None
    if left.family == "number":
        return _number_order(left, right)
    if left.family in _INSTANTS.values() and left.rank != right.rank:
        return _zone_order(left, right)
    return _sign(left.value, right.value)


def _sign(a: Decimal | float | str | bool, b: Decimal | float | str | bool) -> int | None:  # noqa: FBT001
    if a == b:
        return 0
    if a < b:  # type: ignore[operator]
        return -1
    return 1 if a > b else None  # type: ignore[operator]


def _number_order(left: Value, right: Value) -> int | None:
    rank = max(left.rank, right.rank)
    if rank == 0:
        return _sign(left.value, right.value)
    if rank == 1:
        return _sign(_narrow(float(left.value)), _narrow(float(right.value)))
    return _sign(float(left.value), float(right.value))


def _number(lexical: str, rank: int) -> Decimal | float:
    if rank == 0:
        return Decimal(lexical)
    return _narrow(float(lexical)) if rank == 1 else float(lexical)


def _narrow(value: float) -> float:
    """Rounded to xsd:float."""
    with np.errstate(over="ignore"):
        return float(np.float32(value))


def _zone_order(left: Value, right: Value) -> int | None:
    """One of the two has no timezone: they compare only beyond the 14 hours it may shift (XSD 3.2.7.4)."""
    gap = Decimal(left.value) - Decimal(right.value)
    if abs(gap) <= _ZONE_SPREAD:
        return None
    return -1 if gap < 0 else 1


def _instant(family: str, lexical: str) -> Value | None:
    found = _INSTANT.fullmatch(lexical)
    if found is None or len(found["year"] or "") > _LONGEST_YEAR:
        return None
    days = _days(int(found["year"] or 1970), int(found["month"] or 1), int(found["day"] or 1))
    seconds = 3600 * int(found["hour"] or 0) + 60 * int(found["minute"] or 0) + Decimal(found["second"] or 0)
    zone = found["zone"]
    shift = 0
    if zone and zone != "Z":
        shift = (int(zone[1:3]) * 3600 + int(zone[4:6]) * 60) * (-1 if zone[0] == "-" else 1)
    if family == "time" and found["hour"] == "24":
        seconds = Decimal(0)
    return Value(family, Decimal(days * 86400) + seconds - shift, 1 if zone else 0)


def _days(year: int, month: int, day: int) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar."""
    year -= month <= 2  # noqa: PLR2004 - years counted from March, so that the leap day comes last
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def _duration(lexical: str) -> Decimal:
    """Months of a yearMonthDuration, seconds of a dayTimeDuration."""
    found = _DURATION.fullmatch(lexical)
    if found is None:
        raise ValueError(lexical)
    sign, *parts = found.groups()
    years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in parts)
    total = years * 12 + months + ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return -total if sign else total
