"""The W3C validation report: read back, it says what the validation says."""

import pyoxigraph as ox

from interop_check.rdf.vocabulary import SH
from interop_check.shacl.graph import Graph
from interop_check.shacl.report import to_triples
from shacl_oracle import report_rows, rows, run, value_of

SHAPES = """
ex:S sh:targetClass ex:A ; sh:nodeKind sh:IRI ; sh:message "iri"@en ;
  sh:property [ sh:path ( ex:p [ sh:inversePath ex:q ] ) ; sh:minCount 1 ; sh:severity sh:Warning ] ;
  sh:property [ sh:path [ sh:alternativePath ( ex:p [ sh:zeroOrMorePath ex:q ] ) ] ; sh:maxCount 0 ] ;
  sh:property [ sh:path [ sh:oneOrMorePath [ sh:zeroOrOnePath ex:p ] ] ; sh:nodeKind sh:Literal ] .
"""


def test_the_report_read_back_has_the_same_results() -> None:
    validation = run("ex:a a ex:A ; ex:p ex:b . _:x a ex:A .", SHAPES)
    graph = Graph(to_triples(validation))
    assert set(report_rows(graph)) == rows(validation)
    assert len(report_rows(graph)) == len(validation.results) > 4
    (report,) = graph.instances(SH + "ValidationReport")
    assert [value_of(value) for value in graph.objects(report, SH + "conforms")] == ["false"]
    assert any(
        value_of(node) == "iri"
        for nodes in graph.by_subject.values()
        for node in nodes.get(SH + "resultMessage", [])
    )


def test_the_report_is_the_same_every_time_and_can_be_written() -> None:
    made = [
        ox.serialize(to_triples(run("_:x a ex:A .", SHAPES)), format=ox.RdfFormat.TURTLE) for _ in range(2)
    ]
    assert made[0] == made[1]
    assert made[0] is not None
    assert b"data-" in made[0]


def test_a_conforming_report() -> None:
    graph = Graph(to_triples(run("ex:a a ex:B .", SHAPES)))
    (report,) = graph.instances(SH + "ValidationReport")
    assert [value_of(value) for value in graph.objects(report, SH + "conforms")] == ["true"]
    assert report_rows(graph) == []
