"""References that never end: those that only lead to each other, and schemas that are part of themselves.

A tree that holds trees ends with its leaves, because each step goes down into a property or an item. A schema
that applies itself to the very same value, through $ref, allOf, anyOf, oneOf, not and the like, does not
(JSON Schema 2020-12, core, section 9.4.1).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from interop_check.openapi.description import Description, is_reference
from interop_check.openapi.node import Node, Reference

_IN_PLACE = ("not", "if", "then", "else")
_IN_PLACE_LISTS = ("allOf", "anyOf", "oneOf")
_DONE = -1

Step = tuple[Reference | None, Node]
"""The next node, and the reference that leads to it; None where it stands right there."""


@dataclass(frozen=True, slots=True)
class _Reached:
    """A node on the way, what comes after it, and how it was reached."""

    node: Node
    steps: Iterator[Step]
    schemas: int
    """How many nodes on the way until here are more than a reference."""

    reference: Reference | None
    """The last reference that was followed."""


def endless(api: Description) -> Iterator[tuple[Reference, str]]:
    """Yield one reference of each circle, with a code: ref-cycle or schema-cycle."""
    places: dict[int, int] = {}
    for reference in api.references:
        if id(reference.node) not in places:
            yield from _followed(reference.node, api, places)


def _followed(start: Node, api: Description, places: dict[int, int]) -> Iterator[tuple[Reference, str]]:
    """Go depth first. `places` are the numbers on the way of nodes, or that all behind them has been seen."""
    way = [_reached(start, api, None, 0)]
    places[id(start)] = 0
    while way:
        here = way[-1]
        step = next(here.steps, None)
        if step is None:
            places[id(way.pop().node)] = _DONE
            continue
        reference, below = step[0] or here.reference, step[1]
        place = places.get(id(below))
        if place is None:
            places[id(below)] = len(way)
            way.append(_reached(below, api, reference, here.schemas))
        elif place != _DONE and reference is not None:
            before = way[place - 1].schemas if place else 0
            yield reference, "schema-cycle" if here.schemas > before else "ref-cycle"


def _reached(node: Node, api: Description, reference: Reference | None, schemas: int) -> _Reached:
    is_schema = node.kind == "schema" and not is_reference(node)
    return _Reached(node, _steps(node, api), schemas + is_schema, reference)


def _steps(node: Node, api: Description) -> Iterator[Step]:
    reference = api.reference(node)
    if reference is not None and reference.target is not None:
        yield reference, reference.target
    if node.kind != "schema" or is_reference(node):
        return
    for name in node.fields:
        if name in _IN_PLACE and (below := api.node_at(node, name)):
            yield None, below
        elif name in _IN_PLACE_LISTS and isinstance(node.value[name], list):
            for number in range(len(node.value[name])):
                if below := api.node_at(node, name, number):
                    yield None, below
