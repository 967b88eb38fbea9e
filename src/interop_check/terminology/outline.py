"""An application profile as its shapes outline it: classes, properties, how often, and of what range."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import RDF_FIRST, RDF_REST, SH, SKOS_IN_SCHEME

CODE_LIST = "http://purl.org/linked-data/cube#codeList"

_ALTERNATIVES = (f"{SH}or", f"{SH}xone")


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyOutline:
    """One property of one class; `maximum` is None where any number will do, `code_list` a concept scheme.

    `names` are its names by language, "" for a name without one.
    """

    iri: str
    minimum: int = 0
    maximum: int | None = None
    classes: frozenset[str] = frozenset()
    datatypes: frozenset[str] = frozenset()
    node_kinds: frozenset[str] = frozenset()
    code_list: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def merged(self, other: "PropertyOutline") -> "PropertyOutline":
        """Return what both say of the same property: official shapes may spread one over several."""
        maxima = [one.maximum for one in (self, other) if one.maximum is not None]
        return PropertyOutline(
            iri=self.iri,
            minimum=max(self.minimum, other.minimum),
            maximum=min(maxima, default=None),
            classes=self.classes | other.classes,
            datatypes=self.datatypes | other.datatypes,
            node_kinds=self.node_kinds | other.node_kinds,
            code_list=self.code_list or other.code_list,
            names={**other.names, **self.names},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOutline:
    """One class with its properties by IRI."""

    iri: str
    properties: Mapping[str, PropertyOutline]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """All classes that shapes target, by IRI."""

    classes: Mapping[str, ClassOutline]

    @property
    def properties(self) -> frozenset[str]:
        """Return the IRIs of all properties."""
        return frozenset(iri for one in self.classes.values() for iri in one.properties)

    @property
    def ranges(self) -> frozenset[str]:
        """Return the IRIs of all classes that values are to be of."""
        everything = (p for one in self.classes.values() for p in one.properties.values())
        return frozenset(iri for one in everything for iri in one.classes)


def outline(triples: Iterable[ox.Triple]) -> Outline:
    """Return what a (repaired) shapes graph outlines. Only targets by class and plain paths count.

    Source: SHACL, W3C Recommendation 20 July 2017, sections 2.1.3.1, 2.3.1.1 and 4.
    """
    return _Shapes(triples).outline()


class _Shapes:
    """The graph by subject and predicate."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._values: dict[tuple[Term, str], list[Term]] = defaultdict(list)
        self._targets: list[tuple[Term, str]] = []
        for triple in triples:
            self._values[triple.subject, triple.predicate.value].append(triple.object)
            if triple.predicate.value == f"{SH}targetClass" and isinstance(triple.object, ox.NamedNode):
                self._targets.append((triple.subject, triple.object.value))

    def outline(self) -> Outline:
        """Return the classes in the order of their first shape."""
        found: dict[str, dict[str, PropertyOutline]] = {}
        for shape, iri in self._targets:
            properties = found.setdefault(iri, {})
            for one in self._properties(shape):
                known = properties.get(one.iri)
                properties[one.iri] = known.merged(one) if known else one
        return Outline(classes={iri: ClassOutline(iri=iri, properties=p) for iri, p in found.items()})

    def _properties(self, shape: Term) -> Iterator[PropertyOutline]:
        for one in self._objects(shape, "property"):
            for path in self._iris(one, "path"):
                yield self._property(one, path)

    def _property(self, shape: Term, path: str) -> PropertyOutline:
        choices = [shape, *self._alternatives(shape)]
        return PropertyOutline(
            iri=path,
            minimum=max(self._counts(shape, "minCount"), default=0),
            maximum=min(self._counts(shape, "maxCount"), default=None),
            classes=frozenset(iri for one in choices for iri in self._iris(one, "class")),
            datatypes=frozenset(iri for one in choices for iri in self._iris(one, "datatype")),
            node_kinds=frozenset(iri for one in choices for iri in self._iris(one, "nodeKind")),
            code_list=next(self._code_lists(shape), ""),
            names={
                name.language or "": name.value
                for name in self._objects(shape, "name")
                if isinstance(name, ox.Literal)
            },
        )

    def _code_lists(self, shape: Term) -> Iterator[str]:
        yield from _iris(self._values.get((shape, CODE_LIST), ()))
        for node in self._objects(shape, "node"):
            for inner in self._objects(node, "property"):
                if SKOS_IN_SCHEME in self._iris(inner, "path"):
                    yield from self._iris(inner, "hasValue")

    def _alternatives(self, shape: Term) -> Iterator[Term]:
        for predicate in _ALTERNATIVES:
            for head in self._values.get((shape, predicate), ()):
                yield from self._members(head)

    def _members(self, head: Term) -> Iterator[Term]:
        seen: set[Term] = set()
        while head not in seen and (head, RDF_FIRST) in self._values:
            seen.add(head)
            yield self._values[head, RDF_FIRST][0]
            head = next(iter(self._values.get((head, RDF_REST), ())), head)

    def _counts(self, shape: Term, name: str) -> Iterator[int]:
        for value in self._objects(shape, name):
            if isinstance(value, ox.Literal) and value.value.isascii() and value.value.isdigit():
                yield int(value.value)

    def _iris(self, shape: Term, name: str) -> list[str]:
        return list(_iris(self._objects(shape, name)))

    def _objects(self, shape: Term, name: str) -> Sequence[Term]:
        return self._values.get((shape, SH + name), ())


def _iris(values: Iterable[Term]) -> Iterator[str]:
    return (value.value for value in values if isinstance(value, ox.NamedNode))
