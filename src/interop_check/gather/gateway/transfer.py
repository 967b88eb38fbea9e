"""One request over one connection and its answer: no redirect, no retry, no cache."""

import http.client
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from interop_check.gather.cache import Spool
from interop_check.gather.exchange import Body
from interop_check.gather.gateway.address import Target
from interop_check.gather.gateway.clock import Deadline
from interop_check.gather.gateway.decode import Decoder, coding
from interop_check.gather.gateway.dial import Line
from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.limits import Limits
from interop_check.gather.gateway.wire import Wire

_CHUNK = 65_536
_EARLY = range(102, 200)  # 100 is skipped by http.client; the others say as little of the answer (RFC 8297)
_TOO_MANY = "got more than"


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent, besides the address and its host."""

    method: str
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request brought: headers as they came, names in lower case; the body decoded."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: Body
    wire_bytes: int

    def header(self, name: str) -> str | None:
        """Return the first header of that name."""
        return next((value for known, value in self.headers if known == name), None)


def transfer(
    line: Line, target: Target, message: Message, deadline: Deadline, folder: Callable[[], Path]
) -> Answer:
    """Ask and read the whole answer. GatewayError for whatever stands in the way."""
    limits = deadline.limits
    wire = Wire(line.sock, deadline)
    response = http.client.HTTPResponse(wire, method=message.method)  # type: ignore[arg-type]
    try:
        line.sock.settimeout(deadline.left())
        line.sock.sendall(_head(target, message))
        _begin(response)
        wire.head_is_over()
        return _answer(response, limits, folder)
    except http.client.IncompleteRead as error:
        raise GatewayError("gateway-truncated") from error
    except ssl.SSLEOFError as error:
        raise GatewayError("gateway-truncated") from error
    except OSError as error:
        deadline.left()
        raise GatewayError("gateway-failed", host=target.host, reason=type(error).__name__) from error
    except http.client.HTTPException as error:
        raise _malformed(error, limits) from error
    except ValueError as error:
        # What http.client makes of lengths that are none.
        raise GatewayError("gateway-malformed", reason="length") from error
    finally:
        response.close()


def _head(target: Target, message: Message) -> bytes:
    lines = [f"{message.method} {target.path} HTTP/1.1", f"Host: {target.authority}"]
    lines += [f"{name}: {value}" for name, value in message.headers]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("ascii")


def _begin(response: http.client.HTTPResponse) -> None:
    response.begin()
    while response.status in _EARLY:
        vars(response)["headers"] = None  # makes begin read the next head
        response.begin()


def _malformed(error: http.client.HTTPException, limits: Limits) -> GatewayError:
    if isinstance(error, http.client.LineTooLong):
        return limits.hit("header_bytes")
    if str(error).startswith(_TOO_MANY):
        return limits.hit("header_count")
    return GatewayError("gateway-malformed", reason=type(error).__name__)


def _answer(response: http.client.HTTPResponse, limits: Limits, folder: Callable[[], Path]) -> Answer:
    fields = [(name.lower(), str(value)) for name, value in response.headers.items()]
    if len(fields) > limits.header_count:
        raise limits.hit("header_count")
    named = coding(response.headers.get_all("Content-Encoding", []), limits)
    _check_length(response)
    if not named and (response.length or 0) > limits.body_bytes:
        raise limits.hit("body_bytes")
    decoder = Decoder(named, limits)
    spool = Spool(folder, limits.memory_bytes)
    try:
        for piece in _decoded(response, decoder):
            spool.write(piece)
            if spool.size > limits.body_bytes:
                raise limits.hit("body_bytes")
        # Bytes that were promised, or the end of the compression, did not come (RFC 9112, 8).
        if response.length or not decoder.is_whole:
            raise GatewayError("gateway-truncated")
        return Answer(response.status, tuple(fields), spool.finish(), decoder.taken)
    finally:
        spool.drop()


def _check_length(response: http.client.HTTPResponse) -> None:
    """Refuse lengths that contradict each other, or are no length (RFC 9112, 6.3)."""
    lengths = set(response.headers.get_all("Content-Length", []))
    if len(lengths) > 1 or not all(one.strip().isascii() and one.strip().isdigit() for one in lengths):
        raise GatewayError("gateway-malformed", reason="length")


def _decoded(response: http.client.HTTPResponse, decoder: Decoder) -> Iterator[bytes]:
    while sent := response.read(_CHUNK):
        yield from decoder.pieces(sent)


def narrowed(limits: Limits, max_bytes: int | None) -> Limits:
    """Return the limits with a smaller cap on the body, where the caller knows how large it may be."""
    if max_bytes is None or max_bytes >= limits.body_bytes:
        return limits
    return replace(limits, body_bytes=max_bytes)
