"""What the examiners of a graph share: adding up tallies, keeping the first findings, telling places."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import numpy as np

from interop_check.model import Evidence, Examination, Finding, Place, Tally
from interop_check.notations.numbers import masked
from interop_check.rdf.table import Table
from interop_check.rdf.terms import Term

PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "max_findings": {"type": "integer", "minimum": 0, "description": "Findings kept per rule."},
    },
}
MAX_FINDINGS = 100


@dataclass(slots=True)
class Tallying:
    """What all datasets together add up to."""

    max_findings: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    omitted: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """Return one that is empty, with the cap that the parameters give."""
        return cls(params.get("max_findings", MAX_FINDINGS))

    def add(self, rule: str, tally: Tally) -> None:
        """Count what was looked at."""
        self.tallies[rule] = self.tallies.get(rule, Tally()) + tally

    def has_room(self, rule: str) -> bool:
        """Count one finding of `rule`, and say whether it is among the first that are kept."""
        room = self.kept[rule] < self.max_findings
        (self.kept if room else self.omitted)[rule] += 1
        return room

    def examination(self, facts: Mapping[str, Any]) -> Examination:
        """Return all of it."""
        return Examination(
            tallies=self.tallies,
            findings=tuple(self.findings),
            omitted={rule: count for rule, count in self.omitted.items() if count},
            facts=facts,
        )


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
        self, rule: str, code: str, at: Statement, args: Mapping[str, str] | None = None, count: int = 1
    ) -> None:
        """Keep a finding at a statement, while its rule has room; `count` is how many it stands for."""
        if not self.tallying.has_room(rule):
            return
        focus, path, value = (None if one is None else self.table.term(one) for one in at)
        plain = str(path)[1:-1] if path is not None else None
        line, column = self.evidence.content.locator.locate(focus, plain, value) or (None, None)
        place = Place(
            source=self.evidence.source,
            line=line,
            column=column,
            focus=_written(focus),
            path=_written(path),
            value=_written(value),
        )
        told = {name: masked(text) for name, text in (args or {}).items()}
        told["more"] = str(count - 1) if count > 1 else ""
        self.tallying.findings.append(Finding(rule=rule, code=code, at=place, args=told, count=count))

    def statement(self, number: int) -> Statement:
        """Return where a term stands: its description, else the first statement that it is the value of."""
        if self.table.described[number]:
            return Statement(number)
        row = int(np.argmax(self.table.o == number))
        return Statement(int(self.table.s[row]), int(self.table.p[row]), number)


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
