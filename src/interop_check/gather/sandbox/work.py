"""What is done with an untrusted document, wherever it is done: bytes in, triples or a problem out."""

from collections.abc import Iterator
from dataclasses import dataclass

from interop_check.model import Problem
from interop_check.rdf.contexts import ContextError, Resolve, inline
from interop_check.rdf.interning import Interner, Piece, parsed_pieces
from interop_check.rdf.parse import LINES, DepthProblem, SyntaxProblem, guard_json
from interop_check.rdf.table import Table, built

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document's triples, and the addresses of the remote contexts that gave them their meaning."""

    table: Table
    contexts: tuple[str, ...] = ()


class RefusedError(Exception):
    """A document that holds no triples, or none that can be had, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


class Contexts:
    """A resolver that remembers at which addresses it found something: a document asks for each once."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self.found: list[str] = []

    def __call__(self, url: str) -> object | None:
        """Return what stands at `url`, None where that is not known."""
        document = self._resolve(url)
        if document is not None:
            self.found.append(url)
        return document


def parsed(data: bytes, media: str, resolve: Resolve) -> Parsed | Problem:
    """Parse `data` as `media`, all in this process."""
    contexts, interner = Contexts(resolve), Interner()
    try:
        for piece in parts(data, media, contexts):
            interner.add(piece)
    except RefusedError as refused:
        return refused.problem
    return assembled(interner, media, contexts)


def parts(data: bytes, media: str, resolve: Resolve) -> Iterator[Piece]:
    """Yield the triples of `data` piece by piece; RefusedError may come after some of them.

    Its problem is `context-unknown` where `resolve` does not know a remote context.
    """
    try:
        yield from parsed_pieces(_with_contexts(data, resolve) if media == JSON_LD else data, media)
    except ContextError as error:
        raise RefusedError(context_problem(error)) from None
    except SyntaxProblem as error:
        code = "limit-depth" if isinstance(error, DepthProblem) else "rdf-syntax"
        problem = Problem(code=code, args={"detail": error.detail}, line=error.line, column=error.column)
        raise RefusedError(problem) from None


def _with_contexts(data: bytes, resolve: Resolve) -> bytes:
    inlined = inline(data, resolve)
    if inlined.missing:
        raise RefusedError(Problem(code="context-unknown", args={"url": inlined.missing[0]}))
    if not inlined.used:
        return data
    guard_json(data)  # a key that stands twice is gone once the document is written anew
    return inlined.to_bytes()


def assembled(interner: Interner, media: str, contexts: Contexts) -> Parsed:
    """Return the table of a document whose pieces were all taken."""
    return Parsed(table=built(interner, relabel=media not in LINES), contexts=tuple(contexts.found))


def context_problem(error: ContextError) -> Problem:
    """Return the problem that an error about contexts stands for."""
    return Problem(code=error.code, args=dict(error.args_), line=error.line, column=error.column)
