"""The child: reads documents from standard input, writes triples to standard output, can do nothing else.

Started by fork or as a program. Before the first document it gives up the right to open anything: with no
file descriptor to be had there is no file and no socket, for Python as for native code.
"""

import contextlib
import ctypes
import gc
import os
import signal
import socket
import sys
import time
from typing import Any, BinaryIO, NoReturn

from interop_check.gather.sandbox import wire, work

if sys.platform != "win32":
    import fcntl
    import resource

NO_MEMORY = 17
"""How the child ends when Python could get no more memory."""

_SET_PARENT_DEATH_SIGNAL = 1
_UNKNOWN_SPACE = 1 << 30
_WARMING = (
    (b'{"@context": {"@vocab": "http://e.x/"}, "a": 1.5e0}', "application/ld+json"),
    (b"{", "application/ld+json"),
    (b"\xff", "application/ld+json"),
    (b"<a", "text/turtle"),
    (b"<a> <b> <c> .", "text/turtle"),
    (b'<p property="dc:title" lang="nl">a<script type="application/ld+json">{}</script>', "text/html"),
)


def run(parent: int) -> NoReturn:
    """Serve until the parent closes, and end the process: nothing of what the parent does may run here."""
    code = 1
    try:
        _die_with(parent)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C too, and decides
        inbox, outbox = os.fdopen(0, "rb", closefd=False), os.fdopen(1, "wb", closefd=False)
        _warm_up()
        _serve(inbox, outbox, _lock_down())
        code = 0
    except MemoryError:
        code = NO_MEMORY
    finally:
        if code == 1:
            _say_why()
        os._exit(code)


def take_over(*pipes: int) -> None:
    """Make the three pipes standard input, output and error, and close everything else that was inherited."""
    if sys.platform == "win32":
        raise OSError("there is no fork here")
    moved = [fcntl.fcntl(pipe, fcntl.F_DUPFD, 10) for pipe in pipes]
    for standard, pipe in enumerate(moved):
        os.dup2(pipe, standard)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    gc.freeze()  # else the collector touches, and so copies, every page of the parent


def _die_with(parent: int) -> None:
    """Ask Linux to end this process with its parent; elsewhere the closed pipe and the limits do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if hasattr(os, "getppid") and os.getppid() != parent:
        os._exit(0)


def _warm_up() -> None:
    """Do each kind of work once: what Python imports at first use could not be opened later."""
    for data, media in _WARMING:
        work.parsed(data, media, lambda _: None)
    gc.disable()  # a parsed tree holds no cycles


def _lock_down() -> int:
    """Give up opening anything; return a descriptor that tells how much memory is in use, -1 if none does."""
    socket.socket = _no_socket  # type: ignore[misc, assignment]
    if sys.platform == "win32":  # the parent's clock is the only limit there
        return -1
    os.set_blocking(2, False)  # a talkative library must not wait for a reader that never comes
    try:
        space = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        space = -1
    for limit in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))
    return space


def _no_socket(*_: object, **__: object) -> NoReturn:
    raise PermissionError("there is no network here")


def _serve(inbox: BinaryIO, outbox: BinaryIO, space: int) -> None:
    def ask(url: str) -> object | None:
        wire.send(outbox, {"wanted": url})
        found = wire.receive(inbox)
        return found["document"] if found else None

    while (asked := wire.receive(inbox)) is not None:
        _allow(asked, space)
        data = wire.take(inbox, asked["size"])
        wire.send_parts(outbox, work.parts(data, asked["media"], ask, work.Beside.of(asked["beside"])))
        del data


def _allow(asked: dict[str, Any], space: int) -> None:
    """Set the limits of one document, on top of what the process has used until now."""
    if sys.platform == "win32":
        return
    used = time.process_time()
    _soften(resource.RLIMIT_CPU, int(used) + 1 + asked["cpu"])
    _soften(resource.RLIMIT_AS, _in_use(space) + asked["memory"])


def _soften(limit: int, wanted: int) -> None:
    """Set a limit as it stands for one document; it can be raised again for the next."""
    if sys.platform == "win32":
        return
    hard = resource.getrlimit(limit)[1]
    within = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses to limit address space
        resource.setrlimit(limit, (within, hard))


def _in_use(space: int) -> int:
    if space < 0 or sys.platform == "win32":
        return _UNKNOWN_SPACE
    return int(os.pread(space, 64, 0).split()[0]) * resource.getpagesize()


def _say_why() -> None:
    """Leave the name of the error for the parent: no more, for the rest may differ from run to run."""
    fault = sys.exc_info()[0]
    with contextlib.suppress(OSError):
        os.write(2, fault.__name__.encode() if fault else b"")
