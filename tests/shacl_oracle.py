"""pySHACL as an oracle, and validations of both as comparable rows."""

import logging
from collections.abc import Iterable

import pyoxigraph as ox
import pyshacl
import rdflib

from interop_check.rdf.table import Table, read
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import SH
from interop_check.shacl import Shapes, Validation, load_shapes, validate
from interop_check.shacl.fallback import _as_written, _from_rdflib, _rdflib_graph
from interop_check.shacl.graph import Graph
from interop_check.shacl.paths import read_path, render

Row = tuple[str, str | None, str | None, str, str]

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <http://example.org/> .
"""


def turtle(text: str) -> Table:
    return read((PREFIXES + text).encode(), "text/turtle")


def shapes(text: str) -> Shapes:
    return load_shapes(turtle(text).triples())


def run(data: str, shapes_text: str, background: str | None = None, *, strict: bool = True) -> Validation:
    known = None if background is None else turtle(background)
    return validate(turtle(data), shapes(shapes_text), known, strict=strict)


def shown(term: Term | None) -> str | None:
    if term is None:
        return None
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def value_of(term: Term) -> str:
    """What an IRI, a blank node or a literal holds; a triple holds no text."""
    assert not isinstance(term, ox.Triple)
    return term.value


def triple_of(subject: Term, predicate: Term, value: Term) -> ox.Triple:
    assert not isinstance(subject, ox.Literal)
    assert isinstance(predicate, ox.NamedNode)
    return ox.Triple(subject, predicate, value)


def rows(validation: Validation) -> set[Row]:
    return {
        (
            str(shown(r.focus)),
            r.path,
            shown(r.value),
            r.component.removeprefix(SH),
            r.severity.removeprefix(SH),
        )
        for r in validation.results
    }


def pyshacl_rows(data: Table, shapes_graph: Iterable[ox.Triple]) -> set[Row]:
    logging.disable(logging.CRITICAL)
    try:
        with _as_written():
            _, report, text = pyshacl.validate(
                _rdflib_graph(data.triples(), "d"), shacl_graph=_rdflib_graph(shapes_graph, "s")
            )
            if not isinstance(report, rdflib.Graph):
                raise TypeError(text)
            triples = [triple_of(*map(_from_rdflib, triple)) for triple in report]
    finally:
        logging.disable(logging.NOTSET)
    return set(report_rows(Graph(triples)))


def report_rows(report: Graph) -> list[Row]:
    """The rows of a report, without those that only explain another one (sh:detail)."""
    whole = next(report.instances(SH + "ValidationReport"))
    return [result_row(report, node) for node in report.objects(whole, SH + "result")]


def result_row(report: Graph, node: Term) -> Row:
    def only(name: str) -> Term | None:
        return next(iter(report.objects(node, SH + name)), None)

    def name_of(name: str) -> str:
        term = only(name)
        assert isinstance(term, ox.NamedNode), name
        return term.value.removeprefix(SH)

    path = only("resultPath")
    return (
        str(shown(only("focusNode"))),
        None if path is None else render(read_path(report, path)),
        shown(only("value")),
        name_of("sourceConstraintComponent"),
        name_of("resultSeverity"),
    )
