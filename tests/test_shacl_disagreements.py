"""Where this engine and pySHACL differ, each with the reason why the answer here is the right one."""

import pytest

from shacl_oracle import pyshacl_rows, rows, run, turtle


def both(data: str, shapes: str) -> tuple[int, int]:
    return len(rows(run(data, shapes))), len(pyshacl_rows(turtle(data), turtle(shapes).triples()))


def typed(lexical: str, datatype: str) -> tuple[int, int]:
    data = f'ex:a ex:p "{lexical}"^^xsd:{datatype} .'
    return both(
        data, f"ex:s sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:datatype xsd:{datatype} ] ."
    )


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("2020-01-01", "dateTime"),  # a date; rdflib fills in midnight
        ("20240101T00:00:00", "dateTime"),  # ISO 8601's basic form, which XML Schema does not have
        ("1e3", "decimal"),  # decimals have no exponent (XSD 3.3.3)
        ("inf", "double"),  # INF is written in capitals (XSD 3.3.5)
        ("9223372036854775808", "long"),  # 2**63 is one too many (XSD 3.4.16)
    ],
)
def test_pyshacl_accepts_what_xml_schema_does_not(lexical: str, datatype: str) -> None:
    assert typed(lexical, datatype) == (1, 0)


def test_pyshacl_rejects_midnight_written_as_24() -> None:
    # XSD 3.3.7: 24:00:00 is the first instant of the next day.
    assert typed("2024-01-01T24:00:00Z", "dateTime") == (0, 1)


def test_pyshacl_orders_booleans_and_numbers() -> None:
    # SPARQL 17.3 has no < for a boolean and a number: the comparison is an error, hence a violation.
    shapes = "ex:s sh:targetObjectsOf ex:q ; sh:maxExclusive 3.5 ."
    assert both("ex:a ex:q true .", shapes) == (1, 0)


def test_pyshacl_takes_any_literal_for_rdfs_literal() -> None:
    # No literal has rdfs:Literal as its datatype (RDF 1.1 Concepts 3.3): taken literally every value fails.
    shapes = "ex:s sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:datatype rdfs:Literal ] ."
    assert both('ex:a ex:p "text" .', shapes) == (1, 0)


def test_pyshacl_stops_at_a_blank_node_under_less_than() -> None:
    # SHACL 4.5.3: a pair that cannot be compared is a violation, no more.
    data, shapes = (
        "ex:a ex:p _:x .",
        "ex:s sh:targetNode ex:a ; sh:property [ sh:path ex:p ; sh:lessThan ex:p ] .",
    )
    assert len(rows(run(data, shapes))) == 1
    with pytest.raises(Exception, match="BlankNode"):
        pyshacl_rows(turtle(data), turtle(shapes).triples())


def test_pyshacl_knows_no_unicode_categories() -> None:
    shapes = r"ex:s sh:targetObjectsOf ex:p ; sh:pattern '^\\p{Lu}' ."
    assert len(rows(run('ex:a ex:p "Éen", "één" .', shapes))) == 1
    with pytest.raises(Exception, match="bad escape"):
        pyshacl_rows(turtle('ex:a ex:p "Éen" .'), turtle(shapes).triples())


def test_pyshacl_lets_dollar_match_before_a_final_line_end() -> None:
    # XPath F&O 5.6.1: without the flag m, $ matches only at the very end.
    assert both('ex:a ex:p "a\\n" .', "ex:s sh:targetObjectsOf ex:p ; sh:pattern '^a$' .") == (1, 0)
