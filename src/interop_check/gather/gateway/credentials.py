"""What is told to whom: headers and client certificates, each only to the origin it was declared for."""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interop_check.gather.gateway.address import Origin, target
from interop_check.gather.gateway.limits import Limits

_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = re.compile(r"[\t\x20-\x7e]*")


def checked_header(name: str, value: str) -> tuple[str, str]:
    """Return a header that is one header (RFC 9110, 5.5). ValueError where it would start another."""
    if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
        raise ValueError("a header that is not one line of ASCII")
    return name, value


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCertificate:
    """Files in PEM: the certificate with its chain, and its key where that stands in another file."""

    certificate: Path
    key: Path | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What one origin (`https://host[:port]`) may see; other hosts, ports and schemes never do."""

    origin: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    certificate: ClientCertificate | None = None


def basic(user: str, password: str) -> tuple[str, str]:
    """Return the header for a user and a password (RFC 7617)."""
    return "Authorization", "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class Credentials:
    """All declared credentials by origin."""

    def __init__(self, declared: Sequence[Credential] = ()) -> None:
        self._declared = {target(one.origin, Limits()).origin: one for one in declared}
        for one in declared:
            for name, value in one.headers:
                checked_header(name, value)

    def of(self, origin: Origin) -> Credential | None:
        """Return what `origin` may see."""
        return self._declared.get(origin)

    def secrets(self) -> tuple[str, ...]:
        """Return the values that are shown nowhere, with and without the word for their scheme."""
        values = [value for one in self._declared.values() for _, value in one.headers]
        return tuple(form for value in values for form in {value, value.rpartition(" ")[2]} if form)
