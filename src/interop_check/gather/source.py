"""Where bytes come from: files below one folder, and addresses through the one gateway."""

import hashlib
import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from interop_check.gather.exchange import Ask, Exchange, Request
from interop_check.gather.gateway.redact import REDACTOR
from interop_check.gather.limits import DEFAULT_ASKING, DEFAULT_READING, Asking, Reading
from interop_check.gather.sandbox.limits import DEFAULT_LIMITS, Limits
from interop_check.model import Evidence, Problem
from interop_check.origin import ANYTHING, Fetch, Fetched, OriginError, off
from interop_check.solution import is_address, location_fault
from interop_check.standards.library import Library


class Reader(Protocol):
    """What gatherers read through: the live world, a recorder of it, or a recording."""

    @property
    def library(self) -> Library | None:
        """Return the official standards; None where none are at hand."""

    @property
    def limits(self) -> Limits:
        """Return what parsing one document may cost."""

    @property
    def reading(self) -> Reading:
        """Return how much of a solution is read."""

    @property
    def asking(self) -> Asking:
        """Return how much is asked of others."""

    def get(self, location: str, accept: str = ANYTHING, below: str | None = None) -> Fetched | Problem:
        """Return what is at `location` and what it is said to be; an address is asked for `accept`.

        A file has to lie below the folder `below` where one is given: it is another file that asks for it.
        """

    def read(self, location: str, below: str | None = None) -> bytes | Problem:
        """Return the bytes at `location`, or why they cannot be had; `below` as for `get`."""

    def files(self, location: str) -> tuple[str, ...] | Problem:
        """Return the files below a folder, relative to it and sorted."""

    def is_folder(self, location: str) -> bool:
        """Whether `location` is a folder that may be read."""

    def ask(self, request: Request, *, follow: bool = False, anonymous: bool = False) -> Exchange | Problem:
        """Return what a service answers, whatever the status, or why there is no whole answer."""


def silent(request: Request, *, follow: bool, anonymous: bool) -> Exchange:  # noqa: ARG001 - the shape of an Ask
    """Services while nobody asked for them to be asked."""
    raise OriginError("network-off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The live world: files and the network. `library` is None where no standards are at hand.

    `service` asks running services. `strict` keeps files below `root`: a manifest comes from others, a path
    on the command line from the user.
    `limits` are those of parsing one document, `reading` says how much is read, `asking` how much is asked of
    others.
    """

    root: Path
    fetch: Fetch = off
    service: Ask = silent
    library: Library | None = None
    strict: bool = True
    limits: Limits = DEFAULT_LIMITS
    reading: Reading = DEFAULT_READING
    asking: Asking = DEFAULT_ASKING

    def get(self, location: str, accept: str = ANYTHING, below: str | None = None) -> Fetched | Problem:
        """Return what is at `location` and what it is said to be; files only below `below`."""
        return self._fetched(location, accept) if is_address(location) else self._file(location, below)

    def read(self, location: str, below: str | None = None) -> bytes | Problem:
        """Return the bytes at `location`, or why they cannot be had; files only below `below`."""
        return only_bytes(self.get(location, below=below))

    def _fetched(self, address: str, accept: str) -> Fetched | Problem:
        try:
            return self.fetch(address, self.reading.file_bytes, accept)
        except OriginError as error:
            return _renamed(_refused(error, address), "reading.file_bytes", self.reading.file_bytes)

    def ask(self, request: Request, *, follow: bool = False, anonymous: bool = False) -> Exchange | Problem:
        """Return what a service answers, whatever the status, or why there is no whole answer."""
        try:
            return self.service(request, follow=follow, anonymous=anonymous)
        except OriginError as error:
            problem, most = _refused(error, request.url), self.asking.service_answer_bytes
            return _renamed(problem, "asking.service_answer_bytes", most)

    def files(self, location: str) -> tuple[str, ...] | Problem:
        """Return the files below a folder, relative to it and sorted; none through a link that leads out."""
        folder = self._inside(location)
        if isinstance(folder, Problem):
            return folder
        found = sorted(path for path in folder.rglob("*") if path.is_file() and not _is_hidden(path, folder))
        if len(found) > self.reading.folder_files:
            told = self.reading.told("folder_files")
            return Problem(code="folder-too-large", args={"location": location, **told})
        return tuple(path.relative_to(folder).as_posix() for path in found)

    def is_folder(self, location: str) -> bool:
        """Whether `location` is a folder that may be read."""
        if is_address(location):
            return False
        path = self._inside(location)
        return not isinstance(path, Problem) and path.is_dir()

    def _inside(self, location: str, below: str | None = None) -> Path | Problem:
        path = self.root / location
        outside = self.strict and (location_fault(location) or not _is_below(path, self.root))
        outside = outside or (below is not None and not _is_below(path, self.root / below))
        return Problem(code="location-outside", args={"location": location}) if outside else path

    def _file(self, location: str, below: str | None) -> Fetched | Problem:
        path = self._inside(location, below)
        if isinstance(path, Problem):
            return path
        try:
            status = path.stat()
            if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
                # A pipe or a device may never end.
                return Problem(code="file-unreadable", args={"location": location, "detail": "SpecialFile"})
            if status.st_size > self.reading.file_bytes:
                told = self.reading.told("file_bytes")
                return Problem(code="file-too-large", args={"location": location, **told})
            return Fetched(path.read_bytes())
        except (OSError, ValueError) as error:
            code = _CODES.get(type(error), "file-unreadable")
            return Problem(code=code, args={"location": location, "detail": type(error).__name__})


def _refused(error: OriginError, address: str) -> Problem:
    # What the gateway tells besides: which limit was hit, whose certificate it was …
    return Problem(code=error.code, args={"location": error.args_.get("url", address), **error.args_})


def _renamed(problem: Problem, name: str, most: int) -> Problem:
    """Return a problem with the name of our own limit, where the gateway only kept to what we allow."""
    if (problem.args.get("limit"), problem.args.get("value")) != ("body_bytes", f"{most} B"):
        return problem
    return replace(problem, args={**problem.args, "limit": name})


_CODES: Mapping[type[Exception], str] = {FileNotFoundError: "file-absent", IsADirectoryError: "is-folder"}


def _is_below(path: Path, root: Path) -> bool:
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        # Python before 3.13 tells of links that lead to themselves by RuntimeError.
        return False


def _is_hidden(path: Path, folder: Path) -> bool:
    below = path.relative_to(folder)
    return any(part.startswith(".") for part in below.parts) or not _is_below(path, folder)


def only_bytes(found: Fetched | Problem) -> bytes | Problem:
    """Return the bytes alone, for whoever does not care what they are said to be."""
    return found if isinstance(found, Problem) else found.data


def portable(problem: Problem) -> Problem:
    """Return a problem without the place of a mirror on this machine: a report is the same everywhere."""
    return replace(problem, args={name: value for name, value in problem.args.items() if name != "place"})


def without_secrets(evidence: Evidence) -> Evidence:
    """Return evidence whose source and problem hold no password or token of an address."""
    problem = evidence.problem
    if problem:
        args = {name: REDACTOR.text(value) for name, value in problem.args.items()}
        problem = replace(problem, args=args)
    about = {name: _without_secrets(value) for name, value in evidence.about.items()}
    return replace(evidence, source=REDACTOR.text(evidence.source), problem=problem, about=about)


def _without_secrets(value: Any) -> Any:
    if isinstance(value, str):
        return REDACTOR.text(value)
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return tuple(REDACTOR.text(one) for one in value)
    return value


def evidence_of(kind: str, location: str, data: bytes | Problem, about: Mapping[str, Any]) -> Evidence:
    """Return the evidence for bytes as they are, hashed; or for the problem that stood in the way."""
    if isinstance(data, Problem):
        return Evidence(kind=kind, source=location, problem=data, about=about)
    digest = hashlib.sha256(data).hexdigest()
    return Evidence(kind=kind, source=location, sha256=digest, size=len(data), content=data, about=about)
