"""Which members of a JSON-LD document become data, and what contexts make of strings (JSON-LD 1.1 API, 5.1).

Follows the expansion algorithm as far as it decides what a name means; values are only looked at, not kept.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from interop_check.rdf import coercion
from interop_check.rdf.active_context import ActiveContext, Definition, Kind, Meaning
from interop_check.rdf.context_processing import Contexts, Documents
from interop_check.rdf.contexts import CONTEXT
from interop_check.rdf.key_counts import Counts

_MAPS = ("@id", "@index", "@type")


def walk(document: Any, documents: Documents, *, base: str = "", context: str = "") -> Counts:
    """Count the names of a document. `documents` are the remote contexts by address, `base` its own one.

    `context` is the address of one that is given beside the document, for JSON that has none of its own.
    """
    walk = _Walk(Contexts(documents, base))
    walk.start(document, context)
    return walk.counts


def has_context(document: Any) -> bool:
    """Whether a document says itself what its names mean."""
    roots = document if isinstance(document, list) else [document]
    return any(isinstance(one, Mapping) and CONTEXT in one for one in roots)


class _Inside(NamedTuple):
    """What holds for the members of an object; its classes are read in a context of their own."""

    active: ActiveContext
    of_types: ActiveContext
    of: Definition | None = None


class _Walk:
    """One walk over one document."""

    def __init__(self, contexts: Contexts) -> None:
        self.counts = Counts(contexts)
        self._contexts = contexts
        self._known: dict[ActiveContext, dict[str, Meaning]] = {}

    def start(self, document: Any, context: str) -> None:
        empty = self._contexts.empty
        self._value(document, self._contexts.local(empty, context) if context else empty, None)

    def _value(
        self, value: Any, active: ActiveContext, of: Definition | None, *, mapped: bool = False
    ) -> None:
        if isinstance(value, list):
            for one in value:
                self._value(one, active, of, mapped=mapped)
        elif isinstance(value, dict):
            active = self._entered(value, active, of, mapped=mapped)
            if not any(name in value for name in active.names_of("@value")):
                within = self._within_types(self._types(value, active), active)
                self._members(value, _Inside(within, active, of))

    def _entered(
        self, value: dict[str, Any], active: ActiveContext, of: Definition | None, *, mapped: bool
    ) -> ActiveContext:
        """The active context inside an object, before its classes are looked at (steps 7 to 9)."""
        if active.previous is not None and not mapped and not _is_reference(value, active):
            active = active.previous
        if of is not None and of.is_scoped:
            active = self._contexts.of_property(active, of)
        return self._contexts.local(active, value[CONTEXT]) if CONTEXT in value else active

    def _types(self, value: dict[str, Any], active: ActiveContext) -> Iterator[str]:
        for name in active.names_of("@type"):
            written = value.get(name)
            if written is not None:
                types = written if isinstance(written, list) else [written]
                yield from sorted(one for one in types if isinstance(one, str))

    def _within_types(self, types: Iterator[str], active: ActiveContext) -> ActiveContext:
        """The active context with those that the object's classes bring (step 11)."""
        result = active
        for name in types:
            definition = active.definition(name)
            if definition is not None and definition.is_scoped:
                result = self._contexts.of_type(result, definition)
        return result

    def _members(self, holder: dict[str, Any], inside: _Inside) -> None:
        active = inside.active
        known = self._known.get(active)
        if known is None:
            known = self._known[active] = {}
        for name, member in holder.items():
            if name == CONTEXT:
                continue
            meaning = known.get(name)
            if meaning is None:
                meaning = known[name] = self._met(name, active)
            if meaning.is_plain:  # nearly all of them
                if isinstance(member, (dict, list)):
                    self._value(member, active, meaning.definition)
            elif meaning.kind is Kind.KEYWORD:
                self._keyword(holder, name, meaning.iri, inside)
            elif self.counts.keeps(name, meaning, holder):
                self._property(holder, name, meaning, active)

    def _met(self, name: str, active: ActiveContext) -> Meaning:
        meaning = active.meaning(name)
        if meaning.kind is not Kind.KEYWORD:
            self.counts.names.add(name)
        return meaning

    def _keyword(self, holder: dict[str, Any], name: str, keyword: str, inside: _Inside) -> None:
        member = holder[name]
        if keyword == "@type":
            self.counts.types(member, inside.of_types, holder, name)
        elif keyword == "@id":
            self.counts.identifiers(member, inside.active, holder, name)
        elif keyword in ("@list", "@set"):
            self._scalars(member, inside.of, inside.active, (holder, name))
            self._value(member, inside.active, inside.of)
        elif keyword in ("@graph", "@included"):
            self._value(member, inside.active, None)
        elif keyword in ("@reverse", "@nest"):
            self._nested(member, inside, inside.active.definition(name))

    def _nested(self, member: Any, inside: _Inside, term: Definition | None) -> None:
        """Members of the same object that stand one level deeper (steps 13.4.13 and 14)."""
        active = inside.active
        if term is not None and term.is_scoped:
            active = self._contexts.of_property(active, term)
        for one in member if isinstance(member, list) else [member]:
            if isinstance(one, dict):
                self._members(one, _Inside(active, inside.of_types))

    def _property(self, holder: dict[str, Any], name: str, meaning: Meaning, active: ActiveContext) -> None:
        member, definition = holder[name], meaning.definition
        if definition is None:
            if isinstance(member, (dict, list)):
                self._value(member, active, None)
            return
        if definition.type == "@json":
            return
        if definition.is_scoped and not isinstance(member, dict):
            inner = self._contexts.of_property(active, definition)
            self._scalars(member, inner.definition(name), inner, (holder, name))
        else:
            self._scalars(member, definition, active, (holder, name))
        if isinstance(member, dict) and definition.container:
            self._container(holder, name, definition, active)
        elif isinstance(member, (dict, list)):
            self._value(member, active, definition)

    def _container(
        self, holder: dict[str, Any], name: str, definition: Definition, active: ActiveContext
    ) -> None:
        """Members of a map have keys that are no names (steps 13.7 and 13.8)."""
        member = holder[name]
        if "@language" in definition.container:
            return
        kind = next((kind for kind in _MAPS if kind in definition.container), None)
        if kind is None:
            self._value(member, active, definition)
            return
        for key, one in member.items():
            within = active if kind == "@index" or active.previous is None else active.previous
            term = within.definition(key) if kind == "@type" else None
            if term is not None and term.is_scoped:
                within = self._contexts.of_type(within, term)
            self._scalars(one, definition, within, (holder, name))
            self._value(one, within, definition, mapped=True)

    def _scalars(
        self, member: Any, of: Definition | None, active: ActiveContext, at: tuple[dict[str, Any], str]
    ) -> None:
        """Look at values that a definition turns into references, or into literals of a type that is none."""
        if of is None:
            return
        if of.type == "@id":
            self.counts.identifiers(member, active, *at)
        elif coercion.spoils(of.type):
            values = member if isinstance(member, list) else [member]
            self.counts.spoilt(of, sum(isinstance(one, (str, int, float)) for one in values), *at)


def _is_reference(value: dict[str, Any], active: ActiveContext) -> bool:
    """Whether an object is a value or nothing but a reference: those stay in the context of their class."""
    if any(name in value for name in active.names_of("@value")):
        return True
    return len(value) == 1 and any(name in value for name in active.names_of("@id"))
