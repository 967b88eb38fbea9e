"""What a walk over the names of a JSON-LD document counts, with the place of the first of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from interop_check.rdf.active_context import ActiveContext, Definition, Kind, Meaning
from interop_check.rdf.context_processing import Contexts
from interop_check.rdf.json_places import Position, Spot, places
from interop_check.rdf.reading import LONGEST, MOST, MOST_TERMS, Name, Reading, Redefined, Spoilt, Term

_KEPT = frozenset(kind for kind in Kind if kind.is_kept)
_SCHEMES = frozenset(
    {
        *("acct", "data", "did", "doi", "file", "ftp", "geo", "http", "https", "info", "ipfs", "mailto"),
        *("ni", "oid", "ssh", "tag", "tel", "urn", "uuid", "ws", "wss", "xmpp"),
    }
)
"""Schemes of addresses and names that are in use: what stands before the colon is no prefix then."""


@dataclass(slots=True)
class Count:
    """How often, where first, and what it came to."""

    spot: Spot
    iri: str
    times: int = 0


class Counts:
    """Everything that one walk counts. `gone` are the members that no processor reads."""

    def __init__(self, contexts: Contexts) -> None:
        self.names: set[str] = set()
        self.class_names: set[str] = set()
        self.prefixed: set[str] = set()
        self.lost: dict[str, Count] = {}
        self.classes: dict[str, Count] = {}
        self.by_vocab: dict[str, Count] = {}
        self.undeclared: dict[str, Count] = {}
        self.nameless: dict[str, Count] = {}
        self.references = 0
        self.gone: set[Spot] = set()
        self.contexts = contexts
        self._spoilt: dict[Definition, Count] = {}

    def keeps(self, name: str, meaning: Meaning, holder: Mapping[str, Any]) -> bool:
        """Count a member, and say whether it becomes part of the data."""
        kind = meaning.kind
        if kind is Kind.TERM:
            return True
        if kind is Kind.VOCAB:
            _add(self.by_vocab, name, meaning.iri, holder, name)
        elif kind is Kind.COMPACT or kind is Kind.ABSOLUTE:
            self._prefixed(name, meaning, holder, name)
        elif kind is Kind.UNMAPPED or kind is Kind.ILLEGAL:
            _add(self.lost, name, meaning.iri, holder, name)
        if kind is Kind.UNMAPPED or kind is Kind.NULL:
            self.gone.add((id(holder), name))
        return kind in _KEPT

    def types(self, written: Any, active: ActiveContext, holder: Mapping[str, Any], name: str) -> None:
        """Count the classes of an object that have no meaning: they become names of the document's own."""
        for one in written if isinstance(written, list) else [written]:
            if not isinstance(one, str):
                continue
            self.class_names.add(one)
            meaning = active.meaning(one)
            if meaning.kind is Kind.UNMAPPED:
                _add(self.classes, one, "", holder, name)
            elif meaning.kind is Kind.COMPACT or meaning.kind is Kind.ABSOLUTE:
                self._prefixed(one, meaning, holder, name)

    def _prefixed(self, name: str, meaning: Meaning, holder: Mapping[str, Any], key: str) -> None:
        if meaning.kind is Kind.COMPACT:
            self.prefixed.add(name)
        elif _is_undeclared(name):
            self.prefixed.add(name)
            _add(self.undeclared, name, meaning.iri, holder, key)

    def identifiers(self, written: Any, active: ActiveContext, holder: Mapping[str, Any], key: str) -> None:
        """Count identifiers, and those that are no IRI: what they stand for is lost with all that it has."""
        for one in written if isinstance(written, list) else [written]:
            if isinstance(one, str):
                self.references += 1
                if not active.can_identify(one):
                    _add(self.nameless, one, "", holder, key)

    def spoilt(self, definition: Definition, times: int, holder: Mapping[str, Any], name: str) -> None:
        """Count values that a definition turned into literals of a type that is none."""
        if not times:
            return
        one = self._spoilt.setdefault(definition, Count((id(holder), name), definition.iri or ""))
        one.times += times

    def reading(self, data: bytes, document: Any, *, applied: bool) -> Reading:
        """All of it with lines and columns in `data`, which `document` was parsed from."""
        terms = list(islice(_unlike(self.contexts.definitions()), MOST_TERMS))
        redefined = list(islice(_unlike(self.contexts.redefined), MOST))
        of_names = [self.lost, self.classes, self.by_vocab, self.undeclared, self.nameless]
        firsts = [dict(list(one.items())[:MOST]) for one in of_names]
        spoilt = list(self._spoilt.items())[:MOST]
        spots = {one.spot for counts in firsts for one in counts.values()}
        spots |= {one.spot for _, one in spoilt}
        spots |= {spot for _, one in terms if (spot := _spot(one))}
        spots |= {spot for one, _ in redefined if (spot := _spot(one))}
        at = places(data, document, spots)
        lost, classes, by_vocab, undeclared, nameless = (
            tuple(_name(name, one, at) for name, one in counts.items()) for counts in firsts
        )
        return Reading(
            names=len(self.names),
            types=len(self.class_names),
            prefixed=len(self.prefixed),
            references=self.references,
            lost_names=len(self.lost),
            lost=lost,
            classes=classes,
            by_vocab=by_vocab,
            undeclared=undeclared,
            nameless=nameless,
            spoilt=tuple(_spoilt(definition, one, at) for definition, one in spoilt),
            terms=tuple(_term(scope, one, at) for scope, one in terms),
            redefined=tuple(_redefined(one, before, at) for one, before in redefined),
            vocab=tuple(dict.fromkeys(self.contexts.vocabularies)),
            applied=applied,
        )


def _add(counts: dict[str, Count], name: str, iri: str, holder: Mapping[str, Any], key: str) -> None:
    one = counts.get(name)
    if one is None:
        one = counts[name] = Count((id(holder), key), iri)
    one.times += 1


def _is_undeclared(name: str) -> bool:
    """Whether an absolute IRI looks like a prefix and a name: its scheme is none that is in use."""
    scheme, _, rest = name.partition(":")
    return scheme.lower() not in _SCHEMES and not rest.startswith("//")


def _unlike(pairs: Iterable[tuple[Any, Definition]]) -> Iterator[tuple[Any, Definition]]:
    """The pairs that differ in what they say, the first of each."""
    seen: set[tuple[str, ...]] = set()
    for first, second in pairs:
        key = tuple(
            part
            for one in (first, second)
            for part in ((one,) if isinstance(one, str) else (one.source, one.name, one.iri or "", one.type))
        )
        if key not in seen:
            seen.add(key)
            yield first, second


def _spot(one: Definition) -> Spot | None:
    return None if one.source else (id(one.holder), one.name)


def _name(name: str, one: Count, at: Mapping[Spot, Position]) -> Name:
    return Name(_told(name), _told(one.iri), one.times, *at.get(one.spot, (None, None)))


def _spoilt(definition: Definition, one: Count, at: Mapping[Spot, Position]) -> Spoilt:
    place = at.get(one.spot, (None, None))
    return Spoilt(*_words(definition), one.times, *place)


def _term(scope: str, one: Definition, at: Mapping[Spot, Position]) -> Term:
    source, name, iri, type_ = _words(one)
    place = at.get(_spot(one) or (0, ""), (None, None))
    return Term(source, _told(scope), name, iri, type_, _told(" ".join(one.container)), *place)


def _redefined(one: Definition, before: Definition, at: Mapping[Spot, Position]) -> Redefined:
    source, _, iri, type_ = _words(before)
    return Redefined(*_words(one), source, iri, type_, *at.get(_spot(one) or (0, ""), (None, None)))


def _words(one: Definition) -> tuple[str, str, str, str]:
    return one.source, _told(one.name), _told(one.iri or ""), _told(one.type)


def _told(text: str) -> str:
    """A text from a document as a report can hold it: no half characters, and not endless."""
    short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return short.encode("utf-8", "replace").decode()
