"""Ten thousand small exchanges and a body of a gigabyte through the gateway, from a server on the loopback.

    python bench/gateway.py [exchanges] [megabytes]

Prints requests per second, and resident memory before, after and at its peak. The server is another process,
so the memory is that of the gateway; it ends when this one does.
"""

import platform
import resource
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from os import cpu_count
from pathlib import Path

from interop_check.gather.cache import Cache
from interop_check.gather.gateway import Limits, Session

MEBIBYTE = 1_048_576
SMALL = b'{"type": "View"}' * 64
EXCHANGES, MEGABYTES = 10_000, 1024


def main(exchanges: int, megabytes: int) -> None:
    """Print the figures."""
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    print(
        f"Python {platform.python_version()}, {ssl.OPENSSL_VERSION}, {platform.system()} {platform.machine()}"
    )
    print(f"{cpu_count()} CPUs, server in another process on the same machine\n")
    print(f"{'':34} {'seconds':>8} {'rate':>14} {'before':>8} {'after':>8} {'peak':>8}  MiB resident")
    with serving() as port, tempfile.TemporaryDirectory(prefix="interop-check-bench-") as folder:
        url = f"http://127.0.0.1:{port}"
        limits = Limits(
            host_interval_seconds=0,
            total_seconds=600,
            body_bytes=2**40,
            wire_bytes=2**40,
            memory_bytes=MEBIBYTE,
        )
        with Session(limits, allow=["127.0.0.0/8"]) as session:
            measured("warm-up", 500, "requests/s", lambda: small(session, url, 500))
            measured(
                f"{exchanges} exchanges of 1 KiB",
                exchanges,
                "requests/s",
                lambda: small(session, url, exchanges),
            )
            measured(
                f"one body of {megabytes} MiB", megabytes, "MiB/s", lambda: large(session, url, megabytes)
            )
        with Session(limits, allow=["127.0.0.0/8"], cache=Cache(Path(folder))) as session:
            some = exchanges // 10
            measured(
                f"{some} exchanges into the cache", some, "requests/s", lambda: small(session, url, some)
            )
            measured(f"the same {some}, not modified", some, "requests/s", lambda: small(session, url, some))
        with Session(replace(limits, ratio=10_000), allow=["127.0.0.0/8"]) as session:
            measured("64 MiB of zeros as gzip", 64, "MiB/s", lambda: session.get(f"{url}/zeros"))


def small(session: Session, url: str, count: int) -> None:
    """Ask for so many small bodies, each at an address of its own."""
    for number in range(count):
        if session.get(f"{url}/small/{number}").body.size != len(SMALL):
            raise SystemExit("a body of another size")


def large(session: Session, url: str, megabytes: int) -> None:
    """Ask for one large body."""
    if session.get(f"{url}/large/{megabytes}").body.size != megabytes * MEBIBYTE:
        raise SystemExit("a body of another size")


def measured(name: str, count: int, unit: str, work: object) -> None:
    """Run `work` and print a line about it."""
    before = resident()
    started = time.perf_counter()
    work()  # type: ignore[operator]
    seconds = time.perf_counter() - started
    after, peak = resident(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:34} {seconds:8.1f} {count / seconds:8.0f} {unit:>10} {before:6.0f} {after:8.0f} {peak:8.0f}"
    )


def resident() -> float:
    """Return the resident memory in MiB, where the system tells; else its peak."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


# ---------------------------------------------------------------- the server


@contextmanager
def serving() -> Iterator[int]:
    """Start the server and yield its port; it ends when its standard input does."""
    command = [sys.executable, __file__, "--serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        if server.stdout is None:
            raise SystemExit("no server")
        yield int(server.stdout.readline())


def serve() -> None:
    """Answer on the loopback until standard input ends."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=128)
    print(listening.getsockname()[1], flush=True)
    threading.Thread(target=accept, args=(listening,), daemon=True).start()
    sys.stdin.read()


def accept(listening: socket.socket) -> None:
    """Answer one after another: there is one client."""
    import gzip  # noqa: PLC0415 - the client does not need it

    zeros = gzip.compress(bytes(64 * MEBIBYTE), 9)
    while True:
        connection, _ = listening.accept()
        with connection:
            asked = connection.recv(65_536)
            _, kind, *rest = asked.split(b" ")[1].split(b"/")
            if b"If-None-Match" in asked:
                connection.sendall(b'HTTP/1.1 304 Same\r\nETag: "1"\r\n\r\n')
            elif kind == b"small":
                say(connection, SMALL, b'ETag: "1"\r\n')
            elif kind == b"zeros":
                say(connection, zeros, b"Content-Encoding: gzip\r\n")
            else:
                count = int(rest[0])
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (count * MEBIBYTE))
                for _ in range(count):
                    connection.sendall(bytes(MEBIBYTE))


def say(connection: socket.socket, body: bytes, header: bytes) -> None:
    """Send one whole answer."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s" % (header, len(body), body))


if __name__ == "__main__":
    if sys.argv[1:] == ["--serve"]:
        serve()
    else:
        given = [int(word) for word in sys.argv[1:]]
        main(*given, *(EXCHANGES, MEGABYTES)[len(given) :])
