"""One answer in other ways: media types, languages, validators, origins, methods, a strange parameter."""

from collections.abc import Iterator

from interop_check.live import links
from interop_check.live.operations import media_types
from interop_check.live.probe import ORIGIN, Probe, Seen, Service

UNSERVED = "application/vnd.interop-check.unserved"
"""A media type that no service has (RFC 6838, vendor tree)."""

UNKNOWN_PARAMETER = "interopCheckUnknown"
_MOST_TYPES = 3


def probes(service: Service) -> Iterator[Probe]:
    """Yield what is asked of one answer that is well."""
    seen = service.subject
    if seen is None:
        return
    yield _again(seen, "unserved", accept=UNSERVED)
    yield from _media_types(service, seen)
    yield _again(seen, "language", ("Accept-Language", "nl"))
    yield from _revalidation(seen)
    yield _again(seen, "cors", ("Origin", ORIGIN))
    wanted = (("Origin", ORIGIN), ("Access-Control-Request-Method", "GET"))
    yield Probe(purpose="preflight", method="OPTIONS", url=seen.probe.url, headers=wanted, anonymous=True)
    yield Probe(purpose="methods", method="OPTIONS", url=seen.probe.url, operation=seen.probe.operation)
    url = links.with_query(seen.probe.url, UNKNOWN_PARAMETER, "1")
    yield Probe(
        purpose="unknown-parameter", url=url, headers=seen.probe.headers, operation=seen.probe.operation
    )


def _again(seen: Seen, purpose: str, *more: tuple[str, str], accept: str = "", detail: str = "") -> Probe:
    """Return the same request for another purpose, with further headers or another Accept."""
    headers = [(name, accept if accept and name == "Accept" else value) for name, value in seen.probe.headers]
    return Probe(
        purpose=purpose,
        url=seen.probe.url,
        headers=(*headers, *more),
        detail=detail,
        operation=seen.probe.operation,
    )


def _media_types(service: Service, seen: Seen) -> Iterator[Probe]:
    """Yield each declared media type on its own, where there is more than one."""
    declared = media_types(service.api, seen.probe.operation) if seen.probe.operation else ()
    for one in declared[:_MOST_TYPES] if len(declared) > 1 else ():
        yield _again(seen, "media-type", accept=one, detail=one)


def _revalidation(seen: Seen) -> Iterator[Probe]:
    """Yield the question whether something changed (RFC 9110, 13)."""
    for name, question in (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")):
        written = seen.header(name)
        if written:
            if written.isascii() and written.isprintable():  # else it cannot be sent back
                yield _again(seen, "unchanged", (question, written), detail=name)
            return
