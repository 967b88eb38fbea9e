"""What a schema says of the values that it allows, with all that it refers to and extends; found out once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce

from interop_check.openapi.description import Description
from interop_check.openapi.node import Node

TYPES = frozenset({"array", "boolean", "integer", "null", "number", "object", "string"})
MAX_DEPTH = 100
"""Schemas that are part of each other are not followed deeper; what is below is taken to say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What every value of a schema has in common, as far as types, members and mandatory members go.

    `types` are those of JSON Schema that a value can have, all of them where the schema does not say; where
    `number` is allowed `integer` is too. `properties` are those of the schema and of what it extends by
    allOf; `possible` also those of the alternatives in anyOf and oneOf.
    """

    types: frozenset[str] = TYPES
    properties: Mapping[str, Node] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    possible: Mapping[str, Node] = field(default_factory=dict)

    @property
    def is_object(self) -> bool:
        """Whether a value can be nothing but an object."""
        return self.types == {"object"}


class Schemas:
    """The facts of the schemas of one description."""

    def __init__(self, api: Description) -> None:
        self._api = api
        self._known: dict[int, Facts] = {}

    def facts(self, node: Node | None) -> Facts:
        """Return what a schema says; nothing where there is none, or it leads nowhere."""
        return self._facts(node, 0)

    def _facts(self, node: Node | None, depth: int) -> Facts:
        found = self._api.resolved(node) if node else None
        if found is None or depth > MAX_DEPTH:
            return Facts()
        if id(found) not in self._known:
            self._known[id(found)] = Facts()  # for whatever leads back to it
            self._known[id(found)] = self._gathered(found, depth)
        return self._known[id(found)]

    def _gathered(self, node: Node, depth: int) -> Facts:
        every = [self._facts(one, depth + 1) for one in self._extended(node)]
        groups = [
            [self._facts(self._api.node_at(node, name, number), depth + 1) for number in range(len(branches))]
            for name in ("anyOf", "oneOf")
            if isinstance(branches := node.fields.get(name), list) and branches
        ]
        own = _own_properties(self._api, node)
        properties = reduce(_joined, (one.properties for one in every), own)
        branched = [facts.possible for group in groups for facts in group]
        types = reduce(frozenset.intersection, (one.types for one in every), own_types(node))
        for group in groups:
            types &= frozenset().union(*(facts.types for facts in group))
        return Facts(
            types=types,
            properties=properties,
            required=reduce(frozenset.union, (one.required for one in every), _own_required(node)),
            possible=reduce(_joined, [*(one.possible for one in every), *branched], properties),
        )

    def _extended(self, node: Node) -> Iterator[Node | None]:
        """Yield what a schema adds to: the members of allOf, and a reference that stands beside others."""
        reference = self._api.reference(node)
        if reference is not None:
            yield reference.target
        members = node.fields.get("allOf")
        for number in range(len(members)) if isinstance(members, list) else ():
            yield self._api.node_at(node, "allOf", number)


def own_types(node: Node) -> frozenset[str]:
    """Return the types that the schema itself allows."""
    written = node.fields.get("type")
    names = frozenset(
        one for one in (written if isinstance(written, list) else [written]) if isinstance(one, str)
    )
    if not names:
        return TYPES
    also = {"integer"} if "number" in names else set()
    also |= {"null"} if node.fields.get("nullable") is True else set()
    return names | also


def _own_required(node: Node) -> frozenset[str]:
    listed = node.fields.get("required")
    return (
        frozenset(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else frozenset()
    )


def _own_properties(api: Description, node: Node) -> Mapping[str, Node]:
    members = node.fields.get("properties")
    names = members if isinstance(members, dict) else ()
    return {name: found for name in names if (found := api.node_at(node, "properties", name))}


def _joined(one: Mapping[str, Node], other: Mapping[str, Node]) -> Mapping[str, Node]:
    return {**other, **one}
