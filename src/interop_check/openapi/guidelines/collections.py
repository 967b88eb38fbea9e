"""Collections: paths with many things of one kind, how they are called, answered and paged."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.facts import Facts
from interop_check.openapi.guidelines.composition import composed
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule
from interop_check.openapi.views import Body

_ITEMS = "items"
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


def _is_collection(node: Node, context: Context) -> bool:
    operation = _get(node, context)
    if operation is None:
        return False
    if str(node.key) in context.once(_parents):
        return True
    return any(_has_items(context, one.schema) for one in answered(context, operation))


@rule("collection-in-plural", on="path-item", where=_is_collection)
def collection_in_plural(node: Node, context: Context) -> Iterator[Fault]:
    """The path of a collection ends in a plural: in one of the endings of `endings` or a word of `words`.

    With `of_words` each of several words may be the plural one, as in codes-of-conduct.
    """
    path = str(node.key)
    last = path.rpartition("/")[2]
    names = last.replace("_", "-").split("-") if context.params.get("of_words") else [last]
    if any(one.endswith(("}", *context.params.get("endings", ("s",)))) for one in names):
        return
    words = context.params.get("words", ())
    if not any(last == word or last.endswith(word.capitalize()) for word in words):
        yield Fault(node=node, code="not-plural", args={"path": shown(path), "name": shown(last)})


def _lists_children(node: Node, context: Context) -> bool:
    return _get(node, context) is not None and str(node.key) in context.once(_parents)


@rule("collection-as-items", on="path-item", where=_lists_children)
def collection_as_items(node: Node, context: Context) -> Iterator[Fault]:
    """What a collection answers has a property `items`, a list of objects."""
    operation = _get(node, context)
    for body in answered(context, operation) if operation else ():
        facts = context.schemas.facts(body.schema)
        if not facts.is_object or body.schema is None or not composed(context, body.schema).whole:
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
        if not _has_items(context, body.schema) or not composed(context, body.schema or node).whole:
            continue
        for name in ("next", *(("page",) if "page" in asked else ())):
            if name not in facts.possible:
                args = {"property": name, "path": shown(views.path_of(node, context.api) or "")}
                yield Fault(node=body.node, code="page-property", args=args)
