"""The network as a function to hand out; every call goes through the gateway."""

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from interop_check.gather.cache import Cache
from interop_check.gather.exchange import Ask, Body, Exchange, Request
from interop_check.gather.gateway import (
    Credential,
    GatewayError,
    Limits,
    Proxies,
    Session,
    Trust,
    from_environment,
)
from interop_check.gather.limits import DEFAULT_ASKING
from interop_check.origin import ANYTHING, Fetch, Fetched

SERVICE = {
    "total_seconds": 30,
    "connect_seconds": 5,
    "idle_seconds": 15,
    "host_interval_seconds": 0.5,
    "retries": 2,
}
"""Limits of asking a service, by name, where those of the run are wider: two requests per second at most."""

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,126}/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}")
"""Type and subtype, in lower case (RFC 6838, 4.2); anything else in their place says nothing."""


def network(
    allow: Sequence[str] = (),
    limits: Limits | None = None,
    *,
    trust: Trust | None = None,
    proxies: Proxies | None = None,
    credentials: Sequence[Credential] = (),
    cache: Cache | None = None,
) -> Fetch:
    """Return a fetch over the network; `allow` are networks (CIDR) that may be reached though not public.

    Without `proxies` those of the environment are used.
    """
    # Whoever wants bytes wants them in memory: no file then, and nothing to clean up.
    all_in_memory = replace(limits or Limits(), memory_bytes=sys.maxsize)
    try:
        through = proxies or from_environment(os.environ)
    except ValueError:
        return _no_such_proxy
    session = Session(
        all_in_memory, allow=allow, trust=trust, proxies=through, credentials=credentials, cache=cache
    )
    return fetching(session)


def asking(
    allow: Sequence[str] = (),
    limits: Limits | None = None,
    *,
    trust: Trust | None = None,
    proxies: Proxies | None = None,
    credentials: Sequence[Credential] = (),
    answer_bytes: int = DEFAULT_ASKING.service_answer_bytes,
) -> Ask:
    """Return how services are asked over the network; as `network`, but slower, and nothing is kept.

    `answer_bytes` are those of the largest answer that is looked at.
    """
    try:
        through = proxies or from_environment(os.environ)
    except ValueError:
        return _no_such_service
    polite = modest(limits or Limits(), answer_bytes)
    return asked(Session(polite, allow=allow, trust=trust, proxies=through, credentials=credentials))


def modest(limits: Limits, answer_bytes: int = DEFAULT_ASKING.service_answer_bytes) -> Limits:
    """Return limits that a service which is asked many things can live with, and of its largest answer."""
    narrowed = {name: min(getattr(limits, name), most) for name, most in SERVICE.items()}
    pause = max(limits.host_interval_seconds, SERVICE["host_interval_seconds"])
    return replace(
        limits,
        memory_bytes=sys.maxsize,
        **{**narrowed, "host_interval_seconds": pause, "body_bytes": min(limits.body_bytes, answer_bytes)},
    )


def asked(session: Session) -> Ask:
    """Return the face of a session for asking services: what they send is kept without the credentials."""

    def ask(request: Request, *, follow: bool, anonymous: bool) -> Exchange:
        exchange = session.ask(
            request.method, request.url, headers=request.headers, follow=follow, anonymous=anonymous
        )
        return replace(exchange, body=Body.of(session.without_secrets(exchange.body.read())))

    return ask


def _no_such_service(request: Request, *, follow: bool, anonymous: bool) -> Exchange:  # noqa: ARG001 - the shape of an Ask
    raise GatewayError("gateway-proxy", url=request.url, reason="ValueError")


def _no_such_proxy(address: str, max_bytes: int, accept: str = ANYTHING, /) -> Fetched:  # noqa: ARG001 - the shape of a Fetch
    raise GatewayError("gateway-proxy", url=address, reason="ValueError")


def fetching(session: Session) -> Fetch:
    """Return the simple face of a session: what an answer with status 200 holds and is, or an error."""

    def fetched(address: str, max_bytes: int, accept: str = ANYTHING, /) -> Fetched:
        exchange = session.get(address, accept=accept, max_bytes=max_bytes)
        if exchange.status != HTTPStatus.OK:
            raise GatewayError("gateway-status", url=exchange.request.url, status=str(exchange.status))
        named = _MEDIA_TYPE.fullmatch(exchange.media_type or "")
        return Fetched(exchange.body.read(), named[0] if named else None)

    return fetched
