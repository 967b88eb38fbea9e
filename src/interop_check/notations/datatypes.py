"""Datatypes of literals: which one a misspelt IRI means, and how a value would be well written."""

import re
from difflib import get_close_matches

from interop_check.rdf.vocabulary import XSD

GEO = "http://www.opengis.net/ont/geosparql#"

_NAMES = """
anySimpleType anyType anyURI base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration
decimal double duration ENTITY float gDay gMonth gMonthDay gYear gYearMonth hexBinary ID IDREF int
integer language long Name NCName negativeInteger NMTOKEN nonNegativeInteger nonPositiveInteger
normalizedString NOTATION positiveInteger QName short string time token unsignedByte unsignedInt
unsignedLong unsignedShort yearMonthDuration
"""
_OF_XSD = _NAMES.split()
_OF_GEO = ["wktLiteral", "gmlLiteral", "geoJSONLiteral", "kmlLiteral", "dggsLiteral"]
_SPACES = {
    XSD: (
        re.compile(r"https?://(?:www\.)?w3\.org/2001/XMLSchema[#/]?|(?:xsd?|xml-?schema):", re.IGNORECASE),
        _OF_XSD,
    ),
    GEO: (
        re.compile(
            r"https?://(?:www\.)?opengis\.net/(?:ont/)?(?:geosparql|sf|gml)?[#/]?|geo:", re.IGNORECASE
        ),
        _OF_GEO,
    ),
}
_RDF_SPACES = re.compile(
    r"https?://www\.w3\.org/(?:2000/01/rdf-schema|1999/02/22-rdf-syntax-ns)#", re.IGNORECASE
)
_NEAR = 0.8


def meant(iri: str) -> str:
    """Return the datatype that a wrong IRI means; "" where it is right, or not one of those known here.

    Known are those of XML Schema and of GeoSPARQL: under another scheme, in other capitals, misspelt, with
    the prefix in place of the namespace, or in the namespaces of RDF and RDFS.
    """
    for namespace, (pattern, names) in _SPACES.items():
        found = pattern.match(iri)
        if found:
            return _right(namespace, iri, iri[found.end() :], names)
    found = _RDF_SPACES.match(iri)
    name = _named(iri[found.end() :], _OF_XSD, 1.0) if found else ""
    return f"{XSD}{name}" if name else ""


def _right(namespace: str, iri: str, name: str, names: list[str]) -> str:
    right = _named(name, names, _NEAR)
    return f"{namespace}{right}" if right and f"{namespace}{right}" != iri else ""


def _named(name: str, names: list[str], near: float) -> str:
    lower = {one.lower(): one for one in names}
    if name in names:
        return name
    found = get_close_matches(name.lower(), lower, n=1, cutoff=near)
    return lower[found[0]] if found else ""


_DATE = r"\d{4}-\d\d-\d\d"
_MENDS = (
    # datatypes, what is written, what would be right
    ({"dateTime"}, re.compile(rf"({_DATE}) (\d\d:\d\d(?::\d\d)?.*)"), r"\1T\2"),
    ({"dateTime"}, re.compile(rf"({_DATE}T\d\d:\d\d)(Z|[+-].*)?"), r"\1:00\2"),
    ({"dateTime"}, re.compile(rf"({_DATE}T[\d:.]+[+-]\d\d)(\d\d)"), r"\1:\2"),
    ({"dateTime"}, re.compile(r"(\d{4})(\d\d)(\d\d)(T\d\d:\d\d:.*)"), r"\1-\2-\3\4"),
    ({"dateTime"}, re.compile(rf"({_DATE})"), r"\1 (xsd:date)"),
    ({"date"}, re.compile(rf"({_DATE})T.*"), r"\1"),
    ({"date", "dateTime"}, re.compile(r"(\d\d)[/.-](\d\d)[/.-](\d{4})"), r"\3-\2-\1"),
    ({"gYear"}, re.compile(r"(\d{4})-.*"), r"\1"),
    ({"decimal", "double", "float"}, re.compile(r"([+-]?\d+),(\d+)"), r"\1.\2"),
    ({"integer", "int", "long", "nonNegativeInteger"}, re.compile(r"([+-]?\d+)[.,]0+"), r"\1"),
    ({"boolean"}, re.compile(r"true|ja|yes|waar|y", re.IGNORECASE), "true"),
    ({"boolean"}, re.compile(r"false|nee|no|onwaar|n", re.IGNORECASE), "false"),
)


def mended(datatype: str, text: str) -> str:
    """Return how a value that its datatype has no place for would be written; "" where nobody can tell."""
    name = datatype.removeprefix(XSD)
    for names, pattern, right in _MENDS:
        found = pattern.fullmatch(text.strip())
        if name in names and found:
            return found.expand(right)
    return ""
