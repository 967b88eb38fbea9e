"""JSON -> values; where everything stands is found out only when somebody asks."""

import json
import re
from array import array
from collections import Counter
from collections.abc import Mapping
from typing import Any

from interop_check import jsonfile
from interop_check.jsonfile import JsonError
from interop_check.mask import shown
from interop_check.openapi.document import MAX_DEPTH, DocumentError, Flaws, Marks
from interop_check.openapi.limits import DEFAULT_LIMITS, Limits

_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"'
_TOKEN = re.compile(rf"({_STRING})\s*+:|([{{\[])|([}}\]])|{_STRING}|[^\s,:{{}}\[\]\"]++")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

_KEY, _OPEN, _CLOSE = 1, 2, 3

Twice = Mapping[int, Counter[str]]
"""Of each object that has a key more than once, by its identity: how often each key stands there."""


def parsed(data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Any, Twice]:
    """Parse JSON. Raises JsonError, or DocumentError where a limit is hit or a text is no Unicode."""
    if data.count(b",") + data.count(b"[") + data.count(b"{") > limits.api_file_nodes:
        raise DocumentError("too-many-nodes", name="api_file_nodes", limit=str(limits.api_file_nodes))
    twice: dict[int, Counter[str]] = {}
    kept: list[Any] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            twice[id(found)] = Counter(key for key, _ in pairs)
            kept.append(found)  # else another object could get its identity
        return found

    try:
        value = jsonfile.read(data, members)
    except JsonError as error:
        code = "too-deep" if error.code == "json-too-deep" else error.code
        raise DocumentError(code, line=error.line, column=error.column, **error.args_) from error
    _guard(value, data)
    return value, twice


def _guard(value: Any, data: bytes) -> None:
    level = [value]
    depth = 0
    while level := [one for one in level if type(one) in (dict, list)]:
        depth += 1
        if depth > MAX_DEPTH:
            raise DocumentError("too-deep", limit=str(MAX_DEPTH))
        level = [below for one in level for below in (one.values() if type(one) is dict else one)]
    if _SURROGATE.search(data):
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            raise DocumentError("not-unicode") from None


def marks(text: str, value: Any, twice: Twice, flaws: Flaws | None = None) -> Marks:
    """Return where everything stands in `text`, known to hold `value`; note keys that repeat."""
    return _Walk(value, twice, flaws).run(text)


class _Walk:
    """Goes through the tokens of a text side by side with the value that they gave."""

    def __init__(self, value: Any, twice: Twice, flaws: Flaws | None) -> None:
        self._value = value
        self._twice = twice
        self._flaws = flaws
        self._root = 0
        self._starts: dict[int, int] = {}
        self._offsets: array[int] = array("I")
        self._open: list[_Open] = []

    def run(self, text: str) -> Marks:
        for found in _TOKEN.finditer(text):
            which = found.lastindex
            if which == _KEY:
                self._key(found[1], found.start())
            elif which == _CLOSE:
                self._close()
            else:
                below = self._value_at(found.start())
                if which == _OPEN:
                    self._open.append(_Open(below, self._twice.get(id(below))))
        return Marks(self._root, self._starts, self._offsets)

    def _key(self, written: str, offset: int) -> None:
        key = json.loads(written) if "\\" in written else written[1:-1]
        here = self._open[-1]
        here.key, here.key_offset = key, offset
        if here.left is None:
            return
        here.left[key] -= 1
        if self._flaws is not None and key in here.firsts:
            self._flaws.add("duplicate-key", offset, here.firsts[key], key=shown(key))
        here.firsts.setdefault(key, offset)

    def _value_at(self, offset: int) -> Any:
        """Note where the next value stands, and return it; None where a later one has taken its place."""
        if not self._open:
            self._root = offset
            return self._value
        here = self._open[-1]
        if type(here.into) is list:
            here.offsets.append(offset)
            return here.into[len(here.offsets) - 1]
        if here.into is None or (here.left is not None and here.left[here.key]):
            return None
        here.members[here.key] = (here.key_offset, offset)
        return here.into[here.key]

    def _close(self) -> None:
        here = self._open.pop()
        if here.into is None:
            return
        self._starts[id(here.into)] = len(self._offsets)
        if type(here.into) is list:
            self._offsets.extend(here.offsets)
        else:
            for key in here.into:
                self._offsets.extend(here.members[key])


class _Open:
    """A container that is being walked; `left` counts how often each of its keys is still to come."""

    __slots__ = ("firsts", "into", "key", "key_offset", "left", "members", "offsets")

    def __init__(self, into: Any, counts: Counter[str] | None) -> None:
        self.into = into if type(into) in (dict, list) else None
        self.key = ""
        self.key_offset = 0
        self.members: dict[str, tuple[int, int]] = {}
        self.offsets: list[int] = []
        self.left = None if counts is None else Counter(counts)
        self.firsts: dict[str, int] = {}
