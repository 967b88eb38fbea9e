"""Terms as numbers, by way of the serialiser: splitting its canonical lines is faster than hashing terms."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import IO, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from interop_check.rdf.parse import DATASETS, DEFAULT_BASE, parser, problems
from interop_check.rdf.terms import token

Ids: TypeAlias = npt.NDArray[np.int32]

CHUNK = 4096
"""The most triples in a piece."""

_MOST_BYTES = 1 << 20
_RANDOM_LABEL = re.compile(rb"_:[a-f][0-9a-f]{24,31}\b")
_NONE: Ids = np.empty(0, np.int32)


class Piece(NamedTuple):
    """Some triples of a document: canonical N-Triples, and per triple the token of the graph that holds it.

    That token is empty for the default graph, and `graphs` is empty where all triples are in that.
    """

    lines: bytes
    graphs: list[bytes]


def parsed_pieces(data: bytes | IO[bytes], media: str, *, base: str = DEFAULT_BASE) -> Iterator[Piece]:
    """Parse a document piece by piece; SyntaxProblem, possibly after the first of them."""
    with problems():
        yield from pieces(parser(data, media, base=base, lenient=False), named=media in DATASETS)


def pieces(quads: Iterator[ox.Quad], *, named: bool) -> Iterator[Piece]:
    """Cut a document into pieces; `named` says whether some quad may be in a named graph."""
    chunks = _named(quads) if named else _unnamed(quads)
    return (part for piece in chunks for part in _cut(piece))


def _unnamed(quads: Iterator[ox.Quad]) -> Iterator[Piece]:
    while lines := _lines(islice(quads, CHUNK)):
        yield Piece(lines, [])


def _named(quads: Iterator[ox.Quad]) -> Iterator[Piece]:
    while chunk := list(islice(quads, CHUNK)):
        graphs = [_graph(quad.graph_name) for quad in chunk]
        yield Piece(_lines(quad.triple for quad in chunk), graphs if any(graphs) else [])


def of_tokens(triples: Sequence[tuple[bytes, bytes, bytes]], graphs: Sequence[bytes]) -> Iterator[Piece]:
    """Return triples of canonical tokens as pieces; `graphs` as a piece has them."""
    for start in range(0, len(triples), CHUNK):
        lines = b"".join(b"%b %b %b .\n" % triple for triple in triples[start : start + CHUNK])
        yield from _cut(Piece(lines, list(graphs[start : start + CHUNK])))


def _lines(statements: Iterable[ox.Triple] | Iterable[ox.Quad]) -> bytes:
    return ox.serialize(statements, format=ox.RdfFormat.N_TRIPLES) or b""


def _graph(name: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bytes:
    return b"" if isinstance(name, ox.DefaultGraph) else token(name)


def _cut(piece: Piece) -> Iterator[Piece]:
    """Cut a long piece: a little Turtle can stand for much, and taking it shall need little memory."""
    if len(piece.lines) <= _MOST_BYTES:
        yield piece
        return
    lines = piece.lines.split(b"\n")[:-1]
    step = max(1, len(lines) * _MOST_BYTES // len(piece.lines))
    for start in range(0, len(lines), step):
        part = b"\n".join(lines[start : start + step]) + b"\n"
        yield Piece(part, piece.graphs[start : start + step])


class Interner:
    """Numbers the terms of one document in the order in which they are met, piece after piece."""

    def __init__(self) -> None:
        self.ids: defaultdict[bytes, int] = defaultdict(count().__next__)
        self.triples = 0
        self._columns: list[Ids] = []
        self._graphs: list[Ids] = []

    def add(self, piece: Piece) -> None:
        """Number the terms of a piece; ValueError where no document has such a piece."""
        number = self.ids.__getitem__
        lines = piece.lines.split(b" .\n", CHUNK)
        size = len(lines) - 1
        if piece.graphs:
            graphs = np.array([number(graph) if graph else -1 for graph in piece.graphs], np.int32)
        else:
            graphs = np.full(size, -1, np.int32)
        tokens = [token for line in lines[:-1] for token in line.split(b" ", 2)]
        if lines[-1] or len(tokens) != 3 * size or len(graphs) != size:
            raise ValueError(piece)
        self._columns.append(np.fromiter(map(number, tokens), np.int32, len(tokens)))
        self._graphs.append(graphs)
        self.triples += size

    def columns(self) -> tuple[Ids, Ids, Ids]:
        """The subject, predicate and object of every triple."""
        flat = np.concatenate(self._columns or [_NONE]).reshape(-1, 3)
        s, p, o = (np.ascontiguousarray(flat[:, column]) for column in range(3))
        return s, p, o

    def graph(self) -> Ids | None:
        """The graph of every triple, -1 for the default graph; None where no triple is in another."""
        graph = np.concatenate(self._graphs or [_NONE])
        return graph if (graph >= 0).any() else None


def relabelled(tokens: list[bytes]) -> list[bytes]:
    """Tokens whose anonymous blank nodes have labels in order of appearance: the parser's own are random."""
    taken = {written for written in tokens if written[:1] == b"_"}
    fresh = (label for label in map(b"_:b%d".__mod__, count()) if label not in taken)
    names: dict[bytes, bytes] = {}
    for written in tokens:
        if written[:1] == b"_" or written[:2] == b"<<":
            for label in _RANDOM_LABEL.findall(written):
                if label not in names:
                    names[label] = next(fresh)
    if not names:
        return tokens
    return [
        _RANDOM_LABEL.sub(lambda found: names.get(found[0], found[0]), written)
        if written[:2] == b"<<"
        else names.get(written, written)
        for written in tokens
    ]
