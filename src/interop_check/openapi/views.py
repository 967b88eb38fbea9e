"""What a description says, in one shape for every version: servers, contents, parameters, security.

OpenAPI 2.0 says it elsewhere: host, basePath and schemes are its servers, a parameter in the body its request
body, consumes and produces its media types.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from interop_check.openapi.description import Description
from interop_check.openapi.node import Node

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A body in one media type: its schema, None where it has none, and the node that says so."""

    media_type: str
    schema: Node | None
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    """One scheme that is asked for: its name, its scheme, None where no such is declared, and the scopes."""

    name: str
    scheme: Node | None
    scopes: tuple[str, ...]
    node: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A response as an operation gives it: under a status code or `default`, resolved."""

    node: Node
    operation: Node
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A parameter as an operation takes it, its own or that of its path, resolved."""

    node: Node
    operation: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What is sent or answered in one media type: in lower case and without parameters.

    `holder` is the request body or response; in 2.0 it is the node as well.
    """

    media_type: str
    schema: Node | None
    node: Node
    holder: Node

    @property
    def is_json(self) -> bool:
        """Whether it is JSON, or a format that is written in JSON."""
        return is_json(self.media_type)


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON, or a format that is written in JSON."""
    name = bare(media_type)
    return name == "application/json" or name.endswith("+json")


def bodies(api: Description) -> Iterator[Body]:
    """Yield each content of a request body or response once, however many operations share it."""
    if api.version is not None and api.version.name == "2.0":
        yield from _bodies_of_2_0(api)
        return
    for node in api.nodes("media-type"):
        holder = node.parent
        if holder is not None and holder.kind in {"request-body", "response"} and node.steps[0] == "content":
            schema = api.node_at(node, "schema")
            yield Body(media_type=bare(str(node.key)), schema=schema, node=node, holder=holder)


def _bodies_of_2_0(api: Description) -> Iterator[Body]:
    seen: set[tuple[int, str]] = set()
    for operation in api.nodes("operation"):
        body = request(api, operation)
        for holder in (*([body] if body else []), *responses(api, operation).values()):
            for one in contents(api, holder, operation):
                key = id(holder), bare(one.media_type)
                if key not in seen:
                    seen.add(key)
                    yield Body(media_type=key[1], schema=one.schema, node=one.node, holder=holder)


def bare(media_type: str) -> str:
    """Return a media type in lower case and without parameters."""
    return media_type.partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """The address of a server as it is written and with the defaults of its variables, and who says it."""

    node: Node
    written: str
    url: str

    @property
    def host(self) -> str:
        """Return the name of the host, in lower case; empty where it is that of the description."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""

    @property
    def segments(self) -> Sequence[str]:
        """Return the parts of its path that are not filled in."""
        path = self.url.partition("://")[2].partition("/")[2] if "://" in self.url else self.url
        return [one for one in path.partition("?")[0].split("/") if one and "{" not in one]


def addresses(api: Description) -> Iterator[Address]:
    """Yield the address of every server, of the whole description or of a part of it."""
    if api.version is not None and api.version.name == "2.0":
        yield from (Address(node=node, written=url, url=url) for url, node in servers(api))
        return
    for node in api.nodes("server"):
        url = node.fields.get("url")
        if isinstance(url, str):
            yield Address(node=node, written=url, url=_filled_in(url, node.fields.get("variables")))


def _filled_in(url: str, variables: Any) -> str:
    for name, one in _members(variables):
        default = one.get("default") if isinstance(one, dict) else None
        url = url.replace(f"{{{name}}}", default) if isinstance(default, str) else url
    return url


def answers(api: Description) -> Iterator[Answer]:
    """Yield the responses of every operation."""
    for operation in api.nodes("operation"):
        for status, node in responses(api, operation).items():
            yield Answer(node=node, operation=operation, status=status)


def inputs(api: Description) -> Iterator[Input]:
    """Yield the parameters of every operation."""
    for operation in api.nodes("operation"):
        for node in parameters(api, operation):
            yield Input(node=node, operation=operation)


def method(operation: Node) -> str:
    """Return the HTTP method of an operation, in lower case; empty where none of a path has it."""
    return str(operation.key).lower() if operation.steps else ""


def path_of(operation: Node, api: Description | None = None) -> str | None:
    """Return the path template of an operation; None in webhooks and callbacks.

    With `api` also of an operation in a path item that stands elsewhere: the first path that refers to it.
    """
    item = operation.parent
    if item is None:
        return None
    referring = [one.node for one in api.uses(item)] if api else []
    found = next((one for one in (item, *referring) if one.parent and one.parent.kind == "paths"), None)
    return str(found.key) if found else None


def item_of(api: Description, node: Node) -> Node:
    """Return the path item that a path leads to: what it refers to, or itself."""
    reference = api.reference(node)
    return reference.target if reference and reference.target else node


def parameters(api: Description, operation: Node) -> Sequence[Node]:
    """Return the parameters of an operation and those of its path that it does not replace, resolved."""
    known = api.remembered.setdefault(parameters, {})
    if id(operation) not in known:
        known[id(operation)] = _parameters(api, operation)
    found: Sequence[Node] = known[id(operation)]
    return found


def _parameters(api: Description, operation: Node) -> Sequence[Node]:
    found: dict[tuple[Any, Any], Node] = {}
    for holder in (operation.parent, operation):
        for one in api.children(holder, "parameters") if holder else ():
            found[_text(one, "name"), _text(one, "in")] = one
    return tuple(found.values())


def responses(api: Description, operation: Node) -> Mapping[str, Node]:
    """Return the responses of an operation by status code or `default`, resolved."""
    known = api.remembered.setdefault(responses, {})
    if id(operation) not in known:
        known[id(operation)] = _responses(api, operation)
    found: Mapping[str, Node] = known[id(operation)]
    return found


def _responses(api: Description, operation: Node) -> Mapping[str, Node]:
    below = api.node_at(operation, "responses")
    if below is None:
        return {}
    found = {key: api.node_at(below, key) for key in below.fields}
    return {key: one for key, node in found.items() if node and (one := api.resolved(node))}


def request(api: Description, operation: Node) -> Node | None:
    """Return what says what is sent with an operation: the request body, in 2.0 the parameter in the body."""
    body = api.node_at(operation, "requestBody")
    if body is not None:
        return api.resolved(body)
    return next((one for one in parameters(api, operation) if one.fields.get("in") == "body"), None)


def contents(api: Description, node: Node, operation: Node | None = None) -> Iterator[Content]:
    """Yield the contents of a response, request body, parameter or header.

    `operation` is where 2.0 says the media types, if not for the whole document.
    """
    if "content" in node.fields:
        for key, value in _members(node.fields["content"]):
            media = api.node_at(node, "content", key)
            media = api.resolved(media) if media else None
            if media is not None and isinstance(value, dict):
                yield Content(media_type=key, schema=api.node_at(media, "schema"), node=media)
    elif api.version is not None and api.version.name == "2.0" and "schema" in node.fields:
        named = "consumes" if node.kind == "parameter" else "produces"
        for media_type in _media_types(api, operation, named):
            yield Content(media_type=media_type, schema=api.node_at(node, "schema"), node=node)


def schema_of(api: Description, node: Node) -> Node | None:
    """Return the schema of a parameter or header, resolved; in 2.0 that is what itself has a type."""
    below = api.node_at(node, "schema")
    if below is not None:
        return api.resolved(below)
    return node if "type" in node.fields else None


def servers(api: Description) -> Sequence[tuple[str, Node]]:
    """Return the addresses of the servers of the whole description, with the node that says each."""
    root = api.root
    if root is None:
        return ()
    if api.version is not None and api.version.name != "2.0":
        below = [one for one in api.nodes("server") if one.parent is root]
        return tuple((one.fields["url"], one) for one in below if isinstance(one.fields.get("url"), str))
    host, base = root.fields.get("host"), root.fields.get("basePath", "")
    schemes = root.fields.get("schemes", ["https"])
    if not isinstance(host, str) or not isinstance(base, str) or not isinstance(schemes, list):
        return ()
    return tuple((f"{scheme}://{host}{base}", root) for scheme in schemes)


def security(api: Description, operation: Node) -> Sequence[Sequence[Security]]:
    """Return the alternatives of which an operation asks one, each with its schemes; () if it asks none."""
    root = api.root
    holder = operation if "security" in operation.fields else root
    asked = holder.fields.get("security") if holder else None
    alternatives = asked if isinstance(asked, list) else []
    return tuple(
        tuple(_security(api, one, holder)) for one in alternatives if holder and isinstance(one, dict)
    )


def _security(api: Description, asked: Mapping[str, Any], holder: Node) -> Iterator[Security]:
    for name, scopes in asked.items():
        listed = tuple(one for one in scopes if isinstance(one, str)) if isinstance(scopes, list) else ()
        yield Security(name=name, scheme=security_scheme(api, name), scopes=listed, node=holder)


def security_scheme(api: Description, name: str) -> Node | None:
    """Return the security scheme that a name stands for, resolved."""
    steps = (
        ("securityDefinitions",)
        if api.version and api.version.name == "2.0"
        else ("components", "securitySchemes")
    )
    node = api.node_at(api.root, *steps, name) if api.root else None
    return api.resolved(node) if node else None


def _media_types(api: Description, operation: Node | None, named: str) -> Iterator[str]:
    holders = [one for one in (operation, api.root) if one and isinstance(one.fields.get(named), list)]
    yield from (one for one in (holders[0].fields[named] if holders else ()) if isinstance(one, str))


def _members(value: Any) -> Iterator[tuple[str, Any]]:
    yield from value.items() if isinstance(value, dict) else ()


def _text(node: Node, name: str) -> str | None:
    value = node.fields.get(name)
    return value if isinstance(value, str) else None
