"""References as they are written: which file, and what in it. RFC 3986 (URI), RFC 6901 (JSON Pointer)."""

import posixpath
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin

from interop_check import yamlfile
from interop_check.openapi.document import Path
from interop_check.suggest import near

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}")


def split(reference: str) -> tuple[str, str]:
    """Return the file that a reference names, nothing for its own, and the fragment, decoded."""
    file, _, fragment = reference.partition("#")
    return file, unquote(fragment)


def joined(base: str, file: str) -> str:
    """Return the location of `file` as named in the file at `base`: an address, or a path.

    A path stays relative to what `base` is relative to, and may lead out of it (`../…`).
    """
    if not file:
        return base
    if _SCHEME.match(file):
        return file
    if _SCHEME.match(base):
        try:
            return urljoin(base, file)
        except ValueError:
            return file
    path = unquote(file.partition("?")[0])
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def normal(location: str) -> str:
    """Return a location as `joined` gives it, so that one file has one name."""
    return location if is_remote(location) else posixpath.normpath(location)


def is_remote(location: str) -> bool:
    """Whether a location has a scheme: an address, or anything else that is no path."""
    return bool(_SCHEME.match(location))


def steps(fragment: str) -> tuple[str, ...] | None:
    """Return the steps of a JSON Pointer; None where the fragment is none but a name."""
    if not fragment:
        return ()
    if not fragment.startswith("/"):
        return None
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in fragment[1:].split("/"))


def holds(value: Any, step: str | int) -> bool:
    """Whether a mapping has a key, or a list an item of that number."""
    if isinstance(value, list):
        return isinstance(step, int) and 0 <= step < len(value)
    return isinstance(value, dict) and step in value


@dataclass(frozen=True, slots=True)
class Lost:
    """Where a JSON Pointer leads nowhere: the step of that number is not in the container."""

    pointer: tuple[str, ...]
    number: int
    container: Any

    @property
    def suggestion(self) -> str:
        """Return the pointer that was probably meant, nothing where none is near."""
        step = self.pointer[self.number]
        meant = near(step, self.container) if isinstance(self.container, dict) else ""
        rest = self.pointer[self.number + 1 :]
        return "#" + yamlfile.pointer((*self.pointer[: self.number], meant, *rest)) if meant else ""


def walked(value: Any, pointer: tuple[str, ...]) -> tuple[Path, Any] | Lost:
    """Return where a JSON Pointer leads in `value`: the path, with numbers for items, and what is there."""
    path: list[str | int] = []
    for number, step in enumerate(pointer):
        at = int(step) if isinstance(value, list) and _INDEX.fullmatch(step) else step
        if not holds(value, at):
            return Lost(pointer, number, value)
        value = value[at]
        path.append(at)
    return tuple(path), value
