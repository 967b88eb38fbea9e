"""Property paths (SHACL 2.3.1): read from a shapes graph, written as SPARQL text or as triples."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import RDF_FIRST, RDF_NIL, RDF_REST, SH
from interop_check.shacl.graph import BadList, Graph

_DEPTH = 50


class BadPath(ValueError):  # noqa: N818 - a condition of the input, not a fault
    """A node that is no well-formed property path."""


@dataclass(frozen=True, slots=True)
class Predicate:
    """One step along a predicate."""

    iri: str


@dataclass(frozen=True, slots=True)
class Inverse:
    """The step turned round."""

    path: "Path"


@dataclass(frozen=True, slots=True)
class Sequence:
    """One step after the other."""

    paths: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Any of several steps."""

    paths: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A step taken `least` (0 or 1) times or more, at most once where `once`."""

    path: "Path"
    least: int
    once: bool = False


Path: TypeAlias = Predicate | Inverse | Sequence | Alternative | Repeat

_REPEATS = {
    SH + "zeroOrMorePath": (0, False, "*"),
    SH + "oneOrMorePath": (1, False, "+"),
    SH + "zeroOrOnePath": (0, True, "?"),
}
_SIGNS = {(least, once): (iri, sign) for iri, (least, once, sign) in _REPEATS.items()}


def read_path(graph: Graph, node: Term, depth: int = 0) -> Path:
    """The path a node of the shapes graph stands for; raises BadPath."""
    if isinstance(node, ox.NamedNode):
        return Predicate(node.value)
    if not isinstance(node, ox.BlankNode) or depth > _DEPTH:
        raise BadPath
    if graph.objects(node, RDF_FIRST):
        return Sequence(_steps(graph, node, depth))
    keys = [key for key in graph.predicates(node) if key.startswith(SH) and key.endswith("Path")]
    if len(keys) != 1 or len(graph.objects(node, keys[0])) != 1:
        raise BadPath
    value = graph.objects(node, keys[0])[0]
    if keys[0] == SH + "inversePath":
        return Inverse(read_path(graph, value, depth + 1))
    if keys[0] == SH + "alternativePath":
        return Alternative(_steps(graph, value, depth))
    if keys[0] not in _REPEATS:
        raise BadPath
    least, once, _ = _REPEATS[keys[0]]
    return Repeat(read_path(graph, value, depth + 1), least, once)


def _steps(graph: Graph, head: Term, depth: int) -> tuple[Path, ...]:
    try:
        nodes = graph.members(head)
    except BadList:
        raise BadPath from None
    if len(nodes) < 2:  # noqa: PLR2004 - SHACL 2.3.1.2: at least two members
        raise BadPath
    return tuple(read_path(graph, node, depth + 1) for node in nodes)


def render(path: Path) -> str:
    """The path in SPARQL property path syntax; `path_text.parse_path` reads it back."""
    match path:
        case Predicate(iri):
            return f"<{iri}>"
        case Inverse(step):
            return "^" + (render(step) if isinstance(step, Repeat) else _primary(step))
        case Repeat(step, least, once):
            return _primary(step) + _SIGNS[least, once][1]
        case Sequence(steps):
            return "/".join(_element(step) for step in steps)
        case Alternative(steps):
            return "|".join(_element(step) for step in steps)


def _primary(path: Path) -> str:
    """SPARQL 1.1 grammar, PathPrimary: an IRI, or anything in parentheses."""
    return render(path) if isinstance(path, Predicate) else f"({render(path)})"


def _element(path: Path) -> str:
    """SPARQL 1.1 grammar, PathEltOrInverse: what may stand between / and | as it is."""
    return f"({render(path)})" if isinstance(path, Sequence | Alternative) else render(path)


def path_triples(path: Path, labels: Iterator[str]) -> tuple[ox.NamedNode | ox.BlankNode, list[ox.Triple]]:
    """The node that stands for a path and the triples that describe it; blank nodes take the next label."""
    match path:
        case Predicate(iri):
            return ox.NamedNode(iri), []
        case Sequence(steps):
            return _list_triples(steps, labels)
        case Inverse(step):
            iri, (value, triples) = SH + "inversePath", path_triples(step, labels)
        case Repeat(step, least, once):
            iri, (value, triples) = _SIGNS[least, once][0], path_triples(step, labels)
        case Alternative(steps):
            iri, (value, triples) = SH + "alternativePath", _list_triples(steps, labels)
    node = ox.BlankNode(next(labels))
    return node, [ox.Triple(node, ox.NamedNode(iri), value), *triples]


def _list_triples(
    steps: tuple[Path, ...], labels: Iterator[str]
) -> tuple[ox.NamedNode | ox.BlankNode, list[ox.Triple]]:
    head: ox.NamedNode | ox.BlankNode = ox.NamedNode(RDF_NIL)
    triples: list[ox.Triple] = []
    for step in reversed(steps):
        value, inner = path_triples(step, labels)
        link = ox.BlankNode(next(labels))
        triples += [ox.Triple(link, ox.NamedNode(RDF_FIRST), value)]
        triples += [ox.Triple(link, ox.NamedNode(RDF_REST), head), *inner]
        head = link
    return head, triples
