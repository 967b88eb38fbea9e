"""The cache of exchanges: asked again, damaged, shared by two, kept from strangers, kept small."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile import servers
from hostile.servers import LOOPBACK, Server, answer, redirect, running
from interop_check.gather.cache import Cache, key_of
from interop_check.gather.exchange import Body, Exchange
from interop_check.gather.gateway import Credential, Limits, Session

ETAG = 'ETag: "1"'
HEADERS = (("etag", '"1"'), ("content-type", "text/turtle"))
QUICK = Limits(host_interval_seconds=0)


@pytest.fixture
def server() -> Iterator[Server]:
    with running(Server()) as honest:
        yield honest


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def get(url: str, cache: Cache, limits: Limits = QUICK, **options: object) -> Exchange:
    accept = str(options.pop("accept", "*/*"))
    with Session(limits, allow=LOOPBACK, cache=cache, **options) as session:  # type: ignore[arg-type]
        return session.get(url, accept=accept)


def files(cache: Cache) -> list[Path]:
    return sorted(path for path in cache.bodies.parent.rglob("*") if path.is_file())


def unless_known(body: bytes, *lines: str) -> servers.Answer:
    """Answer in full the first time, and from then on that nothing has changed."""
    return servers.in_turn(answer(body, 200, *lines), answer(b"", 304, *lines))


@pytest.mark.parametrize(
    ("validator", "asked"),
    [(ETAG, ("if-none-match", '"1"')), ("Last-Modified: Tue", ("if-modified-since", "Tue"))],
)
def test_what_is_known_is_only_asked_about(
    server: Server, cache: Cache, validator: str, asked: tuple[str, str]
) -> None:
    server.answers["/"] = unless_known(b"x" * 50, validator, "Content-Type: text/turtle")
    first, second = get(server.url(), cache), get(server.url(), cache)
    assert server.asked[0].headers.get(asked[0]) is None
    assert server.asked[1].headers[asked[0]] == asked[1]
    assert (first.revalidated, second.revalidated) == (False, True)
    assert (second.status, second.body.read(), second.media_type) == (200, b"x" * 50, "text/turtle")


def test_what_changed_is_taken_and_kept(server: Server, cache: Cache) -> None:
    server.answers["/"] = servers.in_turn(
        answer(b"old", 200, ETAG), answer(b"new", 200, 'ETag: "2"'), answer(b"", 304)
    )
    assert [get(server.url(), cache).body.read() for _ in range(3)] == [b"old", b"new", b"new"]
    assert server.asked[2].headers["if-none-match"] == '"2"'


def test_a_304_that_nobody_asked_for_is_no_body(server: Server, cache: Cache) -> None:
    server.answers["/"] = answer(b"", 304)
    assert (get(server.url(), cache).status, files(cache)) == (304, [])


def test_what_is_asked_for_differently_is_kept_apart(server: Server, cache: Cache) -> None:
    server.answers["/"] = servers.in_turn(answer(b"a", 200, ETAG), answer(b"b", 200, ETAG))
    get(server.url(), cache, accept="text/turtle")
    get(server.url(), cache, accept="text/html")
    assert ["if-none-match" in one.headers for one in server.asked] == [False, False]


def test_a_redirect_is_followed_anew_and_its_goal_is_known(server: Server, cache: Cache) -> None:
    server.answers |= {"/": redirect("/a"), "/a": unless_known(b"x", ETAG)}
    assert [get(server.url(), cache).revalidated for _ in range(2)] == [False, True]
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("status", "lines"),
    [
        (200, ()),
        (200, (ETAG, "Cache-Control: private, No-Store")),
        (200, (ETAG, "Vary: *")),
        (404, (ETAG,)),
    ],
)
def test_some_answers_are_not_kept(server: Server, cache: Cache, status: int, lines: tuple[str, ...]) -> None:
    server.answers["/"] = answer(b"x", status, *lines)
    get(server.url(), cache)
    assert files(cache) == []


def test_what_needed_a_secret_is_not_kept(server: Server, cache: Cache) -> None:
    large = Limits(host_interval_seconds=0, memory_bytes=1)
    server.answers |= {"/": answer(b"xyz", 200, ETAG), "/?token=geheim": answer(b"xyz", 200, ETAG)}
    secret = Credential(origin=server.url(), headers=(("Authorization", "Bearer geheim"),))
    get(server.url(), cache, large, credentials=[secret])
    get(server.url("/?token=geheim"), cache, large)
    assert files(cache) == []


@pytest.mark.parametrize("damage", ["body", "answer", "short", "no json", "no body", "deep"])
def test_damage_is_found_and_mended(server: Server, cache: Cache, damage: str) -> None:
    server.answers["/"] = answer(b"x" * 50, 200, ETAG)
    get(server.url(), cache)
    body, told = next(cache.bodies.iterdir()), next(p for p in files(cache) if p.suffix == ".json")
    if damage == "body":
        body.write_bytes(b"y" * 50)
    elif damage == "no body":
        body.unlink()
    elif damage == "deep":
        told.write_bytes(b"[" * 100_000)
    else:
        text = told.read_text()
        told.write_text(
            {"answer": text.replace('\\"1\\"', '\\"2\\"'), "short": text[:-9], "no json": "{}"}[damage]
        )
    assert (get(server.url(), cache).body.read(), cache.corrupt) == (b"x" * 50, 1)
    assert "if-none-match" not in server.asked[1].headers
    server.answers["/"] = answer(b"", 304)
    assert get(server.url(), cache).revalidated


def test_the_same_body_is_kept_once_also_when_it_is_large(server: Server, cache: Cache) -> None:
    server.answers |= {path: answer(b"x" * 5000, 200, ETAG) for path in ("/a", "/b")}
    limits = Limits(host_interval_seconds=0, memory_bytes=1000)
    bodies = [get(server.url(path), cache, limits).body for path in ("/a", "/b")]
    assert [path.name for path in cache.bodies.iterdir()] == [bodies[0].sha256]
    assert bodies[1].read() == b"x" * 5000


def test_no_address_can_be_read_from_the_cache(server: Server, cache: Cache) -> None:
    server.answers["/klant/12"] = answer(b"x", 200, ETAG)
    get(server.url("/klant/12"), cache)
    assert not any(b"klant" in str(path).encode() + path.read_bytes() for path in files(cache))


def test_two_may_write_at_once(cache: Cache) -> None:
    bodies = [Body.of(b"%d" % n * 10_000) for n in range(4)]
    seen: list[bytes] = []

    def work() -> None:
        for body in bodies * 5:
            cache.keep(key_of("GET", "u", ""), HEADERS, 1, body)
            kept = Cache(cache.bodies.parent).find(key_of("GET", "u", ""))
            if kept:
                seen.append(kept.body.read())

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(seen) == 4 * 5 * 4
    assert set(seen) <= {body.read() for body in bodies}
    assert [path for path in files(cache) if path.name.startswith(".")] == []


def test_a_folder_that_cannot_be_written_is_no_cache_and_no_error(tmp_path: Path, server: Server) -> None:
    (tmp_path / "file").write_bytes(b"")
    server.answers["/"] = answer(b"x", 200, ETAG)
    assert get(server.url(), Cache(tmp_path / "file")).body.read() == b"x"


def test_what_was_used_longest_ago_goes_first_and_nothing_that_is_in_use(cache: Cache) -> None:
    for number in range(4):
        body = Body.of(bytes([number]) * 1000)
        cache.keep(key_of("GET", str(number), ""), HEADERS, 1000, body)
        if number < 3:
            os.utime(cache.bodies / body.sha256, (number, number))
    assert cache.prune(2000) == 2
    assert [cache.find(key_of("GET", str(n), "")) is not None for n in range(4)] == [False, False, True, True]
    assert cache.prune(0) == 0
