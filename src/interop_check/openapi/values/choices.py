"""Discriminators -> conditions of JSON Schema: only the alternative that a value says it is, is looked at.

For JSON Schema any alternative that fits would do, or exactly one. What is told of a value is plainer where
only the one counts that it names, and of two alternatives that look alike both may fit. Source: OpenAPI
Specification 3.0.4, 3.1.1 and 3.2.0, Discriminator Object.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from interop_check.openapi.description import Description, is_reference
from interop_check.openapi.node import Node

KEYWORDS = ("oneOf", "anyOf")


class Choices:
    """What the discriminators of one description choose among."""

    def __init__(self, api: Description) -> None:
        self._api = api
        self._mapped: Mapping[int, list[tuple[str, Node]]] = defaultdict(list)
        for one in api.references:
            if one.node.kind == "discriminator" and one.target is not None:
                self._mapped[id(one.node)].append((str(one.at[-1]), one.target))

    def options(self, node: Node) -> tuple[str, str, Mapping[str, Node]] | None:
        """Return the property, the keyword and the schema of each value that a discriminator may have.

        None where there is none, or where one of the alternatives is no schema of its own.
        """
        said = node.value.get("discriminator")
        name = said.get("propertyName") if isinstance(said, dict) else None
        keyword = next((one for one in KEYWORDS if isinstance(node.value.get(one), list)), None)
        if keyword is None or not isinstance(name, str):
            return None
        references = [
            self._api.reference(one) if one and is_reference(one) else None
            for one in (self._api.node_at(node, keyword, n) for n in range(len(node.value[keyword])))
        ]
        found: dict[str, Node] = {}
        for one in references:
            if one is None or one.target is None:
                return None
            found[one.written.rpartition("/")[2]] = one.target
        below = self._api.node_at(node, "discriminator")
        branches = {id(one) for one in found.values()}
        found.update((value, one) for value, one in self._mapped[id(below)] if id(one) in branches)
        return name, keyword, found


def chosen(name: str, alternatives: Sequence[Any], keyword: str, options: Mapping[str, str]) -> Any:
    """Return the condition; `options` are the address of the schema for each value of the property `name`."""
    named = {"type": "object", "required": [name], "properties": {name: {"type": "string"}}}
    each = [
        {"if": {"properties": {name: {"const": value}}}, "then": {"$ref": address}}
        for value, address in options.items()
    ]
    among = {"properties": {name: {"enum": list(options)}}, "allOf": each}
    return {"if": named, "then": among, "else": {keyword: list(alternatives)}}
