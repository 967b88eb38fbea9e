"""Canonical bytes of a report and the digest over them: whoever has the report can check it (RFC 8785)."""

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rfc8785

KEY = "digest"
MAX_DEPTH = 100
MAX_INTEGER = 2**53 - 1

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class SealError(ValueError):
    """A value that canonical JSON cannot carry: a code, and where it stands as a JSON pointer."""

    def __init__(self, code: str, pointer: str) -> None:
        super().__init__(f"{code} at {pointer or 'the root'}")
        self.code = code
        self.pointer = pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether a document is what its digest says; `code` is intact, or why it is not."""

    intact: bool
    stated: str | None
    computed: str | None
    code: str


def canonical(document: Any) -> bytes:
    """Return the bytes of a JSON document (RFC 8785). Raises SealError; floats are refused, see ADR 4."""
    _refuse_others(document)
    return rfc8785.dumps(document)


def digest(document: Mapping[str, Any]) -> str:
    """Return "sha256:…" over the canonical bytes of all but the `digest` key of the outermost object."""
    rest = {key: value for key, value in document.items() if key != KEY}
    return f"sha256:{hashlib.sha256(canonical(rest)).hexdigest()}"


def sealed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the document with its digest; one that it had is replaced."""
    return {**document, KEY: digest(document)}


def verify(document: Any) -> Verification:
    """Compare the digest that a document states with its own; whatever was read, this does not raise."""
    if not isinstance(document, Mapping):
        return Verification(intact=False, stated=None, computed=None, code="not-an-object")
    found = document.get(KEY)
    stated = found if isinstance(found, str) else None
    try:
        computed = digest(document)
    except SealError as error:
        return Verification(intact=False, stated=stated, computed=None, code=error.code)
    return Verification(
        intact=stated == computed, stated=stated, computed=computed, code=_judged(stated, computed)
    )


def _judged(stated: str | None, computed: str) -> str:
    if stated is None:
        return "digest-missing"
    return "intact" if stated == computed else "digest-differs"


def _refuse_others(document: Any) -> None:
    """Raise SealError at the first value that has no canonical form, without recursion: it may be hostile."""
    waiting: list[tuple[Any, str, int]] = [(document, "", 0)]
    while waiting:
        value, pointer, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise SealError("too-deep", pointer)
        code = _refused(value)
        if code:
            raise SealError(code, pointer)
        waiting += [(below, f"{pointer}/{name}", depth + 1) for name, below in _members(value, pointer)]


def _refused(value: Any) -> str | None:
    """Return the code of what is wrong with a value by itself."""
    if isinstance(value, str):
        return "lone-surrogate" if _LONE_SURROGATE.search(value) else None
    if isinstance(value, float):
        return "float" if math.isfinite(value) else "non-finite-number"
    if isinstance(value, int):
        return None if abs(value) <= MAX_INTEGER else "integer-too-large"
    return None if value is None or isinstance(value, dict | list | tuple) else "not-json"


def _members(value: Any, pointer: str) -> Iterable[tuple[str, Any]]:
    """Return what is directly inside a value, by the step of a JSON pointer (RFC 6901)."""
    if isinstance(value, list | tuple):
        return ((str(index), below) for index, below in enumerate(value))
    if not isinstance(value, dict):
        return ()
    for key in value:
        if not isinstance(key, str):
            raise SealError("key-not-text", pointer)
        if _LONE_SURROGATE.search(key):
            raise SealError("lone-surrogate", pointer)
    return ((key.replace("~", "~0").replace("/", "~1"), below) for key, below in value.items())
