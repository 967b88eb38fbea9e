"""Places in N-Triples and N-Quads: exact, one statement a line."""

import re
from collections import defaultdict

from interop_check.rdf.terms import unescape

_STATEMENT = re.compile(
    rb"[ \t]*(<[^>\n]*>|_:\S+)[ \t]*(<[^>\n]*>)[ \t]*(<[^>\n]*>|_:[^\s]+|\"(?:[^\"\\\n]|\\.)*\")"
)


class Lines:
    """Byte offsets of the statements of each subject and of each value; terms are read when asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._by_subject: dict[str, list[int]] = defaultdict(list)
        self._as_value: dict[str, int] | None = None
        start = 0
        while start < len(data):
            found = _STATEMENT.match(data, start)
            if found:
                self._by_subject[_key(found[1])].append(start)
            start = data.find(b"\n", start) + 1 or len(data)

    def find(self, focus: str, predicate: str | None, value: str | None) -> int | None:
        """The offset of the value, the predicate or the subject, whichever is the most that matches."""
        offsets = self._by_subject.get(focus)
        if not offsets:
            return self._values().get(focus)
        best = offsets[0]
        along = None
        for offset in offsets:
            found = _STATEMENT.match(self._data, offset)
            if found is None or _key(found[2]) != predicate:
                continue
            if value is not None and _key(found[3]) == value:
                return found.start(3)
            along = found.start(2) if along is None else along
        return best if along is None else along

    def _values(self) -> dict[str, int]:
        if self._as_value is None:
            self._as_value = {}
            for offsets in self._by_subject.values():
                for offset in offsets:
                    found = _STATEMENT.match(self._data, offset)
                    if found:
                        self._as_value.setdefault(_key(found[3]), found.start(3))
        return self._as_value


def _key(written: bytes) -> str:
    text = unescape(written.decode(errors="replace"))
    if text[:1] == "<":
        return text[1:-1]
    return text[:-1] if text[:1] == '"' else text.rstrip(".")
