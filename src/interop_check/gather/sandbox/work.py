"""What is done with an untrusted document, wherever it is done: bytes in, a table or a problem out."""

from dataclasses import dataclass

from interop_check.model import Problem
from interop_check.rdf.context_refusal import Refusal
from interop_check.rdf.contexts import ContextError, Resolve
from interop_check.rdf.faults import fault
from interop_check.rdf.linked_json import LinkedJson, open_json
from interop_check.rdf.parse import DepthProblem, SyntaxProblem
from interop_check.rdf.reading import Reading
from interop_check.rdf.table import Table, read

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is known of a JSON-LD document beside its text: its address, and that of a context for it."""

    base: str = ""
    context: str = ""


NOTHING = Beside()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document's triples; of JSON-LD also the remote contexts that it uses, and what its names came to."""

    table: Table
    contexts: tuple[str, ...] = ()
    reading: Reading | None = None


def parsed(data: bytes, media: str, resolve: Resolve, beside: Beside = NOTHING) -> Parsed | Problem:
    """Parse `data` as `media`. Problem `context-unknown` where `resolve` does not know a remote context."""
    try:
        if media == JSON_LD:
            return _json_ld(open_json(data, resolve, base=beside.base, context=beside.context))
        return Parsed(table=read(data, media))
    except ContextError as error:
        return context_problem(error)
    except SyntaxProblem as error:
        return _syntax(error)


def _json_ld(document: LinkedJson) -> Parsed | Problem:
    if document.missing:
        return Problem(code="context-unknown", args={"url": document.missing[0]})
    try:
        table = read(document.to_bytes(), JSON_LD)
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
