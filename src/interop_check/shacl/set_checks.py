"""Constraints on all value nodes of a focus node (SHACL 4.2, 4.5, 4.8): counts, pairs, closedness."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from interop_check.rdf.table import Ids, runs
from interop_check.rdf.terms import iri_token, token
from interop_check.shacl import constraints as c
from interop_check.shacl.compare import Value, order, value_of
from interop_check.shacl.paths import Predicate
from interop_check.shacl.steps import Rows, edges_of, step
from interop_check.shacl.values import Found, Values


def count(constraint: c.Count, values: Values) -> Found:
    counts = values.counts
    wrong = counts < constraint.number if constraint.least else counts > constraint.number
    return Found(len(values.focus), np.flatnonzero(wrong))


def has_value(constraint: c.HasValue, values: Values) -> Found:
    table = values.table
    wanted = table.number(token(constraint.value))
    missing = np.ones(len(values.focus), np.bool_)
    missing[values.rows[table.of_terms(values.nodes) == wanted]] = False
    return Found(len(values.focus), np.flatnonzero(missing))


def equals(constraint: c.Equals, values: Values) -> Found:
    rows, nodes = _others(constraint.predicate, values)
    own, other = (values.rows << 32) | values.nodes, (rows << 32) | nodes
    apart = np.setxor1d(own, other)
    return Found(len(np.union1d(own, other)), apart >> 32, apart.astype(np.int32))


def _others(predicate: str, values: Values) -> tuple[Rows, Ids]:
    """The values of another predicate (IRI) of the focus nodes."""
    return step(edges_of(values.table, Predicate(predicate)), values.focus)


def disjoint(constraint: c.Disjoint, values: Values) -> Found:
    rows, nodes = _others(constraint.predicate, values)
    own, other = (values.rows << 32) | values.nodes, (rows << 32) | nodes
    shared = np.intersect1d(own, other)
    return Found(len(own), shared >> 32, shared.astype(np.int32))


def less_than(constraint: c.LessThan, values: Values) -> Found:
    table = values.table
    others: dict[int, list[Value | None]] = {}
    rows, nodes = _others(constraint.predicate, values)
    _count_comparisons(rows, values)
    for row, node in zip(rows.tolist(), nodes.tolist(), strict=True):
        others.setdefault(row, []).append(value_of(table.tokens[node]))
    pairs = 0
    wrong_rows: list[int] = []
    wrong_nodes: list[int] = []
    for row, node in zip(values.rows.tolist(), values.nodes.tolist(), strict=True):
        own = value_of(table.tokens[node])
        for other in others.get(row, ()):
            pairs += 1
            if order(own, other) not in constraint.orders:
                wrong_rows.append(row)
                wrong_nodes.append(node)
    return Found(pairs, np.array(wrong_rows, np.int64), np.array(wrong_nodes, np.int32))


def _count_comparisons(rows: Rows, values: Values) -> None:
    """All values of one node are compared with all of its others: as many pairs as the product of the two."""
    size = len(values.focus)
    comparisons = np.bincount(rows, minlength=size) * np.bincount(values.rows, minlength=size)
    values.effort.pairs.earn(len(rows) + len(values.rows))
    values.effort.pairs.spend(int(comparisons.sum()))


def closed(constraint: c.Closed, values: Values) -> Iterator[Found]:
    """One Found per predicate that the value nodes may not have; looked at is every value of theirs."""
    table = values.table
    rows, predicates, nodes = _outgoing(values)
    yield Found(len(rows), np.empty(0, np.int64))
    allowed = [table.number(iri_token(iri)) for iri in constraint.allowed]
    wrong = ~np.isin(predicates, allowed)
    found = np.unique(np.stack([predicates[wrong], rows[wrong], nodes[wrong]]), axis=1)
    starts = np.flatnonzero(np.diff(found[0], prepend=-1))
    for start, end in pairwise([*starts.tolist(), found.shape[1]]):
        path = Predicate(table.tokens[int(found[0, start])][1:-1].decode())
        yield Found(0, found[1, start:end], found[2, start:end].astype(np.int32), path=path)


def _outgoing(values: Values) -> tuple[Rows, Ids, Ids]:
    """All that the value nodes say: per distinct triple the row of a focus node, the predicate, the value."""
    table = values.table
    own = np.isin(table.s, values.nodes)
    s, p, o = np.unique(np.stack([table.s[own], table.p[own], table.o[own]]), axis=1)
    order = np.argsort(values.nodes, kind="stable")
    ascending = values.nodes[order]
    low = np.searchsorted(ascending, s)
    counts = np.searchsorted(ascending, s, "right") - low
    return values.rows[order[runs(low, counts)]], np.repeat(p, counts), np.repeat(o, counts)
