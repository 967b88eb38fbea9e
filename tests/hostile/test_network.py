"""Rows 11 to 27 of the bad inputs: what a hostile manifest, name server, server or proxy does.

No packet goes anywhere but to the loopback. Time is counted, not measured.
"""

import gzip
import json
import socket
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from hostile import servers
from hostile.servers import LOOPBACK, Answer, Authority, Counted, Server, answer, head, raw, redirect, running
from interop_check.gather.cache import Cache
from interop_check.gather.gateway import (
    Clock,
    Credential,
    GatewayError,
    Limits,
    Proxies,
    Session,
    Trust,
    basic,
    proxy,
)
from interop_check.gather.network import fetching
from interop_check.origin import Fetched, OriginError, off

SMALL = Limits(
    total_seconds=30,
    idle_seconds=5,
    body_bytes=100_000,
    wire_bytes=200_000,
    ratio=50,
    ratio_from_bytes=20_000,
    header_bytes=20_000,
    retries=1,
    host_interval_seconds=0,
)
GZIP, DEFLATE = "Content-Encoding: gzip", "Content-Encoding: deflate"


def session(clock: Counted | None = None, limits: Limits = SMALL, **options: Any) -> Session:
    ticking = clock or Counted()
    known = Clock(monotonic=ticking.monotonic, sleep=ticking.sleep, now=ticking.now)
    return Session(limits, clock=known, **{"allow": LOOPBACK, **options})


def refused(url: str, *, asker: Session | None = None, **options: Any) -> GatewayError:
    with asker or session(**options) as asking, pytest.raises(GatewayError) as raised:
        asking.get(url)
    return raised.value


def hit(error: GatewayError) -> tuple[str, str | None]:
    return error.code, error.args_.get("limit")


# ---------------------------------------------------------------- rows 11 and 12: private, however written

HOSTS = {
    "11 metadata service": "169.254.169.254",
    "11 loopback": "127.0.0.1",
    "11 private 10": "10.0.0.1",
    "11 private 172": "172.16.0.1",
    "11 private 192": "192.168.1.1",
    "11 CGNAT": "100.64.0.1",
    "11 this host": "0.0.0.0",  # noqa: S104 - asked for, not listened on
    "11 multicast": "224.0.0.1",
    "11 broadcast": "255.255.255.255",
    "11 benchmarking": "198.18.0.1",
    "11 IPv6 loopback": "[::1]",
    "11 IPv6 unspecified": "[::]",
    "11 IPv6 link-local": "[fe80::1]",
    "11 IPv6 site-local": "[fec0::1]",
    "11 IPv6 unique local": "[fd00::1]",
    "11 IPv6 multicast": "[ff02::1]",
    "11 IPv6 documentation": "[2001:db8::1]",
    "12 octal": "0177.0.0.1",
    "12 short": "127.1",
    "12 zero": "0",
    "12 decimal": "2130706433",
    "12 hexadecimal": "0x7f.1",
    "12 hexadecimal whole": "0x7f000001",
    "12 v4-mapped private": "[::ffff:10.0.0.1]",
    "12 v4-mapped loopback": "[::ffff:7f00:1]",
    "12 v4-compatible": "[::127.0.0.1]",
    "12 NAT64": "[64:ff9b::7f00:1]",
    "12 NAT64 local": "[64:ff9b:1::808:808]",
    "12 6to4": "[2002:7f00:1::]",
    "12 Teredo": "[2001:0:808:808::1]",
    "12 name": "localhost",
    "12 name with dot": "localhost.",
    "12 name below": "a.localhost",
    "12 name in capitals": "LOCALHOST",
    "12 full-width digits": "\uff11\uff12\uff17.0.0.1",
    "12 ideographic full stop": "127\u30020\u30020\u30021",
}


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS.keys())
def test_a_private_address_is_refused_however_it_is_written(host: str, witness: Server) -> None:
    assert refused(f"http://{host}:{witness.port}/", allow=()).code == "gateway-private"


# ---------------------------------------------------------------- rows 13 and 14: names that lie

ANSWERS = {
    "13 private A": ["10.0.0.1"],
    "13 loopback A": ["127.0.0.1"],
    "13 public first, private second": ["8.8.8.8", "127.0.0.1"],
    "13 private first, public second": ["127.0.0.1", "8.8.8.8"],
    "13 public A, private AAAA": ["8.8.8.8", "::1"],
    "13 scoped": ["fe80::1%lo"],
    "13 v4-mapped": ["::ffff:127.0.0.1"],
}


@pytest.mark.parametrize("found", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_public_name_with_a_private_address_is_refused(
    found: list[str], witness: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("connected"))
    error = refused(f"http://open.example:{witness.port}/", allow=(), resolve=lambda *_: found)
    assert error.code == "gateway-private"
    assert error.args_["host"] == "open.example"


def test_row_14_a_name_is_resolved_once_and_the_connection_goes_there(
    server: Server, connected: list[tuple[str, int]]
) -> None:
    found = iter([["127.0.0.1"], ["10.0.0.1"]])
    server.answers["/"] = answer(b"x")
    with session(resolve=lambda *_: next(found)) as asking:
        exchange = asking.get(f"http://open.example:{server.port}/")
    assert connected == [("127.0.0.1", server.port)]
    assert server.asked[0].headers["host"] == f"open.example:{server.port}"
    assert exchange.address == "127.0.0.1"


def test_row_14_the_second_answer_counts_for_the_second_hop(server: Server) -> None:
    found = iter([["127.0.0.1"], ["10.0.0.1"]])
    server.answers["/"] = redirect("/again")
    error = refused(f"http://open.example:{server.port}/", resolve=lambda *_: next(found))
    assert error.code == "gateway-private"
    assert server.connections == 1


# ---------------------------------------------------------------- rows 15 to 17: redirects

LEADS = {
    "15 private": ("http://10.0.0.1/latest", "gateway-private"),
    "15 metadata": ("http://169.254.169.254/latest/meta-data", "gateway-private"),
    "15 private without scheme": ("//10.0.0.1/", "gateway-private"),
    "15 file": ("file:///etc/passwd", "gateway-scheme"),
    "15 gopher": ("gopher://127.0.0.1:6379/_FLUSHALL", "gateway-scheme"),
    "15 ftp": ("ftp://e.org/", "gateway-scheme"),
    "15 data": ("data:text/plain,x", "gateway-scheme"),
    "15 javascript": ("javascript:alert(1)", "gateway-scheme"),
    "15 userinfo": ("//user:geheim@e.org/", "gateway-url"),
    "15 broken host": ("http://[::1/", "gateway-url"),
    "15 control character": ("http://e.org/\x0bx", "gateway-url"),
}


@pytest.mark.parametrize(("target", "code"), LEADS.values(), ids=LEADS.keys())
def test_a_redirect_is_checked_like_a_first_address(server: Server, target: str, code: str) -> None:
    server.answers["/"] = redirect(target)
    error = refused(server.url("/"))
    assert error.code == code
    assert error.args_["hops"] == server.url("/")
    assert "geheim" not in str(error)


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Where connections really went."""
    found: list[tuple[str, int]] = []
    connect = socket.create_connection

    def note(address: tuple[str, int], **options: Any) -> socket.socket:
        found.append(address)
        return connect(address, **options)

    monkeypatch.setattr(socket, "create_connection", note)
    return found


@pytest.mark.parametrize("host", ["127.0.0.2", "2130706434", "[::ffff:127.0.0.2]", "elders.example"])
def test_row_15_a_redirect_to_the_loopback_opens_no_connection(
    host: str, server: Server, witness: Server, connected: list[tuple[str, int]]
) -> None:
    found = {"open.example": ["127.0.0.1"], "2130706434": ["127.0.0.2"]}
    server.answers["/"] = redirect(witness.url("/", host=host))
    error = refused(
        server.url("/", host="open.example"),
        allow=("127.0.0.1/32",),
        resolve=lambda name, _: found.get(name, ["127.0.0.2"]),
    )
    assert error.code == "gateway-private"
    assert connected == [("127.0.0.1", server.port)]


def test_row_16_a_loop_ends_after_five_hops(server: Server) -> None:
    server.answers["/"] = redirect("/")
    error = refused(server.url("/"))
    assert hit(error) == ("gateway-redirects", "hops")
    assert error.args_["value"] == "5"
    assert error.args_["hops"].count(" > ") == 4
    assert server.connections == 6


def test_row_16_of_thirty_hops_five_are_followed(server: Server) -> None:
    server.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(30)} | {"/30": answer(b"x")}
    assert hit(refused(server.url("/0"))) == ("gateway-redirects", "hops")
    assert server.connections == 6
    with session() as asking:
        assert [hop.url for hop in asking.get(server.url("/25")).hops] == [
            server.url(f"/{n}") for n in range(25, 30)
        ]


def test_row_17_no_redirect_leads_from_https_to_http(authority: Authority, witness: Server) -> None:
    with running(authority.server("127.0.0.1")) as secure:
        secure.answers["/"] = redirect(witness.url("/"))
        error = refused(secure.url("/"), trust=Trust(authority.file))
    assert error.code == "gateway-downgrade"
    assert error.args_["target"] == witness.url("/")


# ---------------------------------------------------------------- row 18: not what they seem

URLS = {
    "18 user and password": ("http://user:geheim@e.org/", "userinfo"),
    "18 user": ("http://geheim@e.org/", "userinfo"),
    "18 password with a line end": ("http://user:ge\nheim@e.org/", "control-character"),
    "18 CR LF": ("http://e.org/\r\nX-Geheim: 1", "control-character"),
    "18 tab": ("http://e.org/\ta", "control-character"),
    "18 space": ("http://e.org/a b", "control-character"),
    "18 NUL": ("http://e.org/\0", "control-character"),
    "18 no-break space": ("http://e\u00a0.org/", "control-character"),
    "18 lone surrogate": ("http://e.org/\ud800", "control-character"),
    "18 backslash": ("http://e.org\\@127.0.0.1/", "userinfo"),
    "18 backslash host": ("http://e.org\\.x/", "host"),
    "18 per cent in the host": ("http://e%2eorg/", "host"),
    "18 letter that has two readings": ("http://stra\u00dfe.example/", "host"),
    "18 zone": ("http://[fe80::1%25lo]/", "host"),
    "18 empty label": ("http://a..b/", "host"),
    "18 no host": ("http:///a", "host"),
    "18 letters as port": ("http://e.org:x/", "port"),
    "18 port 0": ("http://e.org:0/", "port"),
    "18 port 65536": ("http://e.org:65536/", "port"),
}


@pytest.mark.parametrize(("url", "reason"), URLS.values(), ids=URLS.keys())
def test_what_is_no_plain_web_address_is_refused(url: str, reason: str) -> None:
    error = refused(url, resolve=lambda *_: pytest.fail("resolved"))
    assert (error.code, error.args_["reason"]) == ("gateway-url", reason)
    assert "geheim" not in str(error)
    assert str(error).isprintable()


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("pаrking.example", "xn--prking-3nf.example"),  # noqa: RUF001 - a Cyrillic letter, that is the point
        ("BÜCHER.example", "xn--bcher-kva.example"),
    ],
)
def test_row_18_a_look_alike_is_shown_as_what_it_is(host: str, shown: str) -> None:
    asked: list[str] = []

    def resolve(name: str, _port: int) -> list[str]:
        asked.append(name)
        return []

    assert refused(f"http://{host}/", resolve=resolve).args_["host"] == shown
    assert asked == [shown]


def test_row_18_an_address_that_is_too_long_is_refused() -> None:
    assert hit(refused("http://e.org/" + "a" * 9000)) == ("gateway-url", "url_characters")


# ---------------------------------------------------------------- row 19: credentials

SECRET = ("Authorization", "Bearer geheim-123456")


def test_row_19_credentials_go_to_their_origin_and_stay_behind_on_a_redirect(server: Server) -> None:
    with running(Server()) as other:
        server.answers |= {"/": redirect("/same"), "/same": redirect(other.url("/"))}
        other.answers |= {"/": redirect(server.url("/back"))}
        server.answers["/back"] = answer(b"x")
        declared = [Credential(origin=server.url(), headers=(SECRET,))]
        with session(credentials=declared) as asking:
            exchange = asking.get(server.url("/"))
    sent = [(one.target, "authorization" in one.headers) for one in (*server.asked, *other.asked)]
    # Not even back at home: the address there was chosen by the other host.
    assert sent == [("/", True), ("/same", True), ("/back", False), ("/", False)]
    assert "geheim" not in repr(exchange) + json.dumps(exchange.stable())


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_row_19_another_port_or_scheme_is_another_origin(server: Server, scheme: str) -> None:
    server.answers["/"] = answer(b"x")
    elsewhere = f"{scheme}://127.0.0.1:{server.port + (scheme == 'http')}"
    with session(credentials=[Credential(origin=elsewhere, headers=(SECRET,))]) as asking:
        asking.get(server.url("/"))
    assert "authorization" not in server.asked[0].headers


def test_row_19_secrets_are_shown_nowhere(server: Server) -> None:
    server.answers["/"] = redirect("/b?token=geheim-9&page=2&echo=geheim-123456")
    server.answers["/b?token=geheim-9&page=2&echo=geheim-123456"] = answer(
        b"x",
        200,
        "Set-Cookie: sid=geheim-7",
        "X-Echo: geheim-123456",
        "Link: </n?api_key=geheim-8>; rel=next",
    )
    with session(credentials=[Credential(origin=server.url(), headers=(SECRET,))]) as asking:
        exchange = asking.get(server.url("/"))
    assert exchange.url == server.url("/b?token=REDACTED&page=2&echo=REDACTED")
    assert exchange.header("link") == "</n?api_key=REDACTED>; rel=next"
    assert "geheim" not in repr(exchange) + json.dumps(exchange.stable())


def test_row_19_a_header_that_is_two_is_refused() -> None:
    for value in ("a\r\nX: b", "a\nb", "\0", "é\u2028"):
        with pytest.raises(ValueError, match="one line"):
            session().ask("GET", "http://e.org/", headers=(("Accept", value),))
        with pytest.raises(ValueError, match="one line"):
            session(credentials=[Credential(origin="http://e.org", headers=(("Authorization", value),))])


# ---------------------------------------------------------------- row 20: certificates

Make = Callable[[Authority], Server]
CERTIFICATES: dict[str, tuple[Make, str]] = {
    "20 expired": (lambda a: a.server("127.0.0.1", (-30, -1)), "expired"),
    "20 not yet valid": (lambda a: a.server("127.0.0.1", (1, 30)), "not-yet-valid"),
    "20 self-signed": (lambda a: a.server("127.0.0.1", self_signed=True), "self-signed"),
    "20 wrong host": (lambda a: a.server("elders.example"), "wrong-host"),
    "20 wrong address": (lambda a: a.server("127.0.0.2"), "wrong-host"),
}


@pytest.mark.parametrize(("make", "fault"), CERTIFICATES.values(), ids=CERTIFICATES.keys())
def test_a_wrong_certificate_is_told_and_nothing_is_asked(
    make: Make, fault: str, authority: Authority
) -> None:
    with running(make(authority)) as secure:
        secure.answers["/"] = answer(b"x")
        error = refused(secure.url("/"), trust=Trust(authority.file))
        assert secure.asked == []
    assert (error.code, error.args_["fault"]) == ("gateway-certificate", fault)
    assert error.args_["subject"].startswith("CN=")
    assert error.args_["issuer"].startswith("CN=")
    assert error.args_["expires"].endswith("Z")


def test_row_20_an_authority_that_nobody_named_is_not_trusted(authority: Authority) -> None:
    with running(authority.server("127.0.0.1")) as secure:
        error = refused(secure.url("/"))
        assert secure.asked == []
    assert (error.code, error.args_["fault"]) == ("gateway-certificate", "unknown-issuer")
    assert error.args_["issuer"] == "CN=Testautoriteit"


def test_row_20_a_certificate_that_is_right_is_recorded(authority: Authority) -> None:
    with running(authority.server("veilig.example")) as secure:
        secure.answers["/"] = answer(b"x")
        trusting = session(trust=Trust(authority.file), resolve=lambda *_: ["127.0.0.1"])
        with trusting as asking:
            tls = asking.get(secure.url("/", host="veilig.example")).tls
    assert tls is not None
    assert tls.verified
    assert (tls.version, tls.subject, tls.issuer) == ("TLSv1.3", "CN=veilig.example", "CN=Testautoriteit")
    assert tls.expires > tls.not_before


# ---------------------------------------------------------------- rows 21 to 23: too slow, too much

BOMB = gzip.compress(bytes(2_000_000))
BAD: dict[str, tuple[Answer, str, str | None]] = {
    "21 drip in the body": (servers.drip_body, "gateway-deadline", "total_seconds"),
    "21 drip in a header": (servers.drip_header, "gateway-deadline", "total_seconds"),
    "21 drip of chunks": (servers.drip_chunks, "gateway-deadline", "total_seconds"),
    "22 endless chunks": (servers.endless_chunks, "gateway-too-large", "body_bytes"),
    "22 endless without length": (servers.endless_body, "gateway-too-large", "body_bytes"),
    "22 length over the cap": (raw(head(200, "Content-Length: 100001")), "gateway-too-large", "body_bytes"),
    "22 absurd length": (raw(head(200, f"Content-Length: {'9' * 400}")), "gateway-too-large", "body_bytes"),
    "22 endless headers": (servers.endless_headers, "gateway-headers", "header_bytes"),
    "22 endless header": (servers.endless_line, "gateway-headers", "header_bytes"),
    "22 endless hints": (servers.endless_hints, "gateway-headers", "header_bytes"),
    "22 many headers": (
        raw(head(200, *(f"X-{n}: y" for n in range(150)))),
        "gateway-headers",
        "header_count",
    ),
    "23 gzip bomb": (answer(BOMB, 200, GZIP), "gateway-ratio", "ratio"),
    "23 deflate bomb": (answer(zlib.compress(bytes(2_000_000)), 200, DEFLATE), "gateway-ratio", "ratio"),
    "23 gzip bomb of many members": (
        answer(gzip.compress(bytes(30_000)) * 10, 200, GZIP),
        "gateway-ratio",
        "ratio",
    ),
    "23 brotli unasked": (answer(b"x", 200, "Content-Encoding: br"), "gateway-encoding", None),
    "23 unknown coding": (answer(b"x", 200, "Content-Encoding: \x1b[31m"), "gateway-encoding", None),
    "23 double encoding": (
        answer(gzip.compress(BOMB), 200, "Content-Encoding: gzip, gzip"),
        "gateway-encoding",
        "encodings",
    ),
    "23 double encoding in two headers": (answer(BOMB, 200, GZIP, GZIP), "gateway-encoding", "encodings"),
    "23 not gzip at all": (answer(b"<html>", 200, GZIP), "gateway-encoding", None),
    "26 shorter than its length": (
        raw(head(200, "Content-Length: 9") + b"half"),
        "gateway-truncated",
        None,
    ),
    "26 chunk that breaks off": (
        raw(head(200, "Transfer-Encoding: chunked") + b"5\r\nab"),
        "gateway-truncated",
        None,
    ),
    "26 no last chunk": (
        raw(head(200, "Transfer-Encoding: chunked") + b"2\r\nab\r\n"),
        "gateway-truncated",
        None,
    ),
    "26 gzip that breaks off": (
        answer(gzip.compress(b"x" * 1000)[:-9], 200, GZIP),
        "gateway-truncated",
        None,
    ),
    "26 two lengths": (
        raw(head(200, "Content-Length: 1", "Content-Length: 2") + b"ab"),
        "gateway-malformed",
        None,
    ),
    "26 negative length": (raw(head(200, "Content-Length: -1") + b"ab"), "gateway-malformed", None),
    "26 negative chunk": (
        raw(head(200, "Transfer-Encoding: chunked") + b"-5\r\nab\r\n"),
        "gateway-malformed",
        None,
    ),
    "26 no HTTP": (raw(b"SSH-2.0-OpenSSH\r\n\r\n"), "gateway-malformed", None),
    "26 nothing": (raw(b""), "gateway-failed", None),
    "26 reset": (servers.reset, "gateway-failed", None),
}


@pytest.mark.parametrize(("bad", "code", "limit"), BAD.values(), ids=BAD.keys())
def test_a_bad_answer_is_cut_off_with_the_name_of_the_limit(
    bad: Answer, code: str, limit: str | None, server: Server
) -> None:
    server.answers["/"] = bad
    # Each look at the clock counts as half a second: a drip may look sixty times.
    step = 0.5 if limit == "total_seconds" else 0.0
    error = refused(server.url("/"), clock=Counted(step=step))
    assert hit(error) == (code, limit)
    assert str(error).isprintable()


def test_row_21_silence_is_cut_off(server: Server) -> None:
    server.answers["/"] = servers.silence
    limits = Limits(idle_seconds=0.05, host_interval_seconds=0)
    assert hit(refused(server.url("/"), limits=limits)) == ("gateway-deadline", "idle_seconds")


def test_row_22_the_cap_on_the_wire_holds_before_decompression(server: Server) -> None:
    noise = b"".join(n.to_bytes(4) for n in range(0, 2**32, 60_000))
    server.answers["/"] = answer(gzip.compress(noise, 1), 200, GZIP)
    limits = Limits(wire_bytes=50_000, host_interval_seconds=0)
    assert hit(refused(server.url("/"), limits=limits)) == ("gateway-too-large", "wire_bytes")


def test_a_header_that_tries_to_be_two_leads_nowhere(server: Server, witness: Server) -> None:
    # A bare CR is a line end to some parsers: then the second part is a header of its own.
    target = witness.url("/", host="[::1]")
    server.answers["/"] = raw(head(302, f"X: a\rLocation: {target}", "Content-Length: 0"))
    error = refused(server.url("/"), allow=("127.0.0.1/32",))
    assert error.code == "gateway-private"
    assert str(error).isprintable()


# ---------------------------------------------------------------- rows 24 to 27


def test_row_24_the_media_type_is_told_to_who_can_judge_it(server: Server) -> None:
    server.answers["/"] = answer(b"<html>Fout</html>", 200, "Content-Type: Text/HTML; charset=utf-8")
    with session() as asking:
        exchange = asking.get(server.url("/"), accept="application/json")
    assert (exchange.status, exchange.media_type) == (200, "text/html")
    assert exchange.request.headers == (("accept", "application/json"),)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("wanted", ["3600", "Tue, 01 Jan 2030 02:00:00 GMT"])
def test_row_25_a_host_that_asks_for_an_hour_gets_it(server: Server, status: int, wanted: str) -> None:
    server.answers["/"] = answer(b"", status, f"Retry-After: {wanted}")
    clock = Counted()
    with session(clock) as asking:
        for _ in range(3):
            with pytest.raises(GatewayError) as raised:
                asking.get(server.url("/"))
            assert hit(raised.value) == ("gateway-busy", "retry_after_seconds")
        assert server.connections == 1
        clock.seconds += 3 * 3600
        server.answers["/"] = answer(b"x")
        assert asking.get(server.url("/")).body.read() == b"x"
    assert clock.slept == []


@pytest.mark.parametrize(
    ("wanted", "slept"), [("Retry-After: 7", [7.0]), ("X: y", [0.5]), ("Retry-After: soon", [0.5])]
)
def test_row_25_a_short_wait_is_waited(server: Server, wanted: str, slept: list[float]) -> None:
    server.answers["/"] = servers.in_turn(answer(b"", 503, wanted), answer(b"x"))
    clock = Counted()
    with session(clock) as asking:
        exchange = asking.get(server.url("/"))
    assert (exchange.body.read(), exchange.attempts) == (b"x", 2)
    assert clock.slept == slept


def test_row_25_a_host_that_stays_busy_is_given_up(server: Server) -> None:
    server.answers["/"] = answer(b"", 429)
    error = refused(server.url("/"))
    assert hit(error) == ("gateway-busy", "retries")
    assert error.args_["status"] == "429"
    assert server.connections == 2


def test_row_25_what_is_neither_get_nor_head_is_asked_once(server: Server) -> None:
    server.answers["/"] = answer(b"", 503, "Retry-After: 1")
    with session() as asking, pytest.raises(GatewayError):
        asking.ask("OPTIONS", server.url("/"))
    assert server.connections == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get"])
def test_what_may_change_something_is_never_sent(method: str, witness: Server) -> None:
    with pytest.raises(ValueError, match="may change"):
        session().ask(method, witness.url("/"))


def test_row_26_what_broke_off_is_not_cached(server: Server, tmp_path: Any) -> None:
    server.answers["/"] = raw(head(200, "Content-Length: 9", 'ETag: "1"') + b"half")
    with session(cache=Cache(tmp_path), limits=Limits(memory_bytes=1, host_interval_seconds=0)) as asking:
        with pytest.raises(GatewayError) as raised:
            asking.get(server.url("/"))
        assert raised.value.code == "gateway-truncated"
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
        server.answers["/"] = answer(b"all of it", 200, 'ETag: "1"')
        exchange = asking.get(server.url("/"))
    assert (exchange.body.read(), exchange.revalidated) == (b"all of it", False)


def test_row_26_an_end_that_tls_did_not_say_is_no_end(authority: Authority) -> None:
    def cut(talk: servers.Talk) -> None:
        talk.say(head(200) + b"half")
        talk.hang_up()

    with running(authority.server("127.0.0.1")) as secure:
        secure.answers["/"] = cut
        error = refused(secure.url("/"), trust=Trust(authority.file))
    assert error.code == "gateway-truncated"


@pytest.mark.parametrize("found", [[], ["not an address"]])
def test_row_27_a_name_without_address_is_told(found: list[str]) -> None:
    assert refused("http://bestaat-niet.example/", resolve=lambda *_: found).code == "gateway-name"


@pytest.mark.parametrize("error", [OSError("no such host"), UnicodeError("label too long")])
def test_row_27_a_resolver_that_fails_is_told(error: Exception) -> None:
    def resolve(*_: object) -> list[str]:
        raise error

    assert refused("http://bestaat-niet.example/", resolve=resolve).code == "gateway-name"


def test_row_27_a_proxy_that_wants_a_password_is_told(server: Server, witness: Server) -> None:
    server.answers[f"127.0.0.1:{witness.port}"] = answer(b"", 407, 'Proxy-Authenticate: Basic realm="x"')
    through = Proxies({"http": proxy(server.url())})
    url = witness.url("/", host="open.example")
    error = refused(url, proxies=through, resolve=lambda *_: ["127.0.0.1"])
    assert (error.code, error.args_["status"]) == ("gateway-proxy", "407")


def test_row_27_a_proxy_is_asked_for_the_checked_address_and_alone_gets_its_password(
    server: Server, witness: Server
) -> None:
    server.answers["127.0.0.1:80"] = servers.tunnel(server, answer(b"x"))
    through = Proxies({"http": proxy(server.url().replace("//", "//user:geheim@"))})
    with session(proxies=through, resolve=lambda *_: ["127.0.0.1"]) as asking:
        exchange = asking.get("http://open.example/a")
    assert exchange.body.read() == b"x"
    assert server.asked[0].method == "CONNECT"
    assert server.asked[0].headers["proxy-authorization"] == basic("user", "geheim")[1]
    assert server.asked[1].headers["host"] == "open.example"
    assert "proxy-authorization" not in server.asked[1].headers
    assert "geheim" not in repr(exchange) + repr(through)
    assert refused("http://10.0.0.1/", proxies=through, allow=()).code == "gateway-private"
    assert witness.connections == 0


# ---------------------------------------------------------------- no network at all


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    def blocked(*_: object, **__: object) -> Any:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", blocked)
    monkeypatch.setattr(socket, "getaddrinfo", blocked)
    monkeypatch.setattr(socket, "create_connection", blocked)


@pytest.mark.usefixtures("no_sockets")
def test_offline_opens_no_socket() -> None:
    for ask in (lambda: off("http://e.org/", 1), lambda: session(online=False).get("http://e.org/")):
        with pytest.raises(OriginError) as raised:
            ask()
        assert raised.value.code == "network-off"


def test_the_simple_face_tells_of_limits_and_status(server: Server) -> None:
    server.answers |= {"/": answer(b"x" * 10), "/gone": answer(b"", 410)}
    with session() as asking:
        fetch = fetching(asking)
        assert fetch(server.url("/"), 10) == Fetched(b"x" * 10)
        with pytest.raises(OriginError) as raised:
            fetch(server.url("/"), 9)
        assert isinstance(raised.value, GatewayError)
        assert raised.value.args_["value"] == "9 B"
        with pytest.raises(OriginError) as raised:
            fetch(server.url("/gone"), 9)
        assert (raised.value.code, raised.value.args_["status"]) == ("gateway-status", "410")
