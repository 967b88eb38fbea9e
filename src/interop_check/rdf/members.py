"""Several separate members, or pages, in one table: every one gets its own copy of each of its nodes."""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from interop_check.rdf.table import Edges, Ids, Table, distinct_ids, runs

Groups = npt.NDArray[np.int64]


def join(pages: Sequence[Table], first: int = 0) -> tuple[Table, Groups]:
    """All triples of several documents and per triple the number of its document, counted from 0.

    Blank nodes are kept apart: before their labels come `p`, the document's number plus `first`, and `-`.
    """
    ids: dict[bytes, int] = {}
    columns: list[list[Ids]] = [[], [], []]
    for number, page in enumerate(pages, first):
        label = b"_:p%d-" % number
        own = [label + t[2:] if t[:1] == b"_" else t for t in page.tokens]
        renamed = np.fromiter((ids.setdefault(t, len(ids)) for t in own), np.int32, len(own))
        for column, values in zip(columns, (page.s, page.p, page.o), strict=True):
            column.append(renamed[values])
    s, p, o = (np.concatenate(column) if column else np.empty(0, np.int32) for column in columns)
    table = Table((s, p, o), list(ids))
    table.ids = ids
    return table, np.repeat(np.arange(len(pages)), [len(page) for page in pages])


def split(
    table: Table, roots: Ids, groups: Groups | None = None
) -> tuple[npt.NDArray[np.int64], Groups, int]:
    """Triples by member: row numbers, the member of each, and how many members there are.

    A member is what can be reached from its root without passing another root; what several members reach is
    in each of them. What no root reaches forms one further member per document (`groups`).
    """
    order = np.argsort(table.s, kind="stable")
    edges = Edges(table.s[order], table.o[order])
    is_root = np.zeros(len(table.tokens), np.bool_)
    is_root[roots] = True
    seen = _reach(edges, roots, is_root)
    keys = np.array(sorted(seen), np.int64)
    members, nodes = keys >> 32, keys.astype(np.int32)
    low, counts = edges.span(nodes)
    rows, found = order[runs(low, counts)], np.repeat(members, counts)
    rest = np.ones(len(table), np.bool_)
    rest[rows] = False
    left = np.flatnonzero(rest)
    apart = np.zeros(len(left), np.int64) if groups is None else groups[left]
    others = np.unique(apart)
    further = len(roots) + np.searchsorted(others, apart)
    return np.concatenate([rows, left]), np.concatenate([found, further]), len(roots) + len(others)


def _reach(edges: Edges, roots: Ids, is_root: npt.NDArray[np.bool_]) -> set[int]:
    """Pairs of member and node, as member << 32 | node."""
    members, nodes = np.arange(len(roots)), roots
    seen: set[int] = set()
    while len(nodes):
        fresh = [key for key in ((members << 32) | nodes).tolist() if key not in seen]
        seen.update(fresh)
        keys = np.array(fresh, np.int64)
        low, counts = edges.span(keys.astype(np.int32))
        members, nodes = np.repeat(keys >> 32, counts), edges.o[runs(low, counts)]
        onward = ~is_root[nodes] & (edges.span(nodes)[1] > 0)
        members, nodes = members[onward], nodes[onward]
        keys = np.unique((members << 32) | nodes)
        members, nodes = keys >> 32, keys.astype(np.int32)
    return seen


def copied(
    table: Table, rows: npt.NDArray[np.int64], groups: Groups, background: Table | None = None
) -> tuple[Table, Table]:
    """The rows with nodes of their own per group, alone and with the background.

    Every copy of a node also has what the background says about it; beyond that the background is shared.
    """
    known = table if background is None else table.union(background)
    terms = len(known.tokens)
    s = (groups << 32) | table.s[rows]
    o = (groups << 32) | table.o[rows]
    keys = np.unique(np.concatenate([s, o]))
    of_copies = keys.astype(np.int32)
    columns = (_places(keys, s) + terms, table.p[rows], _places(keys, o) + terms)
    base = np.concatenate([np.arange(terms, dtype=np.int32), of_copies])
    tokens = known.tokens + [known.tokens[number] for number in of_copies.tolist()]
    data = Table(columns, tokens, base=base)
    data.ids = known.ids
    if background is None:
        return data, data
    whole = Table(_with_background(columns, known, len(table), keys, terms), tokens, base=base)
    whole.ids = known.ids
    return data, whole


def _places(keys: npt.NDArray[np.int64], wanted: npt.NDArray[np.int64]) -> Ids:
    return np.searchsorted(keys, wanted).astype(np.int32)


def _with_background(
    columns: tuple[Ids, Ids, Ids], known: Table, own: int, keys: npt.NDArray[np.int64], terms: int
) -> tuple[Ids, Ids, Ids]:
    """The members' triples, the background's, and the latter once more for every copy of its subjects."""
    order = np.argsort(known.s[own:], kind="stable") + own
    background = Edges(known.s[order], known.o[order])
    low, counts = background.span(keys.astype(np.int32))
    copies = np.repeat(np.arange(len(keys)), counts)
    rows = order[runs(low, counts)]
    values = ((keys >> 32)[copies] << 32) | known.o[rows]
    places = np.minimum(np.searchsorted(keys, values), len(keys) - 1)
    met = keys[places] == values
    o = np.where(met, places + terms, known.o[rows]).astype(np.int32)
    s = (copies + terms).astype(np.int32)
    return (
        np.concatenate([columns[0], known.s[own:], s]),
        np.concatenate([columns[1], known.p[own:], known.p[rows]]),
        np.concatenate([columns[2], known.o[own:], o]),
    )


def roots_of(table: Table, predicates: Iterable[str]) -> Ids:
    """The values of any of the predicates (IRIs): tree:member gives the members of a page."""
    found = [table.select_objects(predicate) for predicate in predicates]
    return distinct_ids(np.concatenate(found)) if found else np.empty(0, np.int32)
