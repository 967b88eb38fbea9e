"""Starting a child, by fork or as a program, and ending it."""

import os
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

import interop_check
from interop_check.gather.sandbox import child

if sys.platform != "win32":
    import fcntl

_ROOT = str(Path(interop_check.__file__).parents[1])
_PROGRAM = "import sys; from interop_check.gather.sandbox import child; child.run(int(sys.argv[1]))"
_LAST_WORDS = 65_536


_WIDE_PIPE = 1 << 20


class Process(Protocol):
    """What this module asks of a process, as `subprocess.Popen` has it."""

    pid: int
    returncode: int | None

    def poll(self) -> int | None: ...  # noqa: D102 - as Popen
    def kill(self) -> None: ...  # noqa: D102
    def wait(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A running child and the three pipes to it."""

    process: Process
    inbox: BinaryIO
    outbox: BinaryIO
    errors: BinaryIO
    owner: int

    def end(self) -> bytes:
        """End the child, leave no zombie, and return its last words."""
        if os.getpid() != self.owner:  # a fork of the parent has no say over its children
            return b""
        self.process.kill()
        self.process.wait()
        with suppress(OSError):
            self.inbox.close()
        self.outbox.close()
        words = self.errors.read(_LAST_WORDS) or b""
        self.errors.close()
        return words


def can_fork() -> bool:
    """Whether fork is there and safe: a lock that another thread holds would stay locked in the child."""
    return hasattr(os, "fork") and threading.active_count() == 1


def start(*, fork: bool | None = None) -> Child:
    """Start a child. By fork, which takes some milliseconds, where that is safe."""
    child = _forked() if (can_fork() if fork is None else fork) else _spawned()
    for pipe in (child.inbox, child.outbox):
        _widen(pipe)
    return child


def _widen(pipe: BinaryIO) -> None:
    """Let a pipe hold more at once, where the system can: parent and child then wait for each other less."""
    if sys.platform == "linux":
        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _WIDE_PIPE)


class _Forked:
    """The little of Popen's behaviour that a forked process needs."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return how it ended, None while it runs."""
        return self._reap(os.WNOHANG)

    def wait(self) -> int:
        """Wait for its end, and return how it ended."""
        code = self._reap(0)
        return 0 if code is None else code

    def kill(self) -> None:
        """End it; nothing happens where it has been waited for: its number may be another's by now."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def _reap(self, options: int) -> int | None:
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, options)
            except ChildProcessError:  # whoever runs us has asked that children vanish by themselves
                self.returncode = 0
            else:
                self.returncode = os.waitstatus_to_exitcode(status) if pid else None
        return self.returncode


def _forked() -> Child:
    down, up, errors = os.pipe(), os.pipe(), os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        # Python warns of threads it did not start, as numpy's, which know how to live with fork.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _become_child(down[0], up[1], errors[1], parent)
    for pipe in (down[0], up[1], errors[1]):
        os.close(pipe)
    return Child(
        process=_Forked(pid),
        inbox=os.fdopen(down[1], "wb"),
        outbox=os.fdopen(up[0], "rb"),
        errors=os.fdopen(errors[0], "rb"),
        owner=parent,
    )


def _become_child(inbox: int, outbox: int, errors: int, parent: int) -> None:
    try:
        child.take_over(inbox, outbox, errors)
        child.run(parent)
    finally:
        os._exit(1)


def _spawned() -> Child:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-c", _PROGRAM, str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(os.environ),
    )
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise OSError("no pipes")
    return Child(
        process=process,
        inbox=process.stdin,  # type: ignore[arg-type]  # IO[bytes] is a BinaryIO in all but name
        outbox=process.stdout,  # type: ignore[arg-type]
        errors=process.stderr,  # type: ignore[arg-type]
        owner=os.getpid(),
    )


def _environment(outer: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which this very package is found; -P keeps the current folder out."""
    paths = [_ROOT, *filter(None, [outer.get("PYTHONPATH")])]
    return {**outer, "PYTHONPATH": os.pathsep.join(paths)}
