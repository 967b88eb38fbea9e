"""Hosts with public names and addresses, all of them on the loopback: services for real connections."""

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from hostile.servers import Answer, Asked, Authority, Counted, Server, answer
from interop_check.gather import network
from interop_check.gather.exchange import Ask
from interop_check.gather.gateway import Clock, Credential, Limits, Session, Trust
from interop_check.gather.network import asked, modest
from making import LOGIN, answered

HOSTS = ("api", "test", "ogc", "ngsi", "sta", "context", "login", "plain")
Told = Mapping[str, Mapping[str, Any]]


class Street:
    """Servers by host, https and http; `answers` are those of making.answered, `special` whole answers."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._secure = {f"{name}.example": authority.server(f"{name}.example") for name in HOSTS}
        self._plain = Server()
        self._addresses = {host: f"93.184.215.{number}" for number, host in enumerate(self._secure, 1)}
        self._connect = socket.create_connection
        self.answers: Told = {}
        self.special: dict[str, Answer] = {}
        self.names: dict[str, str] = {}
        self.connected: list[tuple[str, int]] = []
        self._led: dict[str, int] = {}
        for server in self.servers:
            server.respond = self._respond

    @property
    def servers(self) -> Sequence[Server]:
        return (*self._secure.values(), self._plain)

    @property
    def asked(self) -> list[Asked]:
        """What came in since the street was last made ready."""
        return [one for server in self.servers for one in server.asked]

    def ready(self, answers: Told) -> None:
        self.answers, self.special, self.names = answers, {}, {}
        self.connected.clear()
        for server in self.servers:
            server.asked.clear()

    def ask(self, clock: Counted | None = None, limits: Limits | None = None, **options: Any) -> Ask:
        """Return how services of this street are asked: through the gateway, with nothing private allowed."""
        ticking = clock or Counted()
        known = Clock(monotonic=ticking.monotonic, sleep=ticking.sleep, now=ticking.now)
        given = {
            "resolve": self.resolve,
            "clock": known,
            "trust": Trust(self._authority.file),
            "credentials": [Credential(origin=f"https://{host}", headers=(LOGIN,)) for host in self._secure],
            **options,
        }
        return asked(Session(modest(limits or Limits()), **given))

    def resolve(self, host: str, _port: int) -> Sequence[str]:
        found = self.names.get(host) or self._addresses.get(host)
        return [found] if found else [str(entry[4][0]) for entry in socket.getaddrinfo(host, 80)]

    def connect(self, to: tuple[str, int], **more: Any) -> socket.socket:
        """Lead a connection to a public address to the server on the loopback, any other where it wants."""
        self.connected.append(to)
        host = next((name for name, address in self._addresses.items() if address == to[0]), None)
        if host is None:
            return self._connect(to, **more)
        port = {80: self._plain.port, 443: self._led.get(host, self._secure[host].port)}[to[1]]
        return self._connect(("127.0.0.1", port), **more)

    @contextmanager
    def leading(self, host: str, port: int) -> Iterator[None]:
        """Have another server on the loopback stand at the https port of a host."""
        self._led[host] = port
        yield
        self._led.clear()

    def close(self) -> None:
        for server in self.servers:
            server.close()

    def _respond(self, request: Asked) -> Answer:
        secure = any(request in server.asked for server in self._secure.values())
        url = f"{'https' if secure else 'http'}://{request.headers['host']}{request.target}"
        if f"{request.method} {url}" in self.special:
            return self.special[f"{request.method} {url}"]
        told = answered(self.answers, request.method, url, request.headers)
        if told is None:
            return answer(b"", 404)
        headers = {**({"Content-Type": told["type"]} if "type" in told else {}), **told.get("headers", {})}
        lines = [f"{name}: {value}" for name, value in headers.items()]
        return answer(told.get("body", "").encode(), told.get("status", 200), *lines)


@contextmanager
def street(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    """A street, and a way from public addresses to it."""
    made = Street(authority)
    monkeypatch.setattr(socket, "create_connection", made.connect)
    try:
        yield made
    finally:
        made.close()


@contextmanager
def city(authority: Authority, patch: pytest.MonkeyPatch) -> Iterator[Street]:
    """Have a street that the command line finds by name, and that may be asked without a pause."""
    known = socket.getaddrinfo
    with street(authority, patch) as made:

        def found(host: str, port: int, *more: Any, **options: Any) -> Any:
            address = made.resolve(host, port)[0] if host.endswith(".example") else host
            return known(address, port, *more, **options)

        patch.setattr(socket, "getaddrinfo", found)
        patch.setitem(network.SERVICE, "host_interval_seconds", 0)
        yield made
