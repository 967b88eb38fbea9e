"""Copy every pinned artefact to a local store; what is already right there is not fetched again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from interop_check.files import write_whole
from interop_check.model import Problem
from interop_check.origin import Fetch
from interop_check.standards.mirror import Mirror, fetched, verified
from interop_check.standards.pins import Pin
from interop_check.standards.problems import StandardError


class Step(StrEnum):
    """What became of one artefact."""

    FETCHED = "fetched"
    KEPT = "kept"
    CHANGED = "changed"
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
    local = Mirror(store)
    for number, pin in enumerate(pins, start=1):
        step = Step.KEPT if _is_kept(local, pin) else _bring(pin, read, store, problems)
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


def _bring(pin: Pin, read: Read, store: Path, problems: list[Problem]) -> Step:
    try:
        data = read(pin)
    except StandardError as error:
        problems.append(error.problem)
        return Step.CHANGED if error.problem.code == "standard-changed" else Step.MISSING
    write_whole(store / pin.path, data)
    return Step.FETCHED
