"""Where in a source text a focus node, a path and a value stand."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyoxigraph as ox

from interop_check.rdf import locate_json, locate_lines, locate_turtle, locate_xml
from interop_check.rdf.parse import DEFAULT_BASE
from interop_check.rdf.places import Place
from interop_check.rdf.terms import Term

_SCANNERS: dict[str, Callable[[bytes, str], Iterator[Place]]] = {
    "text/turtle": locate_turtle.places,
    "application/trig": locate_turtle.places,
    "application/rdf+xml": locate_xml.places,
    "application/ld+json": locate_json.places,
}
_LINES = frozenset({"application/n-triples", "application/n-quads"})


def locate(
    data: bytes, media: str, focus: Term, path: str | None = None, value: Term | None = None
) -> tuple[int, int] | None:
    """Line and column (1-based) of the best place for a result; None where the syntax gives none."""
    return Locator(data, media).locate(focus, path, value)


class _Spot(NamedTuple):
    predicate: str
    value: str
    offset: int


class Locator:
    """Places of one source text, indexed at the first question so that many questions stay cheap."""

    def __init__(
        self, data: bytes, media: str, *, base: str = DEFAULT_BASE, places: Iterable[Place] | None = None
    ) -> None:
        """Take a text, and the places in it where they are known already."""
        self._data = data
        self._known = places
        self._media = media
        self._base = base

    def locate(
        self, focus: Term, path: str | None = None, value: Term | None = None
    ) -> tuple[int, int] | None:
        """Line and column (1-based): of the value, else of the first with the predicate, else of the node."""
        offset = self.offset(focus, path, value)
        return None if offset is None else self._position(offset)

    def offset(self, focus: Term, path: str | None = None, value: Term | None = None) -> int | None:
        """The same place as a byte offset."""
        predicate = path[1:-1] if path and path.startswith("<") else path
        written = None if value is None else key(value)
        return self._find(key(focus), predicate, written)

    def _find(self, focus: str, predicate: str | None, value: str | None) -> int | None:
        if self._media in _LINES:
            return self._lines.find(focus, predicate, value)
        spots = self._spots.get(focus)
        if spots is None:
            return self._elsewhere(focus, predicate, value)
        along = [spot for spot in spots if spot.predicate == predicate]
        exact = [spot for spot in along if spot.value == value]
        return (exact or along or spots)[0].offset

    def _elsewhere(self, focus: str, predicate: str | None, value: str | None) -> int | None:
        """Finds an unlabelled blank node by predicate and value, and a node that is only a value as that."""
        if focus.startswith("_:") and value is not None and (predicate, value) in self._unlabelled:
            return self._unlabelled[predicate, value]
        return self._as_value.get(focus)

    @cached_property
    def _places(self) -> list[Place]:
        if self._known is not None:
            return list(self._known)
        scanner = _SCANNERS.get(self._media)
        return [] if scanner is None else list(scanner(self._data, self._base))

    @cached_property
    def _spots(self) -> dict[str, list[_Spot]]:
        spots: dict[str, list[_Spot]] = {}
        for place in self._places:
            spots.setdefault(place.subject, []).append(_Spot(place.predicate, place.value, place.offset))
        return spots

    @cached_property
    def _as_value(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for place in self._places:
            found.setdefault(place.value, place.offset)
        return found

    @cached_property
    def _unlabelled(self) -> dict[tuple[str | None, str], int]:
        found: dict[tuple[str | None, str], int] = {}
        for place in self._places:
            if place.subject.startswith("_:#"):
                found.setdefault((place.predicate, place.value), place.offset)
        return found

    @cached_property
    def _lines(self) -> locate_lines.Lines:
        return locate_lines.Lines(self._data)

    @cached_property
    def _breaks(self) -> "np.typing.NDArray[np.int64]":
        return np.flatnonzero(np.frombuffer(self._data, np.uint8) == ord("\n"))

    def _position(self, offset: int) -> tuple[int, int]:
        line = int(np.searchsorted(self._breaks, offset, "left"))
        start = int(self._breaks[line - 1]) + 1 if line else 0
        return line + 1, len(self._data[start:offset].decode(errors="replace")) + 1


def key(term: Term) -> str:
    """A term as the scanners write it: an IRI bare, `_:` and a label, or `"` and a lexical form."""
    if isinstance(term, ox.NamedNode):
        return term.value
    return '"' + term.value if isinstance(term, ox.Literal) else str(term)
