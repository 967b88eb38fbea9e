"""What a plain scalar of YAML means: by the core schema of YAML 1.2, and where YAML 1.1 reads another thing.

The core schema knows null, booleans, integers and floats, and gives them the values that JSON has: `1.10` is
the number 1.1 and `012` the number 12. Everything else is text as it is written: `NO`, `on`, `12:30`,
`2026-01-01`. Many parsers still read YAML 1.1, where those four are false, true, 750 and a date.
"""

import re
from typing import Any

MAX_DIGITS = 1000
"""An integer of more digits has no use, and Python takes quadratic time over it."""

_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

_SIGNS = frozenset("+-.0123456789")
"""What a number begins with; most scalars are words, and for those nothing else is tried."""

_BOOLEANS = frozenset(["yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF"])
_OF_YAML_1_1 = {
    "octal": re.compile(r"[-+]?0[0-7_]*[0-7]"),
    "sexagesimal": re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"),
    "underscores": re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?"),
    "binary": re.compile(r"[-+]?0b[01_]+"),
    "date": re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
        r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?"
        r"(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?"
    ),
}
_KINDS = {"bool": "boolean", "int": "number", "float": "number", "NoneType": "null"}
MERGE = "<<"
_LONGEST = 40
"""No scalar that YAML 1.1 reads as something else than text is longer."""


def value(text: str) -> Any:
    """Return what a plain scalar stands for; a number that JSON cannot hold stays text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _SIGNS:
        return text
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= MAX_DIGITS else text
    if _FLOAT.fullmatch(text):
        number = float(text)
        return text if number in (float("inf"), float("-inf")) else number
    return int(text, 0) if len(text) <= MAX_DIGITS and _OTHER_BASE.fullmatch(text) else text


def is_no_number(text: str) -> bool:
    """Whether the core schema takes a scalar for a number that JSON lacks, so that `value` kept the text."""
    return bool(_NO_NUMBER.fullmatch(text)) or (
        isinstance(value(text), str) and bool(_INTEGER.fullmatch(text) or _FLOAT.fullmatch(text))
    )


def otherwise(text: str) -> str:
    """Return what YAML 1.1 takes a plain scalar for (boolean, octal, date …), nothing where it agrees."""
    if text in _BOOLEANS:
        return "boolean"
    if text == "=":
        return "default"
    if text[:1] not in _SIGNS or len(text) > _LONGEST:
        return ""
    for reading, pattern in _OF_YAML_1_1.items():
        if pattern.fullmatch(text):
            return "" if reading == "octal" and int(text, 8) == value(text) else reading
    return ""


class Names(dict[str, str]):
    """Keys, each kept once; `odd` are those that other parsers do not take for the text they are here."""

    def __init__(self) -> None:
        super().__init__()
        self.odd = {MERGE: "merge"}

    def __missing__(self, text: str) -> str:
        kind = type(value(text)).__name__
        reading = otherwise(text) if kind == "str" else _KINDS[kind]
        if reading:
            self.odd[text] = reading
        self[text] = text
        return text


class Plain(dict[str, Any]):
    """What plain scalars stand for, each found out once; `odd` are those that not everybody reads alike."""

    def __init__(self) -> None:
        super().__init__()
        self.odd: dict[str, tuple[str, str]] = {}

    def __missing__(self, text: str) -> Any:
        found = self[text] = value(text)
        if found is text and is_no_number(text):
            self.odd[text] = ("no-json-number", "")
        elif reading := otherwise(text):
            self.odd[text] = ("yaml-1-1", reading)
        return found
