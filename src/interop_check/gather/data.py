"""Evidence of kind `data`: linked data in any RDF syntax, parsed once into a table; others parse with it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from interop_check.gather import Gatherer, sandbox
from interop_check.gather.contexts import ContextFile, Finder, referred
from interop_check.gather.source import Reader
from interop_check.model import Artefact, Evidence, Problem
from interop_check.rdf.parse import media_type
from interop_check.rdf.reading import Reading
from interop_check.rdf.table import Table

JSON_LD = sandbox.JSON_LD


@dataclass(frozen=True, slots=True, kw_only=True)
class Graph:
    """Parsed data with the bytes it came from, so that findings can point into them.

    Of JSON-LD also the contexts that it refers to, and what its names came to.
    """

    table: Table
    data: bytes = field(repr=False)
    media: str
    contexts: tuple[ContextFile, ...] = ()
    reading: Reading | None = None


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
    context = about.get("context", "") if kind == "data" else ""
    media = media_type(location, data, about.get("media_type"))
    if media is None and context and _is_json(data):
        media = JSON_LD  # plain JSON is JSON-LD once somebody says what its names mean (JSON-LD 1.1, 6.1)
    parsed = parsed_graph(data, media, location, source, context)
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


def _is_json(data: bytes) -> bool:
    return data.lstrip()[:1] in (b"{", b"[")


def parsed_graph(
    data: bytes, media: str | None, location: str, source: Reader, context: str = ""
) -> Graph | Problem:
    """Parse `data` in the sandbox. `context` is the location of a context for JSON that has none."""
    if media is None:
        return Problem(code="not-rdf", args={"location": location})
    finder = Finder(source, location, context)
    beside = sandbox.Beside(base=finder.base, context=context)
    parsed = sandbox.parse(data, media, finder, source.limits, beside)
    if isinstance(parsed, Problem):
        return _of_context(parsed, finder, location)
    files = tuple(finder.files[url] for url in parsed.contexts if url in finder.files)
    reading = parsed.reading and parsed.reading.with_sources(finder.told)
    return Graph(table=parsed.table, data=data, media=media, contexts=files, reading=reading)


def _of_context(problem: Problem, finder: Finder, location: str) -> Problem:
    """Return why a context cannot be used, where that was the problem."""
    url = problem.args.get("url")
    if problem.code == "context-unknown" and url is not None:
        return finder.problems.get(url, problem)
    if problem.code == "context-refused" and not url:
        return replace(problem, args={**problem.args, "url": location})
    return problem


def contexts_of(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield the contexts that the data refers to, and what the official ones say."""
    graphs = [one.content for one in evidence if one.kind == "data" and one.content]
    files = [file for graph in graphs for file in graph.contexts]
    yield from referred(files, source, wanted=any(graph.reading for graph in graphs))


GATHERER = Gatherer(section="datasets", kind="data", read=gathered)
