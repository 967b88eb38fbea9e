"""Whether the service does what its description says: answers, with the declared statuses and media types."""

from collections.abc import Iterator, Mapping

from interop_check.examiners.service.verdicts import Verdicts, described
from interop_check.live.probe import Seen, Service
from interop_check.mask import shown
from interop_check.openapi import views
from interop_check.openapi.description import Description
from interop_check.openapi.node import Node

ANSWERS, STATUS, MEDIA_TYPE = "live/answers", "live/status-declared", "live/media-type-declared"
WELL_FORMED = "live/json-well-formed"
RULES = (ANSWERS, STATUS, MEDIA_TYPE, WELL_FORMED)

_LOGIN = frozenset({401, 403, 407})
_BODILESS = frozenset({204, 304})
_CLIENT, _SERVER = 400, 500


def examine(service: Service, verdicts: Verdicts) -> None:
    """Hold what was answered against what the description declares."""
    for skipped in service.skipped:
        place = described(skipped.operation)
        verdicts.open(ANSWERS, skipped.code, place, path=shown(skipped.path), **skipped.args)
    asked = service.of("operation")
    for rule in RULES if not asked else ():
        if rule != ANSWERS or not service.skipped:
            verdicts.answered(rule, None)
    for seen in asked:
        _answers(seen, verdicts)
        _declared(service.api, seen, verdicts)
    for seen in (*service.of("absent"), *service.of("without-login")):
        _declared(service.api, seen, verdicts)


def _answers(seen: Seen, verdicts: Verdicts) -> None:
    operation = seen.probe.operation
    if operation is None or verdicts.answered(ANSWERS, seen) is None:
        return
    args = {"path": shown(seen.probe.detail), "status": str(seen.status)}
    place = described(operation)
    if seen.status in _LOGIN:
        verdicts.open(ANSWERS, "service-login", place, **args)
    elif seen.status >= _SERVER:
        verdicts.bad(ANSWERS, "server-error", place, **args)
    else:
        verdicts.either(ANSWERS, "refused", place, holds=seen.status < _CLIENT, **args)


def _declared(api: Description, seen: Seen, verdicts: Verdicts) -> None:
    """Look at one answer of an operation; a fault of the server is told elsewhere."""
    operation = seen.probe.operation
    if operation is None or seen.problem or seen.status >= _SERVER:
        return
    args = {"path": path_of(seen, operation), "status": str(seen.status)}
    declared = views.responses(api, operation)
    response = declared_for(declared, seen.status)
    known = ", ".join(shown(one) for one in declared)
    verdicts.either(
        STATUS, "undeclared", described(operation), holds=response is not None, declared=known, **args
    )
    if response is not None:
        _media_type(api, seen, response, verdicts)
    if seen.is_json:
        well = seen.document is not None or seen.data.strip() == b"null" or not seen.data
        verdicts.either(WELL_FORMED, "malformed", described(operation), holds=well, **args)


def declared_for(declared: Mapping[str, Node], status: int) -> Node | None:
    """Return the response that a description declares for a status: itself, its class, or any other."""
    keys = (str(status), f"{status // 100}XX", f"{status // 100}xx", "default")
    return next((declared[key] for key in keys if key in declared), None)


def _media_type(api: Description, seen: Seen, response: Node, verdicts: Verdicts) -> None:
    operation = seen.probe.operation
    if operation is None:
        return
    known = list(dict.fromkeys(_declared_types(api, response, operation)))
    is_old = api.version is not None and api.version.name == "2.0"
    if not known and (is_old or not seen.data):
        return
    args = {
        "path": path_of(seen, operation),
        "status": str(seen.status),
        "declared": ", ".join(map(shown, known)),
    }
    place = described(operation)
    if not known:
        verdicts.bad(MEDIA_TYPE, "body-undeclared", place, **args)
    elif not seen.data:
        verdicts.either(MEDIA_TYPE, "body-absent", place, holds=seen.status in _BODILESS, **args)
    elif not seen.media_type:
        verdicts.bad(MEDIA_TYPE, "absent", place, **args)
    else:
        holds = any(matches(seen.media_type, one) for one in known)
        verdicts.either(MEDIA_TYPE, "undeclared", place, holds=holds, media_type=seen.media_type, **args)


def _declared_types(api: Description, response: Node, operation: Node) -> Iterator[str]:
    yield from (one.media_type for one in views.contents(api, response, operation))


def matches(media_type: str, declared: str) -> bool:
    """Whether a media type is one that is declared, which may be a range (`*/*`, `text/*`)."""
    wanted = declared.partition(";")[0].strip().lower()
    return wanted in ("*/*", media_type) or (
        wanted.endswith("/*") and media_type.startswith(wanted.removesuffix("*"))
    )


def path_of(seen: Seen, operation: Node) -> str:
    """Return the path of an operation that was asked, as a sentence may show it."""
    return shown(seen.probe.detail or views.path_of(operation) or seen.url)
