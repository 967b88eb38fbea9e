"""Whether a regular expression is matched in a time that does not run away with the length of the text.

Python's matcher backtracks. A choice within a repetition, as in `(a+)+` or `(a|aa)*`, may take exponential
time, and repetitions that can take over each other's characters, as in `.*a.*b.*`, a power of the length. The
first are refused, and of the second more than two in a row. What looks around or back is refused as well.
"""

import re
from collections.abc import Iterator
from functools import cache

LONGEST = 1_000
"""Characters of a text; a longer one is taken not to match."""

_MOST_IN_A_ROW = 2
_TOKEN = re.compile(
    r"(?P<open>\((?:\?:)?(?!\?))|(?P<close>\))|(?P<bar>\|)|(?P<many>[*+]|\{\d+,\d*\})|(?P<maybe>\?)|(?P<exactly>\{\d+\})"
    r"|(?P<one>\\[dDsSwW]|\\[^a-zA-Z0-9]|\[(?:\\.|[^\]\\])+\]|[^()\[\]{}\\|*+?^$])",
    re.DOTALL,
)
_SAMPLE = (*map(chr, range(128)), "é", "中")
"""Characters that stand for all others: those of ASCII, a letter beyond it and an ideograph."""

_Row = tuple[tuple[frozenset[str], int], ...]
"""The repetitions that the next character may still belong to, each with its number in its row."""


class PatternError(ValueError):
    """A pattern that we do not match, and why: `bad-pattern`, `nested` or `overlapping`."""

    def __init__(self, code: str, pattern: str) -> None:
        super().__init__(f"{code}: {pattern}")
        self.code = code


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern, compiled. Raises PatternError."""
    _Reader(pattern).read()
    try:
        return re.compile(pattern, re.DOTALL)
    except (re.error, OverflowError) as error:
        raise PatternError("bad-pattern", pattern) from error


def fits(pattern: re.Pattern[str], text: str) -> bool:
    """Whether the whole of a text matches."""
    return len(text) <= LONGEST and pattern.fullmatch(text) is not None


class _Reader:
    """Goes once through a pattern, with the repetitions in a row at each point of it.

    A character that cannot be left out and that a repetition does not take ends that one's row.
    """

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._tokens = list(self._read_tokens())[::-1]

    def _read_tokens(self) -> Iterator[tuple[str, str]]:
        at = 0
        while at < len(self._pattern):
            found = _TOKEN.match(self._pattern, at)
            if found is None:
                raise PatternError("bad-pattern", self._pattern)
            yield found.lastgroup or "", found[0]
            at = found.end()

    def read(self) -> None:
        """Raise PatternError where the pattern is one to refuse."""
        self._either(())
        if self._tokens:
            raise PatternError("bad-pattern", self._pattern)

    def _either(self, before: _Row) -> tuple[_Row, bool]:
        """Read alternatives; return the row at their end, and whether there is any choice in them."""
        row, chooses = self._every(before)
        while self._tokens and self._tokens[-1][0] == "bar":
            self._tokens.pop()
            row, chooses = _either_of(row, self._every(before)[0]), True
        return row, chooses

    def _every(self, before: _Row) -> tuple[_Row, bool]:
        row, chooses = before, False
        while self._tokens and self._tokens[-1][0] not in {"bar", "close"}:
            kind, text = self._tokens.pop()
            if kind == "open":
                after, inner = self._group(row)
                taken = frozenset(_SAMPLE)
            elif kind == "one":
                taken, inner = _taken(text), False
                after = tuple((chars, count) for chars, count in row if chars & taken)
            else:
                raise PatternError("bad-pattern", self._pattern)
            times = self._times()
            if inner and times in {"many", "exactly"}:
                raise PatternError("nested", self._pattern)
            if times == "many":
                after = self._looping(row, taken)
            row = _either_of(row, after) if times == "maybe" else after
            chooses = chooses or inner or times in {"many", "maybe"}
        return row, chooses

    def _group(self, row: _Row) -> tuple[_Row, bool]:
        found = self._either(row)
        if not self._tokens or self._tokens.pop()[0] != "close":
            raise PatternError("bad-pattern", self._pattern)
        return found

    def _times(self) -> str:
        if self._tokens and self._tokens[-1][0] in {"many", "maybe", "exactly"}:
            return self._tokens.pop()[0]
        return ""

    def _looping(self, row: _Row, taken: frozenset[str]) -> _Row:
        count = 1 + max((count for chars, count in row if chars & taken), default=0)
        if count > _MOST_IN_A_ROW:
            raise PatternError("overlapping", self._pattern)
        return (*row, (taken, count))


def _either_of(one: _Row, other: _Row) -> _Row:
    return tuple(dict.fromkeys((*one, *other)))


def _taken(text: str) -> frozenset[str]:
    try:
        one = re.compile(text, re.DOTALL)
    except re.error as error:
        raise PatternError("bad-pattern", text) from error
    return frozenset(filter(one.fullmatch, _SAMPLE))
