"""One dataset as an examiner of distinct terms sees it: counting, telling places, hiding persons."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Finding, Place, Tally
from interop_check.notations.numbers import masked
from interop_check.rdf.table import Table
from interop_check.rdf.terms import Term

_LONGEST = 500
"""Characters of a text that a finding repeats: a geometry may have millions."""


class Statement(NamedTuple):
    """Where something stands, as ids; None for what does not matter."""

    subject: int
    predicate: int | None = None
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset that was read, and the tallying that its findings go to.

    No finding repeats the national number of a person.
    """

    evidence: Evidence
    tallying: Tallying

    @property
    def table(self) -> Table:
        """The triples."""
        table: Table = self.evidence.content.table
        return table

    def look(self, rule: str, looked_at: int, failed: int) -> None:
        """Count; a rule that had nothing to look at stays unmentioned."""
        if looked_at:
            self.tallying.add(rule, Tally(looked_at, failed))

    def note(
        self,
        rule: str,
        code: str,
        at: Statement,
        args: Mapping[str, str] | None = None,
        count: int = 1,
        *,
        where: tuple[int, int] | None = None,
    ) -> None:
        """Keep a finding at a statement, while its rule has room; `count` is how many it stands for.

        `where` is its line and column, where those are known already.
        """
        if not self.tallying.has_room(rule):
            return
        focus, path, value = (None if one is None else self.table.term(one) for one in at)
        plain = str(path)[1:-1] if path is not None else None
        found = where or self.evidence.content.locator.locate(focus, plain, value)
        line, column = found or (None, None)
        place = Place(
            source=self.evidence.source,
            line=line,
            column=column,
            focus=_written(focus),
            path=_written(path),
            value=_written(value),
        )
        told = _told(args, count)
        self.tallying.findings.append(Finding(rule=rule, code=code, at=place, args=told, count=count))

    def note_whole(
        self,
        rule: str,
        code: str,
        args: Mapping[str, str] | None = None,
        count: int = 1,
        *,
        where: tuple[int | None, int | None] = (None, None),
    ) -> None:
        """Keep a finding about the whole, or about a line and column in it, while its rule has room."""
        if self.tallying.has_room(rule):
            at = Place(source=self.evidence.source, line=where[0], column=where[1])
            told = _told(args, count)
            self.tallying.findings.append(Finding(rule=rule, code=code, at=at, args=told, count=count))

    def statement(self, number: int) -> Statement:
        """Return where a term stands: its description, else the first statement that it is the value of."""
        if self.table.described[number]:
            return Statement(number)
        row = int(np.argmax(self.table.o == number))
        return Statement(int(self.table.s[row]), int(self.table.p[row]), number)


def _told(args: Mapping[str, str] | None, count: int) -> dict[str, str]:
    told = {name: masked(_cut(text)) for name, text in (args or {}).items()}
    return {**told, "more": str(count - 1) if count > 1 else ""}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _written(term: Term | None) -> str | None:
    return None if term is None else masked(str(term))


def groups(keys: Iterable[Hashable]) -> list[tuple[int, int]]:
    """Per distinct key where it comes first, and how often it comes; in the order of first appearance."""
    firsts: dict[Hashable, int] = {}
    counts: Counter[Hashable] = Counter()
    for index, key in enumerate(keys):
        firsts.setdefault(key, index)
        counts[key] += 1
    return [(first, counts[key]) for key, first in firsts.items()]
