"""Regular expressions as trees of parts, as far as they are regular: nothing looks back or around."""

import re
from typing import NamedTuple

from interop_check.shacl.defects import Unusable

_ATOM = re.compile(
    r"(?P<end>\$(?:\(\?!\\n\\Z\))?|\\Z)|(?P<start>(?:\(\?<!\\n\\Z\))?\^|\\A)|(?P<back>\\[1-9])|(?P<open>\(\?:|\((?!\?))|(?P<close>\))"
    r"|(?P<bar>\|)|(?P<many>(?:[*+?]|\{\d*,?\d*\})\??)"
    r"|(?P<one>\(\?-i:\[(?:\\.|[^\]\\])*\]\)|\\x[0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^()\[\\])",
    re.DOTALL,
)
_COUNTS = {"*": (0, None), "+": (1, None), "?": (0, 1)}


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
