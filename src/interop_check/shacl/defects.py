"""Why a shape cannot be used: the codes and the exception that carries one to its shape."""

from interop_check.rdf.terms import Term


class Unusable(ValueError):  # noqa: N818 - a condition of the input, not a fault
    """A shape that cannot be used; `code` and `args` as in ShapeDefect."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def shown(term: Term) -> str:
    """A term as text for a defect's arguments: IRIs and lexical forms bare, the rest as written."""
    return getattr(term, "value", None) or str(term)
