"""What is answered when something goes wrong: the members of a problem, and the list of what is not valid."""

from collections.abc import Iterator

from interop_check.openapi import views
from interop_check.openapi.guidelines.composition import is_whole
from interop_check.openapi.guidelines.problems import PROBLEM
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule
from interop_check.openapi.views import Body

_LISTS = ("invalid-params", "invalidParams", "invalid_params", "validationErrors", "violations", "issues")
"""Names that a list of what is not valid has elsewhere; `invalid-params` is that of RFC 7807 itself."""


def _is_whole(schema: Node | None, context: Context) -> bool:
    return schema is not None and is_whole(context, schema)


def _is_problem(body: Body, context: Context) -> bool:
    return body.media_type == PROBLEM and _is_whole(body.schema, context)


@rule("problem-members", on="body", where=_is_problem)
def problem_members(body: Body, context: Context) -> Iterator[Fault]:
    """A problem has the members of `members`; with `mandatory` they are always there."""
    facts, members = context.schemas.facts(body.schema), context.params["members"]
    absent = [one for one in members if one not in facts.possible]
    optional = [one for one in members if one in facts.possible and one not in facts.required]
    if absent:
        yield Fault(node=body.node, code="members-absent", args={"members": ", ".join(absent)})
    if optional and context.params.get("mandatory"):
        yield Fault(node=body.node, code="members-optional", args={"members": ", ".join(optional)})


def _of_client_errors(context: Context) -> frozenset[int]:
    """Return the responses to what a client did wrong, by identity."""
    return frozenset(id(one.node) for one in views.answers(context.api) if one.status.startswith("4"))


def _lists(body: Body, context: Context) -> Iterator[tuple[str, Node]]:
    """Yield the lists of what is not valid in a response, each with its name."""
    is_error = id(body.holder) in context.once(_of_client_errors)
    if not is_error or not body.is_json or not _is_whole(body.schema, context):
        return
    properties = context.schemas.facts(body.schema).possible
    for name in (str(context.params["name"]), *_LISTS):
        if name in properties:
            yield name, properties[name]


def _has_list(body: Body, context: Context) -> bool:
    return any(True for _ in _lists(body, context))


@rule("validation-errors", on="body", where=_has_list)
def validation_errors(body: Body, context: Context) -> Iterator[Fault]:
    """What is not valid is a list called `name` of objects in which `members` are mandatory."""
    wanted = str(context.params["name"])
    for name, node in _lists(body, context):
        if name != wanted:
            yield Fault(node=body.node, code="list-name", args={"name": name, "wanted": wanted})
        elif context.schemas.facts(node).types - {"null"} != {"array"}:
            yield Fault(node=body.node, code="no-list", args={"name": name})
        else:
            yield from _item_members(body, name, node, context)


def _item_members(body: Body, name: str, node: Node, context: Context) -> Iterator[Fault]:
    schema = context.api.resolved(node)
    items = context.api.node_at(schema, "items") if schema else None
    if _is_whole(items, context):
        required = context.schemas.facts(items).required
        lacking = [one for one in context.params["members"] if one not in required]
        if lacking:
            args = {"name": name, "members": ", ".join(lacking)}
            yield Fault(node=body.node, code="item-members", args=args)
