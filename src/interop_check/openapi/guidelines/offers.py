"""What a description offers at least once, in some of its answers."""

from collections.abc import Iterator

from interop_check.openapi import views
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule


def _offered(context: Context) -> frozenset[str]:
    """Return the media types, without parameters, of what GET answers when all is well."""
    return frozenset(
        views.bare(content.media_type)
        for answer in views.answers(context.api)
        if views.method(answer.operation) == "get" and answer.status.startswith("2")
        for content in views.contents(context.api, answer.node, answer.operation)
    )


def _offers_any(node: Node, context: Context) -> bool:
    del node
    return any(views.is_json(one) for one in context.once(_offered))


@rule("offered-somewhere", on="document", where=_offers_any)
def offered_somewhere(node: Node, context: Context) -> Iterator[Fault]:
    """Where data is answered, one of `media_types` is offered somewhere."""
    if not context.once(_offered) & set(context.params["media_types"]):
        at = ("paths",) if "paths" in node.fields else ()
        yield Fault(node=node, code="not-offered", at=at)


def _statuses(context: Context) -> frozenset[str]:
    return frozenset(answer.status for answer in views.answers(context.api))


def _answers_any(node: Node, context: Context) -> bool:
    del node
    return bool(context.once(_statuses))


@rule("answered-somewhere", on="document", where=_answers_any)
def answered_somewhere(node: Node, context: Context) -> Iterator[Fault]:
    """One of `statuses` is described for some operation."""
    if not context.once(_statuses) & set(context.params["statuses"]):
        at = ("paths",) if "paths" in node.fields else ()
        yield Fault(node=node, code="not-answered", at=at)
