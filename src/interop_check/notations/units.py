"""Units of measure: codes of UCUM and of UN/CEFACT, and what people write in their place."""

import re

UCUM = frozenset({"http://w3id.org/cdt/ucum", "https://w3id.org/cdt/ucum"})
"""Datatypes of a value with its unit: "12.5 Cel" (Custom Datatypes for Units of Measurement)."""

UCUM_UNITS = frozenset({"http://w3id.org/cdt/ucumunit", "https://w3id.org/cdt/ucumunit"})
"""Datatypes of a unit alone: "Cel"."""

_QUDT = re.compile(
    r"https://(?:www\.)?qudt\.org/vocab/unit/|http://www\.qudt\.org/vocab/unit/|http://qudt\.org/unit/"
)
_CODE = re.compile(r"[!-~]*[A-Za-z%\[\]'\"*][!-~]*")
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_QUANTITY = re.compile(rf"{_NUMBER} (\S+)")
_COMMON = re.compile(r"[A-Z0-9]{2,3}")

_PROPER = {
    "°c": "Cel", "graden": "Cel", "graden celsius": "Cel", "c": "Cel", "celsius": "Cel", "m²": "m2",
    "km²": "km2", "km/u": "km/h", "µg/m³": "ug/m3", "μg/m³": "ug/m3", "ug/m³": "ug/m3", "meter": "m",
    "kilometer": "km", "uur": "h", "u": "h", "dag": "d", "minuut": "min", "procent": "%", "liter": "L",
    "µm": "um", "μm": "um", "°": "deg", "kw": "kW", "kwh": "kW.h",
}  # fmt: skip


def proper_iri(iri: str) -> str:
    """Return the IRI of a QUDT unit that is written otherwise; "" for any other IRI."""
    return _QUDT.sub("http://qudt.org/vocab/unit/", iri) if _QUDT.match(iri) else ""


def is_code(text: str) -> bool:
    """Whether a text can be a code of UCUM: printable ASCII without blanks, and something beside digits."""
    return _CODE.fullmatch(text) is not None


def is_common_code(text: str) -> bool:
    """Whether a text has the form of a UN/CEFACT code: two or three capitals and digits (CEL, MTR, P1)."""
    return _COMMON.fullmatch(text) is not None


def unit_of(quantity: str) -> str:
    """Return the unit in "12.5 Cel"; "" where it is none."""
    found = _QUANTITY.fullmatch(quantity)
    return found[1] if found and is_code(found[1]) else ""


def proper_code(text: str) -> str:
    """Return the code of UCUM for what people write, itself where it is one; "" where it cannot be told."""
    return _PROPER.get(text.strip().lower(), text if is_code(text) else "")
