"""How parent and child talk: short JSON headers, and triples as lines, never pickled.

What a child says is not believed: it has just read a document that may have broken it. Lines are cut into
terms and numbered by the parent alone, so that nothing in a table refers to what is not there.
"""

import json
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any, BinaryIO

import numpy as np

from interop_check.gather.sandbox.work import About, Part, RefusedError
from interop_check.model import Problem
from interop_check.rdf.contexts import Resolve
from interop_check.rdf.interning import CHUNK, Piece
from interop_check.rdf.page import PageReading
from interop_check.rdf.reading import of_plain

_LENGTH = struct.Struct(">I")
_MOST_HEADER = 1 << 26
_PLACE = np.dtype(np.int32)
_COUNTS = ("undecodable", "mended", "dropped")


class BrokenTalkError(Exception):
    """The other side has gone, or says what cannot be."""


def send(stream: BinaryIO, header: Mapping[str, Any]) -> None:
    """Write a header, and let it go."""
    _write(stream, header)
    stream.flush()


def _write(stream: BinaryIO, header: Mapping[str, Any], *following: bytes) -> None:
    written = json.dumps(header).encode()
    stream.write(_LENGTH.pack(len(written)) + written)
    stream.writelines(following)


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


def send_parts(stream: BinaryIO, parts: Iterable[Part]) -> None:
    """Write a document's pieces, and how it ended."""
    try:
        for part in parts:
            if isinstance(part, About):
                _send_about(stream, part)
            else:
                held_by = b"\n".join(part.graphs)
                sizes = {"lines": len(part.lines), "graphs": len(held_by)}
                _write(stream, sizes, part.lines, held_by)
    except RefusedError as refused:
        _write(stream, {"problem": asdict(refused.problem)})
    stream.flush()


def take_parts(inbox: BinaryIO, outbox: BinaryIO, resolve: Resolve, most: int) -> Iterator[Part]:
    """Read what `send_parts` wrote, and answer what is asked meanwhile; nothing has more than `most` bytes.

    RefusedError as it was raised there.
    """
    while "contexts" not in (header := receive(outbox) or {}):
        if "wanted" in header:
            send(inbox, {"document": resolve(str(header["wanted"]))})
        elif "problem" in header:
            raise RefusedError(_problem(header["problem"]))
        else:
            lines = take(outbox, _size(header, "lines", most))
            graphs = take(outbox, _size(header, "graphs", most))
            yield Piece(lines, graphs.split(b"\n", CHUNK) if graphs else [])
    try:
        yield _take_about(outbox, header, most)
    except (KeyError, OverflowError, TypeError, ValueError):
        raise BrokenTalkError from None


def _send_about(stream: BinaryIO, about: About) -> None:
    page, reading = about.page, about.reading
    told = page and {"encoding": page.encoding, **{name: getattr(page, name) for name in _COUNTS}}
    places = b"" if page is None else page.places.astype(_PLACE).tobytes()
    header = {
        "contexts": about.contexts,
        "reading": reading and reading.plain(),
        "unread": [asdict(problem) for problem in about.unread],
        "page": told,
        "places": len(places),
    }
    _write(stream, header, places)


def _take_about(stream: BinaryIO, header: Mapping[str, Any], most: int) -> About:
    places = take(stream, _size(header, "places", most))
    page, reading = header["page"], header["reading"]
    return About(
        contexts=tuple(map(str, header["contexts"])),
        reading=None if reading is None else of_plain(reading),
        page=None if page is None else _page(page, places),
        unread=tuple(map(_problem, header["unread"])),
    )


def _page(told: Mapping[str, Any], places: bytes) -> PageReading:
    counts = {name: int(told[name]) for name in _COUNTS}
    return PageReading(places=np.frombuffer(places, _PLACE), encoding=str(told["encoding"]), **counts)


def _size(header: Mapping[str, Any], name: str, most: int) -> int:
    told = header.get(name)
    if not isinstance(told, int) or not 0 <= told <= most:
        raise BrokenTalkError
    return told


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
