"""Addresses in a description that may be those of standards: further documentation, and JSON-LD contexts."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from interop_check.openapi.description import Description
from interop_check.openapi.node import Node

CONTEXT = "@context"

_ONE, _MANY = ("const", "default", "example"), ("enum", "examples")


class Link(NamedTuple):
    """An address, and where it stands: a node, and the steps from there."""

    address: str
    node: Node
    steps: tuple[str, ...]


def links(api: Description) -> Iterator[Link]:
    """Yield the addresses of externalDocs, then the contexts that schemas prescribe for @context."""
    for node in api.nodes("external-docs"):
        if isinstance(node.fields.get("url"), str):
            yield Link(node.fields["url"], node, ("url",))
    for node in api.nodes("schema"):
        properties = node.fields.get("properties")
        context = properties.get(CONTEXT) if isinstance(properties, Mapping) else None
        if isinstance(context, Mapping):
            for step, address in _values(context):
                yield Link(address, node, ("properties", CONTEXT, step))


def _values(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the texts that a schema names as its values, with the keyword that does."""
    yield from ((key, schema[key]) for key in _ONE if isinstance(schema.get(key), str))
    for key in _MANY:
        listed = schema.get(key)
        yield from (
            (key, one) for one in (listed if isinstance(listed, list) else ()) if isinstance(one, str)
        )
