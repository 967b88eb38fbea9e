"""Property paths over a table: from nodes to value nodes, set at a time."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from interop_check.rdf.table import Edges, Ids, Table, runs
from interop_check.rdf.terms import iri_token
from interop_check.shacl.paths import Alternative, Inverse, Path, Predicate, Repeat, Sequence

Rows = npt.NDArray[np.int64]

NONE: Ids = np.empty(0, np.int32)


def gather(edges: Edges, wanted: Ids) -> Ids:
    """The values of all wanted nodes, one node after the other."""
    if len(wanted) == 1:
        low, high = np.searchsorted(edges.s, [wanted[0], wanted[0] + 1])
        return edges.o[low:high]
    return edges.o[runs(*edges.span(wanted))]


def follow(table: Table, path: Path, starts: Ids) -> tuple[Rows, Ids]:
    """The distinct pairs (index into `starts`, value node), ordered by index."""
    match path:
        case Predicate() | Inverse(Predicate()):
            return _step(edges_of(table, path), starts)
        case Inverse(inner):
            return follow(table, _turned(inner), starts)
        case Sequence(steps):
            rows, nodes = np.arange(len(starts)), starts
            for step in steps:
                onward, nodes = follow(table, step, nodes)
                rows, nodes = distinct(rows[onward], nodes)
            return rows, nodes
        case Alternative(steps):
            found = [follow(table, step, starts) for step in steps]
            return distinct(np.concatenate([r for r, _ in found]), np.concatenate([n for _, n in found]))
        case Repeat(inner, least, once):
            return _repeat(table, inner, starts, least=least, once=once)


def edges_of(table: Table, path: Predicate | Inverse) -> Edges:
    """The pairs of a predicate or an inverse predicate."""
    if isinstance(path, Predicate):
        return table.edges(table.number(_token(path.iri)))
    if not isinstance(path.path, Predicate):
        raise TypeError(path)
    return table.inverse(table.number(_token(path.path.iri)))


@lru_cache(maxsize=4096)
def _token(iri: str) -> bytes:
    return iri_token(iri)


def _step(edges: Edges, starts: Ids) -> tuple[Rows, Ids]:
    low, counts = edges.span(starts)
    return np.repeat(np.arange(len(starts)), counts), edges.o[runs(low, counts)]


def _turned(path: Path) -> Path:
    match path:
        case Predicate():
            return Inverse(path)
        case Inverse(inner):
            return inner
        case Sequence(steps):
            return Sequence(tuple(_turned(step) for step in reversed(steps)))
        case Alternative(steps):
            return Alternative(tuple(_turned(step) for step in steps))
        case Repeat(inner, least, once):
            return Repeat(_turned(inner), least, once)


def _repeat(table: Table, path: Path, starts: Ids, *, least: int, once: bool) -> tuple[Rows, Ids]:
    rows, nodes = np.arange(len(starts)), starts
    if least:
        rows, nodes = follow(table, path, starts)
    elif once:
        onward, reached = follow(table, path, starts)
        return distinct(np.concatenate([rows, onward]), np.concatenate([nodes, reached]))
    seen: set[int] = set()
    while len(rows):
        # A set, not a sorted array: a chain of n links takes n rounds and must not cost n squared.
        fresh = [key for key in _keys(rows, nodes).tolist() if key not in seen]
        seen.update(fresh)
        rows, nodes = _split(np.array(fresh, np.int64))
        onward, nodes = follow(table, path, nodes)
        rows, nodes = distinct(rows[onward], nodes)
    return _split(np.array(sorted(seen), np.int64))


def distinct(rows: Rows, nodes: Ids) -> tuple[Rows, Ids]:
    """The pairs without repeats, ordered."""
    return _split(np.unique(_keys(rows, nodes)))


def _keys(rows: Rows, nodes: Ids) -> Rows:
    return (rows << 32) | nodes


def _split(keys: Rows) -> tuple[Rows, Ids]:
    return keys >> 32, keys.astype(np.int32)
