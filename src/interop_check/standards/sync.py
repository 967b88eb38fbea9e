"""Copy every pinned artefact to a local store; what is already right there is not fetched again.

Each file is written whole once it is verified, so a run that is broken off goes on where it was.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from interop_check.files import write_whole
from interop_check.model import Problem
from interop_check.origin import Fetch
from interop_check.standards.mirror import Mirror, fetched, verified
from interop_check.standards.pins import Pin
from interop_check.standards.problems import StandardError

PATIENCE = 3
"""How often in a row a host may be unreachable before it is asked no more."""


class Step(StrEnum):
    """What became of one artefact; `OTHER` is another file than the copy whose digest is pinned."""

    FETCHED = "fetched"
    KEPT = "kept"
    CHANGED = "changed"
    OTHER = "other"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Synced:
    """How many artefacts took which step, and why some did not arrive."""

    counts: dict[Step, int]
    problems: tuple[Problem, ...]

    @property
    def complete(self) -> bool:
        """Return whether everything that is pinned is now in the store."""
        return not self.problems


Read = Callable[[Pin], bytes]
Progress = Callable[[int, Pin, Step], None]


def from_publishers(fetch: Fetch) -> Read:
    """Return a reader that takes each artefact from its own address."""
    return lambda pin: verified(fetched(pin.url, pin, fetch), pin)


def sync(pins: Iterable[Pin], read: Read, store: Path, progress: Progress | None = None) -> Synced:
    """Bring `store` up to the pins; `progress` hears number, pin and step. OSError where it cannot write."""
    counts = dict.fromkeys(Step, 0)
    problems: list[Problem] = []
    local, patient = Mirror(store), _patient(read)
    for number, pin in enumerate(pins, start=1):
        step = Step.KEPT if _is_kept(local, pin) else _bring(pin, patient, store, problems)
        counts[step] += 1
        if progress is not None:
            progress(number, pin, step)
    return Synced(counts=counts, problems=tuple(problems))


def _is_kept(local: Mirror, pin: Pin) -> bool:
    try:
        local.read(pin)
    except StandardError:
        return False
    return True


def _patient(read: Read) -> Read:
    """Return a reader that asks a host no more once it was unreachable several times in a row."""
    failures: Counter[str] = Counter()

    def ask(pin: Pin) -> bytes:
        host = urlsplit(pin.url).hostname or ""
        if failures[host] >= PATIENCE:
            raise StandardError("standard-unreachable", url=pin.url, place=pin.url, reason="host-silent")
        try:
            data = read(pin)
        except StandardError as error:
            failures[host] = failures[host] + 1 if error.problem.code == "standard-unreachable" else 0
            raise
        failures[host] = 0
        return data

    return ask


def _bring(pin: Pin, read: Read, store: Path, problems: list[Problem]) -> Step:
    try:
        data = read(pin)
    except StandardError as error:
        step, problem = _failed(pin, error.problem)
        problems.append(problem)
        return step
    write_whole(store / pin.path, data)
    return Step.FETCHED


def _failed(pin: Pin, problem: Problem) -> tuple[Step, Problem]:
    if problem.code != "standard-changed":
        return Step.MISSING, problem
    if pin.is_official:
        return Step.CHANGED, problem
    # The digest is of a copy: that the publisher's file is another says nothing about either.
    args = {**problem.args, "basis": pin.basis}
    return Step.OTHER, Problem(code="standard-not-the-copy", args=args)
