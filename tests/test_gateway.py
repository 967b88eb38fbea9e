import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from interop_check.gather.gateway import GatewayError, fetch

LOOPBACK = ("127.0.0.0/8", "::1/128")
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server(ThreadingHTTPServer):
    """A server on the loopback that answers as told by path, and notes what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stopping = threading.Event()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server_address[1]}{path}"

    def handle_error(self, *_: object) -> None:
        return


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.server.answers[self.path](self)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
    yield running
    running.stopping.set()
    running.shutdown()
    running.server_close()


def body(data: bytes, status: int = 200, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(data)), **named}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def redirect(target: str, status: int = 302) -> Answer:
    return body(b"", status, Location=target)


def get(url: str, **options: Any) -> bytes:
    return fetch(url, **{"max_bytes": 100, "timeout": 5.0, "allow": LOOPBACK, **options})


def code(url: str, **options: Any) -> str:
    with pytest.raises(GatewayError) as raised:
        get(url, **options)
    return raised.value.code


def test_a_body_is_returned_as_it_is(server: Server) -> None:
    server.answers["/a?b=c"] = body(b"x" * 100)
    assert get(server.url("/a?b=c#d")) == b"x" * 100


def test_the_request_carries_the_name_and_asks_for_no_compression(server: Server) -> None:
    server.answers["/"] = body(b"")
    get(server.url("", host="MIRROR.example"), resolve=lambda *_: ["127.0.0.1"])
    path, headers = server.asked[0]
    assert path == "/"
    assert headers["Host"] == f"mirror.example:{server.server_address[1]}"
    assert headers["Accept-Encoding"] == "identity"


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),  # noqa: S104
        *("::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:a00:1"),
        *("64:ff9b::7f00:1", "2002:7f00:1::", "255.255.255.255", "198.18.0.1"),
    ],
)
def test_an_address_that_is_not_public_is_refused_before_connecting(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    assert code("http://mirror.example/", allow=(), resolve=lambda *_: [address]) == "gateway-private"


def test_one_private_answer_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    answers = ["8.8.8.8", "10.0.0.1"]
    assert code("http://mirror.example/", allow=(), resolve=lambda *_: answers) == "gateway-private"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://127.1/", "http://[::1]/", "http://0x7f000001/"]
)
def test_the_loopback_is_refused_however_it_is_written(url: str) -> None:
    assert code(url, allow=()) == "gateway-private"


def test_only_the_networks_that_are_allowed_are_allowed(server: Server) -> None:
    server.answers["/"] = body(b"x")
    assert get(server.url(), allow=("127.0.0.0/8",)) == b"x"
    assert code(server.url(), allow=("10.0.0.0/8", "::1/128")) == "gateway-private"


def test_a_name_is_resolved_once_and_the_connection_goes_to_that_address(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name that answers differently the second time must not lead anywhere else.
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    connected: list[Any] = []
    connect = socket.create_connection

    def note(address: Any, **options: Any) -> socket.socket:
        connected.append(address)
        return connect(address, **options)

    monkeypatch.setattr(socket, "create_connection", note)
    server.answers["/"] = body(b"x")
    port = server.server_address[1]
    assert get(f"http://mirror.example:{port}/", resolve=lambda *_: next(answers)) == b"x"
    assert connected == [("127.0.0.1", port)]


def test_the_next_address_is_tried_where_one_does_not_answer(server: Server) -> None:
    server.answers["/"] = body(b"x")
    assert get(server.url(host="mirror.example"), resolve=lambda *_: ["::1", "127.0.0.1"]) == b"x"


@pytest.mark.parametrize(
    ("url", "refusal"),
    [
        ("file:///etc/passwd", "gateway-scheme"),
        ("ftp://e.org/", "gateway-scheme"),
        ("//e.org/", "gateway-scheme"),
        ("", "gateway-scheme"),
        ("http://", "gateway-url"),
        ("http://[::1/", "gateway-url"),
        ("http://e.org:x/", "gateway-url"),
        ("http://e.org:0/", "gateway-url"),
        ("http://user:secret@e.org/", "gateway-url"),
        ("http://e.org/a b\r\nX: y", "gateway-url"),
        ("http://é.org/", "gateway-url"),
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str, refusal: str) -> None:
    assert code(url, resolve=lambda *_: pytest.fail("resolved")) == refusal


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(server: Server, status: int) -> None:
    server.answers |= {"/a/": redirect("../b", status), "/b": body(b"x")}
    assert get(server.url("/a/")) == b"x"


def test_five_redirects_are_followed_and_six_are_not(server: Server) -> None:
    server.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": body(b"x")}
    assert get(server.url("/1")) == b"x"
    assert code(server.url("/0")) == "gateway-redirects"


@pytest.mark.parametrize(
    ("target", "refusal"),
    [
        ("http://10.0.0.1/", "gateway-private"),
        ("file:///etc/passwd", "gateway-scheme"),
        ("http://[::1/", "gateway-url"),
        ("//user@e.org/", "gateway-url"),
    ],
)
def test_every_redirect_is_checked_anew(server: Server, target: str, refusal: str) -> None:
    server.answers["/"] = redirect(target)
    assert code(server.url()) == refusal


class Unencrypted(socket.socket):
    def do_handshake(self) -> None:
        return


def without_encryption(names: list[str]) -> Any:
    class Context:
        def wrap_socket(self, plain: socket.socket, *, server_hostname: str, **_: Any) -> Unencrypted:
            names.append(server_hostname)
            timeout = plain.gettimeout()
            connected = Unencrypted(fileno=plain.detach())
            connected.settimeout(timeout)
            return connected

    return Context


def encrypted(url: str) -> str:
    return url.replace("http:", "https:")


def test_encrypted_connections_verify_the_name_of_the_address(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    monkeypatch.setattr(ssl, "create_default_context", without_encryption(names))
    server.answers["/"] = body(b"x")
    assert get(encrypted(server.url(host="mirror.example")), resolve=lambda *_: ["127.0.0.1"]) == b"x"
    assert names == ["mirror.example"]


def test_a_redirect_to_an_unencrypted_address_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssl, "create_default_context", without_encryption([]))
    server.answers["/"] = redirect(server.url("/b"))
    assert code(encrypted(server.url())) == "gateway-downgrade"


def test_a_server_that_does_not_speak_tls_is_a_failure(server: Server) -> None:
    assert code(encrypted(server.url())) == "gateway-failed"


@pytest.mark.parametrize("claimed", ["101", "1000000000"])
def test_a_body_over_the_limit_is_refused(server: Server, claimed: str) -> None:
    server.answers["/"] = body(b"x" * 101, Content_Length=claimed)
    assert code(server.url()) == "gateway-too-large"


def test_a_body_without_end_is_refused_at_the_limit(server: Server) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        with contextlib.suppress(OSError):
            while not server.stopping.is_set():
                handler.wfile.write(b"x" * 1000)

    server.answers["/"] = endless
    assert code(server.url()) == "gateway-too-large"


def test_a_body_that_breaks_off_is_not_taken_for_the_whole(server: Server) -> None:
    server.answers["/"] = body(b"half", Content_Length="8")
    assert code(server.url()) == "gateway-failed"


def test_compression_that_was_not_asked_for_is_refused(server: Server) -> None:
    server.answers["/"] = body(b"x", Content_Encoding="gzip")
    assert code(server.url()) == "gateway-encoding"


@pytest.mark.parametrize("status", [204, 304, 404, 500])
def test_any_other_status_is_told(server: Server, status: int) -> None:
    server.answers["/"] = body(b"", status)
    with pytest.raises(GatewayError) as raised:
        get(server.url())
    assert (raised.value.code, raised.value.args_["status"]) == ("gateway-status", str(status))


def drip(stopping: threading.Event, first: bytes) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(first)
        with contextlib.suppress(OSError):
            while not stopping.wait(0.05):
                handler.wfile.write(b"x")
                handler.wfile.flush()

    return answer


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nA: ", b""])
def test_a_server_that_drips_is_cut_off_at_the_deadline(server: Server, first: bytes) -> None:
    server.answers["/"] = drip(server.stopping, first)
    start = time.monotonic()
    assert code(server.url(), timeout=0.4, max_bytes=10_000) == "gateway-deadline"
    assert time.monotonic() - start < 3


def test_a_resolver_that_hangs_is_cut_off_at_the_deadline() -> None:
    hanging = threading.Event()

    def resolve(*_: object) -> Sequence[str]:
        hanging.wait(5)
        return []

    assert code("http://mirror.example/", timeout=0.2, resolve=resolve) == "gateway-deadline"
    hanging.set()


def test_a_name_without_address_and_a_closed_port_are_told() -> None:
    assert code("http://mirror.example/", resolve=lambda *_: []) == "gateway-name"
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert code(f"http://127.0.0.1:{port}/") == "gateway-failed"
