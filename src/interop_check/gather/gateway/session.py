"""Ask addresses: redirects checked anew, retries, politeness, credentials, the cache; one Exchange each."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path
from typing import Self

from interop_check.gather.cache import Cache, Kept, key_of
from interop_check.gather.exchange import Exchange, Hop, Request, Times, Tls
from interop_check.gather.gateway.address import Reach, Resolve, Target, redirected, system_resolve, target
from interop_check.gather.gateway.clock import Clock, Deadline
from interop_check.gather.gateway.credentials import Credential, Credentials, checked_header
from interop_check.gather.gateway.decode import ACCEPTED
from interop_check.gather.gateway.dial import Dialler
from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.limits import Limits
from interop_check.gather.gateway.politeness import BUSY, Politeness
from interop_check.gather.gateway.proxy import Proxies
from interop_check.gather.gateway.redact import Redactor
from interop_check.gather.gateway.tls import Trust
from interop_check.gather.gateway.transfer import Answer, narrowed, transfer

AGENT = "interop-check"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
"""Methods that change nothing (RFC 9110, 9.2.1); no other is ever sent."""

_RETRIED_METHODS = frozenset({"GET", "HEAD"})
_RETRIED = frozenset({"gateway-failed", "gateway-truncated"})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK, _NOT_MODIFIED = 200, 304
_OF_THE_BODY = frozenset({"content-length", "content-encoding", "content-type", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class _Asking:
    """What stays the same over all hops and retries of one exchange."""

    method: str
    first: Target
    headers: tuple[tuple[str, str], ...]
    deadline: Deadline

    @property
    def accept(self) -> str:
        return next((value for name, value in self.headers if name.lower() == "accept"), "")


@dataclass(frozen=True, slots=True)
class _Got:
    """What one hop gave, and over which connection."""

    answer: Answer
    address: str
    tls: Tls | None
    revalidated: bool = False
    attempts: int = 1


class Session:
    """Everything that asks over the network goes through one of these; safe to share between threads.

    `allow` are networks (CIDR) that may be reached although they are not public. Large bodies live in files of
    the cache, or in a folder that `close` removes.
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
        self._clock = clock or Clock()
        self._reach = Reach(tuple(ip_network(network) for network in allow), resolve)
        self._dialler = Dialler(trust or Trust(), proxies or Proxies())
        self._credentials = Credentials(credentials)
        self._redactor = Redactor(self._credentials.secrets())
        self._polite = Politeness(self.limits, self._clock)
        self._cache = cache
        self._online = online
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the files of large bodies that are not in the cache, and what is too much in the cache."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
        if self._cache is not None:
            self._cache.prune(self.limits.cache_bytes)

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
    ) -> Exchange:
        """Ask with a safe method, following redirects. ValueError for a method that is not safe."""
        if method not in SAFE_METHODS:
            raise ValueError(f"{method} may change something")
        if not self._online:
            raise GatewayError("network-off")
        limits = narrowed(self.limits, max_bytes)
        checked = tuple(checked_header(name, value) for name, value in headers)
        deadline = Deadline(self._clock.monotonic() + limits.total_seconds, self._clock, limits)
        hops: list[Hop] = []
        try:
            asking = _Asking(method, target(url, limits), checked, deadline)
            return self._followed(asking, hops)
        except GatewayError as error:
            raise self._shown(error, url, hops) from error

    def _followed(self, asking: _Asking, hops: list[Hop]) -> Exchange:
        started, began = self._clock.now(), self._clock.monotonic()
        here = asking.first
        while True:
            got = self._hop(asking, here)
            location = got.answer.header("location")
            if got.answer.status not in _REDIRECTS or not location:
                times = Times(started=started.isoformat(), seconds=self._clock.monotonic() - began)
                return self._exchange(asking, here, got, hops, times)
            if len(hops) == asking.deadline.limits.hops:
                raise asking.deadline.limits.hit("hops")
            hops.append(Hop(url=self._redactor.text(here.url), status=got.answer.status, tls=got.tls))
            here = redirected(here, location, asking.deadline.limits)

    def _hop(self, asking: _Asking, here: Target) -> _Got:
        """Ask one address, again where that may help: broken connections and busy servers."""
        retries = self.limits.retries if asking.method in _RETRIED_METHODS else 0
        for attempt in range(retries + 1):
            pause = self.limits.backoff_seconds * 2**attempt
            try:
                got = self._conditional(asking, here)
            except GatewayError as error:
                if error.code not in _RETRIED or attempt == retries:
                    raise
            else:
                if got.answer.status not in BUSY:
                    return replace(got, attempts=attempt + 1)
                pause = self._pause(got.answer, here, pause, last=attempt == retries)
            asking.deadline.wait(pause)
        raise AssertionError  # the last attempt returns or raises

    def _pause(self, answer: Answer, here: Target, pause: float, *, last: bool) -> float:
        """Return how long a busy host wants to be left alone. GatewayError where that is too long or too often."""
        wanted = self._polite.asked_for(answer.header("retry-after"))
        args = {"status": str(answer.status), "host": here.host}
        if wanted is not None and wanted > self.limits.retry_after_seconds:
            self._polite.close(here.host, wanted)
            raise self.limits.hit("retry_after_seconds", retry_after=f"{wanted:.0f}", **args)
        if last:
            raise self.limits.hit("retries", **args)
        return pause if wanted is None else max(wanted, 0.0)

    def _conditional(self, asking: _Asking, here: Target) -> _Got:
        """Ask only for what has changed since it was kept (RFC 9110, 13)."""
        key = self._key(asking, here)
        kept = self._cache.find(key) if self._cache and key else None
        got = self._once(asking, here, kept.validators() if kept else ())
        if got.answer.status == _NOT_MODIFIED and kept:
            return replace(got, answer=_renewed(kept, got.answer), revalidated=True)
        if self._cache and key and _may_be_kept(got.answer):
            headers = self._headers(got.answer)
            self._cache.keep(key, headers, got.answer.wire_bytes, got.answer.body)
        return got

    def _key(self, asking: _Asking, here: Target) -> str:
        """Return the cache's key; none for what only somebody with credentials may see (RFC 9111, 3.5)."""
        private = self._credentials.of(here.origin, asking.first.origin) is not None
        if asking.method != "GET" or private or self._redactor.text(here.url) != here.url:
            return ""
        return key_of(asking.method, here.url, asking.accept)

    def _once(self, asking: _Asking, here: Target, validators: Sequence[tuple[str, str]]) -> _Got:
        credential = self._credentials.of(here.origin, asking.first.origin)
        self._polite.turn(here.host, asking.deadline)
        addresses = self._reach.addresses(here, asking.deadline)
        client = credential.certificate if credential else None
        line = self._dialler.line(here, addresses, client, asking.deadline)
        headers = (
            *asking.headers,
            ("User-Agent", AGENT),
            ("Accept-Encoding", ACCEPTED),
            *validators,
            *(credential.headers if credential else ()),
        )
        try:
            answer = transfer(line, asking.method, here, headers, asking.deadline, self._spool_folder())
        finally:
            line.sock.close()
        return _Got(answer, line.address, line.tls)

    def _spool_folder(self) -> Path:
        if self._cache is not None:
            return self._cache.bodies
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="interop-check-")
        return Path(self._folder.name)

    def _headers(self, answer: Answer) -> tuple[tuple[str, str], ...]:
        return tuple((name, self._redactor.header(name, value)) for name, value in answer.headers)

    def _exchange(
        self, asking: _Asking, here: Target, got: _Got, hops: Sequence[Hop], times: Times
    ) -> Exchange:
        shown = tuple((name.lower(), self._redactor.header(name, value)) for name, value in asking.headers)
        request = Request(method=asking.method, url=self._redactor.text(asking.first.url), headers=shown)
        media = (got.answer.header("content-type") or "").partition(";")[0].strip().lower()
        return Exchange(
            request=request,
            hops=tuple(hops),
            url=self._redactor.text(here.url),
            status=got.answer.status,
            headers=self._headers(got.answer),
            media_type=media or None,
            tls=got.tls,
            body=got.answer.body,
            wire_bytes=got.answer.wire_bytes,
            address=got.address,
            attempts=got.attempts,
            revalidated=got.revalidated,
            times=times,
        )

    def _shown(self, error: GatewayError, url: str, hops: Sequence[Hop]) -> GatewayError:
        """Return the error with the address that was asked for and the hops so far, and no secret in any value."""
        via = {"hops": " > ".join(hop.url for hop in hops)} if hops else {}
        args = {"url": url, **error.args_, **via}
        return GatewayError(error.code, **{name: self._redactor.text(value) for name, value in args.items()})


def _may_be_kept(answer: Answer) -> bool:
    control = (answer.header("cache-control") or "").lower()
    has_validator = answer.header("etag") or answer.header("last-modified")
    personal = "no-store" in control or answer.header("vary") == "*"
    return bool(answer.status == _OK and has_validator and not personal)


def _renewed(kept: Kept, answer: Answer) -> Answer:
    """Return what was kept, with the headers that came now (RFC 9111, 3.2)."""
    fresh = {name for name, _ in answer.headers} - _OF_THE_BODY
    headers = [pair for pair in kept.headers if pair[0] not in fresh]
    headers += [pair for pair in answer.headers if pair[0] in fresh]
    return Answer(_OK, tuple(headers), kept.body, kept.wire_bytes)
