"""The W3C validation report (SHACL 3.6) as triples."""

from collections.abc import Iterator
from itertools import count

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import RDF_TYPE, SH, XSD_BOOLEAN
from interop_check.shacl.paths import path_triples
from interop_check.shacl.results import Validation, ValidationResult

Subject = ox.NamedNode | ox.BlankNode


def to_triples(validation: Validation) -> Iterator[ox.Triple]:
    """The report of a validation; its own blank nodes are labelled in order, the same every time.

    A focus node that is a blank node keeps its label, with `data-` before it, so that none is confused with
    the report's own; a result repeated by several shapes appears once.
    """
    labels = map("r{}".format, count())
    report = ox.BlankNode("report")
    yield _triple(report, RDF_TYPE, _sh("ValidationReport"))
    conforms = ox.Literal("true" if validation.conforms else "false", datatype=ox.NamedNode(XSD_BOOLEAN))
    yield _triple(report, SH + "conforms", conforms)
    for result in validation.results:
        node = ox.BlankNode(next(labels))
        yield _triple(report, SH + "result", node)
        yield from _result(node, result, labels)


def _result(node: Subject, result: ValidationResult, labels: Iterator[str]) -> Iterator[ox.Triple]:
    yield _triple(node, RDF_TYPE, _sh("ValidationResult"))
    yield _triple(node, SH + "focusNode", _of_data(result.focus, "data-"))
    if result.property_path is not None:
        path, triples = path_triples(result.property_path, labels)
        yield _triple(node, SH + "resultPath", path)
        yield from triples
    if result.value is not None:
        yield _triple(node, SH + "value", _of_data(result.value, "data-"))
    yield _triple(node, SH + "resultSeverity", ox.NamedNode(result.severity))
    yield _triple(node, SH + "sourceConstraintComponent", ox.NamedNode(result.component))
    yield _triple(node, SH + "sourceShape", _of_data(result.source_shape, "shapes-"))
    for language, text in result.messages.items():
        message = ox.Literal(text, language=language) if language else ox.Literal(text)
        yield _triple(node, SH + "resultMessage", message)


def _of_data(term: Term, prefix: str) -> Term:
    return ox.BlankNode(prefix + term.value) if isinstance(term, ox.BlankNode) else term


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


def _triple(subject: Subject, predicate: str, value: Term) -> ox.Triple:
    return ox.Triple(subject, ox.NamedNode(predicate), value)
