"""How parent and child talk: short JSON headers, and tables as columns and one run of tokens, never pickled.

What a child says is not believed: it has just read a document that may have broken it.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

import numpy as np

from interop_check.gather.sandbox.work import Parsed
from interop_check.model import Problem
from interop_check.rdf.page import PageReading
from interop_check.rdf.reading import of_plain
from interop_check.rdf.table import Ids, Table

_LENGTH = struct.Struct(">I")
_MOST_HEADER = 1 << 26
_TOKENS = 1 << 13
_TOLD = ("encoding", "undecodable", "mended", "dropped")


class BrokenTalkError(Exception):
    """The other side has gone, or says what cannot be."""


def send(stream: BinaryIO, header: Mapping[str, Any]) -> None:
    """Write a header."""
    written = json.dumps(header).encode()
    stream.write(_LENGTH.pack(len(written)) + written)
    stream.flush()


def receive(stream: BinaryIO) -> dict[str, Any] | None:
    """Read a header; None where the other side has closed."""
    length = stream.read(_LENGTH.size)
    if not length:
        return None
    if len(length) < _LENGTH.size or _LENGTH.unpack(length)[0] > _MOST_HEADER:
        raise BrokenTalkError
    try:
        header = json.loads(take(stream, _LENGTH.unpack(length)[0]))
    except ValueError:
        raise BrokenTalkError from None
    if not isinstance(header, dict):
        raise BrokenTalkError
    return header


def take(stream: BinaryIO, size: int) -> bytes:
    """Read exactly `size` bytes."""
    data = stream.read(size)
    if len(data) < size:
        raise BrokenTalkError
    return data


def send_answer(stream: BinaryIO, answer: Parsed | Problem) -> None:
    """Write a table or a problem."""
    if isinstance(answer, Problem):
        send(stream, {"problem": asdict(answer)})
        return
    table = answer.table
    columns = [table.s, table.p, table.o, *([] if table.graph is None else [table.graph])]
    sizes = {"triples": len(table), "columns": len(columns), "tokens": len(table.tokens)}
    reading = None if answer.reading is None else answer.reading.plain()
    send(stream, {"contexts": answer.contexts, "reading": reading, **_of_page(answer), **sizes})
    stream.writelines(_raw(column) for column in columns)
    if answer.page is not None:
        stream.write(_raw(answer.page.places))
    for start in range(0, len(table.tokens), _TOKENS):
        piece = b"\n".join(table.tokens[start : start + _TOKENS])
        stream.write(_LENGTH.pack(len(piece)))
        stream.write(piece)
    stream.flush()


def take_answer(stream: BinaryIO, header: Mapping[str, Any]) -> Parsed | Problem:
    """Read what `send_answer` wrote after its header."""
    try:
        if "problem" in header:
            return Problem(**header["problem"])
        columns = [_column(stream, int(header["triples"])) for _ in range(int(header["columns"]))]
        page = _page(stream, header)
        unread = tuple(Problem(**one) for one in header["unread"])
        tokens = _tokens(stream, int(header["tokens"]))
        contexts = tuple(map(str, header["contexts"]))
        reading = None if header["reading"] is None else of_plain(header["reading"])
    except (KeyError, TypeError, ValueError):
        raise BrokenTalkError from None
    if len(tokens) != header["tokens"] or not _fits(columns, len(tokens)):
        raise BrokenTalkError
    s, p, o = columns[:3]
    table = Table((s, p, o), tokens, *columns[3:])
    return Parsed(table=table, contexts=contexts, reading=reading, page=page, unread=unread)


def _of_page(answer: Parsed) -> dict[str, Any]:
    told = None if answer.page is None else {name: getattr(answer.page, name) for name in _TOLD}
    return {"page": told, "unread": [asdict(problem) for problem in answer.unread]}


def _page(stream: BinaryIO, header: Mapping[str, Any]) -> PageReading | None:
    told = header["page"]
    if told is None:
        return None
    counts = {name: int(told[name]) for name in _TOLD if name != "encoding"}
    places = _column(stream, int(header["triples"]))
    return PageReading(places=places, encoding=str(told["encoding"]), **counts)


def _column(stream: BinaryIO, rows: int) -> Ids:
    column = np.empty(rows, np.int32)
    view = _raw(column)
    if stream.readinto(view) < len(view):  # type: ignore[attr-defined]  # buffered streams have it
        raise BrokenTalkError
    return column


def _raw(column: Ids) -> memoryview:
    """The bytes of a column; a view of nothing cannot be cast."""
    return column.data.cast("B") if len(column) else memoryview(bytearray())


def _tokens(stream: BinaryIO, count: int) -> list[bytes]:
    """Canonical tokens hold no line end, so that lines are tokens."""
    tokens: list[bytes] = []
    for _ in range(0, count, _TOKENS):
        (size,) = _LENGTH.unpack(take(stream, _LENGTH.size))
        tokens += take(stream, size).split(b"\n")
    return tokens


def _fits(columns: list[Ids], tokens: int) -> bool:
    """Whether every id is that of a token; only a graph may be -1, the default graph."""
    lowest = (0, 0, 0, -1)
    return len(columns) in {3, 4} and all(
        not len(column) or (column.min() >= low and column.max() < tokens)
        for column, low in zip(columns, lowest, strict=False)
    )
