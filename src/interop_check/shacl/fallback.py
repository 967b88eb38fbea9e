"""What SHACL Core does not cover, run by pySHACL: SPARQL, custom components, rules."""

import re
import threading
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox

from interop_check.rdf.table import Table
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import (
    OWL,
    OWL_CLASS,
    RDF_TYPE,
    RDFS_CLASS,
    RDFS_SUB_CLASS_OF,
    SH,
    SH_VIOLATION,
    XSD_STRING,
)
from interop_check.shacl.graph import Graph
from interop_check.shacl.model import Shape, Shapes
from interop_check.shacl.paths import BadPath, Path, read_path
from interop_check.shacl.results import ShapeDefect, ValidationResult

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_TARGETS = frozenset(
    SH + name for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
)
_CLASSES = frozenset({RDFS_CLASS, OWL_CLASS})
_DECLARED = (
    "ConstraintComponent",
    "SPARQLFunction",
    "SPARQLTargetType",
    "SPARQLAskValidator",
    "SPARQLSelectValidator",
)
_DECLARED_IRIS = frozenset(SH + name for name in _DECLARED)
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_BLANK = "urn:x-blank:"
_VARIABLE = re.compile(r"\{[?$](\w+)\}")
# rdflib's switch is global: only one run may hold it.
_LOCK = threading.Lock()


def run_fallback(
    data: Table, shapes: Shapes, routed: Iterable[Shape], focus: Mapping[str, Sequence[Term]]
) -> tuple[list[ValidationResult], list[ShapeDefect]]:
    """Results of the routed shapes on their focus nodes, each in a run of its own, and those pySHACL refused.

    `data` includes the background; `focus` holds the focus nodes per shape id.
    """
    results: list[ValidationResult] = []
    refused: list[ShapeDefect] = []
    graph = Graph(shapes.triples)
    queries = (graph.objects(s, SH + "sparql") for s in graph.subjects_of.get(SH + "sparql", []))
    nodes = set(shapes.described).union(*queries)
    with _LOCK, _as_written():
        translated = _rdflib_graph(data.triples(), "d")
        for shape in routed:
            subset = _subset(shapes, graph, shape)
            report = _run(translated, _with_targets(subset, shape, focus[shape.id], nodes))
            if isinstance(report, str):
                refused.append(ShapeDefect(shape.term, "fallback-failed", {"detail": report}))
            else:
                results += _results(report, shapes, graph)
    return results, refused


class _as_written:  # noqa: N801 - reads as a phrase in a with statement
    """Switches off rdflib's rewriting of lexical forms, and restores what was there."""

    def __enter__(self) -> None:
        import rdflib  # noqa: PLC0415 - heavy, and only needed for shapes beyond Core

        self._before = rdflib.NORMALIZE_LITERALS
        rdflib.NORMALIZE_LITERALS = False

    def __exit__(self, *_: object) -> None:
        import rdflib  # noqa: PLC0415 - as above

        rdflib.NORMALIZE_LITERALS = self._before


def _run(data: "rdflib.Graph", shapes: "rdflib.Graph") -> "rdflib.Graph | str":
    """The report graph, or what went wrong.

    The queries are the shape author's and rdflib lets any kind of error through, some as bare Exception: a
    worker's outcome is looked at instead of caught.
    """
    import pyshacl  # noqa: PLC0415 - heavy, and only needed for shapes beyond Core
    from rdflib import Graph as RdfGraph  # noqa: PLC0415 - as above

    options: dict[str, Any] = {"advanced": True, "inference": "none", "do_owl_imports": False, "js": False}
    with ThreadPoolExecutor(max_workers=1) as worker:
        future = worker.submit(pyshacl.validate, data, shacl_graph=shapes, **options)
        fault = future.exception()
    if fault is not None:
        return f"{type(fault).__name__}: {fault}"
    _, report, text = future.result()
    return report if isinstance(report, RdfGraph) else str(text)


def _subset(shapes: Shapes, graph: Graph, shape: Shape) -> list[ox.Triple]:
    """The part of the shapes graph a shape needs: what it leads to, and what declares components."""
    unusable = {defect.shape for defect in shapes.defects} - set(shapes.described)
    waiting: list[Term] = [shape.term, *_declared(graph)]
    waiting += graph.subjects_of.get(SH + "declare", [])
    seen: set[Term] = set(unusable)
    kept: list[ox.Triple] = []
    while waiting:
        node = waiting.pop()
        if node in seen or not isinstance(node, ox.NamedNode | ox.BlankNode):
            continue
        seen.add(node)
        for predicate, values in graph.predicates(node).items():
            for value in values:
                if not _dropped(predicate, value) and value not in unusable:
                    kept.append(ox.Triple(node, ox.NamedNode(predicate), value))
                    if predicate != RDF_TYPE:
                        waiting.append(value)
    return kept + list(_imported_prefixes(graph))


def _imported_prefixes(graph: Graph) -> Iterator[ox.Triple]:
    """Declarations that come by owl:imports (SHACL 5.2.1), which pySHACL does not follow."""
    for holder in graph.subjects_of.get(SH + "prefixes", []):
        for node in graph.objects(holder, SH + "prefixes"):
            waiting, seen = [node], {node}
            while waiting:
                for other in graph.objects(waiting.pop(), OWL + "imports"):
                    if other not in seen:
                        seen.add(other)
                        waiting.append(other)
            for other in seen - {node}:
                for declared in graph.objects(other, SH + "declare"):
                    yield ox.Triple(node, ox.NamedNode(SH + "declare"), declared)  # type: ignore[arg-type]


def _declared(graph: Graph) -> Iterator[Term]:
    """What declares components, functions and targets, with the subclasses that make it so."""
    for name in _DECLARED:
        yield from graph.instances(SH + name)
    for subject in graph.subjects_of.get(RDFS_SUB_CLASS_OF, []):
        if any(
            value.value in _DECLARED_IRIS
            for value in graph.objects(subject, RDFS_SUB_CLASS_OF)
            if isinstance(value, ox.NamedNode)
        ):
            yield subject


def _dropped(predicate: str, value: Term) -> bool:
    implicit = predicate == RDF_TYPE and isinstance(value, ox.NamedNode) and value.value in _CLASSES
    return predicate in _TARGETS or implicit


def _with_targets(
    subset: list[ox.Triple], shape: Shape, focus: Sequence[Term], nodes: Container[Term]
) -> "rdflib.Graph":
    graph = _rdflib_graph(_named(subset, nodes), "s")
    from rdflib import URIRef  # noqa: PLC0415 - heavy, and only needed for shapes beyond Core

    term = shape.term
    owner = URIRef(_BLANK + term.value) if isinstance(term, ox.BlankNode) else _to_rdflib(term, "s")
    for node in focus:
        graph.add((owner, URIRef(SH + "targetNode"), _to_rdflib(node, "d")))
    return graph


def _named(triples: Iterable[ox.Triple], nodes: Container[Term]) -> Iterator[ox.Triple]:
    """Blank shapes and constraints get names, since the report would hold copies of them under new labels."""

    def name(term: Any) -> Any:
        return ox.NamedNode(_BLANK + term.value) if isinstance(term, ox.BlankNode) and term in nodes else term

    for triple in triples:
        yield ox.Triple(name(triple.subject), triple.predicate, name(triple.object))


def _rdflib_graph(triples: Iterable[ox.Triple], prefix: str) -> "rdflib.Graph":
    from rdflib import Graph as RdfGraph  # noqa: PLC0415 - heavy, and only needed for shapes beyond Core

    graph = RdfGraph()
    for triple in triples:
        terms = (triple.subject, triple.predicate, triple.object)
        if not any(isinstance(term, ox.Triple) for term in terms):
            s, p, o = (_to_rdflib(term, prefix) for term in terms)
            graph.add((s, p, o))
    return graph


def _to_rdflib(term: Term, prefix: str) -> "Node":
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - heavy, and only needed for shapes beyond Core

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(prefix + term.value)
    if isinstance(term, ox.Triple):
        raise TypeError(term)
    if term.language:
        return Literal(term.value, lang=term.language, normalize=False)
    plain = term.datatype.value == XSD_STRING
    return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)


def _from_rdflib(node: Any) -> Term:
    from rdflib import BNode, URIRef  # noqa: PLC0415 - heavy, and only needed for shapes beyond Core

    if isinstance(node, URIRef) and node.startswith(_BLANK):
        return ox.BlankNode(node.removeprefix(_BLANK))
    if isinstance(node, URIRef):
        # Shapes are read leniently: an IRI may hold blanks, which a term made anew may not.
        return ox.NamedNode(_NOT_IN_IRI.sub(lambda found: quote(found[0]), str(node)))
    if isinstance(node, BNode):
        return ox.BlankNode(str(node)[1:])
    if node.language:
        return ox.Literal(str(node), language=node.language)
    return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or XSD_STRING)))


def _results(report: "rdflib.Graph", shapes: Shapes, graph: Graph) -> Iterator[ValidationResult]:
    from rdflib import URIRef  # noqa: PLC0415 - heavy, and only needed for shapes beyond Core

    def only(node: "Node", name: str) -> Any:
        return report.value(node, URIRef(SH + name))

    for node in set(report.objects(None, URIRef(SH + "result"))):
        source = _from_rdflib(only(node, "sourceShape"))
        value = only(node, "value")
        described = shapes.described.get(source)
        severity = only(node, "resultSeverity")
        focus, path = only(node, "focusNode"), only(node, "resultPath")
        origin = only(node, "sourceConstraint")
        constraint = None if origin is None else _from_rdflib(origin)
        messages = report.objects(node, URIRef(SH + "resultMessage"))
        yield ValidationResult(
            focus=_from_rdflib(focus),
            property_path=_path(report, path),
            value=None if value is None else _from_rdflib(value),
            component=str(only(node, "sourceConstraintComponent")),
            severity=str(severity or SH_VIOLATION),
            source_shape=source,
            names=described.names if described else {},
            messages=_messages(graph, constraint, {"this": focus, "value": value, "path": path}, messages),
        )


def _messages(
    graph: Graph, constraint: Term | None, known: Mapping[str, Any], texts: Iterable[Any]
) -> dict[str, str]:
    """The messages of a SPARQL constraint filled in here, since pySHACL mixes up those of several results."""
    templates = [] if constraint is None else graph.objects(constraint, SH + "message")
    if not templates:
        return {text.language or "": str(text) for text in sorted(texts)}

    def value(found: re.Match[str]) -> str:
        return found[0] if known.get(found[1]) is None else str(known[found[1]])

    return {
        text.language or "": _VARIABLE.sub(value, text.value)
        for text in templates
        if isinstance(text, ox.Literal)
    }


def _path(report: "rdflib.Graph", node: Any) -> Path | None:
    if node is None:
        return None
    triples = ((_from_rdflib(s), _from_rdflib(p), _from_rdflib(o)) for s, p, o in report)
    try:
        graph = Graph(ox.Triple(s, p, o) for s, p, o in triples if not isinstance(p, ox.BlankNode))  # type: ignore[arg-type]
        return read_path(graph, _from_rdflib(node))
    except BadPath:
        return None
