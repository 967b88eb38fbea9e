"""Places in JSON-LD: by the objects that carry an identifier, a member's name and its value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from interop_check.rdf.places import Place
from interop_check.rdf.terms import unescape
from interop_check.rdf.vocabulary import RDF_TYPE

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_NAMES = {"@type": RDF_TYPE, "type": RDF_TYPE}


@dataclass(slots=True)
class _Object:
    label: str
    name: str = ""
    offset: int = 0
    members: list[tuple[str, str, int]] = field(default_factory=list)
    inner: list["_Object"] = field(default_factory=list)


def places(data: bytes, base: str) -> Iterator[Place]:
    """The members of a JSON-LD text's objects; names are taken for the IRIs the inline context gives."""
    del base
    context = _context(data)
    for found in _objects(data):
        for name, value, offset in found.members:
            yield Place(found.label, context.get(name, _NAMES.get(name, name)), value, offset)


def _objects(data: bytes) -> Iterator[_Object]:
    fresh = count()
    stack: list[_Object] = []
    pending = b""
    for found in _TOKEN.finditer(data):
        token, offset = found[0], found.start()
        if token == b"{":
            stack.append(_Object(f"_:#{next(fresh)}", offset=offset))
        elif token == b"}" and stack:
            done = stack.pop()
            yield done
            if stack and stack[-1].name:
                stack[-1].members.append((stack[-1].name, done.label, done.offset))
        elif token == b":" and stack:
            stack[-1].name = _text(pending)
        elif token == b"," or token in b"[]":
            pass
        elif stack and data[found.end() : found.end() + 64].lstrip()[:1] != b":":
            _member(stack[-1], token, offset)
        pending = token


def _member(owner: _Object, token: bytes, offset: int) -> None:
    text = _text(token)
    if owner.name in {"@id", "id"}:
        owner.label = text
        owner.members.append(("", text, offset))
    elif owner.name == "@value":
        owner.label = '"' + text
    elif owner.name:
        owner.members.append((owner.name, '"' + text, offset))
        if token[:1] == b'"':
            owner.members.append((owner.name, text, offset))


def _text(token: bytes) -> str:
    text = token.decode(errors="replace")
    return unescape(text[1:-1]).replace("\\/", "/") if text[:1] == '"' else text


def _context(data: bytes) -> dict[str, str]:
    """Names of terms to IRIs, read from the members of the objects inside @context."""
    names: dict[str, str] = {}
    for found in re.finditer(
        rb'"([^"@][^"]*)"\s*:\s*(?:\{[^{}]*?"@id"\s*:\s*)?"((?:https?|urn)[^"\s]*)"', data
    ):
        names.setdefault(found[1].decode(errors="replace"), found[2].decode(errors="replace"))
    return names
