"""Property paths over a table: from nodes to value nodes, set at a time.

A path may lead from every node to every other: the pairs are counted before they are made.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from interop_check.rdf.table import Edges, Ids, Table, runs
from interop_check.rdf.terms import iri_token
from interop_check.shacl.effort import Account
from interop_check.shacl.paths import Alternative, Inverse, Path, Predicate, Repeat, Sequence

Rows = npt.NDArray[np.int64]

_ROUND = 50
"""Pairs that a round of a repetition counts for besides its own: small ones take as long as that."""

NONE: Ids = np.empty(0, np.int32)


def gather(edges: Edges, wanted: Ids) -> Ids:
    """The values of all wanted nodes, one node after the other."""
    if len(wanted) == 1:
        low, high = np.searchsorted(edges.s, [wanted[0], wanted[0] + 1])
        return edges.o[low:high]
    return edges.o[runs(*edges.span(wanted))]


def follow(table: Table, path: Path, starts: Ids, pairs: Account) -> tuple[Rows, Ids]:
    """The distinct pairs (index into `starts`, value node), ordered by index.

    OverLimitError where a path of more than one step leads through too many `pairs`.
    """
    if isinstance(path, Predicate) or (isinstance(path, Inverse) and isinstance(path.path, Predicate)):
        return step(edges_of(table, path), starts)
    pairs.earn(len(table) + len(starts))
    return _follow(table, path, starts, pairs)


def _follow(table: Table, path: Path, starts: Ids, pairs: Account) -> tuple[Rows, Ids]:
    match path:
        case Predicate() | Inverse(Predicate()):
            return step(edges_of(table, path), starts, pairs)
        case Inverse(inner):
            return _follow(table, _turned(inner), starts, pairs)
        case Sequence(steps):
            rows, nodes = np.arange(len(starts)), starts
            for part in steps:
                onward, nodes = _follow(table, part, nodes, pairs)
                rows, nodes = distinct(rows[onward], nodes)
            return rows, nodes
        case Alternative(steps):
            found = [_follow(table, part, starts, pairs) for part in steps]
            return distinct(np.concatenate([r for r, _ in found]), np.concatenate([n for _, n in found]))
        case Repeat(inner, least, once):
            return _repeat(table, inner, starts, pairs, least=least, once=once)


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


def step(edges: Edges, starts: Ids, pairs: Account | None = None) -> tuple[Rows, Ids]:
    """The pairs that one step leads to, which count where `pairs` are given."""
    low, counts = edges.span(starts)
    if pairs is not None:
        pairs.spend(int(counts.sum()))
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


def _repeat(
    table: Table, path: Path, starts: Ids, pairs: Account, *, least: int, once: bool
) -> tuple[Rows, Ids]:
    rows, nodes = np.arange(len(starts)), starts
    if least:
        rows, nodes = _follow(table, path, starts, pairs)
    elif once:
        onward, reached = _follow(table, path, starts, pairs)
        return distinct(np.concatenate([rows, onward]), np.concatenate([nodes, reached]))
    if isinstance(path, Predicate) or (isinstance(path, Inverse) and isinstance(path.path, Predicate)):
        return _closure(edges_of(table, path), rows, nodes, pairs)
    seen: set[int] = set()
    while len(rows):
        # A set, not a sorted array: a chain of n links takes n rounds and must not cost n squared.
        fresh = [key for key in _keys(rows, nodes).tolist() if key not in seen]
        seen.update(fresh)
        rows, nodes = _split(np.array(fresh, np.int64))
        pairs.spend(_ROUND)
        onward, nodes = _follow(table, path, nodes, pairs)
        rows, nodes = distinct(rows[onward], nodes)
    return _split(np.array(sorted(seen), np.int64))


def _closure(edges: Edges, rows: Rows, nodes: Ids, pairs: Account) -> tuple[Rows, Ids]:
    """What one step leads to, taken any number of times: node by node, which suits long chains as well."""
    reached: list[Ids] = []
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    for own in np.split(nodes, starts[1:]) if len(rows) else ():
        seen = set(own.tolist())
        waiting, met = list(seen), len(seen)
        while waiting:
            onward = edges.lists.get(waiting.pop(), ())
            met += len(onward)
            for node in onward:
                if node not in seen:
                    seen.add(node)
                    waiting.append(node)
        pairs.spend(met)
        reached.append(np.sort(np.fromiter(seen, np.int32, len(seen))))
    found = np.concatenate(reached) if reached else NONE
    return np.repeat(rows[starts], [len(part) for part in reached]), found


def distinct(rows: Rows, nodes: Ids) -> tuple[Rows, Ids]:
    """The pairs without repeats, ordered."""
    return _split(np.unique(_keys(rows, nodes)))


def _keys(rows: Rows, nodes: Ids) -> Rows:
    return (rows << 32) | nodes


def _split(keys: Rows) -> tuple[Rows, Ids]:
    return keys >> 32, keys.astype(np.int32)
