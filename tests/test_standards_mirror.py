import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from interop_check.files import write_whole
from interop_check.origin import Fetched, OriginError
from interop_check.standards.mirror import Mirror
from interop_check.standards.pins import Pin
from interop_check.standards.problems import StandardError
from interop_check.standards.sync import PATIENCE, Step, from_publishers, sync

BASE = "https://data.vlaanderen.be/"


def pin_of(data: bytes, path: str = "doc/a/a b.ttl") -> Pin:
    return Pin(
        kind="shacl",
        url=BASE + path,
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        media="text/turtle",
    )


def put(folder: Path, pin: Pin, data: bytes) -> None:
    (folder / pin.path).parent.mkdir(parents=True, exist_ok=True)
    (folder / pin.path).write_bytes(data)


def problem(read: Callable[[], bytes]) -> tuple[str, dict[str, str]]:
    with pytest.raises(StandardError) as raised:
        read()
    return raised.value.problem.code, dict(raised.value.problem.args)


def test_a_folder_gives_the_pinned_bytes(tmp_path: Path) -> None:
    put(tmp_path, pin_of(b"shapes"), b"shapes")
    assert Mirror(tmp_path).read(pin_of(b"shapes")) == b"shapes"
    assert Mirror(str(tmp_path)).read(pin_of(b"shapes")) == b"shapes"


@pytest.mark.parametrize("found", [b"shapeS", b"shape", b""])
def test_other_bytes_are_never_given_and_both_digests_are_told(tmp_path: Path, found: bytes) -> None:
    pin = pin_of(b"shapes")
    put(tmp_path, pin, found)
    code, args = problem(lambda: Mirror(tmp_path).read(pin))
    assert code == "standard-changed"
    assert args == {"url": pin.url, "pinned": pin.sha256, "found": hashlib.sha256(found).hexdigest()}


def test_a_longer_file_is_changed_and_is_not_read_to_its_end(tmp_path: Path) -> None:
    pin = pin_of(b"shapes")
    put(tmp_path, pin, b"shapes" * 1000)
    assert problem(lambda: Mirror(tmp_path).read(pin)) == (
        "standard-changed",
        {"url": pin.url, "pinned": pin.sha256, "found": ""},
    )


def test_what_is_not_there_is_absent(tmp_path: Path) -> None:
    pin = pin_of(b"shapes")
    expected = ("standard-absent", {"url": pin.url, "place": str(tmp_path)})
    assert problem(lambda: Mirror(tmp_path).read(pin)) == expected
    (tmp_path / pin.path).mkdir(parents=True)
    assert problem(lambda: Mirror(tmp_path).read(pin)) == expected


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    inside = tmp_path / "mirror"
    inside.mkdir()
    (inside / "link").symlink_to(secret)
    for path in ("../secret", "link", str(secret)):
        assert problem(partial(Mirror(inside).read, pin_of(b"secret", path)))[0] == "standard-absent"


def test_an_address_is_asked_for_the_path_and_for_little_more_than_the_pinned_size() -> None:
    asked: list[tuple[str, int]] = []

    def fetch(url: str, limit: int, _accept: str = "", /) -> Fetched:
        asked.append((url, limit))
        return Fetched(b"shapes")

    assert Mirror("https://mirror.example/oslo", fetch).read(pin_of(b"shapes")) == b"shapes"
    assert asked == [("https://mirror.example/oslo/doc/a/a%20b.ttl", 7)]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OriginError("gateway-status", status="404"), "standard-absent"),
        (OriginError("gateway-status", status="500"), "standard-unreachable"),
        (OriginError("gateway-deadline"), "standard-unreachable"),
        (OriginError("gateway-too-large"), "standard-changed"),
    ],
)
def test_a_failed_fetch_becomes_a_problem_of_the_standard(error: OriginError, code: str) -> None:
    def fetch(_url: str, _limit: int, _accept: str = "", /) -> Fetched:
        raise error

    assert problem(lambda: Mirror("https://mirror.example/", fetch).read(pin_of(b"x")))[0] == code
    assert problem(lambda: from_publishers(fetch)(pin_of(b"x")))[0] == code


def test_sync_brings_what_is_missing_or_wrong_and_keeps_the_rest(tmp_path: Path) -> None:
    contents = {f"doc/{number}.ttl": b"%d" % number for number in range(4)}
    pins = [pin_of(data, path) for path, data in contents.items()]
    origin, store = tmp_path / "origin", tmp_path / "store"
    for pin in pins[:3]:
        put(origin, pin, contents[pin.path])
    put(store, pins[0], contents[pins[0].path])
    put(store, pins[1], b"half")
    told: list[tuple[int, str, Step]] = []
    result = sync(
        pins, Mirror(origin).read, store, lambda number, pin, step: told.append((number, pin.path, step))
    )
    assert result.counts == {Step.KEPT: 1, Step.FETCHED: 2, Step.CHANGED: 0, Step.OTHER: 0, Step.MISSING: 1}
    assert [step for _, _, step in told] == [Step.KEPT, Step.FETCHED, Step.FETCHED, Step.MISSING]
    assert [number for number, _, _ in told] == [1, 2, 3, 4]
    assert [one.code for one in result.problems] == ["standard-absent"]
    assert not result.complete
    assert {p.path: Mirror(store).read(p) for p in pins[:3]} == {p.path: contents[p.path] for p in pins[:3]}


def test_sync_never_stores_changed_bytes(tmp_path: Path) -> None:
    pin = pin_of(b"shapes")
    put(tmp_path / "origin", pin, b"others")
    result = sync([pin], Mirror(tmp_path / "origin").read, tmp_path / "store")
    assert result.counts[Step.CHANGED] == 1
    assert [one.code for one in result.problems] == ["standard-changed"]
    assert not (tmp_path / "store" / pin.path).exists()


@pytest.mark.parametrize(
    ("basis", "step", "code"),
    [
        ("official", Step.CHANGED, "standard-changed"),
        ("reproduced", Step.OTHER, "standard-not-the-copy"),
        ("derived", Step.OTHER, "standard-not-the-copy"),
    ],
)
def test_another_file_than_a_copy_is_no_change_by_the_publisher(
    tmp_path: Path, basis: str, step: Step, code: str
) -> None:
    pin = replace(pin_of(b"shapes"), basis=basis)
    result = sync([pin], from_publishers(lambda *_: Fetched(b"others")), tmp_path)
    assert (result.counts[step], [one.code for one in result.problems]) == (1, [code])
    assert not (tmp_path / pin.path).exists()
    assert sync([pin], from_publishers(lambda *_: Fetched(b"shapes")), tmp_path).counts[Step.FETCHED] == 1


def test_a_run_that_was_broken_off_goes_on_where_it_was(tmp_path: Path) -> None:
    contents = {f"doc/{number}.ttl": b"%d" % number for number in range(5)}
    pins = [pin_of(data, path) for path, data in contents.items()]
    asked: list[str] = []

    def fetch(url: str, _limit: int, _accept: str = "", /) -> Fetched:
        asked.append(url)
        if len(asked) == 3:
            raise KeyboardInterrupt
        return Fetched(contents[url.removeprefix(BASE)])

    with pytest.raises(KeyboardInterrupt):
        sync(pins, from_publishers(fetch), tmp_path)
    assert sync(pins, from_publishers(fetch), tmp_path).counts == {
        **dict.fromkeys(Step, 0),
        Step.KEPT: 2,
        Step.FETCHED: 3,
    }
    assert asked == [pin.url for pin in (*pins[:3], *pins[2:])]


def test_a_host_that_does_not_answer_is_not_asked_for_every_file(tmp_path: Path) -> None:
    pins = [pin_of(b"x", f"doc/{number}.ttl") for number in range(6)]
    other = replace(pin_of(b"y", "y.ttl"), url="https://elsewhere.example/y.ttl")
    asked: list[str] = []

    def fetch(url: str, _limit: int, _accept: str = "", /) -> Fetched:
        asked.append(url)
        if url == other.url:
            return Fetched(b"y")
        raise OriginError("gateway-deadline")

    result = sync([*pins, other], from_publishers(fetch), tmp_path)
    assert asked == [*(pin.url for pin in pins[:PATIENCE]), other.url]
    assert (result.counts[Step.MISSING], result.counts[Step.FETCHED]) == (6, 1)
    reasons = [one.args["reason"] for one in result.problems]
    assert reasons == ["gateway-deadline"] * PATIENCE + ["host-silent"] * (6 - PATIENCE)


def test_a_host_that_answers_now_and_then_is_asked_on(tmp_path: Path) -> None:
    pins = [pin_of(b"x", f"doc/{number}.ttl") for number in range(12)]
    asked: list[str] = []

    def fetch(url: str, _limit: int, _accept: str = "", /) -> Fetched:
        asked.append(url)
        if len(asked) % PATIENCE:
            raise OriginError("gateway-deadline")
        return Fetched(b"x")

    sync(pins, from_publishers(fetch), tmp_path)
    assert len(asked) == 12


def test_a_second_sync_fetches_nothing(tmp_path: Path) -> None:
    pin = pin_of(b"shapes")
    asked: list[str] = []

    def fetch(url: str, _limit: int, _accept: str = "", /) -> Fetched:
        asked.append(url)
        return Fetched(b"shapes")

    for _ in range(2):
        assert sync([pin], from_publishers(fetch), tmp_path).complete
    assert asked == [pin.url]


def test_an_interrupted_write_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.ttl"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        write_whole(target, b"new")
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"a.ttl": b"old"}


def test_a_store_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "doc").write_bytes(b"a file where a folder is needed")
    with pytest.raises(OSError, match=os.fspath(tmp_path)):
        sync([pin_of(b"x")], lambda _: b"x", tmp_path)


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(pipe, b"told")
        assert os.read(reader, 10) == b"told"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
