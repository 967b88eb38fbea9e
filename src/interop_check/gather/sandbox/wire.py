"""How parent and child talk: short JSON headers, and triples as lines, never pickled.

What a child says is not believed: it has just read a document that may have broken it. Lines are cut into
terms and numbered by the parent alone, so that nothing in a table refers to what is not there.
"""

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

from interop_check.gather.sandbox.work import About, RefusedError
from interop_check.model import Problem
from interop_check.rdf.contexts import Resolve
from interop_check.rdf.interning import Piece
from interop_check.rdf.reading import of_plain

_LENGTH = struct.Struct(">I")
_MOST_HEADER = 1 << 26


class BrokenTalkError(Exception):
    """The other side has gone, or says what cannot be."""


def send(stream: BinaryIO, header: Mapping[str, Any]) -> None:
    """Write a header, and let it go."""
    _write(stream, header)
    stream.flush()


def _write(stream: BinaryIO, header: Mapping[str, Any]) -> None:
    written = json.dumps(header).encode()
    stream.write(_LENGTH.pack(len(written)) + written)


def receive(stream: BinaryIO) -> dict[str, Any] | None:
    """Read a header; None where the other side has closed."""
    length = stream.read(_LENGTH.size)
    if not length:
        return None
    if len(length) < _LENGTH.size or _LENGTH.unpack(length)[0] > _MOST_HEADER:
        raise BrokenTalkError
    try:
        header = json.loads(take(stream, _LENGTH.unpack(length)[0]))
    except (ValueError, RecursionError):
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


def send_parts(stream: BinaryIO, parts: Iterable[Piece | About]) -> None:
    """Write a document's pieces, and how it ended."""
    try:
        for part in parts:
            if isinstance(part, About):
                reading = None if part.reading is None else part.reading.plain()
                send(stream, {"contexts": part.contexts, "reading": reading})
            else:
                held_by = b"\n".join(part.graphs)
                _write(stream, {"lines": len(part.lines), "graphs": len(held_by)})
                stream.write(part.lines)
                stream.write(held_by)
    except RefusedError as refused:
        send(stream, {"problem": asdict(refused.problem)})


def take_parts(inbox: BinaryIO, outbox: BinaryIO, resolve: Resolve, most: int) -> Iterator[Piece | About]:
    """Read what `send_parts` wrote, and answer what is asked meanwhile; no piece has more than `most` bytes.

    RefusedError as it was raised there.
    """
    while "contexts" not in (header := receive(outbox) or {}):
        if "wanted" in header:
            send(inbox, {"document": resolve(str(header["wanted"]))})
        elif "problem" in header:
            raise RefusedError(_problem(header["problem"]))
        else:
            lines, graphs = (_size(header.get(name), most) for name in ("lines", "graphs"))
            held_by = take(outbox, lines), take(outbox, graphs)
            yield Piece(held_by[0], held_by[1].split(b"\n") if graphs else [])
    yield _about(header)


def _size(told: object, most: int) -> int:
    if not isinstance(told, int) or not 0 <= told <= most:
        raise BrokenTalkError
    return told


def _about(told: Mapping[str, Any]) -> About:
    try:
        reading = None if told["reading"] is None else of_plain(told["reading"])
        return About(contexts=tuple(map(str, told["contexts"])), reading=reading)
    except (KeyError, TypeError, ValueError):
        raise BrokenTalkError from None


def _problem(told: object) -> Problem:
    match told:
        case {
            "code": str(code),
            "args": dict(args),
            "line": int() | None as line,
            "column": int() | None as column,
        }:
            if all(isinstance(value, str) for value in args.values()):
                return Problem(code=code, args=args, line=line, column=column)
    raise BrokenTalkError
