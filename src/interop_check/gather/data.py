"""Evidence of kind `data`: linked data in any RDF syntax, parsed once into a table; others parse with it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from interop_check.gather import Gatherer, sandbox
from interop_check.gather.source import Reader, portable
from interop_check.model import Artefact, Evidence, Problem
from interop_check.rdf.locate import Locator
from interop_check.rdf.parse import media_type
from interop_check.rdf.table import Table
from interop_check.standards.library import Library

JSON_LD = sandbox.JSON_LD


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Parsed data with the bytes it came from, so that findings can point into them."""

    table: Table
    data: bytes = field(repr=False)
    media: str
    contexts: tuple[str, ...] = ()

    @cached_property
    def locator(self) -> Locator:
        """Return what knows the places of terms, one for all examiners: its index reads all of the bytes."""
        return Locator(self.data, self.media)


def gathered(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
    """Yield the artefact's own evidence, then the background that it brings."""
    claims = (*artefact.about.get("standards", ()), *artefact.about.get("shapes", ()))
    about = {**artefact.about, "id": artefact.id, "claims": claims}
    yield graph_evidence("data", artefact.location, source, about)
    for location in artefact.about.get("background", ()):
        yield graph_evidence("background", location, source, {"id": artefact.id})


def graph_evidence(kind: str, location: str, source: Reader, about: Mapping[str, Any]) -> Evidence:
    """Return evidence whose content is a Graph, or the problem that the bytes or their syntax have."""
    data = source.read(location)
    if isinstance(data, Problem):
        return Evidence(kind=kind, source=location, problem=data, about=about)
    digest = hashlib.sha256(data).hexdigest()
    media = media_type(location, data, about.get("media_type"))
    parsed = parsed_graph(data, media, location, source)
    problem = parsed if isinstance(parsed, Problem) else None
    return Evidence(
        kind=kind,
        source=location,
        sha256=digest,
        media_type=media,
        size=len(data),
        content=None if problem else parsed,
        problem=problem,
        about=about,
    )


def parsed_graph(data: bytes, media: str | None, location: str, source: Reader) -> Graph | Problem:
    """Parse `data` in the sandbox; a remote context is taken from the pinned standards or not at all."""
    if media is None:
        return Problem(code="not-rdf", args={"location": location})
    resolve = source.library.resolve if source.library else sandbox.nothing
    parsed = sandbox.parse(data, media, resolve, source.limits)
    if isinstance(parsed, Problem):
        unknown = parsed.code == "context-unknown"
        return _missing_context(parsed.args["url"], source.library) if unknown else parsed
    return Graph(table=parsed.table, data=data, media=media, contexts=parsed.contexts)


def _missing_context(url: str, library: Library | None) -> Problem:
    """Return why a context cannot be used; what stands at an address today may differ tomorrow."""
    found = library.context(url) if library else None
    unknown = Problem(code="context-unknown", args={"url": url})
    return portable(found) if isinstance(found, Problem) else unknown


GATHERER = Gatherer(section="datasets", kind="data", read=gathered)
