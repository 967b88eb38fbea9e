"""A warm child that parses one document after the other, watched by the parent's clock."""

import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from weakref import finalize

from interop_check.gather.sandbox import child, wire
from interop_check.gather.sandbox.limits import MB, Limits
from interop_check.gather.sandbox.process import Child, Process, start
from interop_check.gather.sandbox.work import NOTHING, About, Beside, Parsed, Part, RefusedError, assembled
from interop_check.model import Problem
from interop_check.rdf.contexts import Resolve
from interop_check.rdf.interning import Interner

_RETIRES_AFTER = 64 * MB
_LONGEST_NAME = 80
_TERM_BYTES = 200
"""What a term takes beside its own bytes: as an object, in the list of terms and in that of numbers."""

_TRIPLE_BYTES = 16
"""Four numbers."""

_CPU_SIGNAL = getattr(signal, "SIGXCPU", None)


class _TooMuchError(Exception):
    """What a child says would take more memory than the document may."""


class Worker:
    """One child; ended when this object goes, and at the latest when the parent ends."""

    def __init__(self, *, fork: bool | None = None) -> None:
        self.child: Child = start(fork=fork)
        self.is_well = True
        self.end = finalize(self, Child.end, self.child)

    @property
    def is_ready(self) -> bool:
        """Whether it can take a document."""
        return self.is_well and self.child.process.poll() is None

    def parse(
        self, data: bytes, media: str, resolve: Resolve, limits: Limits, beside: Beside = NOTHING
    ) -> Parsed | Problem:
        """Return what the document holds, or the limit that was hit; the worker is over then."""
        self.is_well = False
        answer: Parsed | Problem
        clock = _Clock(self.child.process, limits.wall(len(data)))
        try:
            with clock:
                taken = self._asked(data, {"media": media, "beside": asdict(beside)}, resolve, limits, clock)
                answer = assembled(taken.interner, media, taken.about)
        except RefusedError as refused:
            answer = refused.problem
        except (wire.BrokenTalkError, BrokenPipeError):
            return self._obituary(data, limits, clock)
        except _TooMuchError:
            return _out_of_memory(data, limits)
        self.is_well = not clock.struck and len(data) <= _RETIRES_AFTER
        return answer

    def _asked(
        self, data: bytes, asked: Mapping[str, Any], resolve: Resolve, limits: Limits, clock: "_Clock"
    ) -> "_Taken":
        size, most = len(data), limits.memory(len(data))
        wire.send(self.child.inbox, {"size": size, **asked, "cpu": limits.cpu(size), "memory": most})
        self.child.inbox.write(data)
        self.child.inbox.flush()
        taken = _Taken(most)
        for part in wire.take_parts(self.child.inbox, self.child.outbox, clock.outside(resolve), most):
            taken.take(part)
        return taken

    def _obituary(self, data: bytes, limits: Limits, clock: "_Clock") -> Problem:
        """Return what the child died of."""
        process = self.child.process
        if process.poll() is None and not clock.struck:
            _wait_a_moment(process)
        words = (self.end() or b"").decode(errors="replace")
        size = len(data)
        if clock.struck:
            return Problem(code="limit-time", args={"limit": f"{round(limits.wall(size), 1):g}"})
        if _CPU_SIGNAL is not None and process.returncode == -_CPU_SIGNAL:
            return Problem(code="limit-cpu", args={"limit": str(limits.cpu(size))})
        if process.returncode == child.NO_MEMORY or "memory allocation of" in words:
            return _out_of_memory(data, limits)
        return Problem(code="parser-died", args={"detail": _manner(process.returncode or 0, words)})


class _Taken:
    """What a child says of one document, its terms numbered while it is at work."""

    def __init__(self, most: int) -> None:
        self.interner = Interner()
        self.about = About()
        self._most = most
        self._written = 0

    def take(self, part: Part) -> None:
        """Take what comes next; _TooMuchError where all of it takes more than `most` bytes."""
        if isinstance(part, About):
            self._take_about(part)
            return
        try:
            self.interner.add(part)
        except ValueError:
            raise wire.BrokenTalkError from None
        self._written += len(part.lines) + sum(map(len, part.graphs))  # as if no term stood twice
        if self._held() > self._most:
            self._written = sum(map(len, self.interner.ids))  # takes time, so only where it may matter
            if self._held() > self._most:
                raise _TooMuchError

    def _take_about(self, about: About) -> None:
        if about.page is not None and len(about.page.places) != self.interner.triples:
            raise wire.BrokenTalkError
        self.about = about

    def _held(self) -> int:
        """Return the bytes that terms and triples take, at most."""
        terms, triples = len(self.interner.ids), self.interner.triples
        return self._written + terms * _TERM_BYTES + triples * _TRIPLE_BYTES


def _out_of_memory(data: bytes, limits: Limits) -> Problem:
    return Problem(code="limit-memory", args={"limit": str(limits.memory(len(data)) // MB)})


def _manner(code: int, words: str) -> str:
    """Return how a child ended: by which signal or error. The rest of its words may differ by run."""
    if code < 0:
        return signal.Signals(-code).name
    is_name = words.isidentifier() and len(words) <= _LONGEST_NAME
    return words if is_name else f"exit {code}"


def _wait_a_moment(process: Process) -> None:
    """Its pipe has closed, so it is about to end by itself: how it does is what we want to know."""
    for _ in range(200):
        if process.poll() is not None:
            return
        time.sleep(0.01)


class _Clock:
    """Ends a process after so many seconds, not counting those while it is stopped."""

    def __init__(self, process: Process, seconds: float) -> None:
        self._process = process
        self._left = seconds
        self._began = 0.0
        self._timer: threading.Timer | None = None
        self.struck = False

    def __enter__(self) -> None:
        self._began = time.monotonic()
        self._timer = threading.Timer(max(0.0, self._left), self._strike)
        self._timer.daemon = True
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        self._left -= time.monotonic() - self._began

    def outside(self, resolve: Resolve) -> Resolve:
        """Return `resolve` off the clock: what a context takes to get is not the document's doing."""

        def resolved(url: str) -> object | None:
            self.__exit__()
            document = resolve(url)
            self.__enter__()
            return document

        return resolved

    def _strike(self) -> None:
        self.struck = True
        self._process.kill()
