"""The network as a function to hand out; every call goes through the gateway."""

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus

from interop_check.gather.cache import Cache
from interop_check.gather.gateway import (
    Credential,
    GatewayError,
    Limits,
    Proxies,
    Session,
    Trust,
    from_environment,
)
from interop_check.origin import ANYTHING, Fetch, Fetched

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
