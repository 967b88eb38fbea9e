"""Evidence of kind `data`: linked data in any RDF syntax, parsed once into a table; others parse with it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from interop_check.gather import Gatherer, sandbox
from interop_check.gather.archive import archive
from interop_check.gather.contexts import ContextFile, Finder, referred
from interop_check.gather.source import Reader
from interop_check.model import Artefact, Evidence, Problem
from interop_check.origin import Fetched
from interop_check.rdf import page
from interop_check.rdf.locate import Locator
from interop_check.rdf.page import PageReading
from interop_check.rdf.parse import ACCEPT, FORMATS, expected_type, is_telling, media_type
from interop_check.rdf.reading import Reading
from interop_check.rdf.table import Table

JSON_LD = sandbox.JSON_LD


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Parsed data with the bytes it came from, so that findings can point into them.

    Of JSON-LD also the contexts that it refers to, and what its names came to; of a page how it was read, and
    why some of the scripts in it could not be.
    """

    table: Table
    data: bytes = field(repr=False)
    media: str
    contexts: tuple[ContextFile, ...] = ()
    reading: Reading | None = None
    page: PageReading | None = None
    unread: tuple[Problem, ...] = ()

    @cached_property
    def locator(self) -> Locator:
        """Where things stand in the bytes: indexed once, at the first question of any examiner."""
        if self.page is not None:
            return page.locator(self.data, self.table, self.page)
        return Locator(self.data, self.media)


def gathered(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
    """Yield the artefact's own evidence, then the background that it brings."""
    claims = (*artefact.about.get("standards", ()), *artefact.about.get("shapes", ()))
    about = {**artefact.about, "id": artefact.id, "claims": claims}
    yield graph_evidence("data", artefact.location, source, about)
    for location in artefact.about.get("background", ()):
        yield graph_evidence("background", location, source, {"id": artefact.id})


def graph_evidence(
    kind: str, location: str, source: Reader, about: Mapping[str, Any], base: str = ""
) -> Evidence:
    """Return evidence whose content is a Graph, or the problem that the bytes or their syntax have.

    `base` is the address that the document stands at where that is not `location`.
    """
    found = source.get(location, ACCEPT)
    if isinstance(found, Problem):
        return Evidence(kind=kind, source=location, problem=found, about=about)
    context = about.get("context", "") if kind == "data" else ""
    media = syntax_of(found, location, about.get("media_type"), is_named=bool(context))
    parsed = (
        media
        if isinstance(media, Problem)
        else parsed_graph(found.data, media, base or location, source, context)
    )
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


def syntax_of(
    found: Fetched, location: str, declared: str | None = None, *, is_named: bool = False
) -> str | Problem:
    """Return the RDF media type to read something as, or why it is not even tried.

    Plain JSON is JSON-LD once somebody says what its names mean (`is_named`; JSON-LD 1.1, section 6.1).
    """
    kind = archive(found.data)
    if kind:
        return Problem(code="archive", args={"location": location, "kind": kind})
    media = media_type(location, found.data, declared, found.media_type)
    if media is None and is_named and found.data.lstrip()[:1] in (b"{", b"["):
        return JSON_LD
    if media is None and is_telling(found.media_type):
        expected = expected_type(location, declared)
        wanted = expected if expected in FORMATS else ", ".join(FORMATS)
        args = {"location": location, "served": found.media_type or "", "expected": wanted}
        return Problem(code="media-type-wrong", args=args)
    return media or Problem(code="not-rdf", args={"location": location})


def parsed_graph(
    data: bytes, media: str, location: str, source: Reader, context: str = ""
) -> Graph | Problem:
    """Parse `data` in the sandbox. `context` is the location of a context for JSON that has none."""
    finder = Finder(source, location, context)
    beside = sandbox.Beside(base=finder.base, context=context, limits=source.reading.of_contexts)
    parsed = sandbox.parse(data, media, finder, source.limits, beside)
    if isinstance(parsed, Problem):
        return _of_context(parsed, finder, location)
    files = tuple(finder.files[url] for url in parsed.contexts if url in finder.files)
    reading = parsed.reading and parsed.reading.with_sources(finder.told)
    return Graph(
        table=parsed.table,
        data=data,
        media=media,
        contexts=files,
        reading=reading,
        page=parsed.page,
        unread=tuple(_placed(_of_context(one, finder, location), one) for one in parsed.unread),
    )


def _placed(problem: Problem, there: Problem) -> Problem:
    return replace(problem, line=there.line, column=there.column)


def _of_context(problem: Problem, finder: Finder, location: str) -> Problem:
    """Return why a context cannot be used, where that was the problem."""
    url = problem.args.get("url")
    if problem.code == "context-unknown" and url is not None:
        return finder.problems.get(url, problem)
    if problem.code == "context-refused" and not url:
        return replace(problem, args={**problem.args, "url": location})
    return problem


def contexts_of(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield the contexts that data and those of APIs refer to; for data also what the official ones say."""
    graphs = [one.content for one in evidence if one.kind == "data" and one.content]
    of_apis = [one.content for one in evidence if one.kind == "api-context" and one.content]
    files = [file for graph in (*graphs, *of_apis) for file in graph.contexts]
    yield from referred(files, source, wanted=any(graph.reading for graph in graphs))


GATHERER = Gatherer(section="datasets", kind="data", read=gathered)
