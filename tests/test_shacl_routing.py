"""Shapes beyond Core run through pySHACL and come back in the same validation."""

import pyoxigraph as ox
import pytest
import rdflib

from interop_check.rdf.vocabulary import SH, SH_VIOLATION
from shacl_oracle import rows, run

QUERY = """
ex:prefixes sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:name "tweelingen"@nl ;
  sh:property [ sh:path ex:p ; sh:maxCount 1 ] , [ sh:path ex:owner ; sh:class ex:Person ] ;
  sh:sparql [ sh:prefixes ex:prefixes ; sh:message "twin {?value}"@en ;
    sh:select "SELECT $this ?value WHERE { $this ex:twin ?value }" ] .
ex:T a sh:NodeShape ; sh:targetClass ex:A ; sh:nodeKind sh:IRI .
"""
DATA = "ex:a a ex:A ; ex:p 1, 2 ; ex:twin ex:b ; ex:owner ex:unknown . _:x a ex:A ; ex:twin _:y ."
SPARQL = f"{SH}SPARQLConstraintComponent"


def test_results_of_both_engines_come_together() -> None:
    found = run(DATA, QUERY, strict=False)
    assert rows(found) == {
        ("<http://example.org/a>", None, "<http://example.org/b>", "SPARQLConstraintComponent", "Violation"),
        ("_:", None, "_:", "SPARQLConstraintComponent", "Violation"),
        (
            "<http://example.org/a>",
            "<http://example.org/p>",
            None,
            "MaxCountConstraintComponent",
            "Violation",
        ),
        ("_:", None, "_:", "NodeKindConstraintComponent", "Violation"),
    }
    assert [str(n.value) for n in found.not_checkable] == ["<http://example.org/unknown>"]
    assert found.tallies[SH_VIOLATION, SPARQL].looked_at == 2
    twin = next(r for r in found.results if r.component == SPARQL and isinstance(r.focus, ox.NamedNode))
    assert twin.messages == {"en": "twin http://example.org/b"}
    assert twin.names == {"nl": "tweelingen"}


def test_the_background_is_known_there_too_and_not_judged() -> None:
    found = run("ex:a a ex:A .", QUERY, "ex:a ex:twin ex:z . ex:c a ex:A ; ex:twin ex:d .")
    assert [(str(r.focus), str(r.value)) for r in found.results] == [
        ("<http://example.org/a>", "<http://example.org/z>")
    ]


@pytest.mark.parametrize("before", [True, False])
def test_rdflibs_switch_is_restored(monkeypatch: pytest.MonkeyPatch, *, before: bool) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", before)
    found = run('ex:a a ex:A ; ex:twin "007"^^xsd:integer .', QUERY)
    assert str(found.results[0].value).startswith('"007"')
    assert before is rdflib.NORMALIZE_LITERALS


@pytest.mark.parametrize(
    "query",
    [
        "SELECT $this WHERE { nonsense",
        "SELECT $this WHERE { $this nope:x ?value }",
        "SELECT $this WHERE { MINUS {} }",
    ],
)
def test_what_pyshacl_cannot_run_is_refused_in_the_open(query: str) -> None:
    found = run(DATA, f'ex:S sh:targetClass ex:A ; sh:sparql [ sh:select "{query}" ] .')
    assert [defect.code for defect in found.refused] == ["fallback-failed"]
    assert not found.conforms
    assert found.results == []


def test_without_focus_nodes_nothing_is_run() -> None:
    found = run("ex:a a ex:Other .", QUERY)
    assert found.conforms
    assert found.focus_nodes["http://example.org/S"] == 0
    assert found.tallies == {}


def test_custom_components_with_prefixes_taken_over_by_imports() -> None:
    shapes = """
    ex:more owl:imports ex:prefixes .
    ex:prefixes sh:declare [ sh:prefix "e" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
    ex:Max a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ;
      sh:validator [ a sh:SPARQLAskValidator ; sh:prefixes ex:more ;
        sh:ask "ASK { FILTER (?value <= $most && e:x = e:x) }" ] .
    ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; ex:most 1 ] .
    """
    found = run(DATA, shapes)
    assert [(str(r.focus), r.component) for r in found.results] == [
        ("<http://example.org/a>", "http://example.org/Max")
    ]
    assert found.tallies[SH_VIOLATION, "http://example.org/Max"].looked_at == 2


def test_a_sparql_target_selects_there() -> None:
    shapes = """
    ex:S a sh:NodeShape ; sh:nodeKind sh:Literal ;
      sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this WHERE { ?this <http://example.org/p> 2 }" ] .
    """
    assert [str(r.focus) for r in run(DATA, shapes).results] == ["<http://example.org/a>"]
