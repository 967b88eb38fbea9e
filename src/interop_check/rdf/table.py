"""Columnar triples over interned terms: three integer columns and one list of canonical tokens."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import count
from typing import IO

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from interop_check.rdf.interning import Ids, Interner, Piece, parsed_pieces, pieces, relabelled
from interop_check.rdf.parse import DEFAULT_BASE, LINES, parser, problems
from interop_check.rdf.terms import Term, iri_token, term, token
from interop_check.rdf.vocabulary import RDF_TYPE

__all__ = [
    "BLANK",
    "IRI",
    "LITERAL",
    "TRIPLE",
    "Edges",
    "Ids",
    "Table",
    "built",
    "distinct_ids",
    "read",
    "runs",
]

IRI, BLANK, LITERAL, TRIPLE = 0, 1, 2, 3

_FEW = 1 << 16
_EMPTY: Ids = np.empty(0, np.int32)
_IRI = re.compile(rb"<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*>")


class Edges:
    """The distinct pairs of one predicate, sorted by `s` and then `o`; an inverse is turned round."""

    def __init__(self, s: Ids, o: Ids) -> None:
        self.s = s
        self.o = o

    def __len__(self) -> int:
        return len(self.s)

    @cached_property
    def _runs(self) -> tuple[Ids, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Distinct nodes, where the pairs of each begin, and how many there are."""
        starts = np.flatnonzero(_firsts(self.s))
        return self.s[starts], starts, np.diff(starts, append=len(self.s))

    @property
    def nodes(self) -> Ids:
        """The distinct nodes that have a pair, ascending."""
        return self._runs[0]

    @cached_property
    def lists(self) -> dict[int, list[int]]:
        """The values of each node."""
        nodes, starts, counts = self._runs
        values = self.o.tolist()
        return {
            node: values[start : start + size]
            for node, start, size in zip(nodes.tolist(), starts.tolist(), counts.tolist(), strict=True)
        }

    def span(self, nodes: Ids) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Per node where its pairs begin and how many there are."""
        known, starts, counts = self._runs
        if not len(known):
            nothing = np.zeros(len(nodes), np.int64)
            return nothing, nothing
        places = np.searchsorted(known, nodes)
        places[places == len(known)] = 0
        return starts[places], np.where(known[places] == nodes, counts[places], 0)


_NO_EDGES = Edges(_EMPTY, _EMPTY)


def _firsts(ascending: npt.NDArray[np.integer]) -> npt.NDArray[np.bool_]:
    """Marks the first of each run of equal numbers."""
    firsts = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=firsts[1:])
    return firsts


class Table:
    """Triples as three int32 columns over `tokens`; every literal as written, all graphs merged.

    `graph` holds per triple the id of its named graph, -1 for the default graph; None where none is named.
    `base` is set on tables that hold several separate members at once (`rdf.members`): there each member has
    its own copy of a term as subject or object, after the ids that stand for the terms themselves; `base`
    gives the latter per id.
    """

    def __init__(
        self,
        columns: tuple[Ids, Ids, Ids],
        tokens: list[bytes],
        graph: Ids | None = None,
        base: Ids | None = None,
    ) -> None:
        self.s, self.p, self.o = columns
        self.tokens = tokens
        self.graph = graph
        self.base = base
        self.kept: dict[bytes, Term] = {}
        self._edges: dict[int, Edges] = {}
        self._inverse: dict[int, Edges] = {}

    @classmethod
    def from_quads(cls, quads: Iterable[ox.Quad]) -> "Table":
        """A table of any quads, blank node labels kept."""
        return _interned(pieces(iter(quads), named=True), relabel=False)

    @classmethod
    def from_triples(cls, triples: Iterable[ox.Triple]) -> "Table":
        """A table of any triples, blank node labels kept."""
        return cls.from_quads(ox.Quad(t.subject, t.predicate, t.object) for t in triples)

    def __len__(self) -> int:
        return len(self.s)

    @cached_property
    def ids(self) -> dict[bytes, int]:
        """Token to id, on a table of members the id that stands for the term."""
        own = self.tokens if self.base is None else self.tokens[: self._terms]
        return dict(zip(own, range(len(own)), strict=True))

    @cached_property
    def _terms(self) -> int:
        if self.base is None:
            return len(self.tokens)
        return int(np.count_nonzero(self.base == np.arange(len(self.base))))

    @cached_property
    def kinds(self) -> npt.NDArray[np.uint8]:
        """Per id IRI, BLANK, LITERAL or TRIPLE."""
        own = self.tokens[: self._terms]
        first = np.frombuffer(bytes([written[0] for written in own]), np.uint8)
        second = np.frombuffer(bytes([written[1] for written in own]), np.uint8)
        kinds = np.zeros(len(own), np.uint8)
        kinds[first == ord("_")] = BLANK
        kinds[first == ord('"')] = LITERAL
        kinds[(first == ord("<")) & (second == ord("<"))] = TRIPLE
        return kinds if self.base is None else kinds[self.base]

    @cached_property
    def described(self) -> npt.NDArray[np.bool_]:
        """Per id whether it is the subject of a triple."""
        described = np.zeros(len(self.tokens), np.bool_)
        described[self.s] = True
        return described

    def number(self, written: bytes) -> int:
        """The id of a token, -1 where it does not occur."""
        return self.ids.get(written, -1)

    def anywhere(self, written: bytes) -> Ids:
        """All ids of a token: at most one but on a table of members."""
        number = self.number(written)
        if number < 0 or self.base is None:
            return self.copies(written)
        return np.concatenate([np.array([number], np.int32), self.copies(written)])

    def copies(self, written: bytes) -> Ids:
        """The ids a token has within members, each member's own; its only id where there are no members."""
        number = self.number(written)
        if number < 0:
            return _EMPTY
        if self.base is None:
            return np.array([number], np.int32)
        order, starts = self._copies
        return order[starts[number] : starts[number + 1]]

    @cached_property
    def _copies(self) -> tuple[Ids, npt.NDArray[np.int64]]:
        if self.base is None:
            raise ValueError("only a table of members has copies")
        copies = self.base[self._terms :]
        order = np.argsort(copies, kind="stable")
        starts = np.searchsorted(copies[order], np.arange(self._terms + 1))
        return (order + self._terms).astype(np.int32), starts

    def of_terms(self, numbers: Ids) -> Ids:
        """The ids that stand for the terms of any ids."""
        return numbers if self.base is None else self.base[numbers]

    @cached_property
    def _by_predicate(self) -> dict[int, npt.NDArray[np.int64]]:
        # Few predicates: as small numbers they are sorted in linear time.
        width = np.uint16 if len(self.predicates) < _FEW else np.int32
        codes = np.searchsorted(self.predicates, self.p).astype(width)
        order = np.argsort(codes, kind="stable")
        ends = np.cumsum(np.bincount(codes, minlength=len(self.predicates)))
        if not len(codes):
            return {}
        return dict(zip(self.predicates.tolist(), np.split(order, ends[:-1]), strict=True))

    @cached_property
    def predicates(self) -> Ids:
        """The distinct predicates, ascending."""
        return np.unique(self.p)

    def edges(self, predicate: int) -> Edges:
        """The pairs of a predicate id; none for an id that is no predicate."""
        known = self._edges.get(predicate)
        if known is None:
            rows = self._by_predicate.get(predicate)
            known = _NO_EDGES if rows is None else _distinct(self.s[rows], self.o[rows])
            self._edges[predicate] = known
        return known

    def inverse(self, predicate: int) -> Edges:
        """The pairs of a predicate id turned round."""
        known = self._inverse.get(predicate)
        if known is None:
            forward = self.edges(predicate)
            known = _distinct(forward.o, forward.s)
            self._inverse[predicate] = known
        return known

    def term(self, number: int) -> Term:
        """The term of an id."""
        written = self.tokens[number]
        return self.kept.get(written) or term(written)

    def id_of(self, wanted: Term) -> int | None:
        """The id of a term, None where it does not occur."""
        return self.ids.get(token(wanted))

    def extended(self, tokens: Iterable[bytes]) -> "Table":
        """The same triples with further terms known, so that they have ids."""
        fresh = [written for written in dict.fromkeys(tokens) if written not in self.ids]
        if not fresh:
            return self
        return Table((self.s, self.p, self.o), self.tokens + fresh, self.graph)

    def part(self, rows: npt.NDArray[np.int64]) -> "Table":
        """Some of the triples, under the same ids."""
        part = Table((self.s[rows], self.p[rows], self.o[rows]), self.tokens)
        part.ids = self.ids
        return part

    def union(self, other: "Table") -> "Table":
        """Both tables' triples, the other's after one's own; own ids stay as they are."""
        if self.base is not None:
            raise ValueError("a table of members takes its background when it is made")
        ids = dict(self.ids)
        renamed = np.array([ids.setdefault(written, len(ids)) for written in other.tokens], np.int32)
        s, p, o = (
            np.concatenate([own, renamed[added]])
            for own, added in ((self.s, other.s), (self.p, other.p), (self.o, other.o))
        )
        return Table((s, p, o), list(ids))

    def triples(self) -> Iterator[ox.Triple]:
        """Every triple in the order read, repeated where the source repeats it."""
        made: dict[int, Term] = {}
        for row in zip(self.s.tolist(), self.p.tolist(), self.o.tolist(), strict=True):
            for number in row:
                if number not in made:
                    made[number] = self.term(number)
            yield ox.Triple(made[row[0]], made[row[1]], made[row[2]])  # type: ignore[arg-type]

    def subjects(self, predicate: str | None = None, value: Term | None = None) -> Iterator[Term]:
        """Distinct subjects, in order of id; of one predicate IRI and one value where given."""
        for number in self.select(predicate, value).tolist():
            yield self.term(number)

    def select(self, predicate: str | None = None, value: Term | None = None) -> Ids:
        """Ids of the distinct subjects of a predicate IRI and a value, each optional."""
        if predicate is None:
            return distinct_ids(self.s)
        edges = self.edges(self.number(iri_token(predicate)))
        if value is None:
            return edges.nodes
        number = self.id_of(value)
        return distinct_ids(edges.s[edges.o == number]) if number is not None else _EMPTY

    def select_objects(self, predicate: str) -> Ids:
        """Ids of the distinct values of a predicate IRI."""
        return self.inverse(self.number(iri_token(predicate))).nodes

    def objects(self, subject: Term, predicate: str) -> Iterator[Term]:
        """The distinct values of a predicate IRI at one subject."""
        number = self.id_of(subject)
        if number is None:
            return
        edges = self.edges(self.number(iri_token(predicate)))
        low, high = np.searchsorted(edges.s, [number, number + 1])
        for value in edges.o[low:high].tolist():
            yield self.term(value)

    def types(self) -> dict[str, int]:
        """Class IRI to the number of its distinct direct instances."""
        edges = self.edges(self.number(iri_token(RDF_TYPE)))
        classes, counts = np.unique(edges.o, return_counts=True)
        found: dict[str, int] = defaultdict(int)
        for number, instances in zip(classes.tolist(), counts.tolist(), strict=True):
            if self.kinds[number] == IRI:
                found[self.tokens[number][1:-1].decode()] += instances
        return dict(found)


def read(data: bytes | IO[bytes], media: str, *, base: str = DEFAULT_BASE, lenient: bool = False) -> Table:
    """Parse and intern in one go; raises SyntaxProblem."""
    relabel = media not in LINES
    if lenient:
        with problems():
            return _build_by_term(parser(data, media, base=base, lenient=True), relabel=relabel)
    return _interned(parsed_pieces(data, media, base=base), relabel=relabel)


def built(interner: Interner, *, relabel: bool) -> Table:
    """The table of all that an interner was given."""
    tokens, ids = list(interner.ids), interner.ids
    if relabel:
        return Table(interner.columns(), relabelled(tokens), interner.graph())
    ids.default_factory = None
    table = Table(interner.columns(), tokens, interner.graph())
    table.ids = ids  # not built a second time
    return table


def _interned(document: Iterable[Piece], *, relabel: bool) -> Table:
    interner = Interner()
    for piece in document:
        interner.add(piece)
    return built(interner, relabel=relabel)


def _build_by_term(quads: Iterator[ox.Quad], *, relabel: bool) -> Table:
    """Lenient input may hold IRIs with blanks or line ends, which no line can carry: slower, term by term."""
    ids: defaultdict[bytes, int] = defaultdict(count().__next__)
    kept: dict[bytes, Term] = {}
    flat: list[int] = []
    for quad in quads:
        for part in quad.triple:
            written = token(part)
            flat.append(ids[written])
            if isinstance(part, ox.NamedNode) and not _IRI.fullmatch(written):
                kept[written] = part
    s, p, o = (np.ascontiguousarray(column) for column in np.array(flat, np.int32).reshape(-1, 3).T)
    tokens = list(ids)
    table = Table((s, p, o), relabelled(tokens) if relabel else tokens)
    table.kept = kept
    return table


def _distinct(s: Ids, o: Ids) -> Edges:
    keys = np.sort((s.astype(np.int64) << 32) | o)
    keys = keys[_firsts(keys)]
    return Edges((keys >> 32).astype(np.int32), keys.astype(np.int32))


def runs(low: npt.NDArray[np.int64], counts: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The indexes low[0] .. low[0]+counts[0]-1, low[1] .. and so on."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(low - ends + counts, counts)


def distinct_ids(ids: Ids) -> Ids:
    """The distinct ids, ascending."""
    ascending = np.sort(ids)
    return ascending[_firsts(ascending)]
