"""Which archive or compressed file bytes are, by their first bytes. Nothing here unpacks one."""

_MAGIC = {
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"PK\x07\x08": "ZIP",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "RAR",
}
_TAR, _TAR_AT, _TAR_MODE_END = b"ustar", 257, 108


def archive(data: bytes) -> str | None:
    """Return the name of the archive format that `data` begins like, None where it is no archive.

    tar (POSIX.1-1988) has its mark after the name and mode of its first file, which a NUL ends.
    """
    if data[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR and b"\0" in data[:_TAR_MODE_END]:
        return "tar"
    return next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
