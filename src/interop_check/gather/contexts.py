"""The JSON-LD contexts that data refers to: the pinned ones, files beside the data, else through the gateway.

What was used becomes evidence of kind `context`; what all official contexts say, of kind `official-contexts`.
"""

import hashlib
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from interop_check.gather.gateway.redact import REDACTOR
from interop_check.gather.limits import Reading
from interop_check.gather.source import Reader, portable
from interop_check.model import Evidence, Problem
from interop_check.rdf.contexts import CONTEXT, ContextError, inline, read_json
from interop_check.rdf.parse import SyntaxProblem, guard_json
from interop_check.solution import is_address, location_fault
from interop_check.standards.contexts import UNPINNED, Context
from interop_check.standards.official_contexts import OfficialContexts

ACCEPT = "application/ld+json, application/json;q=0.9, */*;q=0.1"
"""What a context is asked for as: JSON-LD before any other JSON."""

OFFICIAL = "data.vlaanderen.be, contexts"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextFile:
    """A context that was read. `about` says whose it is; `url` is its address without secrets or its path."""

    url: str
    sha256: str
    size: int
    document: Any = field(repr=False)
    about: Mapping[str, Any]


class Finder:
    """Finds the contexts of one document at `location`, and keeps what it found and why it did not.

    `context` is the one that the manifest names for it. Files are only read below the folder of either of
    them: the document comes from others.
    """

    def __init__(self, source: Reader, location: str, context: str = "") -> None:
        self.files: dict[str, ContextFile] = {}
        self.problems: dict[str, Problem] = {}
        self.base = location if is_address(location) else ""
        self._source = source
        self._context = context
        self._folder = posixpath.dirname(location)
        self._is_applied = False

    def __call__(self, url: str) -> object | None:
        """Return the document at an address or path, None where there is none to use."""
        found = self._found(url)
        if isinstance(found, Problem):
            self.problems[url] = found
            return None
        self.files[url] = found
        document: object = found.document
        return document

    def told(self, url: str) -> str:
        """Return how a report names a context that was found."""
        return self.files[url].url if url in self.files else url

    def _found(self, url: str) -> ContextFile | Problem:
        library = self._source.library
        if library is None:
            return self._elsewhere(url, Problem(code="context-unknown", args={"url": url}))
        known = library.context(url)
        if isinstance(known, Context):
            return _pinned(url, known, recognised=library.is_recognised(known.version))
        return self._elsewhere(url, known) if known.code in UNPINNED else portable(known)

    def _elsewhere(self, url: str, unpinned: Problem) -> ContextFile | Problem:
        if not is_address(url):
            return self._file(url)
        found = self._source.get(url, ACCEPT)
        if isinstance(found, Problem):
            return unpinned
        return _own(REDACTOR.text(url), found.data, unpinned.code, self._source.reading)

    def _file(self, path: str) -> ContextFile | Problem:
        place = self._place(path)
        if place is None:
            return Problem(code="context-outside", args={"url": path})
        # A link beside the data must not lead elsewhere; the context that is named may stand where it does.
        data = self._source.read(place, None if path == self._context else self._folder)
        if isinstance(data, Problem):
            return Problem(code="context-absent", args={"url": place})
        return _own(REDACTOR.text(place), data, "", self._source.reading)

    def _place(self, path: str) -> str | None:
        """Return where a file is; None for one that neither the document nor its context may name."""
        if self._context and path == self._context:
            self._is_applied, self._folder = True, posixpath.dirname(path)
            return path
        if location_fault(path):
            return None
        if not self._is_applied:
            return posixpath.join(self._folder, path)
        # What the named context refers to is already relative to where that one is.
        return path if not self._folder or path.startswith(f"{self._folder}/") else None


def _pinned(url: str, found: Context, *, recognised: bool) -> ContextFile:
    version = found.version
    about = {
        "id": version.label,
        "standard": version.standard,
        "version": version.version,
        "status": version.standing.value,
        "recognised": recognised,
        "unpinned": "",
    }
    return ContextFile(
        url=REDACTOR.text(url),
        sha256=found.pin.sha256,
        size=found.pin.size,
        document=found.document,
        about=about,
    )


def _own(url: str, data: bytes, unpinned: str, limits: Reading) -> ContextFile | Problem:
    """Return a context that is nobody's standard; `unpinned` is the code of the reason, "" for a file."""
    if len(data) > limits.context_bytes:
        return Problem(code="context-too-large", args={"url": url, **limits.told("context_bytes")})
    try:
        document = read_json(data)
        guard_json(data)
    except ContextError as error:
        return _malformed(url, str(error.args_.get("detail", error.code)), error.line, error.column)
    except SyntaxProblem as error:
        return _malformed(url, error.detail, error.line, error.column)
    return ContextFile(
        url=url,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        document=document,
        about={"id": None, "standard": "", "version": "", "unpinned": unpinned},
    )


def _malformed(url: str, detail: str, line: int | None, column: int | None) -> Problem:
    place = "" if line is None else f" ({line}:{column})"
    return Problem(code="context-malformed", args={"url": url, "detail": f"{detail}{place}"})


def whole(location: str, source: Reader) -> object | Problem:
    """Return the value of @context at an address or path, with all that it includes in its place."""
    finder = Finder(source, "", location)
    try:
        inlined = inline({}, finder, context=location, limits=source.reading)
    except ContextError as error:
        return Problem(code=error.code, args=dict(error.args_))
    if inlined.missing:
        return finder.problems[inlined.missing[0]]
    document: Any = inlined.document
    context: object = document[CONTEXT]
    return context


def referred(files: Sequence[ContextFile], source: Reader, *, wanted: bool) -> Iterator[Evidence]:
    """Yield each context once, then what the official ones say where that is `wanted`: there is JSON-LD."""
    official = source.library.contexts() if wanted and source.library else None
    for one in {one.url: one for one in files}.values():
        copied = official.copied(one.document, one.sha256) if official and not one.about["id"] else None
        about = {
            **one.about,
            "copy_of": copied.version.label if copied else "",
            "copy_url": copied.pin.url if copied else "",
        }
        yield Evidence(
            kind="context",
            source=one.url,
            sha256=one.sha256,
            size=one.size,
            content=one.document,
            about=about,
        )
    if official and official.contexts:
        yield _official(official)


def _official(official: OfficialContexts) -> Evidence:
    digests = "\n".join(sorted(one.pin.sha256 for one in official.contexts))
    return Evidence(
        kind="official-contexts",
        source=OFFICIAL,
        sha256=hashlib.sha256(digests.encode()).hexdigest(),
        size=sum(one.pin.size for one in official.contexts),
        content=official,
        about={"id": "official"},
    )
