"""Regular expressions in time linear in the text: all states at once, none tried twice (Thompson)."""

import re
from collections.abc import Callable
from typing import NamedTuple

from interop_check.shacl.defects import Unusable

_ATOM = re.compile(
    r"(?P<end>\$(?:\(\?!\\n\\Z\))?|\\Z)|(?P<start>(?:\(\?<!\\n\\Z\))?\^|\\A)|(?P<back>\\[1-9])|(?P<open>\(\?:|\((?!\?))|(?P<close>\))"
    r"|(?P<bar>\|)|(?P<many>(?:[*+?]|\{\d*,?\d*\})\??)"
    r"|(?P<one>\(\?-i:\[(?:\\.|[^\]\\])*\]\)|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^()\[\\])",
    re.DOTALL,
)
_COUNTS = {"*": (0, None), "+": (1, None), "?": (0, 1)}
_LARGEST = 2000  # states; what needs more takes too long on a long text
_REMEMBERED = 4096
_MATCH = -1


class Many(NamedTuple):
    """A part repeated `least` to `most` times, None for without end."""

    part: "Part"
    least: int
    most: int | None


class Every(NamedTuple):
    """Parts one after the other."""

    parts: tuple["Part", ...]


class Either(NamedTuple):
    """One of several parts."""

    parts: tuple["Part", ...]


Part = Many | Every | Either | str


class Reader:
    """Reads a Python pattern, as elementpath writes it; raises Unusable for what is not regular."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._tokens: list[tuple[str, str]] = []
        at = 0
        while at < len(pattern):
            found = _ATOM.match(pattern, at)
            if found is None or found.lastgroup == "back":
                raise Unusable("unsafe-pattern", pattern=pattern)
            self._tokens.append((found.lastgroup or "", found[0]))
            at = found.end()
        self._tokens.reverse()

    def read(self) -> Part:
        """The whole pattern."""
        part = self._either()
        if self._tokens:
            raise Unusable("bad-pattern", pattern=self._pattern)
        return part

    def _either(self) -> Part:
        parts = [self._every()]
        while self._tokens and self._tokens[-1][0] == "bar":
            self._tokens.pop()
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self) -> Part:
        parts: list[Part] = []
        while self._tokens and self._tokens[-1][0] not in {"bar", "close"}:
            kind, text = self._tokens.pop()
            if kind == "open":
                parts.append(self._either())
                if not self._tokens or self._tokens.pop()[0] != "close":
                    raise Unusable("bad-pattern", pattern=self._pattern)
            elif kind == "many" and parts:
                parts.append(Many(parts.pop(), *_bounds(text)))
            else:
                parts.append({"start": "^", "end": "$"}.get(kind, text if kind == "one" else "\\" + text))
        return Every(tuple(parts))


def _bounds(text: str) -> tuple[int, int | None]:
    if text[0] in _COUNTS:
        return _COUNTS[text[0]]
    least, comma, most = text.rstrip("?")[1:-1].partition(",")
    return int(least or 0), (int(most) if most else None) if comma else int(least or 0)


def is_tame(part: Part, *, inside: bool = False) -> bool:
    """Whether backtracking cannot explode: no choice inside a repetition, and few repetitions without end."""
    return _is_flat(part, inside=inside) and _endless(part) <= 3  # noqa: PLR2004 - cubic in a short text at worst


def _is_flat(part: Part, *, inside: bool) -> bool:
    match part:
        case Many(inner, least, most):
            varies = least != most
            return not (varies and inside) and _is_flat(inner, inside=inside or most is None or most > 1)
        case Either(parts):
            return not inside and all(_is_flat(p, inside=inside) for p in parts)
        case Every(parts):
            return all(_is_flat(p, inside=inside) for p in parts)
    return True


def _endless(part: Part) -> int:
    match part:
        case Many(inner, _, most):
            return _endless(inner) + (most is None or most > 100)  # noqa: PLR2004 - as good as endless
        case Either(parts) | Every(parts):
            return sum(map(_endless, parts))
    return 0


class Program:
    """States of a pattern: each tests one character and goes on, or goes on to several without a test."""

    def __init__(self, part: Part, flags: re.RegexFlag) -> None:
        self._flags = flags
        self._tests: list[Callable[[str], object] | None] = []
        self._next: list[tuple[int, ...]] = []
        self._anchors: dict[int, str] = {}
        self._start = self._compile(part, _MATCH)
        self._steps: dict[tuple[frozenset[int], str], frozenset[int]] = {}

    def _state(self, test: Callable[[str], object] | None, *targets: int) -> int:
        if len(self._tests) >= _LARGEST:
            raise Unusable("unsafe-pattern", pattern="")
        self._tests.append(test)
        self._next.append(targets)
        return len(self._tests) - 1

    def _compile(self, part: Part, after: int) -> int:
        match part:
            case Every(parts):
                for inner in reversed(parts):
                    after = self._compile(inner, after)
                return after
            case Either(parts):
                return self._state(None, *(self._compile(inner, after) for inner in parts))
            case Many(inner, least, most):
                return self._repeat(inner, least, most, after)
        if part in {"^", "$"}:
            state = self._state(None, after)
            self._anchors[state] = part
            return state
        return self._state(re.compile(part, self._flags).fullmatch, after)

    def _repeat(self, inner: Part, least: int, most: int | None, after: int) -> int:
        if most is None:
            loop = self._state(None, after)
            self._next[loop] = (self._compile(inner, loop), after)
            after = loop
        else:
            end = after
            for _ in range(most - least):
                after = self._state(None, self._compile(inner, after), end)
        for _ in range(least):
            after = self._compile(inner, after)
        return after

    def search(self, text: str) -> bool:
        """Whether the pattern occurs in the text."""
        states: frozenset[int] = frozenset()
        for at in range(len(text) + 1):
            states = self._closure({*states, self._start}, text, at)
            if _MATCH in states:
                return True
            if at < len(text):
                states = self._step(states, text[at])
        return False

    def _step(self, states: frozenset[int], character: str) -> frozenset[int]:
        known = self._steps.get((states, character))
        if known is None:
            tested = ((state, self._tests[state]) for state in states)
            known = frozenset(self._next[state][0] for state, test in tested if test and test(character))
            if len(self._steps) < _REMEMBERED:
                self._steps[states, character] = known
        return known

    def _closure(self, states: set[int], text: str, at: int) -> frozenset[int]:
        waiting, reached = list(states), set(states)
        while waiting:
            state = waiting.pop()
            if state == _MATCH or self._tests[state] is not None or not self._holds(state, text, at):
                continue
            fresh = [target for target in self._next[state] if target not in reached]
            reached.update(fresh)
            waiting += fresh
        return frozenset(reached)

    def _holds(self, state: int, text: str, at: int) -> bool:
        anchor = self._anchors.get(state)
        lines = bool(self._flags & re.MULTILINE)
        if anchor == "^":
            return at == 0 or (lines and text[at - 1] == "\n" and at < len(text))
        return anchor is None or at == len(text) or (lines and text[at] == "\n")
