"""Ask one address: retries, politeness, credentials, the cache. Redirects are followed elsewhere."""

import tempfile
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interop_check.gather.cache import Cache, Kept, key_of
from interop_check.gather.exchange import Tls
from interop_check.gather.gateway.address import Reach, Target
from interop_check.gather.gateway.clock import Deadline
from interop_check.gather.gateway.credentials import Credential, Credentials
from interop_check.gather.gateway.decode import ACCEPTED
from interop_check.gather.gateway.dial import Dialler
from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.limits import Limits
from interop_check.gather.gateway.politeness import BUSY, Politeness
from interop_check.gather.gateway.redact import Redactor
from interop_check.gather.gateway.transfer import Answer, Message, transfer

AGENT = "interop-check"

_RETRIED_METHODS = frozenset({"GET", "HEAD"})
_RETRIED = frozenset({"gateway-failed", "gateway-truncated"})
_OK, _NOT_MODIFIED = 200, 304
_OF_THE_BODY = frozenset({"content-length", "content-encoding", "content-type", "transfer-encoding"})


@dataclass(frozen=True, slots=True)
class Asking:
    """What stays the same over all hops and retries of one exchange.

    `bare` is true where no credentials are wanted, and once a redirect led to another origin.
    """

    method: str
    first: Target
    headers: tuple[tuple[str, str], ...]
    deadline: Deadline
    bare: bool = False

    @property
    def accept(self) -> str:
        """Return what the caller can read."""
        return next((value for name, value in self.headers if name.lower() == "accept"), "")


@dataclass(frozen=True, slots=True)
class Got:
    """What one hop gave, and over which connection."""

    answer: Answer
    address: str
    tls: Tls | None
    revalidated: bool = False
    attempts: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Asks one address at a time, with everything that a session was told."""

    limits: Limits
    reach: Reach
    dialler: Dialler
    credentials: Credentials
    redactor: Redactor
    polite: Politeness
    cache: Cache | None
    own: "Folder"

    def hop(self, asking: Asking, here: Target) -> Got:
        """Ask one address, again where that may help: broken connections and busy servers."""
        retries = self.limits.retries if asking.method in _RETRIED_METHODS else 0
        for attempt in range(retries + 1):
            last = attempt == retries
            pause = self.limits.backoff_seconds * 2**attempt
            try:
                got = self._conditional(asking, here)
            except GatewayError as error:
                if error.code not in _RETRIED or last or pause >= asking.deadline.left():
                    raise
            else:
                if got.answer.status not in BUSY:
                    return replace(got, attempts=attempt + 1)
                pause = self._pause(got.answer, here, pause, last=last)
            asking.deadline.wait(pause)
        raise AssertionError  # the last attempt returns or raises

    def _pause(self, answer: Answer, here: Target, pause: float, *, last: bool) -> float:
        """Return how long a busy host wants to be left alone. GatewayError where that is too much."""
        wanted = self.polite.asked_for(answer.header("retry-after"))
        args = {"status": str(answer.status), "host": here.host}
        if wanted is not None and wanted > self.limits.retry_after_seconds:
            self.polite.close(here.host, wanted)
            raise self.limits.hit("retry_after_seconds", retry_after=f"{wanted:.0f}", **args)
        if last:
            raise self.limits.hit("retries", **args)
        return pause if wanted is None else wanted

    def _conditional(self, asking: Asking, here: Target) -> Got:
        """Ask only for what has changed since it was kept (RFC 9110, 13)."""
        key = self._key(asking, here)
        kept = self.cache.find(key) if self.cache and key else None
        folder = self.cache.folder if self.cache and key else self.own.path
        got = self._once(asking, here, kept.validators() if kept else (), folder)
        if got.answer.status == _NOT_MODIFIED and kept:
            return replace(got, answer=_renewed(kept, got.answer), revalidated=True)
        if self.cache and key and _may_be_kept(got.answer):
            headers = self.redactor.headers(got.answer.headers)
            self.cache.keep(key, headers, got.answer.wire_bytes, got.answer.body)
        return got

    def _credential(self, asking: Asking, here: Target) -> Credential | None:
        # Not even back at home: another host chose the address there.
        return None if asking.bare else self.credentials.of(here.origin)

    def _key(self, asking: Asking, here: Target) -> str:
        """Return the cache's key; none for what only somebody with credentials may see (RFC 9111, 3.5)."""
        private = self._credential(asking, here) is not None
        if asking.method != "GET" or private or self.redactor.text(here.url) != here.url:
            return ""
        return key_of(asking.method, here.url, asking.accept)

    def _once(
        self,
        asking: Asking,
        here: Target,
        validators: Sequence[tuple[str, str]],
        folder: Callable[[], Path],
    ) -> Got:
        credential = self._credential(asking, here)
        self.polite.turn(here.host, asking.deadline)
        addresses = self.reach.addresses(here, asking.deadline)
        client = credential.certificate if credential else None
        line = self.dialler.line(here, addresses, client, asking.deadline)
        own = (("User-Agent", AGENT), ("Accept-Encoding", ACCEPTED))
        secret = credential.headers if credential else ()
        message = Message(asking.method, (*asking.headers, *own, *validators, *secret))
        try:
            answer = transfer(line, here, message, asking.deadline, folder)
        finally:
            line.sock.close()
        return Got(answer, line.address, line.tls)


class Folder:
    """A folder for what belongs to one session only; made at the first need, and removed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: tempfile.TemporaryDirectory[str] | None = None

    def path(self) -> Path:
        """Return where it is."""
        with self._lock:
            if self._made is None:
                self._made = tempfile.TemporaryDirectory(prefix="interop-check-")
            return Path(self._made.name)

    def remove(self) -> None:
        """Remove it with all that is in it."""
        with self._lock:
            if self._made is not None:
                self._made.cleanup()
                self._made = None


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
