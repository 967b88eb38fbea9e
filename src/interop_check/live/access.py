"""Who may read: operations that ask for a login, without one; and what the login itself publishes."""

from collections.abc import Iterator

from interop_check.live import links
from interop_check.live.probe import Probe, Service
from interop_check.openapi import views
from interop_check.openapi.node import Node

_MOST = 3


def probes(service: Service) -> Iterator[Probe]:
    """Yield a few protected operations without login, and what OpenID Connect Discovery finds."""
    left = _MOST
    for seen in service.of("operation"):
        operation = seen.probe.operation
        if operation and left and is_protected(service, operation):
            left -= 1
            yield Probe(
                purpose="without-login",
                url=seen.probe.url,
                headers=seen.probe.headers,
                anonymous=True,
                detail=seen.probe.detail,
                operation=operation,
            )
    yield from _discovery(service)


def is_protected(service: Service, operation: Node) -> bool:
    """Whether an operation asks for a login, and no alternative lets anybody in."""
    asked = views.security(service.api, operation)
    return bool(asked) and all(asked)


def issuers(service: Service) -> Iterator[tuple[str, Node]]:
    """Yield the addresses of OpenID Connect Discovery that the description names."""
    for scheme in service.api.nodes("security-scheme"):
        written = scheme.fields.get("openIdConnectUrl")
        if scheme.fields.get("type") == "openIdConnect" and isinstance(written, str):
            yield links.joined(service.url, written), scheme


def _discovery(service: Service) -> Iterator[Probe]:
    for url, scheme in list(issuers(service))[:_MOST]:
        if url.lower().startswith("https://"):
            yield Probe(purpose="discovery", url=url, anonymous=True, headers=_JSON, operation=scheme)
    for seen in service.of("discovery"):
        written = seen.document.get("jwks_uri") if isinstance(seen.document, dict) else None
        url = written if isinstance(written, str) else ""
        if url.lower().startswith("https://"):
            yield Probe(purpose="keys", url=url, anonymous=True, headers=_JSON, detail=seen.probe.url)


_JSON = (("Accept", "application/json"),)
