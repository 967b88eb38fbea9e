"""References as pages write them: resolved against a base (RFC 3986, 5.2), mended where they make no IRI."""

import re

import pyoxigraph as ox

_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL)
_BREAKS = re.compile(r"[\t\n\r]")
_ILLEGAL = re.compile(r"[\x00-\x20\"<>\[\\\]^`{|}\x7f]|%(?![0-9A-Fa-f]{2})")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")

Parts = tuple[str | None, str | None, str, str, str]


def resolve(base: str, reference: str) -> str:
    """Return a reference resolved against a base; one with a scheme stays as it is written."""
    scheme, authority, path, query, fragment = _parts(reference)
    if scheme is not None:
        return reference
    own_scheme, own_authority, own_path, own_query, _ = _parts(base)
    if authority is not None:
        path = _without_dots(path)
    elif path:
        authority = own_authority
        path = _without_dots(path if path.startswith("/") else _beside(own_path, authority) + path)
    else:
        authority, path, query = own_authority, own_path, query or own_query
    start = "" if authority is None else f"//{authority}"
    return f"{own_scheme}:{start}{path}{query}{fragment}"


def is_absolute(reference: str) -> bool:
    """Whether a reference begins with a scheme."""
    return _parts(reference)[0] is not None


def legal(iri: str) -> str:
    """Return an absolute IRI with what no IRI may hold percent-encoded; "" where it is none even so.

    Browsers follow such an address in the same way (URL standard): a blank becomes %20, line ends vanish.
    """
    if _is_legal(iri):
        return iri
    address, mark, fragment = _BREAKS.sub("", iri).partition("#")
    mended = _ILLEGAL.sub(_encoded, address) + mark + _ILLEGAL.sub(_encoded, fragment).replace("#", "%23")
    return next((one for one in (mended, _NOT_ASCII.sub(_encoded, mended)) if _is_legal(one)), "")


def _parts(reference: str) -> Parts:
    found = _PARTS.match(reference)
    scheme, authority, path, query, fragment = found.groups() if found else (None,) * 5
    return scheme, authority, path or "", query or "", fragment or ""


def _beside(path: str, authority: str | None) -> str:
    """Return the part of a base's path that a relative one follows."""
    if authority is not None and not path:
        return "/"
    return path[: path.rfind("/") + 1]


def _without_dots(path: str) -> str:
    """Return a path without `.` and `..` (RFC 3986, section 5.2.4)."""
    if "." not in path:
        return path
    kept: list[str] = []
    first, *segments = path.split("/")
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    start = "" if first in (".", "..") else first
    return "/".join([start, *kept]) if segments else start


def _is_legal(iri: str) -> bool:
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace"))
