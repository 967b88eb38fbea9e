"""Constraints on all value nodes of a focus node (SHACL 4.2, 4.5, 4.8): counts, pairs, closedness."""

from collections.abc import Iterator

import numpy as np

from interop_check.rdf.terms import iri_token, token
from interop_check.shacl import constraints as c
from interop_check.shacl.compare import order, value_of
from interop_check.shacl.paths import Predicate
from interop_check.shacl.steps import distinct, follow
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
    rows, nodes = follow(values.table, Predicate(constraint.predicate), values.focus)
    own, other = (values.rows << 32) | values.nodes, (rows << 32) | nodes
    apart = np.setxor1d(own, other)
    return Found(len(np.union1d(own, other)), apart >> 32, apart.astype(np.int32))


def disjoint(constraint: c.Disjoint, values: Values) -> Found:
    rows, nodes = follow(values.table, Predicate(constraint.predicate), values.focus)
    own, other = (values.rows << 32) | values.nodes, (rows << 32) | nodes
    shared = np.intersect1d(own, other)
    return Found(len(own), shared >> 32, shared.astype(np.int32))


def less_than(constraint: c.LessThan, values: Values) -> Found:
    table = values.table
    others: dict[int, list[bytes]] = {}
    rows, nodes = follow(table, Predicate(constraint.predicate), values.focus)
    for row, node in zip(rows.tolist(), nodes.tolist(), strict=True):
        others.setdefault(row, []).append(table.tokens[node])
    pairs = 0
    wrong_rows: list[int] = []
    wrong_nodes: list[int] = []
    for row, node in zip(values.rows.tolist(), values.nodes.tolist(), strict=True):
        own = value_of(table.tokens[node])
        for other in others.get(row, ()):
            pairs += 1
            if order(own, value_of(other)) not in constraint.orders:
                wrong_rows.append(row)
                wrong_nodes.append(node)
    return Found(pairs, np.array(wrong_rows, np.int64), np.array(wrong_nodes, np.int32))


def closed(constraint: c.Closed, values: Values) -> Iterator[Found]:
    """One Found per predicate that the value nodes have; looked at is every value of theirs."""
    table = values.table
    allowed = {table.number(iri_token(iri)) for iri in constraint.allowed}
    for predicate in table.predicates.tolist():
        met = int(table.edges(predicate).span(values.nodes)[1].sum())
        if predicate in allowed or not met:
            yield Found(met, np.empty(0, np.int64))
            continue
        path = Predicate(table.tokens[predicate][1:-1].decode())
        onward, nodes = follow(table, path, values.nodes)
        rows, nodes = distinct(values.rows[onward], nodes)
        yield Found(met, rows, nodes, path=path)
