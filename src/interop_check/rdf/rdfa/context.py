"""The evaluation context: what an element inherits from those around it (RDFa Core 1.1, section 7.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from interop_check.rdf.rdfa.terms import PREFIXES, TERMS, XHV, is_absolute, is_term, resolve

Subject = bytes
"""A token: an IRI or a blank node."""


@dataclass(slots=True)
class Incomplete:
    """A statement that waits for its other end: `list` holds what a list waits for."""

    predicate: bytes
    forward: bool = True
    list: "list[bytes] | None" = None


@dataclass(slots=True)
class Lists:
    """The lists of one subject (`owner`) that are being filled, by predicate."""

    owner: bytes
    values: dict[bytes, list[bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Context:
    """What holds where an element stands."""

    parent_subject: Subject
    parent_object: Subject
    incomplete: tuple[Incomplete, ...]
    lists: Lists
    language: str
    prefixes: Mapping[str, str]
    vocabulary: str | None


class Names:
    """Resolves names in a page's attributes; `bnodes` are those that the page names itself."""

    def __init__(self, base: str) -> None:
        self.base = base
        self._named: dict[str, bytes] = {}
        self._made = 0

    def blank(self) -> bytes:
        """Return a blank node that the page does not name."""
        self._made += 1
        return b"_:r%d" % self._made

    def named_blank(self, label: str) -> bytes:
        """Return the blank node that the page calls `_:label`."""
        return self._named.setdefault(label, b"_:n%d" % (len(self._named) + 1))

    def resource(self, written: str, context: Context) -> bytes | None:
        """Return what @about or @resource names: a CURIE or an IRI; None where it is to be ignored."""
        written = written.strip()
        if written.startswith("[") and written.endswith("]"):
            return self._curie(written[1:-1], context)
        return self._curie(written, context) or self.iri(written)

    def iri(self, written: str) -> bytes:
        """Return an IRI, resolved against the base."""
        return b"<%s>" % resolve(self.base, written.strip()).encode(errors="replace")

    def predicate(self, written: str, context: Context) -> bytes | None:
        """Return what a name in @property, @rel, @typeof … stands for: a term, a CURIE or an absolute IRI."""
        if is_term(written):
            if context.vocabulary is not None:
                return b"<%s>" % (context.vocabulary + written).encode()
            term = TERMS.get(written) or TERMS.get(written.lower())
            return b"<%s>" % term.encode() if term else None
        found = self._curie(written, context)
        if found:
            return found
        return b"<%s>" % written.encode(errors="replace") if is_absolute(written) else None

    def _curie(self, written: str, context: Context) -> bytes | None:
        prefix, colon, reference = written.partition(":")
        if not colon or reference.startswith("//"):
            return None
        if prefix == "_":
            return self.named_blank(reference)
        if not prefix:
            return b"<%s>" % (XHV + reference).encode()
        namespace = context.prefixes.get(prefix.lower())
        if namespace is None:
            return None
        return b"<%s>" % resolve(self.base, namespace + reference).encode(errors="replace")


def initial(base: str, language: str = "") -> Context:
    """Return the context around a page."""
    subject = b"<%s>" % base.encode()
    return Context(subject, subject, (), Lists(subject), language, PREFIXES, None)
