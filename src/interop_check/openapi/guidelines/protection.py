"""Who may use an operation, and how much of what is sent is bounded."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

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
}
"""What bounds the values of each type; a format does so by what it stands for."""


def _writes(node: Node, context: Context) -> bool:
    path, spared = views.path_of(node), context.params.get("unless_path")
    if path is None or views.method(node) not in {"post", "put", "patch", "delete"}:
        return False  # webhooks and callbacks are somebody else's operations
    return spared is None or not linear.fits(linear.compiled(spared), path)


@rule("writes-protected", on="operation", where=_writes)
def writes_protected(node: Node, context: Context) -> Iterator[Fault]:
    """An operation that changes something asks for security, and not just where somebody offers it."""
    asked, root = views.security(context.api, node), context.api.root
    args = {"method": views.method(node).upper(), "path": shown(views.path_of(node) or "")}
    if root is not None and not context.api.nodes("security-scheme"):
        yield Fault(node=root, code="no-scheme")
    elif not asked:
        yield Fault(node=node, code="unprotected", args=args)
    elif not all(asked):
        yield Fault(node=node, code="optional", args=args)


def _leads(context: Context) -> Mapping[int, Sequence[Node]]:
    """Return the schemas below each schema, and what each reference leads to, by identity."""
    found: dict[int, list[Node]] = defaultdict(list)
    for node in context.api.all_nodes:
        if node.kind == "schema" and node.parent is not None and node.parent.kind == "schema":
            found[id(node.parent)].append(node)
    for reference in context.api.references:
        if reference.target is not None and reference.node.kind == "schema":
            found[id(reference.node)].append(reference.target)
    return found


def _reached(queue: list[Node | None], context: Context) -> frozenset[int]:
    """Return schemas with all that they are made of, by identity."""
    leads, found = context.once(_leads), set[int]()
    while queue:
        one = queue.pop()
        if one is not None and id(one) not in found:
            found.add(id(one))
            queue += leads.get(id(one), ())
    return frozenset(found)


def _sent(context: Context) -> frozenset[int]:
    """Return the schemas of all that is sent, by identity."""
    api = context.api
    queue: list[Node | None] = [one.schema for one in views.bodies(api) if one.holder.kind != "response"]
    queue += [views.schema_of(api, one) for one in api.nodes("parameter")]
    return _reached(queue, context)


def _answered(context: Context) -> frozenset[int]:
    """Return the schemas of all that is answered, by identity."""
    answered = [one.schema for one in views.bodies(context.api) if one.holder.kind == "response"]
    return _reached(answered, context)


def _is_to_bound(node: Node, context: Context) -> bool:
    return id(node) in context.once(_sent) and bool(_kinds(node, context))


@rule("input-bounded", on="schema", where=_is_to_bound)
def input_bounded(node: Node, context: Context) -> Iterator[Fault]:
    """What is sent has a bound: a most, a list of values, a format or a pattern."""
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
    """Return what a schema belongs to: the property or parameter that is nearest around it."""
    for one in (schema, *schema.ancestors()):
        if one.kind == "parameter":
            return str(one.fields.get("name", ""))
        if one.kind != "schema":
            break
        if one.steps[:1] == ("properties",):
            return str(one.key)
    return str(schema.key) or schema.document.source  # a file of its own


def _is_secret(node: Node, context: Context) -> bool:
    named = linear.compiled(context.params["named"])
    is_property = node.parent is not None and node.steps[0] == "properties"
    return is_property and linear.fits(named, str(node.key)) and id(node) in context.once(_answered)


@rule("secrets-kept", on="schema", where=_is_secret)
def secrets_kept(node: Node, context: Context) -> Iterator[Fault]:
    """A property called as in `named` is never answered: it is write-only."""
    is_text = "string" in context.schemas.facts(node).types
    if is_text and node.fields.get("writeOnly") is not True:
        yield Fault(node=node, code="answered", args={"name": shown(str(node.key))})
