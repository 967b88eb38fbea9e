"""What is done with an untrusted document, wherever it is done: bytes in, triples or a problem out."""

from collections.abc import Iterator
from dataclasses import dataclass

from interop_check.model import Problem
from interop_check.rdf.context_refusal import Refusal
from interop_check.rdf.contexts import ContextError, Resolve
from interop_check.rdf.faults import fault
from interop_check.rdf.interning import Interner, Piece, parsed_pieces
from interop_check.rdf.linked_json import LinkedJson, open_json
from interop_check.rdf.parse import LINES, DepthProblem, SyntaxProblem
from interop_check.rdf.reading import Reading
from interop_check.rdf.table import Table, built

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known of a JSON-LD document beside its text: its address, and that of a context for it."""

    base: str = ""
    context: str = ""


NOTHING = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Of JSON-LD the remote contexts that it uses, and what its names came to."""

    contexts: tuple[str, ...] = ()
    reading: Reading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed(About):
    """A document's triples, and what is told about it."""

    table: Table


class RefusedError(Exception):
    """A document that holds no triples, or none that can be had, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def parsed(data: bytes, media: str, resolve: Resolve, beside: Beside = NOTHING) -> Parsed | Problem:
    """Parse `data` as `media`, all in this process."""
    interner, about = Interner(), About()
    try:
        for part in parts(data, media, resolve, beside):
            if isinstance(part, About):
                about = part
            else:
                interner.add(part)
    except RefusedError as refused:
        return refused.problem
    return assembled(interner, media, about)


def parts(data: bytes, media: str, resolve: Resolve, beside: Beside = NOTHING) -> Iterator[Piece | About]:
    """Yield the triples of `data` piece by piece, and last what else there is to tell.

    RefusedError, possibly after some of them; its problem is `context-unknown` where `resolve` does not know
    a remote context.
    """
    try:
        if media == JSON_LD:
            yield from _json_ld(open_json(data, resolve, base=beside.base, context=beside.context))
        else:
            yield from parsed_pieces(data, media)
            yield About()
    except ContextError as error:
        raise RefusedError(context_problem(error)) from None
    except SyntaxProblem as error:
        raise RefusedError(_syntax(error)) from None


def _json_ld(document: LinkedJson) -> Iterator[Piece | About]:
    if document.missing:
        raise RefusedError(Problem(code="context-unknown", args={"url": document.missing[0]}))
    try:
        yield from parsed_pieces(document.to_bytes(), JSON_LD)
    except SyntaxProblem as error:
        refused = document.refusal()
        raise RefusedError(_syntax(error) if refused is None else _refused(refused)) from None
    yield About(contexts=document.used, reading=document.reading)


def assembled(interner: Interner, media: str, about: About) -> Parsed:
    """Return the table of a document whose pieces were all taken."""
    table = built(interner, relabel=media not in LINES)
    return Parsed(table=table, contexts=about.contexts, reading=about.reading)


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
