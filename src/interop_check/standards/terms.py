"""Repairs of IRIs that are none, and of references that are not followed."""

import re
from collections.abc import Iterator
from typing import TypeVar
from urllib.parse import quote

import pyoxigraph as ox

from interop_check.rdf.vocabulary import OWL
from interop_check.standards.edits import Edit, Effect, Fix, dropped, replaced
from interop_check.standards.shapes import Node, Shapes, iri

_ILLEGAL = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_GLUED = re.compile(r".*\s(https?://[^\s<>\"{}|^`\\]+)", re.DOTALL)
_TermT = TypeVar("_TermT", bound=Node)


def glued(shapes: Shapes) -> Iterator[Edit]:
    """Find absolute IRIs written after blank space, which made parsers glue them to the base address."""
    for triple in shapes.triples:
        found = _GLUED.fullmatch(iri(triple.object))
        if found:
            yield replaced(triple, ox.NamedNode(found[1]))


def illegal(shapes: Shapes) -> Iterator[Edit]:
    """Find IRIs with characters that no IRI may have, such as blanks in the name of a shape."""
    seen: dict[Node, list[ox.Triple]] = {}
    for triple in shapes.triples:
        bad = next((n for n in (triple.subject, triple.object) if _ILLEGAL.search(iri(n))), None)
        if bad is not None:
            seen.setdefault(bad, []).append(triple)
    for node, triples in seen.items():
        mended = (ox.Triple(_legal(t.subject), t.predicate, _legal(t.object)) for t in triples)
        yield Edit(node, tuple(triples), tuple(mended))


def _legal(node: _TermT) -> _TermT | ox.NamedNode:
    if not isinstance(node, ox.NamedNode) or not _ILLEGAL.search(node.value):
        return node
    return ox.NamedNode(_ILLEGAL.sub(lambda found: quote(found[0]), node.value))


def imports(shapes: Shapes) -> Iterator[Edit]:
    """Find owl:imports: what is judged with is pinned, so nothing else is fetched."""
    yield from map(dropped, shapes.with_predicate(OWL + "imports"))


FIXES = (
    Fix("iri-glued-to-base", Effect.VERDICT, glued),
    Fix("iri-illegal-character", Effect.LOADABLE, illegal),
    Fix("owl-imports", Effect.LOADABLE, imports),
)
