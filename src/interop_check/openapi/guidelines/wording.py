"""Titles of schemas, and the codes that they list."""

import re
from collections.abc import Iterator

from interop_check.mask import listed, shown
from interop_check.openapi import views
from interop_check.openapi.casing import is_cased
from interop_check.openapi.guidelines.composition import heirs
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule

_NO_CLASS = frozenset({"allOf", "anyOf", "not"})
"""Where a schema stands for which no class is generated."""

_SORT = "sort"
_COUNTRY = re.compile(r"[A-Z]{2}")
"""Codes that are no new ones: of countries (ISO 3166), identifiers (RFC 3986) and media types (RFC 6838)."""

_IDENTIFIER = re.compile(r"(?:https?|urn):|[a-z]+/[a-z]")


def component_name(node: Node) -> str | None:
    """Return the name of a schema among the components of its document; None for any other."""
    holder = node.parent
    if holder is None:
        is_component = node.steps[:2] == ("components", "schemas") or node.steps[:1] == ("definitions",)
        return str(node.key) if is_component and len(node.steps) <= 3 else None  # noqa: PLR2004 - not below one
    is_component = (holder.kind == "components" and node.steps[0] == "schemas") or (
        holder.kind == "document" and node.steps[0] == "definitions"
    )
    return str(node.key) if is_component else None


def _is_object(node: Node) -> bool:
    types = node.fields.get("type")
    return types == "object" or (isinstance(types, list) and "object" in types)


def _has_title_or_wants_one(node: Node, context: Context) -> bool:
    del context
    return "title" in node.fields or (_is_object(node) and node.parent is not None)


@rule("schema-titles", on="schema", where=_has_title_or_wants_one)
def schema_titles(node: Node, context: Context) -> Iterator[Fault]:
    """An object that is written in place has the name of a class as its title; a component its own name."""
    del context
    title, name = node.fields.get("title"), component_name(node)
    if name is not None:
        if isinstance(title, str) and title != name:
            args = {"title": shown(title), "name": shown(name)}
            yield Fault(node=node, code="title-differs", args=args)
    elif not _is_object(node):
        return
    elif isinstance(title, str):
        if not is_cased(title, "UpperCamel"):
            yield Fault(node=node, code="title-casing", args={"title": shown(title)})
    elif node.parent is not None and node.steps[0] not in _NO_CLASS and _is_in_json(node):
        yield Fault(node=node, code="no-title")


def _is_in_json(node: Node) -> bool:
    holder = node.parent
    return holder is None or holder.kind != "media-type" or views.is_json(str(holder.key))


# ---------------------------------------------------------------- codes


def _lists_codes(node: Node, context: Context) -> bool:
    del context
    types = node.fields.get("type")
    is_text = types == "string" or (isinstance(types, list) and "string" in types)
    return is_text and isinstance(node.fields.get("enum"), list)


@rule("codes-cased", on="schema", where=_lists_codes)
def codes_cased(node: Node, context: Context) -> Iterator[Fault]:
    """Codes are in lowerCamelCase, but those of `except` and of schemas called one of `unless_named`."""
    if str(node.key) in context.params.get("unless_named", ()):
        return
    known = context.params.get("except", ())
    texts = [one for one in node.fields["enum"] if isinstance(one, str)]
    if all(map(_COUNTRY.fullmatch, texts)):
        return
    texts = [one for one in texts if one not in known and not _IDENTIFIER.match(one)]
    is_order = any(_SORT in name.lower() for name in _names(node))
    wrong = [one for one in texts if not is_cased(one.replace("-", "") if is_order else one, "lowerCamel")]
    if wrong:
        yield Fault(node=node, code="code-casing", args={"values": listed(wrong)})


def _names(node: Node) -> Iterator[str]:
    """Yield the names that a schema goes by: its keys, and that of the parameter it belongs to."""
    for one in (node, *node.ancestors()):
        yield from (step for step in one.steps if isinstance(step, str))
        if one.kind == "parameter":
            yield str(one.fields.get("name", ""))
        if one.kind in {"parameter", "operation", "document"}:
            return


def _has_mapping(node: Node, context: Context) -> bool:
    del context
    return isinstance(node.fields.get("mapping"), dict) and node.parent is not None


@rule("mapped-codes-cased", on="discriminator", where=_has_mapping)
def mapped_codes_cased(node: Node, context: Context) -> Iterator[Fault]:
    """The codes that a discriminator tells schemas apart by are in lowerCamelCase, but for `heirs_of`."""
    wrong = [one for one in node.fields["mapping"] if not is_cased(one, "lowerCamel")]
    excused = context.once(heirs(tuple(context.params.get("heirs_of", ()))))
    if wrong and id(node.parent) not in excused:
        yield Fault(node=node.parent or node, code="code-casing", args={"values": listed(wrong)})
