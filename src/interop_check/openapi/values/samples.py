"""The values that a description gives: examples, defaults and the values of enums, each with its schema."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from interop_check.openapi.description import Description
from interop_check.openapi.document import Path
from interop_check.openapi.facts import TYPES
from interop_check.openapi.node import Node
from interop_check.openapi.payloads import is_json

REQUEST, RESPONSE, EITHER = "request", "response", ""
"""Which way a value goes; a schema's own example may go either way, as what a callback sends."""


class Role(StrEnum):
    """What a value is there for."""

    EXAMPLE = "example"
    DEFAULT = "default"
    ENUM = "enum"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One value, `at` some steps below `node`, and the schema that it has to fit.

    `without` is a keyword of the schema that says nothing about this value. Text may be a value of any of the
    types `sent_as_text`, in the notation in which it is sent: XML, or a list with commas.
    """

    role: Role
    node: Node
    at: Path
    value: Any
    schema: Node
    direction: str = EITHER
    without: str = ""
    sent_as_text: frozenset[str] = frozenset()


_WAYS = {"request-body": REQUEST, "parameter": REQUEST, "response": RESPONSE, "header": RESPONSE}
_TURNED = frozenset({"callback"})
"""What turns the way of all that is in it: the service asks and its user answers."""

_CONTAINERS = frozenset({"array", "object"})
"""What a parameter or header is sent as text of, by its style."""

_TYPED = ("schema", "parameter", "header", "items")
"""Kinds of objects that may have a type, a default and an enum of their own; the last three in 2.0 alone."""


def samples(api: Description) -> Iterator[Sample]:
    """Yield all values that have a schema, in the order of the description."""
    for node in api.nodes("schema"):
        yield from _own_examples(node)
    for kind in ("parameter", "header", "media-type"):
        for node in api.nodes(kind):
            yield from _examples_of(api, node)
    if api.version is not None and api.version.name == "2.0":
        yield from _old_examples(api)
    for kind in _TYPED:
        for node in api.nodes(kind):
            yield from _constants(node)


def _own_examples(node: Node) -> Iterator[Sample]:
    """Yield the examples that stand in a schema itself."""
    fields = node.fields
    if "example" in fields:
        yield Sample(role=Role.EXAMPLE, node=node, at=("example",), value=fields["example"], schema=node)
    listed = fields.get("examples") if "examples" in node.spec.fields else None
    for number, value in enumerate(listed if isinstance(listed, list) else ()):
        yield Sample(role=Role.EXAMPLE, node=node, at=("examples", number), value=value, schema=node)


def _examples_of(api: Description, holder: Node) -> Iterator[Sample]:
    """Yield the examples of a parameter, header or media type with a schema."""
    schema, each = api.node_at(holder, "schema"), api.node_at(holder, "itemSchema")
    if schema is None and each is None:
        return
    way = _direction(holder)
    sent = _sent_as_text(str(holder.key)) if holder.kind == "media-type" else _CONTAINERS
    for node, at, value in _written(api, holder):
        rows = value if schema is None and isinstance(value, list) else ()
        found: list[tuple[Path, Any, Node | None]] = [(at, value, schema)]
        found += [((*at, number), one, each) for number, one in enumerate(rows)]
        for steps, one, wanted in found:
            if wanted is not None:
                yield Sample(
                    role=Role.EXAMPLE,
                    node=node,
                    at=steps,
                    value=one,
                    schema=wanted,
                    direction=way,
                    sent_as_text=sent,
                )


def _written(api: Description, holder: Node) -> Iterator[tuple[Node, Path, Any]]:
    if "example" in holder.fields:
        yield holder, ("example",), holder.fields["example"]
    for node in api.children(holder, "examples"):
        for name in ("value", "dataValue"):
            if name in node.fields:
                yield node, (name,), node.fields[name]


def _old_examples(api: Description) -> Iterator[Sample]:
    """Yield the examples of responses in 2.0, by media type."""
    for node in api.nodes("response"):
        schema, examples = api.node_at(node, "schema"), node.fields.get("examples")
        if schema is None or not isinstance(examples, dict):
            continue
        for media_type, value in examples.items():
            yield Sample(
                role=Role.EXAMPLE,
                node=node,
                at=("examples", media_type),
                value=value,
                schema=schema,
                direction=RESPONSE,
                sent_as_text=_sent_as_text(media_type),
            )


def _constants(node: Node) -> Iterator[Sample]:
    """Yield the default and the values of the enum of what has a type."""
    fields, known = node.fields, node.spec.fields
    if "default" in fields and "default" in known:
        yield Sample(role=Role.DEFAULT, node=node, at=("default",), value=fields["default"], schema=node)
    listed = fields.get("enum") if "enum" in known else None
    for number, value in enumerate(listed if isinstance(listed, list) else ()):
        yield Sample(role=Role.ENUM, node=node, at=("enum", number), value=value, schema=node, without="enum")


def _direction(node: Node) -> str:
    around = (node, *node.ancestors())
    if any(one.kind in _TURNED or one.steps[:1] == ("webhooks",) for one in around):
        return EITHER
    return next((_WAYS[one.kind] for one in around if one.kind in _WAYS), EITHER)


def _sent_as_text(media_type: str) -> frozenset[str]:
    return frozenset() if is_json(media_type) else TYPES
