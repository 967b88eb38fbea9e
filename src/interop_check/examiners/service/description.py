"""The description as the service knows it: served by itself, to anybody, and the same that was given."""

from collections.abc import Mapping, Sequence
from typing import Any

from interop_check.examiners.service.origins import lets_in
from interop_check.examiners.service.verdicts import Verdicts, at, described, target
from interop_check.live.probe import Seen, Service
from interop_check.live.served import description_addresses
from interop_check.mask import shown
from interop_check.openapi import reading, references, views
from interop_check.openapi.document import DocumentError
from interop_check.openapi.node import Node

SERVED, READABLE, SAME = "live/description-served", "live/description-cors", "live/description-same"
SERVER, METHODS = "live/server-declared", "live/methods"
RULES = (SERVED, READABLE, SAME, SERVER, METHODS)

_ERROR = 400


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look for the description below the service, and hold both against each other."""
    _served(service, verdicts)
    _server(service, verdicts)
    _methods(service, verdicts)


def _served(service: Service, verdicts: Verdicts) -> None:
    tried = service.of("description")
    found = next((one for one in tried if one.is_well and _parsed(one) is not None), None)
    if found is None:
        answered = [one for one in tried if one.exchange]
        places = description_addresses(service)
        if len(answered) == len(tried) == len(places) or any(one.is_well for one in tried):
            verdicts.bad(SERVED, "absent", verdicts.at_service, tried=", ".join(map(target, places)))
        else:
            verdicts.answered(SERVED, next((one for one in tried if one.problem), None))
        return
    verdicts.good(SERVED)
    verdicts.either(READABLE, "refused", at(found), holds=lets_in(found))
    _same(service, found, verdicts)


def _parsed(seen: Seen) -> Mapping[str, Any] | None:
    try:
        value = reading.read(seen.data, seen.url).value
    except DocumentError:
        return None
    return value if isinstance(value, dict) and ("openapi" in value or "swagger" in value) else None


def _same(service: Service, seen: Seen, verdicts: Verdicts) -> None:
    own = service.api.root.fields if service.api.root else {}
    other = _parsed(seen) or {}
    place = at(seen)
    versions = [_version(one) for one in (own, other)]
    if versions[0] != versions[1]:
        args = {"declared": shown(versions[0]), "served": shown(versions[1])}
        verdicts.bad(SAME, "version", place, **args)
    here, there = (_paths(one) for one in (own, other))
    gone, new = sorted(here - there), sorted(there - here)
    for code, paths in (("not-served", gone), ("not-given", new)):
        if paths:
            verdicts.bad(SAME, code, place, count=str(len(paths)), example=shown(paths[0]))
    if versions[0] == versions[1] and not gone and not new:
        verdicts.good(SAME)


def _version(description: Mapping[str, Any]) -> str:
    info = description.get("info")
    return str(info.get("version", "")) if isinstance(info, dict) else ""


def _paths(description: Mapping[str, Any]) -> set[str]:
    paths = description.get("paths")
    return {one for one in paths if not one.startswith("x-")} if isinstance(paths, dict) else set()


# ---------------------------------------------------------------- address and methods


def _server(service: Service, verdicts: Verdicts) -> None:
    """The address that was asked is one that the description names."""
    declared = [(_filled(url, node), node) for url, node in views.servers(service.api)]
    known = [references.joined(service.api.entry.source, url).rstrip("/") for url, _ in declared if url]
    addresses = [one for one in known if "://" in one]
    if addresses:
        holds = service.url.rstrip("/").lower() in {one.lower() for one in addresses}
        args = {"url": target(service.url), "declared": ", ".join(target(one) for one in addresses[:5])}
        verdicts.either(SERVER, "other", described(declared[0][1]), holds=holds, **args)


def _filled(url: str, node: Node) -> str:
    """Return the address of a server with the defaults of its variables."""
    variables = node.fields.get("variables")
    for name, one in variables.items() if isinstance(variables, dict) else ():
        if isinstance(one, dict) and isinstance(one.get("default"), str):
            url = url.replace("{" + name + "}", one["default"])
    return url


def _methods(service: Service, verdicts: Verdicts) -> None:
    """The Allow header names the methods that are described, and no others (RFC 9110, 10.2.1)."""
    seen = verdicts.answered(METHODS, service.first("methods"))
    operation = seen.probe.operation if seen else None
    item = operation.parent if operation else None
    if seen is None or item is None:
        return
    allowed = {one.upper() for one in seen.words("allow")}
    if not allowed:
        verdicts.bad(METHODS, "absent", at(seen), status=str(seen.status))
        return
    declared = {one.upper() for one in views.METHODS if one in item.fields}
    missing, strange = sorted(declared - allowed), sorted(allowed - declared - {"HEAD", "OPTIONS"})
    if missing:
        verdicts.bad(METHODS, "missing", at(seen), methods=", ".join(missing))
    else:
        verdicts.either(METHODS, "undeclared", at(seen), holds=not strange, methods=shown(_joined(strange)))


def _joined(words: Sequence[str]) -> str:
    return ", ".join(words)
