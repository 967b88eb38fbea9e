"""Servers on the loopback that misbehave, a clock that only counts, certificates made on the spot."""

import contextlib
import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = ("127.0.0.0/8", "::1/128")


@dataclass(frozen=True)
class Asked:
    """One request as it arrived: the words of its first line, and its headers in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    raw: bytes


@dataclass
class Talk:
    """One connection, from the server's side."""

    sock: socket.socket
    stopping: threading.Event

    def say(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes) -> None:
        """One byte after another for as long as somebody listens."""
        while not self.stopping.wait(0.002):
            self.say(data)

    def hang_up(self) -> None:
        """End the connection without the word that TLS has for it."""
        socket.socket.shutdown(self.sock, socket.SHUT_WR)

    def abort(self) -> None:
        """Close with a reset instead of an end."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self.sock.close()


Answer = Callable[[Talk], None]


class Server:
    """Answers as told, by path or by `respond`; notes what it was asked and how often somebody connected."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self._context = context
        self._listening = socket.create_server(("127.0.0.1", 0))
        # Else each answer over TLS waits 40 ms for the client to acknowledge the handshake.
        self._listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._threads: list[threading.Thread] = []
        self.stopping = threading.Event()
        self.answers: dict[str, Answer] = {}
        self.respond: Callable[[Asked], Answer] | None = None
        self.asked: list[Asked] = []
        self.connections = 0
        self._threads.append(threading.Thread(target=self._accept, daemon=True))
        self._threads[0].start()

    @property
    def port(self) -> int:
        port: int = self._listening.getsockname()[1]
        return port

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if self._context else 'http'}://{host}:{self.port}{path}"

    def close(self) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                sock, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        plain.settimeout(10)
        sock = plain
        try:
            if self._context:
                sock = self._context.wrap_socket(plain, server_side=True)
            asked = _request(sock)
            if asked is None:
                return
            self.asked.append(asked)
            told = self.answers.get(asked.target, answer(b"", 404))
            (self.respond(asked) if self.respond else told)(Talk(sock, self.stopping))
            if isinstance(sock, ssl.SSLSocket):
                sock.unwrap().close()
        except (OSError, ValueError):
            pass
        finally:
            with contextlib.suppress(OSError):
                sock.close()
            plain.close()


def _request(sock: socket.socket) -> Asked | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = sock.recv(65_536)
        if not piece:
            return None
        raw += piece
        if raw.startswith(b"\x16"):  # a TLS client that came to the wrong port
            sock.sendall(head(400))
            return None
    first, *lines = raw.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Asked(method, target, headers, raw)


# ---------------------------------------------------------------- answers


def head(status: int = 200, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} Said", *lines, "", ""]).encode("latin-1")


def answer(body: bytes, status: int = 200, *lines: str) -> Answer:
    return lambda talk: talk.say(head(status, f"Content-Length: {len(body)}", *lines) + body)


def raw(data: bytes) -> Answer:
    return lambda talk: talk.say(data)


def redirect(location: str, status: int = 302) -> Answer:
    return answer(b"", status, f"Location: {location}")


def in_turn(*answers: Answer) -> Answer:
    """The first time the first, then the second …, and the last for ever."""
    left = list(answers)

    def next_one(talk: Talk) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(talk)

    return next_one


def tunnel(server: Server, then: Answer) -> Answer:
    """What a proxy says to CONNECT, and then the server behind it to the request."""

    def both(talk: Talk) -> None:
        talk.say(head(200))
        asked = _request(talk.sock)
        assert asked is not None
        server.asked.append(asked)
        then(talk)

    return both


def relay(port: int) -> Answer:
    """What a proxy does with CONNECT: bytes go through both ways."""

    def both_ways(talk: Talk) -> None:
        with socket.create_connection(("127.0.0.1", port)) as onward:
            talk.say(head(200))
            back = threading.Thread(target=_pass_on, args=(onward, talk.sock))
            back.start()
            _pass_on(talk.sock, onward)
            back.join()

    return both_ways


def _pass_on(source: socket.socket, goal: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65_536):
            goal.sendall(piece)
    with contextlib.suppress(OSError):
        goal.shutdown(socket.SHUT_WR)


def endless_chunks(talk: Talk) -> None:
    talk.say(head(200, "Transfer-Encoding: chunked"))
    while not talk.stopping.is_set():
        talk.say(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")


def endless_body(talk: Talk) -> None:
    talk.say(head(200))
    while not talk.stopping.is_set():
        talk.say(b"x" * 0x1000)


def endless_headers(talk: Talk) -> None:
    talk.say(b"HTTP/1.1 200 OK\r\n")
    number = 0
    while not talk.stopping.is_set():
        number += 1
        talk.say(f"X-{number}: {'y' * 5000}\r\n".encode())


def endless_line(talk: Talk) -> None:
    talk.say(b"HTTP/1.1 200 OK\r\nX: ")
    while not talk.stopping.is_set():
        talk.say(b"y" * 4096)


def endless_hints(talk: Talk) -> None:
    while not talk.stopping.is_set():
        talk.say(head(103, "Link: </a>"))


def drip_body(talk: Talk) -> None:
    talk.say(head(200))
    talk.drip(b"x")


def drip_header(talk: Talk) -> None:
    talk.say(b"HTTP/1.1 200 OK\r\nX: ")
    talk.drip(b"y")


def drip_chunks(talk: Talk) -> None:
    talk.say(head(200, "Transfer-Encoding: chunked"))
    talk.drip(b"1\r\nx\r\n")


def silence(talk: Talk) -> None:
    talk.stopping.wait(10)


def reset(talk: Talk) -> None:
    talk.abort()


# ---------------------------------------------------------------- time


@dataclass
class Counted:
    """A clock that moves only when it is asked or slept on: by `step` a look, by what is slept."""

    step: float = 0.0
    seconds: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        self.seconds += self.step
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.seconds += seconds

    def now(self) -> dt.datetime:
        return dt.datetime(2030, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=self.seconds)


# ---------------------------------------------------------------- certificates


class Authority:
    """Signs certificates; `file` is what a client trusts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Testautoriteit")
        self._number = 0
        own = self._signed(self._name, self._key, self._key.public_key(), days=(-1, 30), authority=True)
        self.file = folder / "ca.pem"
        self.file.write_bytes(own.public_bytes(serialization.Encoding.PEM))

    def issue(self, host: str, days: tuple[int, int] = (-1, 30), *, self_signed: bool = False) -> Path:
        """Return a PEM file with a certificate and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        signer = (_name(host), key) if self_signed else (self._name, self._key)
        certificate = self._signed(*signer, key.public_key(), subject=host, days=days)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._number += 1
        path = self._folder / f"{self._number}.pem"
        path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + private)
        return path

    def server(self, host: str, days: tuple[int, int] = (-1, 30), *, self_signed: bool = False) -> Server:
        """Return a server that shows such a certificate."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.issue(host, days, self_signed=self_signed))
        return Server(context)

    def asking_server(self, host: str) -> Server:
        """Return a server that wants a certificate from its client."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.issue(host))
        context.load_verify_locations(self.file)
        context.verify_mode = ssl.CERT_REQUIRED
        context.maximum_version = ssl.TLSVersion.TLSv1_2  # where the refusal comes within the handshake
        return Server(context)

    def _signed(
        self,
        issuer: x509.Name,
        signing: ec.EllipticCurvePrivateKey,
        public: ec.EllipticCurvePublicKey,
        *,
        days: tuple[int, int],
        subject: str = "",
        authority: bool = False,
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(subject) if subject else issuer)
            .issuer_name(issuer)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now + dt.timedelta(days=days[0]))
            .not_valid_after(now + dt.timedelta(days=days[1]))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if subject:
            builder = builder.add_extension(x509.SubjectAlternativeName([_general(subject)]), critical=False)
        return builder.sign(signing, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


@contextlib.contextmanager
def running(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.close()
