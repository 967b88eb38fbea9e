"""A content-addressed cache of exchanges: bodies by digest, answers by what was asked; damage is a miss.

Every file is written whole or not at all, under a name that says what is in it: two runs may share a folder.
"""

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import rfc8785

from interop_check.files import write_whole
from interop_check.gather.exchange import Body

CHUNK = 1_048_576
_IN_USE_SECONDS = 3_600  # what another run may be reading right now stays


class Spool:
    """Takes a body piece by piece: in memory while it is small, in a file of `folder()` from there on."""

    def __init__(self, folder: Callable[[], Path], memory_bytes: int) -> None:
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._name = Path()
        self._hash = hashlib.sha256()
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Add a piece."""
        self._hash.update(piece)
        self.size += len(piece)
        if self._file is None and self.size > self._memory_bytes:
            folder = self._folder()
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".part")
            self._file, self._name = os.fdopen(handle, "wb"), Path(name)
            self._file.writelines(self._pieces)
            self._pieces.clear()
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._file.write(piece)

    def finish(self) -> Body:
        """Return the body; its file gets its digest as its name."""
        digest = self._hash.hexdigest()
        if self._file is None:
            return Body(sha256=digest, size=self.size, where=b"".join(self._pieces))
        self._file.close()
        path = self._name.with_name(digest)
        self._name.replace(path)
        return Body(sha256=digest, size=self.size, where=path)

    def drop(self) -> None:
        """Leave nothing behind of a body that did not arrive; after `finish` this does nothing."""
        if self._file is not None:
            self._file.close()
            self._name.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer as it was kept: its headers as they are shown, its validators, and its body."""

    headers: tuple[tuple[str, str], ...]
    wire_bytes: int
    body: Body

    def validators(self) -> tuple[tuple[str, str], ...]:
        """Return the headers that ask whether this is still what stands there (RFC 9110, 13.1)."""
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        return tuple((names[name], value) for name, value in self.headers if name in names)


class Cache:
    """Answers and bodies below one folder; `corrupt` counts what was found damaged and removed."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self._answers = folder / "answers"
        self.bodies = folder / "bodies"
        self.corrupt = 0

    def folder(self) -> Path:
        """Return where bodies are written."""
        return self.bodies

    def find(self, key: str) -> Kept | None:
        """Return what was kept for `key`, its digests verified, or None."""
        path = self._path(key)
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        try:
            return self._verified(json.loads(raw))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self.corrupt += 1
            with contextlib.suppress(OSError):
                path.unlink()
            return None

    def keep(self, key: str, headers: tuple[tuple[str, str], ...], wire_bytes: int, body: Body) -> None:
        """Keep an answer. Where the disk says no there is no cache, and that harms nobody."""
        entry: dict[str, Any] = {
            "headers": [list(pair) for pair in headers],
            "wire_bytes": wire_bytes,
            "body": {"sha256": body.sha256, "size": body.size},
        }
        entry["digest"] = hashlib.sha256(rfc8785.dumps(entry)).hexdigest()
        with contextlib.suppress(OSError):
            if isinstance(body.where, bytes) and not self._is_there(body):
                write_whole(self.bodies / body.sha256, body.where)
            write_whole(self._path(key), rfc8785.dumps(entry))

    def _is_there(self, body: Body) -> bool:
        path = self.bodies / body.sha256
        return path.is_file() and _digest(path) == body.sha256

    def _verified(self, entry: dict[str, Any]) -> Kept:
        """Return the entry. ValueError where it or its body is not what was written."""
        digest = entry.pop("digest")
        if hashlib.sha256(rfc8785.dumps(entry)).hexdigest() != digest:
            raise ValueError("the answer is damaged")
        path = self.bodies / entry["body"]["sha256"]
        if _digest(path) != entry["body"]["sha256"]:
            path.unlink()
            raise ValueError("the body is damaged")
        os.utime(path)
        return Kept(
            headers=tuple((str(name), str(value)) for name, value in entry["headers"]),
            wire_bytes=entry["wire_bytes"],
            body=Body(sha256=entry["body"]["sha256"], size=entry["body"]["size"], where=path),
        )

    def _path(self, key: str) -> Path:
        return self._answers / key[:2] / f"{key}.json"

    def prune(self, most_bytes: int) -> int:
        """Remove the bodies that were used longest ago until `most_bytes` are left; return how many."""
        removed = 0
        with contextlib.suppress(OSError):
            found = sorted(_sizes(self.bodies))
            total = sum(size for _, size, _ in found)
            spared = time.time() - _IN_USE_SECONDS
            for used, size, path in found:
                if total <= most_bytes or used > spared:
                    break
                path.unlink(missing_ok=True)
                total -= size
                removed += 1
        return removed


def key_of(method: str, url: str, accept: str) -> str:
    """Return the name under which an answer is kept; the address itself is not to be read from it."""
    return hashlib.sha256(f"{method}\n{url}\n{accept}".encode()).hexdigest()


def _sizes(folder: Path) -> Iterator[tuple[float, int, Path]]:
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            status = path.stat()
            yield status.st_mtime, status.st_size, path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
