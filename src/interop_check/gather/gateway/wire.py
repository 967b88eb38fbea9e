"""Bytes from a socket: each read within the deadline, all of them counted."""

import io
import socket
from typing import Any

from interop_check.gather.gateway.clock import Deadline

BUFFER = 65_536


class Wire(io.RawIOBase):
    """What http.client reads from. A server that drips is cut off: before every read."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._sock = sock
        self._deadline = deadline
        self._limit = "header_bytes"
        self._most = deadline.limits.header_bytes
        self._taken = 0

    def head_is_over(self) -> None:
        """From here on the bytes are those of the body."""
        self._limit, self._most = "wire_bytes", self._taken + self._deadline.limits.wire_bytes + 1

    def readable(self) -> bool:
        """Say that it can be read (io.RawIOBase)."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read what is there, at least a byte unless the server is done (io.RawIOBase)."""
        limits = self._deadline.limits
        if self._taken >= self._most:
            raise limits.hit(self._limit)
        self._sock.settimeout(min(self._deadline.left(), limits.idle_seconds))
        try:
            count = self._sock.recv_into(memoryview(buffer)[: self._most - self._taken])
        except TimeoutError:
            self._deadline.left()
            raise limits.hit("idle_seconds") from None
        self._taken += count
        return count

    def makefile(self, mode: str) -> io.BufferedReader:  # noqa: ARG002 - what http.client asks a socket for
        """Return the buffered reader that http.client wants."""
        return io.BufferedReader(self, BUFFER)
