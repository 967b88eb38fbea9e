"""One file of a description: its value as plain Python values, and where each key and value stands."""

import re
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any

from interop_check.jsonfile import ReadingError
from interop_check.model import Problem

Path = tuple[str | int, ...]

MAX_DEPTH = 200
KEPT = 100
"""So many flaws of one code are kept with their places; of the rest only the number."""

LIMITS = frozenset({"alias-budget", "file-too-large", "too-deep", "too-many-nodes"})
"""Codes of a DocumentError that say no more than that we gave up."""

_LINE_END = re.compile(r"\r\n?|\n")


class DocumentError(ReadingError):
    """A file that cannot be read as YAML or JSON."""

    @property
    def problem(self) -> Problem:
        """Return it as a value."""
        return Problem(code=self.code, args=self.args_, line=self.line, column=self.column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something odd in the text of a file that can be read all the same; `offset` counts characters."""

    code: str
    offset: int
    args: Mapping[str, str] = field(default_factory=dict)
    first: int | None = None
    """Where the other one stands, of two that are at odds."""


@dataclass(slots=True)
class Flaws:
    """The first flaws of each code, and how many there are in all."""

    kept: list[Flaw] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, code: str, offset: int, first: int | None = None, **args: str) -> None:
        """Note a flaw."""
        self.counts[code] += 1
        if self.counts[code] <= KEPT:
            self.kept.append(Flaw(code=code, offset=offset, first=first, args=args))


class Marks:
    """The offsets of all keys and values of a file, four bytes each.

    A container's marks stand together and are found by its identity: of a list one mark for each item, of a
    mapping two for each member, its key and its value.
    """

    __slots__ = ("_offsets", "_orders", "_starts", "root")

    def __init__(self, root: int, starts: Mapping[int, int], offsets: Sequence[int]) -> None:
        self.root = root
        self._starts = starts
        self._offsets = offsets
        self._orders: dict[int, dict[Any, int]] = {}

    def of(self, container: Any, step: str | int) -> tuple[int, int] | None:
        """Return the offsets of the key and of the value at `step`; None where there is no such step."""
        start = self._starts.get(id(container))
        if start is None or not isinstance(container, dict | list):
            return None
        if isinstance(container, list):
            if not isinstance(step, int) or not 0 <= step < len(container):
                return None
            return self._offsets[start + step], self._offsets[start + step]
        order = self._orders.get(id(container))
        if order is None:
            order = self._orders[id(container)] = {key: number for number, key in enumerate(container)}
        number = order.get(step)
        if number is None:
            return None
        return self._offsets[start + 2 * number], self._offsets[start + 2 * number + 1]


class Lines:
    """The lines of a text, found when somebody asks: which line and column a character stands at."""

    def __init__(self, data: bytes, encoding: str) -> None:
        self._data = data
        self._encoding = encoding

    @cached_property
    def _starts(self) -> Sequence[int]:
        text = self._data.decode(self._encoding)
        return array("I", chain((0,), (found.end() for found in _LINE_END.finditer(text))))

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of the character that `offset` others stand before."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(frozen=True, eq=False, kw_only=True)
class Document:
    """A file that was read; `source` is its name as findings show it.

    Values are those of JSON: dict with text keys, list, str, int, float, bool and None.
    """

    source: str
    value: Any = field(repr=False)
    flaws: Flaws = field(repr=False)
    lines: Lines = field(repr=False)
    read_marks: Callable[[], Marks] = field(repr=False)

    @cached_property
    def marks(self) -> Marks:
        """Where everything stands; of JSON found out only when somebody asks."""
        return self.read_marks()

    def key_at(self, path: Path) -> tuple[int, int]:
        """Return line and column of the key or item at `path`, or of its nearest ancestor that is there."""
        return self.lines.position(self._offsets(path)[0])

    def value_at(self, path: Path) -> tuple[int, int]:
        """Return line and column of the value at `path`, or of its nearest ancestor that is there."""
        return self.lines.position(self._offsets(path)[1])

    def _offsets(self, path: Path) -> tuple[int, int]:
        at = (self.marks.root, self.marks.root)
        value = self.value
        for step in path:
            found = self.marks.of(value, step)
            if found is None:
                break
            at = found
            value = value[step]
        return at
