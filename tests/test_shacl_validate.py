"""Beyond the W3C suite: not checkable, background, tallies, coverage, repeats, order, hostile data."""

from typing import Any

import pytest

from interop_check.rdf.parse import parse
from interop_check.rdf.table import Table, read
from interop_check.rdf.vocabulary import SH, SH_VIOLATION, SH_WARNING
from interop_check.shacl import Tally, Validation, validate
from shacl_oracle import rows, run, shapes, turtle

OWNER = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:owner ; sh:class ex:Person ] ."


def tally(validation: Validation, component: str, severity: str = SH_VIOLATION) -> Tally:
    return validation.tallies[severity, f"{SH}{component}ConstraintComponent"]


def test_a_class_of_an_undescribed_iri_is_not_checkable() -> None:
    found = run("ex:a a ex:A ; ex:owner ex:unknown .", OWNER, strict=False)
    assert found.conforms
    assert [(str(n.value), n.path, n.klass) for n in found.not_checkable] == [
        ("<http://example.org/unknown>", "<http://example.org/owner>", "http://example.org/Person")
    ]
    assert tally(found, "Class") == Tally(0, 0)


def test_strictly_it_is_a_violation() -> None:
    found = run("ex:a a ex:A ; ex:owner ex:unknown .", OWNER)
    assert not found.conforms
    assert found.not_checkable == []
    assert tally(found, "Class") == Tally(1, 1)


@pytest.mark.parametrize("value", ['"Jan"', "[]", "ex:described"])
def test_what_cannot_be_described_elsewhere_or_is_described_stays_a_violation(value: Any) -> None:
    found = run(f"ex:a a ex:A ; ex:owner {value} . ex:described ex:p 1 .", OWNER, strict=False)
    assert len(found.results) == 1
    assert not found.not_checkable


def test_background_answers_and_is_not_judged() -> None:
    background = "ex:jan a ex:Boss . ex:Boss rdfs:subClassOf ex:Person . ex:z a ex:A ; ex:owner 'x' ."
    found = run("ex:a a ex:A ; ex:owner ex:jan, ex:piet .", OWNER, background, strict=False)
    assert found.conforms
    assert [str(n.value) for n in found.not_checkable] == ["<http://example.org/piet>"]
    assert found.focus_nodes == {"http://example.org/S": 1}
    assert (found.typed, found.targeted) == (1, 1)


def test_paths_lead_into_the_background() -> None:
    shape = """ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:status ;
               sh:node [ sh:property [ sh:path skos:inScheme ; sh:hasValue ex:list ] ] ] ."""
    data = "ex:a a ex:A ; ex:status ex:open , ex:closed ."
    found = run(
        data, shape, "ex:open skos:inScheme ex:list . ex:closed skos:inScheme ex:other .", strict=False
    )
    assert [str(r.value) for r in found.results] == ["<http://example.org/closed>"]


def test_subclasses_of_the_background_extend_targets() -> None:
    found = run(
        "ex:a a ex:B .", "ex:S sh:targetClass ex:A ; sh:nodeKind sh:Literal .", "ex:B rdfs:subClassOf ex:A ."
    )
    assert len(found.results) == 1


UNSURE = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:owner ; %s ] ."


@pytest.mark.parametrize(
    ("constraint", "failed", "unsure"),
    [
        ("sh:or ( [ sh:class ex:P ] [ sh:class ex:Q ] )", 0, 1),
        ("sh:or ( [ sh:class ex:P ] [ sh:nodeKind sh:IRI ] )", 0, 0),
        ("sh:or ( [ sh:class ex:P ] [ sh:nodeKind sh:Literal ] )", 0, 1),
        ("sh:and ( [ sh:class ex:P ] [ sh:nodeKind sh:Literal ] )", 1, 0),
        ("sh:not [ sh:class ex:P ]", 0, 1),
        ("sh:xone ( [ sh:nodeKind sh:IRI ] [ sh:nodeKind sh:BlankNodeOrIRI ] [ sh:class ex:P ] )", 1, 0),
        ("sh:node [ sh:class ex:P ; sh:nodeKind sh:Literal ]", 1, 0),
        ("sh:qualifiedValueShape [ sh:class ex:P ] ; sh:qualifiedMinCount 1", 0, 1),
        ("sh:qualifiedValueShape [ sh:class ex:P ] ; sh:qualifiedMinCount 2", 1, 0),
        ("sh:qualifiedValueShape [ sh:class ex:P ] ; sh:qualifiedMaxCount 0", 0, 1),
        ("sh:qualifiedValueShape [ sh:class ex:P ] ; sh:qualifiedMaxCount 1", 0, 0),
    ],
)
def test_doubt_about_a_class_goes_through_nested_shapes(constraint: str, failed: int, unsure: int) -> None:
    found = run("ex:a a ex:A ; ex:owner ex:unknown .", UNSURE % constraint, strict=False)
    assert (len(found.results), len(found.not_checkable)) == (failed, unsure)


def test_nothing_looked_at_shows() -> None:
    found = run("ex:a a ex:Other .", OWNER)
    assert found.conforms
    assert found.focus_nodes == {"http://example.org/S": 0}
    assert found.tallies == {}
    assert (found.typed, found.targeted) == (1, 0)


def test_tallies_count_focus_nodes_and_value_nodes() -> None:
    shape = """ex:S sh:targetClass ex:A ;
               sh:property [ sh:path ex:p ; sh:minCount 2 ; sh:datatype xsd:integer ] ;
               sh:property [ sh:path ex:p ; sh:severity sh:Warning ; sh:maxLength 1 ] ."""
    found = run("ex:a a ex:A ; ex:p 1, 22, 'x' . ex:b a ex:A .", shape)
    assert tally(found, "MinCount") == Tally(2, 1)
    assert tally(found, "Datatype") == Tally(3, 1)
    assert tally(found, "MaxLength", SH_WARNING) == Tally(3, 1)


def test_the_same_result_of_several_shapes_is_one_with_a_count() -> None:
    part = "sh:property [ sh:path ex:p ; sh:minCount 1 ] "
    found = run(
        "ex:a a ex:A .",
        f"ex:S sh:targetClass ex:A ; {part} ; {part} . ex:T sh:targetClass ex:A ; {part} .",
        strict=False,
    )
    assert [result.count for result in found.results] == [3]
    assert len(run("ex:a a ex:A .", f"ex:S sh:targetClass ex:A ; {part} ; {part} .").results) == 2


def test_different_constraints_of_one_component_stay_apart() -> None:
    found = run(
        "ex:a a ex:A ; ex:p ex:b . ex:b ex:p 1 .",
        "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:class ex:P , ex:Q ] .",
        strict=False,
    )
    assert sorted(r.params["class"] for r in found.results) == [
        "http://example.org/P",
        "http://example.org/Q",
    ]


def test_the_order_of_results_does_not_depend_on_the_order_of_triples() -> None:
    shape = "ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ."
    lines = [f"ex:n{n} a ex:A ; ex:p {n % 3}, 'x{n}' ." for n in range(20)]
    forward, backward = run("\n".join(lines), shape), run("\n".join(reversed(lines)), shape)
    # Blank shape labels are counted per parse and so the same here.
    assert forward.results == backward.results
    assert forward == run("\n".join(lines), shape)


def test_results_carry_what_a_sentence_needs() -> None:
    shape = """ex:S sh:targetClass ex:A ; sh:property ex:P .
               ex:P sh:path [ sh:inversePath ex:p ] ; sh:minCount 1 ; sh:name "naam"@nl ;
               sh:message "ontbreekt"@nl ."""
    (found,) = run("ex:a a ex:A .", shape).results
    assert str(found.focus) == "<http://example.org/a>"
    assert found.path == "^<http://example.org/p>"
    assert (found.value, found.count) == (None, 1)
    assert (found.names, found.messages, found.params) == (
        {"nl": "naam"},
        {"nl": "ontbreekt"},
        {"minCount": "1"},
    )
    assert str(found.source_shape) == "<http://example.org/P>"


def test_deactivated_shapes_are_not_evaluated() -> None:
    found = run("ex:a a ex:A .", "ex:S sh:targetClass ex:A ; sh:nodeKind sh:Literal ; sh:deactivated true .")
    assert found.conforms
    assert found.tallies == {}


def test_every_path_is_written_as_sparql_has_it() -> None:
    path = """( ex:p [ sh:alternativePath ( [ sh:inversePath ex:q ] [ sh:zeroOrMorePath ex:r ] ) ]
              [ sh:oneOrMorePath [ sh:zeroOrOnePath ex:s ] ] )"""
    (found,) = run(
        "ex:a a ex:A .", f"ex:S sh:targetClass ex:A ; sh:property [ sh:path {path} ; sh:minCount 1 ] ."
    ).results
    e = "http://example.org/"
    assert found.path == f"<{e}p>/(^<{e}q>|<{e}r>*)/(<{e}s>?)+"


def test_long_chains_are_followed_without_recursion_and_in_linear_time() -> None:
    chain = b"".join(
        b"<http://example.org/n%d> <http://example.org/p> <http://example.org/n%d> .\n" % (n, n + 1)
        for n in range(20_000)
    )
    shape = (
        "ex:S sh:targetNode ex:n0 ; sh:property [ sh:path [ sh:zeroOrMorePath ex:p ] ; sh:maxCount 20000 ] ."
    )
    found = validate(read(chain, "application/n-triples"), shapes(shape))
    assert len(found.results) == 1


def test_many_blank_nodes_and_hostile_literals_are_findings() -> None:
    many = "".join(f"_:n{n} a ex:A .\n" for n in range(20_000))
    data = (
        many
        + f'ex:long a ex:A ; ex:p {"9" * 6000}, "{"9" * 6000}"^^xsd:long, "\\u0000\\uFFFF"^^xsd:integer .'
    )
    found = run(
        data,
        "ex:S sh:targetClass ex:A ;"
        "sh:property [ sh:path ex:p ; sh:datatype xsd:integer ; sh:maxInclusive 5 ] .",
    )
    assert found.focus_nodes == {"http://example.org/S": 20_001}
    assert tally(found, "Datatype") == Tally(3, 2)
    assert tally(found, "MaxInclusive") == Tally(3, 3)


def test_a_table_of_quads_does_as_well() -> None:
    text = b"@prefix ex: <http://example.org/> . ex:g { ex:a a ex:A } ex:a ex:p 1 ."
    table = Table.from_quads(parse(text, "application/trig"))
    found = validate(
        table, shapes("ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:maxCount 0 ] .")
    )
    assert len(found.results) == 1


def test_an_empty_table_and_empty_shapes() -> None:
    assert validate(turtle(""), shapes(OWNER)).conforms
    assert validate(turtle("ex:a a ex:A ."), shapes("")).conforms
    assert rows(validate(turtle(""), shapes("ex:S sh:targetNode ex:a ; sh:nodeKind sh:Literal ."))) == {
        ("<http://example.org/a>", None, "<http://example.org/a>", "NodeKindConstraintComponent", "Violation")
    }
