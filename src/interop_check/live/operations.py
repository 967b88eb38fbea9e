"""The GET operations of a description as requests: with values that it gives, or a collection, or the user.

No value is made up: what cannot be filled in is not asked, and the reason is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from interop_check.live import links
from interop_check.live.probe import Probe, Seen, Service, Skipped
from interop_check.openapi import views
from interop_check.openapi.description import Description
from interop_check.openapi.node import Node

SKIP = "x-interop-skip"
_NO_HEADERS = frozenset({"accept", "content-type", "authorization", "host", "origin", "cookie", "connection"})
_SUCCESS = ("200", "2XX", "default")


@dataclass(frozen=True, slots=True, kw_only=True)
class Get:
    """A GET operation and the path template at which it stands."""

    path: str
    operation: Node
    parameters: Sequence[Node]

    @property
    def last(self) -> str:
        """Return the parameter that is all of the last part of the path; "" where that is a fixed name."""
        part = self.path.rstrip("/").rpartition("/")[2]
        return part[1:-1] if part.startswith("{") and part.endswith("}") and "}" not in part[:-1] else ""

    @property
    def collection(self) -> str:
        """Return the path without its last part."""
        return self.path.rstrip("/").rpartition("/")[0]


class NoValueError(LookupError):
    """A parameter that has to be given, and of which no value is known."""


def gets(api: Description) -> Iterator[Get]:
    """Yield the GET operations, in the order of the description; a path item may stand in another file."""
    paths = api.node_at(api.root, "paths") if api.root else None
    found = (_get(api, paths, path) for path in paths.fields) if paths else ()
    yield from (one for one in found if one is not None)


def _get(api: Description, paths: Node, path: str) -> Get | None:
    item = api.node_at(paths, path)
    item = api.resolved(item) if item else None
    operation = api.node_at(item, "get") if item else None
    if operation is None or not path.startswith("/"):
        return None
    return Get(path=path, operation=operation, parameters=views.parameters(api, operation))


def planned(service: Service) -> Iterator[Probe | Skipped]:
    """Yield each operation as a request, or why it is none."""
    asked = {one.probe.detail: one for one in service.of("operation")}
    over = service.limits.told("service_operations")
    left = service.limits.service_operations
    for get in gets(service.api):
        reason = _left_out(get)
        if reason or not left:
            code, args = (reason, {}) if reason else ("service-budget", over)
            yield Skipped(operation=get.operation, path=get.path, code=code, args=args)
            continue
        try:
            probe = _asked(get, service, asked)
        except NoValueError as error:
            args = {"name": str(error)}
            yield Skipped(operation=get.operation, path=get.path, code="service-no-value", args=args)
            continue
        left -= 1
        yield probe


def _left_out(get: Get) -> str:
    holders = [one for one in (get.operation, get.operation.parent) if one]
    if any(one.fields.get(SKIP) is True for one in holders):
        return "service-left-out"
    if any(one.fields.get("servers") for one in holders):
        return "service-other-server"
    return ""


def may_be_asked(service: Service, url: str) -> bool:
    """Whether an address that an answer gives may be asked: on the own origin, and not what is left out.

    Where the description has a path for it, that has to have a GET that is not left out.
    """
    if not links.is_of(url, service.url):
        return False
    path = links.bare(url).removeprefix(service.url.rstrip("/"))
    paths = service.api.node_at(service.api.root, "paths") if service.api.root else None
    fitting = [one for one in (paths.fields if paths else ()) if _fits(one.split("/"), path.split("/"))]
    # A path that is written out goes before one with parts to be filled in (OpenAPI, Paths Object).
    found = [_get(service.api, paths, one) for one in ([path] if path in fitting else fitting) if paths]
    return all(get is not None and not _left_out(get) for get in found)


def _fits(template: Sequence[str], wanted: Sequence[str]) -> bool:
    return len(template) == len(wanted) and all(
        "{" in one or one == other for one, other in zip(template, wanted, strict=True)
    )


def _asked(get: Get, service: Service, asked: Mapping[str, Seen]) -> Probe:
    known = asked.get(get.path)
    if known is not None:  # what it was asked with stays, whatever became known since
        return known.probe
    values = Values(service, _of_collection(get, asked))
    url, headers = values.filled(get)
    return Probe(
        purpose="operation",
        url=url,
        headers=(("Accept", accept(service.api, get.operation)), *headers),
        operation=get.operation,
        detail=get.path,
    )


def _of_collection(get: Get, asked: Mapping[str, Seen]) -> Mapping[str, str]:
    """Return the value of the last parameter that a member of the collection above gives."""
    above = asked.get(get.collection) or asked.get(get.collection + "/")
    if not get.last or above is None or not above.is_well:
        return {}
    for member in links.members(above.document)[:1]:
        found = links.identity(member)
        inner = links.joined(above.url, found) if "/" in found else ""
        if inner and links.is_of(inner, above.url):
            found = inner.partition("?")[0].rstrip("/").rpartition("/")[2]
        elif isinstance(member, dict) and isinstance(member.get("id"), str | int):
            found = str(member["id"])
        return {get.last: found} if found else {}
    return {}


def accept(api: Description, operation: Node) -> str:
    """Return what an operation is asked for: the media types that it declares, or whichever."""
    return ", ".join(media_types(api, operation)) or "*/*"


def media_types(api: Description, operation: Node) -> Sequence[str]:
    """Return the media types that an operation declares for success."""
    declared = views.responses(api, operation)
    for status in _SUCCESS:
        if status in declared:
            found = [one.media_type.lower() for one in views.contents(api, declared[status], operation)]
            return [one for one in dict.fromkeys(found) if _is_media_type(one)]
    return []


def _is_media_type(text: str) -> bool:
    kind, slash, sub = text.partition(";")[0].partition("/")
    well = text.isascii() and text.isprintable() and "," not in text and '"' not in text
    return bool(well and slash and kind.strip() and sub.strip())


@dataclass(frozen=True, slots=True)
class Values:
    """Where the values of parameters come from: the user, the description, and one collection."""

    service: Service
    found: Mapping[str, str]
    instead: Mapping[str, str] | None = None

    def filled(self, get: Get) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Return address and headers of an operation. NoValueError with the name of what is not known."""
        given = [(one, name, self._of(one, name)) for one, name in self._wanted(get)]
        path = get.path
        for _, name, values in (one for one in given if one[0].fields.get("in") == "path"):
            path = path.replace("{" + name + "}", _segment(name, values))
        if "{" in path:
            raise NoValueError(path.partition("{")[2].partition("}")[0])
        url = links.below(self.service.url, quote(path, safe="/%:@!$&'()*+,;=~-._"))
        for one, name, values in given:
            for value in values if one.fields.get("in") == "query" else ():
                url = links.with_query(url, name, value)
        if not links.is_of(url, self.service.url):
            raise NoValueError(get.path)
        return url, tuple(_header(name, values) for one, name, values in given if _is_header(one))

    def _wanted(self, get: Get) -> Iterator[tuple[Node, str]]:
        """Yield the parameters that have to be given, or that the user gives, with their names."""
        for one in get.parameters:
            name, place = one.fields.get("name"), one.fields.get("in")
            is_given = isinstance(name, str) and name in self.service.params
            if isinstance(name, str) and (one.fields.get("required") is True or place == "path" or is_given):
                if place == "cookie":
                    raise NoValueError(name)
                yield one, name

    def _of(self, parameter: Node, name: str) -> Sequence[str]:
        if self.instead and name in self.instead:
            return [self.instead[name]]
        if name in self.service.params:
            return [self.service.params[name]]
        value = example(self.service.api, parameter)
        if value is None and name in self.found:
            value = self.found[name]
        written = _written(value)
        if not written:
            raise NoValueError(name)
        return written if self._is_repeated(parameter) else [",".join(written)]

    def _is_repeated(self, parameter: Node) -> bool:
        """Whether a parameter is given once for each of its values; otherwise commas stand between them."""
        version = self.service.api.version
        if version is not None and version.name == "2.0":
            return parameter.fields.get("collectionFormat") == "multi"
        return parameter.fields.get("in") == "query" and parameter.fields.get("explode", True) is True


def example(api: Description, parameter: Node) -> Any:
    """Return the value that a description gives for a parameter as an example or default; None without."""
    schema = views.schema_of(api, parameter)
    for node, names in ((parameter, ("example", "x-example")), (schema, ("example", "default"))):
        for name in names if node else ():
            if node and node.fields.get(name) is not None:
                return node.fields[name]
    for one in api.children(parameter, "examples"):
        if "value" in one.fields:
            return one.fields["value"]
    listed = schema.fields.get("examples") if schema else None
    return listed[0] if isinstance(listed, list) and listed else None


def _written(value: Any) -> list[str]:
    """Return a value as the texts that it is sent as; none for an object, or a list of lists."""
    if isinstance(value, list):
        found = [_written(one) for one in value if not isinstance(one, list)]
        return [text for one in found for text in one]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    return [str(value)] if isinstance(value, str | int | float) and value != "" else []


def _segment(name: str, values: Sequence[str]) -> str:
    written = ",".join(values)
    if written in (".", ".."):  # would lead elsewhere
        raise NoValueError(name)
    return quote(written, safe=":@!$&'()*+,;=~-._")


def _is_header(parameter: Node) -> bool:
    name = str(parameter.fields.get("name")).lower()
    return parameter.fields.get("in") == "header" and name not in _NO_HEADERS


def _header(name: str, values: Sequence[str]) -> tuple[str, str]:
    written = ",".join(values)
    token = name.isascii() and name.replace("-", "").replace("_", "").isalnum()
    if not token or not written.isascii() or not written.isprintable():
        raise NoValueError(name)
    return name, written
