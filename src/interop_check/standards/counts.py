"""Repairs of sh:minCount and sh:maxCount that are not an xsd:integer."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from interop_check.rdf.vocabulary import XSD_INTEGER, XSD_STRING
from interop_check.standards.edits import Edit, Effect, Fix, dropped, replaced
from interop_check.standards.shapes import MAX_COUNT, MIN_COUNT, Shapes

_NUMBER = re.compile(r"\s*\+?([0-9]+)\s*")


def as_string(shapes: Shapes) -> Iterator[Edit]:
    """Find counts written as text: "1"."""
    return _numbers(shapes, text=True)


def as_other_type(shapes: Shapes) -> Iterator[Edit]:
    """Find counts of another numeric type: "1"^^xsd:long, also "01"^^xsd:integer."""
    return _numbers(shapes, text=False)


def _numbers(shapes: Shapes, *, text: bool) -> Iterator[Edit]:
    for triple in shapes.with_predicate(MIN_COUNT, MAX_COUNT):
        value = triple.object
        if isinstance(value, ox.Literal) and not _is_count(value):
            number = _NUMBER.fullmatch(value.value)
            if number and text == (value.datatype.value == XSD_STRING):
                yield replaced(triple, ox.Literal(str(int(number[1])), datatype=ox.NamedNode(XSD_INTEGER)))


def unbounded(shapes: Shapes) -> Iterator[Edit]:
    """Find "n" and "*": no limit, which SHACL says by leaving the count out."""
    for triple in shapes.with_predicate(MIN_COUNT, MAX_COUNT):
        if isinstance(triple.object, ox.Literal) and triple.object.value.strip() in ("n", "N", "*"):
            yield dropped(triple)


def unreadable(shapes: Shapes) -> Iterator[Edit]:
    """Find counts that are no number at all."""
    for triple in shapes.with_predicate(MIN_COUNT, MAX_COUNT):
        if not _is_count(triple.object):
            yield dropped(triple)


def _is_count(value: object) -> bool:
    return (
        isinstance(value, ox.Literal)
        and value.datatype.value == XSD_INTEGER
        and re.fullmatch("0|[1-9][0-9]*", value.value) is not None
    )


FIXES = (
    Fix("count-as-string", Effect.LOADABLE, as_string),
    Fix("count-as-other-integer-type", Effect.LOADABLE, as_other_type),
    Fix("count-n", Effect.LOADABLE, unbounded),
    Fix("count-unreadable", Effect.VERDICT, unreadable),
)
