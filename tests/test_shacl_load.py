"""Loading shapes: what is usable, what is targeted, and every way to be unusable, isolated and named."""

from typing import Any

import pytest

from interop_check.rdf.table import read
from interop_check.shacl import load_shapes
from shacl_oracle import shapes

PERSON = "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 ] , "


def codes(text: str) -> list[str]:
    return [defect.code for defect in shapes(text).defects]


@pytest.mark.parametrize(
    ("property_shape", "code"),
    [
        ("[ sh:path ex:p , ex:q ; sh:minCount 1 ]", "two-paths"),
        ("[ sh:minCount 1 ]", "no-path"),
        ("[ sh:path 'p' ]", "bad-path"),
        ("[ sh:path ( ex:p ) ]", "bad-path"),
        ("[ sh:path [ sh:inversePath ex:p , ex:q ] ]", "bad-path"),
        ("[ sh:path [ ex:inversePath ex:p ] ]", "bad-path"),
        ("[ sh:path [ sh:sidewaysPath ex:p ] ]", "bad-path"),
        ("ex:Undefined", "undefined-property-shape"),
        ("'text'", "undefined-property-shape"),
        ("[ sh:path ex:p ; sh:minCount '1' ]", "count-not-integer"),
        ("[ sh:path ex:p ; sh:maxCount 'n'^^xsd:integer ]", "count-not-integer"),
        ("[ sh:path ex:p ; sh:maxCount ex:n ]", "count-not-integer"),
        ("[ sh:path ex:p ; sh:maxCount 99999999999999999999999 ]", "count-not-integer"),
        ("[ sh:path ex:p ; sh:maxCount 1 , 2 ]", "repeated-parameter"),
        ("[ sh:path ex:p ; sh:class 'A' ]", "not-an-iri"),
        ("[ sh:path ex:p ; sh:nodeKind sh:Thing ]", "bad-node-kind"),
        ("[ sh:path ex:p ; sh:uniqueLang 'yes' ]", "not-boolean"),
        ("[ sh:path ex:p ; sh:minInclusive ex:one ]", "not-a-literal"),
        ("[ sh:path ex:p ; sh:pattern 5 ]", "not-a-string"),
        ("[ sh:path ex:p ; sh:pattern '[' ]", "bad-pattern"),
        ("[ sh:path ex:p ; sh:pattern '(a*)*\\\\1' ]", "unsafe-pattern"),
        ("[ sh:path ex:p ; sh:pattern 'a' ; sh:flags 'z' ]", "bad-flags"),
        ("[ sh:path ex:p ; sh:in ex:notAList ]", "bad-list"),
        ("[ sh:path ex:p ; sh:languageIn ( 5 ) ]", "not-a-string"),
        ("[ sh:path ex:p ; sh:deactivated 'no' ]", "not-boolean"),
        ("[ sh:path ex:p ; sh:severity 'bad' ]", "not-an-iri"),
        ("[ sh:path ex:p ; sh:js [ sh:jsFunctionName 'f' ] ]", "forbidden-javascript"),
    ],
)
def test_a_bad_property_shape_is_left_out_and_the_rest_stays(property_shape: str, code: str) -> None:
    loaded = shapes(f"{PERSON} {property_shape} .")
    assert code in [defect.code for defect in loaded.defects]
    assert [len(shape.constraints) for shape in loaded.core] == [1]
    assert not loaded.core[0].complete


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ex:S sh:targetClass ex:A ; sh:minCount 1 .", ["needs-a-path"]),
        ("ex:S sh:targetClass 'A' ; sh:nodeKind sh:IRI .", ["bad-target"]),
        (
            "ex:S sh:targetClass ex:A ; sh:not [ sh:property [ sh:minCount 1 ] ] .",
            ["no-path", "depends-on-incomplete"],
        ),
        ("ex:S sh:targetClass ex:A ; sh:node ex:Nowhere .", ["undefined-shape", "depends-on-unusable"]),
        ("ex:S sh:targetClass ex:A ; sh:node ex:S .", ["recursive"]),
        ("ex:S sh:targetClass ex:A ; sh:and ( [ sh:node ex:S ] ) .", ["recursive", "recursive"]),
        ("ex:S sh:targetClass ex:A ; sh:minCuont 1 ; sh:nodeKind sh:IRI .", ["unknown-parameter"]),
        (
            "ex:S sh:targetClass ex:A ; sh:or [ rdf:first [ sh:nodeKind sh:IRI ] ; rdf:rest 5 ] .",
            ["bad-list"],
        ),
    ],
)
def test_bad_node_shapes(text: str, expected: Any) -> None:
    assert codes(text) == expected


def test_a_list_that_bites_its_tail_is_refused() -> None:
    assert codes("ex:S sh:targetClass ex:A ; sh:in ex:L . ex:L rdf:first 1 ; rdf:rest ex:L .") == ["bad-list"]


def test_recursion_through_properties_is_refused() -> None:
    text = "ex:S sh:targetClass ex:A ; sh:property ex:P . ex:P sh:path ex:p ; sh:node ex:S ."
    assert "recursive" in codes(text)


def test_nesting_has_a_limit_and_does_not_overflow() -> None:
    chain = "".join(f"ex:S{n} sh:node ex:S{n + 1} ." for n in range(3000))
    loaded = shapes(f"ex:S0 sh:targetClass ex:A . {chain} ex:S3000 sh:nodeKind sh:IRI .")
    assert "nested-too-deeply" in {defect.code for defect in loaded.defects}


def test_targets_and_counts() -> None:
    loaded = shapes("""
        ex:One a sh:NodeShape ; sh:targetClass ex:A ; sh:targetNode ex:n ; sh:property ex:P .
        ex:P a sh:PropertyShape ; sh:path ex:p .
        ex:Two a sh:NodeShape , rdfs:Class ; sh:targetSubjectsOf ex:p ; sh:targetObjectsOf ex:q .
        ex:Loose a sh:NodeShape .
    """)
    kinds = {name: [target.kind for target in targets] for name, targets in loaded.targets.items()}
    assert kinds == {
        "http://example.org/One": ["class", "node"],
        "http://example.org/Two": ["subjects-of", "objects-of", "implicit-class"],
    }
    assert (loaded.node_shapes, loaded.property_shapes) == (3, 1)
    assert not loaded.is_empty


@pytest.mark.parametrize("text", ["", "ex:S a sh:NodeShape ; sh:nodeKind sh:IRI .", "ex:a ex:b ex:c ."])
def test_nothing_targeted_is_empty(text: str) -> None:
    assert shapes(text).is_empty


def test_names_messages_and_severity_are_read() -> None:
    shape = shapes("""
        ex:S sh:targetClass ex:A ; sh:nodeKind sh:IRI ; sh:severity sh:Warning ;
          sh:name "naam"@nl, "name"@en ; rdfs:label "ignored" ; sh:message "fout"@nl, "plain" .
    """).core[0]
    assert shape.names == {"nl": "naam", "en": "name"}
    assert shape.messages == {"nl": "fout", "": "plain"}
    assert shape.severity.endswith("#Warning")


SPARQL = """
ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql [ sh:select '''SELECT $this WHERE { %s }''' ] .
ex:T a sh:NodeShape ; sh:targetClass ex:A ; sh:nodeKind sh:IRI .
"""


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("SERVICE <http://x/> { ?s ?p ?o }", "forbidden-service"),
        ("sErViCe ?x { ?s ?p ?o }", "forbidden-service"),
        ("} FROM <http://x/> {", "forbidden-from"),
        ("LOAD <http://x/>", "forbidden-load"),
    ],
)
def test_queries_that_reach_outside_are_refused_at_load(query: str, code: str) -> None:
    loaded = shapes(SPARQL % query)
    assert [defect.code for defect in loaded.defects] == [code]
    assert not loaded.routed
    assert [shape.id for shape in loaded.core] == ["http://example.org/T"]


def test_words_inside_strings_iris_and_names_are_not_taken_for_clauses() -> None:
    query = r"?service <http://x/load> \"FROM service\" . # service"
    loaded = shapes(SPARQL % query)
    assert loaded.defects == ()
    assert [shape.id for shape in loaded.routed] == ["http://example.org/S"]


def test_a_core_shape_that_refers_to_a_sparql_shape_is_routed() -> None:
    loaded = shapes("ex:S sh:targetClass ex:A ; sh:or ( [ sh:sparql [ sh:select 'SELECT $this {}' ] ] ) .")
    assert len(loaded.routed) == 1


def test_shapes_in_another_encoding_or_with_bad_iris_do_not_raise() -> None:
    odd = b"<http://x/S> <http://www.w3.org/ns/shacl#targetClass> <http://x/a b> ."
    assert len(load_shapes(read(odd, "text/turtle", lenient=True).triples()).core) == 1
