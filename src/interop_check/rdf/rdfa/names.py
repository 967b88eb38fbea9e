"""What names in RDFa attributes stand for: terms, CURIEs and IRIs (RDFa Core 1.1, section 7.4), as tokens."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from interop_check.rdf.rdfa.initial import PREFIXES, TERMS, XHV
from interop_check.rdf.rdfa.references import is_absolute, legal, resolve

SPACE = "\t\n\r\f "

_TERM = re.compile(r"[^\W\d][\w.\-/·]*")
_PREFIX = re.compile(r"[^\W\d][\w.\-·]*")
_WORD = re.compile(r"[^\t\n\r\f ]+")


class Scope(NamedTuple):
    """What names mean in a part of a page, and its language; what was looked up once is kept."""

    language: str
    vocabulary: str | None
    prefixes: Mapping[str, str]
    predicates: dict[str, tuple[bytes, ...]]
    resources: dict[str, bytes]


def initial_scope() -> Scope:
    """Return what holds outside of a page."""
    return Scope("", None, PREFIXES, {}, {})


class Names:
    """Turns the names in one page's attributes into tokens.

    `base` is what relative references are resolved against, `address` that of the page itself. `mended` are
    the tokens of IRIs that had to be percent-encoded, `dropped` the references that make no IRI even so.
    """

    def __init__(self, address: str, base: str) -> None:
        self.address = address
        self.base = base
        self.mended: set[bytes] = set()
        self.dropped: set[str] = set()
        self.subject = self._token(base)
        self._iris: dict[str, bytes] = {}
        self._named: dict[str, bytes] = {}
        self._made = 0

    def blank(self) -> bytes:
        """Return a blank node that the page does not name."""
        self._made += 1
        return b"_:r%d" % self._made

    def resource(self, written: str, scope: Scope) -> bytes:
        """Return what @about or @resource names: a CURIE, in brackets or not, or an IRI; b"" for nothing."""
        found = scope.resources.get(written)
        if found is None:
            found = scope.resources[written] = self._resource(written.strip(SPACE), scope)
            if not found:
                self.dropped.add(written)
        return found

    def iri(self, written: str) -> bytes:
        """Return what @href or @src names: an IRI, resolved against the base; b"" where it can be none."""
        found = self._iris.get(written)
        if found is None:
            found = self._iris[written] = self._token(resolve(self.base, written.strip(SPACE)))
        return found

    def predicates(self, written: str, scope: Scope) -> tuple[bytes, ...]:
        """Return what the words of @property, @rel, @rev or @typeof name, without those that name nothing."""
        found = scope.predicates.get(written)
        if found is None:
            each = (self.predicate(word, scope) for word in words(written))
            found = scope.predicates[written] = tuple(token for token in each if token)
        return found

    def predicate(self, word: str, scope: Scope) -> bytes:
        """Return what a term, a CURIE or an absolute IRI stands for; b"" for nothing."""
        if is_term(word):
            if scope.vocabulary is not None:
                return self._token(scope.vocabulary + word)
            return self._token(TERMS.get(word) or TERMS.get(word.lower(), ""))
        return self._curie(word, scope) or (self._token(word) if is_absolute(word) else b"")

    def _resource(self, written: str, scope: Scope) -> bytes:
        if written.startswith("[") and written.endswith("]"):
            return self._curie(written[1:-1], scope)
        return self._curie(written, scope) or self.iri(written)

    def _curie(self, written: str, scope: Scope) -> bytes:
        prefix, colon, reference = written.partition(":")
        if not colon or reference.startswith("//"):
            return b""
        if prefix == "_":
            return self._named.setdefault(reference, b"_:n%d" % (len(self._named) + 1))
        namespace = scope.prefixes.get(prefix.lower()) if prefix else XHV
        # A namespace is never resolved against the base (7.5, step 3), so what is made of it is not either.
        return b"" if namespace is None else self._token(resolve(self.address, namespace + reference))

    def _token(self, iri: str) -> bytes:
        written = legal(iri) if iri else ""
        if not written:
            return b""
        token = b"<%b>" % written.encode()
        if written != iri:
            self.mended.add(token)
        return token


def words(written: str) -> list[str]:
    """Return the words of an attribute's value."""
    return _WORD.findall(written)


def is_term(name: str) -> bool:
    """Whether a name is a term: one that needs a vocabulary."""
    return _TERM.fullmatch(name) is not None


def declared(written: str) -> Iterator[tuple[str, str]]:
    """Yield the prefixes of @prefix, in lower case, and their namespaces; not what is out of place."""
    rest = iter(words(written))
    for name in rest:
        if not name.endswith(":"):
            continue
        namespace = next(rest, None)
        if namespace is not None and _PREFIX.fullmatch(name[:-1]) and name != "_:":
            yield name[:-1].lower(), namespace
