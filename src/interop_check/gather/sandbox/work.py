"""What is done with an untrusted document, wherever it is done: bytes in, a table or a problem out."""

from dataclasses import dataclass

from interop_check.model import Problem
from interop_check.rdf.contexts import ContextError, Resolve, inline
from interop_check.rdf.faults import fault
from interop_check.rdf.parse import DepthProblem, SyntaxProblem, guard_json
from interop_check.rdf.table import Table, read

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A document's triples, and the addresses of the remote contexts that gave them their meaning."""

    table: Table
    contexts: tuple[str, ...] = ()


def parsed(data: bytes, media: str, resolve: Resolve) -> Parsed | Problem:
    """Parse `data` as `media`. Problem `context-unknown` where `resolve` does not know a remote context."""
    try:
        inlined = inline(data, resolve) if media == JSON_LD else None
        if inlined and inlined.missing:
            return Problem(code="context-unknown", args={"url": inlined.missing[0]})
        if inlined and inlined.used:
            guard_json(data)  # a key that stands twice is gone once the document is written anew
            return Parsed(table=read(inlined.to_bytes(), media), contexts=inlined.used)
        return Parsed(table=read(data, media))
    except ContextError as error:
        return context_problem(error)
    except SyntaxProblem as error:
        code = "limit-depth" if isinstance(error, DepthProblem) else "rdf-syntax"
        args = {"detail": error.detail, **fault(error.detail)}
        return Problem(code=code, args=args, line=error.line, column=error.column)


def context_problem(error: ContextError) -> Problem:
    """Return the problem that an error about contexts stands for."""
    said = fault(error.args_["detail"]) if error.code == "json-syntax" else {}
    return Problem(code=error.code, args={**error.args_, **said}, line=error.line, column=error.column)
