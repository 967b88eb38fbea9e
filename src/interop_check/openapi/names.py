"""The names of the members that a schema's values can have, one below the other: what contexts map."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from interop_check.openapi.description import Description
from interop_check.openapi.node import Node

Names: TypeAlias = Mapping[str, "Names"]
"""Each name with the names below it."""

MAX_NAMES = 20_000
MAX_DEPTH = 50

_PARTS = ("items", "additionalProperties", "contains", "if", "then", "else", "unevaluatedProperties")
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAPS = ("patternProperties", "dependentSchemas")


def property_names(api: Description, schema: Node) -> Names:
    """Return the names in a schema's values: its own, and those of all that it refers to, extends or allows.

    Lists and maps add no name: what their items hold stands below the name of the whole. A schema within
    itself is not followed again, so that its name has none below it there.
    """
    return _Collector(api).names([schema], frozenset(), 0)


class _Collector:
    """Goes down from a schema until there is nothing new, or too much."""

    def __init__(self, api: Description) -> None:
        self._api = api
        self._left = MAX_NAMES

    def names(self, schemas: Sequence[Node], above: frozenset[int], depth: int) -> Names:
        here = self._in_place(schemas, above)
        within = above | here.keys()
        below: dict[str, list[Node]] = {}
        for node in here.values():
            properties = node.fields.get("properties")
            for name in properties if isinstance(properties, dict) else ():
                found = self._api.node_at(node, "properties", name)
                below.setdefault(name, []).extend([found] if found else [])
        self._left -= len(below)
        if self._left < 0 or depth >= MAX_DEPTH:
            return {name: {} for name in below}
        return {name: self.names(nodes, within, depth + 1) for name, nodes in below.items()}

    def _in_place(self, schemas: Sequence[Node], above: frozenset[int]) -> dict[int, Node]:
        """Return all schemas that say something of the same value, by identity, without those above it."""
        found: dict[int, Node] = {}
        queue = list(schemas)
        while queue:
            node = self._api.resolved(queue.pop())
            if node is None or id(node) in found or id(node) in above:
                continue
            found[id(node)] = node
            queue += parts(self._api, node)
        return found


def parts(api: Description, node: Node) -> Iterator[Node]:
    """Yield the schemas in one that say something of its values, its items or members without a name."""
    reference = api.reference(node)
    if reference is not None and reference.target is not None:
        yield reference.target
    steps: list[tuple[str | int, ...]] = [(name,) for name in _PARTS if name in node.fields]
    for name in (*_LISTS, *_MAPS):
        value = node.fields.get(name)
        keys = range(len(value)) if isinstance(value, list) else value if isinstance(value, dict) else ()
        steps += [(name, key) for key in keys]
    yield from (one for step in steps if (one := api.node_at(node, *step)))
