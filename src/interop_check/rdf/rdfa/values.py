"""Literals of a page: plain, of a language, of a datatype; and the datatype that a time shows by its form."""

import re

import pyoxigraph as ox

from interop_check.rdf.terms import token
from interop_check.rdf.vocabulary import XSD

_TIMES = (
    # HTML+RDFa 1.1, section 3.1, rule 9; the forms of XML Schema 1.1, part 2
    (
        "duration",
        r"-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    ),
    ("dateTime", r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"),
    ("date", r"-?\d{4,}-\d\d-\d\d(?:Z|[+-]\d\d:?\d\d)?"),
    ("time", r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"),
    ("gYearMonth", r"-?\d{4,}-\d\d"),
    ("gYear", r"-?\d{4,}"),
)
_FORMS = tuple((XSD + name, re.compile(form)) for name, form in _TIMES)


def literal(lexical: str, language: str = "", datatype: str = "") -> bytes:
    """Return the token of a literal: of a datatype, else of a language, else plain."""
    lexical = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in lexical)
    if datatype:
        return token(ox.Literal(lexical, datatype=ox.NamedNode(datatype)))
    if language:
        try:
            return token(ox.Literal(lexical, language=language))
        except ValueError:
            return token(ox.Literal(lexical))
    return token(ox.Literal(lexical))


def time_datatype(lexical: str) -> str:
    """Return the datatype that a time, a date or a duration has by its form; "" for any other text."""
    return next((iri for iri, form in _FORMS if form.fullmatch(lexical)), "")
