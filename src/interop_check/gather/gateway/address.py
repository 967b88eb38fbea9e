"""Which addresses may be asked, and which connected to: http(s) only, and only the public internet."""

import contextlib
import ipaddress
import queue
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from interop_check.gather.gateway.clock import Deadline
from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.limits import Limits

IP: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
Origin: TypeAlias = tuple[str, str, int]

PORTS = {"http": 80, "https": 443}

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
# What IANA's registries of special addresses hold and some versions of Python still call global.
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        *("192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4"),
        *("::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "3fff::/20", "5f00::/16", "fec0::/10"),
    )
)
_LOOPBACK = ("127.0.0.1", "::1")
_HOST = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
# IDNA 2003 and 2008 read these differently (RFC 5894, 7.2): one name, two servers.
_AMBIGUOUS = frozenset("ßẞς\u200c\u200d")
_UNUSABLE = re.compile(r"[\x00-\x20\x7f-\xa0\ud800-\udfff]")
_KEPT = "!$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that may be asked, as it goes over the wire: the host in punycode, the rest in ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> Origin:
        """Return what credentials belong to (RFC 6454)."""
        return self.scheme, self.host, self.port

    @property
    def authority(self) -> str:
        """Return the Host header: without the port where it is the scheme's own (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the whole address."""
        return f"{self.scheme}://{self.authority}{self.path}"


def target(url: str, limits: Limits) -> Target:
    """Return what `url` asks for. GatewayError `gateway-scheme` or `gateway-url` with the reason."""
    if len(url) > limits.url_characters:
        raise limits.hit("url_characters")
    # Before urlsplit: it takes tabs and line ends out without a word.
    if _UNUSABLE.search(url):
        raise GatewayError("gateway-url", url=url, reason="control-character")
    try:
        parts = urlsplit(url)
    except ValueError:
        raise GatewayError("gateway-url", url=url, reason="host") from None
    if parts.scheme not in PORTS:
        raise GatewayError("gateway-scheme", url=url, scheme=parts.scheme)
    if "@" in parts.netloc:
        raise GatewayError("gateway-url", url=url, reason="userinfo")
    path = quote(parts.path or "/", safe=_KEPT) + (
        "?" + quote(parts.query, safe=_KEPT) if parts.query else ""
    )
    return Target(scheme=parts.scheme, host=_host(parts, url), port=_port(parts, url), path=path)


def _port(parts: SplitResult, url: str) -> int:
    try:
        port = PORTS[parts.scheme] if parts.port is None else parts.port
    except ValueError:
        port = 0
    if not port:
        raise GatewayError("gateway-url", url=url, reason="port")
    return port


def _host(parts: SplitResult, url: str) -> str:
    """Return the host as the DNS knows it: of a name that looks like another, the punycode is seen."""
    host = parts.hostname or ""
    try:
        if ":" in host and "%" not in host:
            return str(ipaddress.IPv6Address(host))
        host = host if host.isascii() else host.encode("idna").decode("ascii").lower()
    except ValueError:
        host = ""
    host = host.removesuffix(".")  # the root's own dot, which no certificate has (RFC 6066, 3)
    if not _HOST.fullmatch(host) or _AMBIGUOUS & set(parts.hostname or ""):
        raise GatewayError("gateway-url", url=url, reason="host")
    return host


def redirected(came_from: Target, location: str, limits: Limits) -> Target:
    """Return where a redirect leads. GatewayError `gateway-downgrade`, or as `target`."""
    # Header fields arrive as Latin-1; an address in UTF-8 was meant where it is UTF-8 (RFC 3987, 3.1).
    with contextlib.suppress(UnicodeError):
        location = location.encode("latin-1").decode()
    try:
        joined = urljoin(came_from.url, location)
    except ValueError:
        raise GatewayError("gateway-url", url=location, reason="host") from None
    found = target(joined, limits)
    if came_from.scheme == "https" and found.scheme == "http":
        raise GatewayError("gateway-downgrade", url=came_from.url, target=found.url)
    return found


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Return all addresses of a host, both families. OSError where it has none."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Reach:
    """Which machines may be connected to: the public ones, and the networks that the user allows."""

    allow: tuple[Network, ...] = ()
    resolve: Resolve = system_resolve

    def addresses(self, wanted: Target, deadline: Deadline) -> tuple[str, ...]:
        """Return the addresses to connect to. Every one of them must be allowed, whichever would be used."""
        if wanted.host == "localhost" or wanted.host.endswith(".localhost"):
            return self._own_machine(wanted)
        found = tuple(dict.fromkeys(_in_time(self.resolve, wanted, deadline)))
        for written in found:
            address = _parsed(written, wanted)
            if not self._may(address):
                raise GatewayError("gateway-private", host=wanted.host, address=str(address))
        return found

    def _own_machine(self, wanted: Target) -> tuple[str, ...]:
        """Return what is allowed of the loopback; no resolver has a say in it (RFC 6761, 6.3)."""
        found = tuple(one for one in _LOOPBACK if self._may(ipaddress.ip_address(one)))
        if not found:
            raise GatewayError("gateway-private", host=wanted.host, address=_LOOPBACK[0])
        return found

    def _may(self, address: IP) -> bool:
        inner = _inner(address)
        if any(one in network for one in (address, inner) for network in self.allow):
            return True
        return _is_public(address, wrapped=inner is not address) and _is_public(inner)


def _parsed(written: str, wanted: Target) -> IP:
    try:
        return ipaddress.ip_address(written.partition("%")[0])
    except ValueError:
        raise GatewayError("gateway-name", host=wanted.host) from None


def _in_time(resolve: Resolve, wanted: Target, deadline: Deadline) -> Sequence[str]:
    # The resolver of the system knows no deadline; a thread that hangs in it ends with the process.
    answers: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()

    def ask() -> None:
        found: Sequence[str] = ()
        try:
            found = resolve(wanted.host, wanted.port)
        except (OSError, UnicodeError):
            found = ()
        finally:
            answers.put(found)  # whatever happened: somebody is waiting

    threading.Thread(target=ask, daemon=True, name="interop-check-resolve").start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise deadline.limits.hit("total_seconds") from None
    if not found:
        raise GatewayError("gateway-name", host=wanted.host)
    return found


def _inner(address: IP) -> IP:
    """Return the IPv4 address that an IPv6 address stands for, where it does (RFC 4291, 3056, 6052)."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_public(address: IP, *, wrapped: bool = False) -> bool:
    if wrapped and isinstance(address, ipaddress.IPv6Address) and (address.ipv4_mapped or address in _NAT64):
        return True  # only a spelling of the address inside, which is looked at on its own
    return address.is_global and not address.is_multicast and not any(address in net for net in _SPECIAL)
