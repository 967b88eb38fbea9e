"""What an honest server gets from the gateway, and what is recorded; the others are in tests/hostile."""

import gzip
import json
import socket
import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hostile import servers
from hostile.servers import LOOPBACK, Authority, Counted, Server, answer, head, raw, redirect, running
from interop_check.gather.exchange import Body, Exchange, Times
from interop_check.gather.gateway import (
    ClientCertificate,
    Clock,
    Credential,
    GatewayError,
    Limits,
    Proxies,
    Session,
    Trust,
    from_environment,
    proxy,
)
from interop_check.gather.gateway.certificate import described
from interop_check.gather.gateway.decode import Decoder
from interop_check.gather.gateway.redact import Redactor
from interop_check.gather.network import network

QUICK = Limits(host_interval_seconds=0)


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as honest:
        yield honest


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


def clocked(counted: Counted) -> Clock:
    return Clock(monotonic=counted.monotonic, sleep=counted.sleep, now=counted.now)


def get(url: str, *, max_bytes: int | None = None, **options: Any) -> Exchange:
    with Session(**{"limits": QUICK, "allow": LOOPBACK, "clock": clocked(Counted()), **options}) as session:
        exchange = session.get(url, max_bytes=max_bytes)
        return replace(exchange, body=Body.of(exchange.body.read()))


def code(url: str, **options: Any) -> str:
    with pytest.raises(GatewayError) as raised:
        get(url, **options)
    return raised.value.code


def test_a_body_is_returned_as_it_is(server: Server) -> None:
    server.answers["/a?b=c"] = answer(b"x" * 100, 200, "Content-Type: text/turtle")
    exchange = get(server.url("/a?b=c#d"), max_bytes=100)
    assert exchange.body.read() == b"x" * 100
    assert (exchange.status, exchange.media_type, exchange.tls) == (200, "text/turtle", None)
    assert exchange.url == exchange.request.url == server.url("/a?b=c")


def test_the_request_says_who_asks_and_what_is_understood(server: Server) -> None:
    server.answers["/"] = answer(b"")
    get(server.url("", host="MIRROR.example."), resolve=lambda *_: ["127.0.0.1"])
    headers = server.asked[0].headers
    assert headers == {
        "host": f"mirror.example:{server.port}",
        "accept": "*/*",
        "user-agent": "interop-check",
        "accept-encoding": "gzip, deflate",
        "connection": "close",
    }


def test_only_the_networks_that_are_allowed_are_allowed(server: Server) -> None:
    server.answers["/"] = answer(b"x")
    assert get(server.url(), allow=("127.0.0.0/8",)).status == 200
    assert code(server.url(), allow=("10.0.0.0/8", "::1/128")) == "gateway-private"


@pytest.mark.parametrize("allow", [("127.0.0.0/8",), LOOPBACK])
def test_localhost_is_the_loopback_as_far_as_it_is_allowed(server: Server, allow: tuple[str, ...]) -> None:
    server.answers["/"] = answer(b"x")
    assert (
        get(server.url(host="localhost"), allow=allow, resolve=lambda *_: pytest.fail("resolved")).status
        == 200
    )


def test_the_next_address_is_tried_where_one_does_not_answer(server: Server) -> None:
    server.answers["/"] = answer(b"x")
    assert get(server.url(host="m.example"), resolve=lambda *_: ["::1", "127.0.0.1"]).address == "127.0.0.1"


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_a_public_address_is_connected_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connected: list[Any] = []

    def connect(to: Any, **_: Any) -> Any:
        connected.append(to)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    limits = replace(QUICK, retries=0)
    assert (
        code("http://m.example/", allow=(), resolve=lambda *_: [address], limits=limits) == "gateway-failed"
    )
    assert connected == [(address, 80)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(server: Server, status: int) -> None:
    server.answers |= {"/a/": redirect("../b", status), "/b": answer(b"x")}
    exchange = get(server.url("/a/"))
    assert [(hop.url, hop.status) for hop in exchange.hops] == [(server.url("/a/"), status)]
    assert exchange.url == server.url("/b")


def test_letters_beyond_ascii_are_sent_as_they_have_to_be(server: Server) -> None:
    server.answers |= {
        "/caf%C3%A9?q=%7Bx%7D%20": redirect("/é".encode().decode("latin-1")),
        "/%C3%A9": answer(b"x"),
    }
    assert get(server.url("/café?q={x}%20")).status == 200


@pytest.mark.parametrize(
    ("coding", "sent"),
    [
        ("gzip", gzip.compress(b"abc" * 50_000)),
        ("x-gzip", gzip.compress(b"abc" * 40_000) + gzip.compress(b"abc" * 10_000) + bytes(10)),
        ("deflate", zlib.compress(b"abc" * 50_000)),
        ("deflate", zlib.compress(b"abc" * 50_000)[2:-4]),
        ("identity", b"abc" * 50_000),
        ("gzip", gzip.compress(b"abc" * 50_000, 0)),
    ],
)
def test_one_compression_is_undone(server: Server, coding: str, sent: bytes) -> None:
    limits = replace(QUICK, ratio=1000)
    server.answers["/"] = answer(sent, 200, f"Content-Encoding: {coding}")
    exchange = get(server.url(), limits=limits)
    assert exchange.body.read() == b"abc" * 50_000
    assert exchange.wire_bytes <= len(sent)


def test_the_cap_on_the_number_of_headers_is_ours(server: Server) -> None:
    server.answers["/"] = answer(b"x", 200, *(f"X-{n}: y" for n in range(5)))
    assert get(server.url(), limits=replace(QUICK, header_count=6)).status == 200
    assert code(server.url(), limits=replace(QUICK, header_count=5)) == "gateway-headers"


@pytest.mark.parametrize("size", [65_535, 65_536, 65_537, 65_540, 131_073])
def test_nothing_stays_behind_in_the_decoder(size: int) -> None:
    # After a full piece the decoder may hold some bytes although it has taken all of its input.
    decoder = Decoder("deflate", replace(QUICK, ratio=10_000))
    assert len(b"".join(decoder.pieces(zlib.compress(bytes(size))[2:-4]))) == size
    assert decoder.is_whole


def test_chunks_and_hints_are_understood(server: Server) -> None:
    chunks = b"2;ext=1\r\nab\r\n1\r\nc\r\n0\r\nTrailer: x\r\n\r\n"
    server.answers["/"] = raw(
        head(103, "Link: </s>") + head(100) + head(200, "Transfer-Encoding: chunked") + chunks
    )
    assert get(server.url()).body.read() == b"abc"


def test_head_brings_no_body(server: Server) -> None:
    server.answers["/"] = raw(head(200, "Content-Length: 1000000000", "Content-Type: text/csv"))
    with Session(QUICK, allow=LOOPBACK) as session:
        exchange = session.ask("HEAD", server.url())
    assert (exchange.body.size, exchange.media_type, server.asked[0].method) == (0, "text/csv", "HEAD")


@pytest.mark.parametrize("status", [204, 304, 404, 410, 500])
def test_any_status_is_an_answer(server: Server, status: int) -> None:
    server.answers["/"] = answer(b"", status)
    assert get(server.url()).status == status
    with pytest.raises(GatewayError) as raised:
        network(LOOPBACK)(server.url(), 10)
    assert (raised.value.code, raised.value.args_["status"]) == ("gateway-status", str(status))


def test_a_broken_connection_is_tried_again_within_bounds(server: Server) -> None:
    counted = Counted()
    server.answers["/"] = servers.in_turn(servers.reset, servers.reset, answer(b"x"))
    assert get(server.url(), clock=clocked(counted)).attempts == 3
    assert counted.slept == [0.5, 1.0]
    server.answers["/"] = servers.reset
    assert code(server.url()) == "gateway-failed"
    assert server.connections == 6


def test_one_host_is_asked_at_intervals_and_another_is_not_kept_waiting(server: Server) -> None:
    server.answers["/"] = answer(b"x")
    counted = Counted()
    limits = Limits(host_interval_seconds=0.25)
    with Session(limits, allow=LOOPBACK, clock=clocked(counted), resolve=lambda *_: ["127.0.0.1"]) as session:
        for host in ("a.example", "a.example", "b.example", "a.example"):
            session.get(server.url(host=host))
    assert counted.slept == [0.25, 0.25]


def test_a_resolver_that_hangs_is_cut_off() -> None:
    hanging = threading.Event()

    def resolve(*_: object) -> Sequence[str]:
        hanging.wait(5)
        return []

    limits = replace(QUICK, total_seconds=0.05)
    assert code("http://mirror.example/", limits=limits, resolve=resolve) == "gateway-deadline"
    hanging.set()


def test_a_closed_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert code(f"http://127.0.0.1:{port}/") == "gateway-failed"


def test_a_server_that_does_not_speak_tls_is_told(server: Server) -> None:
    assert code(server.url().replace("http:", "https:")) == "gateway-tls"


# ---------------------------------------------------------------- large bodies


def test_a_large_body_is_a_file_that_goes_with_the_session(server: Server) -> None:
    server.answers["/"] = answer(b"x" * 5000)
    with Session(replace(QUICK, memory_bytes=1000), allow=LOOPBACK) as session:
        body = session.get(server.url()).body
        assert isinstance(body.where, Path)
        assert body.where.name == body.sha256 == Body.of(b"x" * 5000).sha256
        assert body.read() == b"x" * 5000
        with body.open() as stream:
            assert stream.read(3) == b"xxx"
        folder = body.where.parent
    assert not folder.exists()


def test_the_simple_face_leaves_no_file(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.mkstemp", lambda *_, **__: pytest.fail("a file"))
    server.answers["/"] = answer(b"x" * 9_000_000)
    assert len(network(LOOPBACK)(server.url(), 10_000_000).data) == 9_000_000


# ---------------------------------------------------------------- encryption


def test_the_name_in_the_address_is_verified_and_sent(authority: Authority) -> None:
    with running(authority.server("veilig.example")) as secure:
        secure.answers["/"] = answer(b"x")
        trust, found = Trust(authority.file), ["127.0.0.1"]
        assert get(secure.url(host="veilig.example"), trust=trust, resolve=lambda *_: found).status == 200
        assert code(secure.url(), trust=trust) == "gateway-certificate"


def test_a_client_certificate_is_shown_to_its_origin_only(authority: Authority) -> None:
    mine = ClientCertificate(certificate=authority.issue("ik.example"))
    with running(authority.asking_server("127.0.0.1")) as secure:
        secure.answers["/"] = answer(b"x")
        declared = Credential(origin=secure.url(), certificate=mine)
        trust = Trust(authority.file)
        assert get(secure.url(), trust=trust, credentials=[declared]).status == 200
        elsewhere = replace(declared, origin="https://127.0.0.1:1")
        assert code(secure.url(), trust=trust, credentials=[elsewhere]) == "gateway-tls"
        assert len(secure.asked) == 1


def test_a_file_of_authorities_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x")
    for name in ("ca.pem", "absent.pem"):
        assert code("https://127.0.0.1:1/", trust=Trust(tmp_path / name)) == "gateway-certificate-file"


@pytest.mark.parametrize(
    "der", [b"", b"\x30", b"\x30\x05abc", b"\x30\x80", b"\x30\x84\xff\xff\xff\xff", bytes(99)]
)
def test_what_is_no_certificate_says_nothing(der: bytes) -> None:
    assert described(der).subject == ""


def test_encryption_goes_through_a_tunnel(authority: Authority) -> None:
    with running(Server()) as middle, running(authority.server("veilig.example")) as secure:
        secure.answers["/"] = answer(b"x")
        middle.answers[f"127.0.0.1:{secure.port}"] = servers.relay(secure.port)
        through = Proxies({"https": proxy(middle.url())})
        exchange = get(
            secure.url(host="veilig.example"),
            trust=Trust(authority.file),
            proxies=through,
            resolve=lambda *_: ["127.0.0.1"],
        )
    assert exchange.tls is not None
    assert exchange.tls.subject == "CN=veilig.example"


# ---------------------------------------------------------------- proxies from the environment


def test_proxies_are_taken_from_the_environment() -> None:
    found = from_environment(
        {
            "https_proxy": "http://u:p%40@proxy.example:3128",
            "HTTP_PROXY": "proxy.example",
            "NO_PROXY": "x.org, .y.org",
        }
    )
    assert {scheme: (one.host, one.port) for scheme, one in found.by_scheme.items()} == {
        "http": ("proxy.example", 8080),
        "https": ("proxy.example", 3128),
    }
    assert found.by_scheme["https"].headers == (("Proxy-Authorization", "Basic dTpwQA=="),)
    assert found.without == ("x.org", " .y.org")


@pytest.mark.parametrize("url", ["socks5://p:1", "https://p:1", "http://", "http://p:x"])
def test_a_proxy_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"proxy is named|Port could not"):
        proxy(url)


@pytest.mark.parametrize("entry", ["m.example", "example", ".example", "*", "M.EXAMPLE", "m.example:{port}"])
def test_some_hosts_are_reached_without_the_proxy(server: Server, entry: str) -> None:
    server.answers["/"] = answer(b"x")
    through = Proxies({"http": proxy("http://127.0.0.1:1")}, (entry.format(port=server.port),))
    assert get(server.url(host="m.example"), proxies=through, resolve=lambda *_: ["127.0.0.1"]).status == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_reached_without_the_proxy(server: Server, host: str) -> None:
    server.answers["/"] = answer(b"x")
    assert get(server.url(host=host), proxies=Proxies({"http": proxy("http://127.0.0.1:1")})).status == 200


def test_the_simple_face_goes_through_the_proxy_of_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _, *rest, **named: known("127.0.0.1", *rest, **named))
    server.answers["127.0.0.1:80"] = servers.tunnel(server, answer(b"x"))
    monkeypatch.setenv("http_proxy", server.url())
    assert network(LOOPBACK)("http://m.example/", 10).data == b"x"
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    with pytest.raises(GatewayError) as raised:
        network(LOOPBACK)("http://m.example/", 10)
    assert raised.value.code == "gateway-proxy"


@pytest.mark.parametrize("entry", ["other.example", "x.m.example", "ample", "m.example:1", ""])
def test_others_are_not(server: Server, entry: str) -> None:
    through = Proxies({"http": proxy("http://127.0.0.1:1")}, (entry,))
    assert (
        code(server.url(host="m.example"), proxies=through, resolve=lambda *_: ["127.0.0.1"])
        == "gateway-failed"
    )
    assert server.connections == 0


# ---------------------------------------------------------------- what is shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://u:p@e.org/a", "http://REDACTED@e.org/a"),
        ("http://u:p@q@e.org/a@b", "http://REDACTED@e.org/a@b"),
        ("https://e.org/?page=2&access_token=x&size=3", "https://e.org/?page=2&access_token=REDACTED&size=3"),
        ("https://e.org/?API-Key=x", "https://e.org/?API-Key=REDACTED"),
        (
            "https://e.org/?subscription-key=x;sig=y#id_token=z",
            "https://e.org/?subscription-key=REDACTED;sig=REDACTED#id_token=REDACTED",
        ),
        ("https://e.org/?%74oken=x", "https://e.org/?%74oken=REDACTED"),
        ("<https://e.org/?a=1&token=x>; rel=next", "<https://e.org/?a=1&token=REDACTED>; rel=next"),
        ("https://e.org/page?generatedAtTime=2030-01-01", "https://e.org/page?generatedAtTime=2030-01-01"),
        ("a\x1b[31m\r\nb", "a\\x1b[31m\\x0d\\x0ab"),
        ("Bearer s3cr3t!x", "Bearer REDACTED"),
        ("s3cr3t%21x", "REDACTED"),
    ],
)
def test_secrets_are_taken_out_of_text(text: str, shown: str) -> None:
    assert Redactor(["s3cr3t!x", "a", ""]).text(text) == shown


@pytest.mark.parametrize(
    "name", ["Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "x-amz-security-token"]
)
def test_some_headers_are_secrets_as_a_whole(name: str) -> None:
    assert Redactor().header(name, "x") == "REDACTED"
    assert Redactor().header("ETag", '"x"') == '"x"'


def test_every_limit_has_a_unit_and_says_its_name() -> None:
    limits = Limits(total_seconds=1.5)
    assert limits.shown()["total_seconds"] == "1.5 s"
    assert limits.shown()["body_bytes"] == "268435456 B"
    error = limits.hit("hops", host="e.org")
    assert (error.code, error.args_) == (
        "gateway-redirects",
        {"host": "e.org", "limit": "hops", "value": "5"},
    )


def test_the_digest_of_an_exchange_knows_no_time(server: Server) -> None:
    server.answers["/"] = servers.in_turn(
        answer(b"x", 200, "Date: now", "Age: 1"), answer(b"x", 200, "Date: then", "Age: 2")
    )
    first, second = get(server.url()), get(server.url())
    other = replace(first, status=201)
    assert first.digest == second.digest == replace(first, times=Times(started="x", seconds=9)).digest
    assert first.digest != other.digest
    assert json.loads(json.dumps(first.stable()))["body"] == {"sha256": first.body.sha256, "size": 1}
