"""What a description has to say alike in several places: OpenAPI Specification, the sentences with MUST.

Each check looks at one kind of object, and is listed with it at the end.
"""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.description import Description
from interop_check.openapi.node import Fault, Node

_TEMPLATE = re.compile(r"\{([^{}]*)\}")


def faults(node: Node, api: Description) -> Iterator[Fault]:
    """Yield what is at odds with something elsewhere, or with itself."""
    for check in CHECKS[node.kind]:
        yield from check(node, api)


def _operation_ids(root: Node, api: Description) -> Iterator[Fault]:
    """Operation ids are unique among all operations (Operation Object, operationId)."""
    del root
    first: dict[str, Node] = {}
    for node in api.nodes("operation"):
        name = node.fields.get("operationId")
        other = first.setdefault(name, node) if isinstance(name, str) else node
        if other is not node:
            args = {"id": shown(str(name)), "first": shown(other.pointer)}
            yield Fault(node=node, code="operation-id-twice", at=("operationId",), args=args)


def _tags(root: Node, api: Description) -> Iterator[Fault]:
    """Tag names are unique (OpenAPI Object, tags)."""
    del api
    tags = root.fields.get("tags")
    listed = (
        [tag.get("name") if isinstance(tag, dict) else None for tag in tags] if isinstance(tags, list) else []
    )
    names = [name if isinstance(name, str) else None for name in listed]
    for number in _repeated(names):
        args = {"name": shown(str(names[number]))}
        yield Fault(node=root, code="tag-twice", at=("tags", number, "name"), args=args)


def _paths(node: Node, api: Description) -> Iterator[Fault]:
    """No two paths differ only in the names of what is filled in (Paths Object, path templating)."""
    del api
    first: dict[str, str] = {}
    for path in node.fields:
        other = first.setdefault(_TEMPLATE.sub("{}", path), path)
        if other is not path:
            args = {"path": shown(path), "first": shown(other)}
            yield Fault(node=node, code="path-twice", at=(path,), args=args)


def _path_parameters(node: Node, api: Description) -> Iterator[Fault]:
    """Each part of a path to be filled in has a parameter, each such parameter a part (Paths Object)."""
    path = views.path_of(node)
    if path is None:
        return
    asked = set(_TEMPLATE.findall(path))
    given = {
        str(one.fields.get("name")): one
        for one in views.parameters(api, node)
        if one.fields.get("in") == "path"
    }
    whole = all(_are_all_known(one, api) for one in (node, node.parent) if one)
    for name in sorted(asked - given.keys()) if whole else ():
        args = {"name": shown(name), "path": shown(path)}
        yield Fault(node=node, code="path-parameter-missing", args=args)
    for name in sorted(given.keys() - asked):
        args = {"name": shown(name), "path": shown(path)}
        yield Fault(node=node, code="path-parameter-unused", args=args)


def _are_all_known(holder: Node, api: Description) -> bool:
    listed = holder.fields.get("parameters", [])
    return isinstance(listed, list) and len(listed) == len(list(api.children(holder, "parameters")))


def _parameter_lists(node: Node, api: Description) -> Iterator[Fault]:
    """A parameter, by its name and its place, is listed once (Operation Object, parameters)."""
    listed = list(api.children(node, "parameters"))
    keys = [(one.fields.get("name"), one.fields.get("in")) for one in listed]
    known = [key if all(isinstance(part, str) for part in key) else None for key in keys]
    for number in _repeated(known):
        name, place = map(str, keys[number])
        args = {"name": shown(name), "in": shown(place)}
        yield Fault(node=node, code="parameter-twice", at=("parameters", number), args=args)
    if len([place for _, place in keys if place == "body"]) > 1:
        yield Fault(node=node, code="two-bodies", at=("parameters",))


def _parameter(node: Node, api: Description) -> Iterator[Fault]:
    """A parameter in the path is always there (Parameter Object, required)."""
    del api
    if node.fields.get("in") == "path" and node.fields.get("required") is not True:
        name = shown(str(node.fields.get("name", "")))
        yield Fault(node=node, code="path-parameter-optional", args={"name": name})


def _responses(node: Node, api: Description) -> Iterator[Fault]:
    """There is one response at least (Responses Object)."""
    del api
    if not any(not name.startswith("x-") for name in node.fields):
        yield Fault(node=node, code="no-response")


def _security(node: Node, api: Description) -> Iterator[Fault]:
    """What is asked for is declared (Security Requirement Object); in 3.2 it may be an address too."""
    for name in node.fields:
        if views.security_scheme(api, name) is None and not _is_address(name, api):
            yield Fault(node=node, code="security-unknown", at=(name,), args={"name": shown(name)})


def _is_address(name: str, api: Description) -> bool:
    return api.version is not None and api.version.name == "3.2" and ("/" in name or "#" in name)


def _server(node: Node, api: Description) -> Iterator[Fault]:
    """The variables of an address are described; from 3.1 on a default is a possible one (Server Object)."""
    url, variables = node.fields.get("url"), node.fields.get("variables", {})
    if not isinstance(variables, dict):
        return
    for name in _TEMPLATE.findall(url) if isinstance(url, str) else ():
        if name not in variables:
            yield Fault(node=node, code="server-variable-missing", at=("url",), args={"name": shown(name)})
    for name, one in variables.items():
        options = one.get("enum") if isinstance(one, dict) else None
        is_asked = api.version is not None and api.version.has_json_schema
        if is_asked and isinstance(options, list) and "default" in one and one["default"] not in options:
            at = ("variables", name, "default")
            args = {"name": shown(name), "value": shown(str(one["default"]))}
            yield Fault(node=node, code="server-default", at=at, args=args)


def _link(node: Node, api: Description) -> Iterator[Fault]:
    """A link leads to an operation that there is (Link Object, operationId)."""
    name = node.fields.get("operationId")
    known = {one.fields.get("operationId") for one in api.nodes("operation") if _has_id(one)}
    if isinstance(name, str) and name not in known:
        at = ("operationId",)
        meant = (name, sorted(map(str, known)))
        yield Fault(node=node, code="link-unknown", at=at, args={"id": shown(name)}, meant=meant)


def _has_id(operation: Node) -> bool:
    return isinstance(operation.fields.get("operationId"), str)


def _repeated(values: Sequence[Hashable]) -> Iterator[int]:
    """Yield the numbers of values that stood before; None stands for none."""
    seen: set[Hashable] = set()
    for number, value in enumerate(values):
        if value is not None and value in seen:
            yield number
        seen.add(value)


Check = Callable[[Node, Description], Iterator[Fault]]

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "document": (_operation_ids, _tags),
    "paths": (_paths,),
    "path-item": (_parameter_lists,),
    "operation": (_path_parameters, _parameter_lists),
    "parameter": (_parameter,),
    "responses": (_responses,),
    "security-requirement": (_security,),
    "server": (_server,),
    "link": (_link,),
}
"""The checks of each kind of object."""
