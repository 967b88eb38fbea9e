"""Problem Details (RFC 9457): their schema, and the identifiers of their types."""

import re
from collections.abc import Iterator
from typing import Any

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.document import Path
from interop_check.openapi.node import REF, Fault, Node
from interop_check.openapi.rules import Context, rule
from interop_check.openapi.views import Answer, Body

PROBLEM = "application/problem+json"
_TYPE = re.compile(r"urn:problem-type:[a-z0-9][A-Za-z0-9-]*:[A-Za-z0-9:-]+")
_NO_TYPE = "about:blank"


def _is_default(answer: Answer, context: Context) -> bool:
    if answer.status != "default" or views.method(answer.operation) in {"head", "options"}:
        return False
    return any(_problems(answer, context))


def _problems(answer: Answer, context: Context) -> Iterator[views.Content]:
    for content in views.contents(context.api, answer.node, answer.operation):
        if views.bare(content.media_type) == PROBLEM:
            yield content


@rule("problem-schema", on="answer", where=_is_default)
def problem_schema(answer: Answer, context: Context) -> Iterator[Fault]:
    """What goes wrong on every operation is a Problem as it is defined in common, by reference."""
    for content in _problems(answer, context):
        written = content.schema.fields.get(REF) if content.schema else None
        if not isinstance(written, str) or "/Problem" not in written:
            yield Fault(node=answer.node, code="own-problem")


def _is_problem(body: Body, context: Context) -> bool:
    del context
    return body.media_type == PROBLEM


@rule("problem-types", on="body", where=_is_problem)
def problem_types(body: Body, context: Context) -> Iterator[Fault]:
    """The types of problems in examples, and those that a schema allows, are URNs of the agreed form."""
    for node, at, value in (*_in_examples(body, context), *_in_schema(body, context)):
        if isinstance(value, str) and value != _NO_TYPE and not _TYPE.fullmatch(value):
            yield Fault(node=node, code="problem-type", at=at, args={"value": shown(value)})


_Found = tuple[Node, Path, Any]


def _in_examples(body: Body, context: Context) -> Iterator[_Found]:
    example = body.node.fields.get("example")
    if isinstance(example, dict) and "type" in example:
        yield body.node, ("example", "type"), example["type"]
    for one in context.api.children(body.node, "examples"):
        value = one.fields.get("value")
        if isinstance(value, dict) and "type" in value:
            yield one, ("value", "type"), value["type"]


def _in_schema(body: Body, context: Context) -> Iterator[_Found]:
    found = context.schemas.facts(body.schema).possible.get("type")
    node = context.api.resolved(found) if found else None
    if node is None:
        return
    for name in ("const", "default", "example"):
        if name in node.fields:
            yield node, (name,), node.fields[name]
    listed = node.fields.get("enum")
    for number, value in enumerate(listed if isinstance(listed, list) else ()):
        yield node, ("enum", number), value
