"""What is wrong in one publication, gathered before it is told: equal faults once, with their number."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from interop_check.examiners.dataset import Statement, groups
from interop_check.examiners.publication.sheet import Sheet
from interop_check.model import Tally

MOST = 20_000
"""Faults of one rule in one page that are kept one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: of a rule, as a code with values, at a node and a property; -1 for the page as a whole."""

    rule: str
    code: str
    node: int = -1
    path: bytes = b""
    value: int | None = None
    args: Mapping[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> tuple[object, ...]:
        """What is the same of faults that are told as one."""
        return self.rule, self.code, self.path, *sorted(self.args.items())


@dataclass(slots=True)
class Faults:
    """What the rules came to on one page: how often each looked, and every fault.

    `failed` counts those that were told already: causes, and what follows from them; and those `beyond` the
    first, which are only counted.
    """

    looked_at: Counter[str] = field(default_factory=Counter)
    not_checked: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    beyond: Counter[str] = field(default_factory=Counter)
    found: list[Fault] = field(default_factory=list)
    _kept: Counter[str] = field(default_factory=Counter)

    def look(self, rule: str, count: int = 1) -> None:
        """Count what a rule looked at."""
        self.looked_at[rule] += count

    def leave(self, rule: str, count: int = 1) -> None:
        """Count what a rule could not look at."""
        self.not_checked[rule] += count

    def add(self, *faults: Fault) -> None:
        """Keep the first MOST faults of each rule; what they are faults of was counted by `look`."""
        for fault in faults:
            self._kept[fault.rule] += 1
            if self._kept[fault.rule] <= MOST:
                self.found.append(fault)
            else:
                self.failed[fault.rule] += 1
                self.beyond[fault.rule] += 1


def tell(sheet: Sheet, faults: Faults) -> None:
    """Add up what was looked at, and note each kind of fault once, at the first place that has it."""
    failed = faults.failed + Counter(fault.rule for fault in faults.found)
    tallying = sheet.data.tallying
    for rule in sorted({*faults.looked_at, *faults.not_checked}):
        tallying.add(rule, Tally(faults.looked_at[rule], failed[rule], faults.not_checked[rule]))
    tallying.omitted.update(faults.beyond)
    for first, count in groups(fault.kind for fault in faults.found):
        one = faults.found[first]
        note(sheet, one, count)


def note(sheet: Sheet, one: Fault, count: int) -> None:
    """Keep a finding of a fault that stands in a page so many times."""
    if one.node < 0:
        sheet.data.note_whole(one.rule, one.code, one.args, count)
        return
    at = sheet.statement(one.node, one.path or None, one.value)
    if one.path and at.predicate is None:
        at = Statement(one.node)
    # A property that the page does not have stands nowhere, and is named all the same.
    named = {"path": one.path[1:-1].decode(errors="replace")} if one.path else {}
    sheet.data.note(one.rule, one.code, at, {**named, **one.args}, count, where=sheet.position(at))
