"""RDF syntaxes to quads: `pyoxigraph.parse` behind guards for input that is hostile or not RDF."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, Any, NoReturn

import pyoxigraph as ox

from interop_check import jsonfile

DEFAULT_BASE = "https://relative.invalid/"

FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
}
PAGES = frozenset({"text/html", "application/xhtml+xml"})
"""Media types of pages, in which RDF stands between the text: `rdf.page` reads them."""
ACCEPT = ", ".join([*FORMATS, "*/*;q=0.1"])
"""What to ask a server for (RFC 9110, 12.5.1): RDF, else whatever it has, so that it can be named."""
DATASETS = frozenset({"application/trig", "application/n-quads", "application/ld+json"})
LINES = frozenset({"application/n-triples", "application/n-quads"})

_SUFFIXES = {
    ".ttl": "text/turtle",
    ".turtle": "text/turtle",
    ".trig": "application/trig",
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".rdf": "application/rdf+xml",
    ".owl": "application/rdf+xml",
    ".jsonld": "application/ld+json",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
}
_JSON_SUFFIXES = {".json", ".js", ".geojson"}
_XML_SUFFIXES = {".xml"}
_GENERIC = {"", "text/plain", "application/octet-stream", "binary/octet-stream"}
_FORMER = {
    "application/x-turtle": "text/turtle",
    "text/x-turtle": "text/turtle",
    "application/x-trig": "application/trig",
    "text/x-nquads": "application/n-quads",
}
"""Names that were in use before the registered ones."""
_XML_TYPES = {"application/xml", "text/xml"}
_JSON_TYPES = ("/json", "+json")
_IN_PAGE = re.compile(rb"""[\s"'/]typeof\s*=|application/ld\+json""", re.IGNORECASE)
_PAGE = re.compile(rb"(?:<!--.*?-->|<\?[^>]*>|\s)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_KEYWORDS = re.compile(rb'"@(?:context|id|graph|type)"\s*:')
_LINE = re.compile(rb"(?:<[^<>\s]*>|_:\S+)[ \t]*<[^<>\s]*>[ \t]*(?:<|_:|\")")
_TURTLE = re.compile(
    rb"^\s*(?:@(?:prefix|base)\b|(?:prefix|base)\s+[^\n]*<|(?:<(?:|[^<>\s]*[:#][^<>\s]*)>|_:\S+|\[)\s*(?:[<;a]|\w*:))",
    re.IGNORECASE | re.MULTILINE,
)
_QUAD = re.compile(rb"[\w>\"][ \t]+<[^<>\s]*>[ \t]*\.[ \t]*(?:\r?\n|$)")
_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\xef\xbb\xbf": "UTF-8 with a byte order mark"}
_TRIPLE_MARK = re.compile(rb"<<|>>")
_WHERE = re.compile(r"^Parser error (?:at|between) line [^:]*: ")
MAX_DEPTH = 100
"""Triple terms within each other."""


class SyntaxProblem(ValueError):  # noqa: N818 - a condition of the input, not a fault of the program
    """Input that is not what its media type says; `line` and `column` are 1-based, None where unknown."""

    def __init__(self, detail: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.line = line
        self.column = column

    def __reduce__(self) -> tuple[type["SyntaxProblem"], tuple[Any, ...]]:
        return type(self), (self.detail, self.line, self.column)


class DepthProblem(SyntaxProblem):
    """Input nested deeper than is followed here, which is `limit` levels; it may well be valid."""

    def __init__(
        self, detail: str, line: int | None = None, column: int | None = None, limit: int = jsonfile.MAX_DEPTH
    ) -> None:
        super().__init__(detail, line, column)
        self.limit = limit

    def __reduce__(self) -> tuple[type["DepthProblem"], tuple[Any, ...]]:
        return type(self), (self.detail, self.line, self.column, self.limit)


def media_type(
    source: str, data: bytes, declared: str | None = None, served: str | None = None
) -> str | None:
    """The RDF media type of `data`: as served, by suffix, as declared, by a look; None: not RDF.

    What a server says goes before what an address looks like (RFC 9110, 8.3), where it says something.
    """
    suffix, expected = _suffix(source), expected_type(source, declared)
    if is_telling(served):
        return _as_served(served or "", data, expected)
    if expected:
        return expected
    named = _named(declared)
    if suffix in _JSON_SUFFIXES or named.endswith(_JSON_TYPES):
        return _linked_json(data)
    if suffix in _XML_SUFFIXES or named.endswith(("/xml", "+xml")):
        return _rdf_xml(data)
    return _sniff(data) if named in _GENERIC else None


def expected_type(source: str, declared: str | None = None) -> str | None:
    """The RDF media type that a path or address ends in, else the declared one; None where neither is RDF."""
    named = _named(declared)
    known = named in FORMATS or named in PAGES
    return _SUFFIXES.get(_suffix(source)) or (named if known else None)


def is_telling(served: str | None) -> bool:
    """Whether a server's media type says what the bytes are: not that they are text, or bytes."""
    return (served or "") not in _GENERIC


def _named(declared: str | None) -> str:
    return (declared or "").partition(";")[0].strip().lower()


def _suffix(source: str) -> str:
    return PurePosixPath(source.partition("?")[0].partition("#")[0]).suffix.lower()


def _as_served(served: str, data: bytes, expected: str | None) -> str | None:
    """RDF under its own name, or JSON-LD and RDF/XML as the JSON and XML that they are too."""
    if served in FORMATS or served in _FORMER:
        return _FORMER.get(served, served)
    if served.endswith(_JSON_TYPES):
        return expected if expected == "application/ld+json" else _linked_json(data)
    if served in _XML_TYPES:
        return expected if expected == "application/rdf+xml" else _rdf_xml(data)
    if served in PAGES and (expected or served) in PAGES:
        return _linked_page(served, data)
    return None


def _linked_page(media: str, data: bytes) -> str | None:
    """A page that says what something is; nearly every page says a little of itself to social media."""
    return media if _IN_PAGE.search(data.replace(b"\0", b"")) else None


def _linked_json(data: bytes) -> str | None:
    opens = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
    return "application/ld+json" if opens and _KEYWORDS.search(data) else None


def _rdf_xml(data: bytes) -> str | None:
    head = data[:4096]
    return "application/rdf+xml" if b"rdf:RDF" in head or b"22-rdf-syntax-ns#" in head else None


def _sniff(data: bytes) -> str | None:
    head = data[:65536].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"{" or (head[:1] == b"[" and _KEYWORDS.search(head)):
        return _linked_json(data)
    if _PAGE.match(head):
        return _linked_page("text/html", data)
    if head.startswith((b"<?xml", b"<rdf:RDF", b"<!DOCTYPE")):
        return _rdf_xml(head)
    first = next(
        (line for line in head.splitlines() if line.strip() and not line.lstrip().startswith(b"#")), b""
    )
    if _LINE.match(first.strip()):
        if _QUAD.search(first) and first.count(b"<") > 3:  # noqa: PLR2004 - subject, predicate, object, graph
            return "application/n-quads"
        return "application/n-triples" if first.rstrip().endswith(b".") else "text/turtle"
    return "text/turtle" if _TURTLE.search(head) else None


def parse(
    data: bytes | IO[bytes], media: str, *, base: str = DEFAULT_BASE, lenient: bool = False
) -> Iterator[ox.Quad]:
    """Quads of `data` with every term as written; raises SyntaxProblem, possibly after the first quads."""
    with problems():
        yield from parser(data, media, base=base, lenient=lenient)


def parser(data: bytes | IO[bytes], media: str, *, base: str, lenient: bool) -> Iterator[ox.Quad]:
    """As `parse`, without a generator's cost per quad: to be read inside `problems`."""
    form = FORMATS.get(media)
    if form is None:
        raise SyntaxProblem(f"{media} is not an RDF media type")
    if not isinstance(data, bytes) and media not in LINES:
        data = data.read()
    source: Any = _Guarded(data) if not isinstance(data, bytes) else io.BytesIO(data)
    if isinstance(data, bytes):
        _guard(data, media)
    return ox.parse(source, format=form, base_iri=None if media in LINES else base, lenient=lenient)


class _Guarded:
    """A binary stream whose pieces are looked at before the parser sees them."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source

    def read(self, size: int = -1) -> bytes:
        """The next piece; raises SyntaxProblem."""
        piece = self._source.read(size)
        if b"<<" in piece:
            _guard_nesting(piece)
        return piece


@contextmanager
def problems() -> Iterator[None]:
    """Turns the native parser's errors into SyntaxProblem."""
    try:
        yield
    except SyntaxError as error:
        raise SyntaxProblem(_WHERE.sub("", error.msg), error.lineno, error.offset) from None


def _guard(data: bytes, media: str) -> None:
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            raise SyntaxProblem(f"encoded as {name}, expected UTF-8", 1, 1)
    if media == "application/rdf+xml":
        _guard_xml(data)
    elif media == "application/ld+json":
        guard_json(data)
    elif b"<<" in data:
        _guard_nesting(data)


def _guard_nesting(data: bytes) -> None:
    # Triple terms inside one another are followed recursively by the native parser, without a limit.
    depth = 0
    for found in _TRIPLE_MARK.finditer(data):
        depth = max(0, depth + (1 if found[0] == b"<<" else -1))
        if depth > MAX_DEPTH:
            at = found.start()
            line, column = data.count(b"\n", 0, at) + 1, at - data.rfind(b"\n", 0, at)
            raise DepthProblem("nested too deeply", line, column, MAX_DEPTH)


def _guard_xml(data: bytes) -> None:
    # Entity definitions can expand without bound inside the native parser, which then ends the process.
    found = _DOCTYPE.search(data) or (
        _DOCTYPE.search(data.replace(b"\0", b"")) if b"\0" in data[:200] else None
    )
    if found:
        before = data[: found.start()]
        line = before.count(b"\n") + 1
        raise SyntaxProblem(
            "a document type declaration is not accepted", line, found.start() - before.rfind(b"\n")
        )


def guard_json(data: bytes) -> None:
    """Refuse what a JSON parser would let pass or choke on: keys that stand twice, NaN, depth."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SyntaxProblem("not UTF-8", line, error.start - data.rfind(b"\n", 0, error.start)) from None
    try:
        # Numbers stay text: converting a very long one costs quadratic time or is refused.
        json.loads(text, object_pairs_hook=_members, parse_constant=_constant, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise SyntaxProblem(error.msg, error.lineno, error.colno) from None
    except RecursionError:
        raise DepthProblem("nested too deeply") from None


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise SyntaxProblem(f"duplicate key {twice!r}")
    return members


def _constant(name: str) -> NoReturn:
    raise SyntaxProblem(f"{name} is not a JSON number")
