"""Evidence of kind `data`: linked data in any RDF syntax, parsed once into a table."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from interop_check.gather import Gatherer
from interop_check.gather.source import Source
from interop_check.model import Artefact, Evidence, Problem
from interop_check.rdf.contexts import ContextError, Inlined, inline
from interop_check.rdf.parse import SyntaxProblem, media_type
from interop_check.rdf.table import Table, read
from interop_check.standards.library import Library

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Parsed data with the bytes it came from, so that findings can point into them."""

    table: Table
    data: bytes = field(repr=False)
    media: str
    contexts: tuple[str, ...] = ()


def gathered(artefact: Artefact, source: Source) -> Iterator[Evidence]:
    """Yield the artefact's own evidence, then the background that it brings."""
    claims = (*artefact.about.get("standards", ()), *artefact.about.get("shapes", ()))
    about = {**artefact.about, "id": artefact.id, "claims": claims}
    yield graph_evidence("data", artefact.location, source, about)
    for location in artefact.about.get("background", ()):
        yield graph_evidence("background", location, source, {"id": artefact.id})


def graph_evidence(kind: str, location: str, source: Source, about: Mapping[str, Any]) -> Evidence:
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


def parsed_graph(data: bytes, media: str | None, location: str, source: Source) -> Graph | Problem:
    """Parse `data` as `media`; a remote JSON-LD context is taken from the pinned standards or not at all."""
    if media is None:
        return Problem(code="not-rdf", args={"location": location})
    try:
        inlined = _inlined(data, source.library) if media == JSON_LD else None
        if inlined and inlined.missing:
            return _missing_context(inlined.missing[0], source.library)
        text = inlined.to_bytes() if inlined and inlined.used else data
        return Graph(
            table=read(text, media), data=data, media=media, contexts=inlined.used if inlined else ()
        )
    except ContextError as error:
        return Problem(code=error.code, args=dict(error.args_), line=error.line, column=error.column)
    except SyntaxProblem as error:
        return Problem(code="rdf-syntax", args={"detail": error.detail}, line=error.line, column=error.column)


def _inlined(data: bytes, library: Library | None) -> Inlined:
    return inline(data, library.resolve if library else _nothing)


def _nothing(url: str) -> None:  # noqa: ARG001 - the shape of a resolver
    return None


def _missing_context(url: str, library: Library | None) -> Problem:
    """Return why a context cannot be used; what stands at an address today may differ tomorrow."""
    found = library.context(url) if library else None
    return found if isinstance(found, Problem) else Problem(code="context-unknown", args={"url": url})


GATHERER = Gatherer(section="datasets", kind="data", read=gathered)
