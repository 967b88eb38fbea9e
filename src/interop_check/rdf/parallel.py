"""N-Triples read by several processes: same table as read by one."""

from collections import deque
from collections.abc import Iterator
from mmap import mmap
from typing import TYPE_CHECKING

import numpy as np

from interop_check.rdf.parse import SyntaxProblem
from interop_check.rdf.table import Ids, Table, read

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

_PIECE = 1 << 23

Piece = tuple[bytes, bytes, bytes, list[bytes]]


def read_lines(data: bytes | mmap, workers: int, *, piece: int = _PIECE) -> Table:
    """The table of N-Triples, cut at line ends and read by `workers` processes; raises SyntaxProblem."""
    if workers < 2 or len(data) <= piece:  # noqa: PLR2004 - one worker is this process
        return read(data[:], "application/n-triples")
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - costs start-up time, seldom needed

    ids: dict[bytes, int] = {}
    columns: list[tuple[Ids, Ids, Ids]] = []
    start = 0
    with ProcessPoolExecutor(workers) as pool:
        for size, future in _ahead(pool, data, workers, piece):
            columns.append(_renamed(_result(future, data, start), ids))
            start += size
    s, p, o = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    table = Table((s, p, o), list(ids))
    table.ids = ids
    return table


def _ahead(
    pool: "ProcessPoolExecutor", data: bytes | mmap, workers: int, piece: int
) -> Iterator[tuple[int, "Future[Piece]"]]:
    """Pieces in order, only so many in flight that memory stays bounded."""
    flying: deque[tuple[int, Future[Piece]]] = deque()
    start = 0
    while start < len(data) or flying:
        while start < len(data) and len(flying) < 2 * workers:
            end = data.find(b"\n", start + piece) + 1 or len(data)
            flying.append((end - start, pool.submit(_read, data[start:end])))
            start = end
        yield flying.popleft()


def _read(text: bytes) -> Piece:
    table = read(text, "application/n-triples")
    return table.s.tobytes(), table.p.tobytes(), table.o.tobytes(), table.tokens


def _result(future: "Future[Piece]", data: bytes | mmap, start: int) -> Piece:
    try:
        return future.result()
    except SyntaxProblem as problem:
        line = problem.line and problem.line + data[:start].count(b"\n")
        raise SyntaxProblem(problem.detail, line, problem.column) from None


def _renamed(piece: Piece, ids: dict[bytes, int]) -> tuple[Ids, Ids, Ids]:
    tokens = piece[3]
    names = np.fromiter((ids.setdefault(token, len(ids)) for token in tokens), np.int32, len(tokens))
    s, p, o = (names[np.frombuffer(column, np.int32)] for column in piece[:3])
    return s, p, o
