"""Parsing in a child: the same tables as here, a name for every way to die, and nobody left behind."""

import ctypes
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check import api
from interop_check.gather import sandbox
from interop_check.gather.sandbox import wire, work
from interop_check.gather.sandbox.limits import MB, Limits
from interop_check.gather.sandbox.process import can_fork
from interop_check.gather.sandbox.work import About, RefusedError
from interop_check.gather.sandbox.worker import Worker
from interop_check.model import Problem
from interop_check.rdf import parse
from interop_check.rdf.contexts import ContextError
from interop_check.rdf.interning import CHUNK, Piece
from interop_check.rdf.page import PageReading
from interop_check.rdf.parse import media_type
from interop_check.rdf.reading import Name, Reading
from making import artefact, gathered

ONE = (b"<http://e.x/a> <http://e.x/b> <http://e.x/c> .", "text/turtle")
JSON_LD, TURTLE, XML = "application/ld+json", "text/turtle", "application/rdf+xml"
HTML = "text/html"
RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.x/">'
SUFFIXES = {".ttl", ".trig", ".nt", ".nq", ".rdf", ".owl", ".jsonld", ".html", ".xhtml"}
WAYS = pytest.mark.parametrize("fork", [True, False], ids=["fork", "spawn"])

Parse = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nobody_is_left() -> Iterator[None]:
    sandbox.close()
    before = children()
    yield
    sandbox.close()
    assert children() == before


def children() -> set[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text().split()}


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    """Whether a process ends by itself; the seconds are for machines that do other things."""
    for _ in range(2000):
        if not is_running(pid):
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def doing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Parse], Worker]]:
    """Return a forked worker that does something else than parsing."""
    workers = []

    def make(what: Parse) -> Worker:
        monkeypatch.setattr(work, "parts", what)
        monkeypatch.setattr("interop_check.gather.sandbox.child._WARMING", ())
        workers.append(Worker(fork=True))
        return workers[-1]

    yield make
    for worker in workers:
        worker.end()


def answering(problem: Callable[[], Problem]) -> Parse:
    """Return a reader of documents that has nothing to say but a problem, found out in the child."""

    def parts(*_: Any) -> Iterator[Piece]:
        yield from ()
        raise RefusedError(problem())

    return parts


def outcome(answer: sandbox.Parsed | Problem) -> Any:
    if isinstance(answer, Problem):
        return answer
    t = answer.table
    graph = None if t.graph is None else t.graph.tolist()
    columns = t.s.tolist(), t.p.tolist(), t.o.tolist(), graph
    return columns, t.tokens, t.kept, told(answer)


def told(about: About) -> Any:
    page = about.page
    if page is None:
        return about.contexts, about.reading, about.unread
    places = page.places.dtype, page.places.tolist()
    return about.contexts, about.unread, places, page.encoding, page.undecodable, page.mended, page.dropped


# ---------------------------------------------------------------- the same as here


def test_every_document_of_the_corpora_gives_the_same_table_as_here(shared: Path) -> None:
    resolve = api.library(shared / "standards").resolve
    paths = [p for p in sorted(shared.rglob("*")) if p.suffix in SUFFIXES and p.is_file()]
    problems = differences = 0
    for path in paths:
        data = path.read_bytes()
        media = media_type(path.name, data)
        if media is not None:
            here = work.parsed(data, media, resolve)
            problems += isinstance(here, Problem)
            differences += outcome(sandbox.parse(data, media, resolve)) != outcome(here)
    assert len(paths) > 1500
    assert 0 < problems < len(paths) / 4
    assert differences == 0


AWKWARD = [
    (b"", TURTLE),
    (b"", JSON_LD),
    (b"", "application/n-triples"),
    (b"", "application/n-quads"),
    (b"\xef\xbb\xbf<a> <b> <c> .", TURTLE),
    (b"\xff\xfe<\0", TURTLE),
    (b"\x1f\x8b\x08\x00binary", TURTLE),
    (bytes(range(256)) * 10, TURTLE),
    (b"{", JSON_LD),
    (b"\xff{}", JSON_LD),
    (b'{"@context": {}, "a": NaN}', JSON_LD),
    (b'{"@context": {"a": "http://e.x/a"}, "a": 1, "a": 2}', JSON_LD),
    (b'{"@context": {"@vocab": "http://e.x/"}, "a": ' + b"9" * 6000 + b"}", JSON_LD),
    (b'{"@context": {"@vocab": "http://e.x/"}, "a": "\\ud800"}', JSON_LD),
    (b"[" * 100_000, JSON_LD),
    (b'{"a":' * 300 + b"1" + b"}" * 300, JSON_LD),
    (b'{"@context": "file:///etc/passwd"}', JSON_LD),
    (b'{"@context": 5}', JSON_LD),
    (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", XML),
    (b"<a", XML),
    (b'<http://e.x/a b> <http://e.x/p> "c" .', TURTLE),
    (b'<http://e.x/a> <http://e.x/p> "\\uD800" .', TURTLE),
    (b'<a> <b> "\\u0000\\n\\r\xe2\x80\xae\xf0\x9f\x98\x80\xc2\x85\xe2\x80\xa8" .', TURTLE),
    (b'<a> <b> """\nline\r\nline\n""" .', TURTLE),
    (b"<a> <b> " + b"9" * 6000 + b" .", TURTLE),
    (b"<a> <b> <<( <c> <d> " * 200, TURTLE),
    (b"<a> <b> [ <c> ( 1 2 [ ] ) ] . _:b0 <b> _:b1 .", TURTLE),
    (b"<g:g> { <a:a> <b:b> <c:c> } <a:a> <b:b> _:x .", "application/trig"),
    (b"<a:a> <b:b> <c:c> <g:g> .\n<a:a> <b:b> _:f0123456789012345678901234 .", "application/n-quads"),
    (b"<a> <b> <c> .", "text/plain"),
    (b"", HTML),
    (b"\xff\xfe<\0p\0>\0", HTML),
    (b'<p about="a b" property="dc:title" lang="n l"> .\r\n<br>"\\\0 . \xe9', HTML),
    (b'<a rel="dc:relation" href="//[">a<b property="dc:title" content="a .\n">', HTML),
    (b'<p property="dc:title">a<script type="application/ld+json">{</script>', HTML),
]


@pytest.mark.parametrize(
    ("data", "media", "limit"),
    [
        (b"<a> <b> <<( <c> <d> " * 101, TURTLE, "100"),
        (b"<div>" * 100_000, HTML, "10000"),
        (b"<a>" + b"<i><b>" * 1_000 + b"</b></i>" * 1_000, HTML, "2000"),
    ],
)
def test_a_limit_of_depth_is_named(data: bytes, media: str, limit: str) -> None:
    answer = sandbox.parse(data, media)
    assert isinstance(answer, Problem)
    assert (answer.code, answer.args["limit"]) == ("limit-depth", limit)


def large_page() -> bytes:
    """Return a page of more triples than a piece holds, in its text and in scripts with graphs."""
    text = "".join(f'<p about="/{n}" property="dc:title">\n{n} .\n</p>' for n in range(CHUNK + 10))
    graph = ", ".join(f'{{"@id": "/{n}", "p": {{"q": [{n}, "a"]}}}}' for n in range(CHUNK))
    data = f'{{"@context": {{"@vocab": "http://v/"}}, "@id": "/g%d", "p": 1, "@graph": [{graph}]}}'
    scripts = "".join(f'<script type="application/ld+json">{data % number}</script>\n' for number in range(2))
    return (text + scripts).encode()


@WAYS
def test_every_awkward_document_gives_the_same_as_here(fork: bool) -> None:  # noqa: FBT001 - a parameter
    worker = Worker(fork=fork)
    for data, media in AWKWARD:
        there = worker.parse(data, media, sandbox.nothing, Limits())
        assert outcome(there) == outcome(work.parsed(data, media, sandbox.nothing)), (data[:60], media)
    assert worker.is_ready
    worker.end()


def test_a_large_page_gives_the_same_as_here() -> None:
    there, here = sandbox.parse(large_page(), HTML), work.parsed(large_page(), HTML, sandbox.nothing)
    assert isinstance(there, sandbox.Parsed)
    assert outcome(there) == outcome(here)
    assert there.table.graph is not None
    assert np.unique(there.table.graph, return_counts=True)[1].tolist() == [CHUNK + 12, 3 * CHUNK, 3 * CHUNK]
    assert there.page is not None
    assert len(there.page.places) == 7 * CHUNK + 12


@given(st.binary(max_size=200), st.sampled_from([JSON_LD, TURTLE, XML, HTML, "application/n-quads"]))
def test_any_bytes_give_the_same_as_here(data: bytes, media: str) -> None:
    assert outcome(sandbox.parse(data, media)) == outcome(work.parsed(data, media, sandbox.nothing))


LABEL = "_:f0123456789abcdef0123456789"
"""A label like those that the parser gives where there is none."""


@pytest.mark.parametrize(
    ("text", "media", "label"),
    [
        (f"{LABEL} <a:b> <a:c> .", "application/n-triples", LABEL),
        (f"{LABEL} <a:b> <a:c> <a:g> .", "application/n-quads", LABEL),
        (f"{LABEL} <a:b> <a:c> .", TURTLE, "_:b0"),
        ("[] <a:b> <a:c> .", TURTLE, "_:b0"),
    ],
)
def test_a_label_is_kept_where_it_was_written_for_certain(text: str, media: str, label: str) -> None:
    there = sandbox.parse(text.encode(), media)
    assert isinstance(there, sandbox.Parsed)
    assert there.table.tokens[int(there.table.s[0])].decode() == label


def test_a_column_that_came_back_can_be_written_like_one_made_here() -> None:
    table = sandbox.parse(*ONE).table  # type: ignore[union-attr]
    table.s[0] = 0
    assert table.s.dtype == np.int32


# ---------------------------------------------------------------- contexts


CONTEXT = {"@context": {"name": "http://e.x/name", "more": {"@id": "http://e.x/more", "@context": "other"}}}
CONTEXTS: dict[str, object] = {
    "https://e.x/context": CONTEXT,
    "https://e.x/other": {"@context": {"deep": "http://e.x/deep"}},
    "https://e.x/cycle": {"@context": ["https://e.x/cycle"]},
}


@WAYS
def test_a_context_is_asked_for_here_and_used_there(fork: bool) -> None:  # noqa: FBT001 - a parameter
    asked: list[tuple[str, int]] = []

    def resolve(url: str) -> object | None:
        asked.append((url, os.getpid()))
        return CONTEXTS.get(url)

    worker = Worker(fork=fork)
    text = b'{"@context": "https://e.x/context", "name": "n", "more": {"deep": "d"}}'
    parsed = worker.parse(text, JSON_LD, resolve, Limits())
    worker.end()
    assert isinstance(parsed, sandbox.Parsed)
    assert parsed.contexts == ("https://e.x/context", "https://e.x/other")
    assert b"<http://e.x/deep>" in parsed.table.tokens
    assert asked == [(url, os.getpid()) for url in parsed.contexts]


def test_an_unknown_context_and_one_that_includes_itself_are_problems() -> None:
    unknown = sandbox.parse(b'{"@context": "https://e.x/no"}', JSON_LD, CONTEXTS.get)
    assert unknown == Problem(code="context-unknown", args={"url": "https://e.x/no"})
    cycle = sandbox.parse(b'{"@context": "https://e.x/cycle"}', JSON_LD, CONTEXTS.get)
    assert cycle == Problem(code="context-cycle", args={"url": "https://e.x/cycle"})


def test_what_a_resolver_says_of_a_context_is_a_problem_and_the_child_is_not_left_waiting() -> None:
    def refuse(url: str) -> None:
        raise ContextError("context-too-large", url=url, limit="5")

    answer = sandbox.parse(b'{"@context": "https://e.x/a"}', JSON_LD, refuse)
    assert answer == Problem(code="context-too-large", args={"url": "https://e.x/a", "limit": "5"})
    assert isinstance(sandbox.parse(*ONE), sandbox.Parsed)


def test_the_clock_stands_still_while_a_context_is_fetched() -> None:
    def slow(url: str) -> object | None:
        time.sleep(1.5)
        return CONTEXTS.get(url)

    text = b'{"@context": "https://e.x/other", "deep": "d"}'
    sandbox.parse(*ONE)
    assert isinstance(sandbox.parse(text, JSON_LD, slow, Limits(seconds=1)), sandbox.Parsed)


# ---------------------------------------------------------------- ways to die


def forever(*_: Any) -> None:
    while True:
        time.sleep(0.05)


def spinning(*_: Any) -> None:
    while True:
        pass


def swallowing(*_: Any) -> None:
    kept: list[bytearray] = []
    while True:
        kept.append(bytearray(MB))


def aborting(*_: Any) -> None:
    os.abort()


def crashing(*_: Any) -> None:
    ctypes.string_at(0)


def failing(*_: Any) -> None:
    raise ZeroDivisionError


def leaving(*_: Any) -> None:
    os._exit(3)


def lying(*_: Any) -> None:
    os.write(1, b'\0\0\0\x10{"triples": "no"')
    os._exit(0)


def shouting(*_: Any) -> None:
    for _number in range(100):
        os.write(2, b"x" * 4096)  # raises once the pipe is full, which ends the child


DEATHS = {
    "time": (forever, Limits(seconds=0.2), Problem(code="limit-time", args={"limit": "0.2"})),
    "cpu": (spinning, Limits(cpu_seconds=1), Problem(code="limit-cpu", args={"limit": "1"})),
    "memory": (swallowing, Limits(memory_mb=64), Problem(code="limit-memory", args={"limit": "64"})),
    "abort": (aborting, Limits(), Problem(code="parser-died", args={"detail": "SIGABRT"})),
    "crash": (crashing, Limits(), Problem(code="parser-died", args={"detail": "SIGSEGV"})),
    "fault": (failing, Limits(), Problem(code="parser-died", args={"detail": "ZeroDivisionError"})),
    "exit": (leaving, Limits(), Problem(code="parser-died", args={"detail": "exit 3"})),
    "lie": (lying, Limits(), Problem(code="parser-died", args={"detail": "exit 0"})),
    "shout": (shouting, Limits(), Problem(code="parser-died", args={"detail": "exit 1"})),
}


@pytest.mark.parametrize("name", DEATHS)
def test_a_death_is_a_problem_with_the_name_of_the_limit(name: str, doing: Callable[[Parse], Worker]) -> None:
    what, limits, expected = DEATHS[name]
    worker = doing(what)
    assert worker.parse(b"x", "", sandbox.nothing, limits) == expected
    assert not worker.is_ready


NESTED = (RDF_XML + "<e:A><e:p>" * 40_000 + "</e:p></e:A>" * 40_000 + "</rdf:RDF>").encode()


def test_nested_xml_takes_quadratic_time_in_the_parser_and_is_ended() -> None:
    answer = sandbox.parse(NESTED, XML, limits=Limits(cpu_seconds=1, cpu_seconds_per_mb=0))
    assert answer == Problem(code="limit-cpu", args={"limit": "1"})


def bomb() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rdf:RDF [<!ENTITY e0 "lol">{levels}]>'
    body = '<rdf:Description rdf:about="http://e.x/"><e:p>&e11;</e:p></rdf:Description></rdf:RDF>'
    return (head + RDF_XML + body).encode()


def test_an_entity_bomb_ends_the_child_and_not_the_run_even_without_the_guard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guarded = sandbox.parse(bomb(), XML)
    assert isinstance(guarded, Problem)
    assert (guarded.code, guarded.args["detail"]) == (
        "rdf-syntax",
        "a document type declaration is not accepted",
    )
    monkeypatch.setattr(parse, "_guard_xml", lambda _: None)
    worker = Worker(fork=True)
    answer = worker.parse(bomb(), XML, sandbox.nothing, Limits(memory_mb=256))
    assert answer == Problem(code="limit-memory", args={"limit": "256"})


def test_the_next_document_gets_a_new_child_and_the_one_after_that_the_same() -> None:
    first = sandbox.parse(*ONE)
    before = children()
    assert isinstance(sandbox.parse(NESTED, XML, limits=Limits(seconds=0, seconds_per_mb=0)), Problem)
    again = sandbox.parse(*ONE)
    after = children()
    sandbox.parse(*ONE)
    assert outcome(first) == outcome(again)
    assert len(before) == len(after) == 1
    assert before != after
    assert children() == after


def test_limits_are_those_of_each_document_not_of_all_together(doing: Callable[[Parse], Worker]) -> None:
    def working() -> Problem:
        until = time.process_time() + 0.8
        kept = bytearray(40 * MB)
        while time.process_time() < until:
            pass
        return Problem(code=str(len(kept)))

    worker = doing(answering(working))
    limits = Limits(cpu_seconds=1, memory_mb=64)
    codes = [worker.parse(b"x", "", sandbox.nothing, limits).code for _ in range(4)]  # type: ignore[union-attr]
    assert codes == [str(40 * MB)] * 4


def test_limits_grow_with_the_document() -> None:
    limits = Limits()
    assert (limits.wall(0), limits.cpu(0), limits.memory(0)) == (120, 60, 1024 * MB)
    assert limits.wall(100 * MB) == 520
    assert limits.cpu(100 * MB) == 260
    assert limits.memory(100 * MB) == 7424 * MB
    assert limits.memory(2000 * MB) == 16384 * MB


def test_a_child_that_read_much_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interop_check.gather.sandbox.worker._RETIRES_AFTER", len(ONE[0]) - 1)
    sandbox.parse(*ONE)
    assert children() == set()


def test_an_idle_child_that_was_killed_is_replaced_without_a_word() -> None:
    sandbox.parse(*ONE)
    (pid,) = children()
    os.kill(pid, signal.SIGKILL)
    assert gone(pid)
    assert isinstance(sandbox.parse(*ONE), sandbox.Parsed)


# ---------------------------------------------------------------- what the child may


def test_the_child_can_open_nothing(doing: Callable[[Parse], Worker]) -> None:
    def trying() -> Problem:
        attempts: dict[str, Callable[[], Any]] = {
            "socket": socket.socket,
            "pair": socket.socketpair,
            "native": socket._socket.socket,  # type: ignore[attr-defined]
            "file": lambda: Path("/etc/passwd").read_bytes(),
            "new": lambda: Path("new").write_bytes(b"x"),
            "pipe": os.pipe,
            "error": lambda: os.write(2, b""),
        }
        return Problem(code="tried", args={name: caught(attempt) for name, attempt in attempts.items()})

    def caught(attempt: Callable[[], Any]) -> str:
        try:
            attempt()
        except OSError as error:
            return type(error).__name__
        return "done"

    answer = doing(answering(trying)).parse(b"x", "", sandbox.nothing, Limits())
    assert isinstance(answer, Problem)
    refused = {"socket": "PermissionError"} | dict.fromkeys(
        ("pair", "native", "file", "new", "pipe"), "OSError"
    )
    assert answer.args == {**refused, "error": "done"}


def test_the_child_has_none_of_the_files_of_the_parent(
    doing: Callable[[Parse], Worker], tmp_path: Path
) -> None:
    with (tmp_path / "open").open("wb") as ours, socket.socket() as line:

        def looking() -> Problem:
            return Problem(code=" ".join(str(is_open(fd)) for fd in (ours.fileno(), line.fileno(), 0, 1, 2)))

        answer = doing(answering(looking)).parse(b"x", "", sandbox.nothing, Limits())
    assert answer == Problem(code="False False True True True")


def is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True


# ---------------------------------------------------------------- nobody is left behind


# A shell may have started the tests with interrupts ignored, and a process inherits that.
PARENT = """
import signal, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from interop_check.gather import sandbox
from interop_check.gather.sandbox.worker import Worker
worker = Worker(fork={fork})
print(worker.child.process.pid, flush=True)
{then}
"""
DEEP = f"({RDF_XML!r} + '<e:A><e:p>' * 400_000 + '</e:p></e:A>' * 400_000).encode()"
BUSY = f"worker.parse({DEEP}, 'application/rdf+xml', sandbox.nothing, sandbox.Limits())"


def parent(then: str, *, fork: bool) -> tuple[subprocess.Popen[bytes], int]:
    script = PARENT.format(fork=fork, then=then)
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    return process, int(process.stdout.readline())


@WAYS
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("busy", [True, False], ids=["busy", "idle"])
def test_a_child_ends_with_its_parent(number: signal.Signals, busy: bool, fork: bool) -> None:  # noqa: FBT001
    process, child = parent(BUSY if busy else "time.sleep(600)", fork=fork)
    while busy and ticks(child) < 80:  # it is at work by then, whatever starting took
        time.sleep(0.01)
    assert is_running(child)
    process.send_signal(number)
    process.communicate()
    assert gone(child)


def ticks(pid: int) -> int:
    """Return the processor time of a process, in hundredths of a second."""
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])


@WAYS
def test_a_child_ends_when_the_program_does(fork: bool) -> None:  # noqa: FBT001 - a parameter
    process, child = parent("", fork=fork)
    process.communicate()
    assert process.returncode == 0
    assert gone(child)


def test_ctrl_c_ends_the_child_that_is_at_work() -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sandbox.parse(b'{"@context": "https://e.x/a"}', JSON_LD, interrupt)
    assert children() == set()


def test_each_thread_has_its_own_child_that_ends_with_it() -> None:
    sandbox.parse(*ONE)
    mine = children()
    theirs: list[set[int]] = []

    def other() -> None:
        sandbox.parse(*ONE)
        theirs.append(children() - mine)

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    assert len(theirs[0]) == 1
    assert all(gone(pid) for pid in theirs[0])
    assert isinstance(sandbox.parse(*ONE), sandbox.Parsed)
    assert children() == mine


def test_beside_another_thread_nothing_is_forked() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    forks = can_fork()
    stop.set()
    thread.join()
    assert not forks


FORKED_AFTERWARDS = """
import os
from interop_check.gather import sandbox
one = (b"<http://e.x/a> <http://e.x/b> <http://e.x/c> .", "text/turtle")
sandbox.parse(*one)
child = os.fork()
if child == 0:
    done = len(sandbox.parse(*one).table) == 1
    sandbox.close()
    raise SystemExit(0 if done else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert len(sandbox.parse(*one).table) == 1
from interop_check.gather.sandbox import _warm
print(_warm.worker.is_ready)
"""


def test_a_fork_of_the_parent_starts_its_own_child_and_leaves_the_other_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKED_AFTERWARDS], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("True\n", "")


# ---------------------------------------------------------------- starting


def test_a_spawned_child_imports_nothing_from_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("json", "numpy", "interop_check"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('mine')")
    monkeypatch.chdir(tmp_path)
    worker = Worker(fork=False)
    assert isinstance(worker.parse(*ONE, sandbox.nothing, Limits()), sandbox.Parsed)
    worker.end()


def test_nothing_of_this_is_imported_for_the_version() -> None:
    script = (
        "import sys; from interop_check.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if 'sandbox' in name or name in ('numpy', 'ctypes')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_no_child_is_started_before_the_first_document() -> None:
    script = (
        "import interop_check.gather, pathlib\n"
        "interop_check.gather.gatherers()\n"
        "tasks = pathlib.Path('/proc/self/task').glob('*/children')\n"
        "print([task.read_text() for task in tasks if task.read_text()])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# ---------------------------------------------------------------- what a child says is not believed


MANY = 1 << 20
PROBLEM = Problem(code="x", args={"a": "é\ud800\u202e"}, line=3, column=4)
ABOUT = About(contexts=("https://e.x/ë",), reading=Reading(names=3, lost=(Name("a", "", 1, None, 2),)))


def said(parts: Iterable[Piece | About]) -> bytes:
    stream = io.BytesIO()
    wire.send_parts(stream, parts)
    return stream.getvalue()


def heard(data: bytes, most: int = MANY) -> list[Piece | About]:
    return list(wire.take_parts(io.BytesIO(), io.BytesIO(data), sandbox.nothing, most))


def page(*places: int) -> About:
    reading = PageReading(
        places=np.array(places, np.int32), encoding="utf-16le", undecodable=1, mended=2, dropped=3
    )
    return About(contexts=("https://e.x/c",), page=reading, unread=(PROBLEM, Problem(code="y")))


lines = st.builds(b"".join, st.lists(st.sampled_from([b"<a:a> <a:b> <a:c> .\n", b'_:a <a:b> "d e" .\n'])))
graphs = st.lists(st.sampled_from([b"", b"<a:g>", b"_:g"]), min_size=2)


@given(st.lists(st.builds(Piece, lines, st.one_of(st.just([]), graphs))))
def test_triples_come_through_whole(parts: list[Piece]) -> None:
    assert heard(said([*parts, ABOUT])) == [*parts, ABOUT]


PIECE = Piece(b"<a:a> <a:b> <a:c> .\n", [b"<a:g>"])


@pytest.mark.parametrize("places", [(), (5, 0, 2**31 - 1)])
def test_what_is_told_of_a_page_comes_through_whole(places: tuple[int, ...]) -> None:
    (about,) = heard(said([page(*places)]))
    assert isinstance(about, About)
    assert told(about) == told(page(*places))


def test_a_problem_comes_through_whole_and_after_triples_too() -> None:
    def parts() -> Iterator[Piece]:
        yield PIECE
        raise RefusedError(PROBLEM)

    taken = wire.take_parts(io.BytesIO(), io.BytesIO(said(parts())), sandbox.nothing, MANY)
    assert next(taken) == PIECE
    with pytest.raises(RefusedError) as caught:
        next(taken)
    assert caught.value.problem == PROBLEM


@pytest.mark.parametrize("about", [ABOUT, page(3)], ids=["data", "page"])
def test_an_answer_that_was_cut_off_is_not_believed(about: About) -> None:
    whole = said([PIECE, about])
    for cut in range(len(whole)):
        with pytest.raises(wire.BrokenTalkError):
            heard(whole[:cut])


NOTHING_TOLD: dict[str, Any] = {"contexts": [], "reading": None, "unread": [], "page": None, "places": 0}


@pytest.mark.parametrize(
    "header",
    [
        {"lines": -1, "graphs": 0},
        {"lines": MANY + 1, "graphs": 0},
        {"lines": 0, "graphs": MANY + 1},
        {"lines": "3", "graphs": 0},
        {"lines": 0},
        {"triples": 3},
        {"problem": "x"},
        {"problem": {"code": 5, "args": {}, "line": None, "column": None}},
        {"problem": {"code": "x", "args": {"a": 1}, "line": None, "column": None}},
        {"problem": {"code": "x", "args": {}, "line": "1", "column": None}},
        {"problem": {"code": "x"}},
        {"contexts": 12},
        {"reading": {}},
        {"unread": ["x"]},
        {"unread": None},
        {"places": -4},
        {"places": MANY + 1},
        {"places": 6, "page": {"encoding": "utf-8", "undecodable": 0, "mended": 0, "dropped": 0}},
        {"page": {"encoding": "utf-8", "undecodable": 0, "mended": 0}},
        {"page": {"encoding": "utf-8", "undecodable": "x", "mended": 0, "dropped": 0}},
        {"page": {"encoding": "utf-8", "undecodable": float("inf"), "mended": 0, "dropped": 0}},
        {"page": "x"},
    ],
)
def test_a_header_that_cannot_be_is_not_believed(header: dict[str, Any]) -> None:
    stream = io.BytesIO()
    ends = header.keys() & {"contexts", "reading", "unread", "places", "page"}
    wire.send(stream, {**NOTHING_TOLD, **header} if ends else header)
    with pytest.raises(wire.BrokenTalkError):
        heard(stream.getvalue() + bytes(20))


@pytest.mark.parametrize(("lines", "graphs"), [(MANY + 1, 0), (0, MANY + 1)])
def test_more_bytes_than_a_document_may_take_are_not_read(lines: int, graphs: int) -> None:
    stream = io.BytesIO()
    wire.send(stream, {"lines": lines, "graphs": graphs})
    stream.write(bytes(lines + graphs))
    wire.send(stream, NOTHING_TOLD)
    with pytest.raises(wire.BrokenTalkError):
        heard(stream.getvalue())


def test_a_run_of_line_ends_does_not_become_a_graph_each() -> None:
    stream = io.BytesIO()
    wire.send(stream, {"lines": 0, "graphs": MANY})
    taken = wire.take_parts(io.BytesIO(), io.BytesIO(stream.getvalue() + b"\n" * MANY), sandbox.nothing, MANY)
    piece = next(taken)
    assert isinstance(piece, Piece)
    assert len(piece.graphs) == CHUNK + 1


def test_a_header_that_can_be_is_believed() -> None:
    stream = io.BytesIO()
    wire.send(stream, NOTHING_TOLD)
    assert heard(stream.getvalue()) == [About()]


def saying(piece: Piece, about: About = ABOUT) -> Callable[..., Iterator[Piece | About]]:
    def parts(*_: Any) -> Iterator[Piece | About]:
        yield piece
        yield about

    return parts


def test_lines_that_are_no_triples_are_not_believed(doing: Callable[[Parse], Worker]) -> None:
    worker = doing(saying(Piece(b"<a:a> <a:b> .\n", [])))
    answer = worker.parse(b"x", TURTLE, sandbox.nothing, Limits())
    assert answer == Problem(code="parser-died", args={"detail": "SIGKILL"})
    assert not worker.is_ready


@pytest.mark.parametrize("places", [(), (1, 2)])
def test_a_page_has_as_many_places_as_triples(
    places: tuple[int, ...], doing: Callable[[Parse], Worker]
) -> None:
    answer = doing(saying(PIECE, page(*places))).parse(b"x", HTML, sandbox.nothing, Limits())
    assert answer == Problem(code="parser-died", args={"detail": "SIGKILL"})


def test_a_page_that_is_told_as_it_can_be_is_believed(doing: Callable[[Parse], Worker]) -> None:
    answer = doing(saying(PIECE, page(1))).parse(b"x", HTML, sandbox.nothing, Limits())
    assert isinstance(answer, sandbox.Parsed)
    assert told(answer) == told(page(1))


def test_a_piece_larger_than_the_memory_of_its_document_is_not_waited_for(
    doing: Callable[[Parse], Worker],
) -> None:
    worker = doing(saying(Piece(b"a" * (2 * MB), [])))
    answer = worker.parse(b"x", TURTLE, sandbox.nothing, Limits(memory_mb=1, memory_mb_per_mb=0))
    assert answer == Problem(code="parser-died", args={"detail": "SIGKILL"})


def test_a_little_text_that_stands_for_much_is_not_kept_here_either() -> None:
    # The child holds some thousand triples at a time; all of them together would be 120 MB, here.
    text = f"@prefix a: <http://e.x/{'a' * 2000}> .\n" + "".join(
        f"a:{number} a:p a:o .\n" for number in range(60_000)
    )
    limits = Limits(memory_mb=100, memory_mb_per_mb=0)
    answer = sandbox.parse(text.encode(), TURTLE, limits=limits)
    assert answer == Problem(code="limit-memory", args={"limit": "100"})
    repeated = text.splitlines()[0] + "a:1 a:p a:o .\n" * 60_000
    assert len(sandbox.parse(repeated.encode(), TURTLE, limits=limits).table) == 60_000  # type: ignore[union-attr]


def test_long_lines_come_in_small_pieces() -> None:
    text = b"@prefix a: <http://e.x/" + b"a" * 5000 + b"> .\n" + b"a:a a:p a:o .\n" * 1000
    pieces = [part for part in work.parts(text, TURTLE, sandbox.nothing) if isinstance(part, Piece)]
    assert len(pieces) > 10
    assert max(len(piece.lines) for piece in pieces) <= MB
    assert sum(piece.lines.count(b"\n") for piece in pieces) == 1000


def test_long_lines_keep_their_graphs() -> None:
    text = f"@prefix a: <http://e.x/{'a' * 5000}> .\n" + "".join(
        f"<http://e.x/g{number // 300}> {{ a:a a:p {number} }}\n" for number in range(1000)
    )
    there = sandbox.parse(text.encode(), "application/trig")
    assert isinstance(there, sandbox.Parsed)
    graphs, table = there.table.graph, there.table
    assert graphs is not None
    assert [table.tokens[graph] for graph in graphs.tolist()] == [
        b"<http://e.x/g%d>" % (number // 300) for number in range(1000)
    ]


def test_a_header_that_is_nested_too_deeply_is_not_believed() -> None:
    deep = b"[" * 200_000
    with pytest.raises(wire.BrokenTalkError):
        wire.receive(io.BytesIO(len(deep).to_bytes(4) + deep))


def test_a_header_of_gigabytes_is_not_waited_for() -> None:
    with pytest.raises(wire.BrokenTalkError):
        wire.receive(io.BytesIO(b"\xff\xff\xff\xff"))


# ---------------------------------------------------------------- gathering goes through it


def test_data_and_own_shapes_are_parsed_in_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[bytes, Limits | None]] = []

    def noting(
        data: bytes,
        media: str,  # noqa: ARG001
        resolve: Any = None,  # noqa: ARG001
        limits: Limits | None = None,
        beside: Any = None,  # noqa: ARG001
    ) -> Problem:
        asked.append((data, limits))
        return Problem(code="limit-time", args={"limit": "1"})

    monkeypatch.setattr(sandbox, "parse", noting)
    found = gathered(
        tmp_path,
        {"a.ttl": "a", "s.ttl": "s", "b.ttl": "b"},
        [artefact(shapes=("s.ttl",), background=("b.ttl",))],
    )
    assert {one.source: one.problem.code for one in found if one.problem} == dict.fromkeys(
        ("a.ttl", "b.ttl", "s.ttl"), "limit-time"
    )
    assert sorted(asked, key=lambda one: one[0]) == [(b"a", Limits()), (b"b", Limits()), (b"s", Limits())]
