"""Schemas made of others, by allOf, anyOf and oneOf: what their parts share, contradict or leave out."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache

from interop_check.mask import listed, shown
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule

COMBINATORS = ("allOf", "anyOf", "oneOf")
_BARE_NAME, _FILES = re.compile(r"[A-Za-z0-9._-]+"), (".json", ".yaml", ".yml")
_ONLY_REQUIRED = frozenset({"required", "description", "title", "example", "not"})
_SIMPLE = frozenset({"string", "integer", "number", "boolean"})


def made_of(context: Context, parts: Iterable[Node]) -> AbstractSet[int]:
    """Return the schemas that some are a part of, by references and combinators, and these; by identity."""
    found: set[int] = set()
    queue = list(parts)
    while queue:
        one = queue.pop()
        if id(one) not in found:
            found.add(id(one))
            queue += [use.node for use in context.api.uses(one) if use.node.kind == "schema"]
            queue += [one.parent] if is_member(one) and one.parent else []
    return found


def _with_gaps(context: Context) -> AbstractSet[int]:
    lost = [one.node for one in context.api.references if one.target is None]
    return made_of(context, [node for node in lost if node.kind == "schema"])


def is_whole(context: Context, node: Node) -> bool:
    """Whether all that a schema is made of is there; of one that is not little can be said."""
    return id(node) not in context.once(_with_gaps)


@cache
def heirs(names: tuple[str, ...]) -> Callable[[Context], AbstractSet[int]]:
    """Return what finds the schemas that are made of one that is called so, by identity."""
    return lambda context: made_of(context, [one for one in context.api.nodes("schema") if one.key in names])


def members(context: Context, node: Node, combinator: str) -> Sequence[Node]:
    """Return the members of one combinator of a schema, references where such stand there."""
    written = node.fields.get(combinator)
    if not isinstance(written, list):
        return ()
    found = [context.api.node_at(node, combinator, number) for number in range(len(written))]
    return [one for one in found if one is not None]


def is_member(node: Node) -> bool:
    """Whether a schema stands in a combinator of another."""
    return bool(node.steps) and node.steps[0] in COMBINATORS and node.parent is not None


def _has_several(node: Node, context: Context) -> bool:
    return "allOf" in node.fields and len(members(context, node, "allOf")) > 1


@rule("all-of-shares", on="schema", where=_has_several)
def all_of_shares(node: Node, context: Context) -> Iterator[Fault]:
    """No two members of allOf declare the same property."""
    counts = Counter(
        name for member in members(context, node, "allOf") for name in context.schemas.facts(member).possible
    )
    twice = sorted(name for name, count in counts.items() if count > 1)
    if twice:
        yield Fault(node=node, code="shared-properties", args={"properties": listed(twice)})


def _is_extended(node: Node, context: Context) -> bool:
    """Whether a schema has a discriminator and is what others extend by allOf."""
    if not isinstance(_discriminator(node).get("propertyName"), str):
        return False
    return any("allOf" in one.node.steps for one in context.api.uses(node))


def _discriminator(node: Node) -> dict[str, object]:
    found = node.fields.get("discriminator")
    return found if isinstance(found, dict) else {}


@rule("discriminator-of-parent", on="schema", where=_is_extended)
def discriminator_of_parent(node: Node, context: Context) -> Iterator[Fault]:
    """A discriminator of a schema that others extend is a property of it, and mandatory."""
    name = str(_discriminator(node)["propertyName"])
    yield from _discriminating(node, node, name, context)


def _discriminating(at: Node, schema: Node, name: str, context: Context) -> Iterator[Fault]:
    facts = context.schemas.facts(schema)
    if not is_whole(context, schema):
        return
    called = schema.key if isinstance(schema.key, str) else f"#{schema.pointer}"
    args = {"property": shown(name), "schema": shown(called)}
    if name not in facts.possible:
        yield Fault(node=at, code="discriminator-absent", args=args)
    elif name not in facts.required:
        yield Fault(node=at, code="discriminator-optional", args=args)


def _maps_alternatives(node: Node, context: Context) -> bool:
    """Whether a discriminator chooses among oneOf or anyOf, as `of: oneOf` asks, or among heirs."""
    of_alternatives = node.parent is not None and bool({"oneOf", "anyOf"} & node.parent.fields.keys())
    return of_alternatives == (context.params.get("of") == "oneOf")


@rule("discriminator-mapping", on="discriminator", where=_maps_alternatives)
def discriminator_mapping(node: Node, context: Context) -> Iterator[Fault]:
    """A discriminator says which value stands for which schema, by a reference and not by a bare name."""
    del context
    mapping, schema = node.fields.get("mapping"), node.parent or node
    if not isinstance(mapping, dict) or not mapping:
        yield Fault(node=schema, code="no-mapping")
        return
    for name, written in mapping.items():
        if isinstance(written, str) and _BARE_NAME.fullmatch(written) and not written.endswith(_FILES):
            args = {"key": shown(name), "value": shown(written)}
            yield Fault(node=schema, code="mapping-by-name", args=args)


def _alternatives(node: Node, context: Context) -> Sequence[Node]:
    """Return the members of oneOf, without that for null."""
    found = [context.api.resolved(one) for one in members(context, node, "oneOf")]
    return [one for one in found if one is not None and one.fields.get("type") != "null"]


def _has_alternatives(node: Node, context: Context) -> bool:
    if "oneOf" not in node.fields or len(_alternatives(node, context)) < 2:  # noqa: PLR2004 - one alternative is none
        return False
    return all(context.api.resolved(one) for one in members(context, node, "oneOf"))


@rule("one-of", on="schema", where=_has_alternatives)
def one_of(node: Node, context: Context) -> Iterator[Fault]:
    """OneOf has one of the three forms that code can be generated from."""
    alternatives = _alternatives(node, context)
    facts = [context.schemas.facts(one) for one in alternatives]
    if all(one.fields.keys() <= _ONLY_REQUIRED and "required" in one.fields for one in alternatives):
        return
    if all("enum" in one.fields for one in alternatives):
        types = [one.types - {"null"} for one in facts]
        if len(set(types)) > 1 or not types[0] <= _SIMPLE:
            yield Fault(node=node, code="one-of-types")
        return
    if not _discriminator(node) or not all(one.is_object for one in facts):
        if all(is_whole(context, one) for one in alternatives):
            yield Fault(node=node, code="one-of")
        return
    if node.fields.get("properties"):
        yield Fault(node=node, code="one-of-properties")
    name = _discriminator(node).get("propertyName")
    if isinstance(name, str):
        for one in alternatives:
            yield from _discriminating(one, one, name, context)


def _is_composed(node: Node, context: Context) -> bool:
    del context
    return any(name in node.fields for name in COMBINATORS)


@rule("types-in-conflict", on="schema", where=_is_composed)
def types_in_conflict(node: Node, context: Context) -> Iterator[Fault]:
    """There is a type that a schema and all that it is made of allow."""
    schemas = context.schemas
    below = [one for name in COMBINATORS for one in members(context, node, name)]
    if not schemas.facts(node).types and all(schemas.facts(one).types for one in below):
        yield Fault(node=node, code="types-in-conflict")
