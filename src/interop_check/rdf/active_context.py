"""What names mean at one place in a JSON-LD document: the active context (JSON-LD 1.1 API, 4.1 and 5.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urljoin

import pyoxigraph as ox

from interop_check.rdf import coercion

KEYWORDS = frozenset(
    {
        *("@base", "@container", "@context", "@direction", "@graph", "@id", "@import", "@included"),
        *("@index", "@json", "@language", "@list", "@nest", "@none", "@prefix", "@propagate"),
        *("@protected", "@reverse", "@set", "@type", "@value", "@version", "@vocab"),
    }
)
_KEYWORD_FORM = re.compile(r"@[A-Za-z]+")
_ORDINARY = re.compile(
    r"https?://[A-Za-z0-9.-]+(?:/[\w~.:@!$&'()*+,;=/?-]*)?(?:#[\w~.:@!$&'()*+,;=/?-]*)?", re.ASCII
)
_COLON = re.compile(r"[^/?#]*:")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")


def is_iri(text: str) -> bool:
    """Whether a text can be an absolute IRI: it has a scheme, and no character that no IRI may have."""
    return _IRI.fullmatch(text) is not None


def has_keyword_form(name: str) -> bool:
    """Whether a name is kept for keywords, whether or not there is one of that name."""
    return _KEYWORD_FORM.fullmatch(name) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A term definition (4.2). `iri` is None where the term is made to mean nothing.

    `type` is what strings become: a datatype's IRI, `@id`, `@vocab`, `@json`, `@none` or nothing. `language`
    is None where the term says nothing of it. `context` is a scoped context as written, `source` the address
    of the document that the definition stands in ("" for the data itself), `holder` the object there.
    """

    name: str
    iri: str | None
    type: str = ""
    container: tuple[str, ...] = ()
    language: str | None = None
    is_reverse: bool = False
    is_prefix: bool = False
    is_protected: bool = False
    nest: str = ""
    index: str = ""
    context: Any = None
    is_scoped: bool = False
    source: str = ""
    holder: object = None

    @property
    def is_plain(self) -> bool:
        """Whether values need no second look: no scoped context, no map, no references, no JSON as it is."""
        needs_look = self.type in ("@id", "@json") or coercion.spoils(self.type)
        return not (self.is_scoped or self.container or needs_look)


class Kind(StrEnum):
    """How a name comes by its meaning."""

    KEYWORD = "keyword"
    TERM = "term"
    COMPACT = "compact"
    ABSOLUTE = "absolute"
    VOCAB = "vocab"
    NULL = "null"
    ILLEGAL = "illegal"
    UNMAPPED = "unmapped"

    @property
    def is_kept(self) -> bool:
        """Whether a member of that name becomes part of the data."""
        return self not in (Kind.NULL, Kind.ILLEGAL, Kind.UNMAPPED)


class Meaning(NamedTuple):
    """What a name means: an IRI or keyword, by which definition if any. `is_plain` as of the definition."""

    kind: Kind
    iri: str = ""
    definition: Definition | None = None
    is_plain: bool = False


class ActiveContext:
    """Definitions, on top of those of an outer context. It is not changed once it has been made."""

    __slots__ = ("_meanings", "_names", "base", "definitions", "language", "outer", "previous", "vocab")

    def __init__(self, outer: "ActiveContext | None" = None, *, base: str = "") -> None:
        self.outer = outer
        self.definitions: dict[str, Definition] = {}
        self.base: str | None = outer.base if outer else base
        self.vocab: str | None = outer.vocab if outer else None
        self.language: str | None = outer.language if outer else None
        self.previous: ActiveContext | None = outer.previous if outer else None
        self._meanings: dict[str, Meaning] = {}
        self._names: dict[str, tuple[str, ...]] = {}

    def clear(self, base: str) -> None:
        """Forget everything: a context of null."""
        self.outer, self.definitions = None, {}
        self.base, self.vocab, self.language = base, None, None

    def definition(self, name: str) -> Definition | None:
        """The definition of a term, of this or an outer context."""
        context: ActiveContext | None = self
        while context is not None:
            found = context.definitions.get(name)
            if found is not None:
                return found
            context = context.outer
        return None

    def all_definitions(self) -> Iterator[Definition]:
        """Every definition that counts here, the innermost of each name."""
        seen: set[str] = set()
        context: ActiveContext | None = self
        while context is not None:
            yield from (one for name, one in context.definitions.items() if name not in seen)
            seen.update(context.definitions)
            context = context.outer

    def names_of(self, keyword: str) -> tuple[str, ...]:
        """The names that stand for a keyword here, in the order in which they are looked at."""
        known = self._names.get(keyword)
        if known is None:
            aliases = (one.name for one in self.all_definitions() if one.iri == keyword)
            known = self._names[keyword] = tuple(sorted({keyword, *aliases}))
        return known

    def meaning(self, name: str) -> Meaning:
        """What a member's name or a class's name means."""
        known = self._meanings.get(name)
        if known is None:
            known = self._meanings[name] = self._meaning(name)
        return known

    def can_identify(self, reference: str) -> bool:
        """Whether @id with this value gives an IRI or a blank node: what has no such name is lost."""
        if _ORDINARY.fullmatch(reference) or reference.startswith("_:"):
            return True
        if has_keyword_form(reference):
            return False
        prefix, colon, suffix = reference.partition(":")
        known = self.definition(prefix) if prefix and colon and not suffix.startswith("//") else None
        if known is not None and known.is_prefix and known.iri:
            return _is_valid(known.iri + suffix)
        if _is_valid(reference):
            return True
        is_relative = self.base is not None and _COLON.match(reference) is None
        return is_relative and _is_valid(_joined(self.base or "", reference))

    def _meaning(self, name: str) -> Meaning:
        if has_keyword_form(name):
            return Meaning(Kind.KEYWORD, name) if name in KEYWORDS else Meaning(Kind.UNMAPPED)
        definition = self.definition(name)
        if definition is not None:
            return _defined(definition)
        prefix, colon, suffix = name.partition(":")
        if prefix and colon:
            if prefix == "_":
                return Meaning(Kind.ILLEGAL, name)
            known = None if suffix.startswith("//") else self.definition(prefix)
            if known is not None and known.is_prefix and known.iri:
                return _legal(Kind.COMPACT, known.iri + suffix)
            if is_iri(name):
                return Meaning(Kind.ABSOLUTE, name)
        return Meaning(Kind.UNMAPPED) if self.vocab is None else _legal(Kind.VOCAB, self.vocab + name)


def _is_valid(iri: str) -> bool:
    try:
        ox.NamedNode(iri)
    except ValueError:
        return False
    return True


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return ""


def _defined(definition: Definition) -> Meaning:
    if definition.iri is None:
        return Meaning(Kind.NULL, "", definition)
    if definition.iri in KEYWORDS:
        return Meaning(Kind.KEYWORD, definition.iri, definition)
    return _legal(Kind.TERM, definition.iri, definition)


def _legal(kind: Kind, iri: str, definition: Definition | None = None) -> Meaning:
    """A property that is no IRI makes no triple (8.1): blank nodes and what holds a blank are lost."""
    if not is_iri(iri) or iri.startswith("_:"):
        return Meaning(Kind.ILLEGAL, iri, definition)
    return Meaning(kind, iri, definition, definition is not None and definition.is_plain)
