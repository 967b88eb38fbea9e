"""Repairs of parameters that must be a list, or that may stand only once."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from interop_check.rdf.vocabulary import SH
from interop_check.standards.edits import Edit, Effect, Fix
from interop_check.standards.shapes import FIRST, NIL, REST, Node, Shapes, Subject, iri

_LISTS = tuple(SH + name for name in ("in", "or", "and", "xone", "languageIn", "ignoredProperties"))
_SINGLE = tuple(
    SH + name
    for name in (
        *("datatype", "nodeKind", "minCount", "maxCount", "minLength", "maxLength", "minInclusive"),
        *("maxInclusive", "minExclusive", "maxExclusive", "uniqueLang", "in", "languageIn", "severity"),
    )
)


def loose(shapes: Shapes) -> Iterator[Edit]:
    """Find lists of which the members stand loose at the parameter, as `@container: @set` writes them."""
    for (subject, predicate), values in _grouped(shapes, _LISTS).items():
        members = [triple for triple in values if not _is_list(shapes, triple.object)]
        if members:
            cells, triples = _cells(subject, predicate, [triple.object for triple in members])
            link = ox.Triple(subject, ox.NamedNode(predicate), cells[0])
            yield Edit(subject, tuple(members), (link, *triples))


def _cells(
    subject: Subject, predicate: str, members: Sequence[Node]
) -> tuple[list[Subject], list[ox.Triple]]:
    """Return the cells of a list of `members`, named after its place, and the triples that make it."""
    stem = hashlib.sha256(f"{subject} {predicate}".encode()).hexdigest()[:16]
    cells: list[Subject] = [ox.BlankNode(f"l{stem}x{number}") for number in range(len(members))]
    cells.append(ox.NamedNode(NIL))
    triples: list[ox.Triple] = []
    for cell, rest, member in zip(cells, cells[1:], members, strict=False):
        triples.append(ox.Triple(cell, ox.NamedNode(FIRST), member))
        triples.append(ox.Triple(cell, ox.NamedNode(REST), rest))
    return cells, triples


def _is_list(shapes: Shapes, node: Node) -> bool:
    return iri(node) == NIL or bool(shapes.values(node, FIRST))


def ambiguous(shapes: Shapes) -> Iterator[Edit]:
    """Find parameters with several values where one is allowed: which one holds cannot be told."""
    for (subject, _), triples in _grouped(shapes, _SINGLE).items():
        if len(triples) > 1:
            yield Edit(subject, tuple(triples))


def _grouped(shapes: Shapes, predicates: Sequence[str]) -> dict[tuple[Subject, str], list[ox.Triple]]:
    groups: dict[tuple[Subject, str], list[ox.Triple]] = defaultdict(list)
    for triple in shapes.with_predicate(*predicates):
        groups[triple.subject, triple.predicate.value].append(triple)
    return groups


FIXES = (
    Fix("list-members-loose", Effect.LOADABLE, loose),
    Fix("several-values", Effect.VERDICT, ambiguous),
)
