"""Undo at most one compression, piece by piece and within limits (RFC 9110, 8.4)."""

import zlib
from collections.abc import Iterator

from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.limits import Limits

ACCEPTED = "gzip, deflate"

_GZIP, _ZLIB, _RAW = 31, 15, -15
_PIECE = 65_536
_HEADER_BYTES, _ZLIB_METHOD, _ZLIB_CHECK = 2, 8, 31


def coding(fields: list[str], limits: Limits) -> str:
    """Return the one coding of a body, or an empty text. GatewayError for more, or another."""
    named = [word.strip().lower() for field in fields for word in field.split(",")]
    codings = [word.removeprefix("x-") for word in named if word and word != "identity"]
    if len(codings) > limits.encodings:
        raise limits.hit("encodings", encoding=", ".join(codings)[:100])
    if any(word not in ("gzip", "deflate") for word in codings):
        raise GatewayError("gateway-encoding", encoding=codings[0][:100])
    return codings[0] if codings else ""


class Decoder:
    """Turns what was sent into what was meant; stops as soon as too much comes out."""

    def __init__(self, named: str, limits: Limits) -> None:
        self._named = named
        self._limits = limits
        self._inflate: zlib._Decompress | None = None
        self._waiting = b""
        self.taken = 0
        self.given = 0

    def pieces(self, sent: bytes) -> Iterator[bytes]:
        """Yield what `sent` decodes to, never much at once."""
        self.taken += len(sent)
        if not self._named:
            self.given += len(sent)
            yield sent
            return
        try:
            yield from self._inflated(self._waiting + sent)
        except zlib.error as error:
            raise GatewayError("gateway-encoding", encoding=self._named, reason="damaged") from error

    def _inflated(self, data: bytes) -> Iterator[bytes]:
        self._waiting = b""
        pending = False
        while data or pending:
            if self._inflate is None:
                if len(data) < _HEADER_BYTES:
                    self._waiting = data
                    return
                self._inflate = zlib.decompressobj(self._window(data))
            piece = self._inflate.decompress(data, _PIECE)
            self._count(len(piece))
            if piece:
                yield piece
            # A full piece may leave something in the decoder although it has taken all of its input.
            data, pending = self._inflate.unconsumed_tail, len(piece) == _PIECE
            if self._inflate.eof:
                # A gzip file may be several one after another, and padded (RFC 1952, 2.2).
                data, pending, self._inflate = self._inflate.unused_data.lstrip(b"\0"), False, None

    def _window(self, data: bytes) -> int:
        if self._named == "gzip":
            return _GZIP
        # Some servers send deflate without the zlib header that RFC 9110 8.4.1.2 asks for.
        is_zlib = data[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(data[:_HEADER_BYTES]) % _ZLIB_CHECK == 0
        return _ZLIB if is_zlib else _RAW

    def _count(self, size: int) -> None:
        self.given += size
        if self.given > self._limits.ratio_from_bytes and self.given > self._limits.ratio * self.taken:
            raise self._limits.hit("ratio")

    @property
    def is_whole(self) -> bool:
        """Return whether nothing is missing at the end."""
        return self._inflate is None and not self._waiting
