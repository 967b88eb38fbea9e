"""ZIP archives that do harm when somebody unpacks them, and other archives under a data file's name."""

import io
import struct
import tarfile
import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

_LOCAL, _CENTRAL = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L")
_DEFLATED = 8
_END = struct.Struct("<4s4H2LH")
_ENCRYPTED = 1
_LINK = 0o120777 << 16


@dataclass(frozen=True)
class Entry:
    """One file in an archive, as its two heads describe it (APPNOTE 4.3)."""

    name: bytes
    flags: int = 0
    method: int = 0
    packed: int = 0
    size: int = 0

    def local(self) -> bytes:
        about = (20, self.flags, self.method, 0, 0, 0, self.packed, self.size, len(self.name), 0)
        return _LOCAL.pack(b"PK\x03\x04", *about) + self.name

    def central(self, offset: int) -> bytes:
        about = (20, 20, self.flags, self.method, 0, 0, 0, self.packed, self.size, len(self.name))
        return _CENTRAL.pack(b"PK\x01\x02", *about, 0, 0, 0, 0, 0, offset) + self.name


def zipped(*members: tuple[str, bytes], mode: int = 0) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            about = zipfile.ZipInfo(name)
            about.external_attr = mode
            archive.writestr(about, data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def climbing() -> bytes:
    return zipped(("../x.ttl", b"<urn:a> <urn:b> <urn:c> ."), ("../../../tmp/x", b"x"))


def absolute() -> bytes:
    return zipped(("/tmp/interop-check-x", b"x"), ("C:\\x", b"x"))  # noqa: S108 - nobody may write it


def linked() -> bytes:
    return zipped(("a", b"/etc/passwd"), mode=_LINK)


@cache
def bomb() -> bytes:
    """300 MB of zeros in 300 KB."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = bytes(1 << 20)
    data = b"".join(squeeze.compress(zeros) for _ in range(300)) + squeeze.flush()
    return one_entry(Entry(b"a.ttl", method=_DEFLATED, packed=len(data), size=300 << 20), data)


def nested(depth: int = 20) -> bytes:
    data = b"<urn:a> <urn:b> <urn:c> ."
    for number in range(depth):
        data = zipped((f"{number}.zip", data))
    return data


def encrypted() -> bytes:
    return one_entry(Entry(b"a.ttl", flags=_ENCRYPTED, packed=64, size=52), bytes(range(64)))


@cache
def many(entries: int = 100_000) -> bytes:
    """Entries without content: what an archive lists, somebody may try to make."""
    listed = [Entry(b"%d" % number) for number in range(entries)]
    local = [entry.local() for entry in listed]
    offsets = accumulate(map(len, local), initial=0)
    central = b"".join(entry.central(offset) for entry, offset in zip(listed, offsets, strict=False))
    return b"".join(local) + central + _end(entries & 0xFFFF, len(central), sum(map(len, local)))


def one_entry(entry: Entry, data: bytes) -> bytes:
    head, listed = entry.local(), entry.central(0)
    return head + data + listed + _end(1, len(listed), len(head) + len(data))


def _end(entries: int, size: int, offset: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, entries, entries, size, offset, 0)


def tarred() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        about = tarfile.TarInfo("../x.ttl")
        about.size = 1
        archive.addfile(about, io.BytesIO(b"x"))
    return written.getvalue()
