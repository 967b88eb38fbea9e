"""Where bytes come from: files below one folder, and addresses through the one gateway."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interop_check.model import Evidence, Problem
from interop_check.solution import is_address, location_fault
from interop_check.standards.library import Library

MAX_FILE_BYTES = 2_000_000_000

Fetch = Callable[[str], bytes]
"""Returns the body behind an address; raises FetchError."""


class FetchError(OSError):
    """An address could not be read; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What gatherers read from. `fetch` is None where the network is off, `library` None without standards.

    `strict` keeps files below `root`: a manifest comes from others, a path on the command line from the user.
    """

    root: Path
    fetch: Fetch | None = None
    library: Library | None = None
    strict: bool = True
    max_bytes: int = MAX_FILE_BYTES

    def read(self, location: str) -> bytes | Problem:
        """Return the bytes at `location`, or why they cannot be had."""
        return self._fetched(location) if is_address(location) else self._file(location)

    def _fetched(self, address: str) -> bytes | Problem:
        if self.fetch is None:
            return Problem(code="network-off", args={"location": address})
        try:
            return self.fetch(address)
        except FetchError as error:
            return error.problem

    def _file(self, location: str) -> bytes | Problem:
        if self.strict and location_fault(location):
            return Problem(code="location-outside", args={"location": location})
        path = self.root / location
        try:
            inside = not self.strict or path.resolve().is_relative_to(self.root.resolve())
            if not inside:
                return Problem(code="location-outside", args={"location": location})
            size = path.stat().st_size
            if size > self.max_bytes:
                limit = str(self.max_bytes)
                return Problem(code="file-too-large", args={"location": location, "limit": limit})
            return path.read_bytes()
        except IsADirectoryError:
            return Problem(code="is-folder", args={"location": location})
        except FileNotFoundError:
            return Problem(code="file-absent", args={"location": location})
        except (OSError, ValueError) as error:
            return Problem(code="file-unreadable", args={"location": location, "detail": type(error).__name__})


def evidence_of(kind: str, location: str, data: bytes | Problem, about: Mapping[str, Any]) -> Evidence:
    """Return the evidence for bytes as they are, hashed; or for the problem that stood in the way."""
    if isinstance(data, Problem):
        return Evidence(kind=kind, source=location, problem=data, about=about)
    digest = hashlib.sha256(data).hexdigest()
    return Evidence(kind=kind, source=location, sha256=digest, size=len(data), content=data, about=about)
