"""Matching in time linear in the text: all states of a pattern at once, each set of them worked out once.

A set of states and the next character lead to the next set (Rabin and Scott's construction, as far as the
text asks for it). What has been worked out is looked up; what has not costs steps of a limited account. So
a simple pattern costs one look-up per character, on texts of any length, and none can cost more than allowed.
"""

import re
from functools import reduce
from operator import getitem
from typing import TYPE_CHECKING

from interop_check.shacl.defects import Unusable
from interop_check.shacl.effort import Account
from interop_check.shacl.regular import Either, Every, Many, Part

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_STATES = 2000
_MATCH = 0
_BLOCK = 4096
_REMEMBERED = 20_000
_NOWHERE, _AT_START, _AFTER_LINE_END = range(3)


class Program:
    """States of a pattern: each tests one character and goes on, or goes on to several without a test.

    Sets of states are bits of a whole number.
    """

    def __init__(self, part: Part, flags: re.RegexFlag) -> None:
        self.flags = flags
        self.atoms: dict[str, int] = {}
        self.next: list[tuple[int, ...]] = [()]
        self._anchors: dict[int, str] = {}
        self._start = self._compile(part, _MATCH)
        self.tests: list[tuple[Callable[[str], object], int]] = [
            (re.compile(atom, flags).fullmatch, states) for atom, states in self.atoms.items()
        ]
        self._tested = sum(self.atoms.values())
        self._open: dict[tuple[bool, bool], tuple[int, list[int]]] = {}

    def _state(self, *targets: int) -> int:
        if len(self.next) > _MOST_STATES:
            raise Unusable("unsafe-pattern", pattern="")
        self.next.append(targets)
        return len(self.next) - 1

    def _compile(self, part: Part, after: int) -> int:
        match part:
            case Every(parts):
                for inner in reversed(parts):
                    after = self._compile(inner, after)
                return after
            case Either(parts):
                return self._state(*(self._compile(inner, after) for inner in parts))
            case Many(inner, least, most):
                return self._repeat(inner, least, most, after)
        state = self._state(after)
        if part in {"^", "$"}:
            self._anchors[state] = part
        else:
            self.atoms[part] = self.atoms.get(part, 0) | 1 << state
        return state

    def _repeat(self, inner: Part, least: int, most: int | None, after: int) -> int:
        if most is None:
            loop = self._state(after)
            self.next[loop] = (self._compile(inner, loop), after)
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = self._state(self._compile(inner, after), end)
        for _ in range(least):
            before = self._compile(inner, after)
            if before == after:  # an empty part, any number of times
                break
            after = before
        return after

    def opened(self, *, at_start: bool, at_end: bool) -> tuple[int, list[int]]:
        """What is reached without a character where ^ and $ hold or not: at first, and after each state.

        Only states that test a character, and the match, are told.
        """
        known = self._open.get((at_start, at_end))
        if known is None:
            reached = self._reached(at_start=at_start, at_end=at_end)
            after = [reached[targets[0]] if targets else 0 for targets in self.next]
            known = self._open[at_start, at_end] = reached[self._start], after
        return known

    def _reached(self, *, at_start: bool, at_end: bool) -> list[int]:
        kept = self._tested | 1 << _MATCH
        reached = [1 << state & kept for state in range(len(self.next))]
        passed = {state for state, anchor in self._anchors.items() if at_start if anchor == "^"}
        passed |= {state for state, anchor in self._anchors.items() if at_end if anchor == "$"}
        through = [
            state
            for state in range(1, len(self.next))
            if not reached[state] and (state in passed or state not in self._anchors)
        ]
        changed = True
        while changed:  # again only for repetitions, whose states lead back
            changed = False
            for state in through:
                found = 0
                for target in self.next[state]:
                    found |= reached[target]
                if found != reached[state]:
                    reached[state], changed = found, True
        return reached


class _Row(dict[str, "_Row"]):
    """Where a set of states leads, by the next character; worked out when it is asked for."""

    __slots__ = ("after", "is_final", "matches", "states", "walk")

    def __init__(self, walk: "Walk", states: int, after: int) -> None:
        super().__init__()
        self.walk = walk
        self.states = states
        self.after = after
        self.is_final = False
        self.matches = False

    def __missing__(self, character: str) -> "_Row":
        return self if self.is_final else self.walk.fill(self, character)


class Walk:
    """A program at work on one text after the other, remembering what it worked out.

    What a text costs depends on the texts before it, but on nothing else.
    """

    def __init__(self, program: Program, account: Account) -> None:
        self._program = program
        self._account = account
        self._lines = bool(program.flags & re.MULTILINE)
        self._rows: dict[tuple[int, int], _Row] = {}
        self._accepted: dict[str, int] = {}
        self._remembered = 0
        self._first = _Row(self, 0, _AT_START)
        self._found, self._lost = _Row(self, 0, _NOWHERE), _Row(self, 0, _NOWHERE)
        self._found.is_final = self._found.matches = self._lost.is_final = True
        # Once no state is left, nothing begins anew but at a line's start.
        self._hopeless = not self._lines and not program.opened(at_start=False, at_end=True)[0]

    def search(self, text: str) -> bool:
        """Whether the pattern occurs in the text; OverLimitError where that would cost too much."""
        self._account.earn(len(text))
        self._account.spend(len(text))
        row = self._first
        for at in range(0, len(text), _BLOCK):
            row = reduce(getitem, text[at : at + _BLOCK], row)
            if row.is_final:
                return row.matches
        return bool(self._opened(row, "") & 1 << _MATCH)

    def fill(self, row: _Row, character: str) -> _Row:
        """Work out where a character leads, and remember it."""
        opened = self._opened(row, character)
        if opened & 1 << _MATCH:
            target = self._found
        else:
            states = opened & self._accepting(character)
            after = _AFTER_LINE_END if self._lines and character == "\n" else _NOWHERE
            target = self._lost if self._hopeless and not states else self._row(states, after)
        self._remembered += 1
        if self._remembered > _REMEMBERED:
            self._forget()
        row[character] = target
        return target

    def _opened(self, row: _Row, character: str) -> int:
        """The states that are reached before a character, or before the end where that is empty."""
        self._account.spend(1 + row.states.bit_count())
        at_start = row.after == _AT_START or (row.after == _AFTER_LINE_END and character != "")
        at_end = not character or (self._lines and character == "\n")
        opened, after = self._program.opened(at_start=at_start, at_end=at_end)
        states = row.states
        while states:
            lowest = states & -states
            opened |= after[lowest.bit_length() - 1]
            states ^= lowest
        return opened

    def _accepting(self, character: str) -> int:
        known = self._accepted.get(character)
        if known is None:
            self._account.spend(len(self._program.tests))
            known = 0
            for test, states in self._program.tests:
                if test(character):
                    known |= states
            self._accepted[character] = known
            self._remembered += 1
        return known

    def _row(self, states: int, after: int) -> _Row:
        known = self._rows.get((states, after))
        if known is None:
            known = self._rows[states, after] = _Row(self, states, after)
        return known

    def _forget(self) -> None:
        """Begin anew: texts and patterns can be made that never come by the same set of states twice."""
        self._rows.clear()
        self._accepted.clear()
        self._first.clear()
        self._remembered = 0
