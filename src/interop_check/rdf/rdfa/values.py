"""The value of @property (RDFa Core 1.1, section 7.5, step 11; HTML+RDFa 1.1, section 3.1)."""

import re
from contextlib import suppress

import pyoxigraph as ox

from interop_check.rdf.html.tree import Tree
from interop_check.rdf.rdfa.element import Element, resource
from interop_check.rdf.rdfa.names import Names
from interop_check.rdf.terms import iri_token, token
from interop_check.rdf.vocabulary import RDF, RDF_DIR_LANG_STRING, RDF_LANG_STRING, XSD

_MARKUP = frozenset((iri_token(f"{RDF}XMLLiteral"), iri_token(f"{RDF}HTML")))
_OF_LANGUAGE = frozenset((iri_token(RDF_LANG_STRING), iri_token(RDF_DIR_LANG_STRING)))
"""Datatypes that a literal has by its language, and by nothing else."""

_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_DAY = r"-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_FORMS = tuple(
    (XSD + name, re.compile(form))
    for name, form in (
        ("date", _DAY + _ZONE),
        ("dateTime", f"{_DAY}T{_TIME}{_ZONE}"),
        ("time", _TIME + _ZONE),
        ("gYear", r"-?(?:[1-9]\d{3,}|0\d{3})" + _ZONE),
        ("gYearMonth", r"-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])" + _ZONE),
        (
            "duration",
            r"-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
        ),
    )
)
"""The lexical forms of XML Schema 1.1, part 2, that show a datatype by themselves."""


def value(one: Element, typed: bytes, names: Names, tree: Tree) -> bytes:
    """Return the token of what an element says in @property; `typed` is what its @typeof is about."""
    given, language = one.given, one.scope.language
    datatype = _datatype(one, names)
    if datatype in _MARKUP and "content" not in given:
        return literal(tree.markup(one.node), datatype=datatype)
    if datatype or "datatype" in given or "content" in given:
        return literal(_lexical(one, tree), language, datatype)
    if "datetime" in given or one.node.tag == "time":
        lexical = _lexical(one, tree)
        return literal(lexical, language, time_datatype(lexical))
    return _named(one, typed, names) or literal(_lexical(one, tree), language)


def _datatype(one: Element, names: Names) -> bytes:
    written = one.given.get("datatype")
    found = names.predicates(written, one.scope) if written else ()
    usable = len(found) == 1 and found[0].startswith(b"<") and found[0] not in _OF_LANGUAGE
    return found[0] if usable else b""


def _named(one: Element, typed: bytes, names: Names) -> bytes:
    """Return the resource that @property points to; b"" where there is none."""
    found = b"" if one.is_related else resource(one, names)
    return found or (typed if "typeof" in one.given and "about" not in one.given else b"")


def _lexical(one: Element, tree: Tree) -> str:
    for name in ("content", "datetime"):
        if name in one.given:
            return one.given[name]
    if one.node.tag == "data" and "value" in one.given:
        return one.given["value"]
    return tree.text(one.node)


def literal(lexical: str, language: str = "", datatype: bytes = b"") -> bytes:
    """Return the token of a literal: of a datatype, else of a language, else plain. No tag, no language."""
    if datatype:
        return token(ox.Literal(lexical, datatype=ox.NamedNode(datatype[1:-1].decode())))
    with suppress(ValueError):
        if language:
            return token(ox.Literal(lexical, language=language))
    return token(ox.Literal(lexical))


def time_datatype(lexical: str) -> bytes:
    """Return the datatype that a time, a date or a duration has by its form; b"" for any other text."""
    return next((iri_token(iri) for iri, form in _FORMS if form.fullmatch(lexical)), b"")
