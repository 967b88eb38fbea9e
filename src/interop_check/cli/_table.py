"""Plain tables and paragraphs that fit the terminal."""

import shutil
import textwrap
from collections.abc import Sequence

LEAST_WIDTH = 24


def width() -> int:
    """Return the columns that may be written: those of the terminal, at most 100."""
    return max(LEAST_WIDTH, min(shutil.get_terminal_size((80, 24)).columns, 100))


def wrapped(text: str, indent: str = "") -> str:
    """Return a paragraph within the width; following lines start with `indent`."""
    return textwrap.fill(text, width(), subsequent_indent=indent, break_on_hyphens=False)


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return rows in columns; the last column takes the room that is left, and wraps."""
    sizes = [max(len(row[i]) for row in [heads, *rows]) for i in range(len(heads) - 1)]
    before = sum(size + 2 for size in sizes)
    if width() - before < LEAST_WIDTH:
        return "\n".join(_stacked(row) for row in rows)
    return "\n".join(_row(row, sizes, before) for row in [heads, *rows])


def _row(row: Sequence[str], sizes: Sequence[int], before: int) -> str:
    lead = "".join(cell.ljust(size + 2) for cell, size in zip(row, sizes, strict=False))
    last = textwrap.wrap(row[-1], width() - before, break_on_hyphens=False) or [""]
    return "\n".join([(lead + last[0]).rstrip(), *(" " * before + line for line in last[1:])])


def _stacked(row: Sequence[str]) -> str:
    last = textwrap.fill(row[-1], width() - 2, break_on_hyphens=False)
    return "\n".join([wrapped("  ".join(row[:-1]), "  "), textwrap.indent(last, "  ")])


def pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Return names and values in two columns; a long value goes below its name."""
    size = max((len(name) for name, _ in rows), default=0)
    return "\n".join(_pair(name, value, size) for name, value in rows)


def _pair(name: str, value: str, size: int) -> str:
    line = f"  {name.ljust(size)}  {value}"
    if len(line) <= width():
        return line
    return f"  {name}\n" + textwrap.indent(textwrap.fill(value, width() - 4, break_on_hyphens=False), "    ")
