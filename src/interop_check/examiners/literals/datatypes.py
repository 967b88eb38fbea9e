"""Rules oslo/datatype-known and oslo/datatype-form: datatypes that exist, and values that have their form."""

import re
from collections.abc import Callable

from interop_check.examiners.literals.values import Values
from interop_check.notations import datatypes
from interop_check.rdf.vocabulary import RDF_LANG_STRING, RDFS, XSD
from interop_check.shacl.lexical import check_for

KNOWN, FORM = "oslo/datatype-known", "oslo/datatype-form"
_NO_DATATYPES = {RDFS + "Literal": "every-literal", RDF_LANG_STRING: "without-language"}
_NO_ADDRESS = re.compile(rb'"[^"]*[\s<>{}|\\^`]')

# Most values are of a few plain forms, which one look at their bytes tells. All others are checked in full.
_NUMBER = re.compile(rb'"[+-]?\d{1,18}"')
_DECIMAL = re.compile(rb'"[+-]?\d{1,18}(?:\.\d+)?"')
_DAY = rb"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])"
_DATE = re.compile(rb'"' + _DAY + rb'"')
_TIME = re.compile(rb'"' + _DAY + rb'T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]0\d:[0-5]\d)?"')
_PLAIN = {
    XSD + "integer": _NUMBER,
    XSD + "decimal": _DECIMAL,
    XSD + "double": _DECIMAL,
    XSD + "float": _DECIMAL,
    XSD + "date": _DATE,
    XSD + "dateTime": _TIME,
}


def examine(values: Values) -> None:
    """Look at each literal with a datatype; what a datatype that is not known here allows is not said."""
    for datatype, numbers in values.by_datatype.items():
        right = datatypes.meant(datatype)
        code = _NO_DATATYPES.get(datatype) or ("misspelt" if right else "")
        if code and _is_of_context(values, datatype):
            continue
        values.data.look(KNOWN, len(numbers), len(numbers) if code else 0)
        if code:
            args = {"datatype": datatype, "right": right}
            at, _ = values.uses(numbers[:1])[0]
            values.data.note(KNOWN, code, at, args, len(numbers))
        else:
            _forms(values, datatype, numbers)


def _is_of_context(values: Values, datatype: str) -> bool:
    """Whether a JSON-LD context gave values this datatype: the examiner `contexts` says whose fault."""
    reading = values.data.evidence.content.reading
    return reading is not None and any(one.type == datatype for one in reading.spoilt)


def _forms(values: Values, datatype: str, numbers: list[int]) -> None:
    if datatype == XSD + "anyURI":
        wrong = [number for number in numbers if _NO_ADDRESS.match(values.table.tokens[number])]
    else:
        check = check_for(datatype)
        if check is None:
            return
        wrong = [number for number in _unusual(values, datatype, numbers) if not check(values.text(number))]
    values.data.look(FORM, len(numbers), len(wrong))
    values.note_uses(FORM, "ill-formed", wrong, _said(datatype))


def _unusual(values: Values, datatype: str, numbers: list[int]) -> list[int]:
    plain = _PLAIN.get(datatype)
    if plain is None:
        return numbers
    match, tokens = plain.match, values.table.tokens
    return [number for number in numbers if not match(tokens[number])]


def _said(datatype: str) -> Callable[[str], dict[str, str]]:
    return lambda text: {
        "datatype": datatype,
        "text": text,
        "mended": datatypes.mended(datatype, text),
    }


def well_formed(values: Values, datatype: str) -> list[int]:
    """Return the ids of a datatype whose value has its form."""
    numbers = values.by_datatype.get(datatype, [])
    check = check_for(datatype)
    unusual = set(_unusual(values, datatype, numbers))
    wrong = {number for number in unusual if check and not check(values.text(number))}
    return [number for number in numbers if number not in wrong]
