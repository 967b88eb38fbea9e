"""What is answered when something goes wrong: the members of a problem, and the list of what is not valid."""

from collections.abc import Iterator

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.guidelines.composition import composed
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule
from interop_check.openapi.views import Answer

PROBLEM = "application/problem+json"
_LISTS = ("invalid-params", "invalidParams", "invalid_params", "validationErrors", "violations", "issues")
"""Names that a list of what is not valid has elsewhere; `invalid-params` is that of RFC 7807 itself."""


def _whole(schema: Node | None, context: Context) -> bool:
    return schema is not None and composed(context, schema).whole


def _problems(answer: Answer, context: Context) -> Iterator[views.Content]:
    """Yield the contents of an answer that are problems and whose members are known."""
    for one in views.contents(context.api, answer.node, answer.operation):
        is_problem = one.media_type.partition(";")[0].strip().lower() == PROBLEM
        if is_problem and _whole(one.schema, context):
            yield one


def _has_problem(answer: Answer, context: Context) -> bool:
    return any(True for _ in _problems(answer, context))


@rule("problem-members", on="answer", where=_has_problem)
def problem_members(answer: Answer, context: Context) -> Iterator[Fault]:
    """A problem has the members of `members`; with `mandatory` they are always there."""
    for content in _problems(answer, context):
        facts = context.schemas.facts(content.schema)
        for name in context.params["members"]:
            args = {"member": name, "status": shown(answer.status)}
            if name not in facts.possible:
                yield Fault(node=content.node, code="member-absent", args=args)
            elif context.params.get("mandatory") and name not in facts.required:
                yield Fault(node=content.node, code="member-optional", args=args)


def _lists(answer: Answer, context: Context) -> Iterator[tuple[views.Content, str, Node]]:
    """Yield the lists of what is not valid in an answer, each with its name."""
    if not answer.status.startswith("4"):
        return
    for one in views.contents(context.api, answer.node, answer.operation):
        if views.is_json(one.media_type) and _whole(one.schema, context):
            properties = context.schemas.facts(one.schema).possible
            for name in (str(context.params["name"]), *_LISTS):
                if name in properties and "object" not in context.schemas.facts(properties[name]).types:
                    yield one, name, properties[name]


def _has_list(answer: Answer, context: Context) -> bool:
    return any(True for _ in _lists(answer, context))


@rule("validation-errors", on="answer", where=_has_list)
def validation_errors(answer: Answer, context: Context) -> Iterator[Fault]:
    """What is not valid is a list called `name` of objects in which `members` are mandatory."""
    for content, name, node in _lists(answer, context):
        if name != context.params["name"]:
            args = {"name": name, "expected": str(context.params["name"])}
            yield Fault(node=content.node, code="list-name", args=args)
            continue
        schema = context.api.resolved(node)
        items = context.api.node_at(schema, "items") if schema else None
        if context.schemas.facts(node).types != {"array"}:
            yield Fault(node=content.node, code="no-list", args={"name": name})
        elif _whole(items, context):
            required = context.schemas.facts(items).required
            for member in context.params["members"]:
                if member not in required:
                    yield Fault(node=content.node, code="item-member", args={"name": name, "member": member})
