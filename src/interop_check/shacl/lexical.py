"""Lexical spaces of the XSD datatypes (XML Schema 1.1 part 2), checked without converting any value.

xsd:string and xsd:anyURI have none to check: any text will do (XSD 1.1, 3.3.17.2).
"""

import re
from collections.abc import Callable
from functools import cache

from interop_check.rdf.vocabulary import XSD

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DATE = rf"(?P<year>{_YEAR})-(?P<month>{_MONTH})-(?P<day>{_DAY})"
_NAME_START = (
    r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_NAME_CHAR = _NAME_START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"
_NC_START, _NC_CHAR = _NAME_START[1:], _NAME_CHAR[1:]
_TIMES = r"T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?"
_NCNAME = rf"[{_NC_START}][{_NC_CHAR}]*"

_PATTERNS = {
    "boolean": r"true|false|0|1",
    "decimal": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)",
    "integer": r"[+-]?\d+",
    "double": r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "dateTime": rf"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"{_DATE}T{_TIME}(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))",
    "date": _DATE + _ZONE,
    "time": _TIME + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": rf"--{_MONTH}{_ZONE}",
    "gDay": rf"---{_DAY}{_ZONE}",
    "gMonthDay": rf"--(?P<month>{_MONTH})-(?P<day>{_DAY}){_ZONE}",
    "duration": rf"-?P(?=\d|T)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:{_TIMES})?",
    "yearMonthDuration": r"-?P(?=\d)(?:\d+Y)?(?:\d+M)?",
    "dayTimeDuration": rf"-?P(?=\d|T)(?:\d+D)?(?:{_TIMES})?",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}[A-Za-z0-9+/]"
    r"|(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|[A-Za-z0-9+/] ?[AQgw] ?= ?=)?",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?:[^\s]+(?: [^\s]+)*)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": rf"[{_NAME_START}][{_NAME_CHAR}]*",
    "NCName": _NCNAME,
    "QName": rf"(?:{_NCNAME}:)?{_NCNAME}",
    "NMTOKEN": rf"[{_NAME_CHAR}]+",
}
_SAME = {"float": "double", "ID": "NCName", "IDREF": "NCName", "ENTITY": "NCName", "NOTATION": "QName"}
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-128, 127),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 255),
}
_DATED = frozenset({"dateTime", "dateTimeStamp", "date", "gMonthDay"})
_MONTH_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST_BOUND = 20

INTEGERS = frozenset(XSD + name for name in _BOUNDS)
Check = Callable[[str], bool]


def is_valid(datatype: str, lexical: str) -> bool:
    """Whether a lexical form belongs to the datatype; any form does where the datatype has no known space."""
    check = check_for(datatype)
    return check is None or check(lexical)


def _matches(pattern: str) -> Check:
    fullmatch = re.compile(pattern, re.ASCII).fullmatch
    return lambda lexical: fullmatch(lexical) is not None


def _dated(pattern: str) -> Check:
    fullmatch = re.compile(pattern, re.ASCII).fullmatch

    def check(lexical: str) -> bool:
        found = fullmatch(lexical)
        if found is None:
            return False
        day, month = int(found["day"]), int(found["month"])
        if day <= 28:  # noqa: PLR2004 - every month has them
            return True
        if month == 2 and day == 29:  # noqa: PLR2004 - the leap day
            return "year" not in found.groupdict() or _is_leap(found["year"])
        return day <= _MONTH_DAYS[month - 1] and not (month == 2 and day > 29)  # noqa: PLR2004

    return check


def _is_leap(year: str) -> bool:
    # The last four digits decide: 10,000 is a multiple of 400.
    last = int(year[-4:])
    return last % 4 == 0 and (last % 100 != 0 or last % 400 == 0)


def _bounded(low: int | None, high: int | None) -> Check:
    fullmatch = re.compile(_PATTERNS["integer"], re.ASCII).fullmatch

    def check(lexical: str) -> bool:
        if fullmatch(lexical) is None:
            return False
        negative = lexical[0] == "-"
        digits = lexical.lstrip("+-").lstrip("0")
        if len(digits) > _LONGEST_BOUND:  # too long to convert, and beyond every finite bound
            return (low is None) if negative else (high is None)
        value = -int(digits or "0") if negative else int(digits or "0")
        return (low is None or value >= low) and (high is None or value <= high)

    return check


@cache
def check_for(datatype: str) -> Check | None:
    """The lexical check of a datatype IRI, compiled at first use; None where any form will do."""
    name = datatype.removeprefix(XSD)
    name = _SAME.get(name, name)
    if name == datatype:
        return None
    if name in _BOUNDS and name != "integer":
        return _bounded(*_BOUNDS[name])
    if name in _DATED:
        return _dated(_PATTERNS[name])
    return _matches(_PATTERNS[name]) if name in _PATTERNS else None
