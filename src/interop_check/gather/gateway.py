"""The one door to the network: http(s) to public addresses only, within limits of size and time."""

import contextlib
import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

AGENT = "interop-check"
MAX_REDIRECTS = 5
CHUNK = 65_536

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve: TypeAlias = Callable[[str, int], Sequence[str]]

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200
_HEADERS = (("User-Agent", AGENT), ("Accept-Encoding", "identity"), ("Connection", "close"))
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class GatewayError(Exception):
    """A fetch that was refused or failed, as a code `gateway-…` and values."""

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code, args)
        self.code = code
        self.args_ = args


@dataclass(frozen=True, slots=True)
class _Deadline:
    end: float
    url: str

    def left(self) -> float:
        """Return the seconds that are left. GatewayError `gateway-deadline` where none are."""
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise GatewayError("gateway-deadline", url=self.url)
        return seconds


def system_resolve(host: str, port: int) -> Sequence[str]:
    """Return all addresses of a host, both families. OSError where it has none."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def fetch(
    url: str, *, max_bytes: int, timeout: float, allow: Sequence[str] = (), resolve: Resolve = system_resolve
) -> bytes:
    """Return the body at `url`, following up to five redirects within `timeout` seconds in all.

    `allow` are networks (CIDR) that may be reached although they are not public. GatewayError otherwise.
    """
    deadline = _Deadline(time.monotonic() + timeout, url)
    networks = [ipaddress.ip_network(network) for network in allow]
    for _ in range(MAX_REDIRECTS + 1):
        parts = _checked(url)
        addresses = _addresses(parts, networks, deadline, resolve)
        answer = _ask(parts, addresses, max_bytes, deadline)
        if isinstance(answer, bytes):
            return answer
        url = _next(parts.geturl(), answer)
    raise GatewayError("gateway-redirects", url=url, limit=str(MAX_REDIRECTS))


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        port_is_number = parts.port != 0
    except ValueError as error:
        raise GatewayError("gateway-url", url=url) from error
    if parts.scheme not in _PORTS:
        raise GatewayError("gateway-scheme", url=url, scheme=parts.scheme)
    if (
        not parts.hostname
        or not port_is_number
        or "@" in parts.netloc
        or not url.isascii()
        or not url.isprintable()
    ):
        raise GatewayError("gateway-url", url=url)
    return parts


def _addresses(
    parts: SplitResult, networks: Sequence[Network], deadline: _Deadline, resolve: Resolve
) -> list[str]:
    """Return the addresses to connect to. Every one of them must be allowed, whichever would be used."""
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    found = list(dict.fromkeys(_in_time(resolve, host, port, deadline)))
    for written in found:
        address = _inner(ipaddress.ip_address(written.partition("%")[0]))
        if not any(address in network for network in networks) and not _is_public(address):
            raise GatewayError("gateway-private", host=host, address=str(address))
    return found


def _in_time(resolve: Resolve, host: str, port: int, deadline: _Deadline) -> Sequence[str]:
    # The resolver of the system knows no deadline; a thread that hangs in it ends with the process.
    answers: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError):
            answers.put(())

    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except queue.Empty:
        raise GatewayError("gateway-deadline", url=deadline.url) from None
    if not found:
        raise GatewayError("gateway-name", host=host)
    return found


def _inner(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_public(address: Address) -> bool:
    return address.is_global and not address.is_multicast


class _Guard:
    """Cuts a connection off at the deadline: a server that drips never runs into a socket's own timeout."""

    def __init__(self, deadline: _Deadline) -> None:
        self._watched: socket.socket | None = None
        self._timer = threading.Timer(deadline.left(), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, connected: socket.socket) -> None:
        """Cut off this one from now on."""
        self._watched = connected

    def _cut(self) -> None:
        if self._watched is not None:
            with contextlib.suppress(OSError):
                # Not the method of SSLSocket, which takes the TLS state away under the reader's feet.
                socket.socket.shutdown(self._watched, socket.SHUT_RDWR)


def _ask(parts: SplitResult, addresses: Sequence[str], max_bytes: int, deadline: _Deadline) -> bytes | str:
    with _Guard(deadline) as guard:
        connection = _connected(parts, addresses, deadline, guard)
        try:
            return _exchange(connection, parts, max_bytes, deadline)
        except (OSError, http.client.HTTPException) as error:
            deadline.left()
            raise GatewayError("gateway-failed", url=parts.geturl(), reason=type(error).__name__) from error
        finally:
            connection.close()


def _connected(
    parts: SplitResult, addresses: Sequence[str], deadline: _Deadline, guard: _Guard
) -> http.client.HTTPConnection:
    """Return a connection to the first address that answers; Host and TLS name stay those of the URL."""
    host, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    reason = ""
    for address in addresses:
        try:
            plain = socket.create_connection((address, port), timeout=deadline.left())
            guard.watch(plain)
            connected = _secured(plain, host, guard) if parts.scheme == "https" else plain
        except OSError as error:
            reason = type(error).__name__
            continue
        connection = http.client.HTTPConnection(host, port)
        connection.sock = connected
        return connection
    deadline.left()
    raise GatewayError("gateway-failed", url=parts.geturl(), reason=reason)


def _secured(plain: socket.socket, host: str, guard: _Guard) -> ssl.SSLSocket:
    with contextlib.ExitStack() as closing:
        closing.callback(plain.close)
        context = ssl.create_default_context()
        secured = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        closing.callback(secured.close)
        guard.watch(secured)
        secured.do_handshake()
        closing.pop_all()
    return secured


def _exchange(
    connection: http.client.HTTPConnection, parts: SplitResult, max_bytes: int, deadline: _Deadline
) -> bytes | str:
    """Return the body, or where to go instead as the server says it."""
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
    for name, value in (("Host", parts.netloc.lower()), *_HEADERS):
        connection.putheader(name, value)
    connection.endheaders()
    with contextlib.closing(connection.getresponse()) as response:
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return str(location)
        _check(response, parts.geturl())
        return _body(response, parts.geturl(), max_bytes, deadline)


def _check(response: http.client.HTTPResponse, url: str) -> None:
    if response.status != _OK:
        raise GatewayError("gateway-status", url=url, status=str(response.status))
    encoding = response.headers.get("Content-Encoding", "identity")
    if encoding.lower() != "identity":
        raise GatewayError("gateway-encoding", url=url, encoding=encoding)


def _body(response: http.client.HTTPResponse, url: str, max_bytes: int, deadline: _Deadline) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := response.read(min(CHUNK, max_bytes + 1 - size)):
        chunks.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise GatewayError("gateway-too-large", url=url, limit=str(max_bytes))
    # Where the guard has cut the connection off, this looks like the end of the body.
    deadline.left()
    if response.length:
        raise GatewayError("gateway-failed", url=url, reason="IncompleteRead")
    return b"".join(chunks)


def _next(url: str, location: str) -> str:
    try:
        target = urljoin(url, location)
    except ValueError as error:
        raise GatewayError("gateway-url", url=location) from error
    if url.startswith("https:") and target.startswith("http:"):
        raise GatewayError("gateway-downgrade", url=url, target=target)
    return target
