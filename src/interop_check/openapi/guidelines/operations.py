"""Operations of an API: their ids and tags, what they ask for, the servers they stand on, health."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from urllib.parse import urlsplit

from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.casing import is_cased
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule

_REUSABLE = "x-reusable-definitions-only"


def _has_operations(node: Node, context: Context) -> bool:
    del node
    return bool(context.api.operation_ids)


@rule("operation-ids", on="document", where=_has_operations)
def operation_ids(node: Node, context: Context) -> Iterator[Fault]:
    """No operationId is that of another operation; told once for each."""
    del node
    for name, (first, *others) in context.api.operation_ids.items():
        if others:
            args = {"id": shown(name), "first": shown(first.pointer), "count": str(1 + len(others))}
            yield Fault(node=others[0], code="operation-id-twice", args=args)


# ---------------------------------------------------------------- tags


def _declared_tags(context: Context) -> AbstractSet[str]:
    tags = context.api.root.fields.get("tags") if context.api.root else None
    listed = tags if isinstance(tags, list) else []
    return {str(tag.get("name")) for tag in listed if isinstance(tag, dict)}


def _is_tagged(node: Node, context: Context) -> bool:
    is_entry = context.api.root is not None and _REUSABLE not in context.api.root.fields
    return is_entry and isinstance(node.fields.get("tags"), list) and bool(node.fields["tags"])


@rule("one-declared-tag", on="operation", where=_is_tagged)
def one_declared_tag(node: Node, context: Context) -> Iterator[Fault]:
    """An operation has one tag, declared in the entry, written as a title."""
    tags = node.fields["tags"]
    if len(tags) > 1:
        yield Fault(node=node, code="several-tags", args={"count": str(len(tags))})
    declared = context.once(_declared_tags)
    for tag in tags:
        if not isinstance(tag, str):
            continue
        if tag not in declared:
            meant = (tag, declared)
            args = {"tag": shown(tag)}
            yield Fault(node=node, code="tag-undeclared", args=args, meant=meant)
        if not tag[:1].isupper():
            yield Fault(node=node, code="tag-casing", args={"tag": shown(tag)})


# ---------------------------------------------------------------- parameters and scopes


def _is_list_in_query(node: Node, context: Context) -> bool:
    if node.fields.get("in") != "query" or "content" in node.fields:
        return False
    if node.fields.get("name") in context.params.get("unless_named", ()):
        return False
    return context.schemas.facts(views.schema_of(context.api, node)).types == {"array"}


@rule("list-repeated", on="parameter", where=_is_list_in_query)
def list_repeated(node: Node, context: Context) -> Iterator[Fault]:
    """A parameter with several values is repeated for each, by style and explode; but `unless_named`."""
    if context.version.name == "2.0":
        is_repeated = node.fields.get("collectionFormat") == "multi"
    else:
        style = node.fields.get("style", "form")
        is_repeated = style == "form" and node.fields.get("explode", True) is True
    if not is_repeated:
        yield Fault(node=node, code="not-repeated", args={"name": shown(str(node.fields.get("name", "")))})


def _asks_scopes(node: Node, context: Context) -> bool:
    schemes = [views.security_scheme(context.api, str(name)) for name in node.fields]
    return any(one is not None and one.fields.get("type") == "oauth2" for one in schemes)


@rule("scopes-defined", on="security-requirement", where=_asks_scopes)
def scopes_defined(node: Node, context: Context) -> Iterator[Fault]:
    """A scope of OAuth that is asked for is defined in one of the flows of its scheme."""
    for name, asked in node.fields.items():
        scheme = views.security_scheme(context.api, name)
        if scheme is None or scheme.fields.get("type") != "oauth2" or not isinstance(asked, list):
            continue
        defined = _scopes(scheme)
        for scope in asked:
            if isinstance(scope, str) and scope not in defined:
                args = {"scope": shown(scope), "scheme": shown(name)}
                meant = (scope, defined)
                yield Fault(node=node, code="scope-undefined", args=args, meant=meant)


def _scopes(scheme: Node) -> AbstractSet[str]:
    flows = scheme.fields.get("flows")
    holders = [scheme.fields, *(flows.values() if isinstance(flows, dict) else ())]
    listed = [one.get("scopes") for one in holders if isinstance(one, dict)]
    return {str(scope) for one in listed if isinstance(one, dict) for scope in one}


# ---------------------------------------------------------------- servers


def _has_paths(node: Node, context: Context) -> bool:
    del node
    return bool(context.api.nodes("path-item")) and bool(views.servers(context.api))


@rule("server-url", on="document", where=_has_paths)
def server_url(node: Node, context: Context) -> Iterator[Fault]:
    """The address of a server is https://host/prefix/apiName/vN; without a host, from the root."""
    del node
    root = context.api.root
    for one in views.addresses(context.api):
        code = _fault_of_server(one.url) if root in {one.node, one.node.parent} else ""
        if code:
            yield Fault(node=one.node, code=code, args={"url": shown(one.written)})


def _fault_of_server(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "server-form"
    if parts.scheme not in {"", "https"} and not (parts.scheme == "http" and parts.hostname == "localhost"):
        return "server-not-https"
    is_rooted = parts.path.startswith("/") or (parts.netloc and not parts.path)
    if (parts.scheme and not parts.netloc) or not is_rooted or parts.query or parts.fragment:
        return "server-form"
    *_, name, version = parts.path.split("/") if parts.path.count("/") > 1 else ("", "", "")
    if not (version[:1] == "v" and version[1:].isdecimal() and not version[1:].startswith("0")):
        return "server-version"
    return "" if is_cased(name, "lowerCamel") else "server-name"


# ---------------------------------------------------------------- health


def _is_service(node: Node, context: Context) -> bool:
    del context
    return isinstance(node.fields.get("paths"), dict) and bool(node.fields["paths"])


@rule("health", on="document", where=_is_service)
def health(node: Node, context: Context) -> Iterator[Fault]:
    """An API says how it is: GET on the path of `path` answers with each status of `statuses`."""
    api, path = context.api, str(context.params.get("path", "/health"))
    paths = api.node_at(node, "paths")
    item = api.node_at(paths, path) if paths else None
    if item is None:
        yield Fault(node=node, code="health-absent", at=("paths",), args={"path": path})
        return
    found = views.item_of(api, item)
    get = api.node_at(found, "get")
    if get is not None:
        given = views.responses(api, get)
        lacking = [one for one in context.params.get("statuses", ("200", "503")) if one not in given]
        if lacking:
            yield Fault(node=get, code="health-status", args={"path": path, "statuses": ", ".join(lacking)})
    elif "$ref" not in found.fields:  # one that leads nowhere may well have it
        yield Fault(node=found, code="health-no-get", args={"path": path})
