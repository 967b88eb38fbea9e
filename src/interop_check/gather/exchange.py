"""The noun Exchange: what was asked, over which hops, with what TLS, and what came back; no secrets."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import rfc8785

_VOLATILE = frozenset({"age", "date", "expires", "retry-after", "server-timing"})
"""Header fields that differ at every moment: recorded, but no part of what an exchange is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What was asked; validators of the cache are not part of it."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What the encrypted connection was (RFC 8446) and whose certificate it showed; dates as ISO 8601.

    `fault` says why a certificate was not accepted; then nothing was asked over that connection.
    """

    version: str
    cipher: str
    subject: str
    issuer: str
    not_before: str
    expires: str
    fault: str = ""

    @property
    def verified(self) -> bool:
        """Return whether the certificate is valid for the host, now, and by somebody who is trusted."""
        return not self.fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """A redirect that was followed: from where, and with which status."""

    url: str
    status: int
    tls: Tls | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When it started (UTC, ISO 8601) and how many seconds it took."""

    started: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The decoded body by its digest; a large one is a file, for as long as the session or cache lives."""

    sha256: str
    size: int
    where: bytes | Path = field(repr=False, compare=False)

    @classmethod
    def of(cls, data: bytes) -> "Body":
        """Return the body with these bytes."""
        return cls(sha256=hashlib.sha256(data).hexdigest(), size=len(data), where=data)

    def read(self) -> bytes:
        """Return all of it. OSError where its file is gone."""
        return self.where if isinstance(self.where, bytes) else self.where.read_bytes()

    def open(self) -> BinaryIO:
        """Return it as a stream, for what need not be in memory as a whole."""
        return io.BytesIO(self.where) if isinstance(self.where, bytes) else self.where.open("rb")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its final answer. Addresses and headers are shown without secrets.

    `wire_bytes` is what the body took as sent. Not part of the digest: times, the server's `address`, how
    often it was tried, and whether the cache gave the body (`revalidated`, RFC 9110 13).
    """

    request: Request
    hops: tuple[Hop, ...]
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    media_type: str | None
    tls: Tls | None
    body: Body
    wire_bytes: int = field(default=0, compare=False)
    address: str = field(default="", compare=False)
    attempts: int = field(default=1, compare=False)
    revalidated: bool = field(default=False, compare=False)
    times: Times = field(default=Times(started="", seconds=0.0), compare=False)

    def header(self, name: str) -> str | None:
        """Return the first header of that name, as it is shown."""
        return next((value for known, value in self.headers if known == name.lower()), None)

    @property
    def digest(self) -> str:
        """Return the SHA-256 over what was exchanged, in canonical JSON (RFC 8785), without any time."""
        return hashlib.sha256(rfc8785.dumps(self.stable())).hexdigest()

    def stable(self) -> dict[str, Any]:
        """Return what the digest is over, as plain JSON values."""
        return {
            "request": _plain(asdict(self.request)),
            "hops": [_plain(asdict(hop)) for hop in self.hops],
            "url": self.url,
            "status": self.status,
            "headers": [list(pair) for pair in self.headers if pair[0] not in _VOLATILE],
            "media_type": self.media_type,
            "tls": asdict(self.tls) if self.tls else None,
            "body": {"sha256": self.body.sha256, "size": self.body.size},
        }


class Ask(Protocol):
    """Asks a service with a safe method and gives the answer, whatever its status; raises OriginError.

    Redirects are followed only with `follow`, credentials are sent only without `anonymous`.
    """

    def __call__(self, request: Request, *, follow: bool, anonymous: bool) -> Exchange: ...  # noqa: D102


def _plain(noun: Mapping[str, Any]) -> dict[str, Any]:
    return {**noun, **({"headers": [list(pair) for pair in noun["headers"]]} if "headers" in noun else {})}
