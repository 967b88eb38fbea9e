"""Evidence of kind `data`: linked data in any RDF syntax, parsed once into a table; others parse with it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from interop_check.gather import Gatherer, sandbox
from interop_check.gather.archive import archive
from interop_check.gather.source import Reader, portable
from interop_check.model import Artefact, Evidence, Problem
from interop_check.origin import Fetched
from interop_check.rdf.parse import ACCEPT, FORMATS, expected_type, is_telling, media_type
from interop_check.rdf.table import Table
from interop_check.standards.library import Library

JSON_LD = sandbox.JSON_LD


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Parsed data with the bytes it came from, so that findings can point into them."""

    table: Table
    data: bytes = field(repr=False)
    media: str
    contexts: tuple[str, ...] = ()


def gathered(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
    """Yield the artefact's own evidence, then the background that it brings."""
    claims = (*artefact.about.get("standards", ()), *artefact.about.get("shapes", ()))
    about = {**artefact.about, "id": artefact.id, "claims": claims}
    yield graph_evidence("data", artefact.location, source, about)
    for location in artefact.about.get("background", ()):
        yield graph_evidence("background", location, source, {"id": artefact.id})


def graph_evidence(kind: str, location: str, source: Reader, about: Mapping[str, Any]) -> Evidence:
    """Return evidence whose content is a Graph, or the problem that the bytes or their syntax have."""
    found = source.get(location, ACCEPT)
    if isinstance(found, Problem):
        return Evidence(kind=kind, source=location, problem=found, about=about)
    media = syntax_of(found, location, about.get("media_type"))
    parsed = media if isinstance(media, Problem) else parsed_graph(found.data, media, source)
    problem = parsed if isinstance(parsed, Problem) else None
    served = {"served": found.media_type} if is_telling(found.media_type) else {}
    return Evidence(
        kind=kind,
        source=location,
        sha256=hashlib.sha256(found.data).hexdigest(),
        media_type=found.media_type if isinstance(media, Problem) else media,
        size=len(found.data),
        content=None if problem else parsed,
        problem=problem,
        about={**about, **served},
    )


def syntax_of(found: Fetched, location: str, declared: str | None = None) -> str | Problem:
    """Return the RDF media type to read something as, or why it is not even tried."""
    kind = archive(found.data)
    if kind:
        return Problem(code="archive", args={"location": location, "kind": kind})
    media = media_type(location, found.data, declared, found.media_type)
    if media is None and is_telling(found.media_type):
        expected = expected_type(location, declared) or ", ".join(FORMATS)
        args = {"location": location, "served": found.media_type or "", "expected": expected}
        return Problem(code="media-type-wrong", args=args)
    return media or Problem(code="not-rdf", args={"location": location})


def parsed_graph(data: bytes, media: str, source: Reader) -> Graph | Problem:
    """Parse `data` in the sandbox; a remote context is taken from the pinned standards or not at all."""
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
