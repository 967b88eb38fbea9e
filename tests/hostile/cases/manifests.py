"""Rows 1 to 10, and parts of 18, 41 and 42: manifests that are refused with exit 2, place and reason."""

import json

from hostile import documents as d
from hostile.documents import Manifest


def more(text: str) -> bytes:
    return (d.MANIFEST + text).encode()


def aliases() -> bytes:
    levels = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 10))
    return more(f"x0: &x0 [{', '.join('a' * 9)}]\n{levels}")


def one_dataset(location: str) -> bytes:
    return more(f"datasets:\n  - {{id: d, location: {json.dumps(location)}}}\n")


MANIFESTS = (
    Manifest(row=1, name="empty", text=lambda: b"", says=("solution.yaml:1:1:", "empty")),
    Manifest(row=1, name="blank", text=lambda: b" \n\t\n", says=("solution.yaml:1:1:", "empty")),
    Manifest(row=1, name="mark", text=lambda: b"\xef\xbb\xbf", says=("solution.yaml:1:1:", "empty")),
    Manifest(
        row=2, name="utf-16", text=lambda: more("").decode().encode("utf-16"), says=("UTF-8 from byte 0 on",)
    ),
    Manifest(
        row=2,
        name="latin-1",
        text=lambda: more("") + b"description: caf\xe9\n",
        says=("solution.yaml:8:17:", "UTF-8 from byte"),
    ),
    Manifest(
        row=2, name="nul", text=lambda: more("description: a\0b\n"), says=("solution.yaml:8:15:", "at byte")
    ),
    Manifest(row=3, name="aliases", text=aliases, says=("solution.yaml:12:", "10000")),
    Manifest(
        row=4, name="cycle", text=lambda: more("apis: &a\n  b: *a\n"), says=("solution.yaml:9:6:", "*a")
    ),
    Manifest(
        row=5,
        name="tag",
        text=lambda: more("description: !!python/object/apply:os.system [id]\n"),
        says=("solution.yaml:8:14:", "python/object"),
    ),
    Manifest(row=6, name="twice", text=lambda: more("name: B\n"), says=("solution.yaml:8:1:", "line 2")),
    Manifest(
        row=8,
        name="50 MB",
        text=lambda: more("description: " + "a" * 50_000_000),
        says=("larger than 1048576",),
    ),
    Manifest(row=9, name="typo", text=lambda: more("provder: {}\n"), says=("Did you mean “provider”?",)),
    Manifest(
        row=10, name="deep", text=lambda: more("x: " + "[" * 5000 + "]" * 5000), says=("64 levels deep",)
    ),
    Manifest(
        row=18, name="password", text=lambda: one_dataset("https://u:p@h.example/a"), says=("password",)
    ),
    Manifest(
        row=18, name="line end", text=lambda: one_dataset("https://h.example/\r\nX: y"), says=("not a path",)
    ),
    Manifest(row=42, name="out", text=lambda: one_dataset("../../etc/passwd"), says=("outside",)),
    Manifest(row=42, name="root", text=lambda: one_dataset("/etc/passwd"), says=("outside",)),
    Manifest(
        row=41, name="digits", text=lambda: more("version: " + "9" * 6000 + "\n"), says=("solution.yaml:",)
    ),
)
