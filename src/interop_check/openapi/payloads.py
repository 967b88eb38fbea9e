"""What an API sends and takes as JSON, and the properties in it: what a JSON-LD context gives a meaning."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from interop_check.openapi import views
from interop_check.openapi.description import Description
from interop_check.openapi.names import parts
from interop_check.openapi.node import Node

MAX_SCHEMAS = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A body in JSON; `is_answer` where it is that of a response that says that all went well."""

    schema: Node
    node: Node
    is_answer: bool


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON or a notation on top of it (RFC 6838, RFC 8259)."""
    return media_type.partition(";")[0].strip().lower().endswith(("/json", "+json"))


def payloads(api: Description) -> Iterator[Payload]:
    """Yield what each operation takes, and what it answers where all went well."""
    for operation in api.nodes("operation"):
        request = views.request(api, operation)
        yield from _bodies(api, [request] if request else [], operation, is_answer=False)
        answers = views.responses(api, operation)
        well = [node for status, node in answers.items() if status.startswith("2")]
        yield from _bodies(api, well, operation, is_answer=True)


def _bodies(
    api: Description, holders: Iterable[Node], operation: Node, *, is_answer: bool
) -> Iterator[Payload]:
    for holder in holders:
        for content in views.contents(api, holder, operation):
            schema = api.resolved(content.schema) if content.schema else None
            if schema is not None and is_json(content.media_type):
                yield Payload(schema=schema, node=content.node, is_answer=is_answer)


def properties(api: Description, schemas: Iterable[Node]) -> Mapping[str, Node]:
    """Return the names of all properties in schemas and below, each with the first schema that has it."""
    found: dict[str, Node] = {}
    seen: set[int] = set()
    waiting = list(schemas)[::-1]
    while waiting and len(seen) < MAX_SCHEMAS:
        node = api.resolved(waiting.pop())
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        below = node.fields.get("properties")
        for name in below if isinstance(below, dict) else ():
            found.setdefault(name, node)
            if inner := api.node_at(node, "properties", name):
                waiting.append(inner)
        waiting += parts(api, node)
    return found
