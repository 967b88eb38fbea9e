"""The distinct literals of a table, by datatype and by language, and where they are used."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from interop_check.examiners.dataset import Dataset, Statement
from interop_check.rdf.table import LITERAL, Ids, Table
from interop_check.rdf.terms import iri_token, split_literal

_QUOTE = ord('"')


class Pairs(NamedTuple):
    """Some statements of one predicate, as ids."""

    predicate: int
    subjects: Ids
    objects: Ids

    def where(self, kept: npt.NDArray[np.bool_]) -> "Pairs":
        """Return some of them."""
        return Pairs(self.predicate, self.subjects[kept], self.objects[kept])

    @property
    def first(self) -> Statement:
        """The first of them; IndexError where there is none."""
        return Statement(int(self.subjects[0]), self.predicate, int(self.objects[0]))


class Values:
    """Ids of literals in groups; all of them ascending, so that the first is the first in the data."""

    def __init__(self, data: Dataset) -> None:
        self.data = data

    @property
    def table(self) -> Table:
        """The triples."""
        return self.data.table

    @cached_property
    def _by_suffix(self) -> Mapping[bytes, list[int]]:
        """Suffix of a token ("" for a plain string) to the ids that have it."""
        tokens = self.table.tokens
        numbers = np.flatnonzero(self.table.kinds == LITERAL)
        last = np.frombuffer(bytes([tokens[number][-1] for number in numbers.tolist()]), np.uint8)
        others = numbers[last != _QUOTE]
        written = [tokens[number] for number in others.tolist()]
        suffixes = [one[one.rindex(b'"') + 1 :] for one in written]
        places = {suffix: place for place, suffix in enumerate(dict.fromkeys(suffixes))}
        codes = np.fromiter(map(places.__getitem__, suffixes), np.int32, len(suffixes))
        parts = np.split(others[np.argsort(codes, kind="stable")], np.cumsum(np.bincount(codes))[:-1])
        groups = {suffix: part.tolist() for suffix, part in zip(places, parts, strict=False)}
        return {b"": numbers[last == _QUOTE].tolist(), **groups}

    @cached_property
    def by_datatype(self) -> Mapping[str, list[int]]:
        """Datatype IRI to ids; plain strings and texts with a language left out."""
        return {
            suffix[3:-1].decode(errors="replace"): numbers
            for suffix, numbers in self._by_suffix.items()
            if suffix[:1] == b"^"
        }

    @cached_property
    def by_language(self) -> Mapping[str, list[int]]:
        """Language tag to ids."""
        return {
            suffix[1:].decode(): numbers for suffix, numbers in self._by_suffix.items() if suffix[:1] == b"@"
        }

    @cached_property
    def tags(self) -> npt.NDArray[np.int64]:
        """Per id the place of its tag in `by_language`, from 1 on; 0 for what has none."""
        tags = np.zeros(len(self.table.tokens), np.int64)
        for place, numbers in enumerate(self.by_language.values()):
            tags[numbers] = place + 1
        return tags

    @property
    def plain(self) -> list[int]:
        """Ids of plain strings."""
        return self._by_suffix[b""]

    def statement(self, predicate: int, value: int) -> Statement:
        """Return the first statement, by subject, of a predicate and a value."""
        inverse = self.table.inverse(predicate)
        return Statement(int(inverse.o[np.searchsorted(inverse.s, value)]), predicate, value)

    def text(self, number: int) -> str:
        """The lexical form of a literal."""
        return split_literal(self.table.tokens[number])[0]

    def shown(self, number: int | None) -> str:
        """A literal's text, or the IRI of anything else; "" for None."""
        if number is None:
            return ""
        return self.text(number) if self.table.kinds[number] == LITERAL else self.iri(number)

    def uses(self, numbers: Iterable[int]) -> list[tuple[Statement, int]]:
        """Per predicate the first statement that has one of the literals as its value, and how many have."""
        wanted = np.zeros(len(self.table.tokens), np.bool_)
        wanted[list(numbers)] = True
        rows = np.flatnonzero(wanted[self.table.o])
        _, firsts, counts = np.unique(self.table.p[rows], return_index=True, return_counts=True)
        found = sorted(zip(rows[firsts].tolist(), counts.tolist(), strict=True))
        return [(self._statement(row), count) for row, count in found]

    def _statement(self, row: int) -> Statement:
        return Statement(int(self.table.s[row]), int(self.table.p[row]), int(self.table.o[row]))

    def note_uses(
        self, rule: str, code: str, numbers: Iterable[int], args: Callable[[str], Mapping[str, str]]
    ) -> None:
        """Tell of literals with one fault once per property; `args` says more of the first one's text."""
        for at, count in self.uses(numbers):
            text = self.text(at.value) if at.value is not None else ""
            self.data.note(rule, code, at, args(text), count)

    def iri(self, number: int | None) -> str:
        """The IRI of an id."""
        return "" if number is None else self.table.tokens[number][1:-1].decode(errors="replace")

    def pairs(self, predicates: Iterable[str]) -> Iterator[Pairs]:
        """Yield the distinct pairs of each predicate that occurs."""
        for predicate in predicates:
            number = self.table.number(iri_token(predicate))
            edges = self.table.edges(number)
            if len(edges):
                yield Pairs(number, edges.s, edges.o)
