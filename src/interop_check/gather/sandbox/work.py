"""What is done with an untrusted document, wherever it is done: bytes in, triples or a problem out."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from interop_check.model import Problem
from interop_check.rdf.context_refusal import Refusal
from interop_check.rdf.contexts import DEFAULT_LIMITS as CONTEXT_LIMITS
from interop_check.rdf.contexts import ContextError, Resolve
from interop_check.rdf.contexts import Limits as ContextLimits
from interop_check.rdf.faults import fault
from interop_check.rdf.html.marks import position
from interop_check.rdf.interning import Interner, Piece, parsed_pieces
from interop_check.rdf.linked_json import LinkedJson, open_json
from interop_check.rdf.page import Page, PageReading, Script, Statements, opened
from interop_check.rdf.parse import DEFAULT_BASE, LINES, PAGES, DepthProblem, SyntaxProblem
from interop_check.rdf.reading import Reading
from interop_check.rdf.table import Table, built

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known of a document beside its text: its address, and that of a context for plain JSON.

    And `limits`: those of the contexts that it refers to.
    """

    base: str = ""
    context: str = ""
    limits: ContextLimits = CONTEXT_LIMITS

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Beside":
        """Return what was sent as plain values."""
        return cls(**{**told, "limits": ContextLimits(**told["limits"])})


NOTHING = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What there is to tell of a document beside its triples.

    Of JSON-LD the remote contexts that it uses, and what its names came to. Of a page the contexts of its
    scripts, how it was read, and why some of its scripts could not be.
    """

    contexts: tuple[str, ...] = ()
    reading: Reading | None = None
    page: PageReading | None = None
    unread: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(About):
    """A document's triples, and what there is to tell of it."""

    table: Table


Part = Piece | About
"""Some of what a document says: its triples come piece by piece, and what is told about it last."""


class RefusedError(Exception):
    """A document that holds no triples, or none that can be had, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def parsed(data: bytes, media: str, resolve: Resolve, beside: Beside = NOTHING) -> Parsed | Problem:
    """Parse `data` as `media`, all in this process."""
    return _whole(parts(data, media, resolve, beside), media)


def parts(data: bytes, media: str, resolve: Resolve, beside: Beside = NOTHING) -> Iterator[Part]:
    """Yield the triples of `data` piece by piece, and last what else there is to tell.

    RefusedError, possibly after some of them; its problem is `context-unknown` where `resolve` does not know
    a remote context.
    """
    with _refusing():
        if media in PAGES:
            yield from _page(opened(data, beside.base or DEFAULT_BASE), resolve, beside)
        elif media == JSON_LD:
            document = open_json(
                data, resolve, base=beside.base, context=beside.context, limits=beside.limits
            )
            yield from _json_ld(document)
        else:
            yield from parsed_pieces(data, media)
            yield About()


def assembled(interner: Interner, media: str, about: About) -> Parsed:
    """Return a document whose parts were all taken."""
    return Parsed(
        table=built(interner, relabel=media not in LINES),
        contexts=about.contexts,
        reading=about.reading,
        page=about.page,
        unread=about.unread,
    )


def _whole(said: Iterable[Part], media: str) -> Parsed | Problem:
    interner, about = Interner(), About()
    try:
        for part in said:
            if isinstance(part, About):
                about = part
            else:
                interner.add(part)
    except RefusedError as refused:
        return refused.problem
    return assembled(interner, media, about)


@contextmanager
def _refusing() -> Iterator[None]:
    """Turn what is wrong with a document into a RefusedError."""
    try:
        yield
    except ContextError as error:
        raise RefusedError(context_problem(error)) from None
    except SyntaxProblem as error:
        raise RefusedError(_syntax(error)) from None


def _json_ld(document: LinkedJson, base: str = DEFAULT_BASE) -> Iterator[Part]:
    if document.missing:
        raise RefusedError(Problem(code="context-unknown", args={"url": document.missing[0]}))
    try:
        yield from parsed_pieces(document.to_bytes(), JSON_LD, base=base)
    except SyntaxProblem as error:
        refused = document.refusal()
        raise RefusedError(_syntax(error) if refused is None else _refused(refused)) from None
    yield About(contexts=document.used, reading=document.reading)


def _refused(refused: Refusal) -> Problem:
    term = refused.definition
    args = {"url": term.source, "term": term.name, "detail": refused.detail}
    return Problem(code="context-refused", args=args, line=refused.line, column=refused.column)


def _syntax(error: SyntaxProblem) -> Problem:
    if isinstance(error, DepthProblem):
        args = {"detail": error.detail, "limit": str(error.limit)}
        return Problem(code="limit-depth", args=args, line=error.line, column=error.column)
    args = {"detail": error.detail, **fault(error.detail)}
    return Problem(code="rdf-syntax", args=args, line=error.line, column=error.column)


def context_problem(error: ContextError) -> Problem:
    """Return the problem that an error about contexts stands for."""
    said = fault(error.args_["detail"]) if error.code == "json-syntax" else {}
    return Problem(code=error.code, args={**error.args_, **said}, line=error.line, column=error.column)


def _page(page: Page, resolve: Resolve, beside: Beside) -> Iterator[Part]:
    """Yield what a page states; a script that cannot be read takes nothing from the rest of it."""
    statements = Statements(page.extraction)
    contexts: dict[str, None] = {}
    unread = []
    for script in page.scripts:
        answer = _whole(_script(script, page, resolve, beside), JSON_LD)
        if isinstance(answer, Problem):
            unread.append(_in_page(answer, script, page))
        else:
            statements.add(script, answer.table)
            contexts |= dict.fromkeys(answer.contexts)
    yield from statements.pieces
    reading = PageReading(
        places=statements.places(),
        encoding=page.decoded.encoding,
        undecodable=page.decoded.undecodable,
        mended=page.extraction.mended,
        dropped=page.extraction.dropped,
    )
    yield About(contexts=tuple(contexts), page=reading, unread=tuple(unread))


def _script(script: Script, page: Page, resolve: Resolve, beside: Beside) -> Iterator[Part]:
    with _refusing():
        base = beside.base and page.extraction.base
        document = open_json(script.text, resolve, base=base, limits=beside.limits)
        yield from _json_ld(document, page.extraction.base)


def _in_page(problem: Problem, script: Script, page: Page) -> Problem:
    """Return a problem of a script with its place in the page."""
    line, column = position(page.decoded.text, script.place)
    if problem.line is None:
        return replace(problem, line=line, column=column)
    first = column - 1 if problem.line == 1 else 0
    return replace(problem, line=line + problem.line - 1, column=first + (problem.column or 1))
