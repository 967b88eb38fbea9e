"""Who may use an operation, and how much of what is sent is bounded."""

from collections.abc import Iterator, Mapping

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.checks import linear
from interop_check.openapi.facts import TYPES
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule

_COMBINATORS = ("allOf", "anyOf", "oneOf")
_BOUNDS: Mapping[str, frozenset[str]] = {
    "array": frozenset({"maxItems"}),
    "string": frozenset({"maxLength", "enum", "const", "format", "pattern"}),
    "integer": frozenset({"maximum", "exclusiveMaximum", "enum", "const", "format"}),
    "number": frozenset({"maximum", "exclusiveMaximum", "enum", "const", "format"}),
}
"""What bounds the values of each type; a format does so by what it stands for."""


def _writes(node: Node, context: Context) -> bool:
    if views.method(node) not in {"post", "put", "patch", "delete"}:
        return False
    spared = context.params.get("unless_path")
    return spared is None or not linear.fits(linear.compiled(spared), views.path_of(node) or "")


@rule("writes-protected", on="operation", where=_writes)
def writes_protected(node: Node, context: Context) -> Iterator[Fault]:
    """An operation that changes something asks for security, and not just where somebody offers it."""
    asked = views.security(context.api, node)
    args = {"method": views.method(node).upper(), "path": shown(views.path_of(node) or "")}
    if not asked:
        yield Fault(node=node, code="unprotected", args=args)
    elif not all(asked):
        yield Fault(node=node, code="optional", args=args)


def _sent(context: Context) -> tuple[Node, ...]:
    """Return the schemas of all that is sent, with those below them, each once."""
    api = context.api
    queue: list[Node | None] = []
    for operation in api.nodes("operation"):
        body = views.request(api, operation)
        queue += [one.schema for one in views.contents(api, body, operation)] if body else []
        queue += [views.schema_of(api, one) for one in views.parameters(api, operation)]
    found: dict[int, Node] = {}
    while queue:
        one = queue.pop()
        schema = api.resolved(one) if one else None
        if schema is not None and schema.kind == "schema" and id(schema) not in found:
            found[id(schema)] = schema
            queue += _below(schema, context)
    return tuple(found.values())


def _below(schema: Node, context: Context) -> Iterator[Node | None]:
    for name in _COMBINATORS:
        listed = schema.fields.get(name)
        for number in range(len(listed) if isinstance(listed, list) else 0):
            yield context.api.node_at(schema, name, number)
    properties = schema.fields.get("properties")
    for name in properties if isinstance(properties, dict) else ():
        yield context.api.node_at(schema, "properties", name)
    yield context.api.node_at(schema, "items")
    yield context.api.node_at(schema, "additionalProperties")


def _sent_ids(context: Context) -> frozenset[int]:
    return frozenset(map(id, context.once(_sent)))


def _is_to_bound(node: Node, context: Context) -> bool:
    return id(node) in context.once(_sent_ids) and bool(_kinds(node, context))


@rule("input-bounded", on="schema", where=_is_to_bound)
def input_bounded(node: Node, context: Context) -> Iterator[Fault]:
    """Lists, texts and numbers that are sent have a bound: a most, a list of values, a format or a pattern."""
    for kind in _kinds(node, context):
        if not _BOUNDS[kind] & node.fields.keys():
            yield Fault(node=node, code=f"no-bound-{kind}", args={"name": shown(_name(node))})
            return


def _kinds(schema: Node, context: Context) -> list[str]:
    """Return the types of values that a schema itself can bound; none where it only puts others together."""
    if schema.fields.get("readOnly") is True or any(name in schema.fields for name in _COMBINATORS):
        return []
    types = context.schemas.facts(schema).types
    return [name for name in _BOUNDS if name in types] if types != TYPES else []


def _name(schema: Node) -> str:
    """Return what a schema is called: the parameter that it belongs to, or its own key."""
    holder = schema.parent
    named = holder.fields.get("name") if holder is not None and holder.kind == "parameter" else None
    return str(named or schema.key)
