"""Lines and columns of members in a JSON text, found after it was parsed: only for those that are asked for.

A parser keeps no positions. But it keeps the order of members, so that the n-th member of a name is also the
n-th place in the text where that name stands before a colon.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

Spot = tuple[int, str]
"""The `id` of an object in the parsed document, and the name of one of its members."""

Position = tuple[int, int]
"""Line and column in characters, counted from 1."""

_STRING = re.compile(rb'"([^"\\]*(?:\\.[^"\\]*)*)"(?:[ \t\r\n]*(:))?', re.DOTALL)


def places(data: bytes, document: Any, spots: Collection[Spot]) -> Mapping[Spot, Position]:
    """Where each spot's name stands in `data`, the UTF-8 text that `document` was parsed from."""
    ordinals = _Ordinals(spots)
    ordinals.look(document)
    found = ordinals.found
    return {spot: position(data, offset) for spot, offset in _offsets(data, found).items()} if found else {}


def position(data: bytes, offset: int) -> Position:
    """Line and column of a byte."""
    start = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, start) + 1, len(data[start:offset].decode(errors="replace")) + 1


class _Ordinals:
    """Walks a document in the order of its text until every spot has been met."""

    def __init__(self, spots: Collection[Spot]) -> None:
        self.found: dict[tuple[str, int], Spot] = {}
        self._left = set(spots)
        self._names = {name for _, name in spots}
        self._seen: Counter[str] = Counter()

    def look(self, document: Any) -> None:
        stack = [iter((document,))]
        while stack and self._left:
            one = next(stack[-1], None)
            if one is None:
                stack.pop()
            elif isinstance(one, dict):
                stack.append(self._members(one))
            elif isinstance(one, list):
                stack.append(iter([item for item in one if isinstance(item, (dict, list))]))

    def _members(self, value: dict[str, Any]) -> Iterator[Any]:
        for name, member in value.items():
            if name in self._names:
                spot = (id(value), name)
                if spot in self._left:
                    self._left.discard(spot)
                    self.found[name, self._seen[name]] = spot
                self._seen[name] += 1
            if isinstance(member, (dict, list)):
                yield member


def _offsets(data: bytes, wanted: Mapping[tuple[str, int], Spot]) -> dict[Spot, int]:
    left = dict(wanted)
    names = {name for name, _ in left}
    seen: Counter[str] = Counter()
    found: dict[Spot, int] = {}
    for match in _STRING.finditer(data):
        if match[2] is None:
            continue
        name = _text(match[1])
        if name not in names:
            continue
        spot = left.pop((name, seen[name]), None)
        if spot is not None:
            found[spot] = match.start()
            if not left:
                break
        seen[name] += 1
    return found


def _text(written: bytes) -> str:
    if b"\\" not in written:
        return written.decode(errors="replace")
    text: str = json.loads(b'"%b"' % written)
    return text
