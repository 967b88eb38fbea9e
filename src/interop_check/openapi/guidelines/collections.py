"""Collections: paths with many things of one kind, how they are called, answered and paged."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.facts import Facts
from interop_check.openapi.guidelines.composition import is_whole
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule
from interop_check.openapi.views import Body

_ITEMS = "items"
_OF = re.compile(r"[-_]of[-_]|Of(?=[A-Z])")
_CURSORS = frozenset({"page", "pageSize"})


def _parents(context: Context) -> AbstractSet[str]:
    """Return the paths that another one adds one filled-in part to."""
    paths = [str(one.key) for one in context.api.nodes("path-item")]
    return {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2].startswith("{")}


def _get(node: Node, context: Context) -> Node | None:
    """Return the GET of a path."""
    is_path = node.parent is not None and node.parent.kind == "paths"
    return context.api.node_at(views.item_of(context.api, node), "get") if is_path else None


def answered(context: Context, operation: Node) -> Iterator[Body]:
    """Yield what an operation answers in JSON with status 200, in each media type."""
    response = views.responses(context.api, operation).get("200")
    if response is None:
        return
    for one in views.contents(context.api, response, operation):
        if views.is_json(one.media_type):
            yield Body(media_type=one.media_type, schema=one.schema, node=one.node, holder=response)


def _has_items(context: Context, schema: Node | None) -> bool:
    items = context.schemas.facts(schema).properties.get(_ITEMS)
    return items is not None and context.schemas.facts(items).types == {"array"}


def _may_be_many(context: Context, schema: Node | None) -> bool:
    """Whether a schema may be of many things: it is no object with properties of which none is a list.

    A property called `items` says as much, whatever it is.
    """
    facts = context.schemas.facts(schema)
    if schema is None or not facts.possible or _ITEMS in facts.possible or not is_whole(context, schema):
        return True
    embedded = context.schemas.facts(facts.possible.get("_embedded")).possible
    below = [*facts.possible.values(), *embedded.values()]
    return not facts.is_object or any("array" in context.schemas.facts(one).types for one in below)


def _is_parent_of_many(node: Node, operation: Node, context: Context) -> bool:
    if str(node.key) not in context.once(_parents):
        return False
    found = list(answered(context, operation))
    return not found or any(_may_be_many(context, one.schema) for one in found)


def _is_collection(node: Node, context: Context) -> bool:
    operation = _get(node, context)
    if operation is None:
        return False
    has_items = any(_has_items(context, one.schema) for one in answered(context, operation))
    return has_items or _is_parent_of_many(node, operation, context)


@rule("collection-in-plural", on="path-item", where=_is_collection)
def collection_in_plural(node: Node, context: Context) -> Iterator[Fault]:
    """The path of a collection ends in a plural: in one of the endings of `endings` or a word of `words`."""
    path = str(node.key)
    last = path.rpartition("/")[2]
    what = _OF.split(last)[0]
    if what.endswith(("}", *context.params.get("endings", ("s",)))):
        return
    words = context.params.get("words", ())
    if not any(what == word or what.endswith(word.capitalize()) for word in words):
        yield Fault(node=node, code="not-plural", args={"path": shown(path), "name": shown(last)})


def _lists_children(node: Node, context: Context) -> bool:
    operation = _get(node, context)
    return operation is not None and _is_parent_of_many(node, operation, context)


@rule("collection-as-items", on="path-item", where=_lists_children)
def collection_as_items(node: Node, context: Context) -> Iterator[Fault]:
    """What a collection answers has a property `items`, a list of objects."""
    operation = _get(node, context)
    for body in answered(context, operation) if operation else ():
        facts = context.schemas.facts(body.schema)
        if not facts.is_object or body.schema is None or not is_whole(context, body.schema):
            continue
        code = _fault_of_items(facts, context)
        if code:
            yield Fault(node=body.node, code=code, args={"path": shown(str(node.key))})


def _fault_of_items(facts: Facts, context: Context) -> str:
    items = facts.possible.get(_ITEMS)
    if items is None:
        return "no-items"
    if context.schemas.facts(items).types != {"array"}:
        return "items-no-list"
    found = context.api.resolved(items)
    item = context.api.node_at(found, "items") if found else None
    return "" if item is None or "object" in context.schemas.facts(item).types else "items-no-objects"


def _is_paged(node: Node, context: Context) -> bool:
    """Whether a client asks for a page of a collection, by one of the parameters that are kept for that."""
    if views.method(node) != "get" or not _asked(node, context) & _CURSORS:
        return False
    return any(_has_items(context, one.schema) for one in answered(context, node))


def _asked(node: Node, context: Context) -> AbstractSet[str]:
    inputs = views.parameters(context.api, node)
    return {str(one.fields.get("name")) for one in inputs if one.fields.get("in") == "query"}


@rule("page-links", on="operation", where=_is_paged)
def page_links(node: Node, context: Context) -> Iterator[Fault]:
    """A page of a collection leads to the next one; where pages are numbered, it says its number."""
    asked = _asked(node, context)
    for body in answered(context, node):
        facts = context.schemas.facts(body.schema)
        if not _has_items(context, body.schema) or not is_whole(context, body.schema or node):
            continue
        for name in ("next", *(("page",) if "page" in asked else ())):
            if name not in facts.possible:
                args = {"property": name, "path": shown(views.path_of(node, context.api) or "")}
                yield Fault(node=body.node, code="page-property", args=args)
