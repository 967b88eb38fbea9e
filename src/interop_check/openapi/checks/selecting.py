"""What a check looks at in an object: the values of a field, and conditions on them.

A field is named by its steps, as `contact/email`; `*` stands for every member or item, and a last step
`$names` for the names of the members. What an object does not hold itself but has all the same goes by:

    $name         its key: of a component, a status, a property, a path
    $path         the path of the operation that it belongs to
    $template     that path without the names of what is filled in, as `/a/{}`
    $segments     the parts of that path that are not filled in, or of the path of a server's address
    $paths        all paths, each as its template
    $method       the method of the operation, in lower case
    $status       the status code of an answer, or `default`
    $media-types  those of its content, of a body its own; in lower case and without parameters
    $consumes     those of what is sent with the operation
    $parameters   the names of all parameters of the operation
    $types        the types of the schema, or of that of the parameter or header, where it says any
    $properties   the properties that what is sent or answered in JSON, or a schema, may have
    $security     the kinds of schemes that the operation asks for; none where it may be used without
    $url, $host   the address of a server, and its host
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from interop_check.openapi import views
from interop_check.openapi.checks import linear
from interop_check.openapi.document import Path
from interop_check.openapi.facts import TYPES
from interop_check.openapi.guidelines.composition import is_whole
from interop_check.openapi.node import Node
from interop_check.openapi.rules import VIEWS, Context
from interop_check.openapi.views import Address, Answer, Body, Input

Subject = Node | Answer | Input | Body | Address
Selected = tuple[Path, Any]
"""Where a value stands below the object, and the value; what stands nowhere stands at the object itself."""

NAMES, EVERY = "$names", "*"
_EXTENSION = "x-"
_MOST_PROPERTIES = 1_000
"""A schema with more is not looked through for each of its answers, of which there may be as many."""

_FILLED_IN = re.compile(r"\{[^{}]*\}")


def node_of(subject: Subject) -> Node:
    """Return the object that is looked at."""
    return subject if isinstance(subject, Node) else subject.node


def operation_of(subject: Subject) -> Node | None:
    """Return the operation that a subject belongs to, where it belongs to one alone."""
    if isinstance(subject, Answer | Input):
        return subject.operation
    node = node_of(subject)
    return next((one for one in (node, *node.ancestors()) if one.kind == "operation"), None)


def path_of(subject: Subject, context: Context) -> str | None:
    """Return the path that a subject stands at or belongs to."""
    if isinstance(subject, Node) and subject.kind == "path-item":
        is_path = subject.parent is not None and subject.parent.kind == "paths"
        return str(subject.key) if is_path else None
    operation = operation_of(subject)
    return views.path_of(operation, context.api) if operation else None


def template(path: str) -> str:
    """Return a path without the names of the parts that are filled in."""
    return _FILLED_IN.sub("{}", path)


def segments(path: str) -> Sequence[str]:
    """Return the parts of a path that are not filled in."""
    return [one for one in path.split("/") if one and "{" not in one and "}" not in one]


def selected(subject: Subject, field: str, context: Context) -> Iterator[Selected]:
    """Yield the values of a field."""
    node = node_of(subject)
    if field in DERIVED:
        for value in DERIVED[field](subject, context):
            yield (), value
    elif not field:
        yield (), node.value
    elif not _is_plain(field):
        yield from _below(node.value, field.split("/"), ())
    elif type(node.value) is dict and field in node.value:
        yield (field,), node.value[field]


@cache
def _is_plain(field: str) -> bool:
    """Whether a field is a member of the object itself."""
    return "/" not in field and not field.startswith("$") and field not in {"", EVERY}


def _below(value: Any, steps: Sequence[str], at: Path) -> Iterator[Selected]:
    if not steps:
        yield at, value
        return
    step, *rest = steps
    members: Any = value.items() if isinstance(value, dict) else ()
    if step == NAMES:
        yield from (((*at, name), name) for name, _ in members)
    elif step == EVERY:
        for key, below in enumerate(value) if isinstance(value, list) else members:
            if not str(key).startswith(_EXTENSION):
                yield from _below(below, rest, (*at, key))
    elif isinstance(value, dict) and step in value:
        yield from _below(value[step], rest, (*at, step))


def _media_types(subject: Subject, context: Context) -> Iterator[str]:
    if isinstance(subject, Body):
        yield subject.media_type
        return
    node = node_of(subject)
    written = node.fields.get("content")
    if isinstance(written, dict):  # without what is below it: thousands are asked
        yield from map(views.bare, written)
        return
    for content in views.contents(context.api, node, operation_of(subject)):
        yield views.bare(content.media_type)


def _parameters(subject: Subject, context: Context) -> Iterator[Any]:
    operation = operation_of(subject)
    yield from context.once(_names_of_inputs).get(id(operation), ())


def _names_of_inputs(context: Context) -> Mapping[int, Sequence[Any]]:
    """Return the names of the parameters of each operation, by its identity."""
    found: dict[int, list[Any]] = defaultdict(list)
    for one in context.once(VIEWS["input"]):
        found[id(one.operation)].append(one.node.fields.get("name"))
    return found


def _consumes(subject: Subject, context: Context) -> Iterator[str]:
    operation = operation_of(subject)
    body = views.request(context.api, operation) if operation else None
    for content in views.contents(context.api, body, operation) if body else ():
        yield views.bare(content.media_type)


def _types(subject: Subject, context: Context) -> Sequence[str]:
    node = node_of(subject)
    types = context.schemas.facts(node if node.kind == "schema" else views.schema_of(context.api, node)).types
    return () if types == TYPES else sorted(types - {"null"})


def _properties(subject: Subject, context: Context) -> Iterator[str]:
    """Yield names; none where a part of a schema could not be had, since any may be in that."""
    node = node_of(subject)
    if isinstance(subject, Body):
        schemas = [subject.schema]
    elif node.kind == "schema":
        schemas = [node]
    else:
        contents = views.contents(context.api, node, operation_of(subject))
        schemas = [one.schema for one in contents if views.is_json(one.media_type)]
    for schema in schemas:
        if schema is not None and is_whole(context, schema):
            possible = context.schemas.facts(schema).possible
            yield from possible if len(possible) <= _MOST_PROPERTIES else ()


def _security(subject: Subject, context: Context) -> Sequence[str]:
    operation = operation_of(subject)
    asked = views.security(context.api, operation) if operation else ()
    if not all(asked):  # one of the alternatives asks for nothing
        return ()
    return [str(one.scheme.fields.get("type")) for each in asked for one in each if one.scheme]


def _segments(subject: Subject, context: Context) -> Sequence[str]:
    return subject.segments if isinstance(subject, Address) else segments(path_of(subject, context) or "")


def _of_address(subject: Subject, name: str) -> Sequence[str]:
    return [getattr(subject, name)] if isinstance(subject, Address) and getattr(subject, name) else []


def _given(value: Any) -> Sequence[Any]:
    return () if value is None else (value,)


def _method(subject: Subject) -> str | None:
    operation = operation_of(subject)
    return views.method(operation) if operation else None


DERIVED: Mapping[str, Callable[[Subject, Context], Iterable[Any]]] = {
    "$name": lambda subject, _: (node_of(subject).key,),
    "$path": lambda subject, context: _given(path_of(subject, context)),
    "$template": lambda subject, context: map(template, _given(path_of(subject, context))),
    "$segments": _segments,
    "$paths": lambda _, context: [template(str(one.key)) for one in context.api.nodes("path-item")],
    "$method": lambda subject, _: _given(_method(subject)),
    "$status": lambda subject, _: _given(subject.status if isinstance(subject, Answer) else None),
    "$media-types": _media_types,
    "$consumes": _consumes,
    "$parameters": _parameters,
    "$types": _types,
    "$properties": _properties,
    "$security": _security,
    "$url": lambda subject, _: _of_address(subject, "url"),
    "$host": lambda subject, _: _of_address(subject, "host"),
}


Condition = Callable[[Subject, Context], bool]


def conditions(written: Mapping[str, Any]) -> tuple[Condition, ...]:
    """Return the conditions of a `where` or `unless`. Raises PatternError."""
    return tuple(_condition(field, says) for field, says in written.items())


def _condition(field: str, says: Any) -> Condition:
    if isinstance(says, dict) and "present" in says:
        wanted = bool(says["present"])
        return lambda subject, context: any(True for _ in selected(subject, field, context)) is wanted
    holds = holding(says)
    if field in DERIVED:
        find = DERIVED[field]
        return lambda subject, context: any(map(holds, find(subject, context)))
    if _is_plain(field):
        return lambda subject, _: (
            type(value := node_of(subject).value) is dict and field in value and holds(value[field])
        )
    return lambda subject, context: any(holds(value) for _, value in selected(subject, field, context))


def holding(says: Any) -> Callable[[Any], bool]:
    """Return what tells whether a value is as a condition says: one of some, or in a pattern's form.

    Raises PatternError.
    """
    if isinstance(says, dict):
        pattern = linear.compiled(says["pattern"])
        return lambda value: isinstance(value, str) and linear.fits(pattern, value)
    options = says if isinstance(says, list) else [says]
    return lambda value: value in options
