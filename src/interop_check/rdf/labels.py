"""Blank nodes with labels that are the same every time: a parser makes up new ones at each reading."""

from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox


def numbered(quads: Iterable[ox.Quad | ox.Triple], prefix: str = "b") -> Iterator[ox.Triple]:
    """Yield the triples of `quads` with blank nodes called prefix0, prefix1 … in the order of the text."""
    labels: dict[ox.BlankNode, ox.BlankNode] = {}

    def named(node: Any) -> Any:
        if isinstance(node, ox.BlankNode):
            return labels.setdefault(node, ox.BlankNode(f"{prefix}{len(labels)}"))
        if isinstance(node, ox.Triple):
            return ox.Triple(named(node.subject), node.predicate, named(node.object))
        return node

    for quad in quads:
        yield ox.Triple(named(quad.subject), quad.predicate, named(quad.object))
