"""The values of one coded property beside all code lists: what each is, and what is doubtful about it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from interop_check.rdf.parse import DEFAULT_BASE
from interop_check.rdf.table import IRI, LITERAL, Table
from interop_check.rdf.terms import split_literal
from interop_check.terminology.coded import Use
from interop_check.terminology.codes import OF_LISTS, Codes, Doubt
from interop_check.terminology.concepts import Concepts, Mask, sight
from interop_check.terminology.known import split

_BASE = f"<{DEFAULT_BASE}".encode()
_GENID = b"/.well-known/genid/"

_NEAREST = 100
"""For how many values of a property the right spelling is looked for: that takes its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFault:
    """A list with what is wrong with it itself ("" for nothing), and the values that show it."""

    code: str
    code_list: str
    places: Sequence[int]


class Values:
    """Masks over the distinct values of a use; each value fails in one way at most, but may be over as well.

    `own` are the concepts that the data brings. Of literals of `coerced`
    datatypes nothing is said: a context made them.
    """

    def __init__(
        self, table: Table, use: Use, codes: Codes, own: Sequence[Concepts], coerced: Collection[str] = ()
    ) -> None:
        self._use = use
        self._codes = codes
        self._own = own
        self._coerced = tuple(f"^^<{one}>".encode() for one in coerced)
        self._tokens = [table.tokens[number] for number in use.values.tolist()]
        self._kinds = table.kinds[use.values]
        self._pinned = codes.pinned(use.lists)
        brought = [one for one in use.lists if any(one in concepts.schemes for concepts in own)]
        self._asked = tuple(dict.fromkeys((*self._pinned, *brought)))
        self._look()

    def _look(self) -> None:
        use, codes = self._use, self._codes
        address = self._addresses()
        seen = sight((codes.official, *self._own), self._tokens, self._asked)
        self.nothing: Mask = np.zeros_like(address)
        self.spoilt: Mask = self._spoilt() & use.only
        self.not_addresses: Mask = ~address & ~self.spoilt & use.only
        self.addressed: Mask = address | self.not_addresses
        self.known: Mask = address & seen.known
        self._is_list = seen.is_list
        self._strange = self._doubts_of(address & ~seen.known)
        self.doubtful: Mask = self._mask(self._strange)
        rest = address & ~seen.known & ~self.doubtful
        complete = any(codes.is_complete(one) for one in self._pinned)
        self.open: Mask = rest & (not complete and (use.only or bool(use.lists)))
        asked = self.known & bool(use.lists)
        elsewhere = asked & seen.placed & ~seen.inside & bool(self._asked)
        self.not_listed: Mask = elsewhere | (rest & complete)
        self.listed: Mask = (asked & seen.inside) | self.not_listed
        self.list_open: Mask = asked & ~self.listed
        self.over: Mask = self.known & seen.over

    def doubts(self) -> Iterator[tuple[int, Doubt]]:
        """Yield what is wrong with each value, by its place among the values."""
        for place in np.flatnonzero(self.not_addresses).tolist():
            yield place, self._no_address(place)
        yield from self._strange.items()
        for place in np.flatnonzero(self.not_listed).tolist():
            yield place, self._not_listed(place)
        for place in np.flatnonzero(self.over).tolist():
            yield place, self._over(place)

    def lists(self) -> Iterator[ListFault]:
        """Yield the lists that the values lie in: each with every fault of its own, else as it is."""
        found: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for place in np.flatnonzero(self.open | self.list_open).tolist():
            if self.known[place] and self._asked:
                found["list-without-scheme", split(self._iri(place))[0]].append(place)
            else:
                name = self._use.lists[0] if self._use.lists else split(self._iri(place))[0]
                found["list-not-pinned", name].append(place)
        known = np.flatnonzero(self.known).tolist()
        for place in known:
            if OF_LISTS in self._iri(place) and place not in self._strange:
                found["list-misplaced", self._codes.list_of(self._iri(place))].append(place)
        for name in self._codes.lists_of([self._tokens[place] for place in known]):
            yield ListFault(code="", code_list=name, places=())
        for (code, name), places in found.items():
            yield ListFault(code=code, code_list=name, places=places)

    def _doubts_of(self, unknown: Mask) -> dict[int, Doubt]:
        found: dict[int, Doubt] = {}
        for place in np.flatnonzero(unknown).tolist():
            iri = self._iri(place)
            if self._is_list[place]:
                doubt = Doubt(code="code-is-list", cause=iri) if self._use.only else None
            else:
                doubt = self._codes.doubt(iri)
            if doubt:
                found[place] = self._with_nearest(iri, doubt) if len(found) < _NEAREST else doubt
        for place in np.flatnonzero(self.known).tolist():
            if self._codes.is_misplaced(self._iri(place)):
                found[place] = Doubt(code="code-misplaced")
        return found

    def _with_nearest(self, iri: str, doubt: Doubt) -> Doubt:
        meant = self._codes.nearest(iri) if doubt.code == "code-unlisted" else ""
        return Doubt(code=doubt.code, args={**doubt.args, "meant": meant}, cause=meant) if meant else doubt

    def _no_address(self, place: int) -> Doubt:
        """Texts without a code of their own are one cause per property; the others are mended one by one."""
        if self._kinds[place] == LITERAL:
            text = split_literal(self._tokens[place])[0]
            if not text.strip():
                return Doubt(code="code-empty")
            if text.startswith(("http://", "https://")) and not any(map(str.isspace, text)):
                return Doubt(code="code-as-text", args={"meant": text})
            return self._text(text, "code-text")
        if self._tokens[place].startswith(_BASE):
            return self._text(self._tokens[place][len(_BASE) : -1].decode(), "code-relative")
        return Doubt(code="code-blank")

    def _text(self, text: str, otherwise: str) -> Doubt:
        meant, how = self._codes.called(text, self._pinned if self._use.lists else None)
        return Doubt(code=how or otherwise, args={"text": text, "meant": meant}, cause=meant)

    def _not_listed(self, place: int) -> Doubt:
        if not self.known[place]:
            return Doubt(code="code-not-in-list", args={"list": self._asked[0]})
        found = self._codes.list_of(self._iri(place))
        return Doubt(code="code-of-other-list", args={"list": self._asked[0], "found": found}, cause=found)

    def _over(self, place: int) -> Doubt:
        iri = self._iri(place)
        sources = (self._codes.official, *self._own)
        meant = next(filter(None, (one.successor_of(iri) for one in sources)), "")
        label = next(filter(None, (one.label_of(iri) for one in sources)), "")
        return Doubt(code="code-deprecated", args={"meant": meant, "label": label}, cause=iri)

    def _addresses(self) -> Mask:
        """Mark what is an IRI of its own: neither glued to a base, nor one that stands for a blank node."""
        is_iri: Mask = self._kinds == IRI
        own = [not (written.startswith(_BASE) or _GENID in written) for written in self._tokens]
        return np.array(own, np.bool_) & is_iri

    def _spoilt(self) -> Mask:
        """Mark literals of a type that no literal has: a context named the class where it had to say @id."""
        found = [written.endswith(self._coerced) for written in self._tokens] if self._coerced else False
        return np.zeros(len(self._tokens), np.bool_) | found

    def _mask(self, places: Iterable[int]) -> Mask:
        mask = np.zeros(len(self._tokens), np.bool_)
        mask[list(places)] = True
        return mask

    def _iri(self, place: int) -> str:
        written: bytes = self._tokens[place]
        return written[1:-1].decode()
