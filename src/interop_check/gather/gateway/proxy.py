"""Proxies: every request goes through a tunnel (CONNECT, RFC 9110 9.3.6) that ends at the checked address."""

import contextlib
import http.client
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from interop_check.gather.gateway.address import Target
from interop_check.gather.gateway.clock import Deadline
from interop_check.gather.gateway.credentials import basic, checked_header
from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.wire import Wire

_PORT = 8080


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A proxy as its user declared it: it may be on a private network; its password is for it alone."""

    host: str
    port: int
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def proxy(url: str) -> Proxy:
    """Return the proxy at `http://[user:password@]host[:port]`. ValueError for any other form."""
    parts = urlsplit(url if "//" in url else f"http://{url}")
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError("a proxy is named as http://[user:password@]host[:port]")
    headers: tuple[tuple[str, str], ...] = ()
    if parts.username is not None:
        _, value = basic(unquote(parts.username), unquote(parts.password or ""))
        headers = (checked_header("Proxy-Authorization", value),)
    return Proxy(host=parts.hostname, port=parts.port or _PORT, headers=headers)


@dataclass(frozen=True, slots=True)
class Proxies:
    """Which proxy serves which scheme, and the hosts that are reached without one."""

    by_scheme: Mapping[str, Proxy] = field(default_factory=dict)
    without: tuple[str, ...] = ()

    def of(self, target: Target) -> Proxy | None:
        """Return the proxy for an address, if any; this machine is not reached through another."""
        direct = _is_this_machine(target.host) or any(_covers(one, target) for one in self.without)
        return None if direct else self.by_scheme.get(target.scheme)


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _covers(entry: str, target: Target) -> bool:
    host, _, port = entry.strip().lower().lstrip(".").partition(":")
    if port and port != str(target.port):
        return False
    return host in ("*", target.host) or (bool(host) and target.host.endswith(f".{host}"))


def from_environment(environment: Mapping[str, str]) -> Proxies:
    """Return the proxies that HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY name. ValueError as `proxy`."""

    def named(name: str) -> str:
        return environment.get(name.lower()) or environment.get(name.upper()) or ""

    found = {scheme: named(f"{scheme}_proxy") or named("all_proxy") for scheme in ("http", "https")}
    without = tuple(one for one in named("no_proxy").split(",") if one.strip())
    return Proxies({scheme: proxy(url) for scheme, url in found.items() if url}, without)


def tunnel(via: Proxy, address: str, port: int, deadline: Deadline) -> socket.socket:
    """Return a connection to `address` through a proxy. OSError, or GatewayError `gateway-proxy`."""
    timeout = min(deadline.left(), deadline.limits.connect_seconds)
    with contextlib.ExitStack() as closing:
        sock = closing.enter_context(socket.create_connection((via.host, via.port), timeout=timeout))
        place = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        lines = [f"CONNECT {place} HTTP/1.1", f"Host: {place}", *(f"{n}: {v}" for n, v in via.headers)]
        sock.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        status = _status(sock, deadline)
        if status != HTTPStatus.OK:
            raise GatewayError("gateway-proxy", status=str(status))
        closing.pop_all()
    return sock


def _status(sock: socket.socket, deadline: Deadline) -> int:
    answer = http.client.HTTPResponse(Wire(sock, deadline), method="CONNECT")  # type: ignore[arg-type]
    try:
        answer.begin()
    except http.client.HTTPException as error:
        raise GatewayError("gateway-proxy", reason=type(error).__name__) from error
    finally:
        answer.close()
    return answer.status
