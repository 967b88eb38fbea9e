"""Which shapes need more than SHACL Core, and what is refused before any of it runs."""

import re
from collections.abc import Container, Iterator

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import SH
from interop_check.shacl.defects import Unusable
from interop_check.shacl.graph import Graph
from interop_check.shacl.model import shape_id
from interop_check.shacl.results import ShapeDefect

_BEYOND_CORE = frozenset(SH + name for name in ("sparql", "target", "rule", "expression", "values", "js"))
_SCRIPT = frozenset(SH + name for name in ("js", "jsLibrary", "jsFunctionName", "jsLibraryURL"))
_QUERIES = tuple(SH + name for name in ("select", "ask", "construct", "update"))
_REFERENCES = frozenset(SH + name for name in ("property", "node", "not", "qualifiedValueShape"))
_LISTS = frozenset(SH + name for name in ("and", "or", "xone"))
# Strings, IRIs and comments may hold any word; what is left is the query's own vocabulary.
_INERT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n]*|[?$]\w+|[\w.-]*:[\w.-]*",
    re.DOTALL,
)
# FROM is among them because rdflib fetches the graphs it names.
_OUTSIDE = re.compile(r"\b(SERVICE|LOAD|FROM|INSERT|DELETE|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", re.IGNORECASE)


class Routes:
    """The custom parameters of a shapes graph, the shapes that reach beyond Core, and refused queries."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.parameters = frozenset(_custom_parameters(graph))
        self.defects: list[ShapeDefect] = []
        self._forbidden = self._refused_nodes()

    def handles(self, predicate: str) -> bool:
        """Whether a predicate belongs to the part of SHACL that pySHACL runs."""
        return predicate in _BEYOND_CORE or predicate in self.parameters

    def components(self, predicate: str) -> list[str]:
        """The IRIs of the constraint components beyond Core that a parameter belongs to."""
        if predicate == SH + "sparql":
            return [SH + "SPARQLConstraintComponent"]
        if predicate == SH + "expression":
            return [SH + "ExpressionConstraintComponent"]
        return [shape_id(owner) for owner in self._owners(predicate)]

    def refuse(self, shape: Term) -> None:
        """Raises Unusable where a shape directly holds a query or script that must not run."""
        given = self.graph.predicates(shape)
        if any(key in _SCRIPT for key in given):
            raise Unusable("forbidden-javascript")
        for key in given:
            if self.handles(key):
                for node in (*given[key], *self._validators(key)):
                    if node in self._forbidden:
                        raise Unusable(self._forbidden[node])

    def needed(self, shape: Term, usable: Container[Term]) -> bool:
        """Whether a shape, or a usable one it refers to, needs pySHACL."""
        nodes = (node for node in reachable(self.graph, shape) if node in usable)
        return any(self.handles(key) for node in nodes for key in self.graph.predicates(node))

    def _refused_nodes(self) -> dict[Term, str]:
        found: dict[Term, str] = {}
        for node, given in self.graph.by_subject.items():
            word = next(
                filter(None, (_outside(value) for key in _QUERIES for value in given.get(key, []))), None
            )
            if word:
                found[node] = "forbidden-service" if word == "SERVICE" else f"forbidden-{word.lower()}"
            elif any(key in _SCRIPT for key in given):
                found[node] = "forbidden-javascript"
        for node, code in found.items():
            if not any(
                node in self.graph.objects(s, SH + "sparql")
                for s in self.graph.subjects_of.get(SH + "sparql", [])
            ):
                self.defects.append(ShapeDefect(node, code, {"node": shape_id(node)}))
        return found

    def _owners(self, parameter: str) -> Iterator[Term]:
        for owner in self.graph.subjects_of.get(SH + "parameter", []):
            paths = [self.graph.objects(p, SH + "path") for p in self.graph.objects(owner, SH + "parameter")]
            if [ox.NamedNode(parameter)] in paths:
                yield owner

    def _validators(self, parameter: str) -> Iterator[Term]:
        for owner in self._owners(parameter):
            for key in ("validator", "nodeValidator", "propertyValidator"):
                yield from self.graph.objects(owner, SH + key)


def reachable(graph: Graph, shape: Term) -> set[Term]:
    """A shape and every shape it refers to."""
    seen: set[Term] = set()
    waiting = [shape]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        for key, values in graph.predicates(node).items():
            if key in _REFERENCES:
                waiting += values
            elif key in _LISTS:
                waiting += [member for head in values for member in _safe_members(graph, head)]
    return seen


def _safe_members(graph: Graph, head: Term) -> list[Term]:
    try:
        return graph.members(head)
    except ValueError:
        return []


def _custom_parameters(graph: Graph) -> Iterator[str]:
    for owner in graph.subjects_of.get(SH + "parameter", []):
        if not graph.has_type(owner, SH + "ConstraintComponent"):
            continue
        for parameter in graph.objects(owner, SH + "parameter"):
            for path in graph.objects(parameter, SH + "path"):
                if isinstance(path, ox.NamedNode):
                    yield path.value


def _outside(query: Term) -> str | None:
    found = _OUTSIDE.search(_INERT.sub(" ", getattr(query, "value", "")))
    return found[1].upper() if found else None
