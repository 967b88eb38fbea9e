"""A page as its author wrote it: signs in start tags that the tree of it no longer shows."""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np

from interop_check.rdf.html.marks import Tag, attributes, position, tag_at

MOST = 10_000
"""Signs of one kind that are looked at."""

_LONGEST_TAG = 10_000
_NO_TAGS = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|textarea|title)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE
)
"""Comments, and elements that hold text; the start tag of the latter is told with them."""


class Sign(NamedTuple):
    """A sign that was looked for, in the start tag at a byte offset."""

    found: re.Match[bytes]
    tag: Tag
    offset: int

    @property
    def attributes(self) -> dict[str, str]:
        """Return the attributes of the tag as they are written."""
        return attributes(self.tag)


class Written:
    """The text of one page in UTF-8."""

    def __init__(self, text: bytes) -> None:
        self.text = text

    @cached_property
    def _no_tags(self) -> "np.typing.NDArray[np.int64]":
        """Where text that holds no tags begins and ends, in turns."""
        spans = (span for found in _NO_TAGS.finditer(self.text) for span in found.span())
        return np.fromiter(spans, np.int64)

    def signs(self, wanted: re.Pattern[bytes]) -> Iterator[Sign]:
        """Yield the first MOST matches of a pattern that stand in a start tag."""
        tag: Tag | None = None
        for number, found in enumerate(wanted.finditer(self.text)):
            if number == MOST:
                return
            at = found.start()
            if self._is_text(at):
                continue
            if tag is None or at >= tag.end():  # one tag may hold many signs, and be long
                start = self.text.rfind(b"<", max(0, at - _LONGEST_TAG), at)
                tag = tag_at(self.text, start) if start >= 0 else None
            if tag and not tag["slash"] and at < tag.end():
                yield Sign(found, tag, tag.start())

    def scripts(self) -> Iterator[tuple[int, bytes]]:
        """Yield offset and text of each script, its start tag included."""
        for found in _NO_TAGS.finditer(self.text):
            if found[1] and found[1].lower() == b"script":
                yield found.start(), found[0]

    def position(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a byte offset."""
        return position(self.text, offset)

    def _is_text(self, at: int) -> bool:
        return bool(np.searchsorted(self._no_tags, at, "right") % 2)
