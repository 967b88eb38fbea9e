"""What is sent and answered: that there is something or nothing, and in which form."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.facts import TYPES
from interop_check.openapi.guidelines.composition import is_whole
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import VIEWS, Context, rule
from interop_check.openapi.views import Answer, Body

_JSON_PATCH = "application/json-patch+json"
"""A list by its own standard (RFC 6902)."""

_STRUCTURED = frozenset({"application/xml", "text/xml", "application/x-www-form-urlencoded"})
_BINARY = frozenset({"binary", "byte", "base64"})
_NO_REQUEST_BODY = frozenset({"get", "head", "delete", "options"})


def _is_object_wanted(body: Body, context: Context) -> bool:
    is_json = body.is_json and body.media_type != _JSON_PATCH
    if body.schema is None or not (is_json or body.media_type.startswith("multipart/")):
        return False
    return is_whole(context, body.schema)


@rule("object-on-top", on="body", where=_is_object_wanted)
def object_on_top(body: Body, context: Context) -> Iterator[Fault]:
    """A body in JSON is an object, whatever else it is: it can be extended then."""
    facts = context.schemas.facts(body.schema)
    types = facts.types - {"null"}
    if types <= {"object"}:  # null, and types that contradict each other, are told elsewhere
        return
    args = {"media": shown(body.media_type), "types": ", ".join(sorted(types))}
    yield Fault(node=body.node, code="untyped" if facts.types == TYPES else "no-object", args=args)


def _is_json(body: Body, context: Context) -> bool:
    del context
    return body.is_json


@rule("json-with-schema", on="body", where=_is_json)
def json_with_schema(body: Body, context: Context) -> Iterator[Fault]:
    """A body in JSON has a schema."""
    del context
    if body.schema is None:
        yield Fault(node=body.node, code="no-schema", args={"media": shown(body.media_type)})


def _in_json(context: Context) -> AbstractSet[int]:
    """Return the request bodies and responses that are there in JSON, by identity."""
    return {id(body.holder) for body in context.once(VIEWS["body"]) if body.is_json}


def _is_there_only_so(body: Body, context: Context) -> bool:
    if body.schema is None or id(body.holder) in context.once(_in_json):
        return False
    return is_whole(context, body.schema)


@rule("structured-as-json", on="body", where=_is_there_only_so)
def structured_as_json(body: Body, context: Context) -> Iterator[Fault]:
    """What has a structure is offered in JSON, or in another media type for such."""
    media = body.media_type
    if (
        body.is_json
        or media in _STRUCTURED
        or media.startswith("multipart/")
        or media.endswith(("+xml", "/*"))
    ):
        return
    schema = context.api.resolved(body.schema) if body.schema else None
    facts = context.schemas.facts(schema)
    if schema is None or (facts.types == TYPES and not facts.possible) or schema.fields.get("type") == "file":
        return
    if facts.types <= {"string", "null"} and (media.startswith("text/") or _is_binary(schema)):
        return
    yield Fault(node=body.node, code="not-json", args={"media": shown(media)})


def _is_binary(schema: Node) -> bool:
    encoded = "contentEncoding" in schema.fields or "contentMediaType" in schema.fields
    return encoded or schema.fields.get("format") in _BINARY


def _sends_nothing(node: Node, context: Context) -> bool:
    del context
    return views.method(node) in _NO_REQUEST_BODY


@rule("nothing-sent", on="operation", where=_sends_nothing)
def nothing_sent(node: Node, context: Context) -> Iterator[Fault]:
    """GET, HEAD, DELETE and OPTIONS send no body."""
    body = views.request(context.api, node)
    if body is not None and any(True for _ in views.contents(context.api, body, node)):
        yield Fault(node=node, code="body-sent", args={"method": views.method(node).upper()})


@rule("answered-or-not", on="answer")
def answered_or_not(answer: Answer, context: Context) -> Iterator[Fault]:
    """200 has a content, 204 and whatever answers HEAD have none."""
    has_content = any(True for _ in views.contents(context.api, answer.node, answer.operation))
    method = views.method(answer.operation)
    args = {"method": method.upper(), "status": answer.status}
    if method == "head":
        if has_content:
            yield Fault(node=answer.node, code="content-of-head", args=args)
    elif answer.status == "200" and not has_content:
        yield Fault(node=answer.node, code="no-content", args=args)
    elif answer.status == "204" and has_content:
        yield Fault(node=answer.node, code="content", args=args)
