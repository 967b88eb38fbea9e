"""Terms as tokens: the canonical N-Triples form of a term as bytes, the currency of `Table`."""

import re
from typing import TypeAlias

import pyoxigraph as ox

from interop_check.rdf.vocabulary import RDF_LANG_STRING, XSD_STRING

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def token(term: Term) -> bytes:
    """The canonical N-Triples form of `term`."""
    written = str(term)
    return (f"<<( {written} )>>" if isinstance(term, ox.Triple) else written).encode()


def iri_token(iri: str) -> bytes:
    """The token of an absolute IRI."""
    return b"<%s>" % iri.encode()


def term(written: bytes) -> Term:
    """The term a token stands for."""
    first = written[:1]
    if first == b'"':
        return _literal(written)
    if first == b"_":
        return ox.BlankNode(written[2:].decode())
    if written[:2] == b"<<":
        return _slow(written)
    return ox.NamedNode(written[1:-1].decode())


def _slow(written: bytes) -> Term:
    line = b"<s:> <p:> " + written + b" ."
    parsed: ox.Quad = next(iter(ox.parse(line, format=ox.RdfFormat.N_TRIPLES)))
    return parsed.object


def _literal(written: bytes) -> Term:
    lexical, suffix = split_literal(written)
    if not suffix:
        return ox.Literal(lexical)
    if suffix[:1] == b"^":
        return ox.Literal(lexical, datatype=ox.NamedNode(suffix[3:-1].decode()))
    if b"--" in suffix:
        return _slow(written)
    return ox.Literal(lexical, language=suffix[1:].decode())


def split_literal(written: bytes) -> tuple[str, bytes]:
    """The lexical form of a literal token, and what follows its closing quote."""
    end = written.rindex(b'"')
    return unescape(written[1:end].decode()), written[end + 1 :]


def suffix_datatype(suffix: bytes) -> str:
    """The datatype IRI a literal token's suffix stands for."""
    if not suffix:
        return XSD_STRING
    if suffix[:1] == b"@":
        return RDF_LANG_STRING
    return suffix[3:-1].decode()


def unescape(text: str) -> str:
    """Text with its N-Triples escapes replaced."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    if code:
        return chr(int(code, 16))
    return _PLAIN.get(found[3], found[3])
