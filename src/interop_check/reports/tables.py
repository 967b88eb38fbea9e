"""Facts that are tables, in the reader's words; their shape (model.FactTable) tells which ones are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interop_check.locales import Texts
from interop_check.reports.terms import short

_SHAPE = {"columns", "rows"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table for people; `of` says what it is about, `detail` that a short report leaves it out."""

    title: str
    of: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    detail: bool


def tables(facts: Mapping[str, Any], texts: Texts) -> Iterator[Table]:
    """Yield every fact that is a table, by the name of the fact; codes without words show themselves."""
    for name in sorted(facts):
        for told in facts[name] if _is_list_of_tables(facts[name]) else ():
            yield Table(
                title=texts(f"{name}#title"),
                of=short(told.get("of", "")),
                heads=tuple(_worded(f"{name}#column:", column, texts) for column in told["columns"]),
                rows=tuple(tuple(_cell(name, cell, texts) for cell in row) for row in told["rows"]),
                detail=bool(told.get("detail")),
            )


def _is_list_of_tables(fact: Any) -> bool:
    return isinstance(fact, list) and all(isinstance(one, Mapping) and one.keys() >= _SHAPE for one in fact)


def _cell(fact: str, cell: Any, texts: Texts) -> str:
    several: Sequence[Any] = cell if isinstance(cell, list) else [cell]
    return ", ".join(_worded(f"{fact}#word:", str(one), texts) for one in several)


def _worded(kind: str, code: str, texts: Texts) -> str:
    return texts(f"{kind}{code}") if f"{kind}{code}" in texts else short(code)
