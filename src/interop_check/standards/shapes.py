"""A shapes graph in memory, made to be looked through while it is repaired."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from interop_check.rdf.vocabulary import RDF, SH, XSD

Subject: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Triple
Node: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

FIRST = RDF + "first"
REST = RDF + "rest"
NIL = RDF + "nil"

PROPERTY = SH + "property"
PATH = SH + "path"
CLASS = SH + "class"
DATATYPE = SH + "datatype"
NODE_KIND = SH + "nodeKind"
TARGET_CLASS = SH + "targetClass"
MIN_COUNT = SH + "minCount"
MAX_COUNT = SH + "maxCount"

RDFS_LITERAL = "http://www.w3.org/2000/01/rdf-schema#Literal"
RDFS_RESOURCE = "http://www.w3.org/2000/01/rdf-schema#Resource"
LANG_STRING = RDF + "langString"
RDF_DATATYPES = frozenset(
    RDF + name for name in ("langString", "dirLangString", "HTML", "XMLLiteral", "JSON")
)

_WAY_UP = 8


class Shapes:
    """Distinct triples in the order read, indexed by subject and by object."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.triples: Sequence[ox.Triple] = tuple(dict.fromkeys(triples))
        self._out: dict[Node, list[ox.Triple]] = defaultdict(list)
        self._into: dict[Node, list[ox.Triple]] = defaultdict(list)
        for triple in self.triples:
            self._out[triple.subject].append(triple)
            self._into[triple.object].append(triple)

    def about(self, subject: Node) -> Sequence[ox.Triple]:
        """Return the triples of one subject."""
        return self._out.get(subject, ())

    def pointing_at(self, node: Node) -> Sequence[ox.Triple]:
        """Return the triples that have `node` as their object."""
        return self._into.get(node, ())

    def with_predicate(self, *predicates: str) -> Iterator[ox.Triple]:
        """Yield the triples of these predicates."""
        return (triple for triple in self.triples if triple.predicate.value in predicates)

    def values(self, subject: Node, predicate: str) -> list[Node]:
        """Return the values of one predicate at one subject."""
        return [triple.object for triple in self.about(subject) if triple.predicate.value == predicate]

    def property_shapes(self) -> list[Node]:
        """Return what is linked as a property shape, described or not, and whatever else has a path."""
        linked = [triple.object for triple in self.with_predicate(PROPERTY)]
        return list(dict.fromkeys([*linked, *(triple.subject for triple in self.with_predicate(PATH))]))

    def name(self, node: Node) -> str:
        """Return the IRI that `node` is known by: its own, else that of the shape it belongs to."""
        for _ in range(_WAY_UP):
            if isinstance(node, ox.NamedNode):
                return node.value
            above = self.pointing_at(node)
            if not above:
                break
            node = above[0].subject
        return ""


def is_datatype(iri: str) -> bool:
    """Return whether `iri` is a datatype of XSD or RDF."""
    return iri.startswith(XSD) or iri in RDF_DATATYPES


def iri(node: Node) -> str:
    """Return the IRI of a node, empty for anything else."""
    return node.value if isinstance(node, ox.NamedNode) else ""
