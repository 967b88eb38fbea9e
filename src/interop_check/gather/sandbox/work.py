"""What is done with an untrusted document, wherever it is done: bytes in, a table or a problem out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from interop_check.model import Problem
from interop_check.rdf.context_refusal import Refusal
from interop_check.rdf.contexts import ContextError, Resolve
from interop_check.rdf.faults import fault
from interop_check.rdf.html.marks import position
from interop_check.rdf.linked_json import LinkedJson, open_json
from interop_check.rdf.page import Page, PageReading, Script, Statements, opened
from interop_check.rdf.parse import DEFAULT_BASE, PAGES, DepthProblem, SyntaxProblem
from interop_check.rdf.reading import Reading
from interop_check.rdf.table import Table, read

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known of a document beside its text: its address, and that of a context for plain JSON."""

    base: str = ""
    context: str = ""


NOTHING = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document's triples; of JSON-LD also the remote contexts that it uses, and what its names came to.

    Of a page also how it was read, and why some of its scripts could not be.
    """

    table: Table
    contexts: tuple[str, ...] = ()
    reading: Reading | None = None
    page: PageReading | None = None
    unread: tuple[Problem, ...] = ()


def parsed(data: bytes, media: str, resolve: Resolve, beside: Beside = NOTHING) -> Parsed | Problem:
    """Parse `data` as `media`. Problem `context-unknown` where `resolve` does not know a remote context."""
    return _tried(lambda: _read(data, media, resolve, beside))


def _read(data: bytes, media: str, resolve: Resolve, beside: Beside) -> Parsed | Problem:
    if media in PAGES:
        return _page(opened(data, beside.base or DEFAULT_BASE), resolve, beside)
    if media == JSON_LD:
        return _json_ld(open_json(data, resolve, base=beside.base, context=beside.context))
    return Parsed(table=read(data, media))


def _tried(work: Callable[[], Parsed | Problem]) -> Parsed | Problem:
    try:
        return work()
    except ContextError as error:
        return context_problem(error)
    except SyntaxProblem as error:
        return _syntax(error)


def _json_ld(document: LinkedJson, base: str = DEFAULT_BASE) -> Parsed | Problem:
    if document.missing:
        return Problem(code="context-unknown", args={"url": document.missing[0]})
    try:
        table = read(document.to_bytes(), JSON_LD, base=base)
    except SyntaxProblem as error:
        refused = document.refusal()
        return _syntax(error) if refused is None else _refused(refused)
    return Parsed(table=table, contexts=document.used, reading=document.reading)


def _refused(refused: Refusal) -> Problem:
    term = refused.definition
    args = {"url": term.source, "term": term.name, "detail": refused.detail}
    return Problem(code="context-refused", args=args, line=refused.line, column=refused.column)


def _syntax(error: SyntaxProblem) -> Problem:
    code = "limit-depth" if isinstance(error, DepthProblem) else "rdf-syntax"
    args = {"detail": error.detail, **fault(error.detail)}
    return Problem(code=code, args=args, line=error.line, column=error.column)


def context_problem(error: ContextError) -> Problem:
    """Return the problem that an error about contexts stands for."""
    said = fault(error.args_["detail"]) if error.code == "json-syntax" else {}
    return Problem(code=error.code, args={**error.args_, **said}, line=error.line, column=error.column)


def _page(page: Page, resolve: Resolve, beside: Beside) -> Parsed:
    """Return what a page states; a script that cannot be read takes nothing from the rest of it."""
    statements = Statements(page.extraction)
    contexts: dict[str, None] = {}
    unread = []
    for script in page.scripts:
        answer = _tried(lambda one=script: _script(one, page, resolve, beside))  # type: ignore[misc]
        if isinstance(answer, Problem):
            unread.append(_in_page(answer, script, page))
        else:
            statements.add(script, answer.table)
            contexts |= dict.fromkeys(answer.contexts)
    reading = PageReading(
        places=statements.places(),
        encoding=page.decoded.encoding,
        undecodable=page.decoded.undecodable,
        mended=page.extraction.mended,
        dropped=page.extraction.dropped,
    )
    return Parsed(table=statements.table(), contexts=tuple(contexts), page=reading, unread=tuple(unread))


def _script(script: Script, page: Page, resolve: Resolve, beside: Beside) -> Parsed | Problem:
    document = open_json(script.text, resolve, base=beside.base and page.extraction.base)
    return _json_ld(document, page.extraction.base)


def _in_page(problem: Problem, script: Script, page: Page) -> Problem:
    """Return a problem of a script with its place in the page."""
    line, column = position(page.decoded.text, script.place)
    if problem.line is None:
        return replace(problem, line=line, column=column)
    first = column - 1 if problem.line == 1 else 0
    return replace(problem, line=line + problem.line - 1, column=first + (problem.column or 1))
