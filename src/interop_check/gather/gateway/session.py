"""Ask addresses over the network, every redirect checked anew; each gives one Exchange or one error."""

from collections.abc import Sequence
from dataclasses import replace
from ipaddress import ip_network
from typing import Self

from interop_check.gather.cache import Cache
from interop_check.gather.exchange import Exchange, Hop, Request, Times
from interop_check.gather.gateway.address import Reach, Resolve, Target, redirected, system_resolve, target
from interop_check.gather.gateway.asking import Asker, Asking, Folder, Got
from interop_check.gather.gateway.clock import Clock, Deadline
from interop_check.gather.gateway.credentials import Credential, Credentials, checked_header
from interop_check.gather.gateway.dial import Dialler
from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.limits import Limits
from interop_check.gather.gateway.politeness import Politeness
from interop_check.gather.gateway.proxy import Proxies
from interop_check.gather.gateway.redact import Redactor
from interop_check.gather.gateway.tls import Trust
from interop_check.gather.gateway.transfer import narrowed

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing (RFC 9110, 9.2.1); no other is ever sent."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Session:
    """Everything that asks over the network goes through one of these; safe to share between threads.

    `allow` are networks (CIDR) that may be reached although they are not public. Large bodies are files of
    the cache, or of a folder that `close` removes.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        allow: Sequence[str] = (),
        resolve: Resolve = system_resolve,
        clock: Clock | None = None,
        trust: Trust | None = None,
        proxies: Proxies | None = None,
        credentials: Sequence[Credential] = (),
        cache: Cache | None = None,
        online: bool = True,
    ) -> None:
        self.limits = limits or Limits()
        self._online = online
        self._clock = clock or Clock()
        declared = Credentials(credentials)
        self._asker = Asker(
            limits=self.limits,
            reach=Reach(tuple(ip_network(network) for network in allow), resolve),
            dialler=Dialler(trust or Trust(), proxies or Proxies()),
            credentials=declared,
            redactor=Redactor(declared.secrets()),
            polite=Politeness(self.limits, self._clock),
            cache=cache,
            own=Folder(),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the files of large bodies that are not in the cache, and what is too much in the cache."""
        self._asker.own.remove()
        if self._asker.cache is not None:
            self._asker.cache.prune(self.limits.cache_bytes)

    def get(self, url: str, *, accept: str = "*/*", max_bytes: int | None = None) -> Exchange:
        """Return what stands at `url`, whatever its status. GatewayError where there was no whole answer."""
        return self.ask("GET", url, headers=(("Accept", accept),), max_bytes=max_bytes)

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Sequence[tuple[str, str]] = (),
        max_bytes: int | None = None,
        follow: bool = True,
        anonymous: bool = False,
    ) -> Exchange:
        """Ask with a safe method, following redirects. ValueError for a method that is not safe.

        Without `follow` a redirect is an answer like any other; `anonymous` sends no credentials.
        """
        if method not in SAFE_METHODS:
            raise ValueError(f"{method} may change something")
        if not self._online:
            raise GatewayError("network-off", url=self._text(url))
        limits = narrowed(self.limits, max_bytes)
        checked = tuple(checked_header(name, value) for name, value in headers)
        deadline = Deadline(self._clock.monotonic() + limits.total_seconds, self._clock, limits)
        hops: list[Hop] = []
        try:
            asking = Asking(method, target(url, limits), checked, deadline, anonymous)
            return self._followed(asking, hops, follow=follow)
        except GatewayError as error:
            # Not `from error`: what it was made of may hold what must not be shown.
            raise self._shown(error, url, hops) from None

    def _followed(self, asking: Asking, hops: list[Hop], *, follow: bool) -> Exchange:
        started, began = self._clock.now(), self._clock.monotonic()
        limits, here = asking.deadline.limits, asking.first
        while True:
            got = self._asker.hop(asking, here)
            location = got.answer.header("location")
            if not follow or got.answer.status not in _REDIRECTS or not location:
                times = Times(started=started.isoformat(), seconds=self._clock.monotonic() - began)
                return self._exchange(asking, here, got, hops, times)
            if len(hops) == limits.hops:
                raise limits.hit("hops")
            hops.append(Hop(url=self._text(here.url), status=got.answer.status, tls=got.tls))
            here = redirected(here, location, limits)
            asking = replace(asking, bare=asking.bare or here.origin != asking.first.origin)

    def _exchange(self, asking: Asking, here: Target, got: Got, hops: list[Hop], times: Times) -> Exchange:
        asked = tuple((name.lower(), value) for name, value in asking.headers)
        media = (got.answer.header("content-type") or "").partition(";")[0].strip().lower()
        shown = self._asker.redactor.headers
        return Exchange(
            request=Request(method=asking.method, url=self._text(asking.first.url), headers=shown(asked)),
            hops=tuple(hops),
            url=self._text(here.url),
            status=got.answer.status,
            headers=shown(got.answer.headers),
            media_type=self._text(media) or None,
            tls=got.tls,
            body=got.answer.body,
            wire_bytes=got.answer.wire_bytes,
            address=got.address,
            attempts=got.attempts,
            revalidated=got.revalidated,
            times=times,
        )

    def without_secrets(self, data: bytes) -> bytes:
        """Return what a server sent, without the credentials that it may repeat."""
        return self._asker.redactor.data(data)

    def _text(self, text: str) -> str:
        return self._asker.redactor.text(text)

    def _shown(self, error: GatewayError, url: str, hops: Sequence[Hop]) -> GatewayError:
        """Return the error with the address that was asked for, the hops so far, and no secret in it."""
        via = {"hops": " > ".join(hop.url for hop in hops)} if hops else {}
        args = {"url": url, **error.args_, **via}
        return GatewayError(error.code, **{name: self._text(value) for name, value in args.items()})
