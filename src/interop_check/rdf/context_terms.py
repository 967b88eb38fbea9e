"""The terms of a context by itself, and which names of a schema have a meaning in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interop_check.rdf.active_context import ActiveContext, Definition, Kind
from interop_check.rdf.context_processing import Contexts
from interop_check.rdf.vocabulary import RDF_TYPE

Names = Mapping[str, Any]
"""Names of properties, each with those of the objects that are its values: {"adres": {"straat": {}}}."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Which names mean something, as paths with dots. What is below a name without meaning is not counted.

    `mapped` gives the IRI of each; `scoped` are those that only mean something within an object of a class,
    with the classes' terms; `terms` are the names that the context knows.
    """

    mapped: Mapping[str, str]
    unmapped: tuple[str, ...]
    scoped: Mapping[str, tuple[str, ...]]
    terms: tuple[str, ...]


def definitions(context: Any) -> list[tuple[str, Definition]]:
    """The definitions of one context, as for `coverage`, with the term that each is scoped to, if any."""
    contexts = Contexts({}, "")
    contexts.local(contexts.empty, context)
    return list(contexts.definitions())


def coverage(names: Names, context: Any, types: Sequence[str] = ()) -> Coverage:
    """Which names have a meaning in a context: the value of @context, with all that it includes in its place.

    `types` are the terms of the classes that the names belong to, where that is known.
    """
    return _Covering(context).covered(names, types)


class _Covering:
    """One context, asked about one tree of names."""

    def __init__(self, context: Any) -> None:
        self._contexts = Contexts({}, "")
        self._top = self._contexts.local(self._contexts.empty, context)
        self._scopes: dict[str, dict[str, None]] = {}
        for scope, one in self._contexts.definitions():
            self._scopes.setdefault(one.name, {})[scope] = None
        self._mapped: dict[str, str] = {}
        self._unmapped: list[str] = []
        self._scoped: dict[str, tuple[str, ...]] = {}

    def covered(self, names: Names, types: Sequence[str]) -> Coverage:
        active = self._top
        for one in sorted(types):
            definition = self._top.definition(one)
            if definition is not None and definition.is_scoped:
                active = self._contexts.of_type(active, definition)
        self._cover(names, active, "")
        return Coverage(
            mapped=self._mapped,
            unmapped=tuple(self._unmapped),
            scoped=self._scoped,
            terms=tuple(self._scopes),
        )

    def _cover(self, names: Names, active: ActiveContext, above: str) -> None:
        for name, below in names.items():
            path = f"{above}.{name}" if above else name
            meaning = active.meaning(name)
            if not meaning.kind.is_kept:
                self._lose(path, name, meaning.kind)
                continue
            self._mapped[path] = RDF_TYPE if meaning.iri == "@type" else meaning.iri
            definition = meaning.definition
            if definition is not None and definition.type == "@json":
                continue
            within = active if active.previous is None else active.previous
            if definition is not None and definition.is_scoped:
                within = self._contexts.of_property(within, definition)
            self._cover(below, within, path)

    def _lose(self, path: str, name: str, kind: Kind) -> None:
        if kind is Kind.NULL:
            return  # somebody has decided that it shall mean nothing
        self._unmapped.append(path)
        scopes = tuple(filter(None, self._scopes.get(name, ())))
        if scopes:
            self._scoped[path] = scopes
