"""Places in source texts: exact for lines, by focus node, predicate and value in the other syntaxes."""

from typing import Any

import pyoxigraph as ox
import pytest

from interop_check.rdf.locate import Locator, locate

A, LABEL = ox.NamedNode("http://x/a"), "http://x/label"

LINES = (
    '<http://x/b> <http://x/label> "één" .\n'
    '<http://x/a> <http://x/label> "x\\"y" .\n'
    "<http://x/a> <http://x/p> _:b .\n"
)
TURTLE = """@prefix ex: <http://x/> .
# ex:a ex:label "in a comment" .
ex:b ex:label "één ex:a" ; ex:see ex:a .
ex:a a ex:Thing ;
  ex:label "één" , 'twee'@nl, 5 ;
  ex:part [ ex:label "inner" ] ;
  <http://x/note> \"\"\"ex:a . "quoted"
  \"\"\" .
ex:a\\-b ex:label "escaped" .
"""
XML = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://x/">
  <ex:Thing rdf:about="http://x/a">
    <ex:label>één</ex:label>
    <ex:label>twee</ex:label>
    <ex:see rdf:resource="http://x/b"/>
    <ex:part><rdf:Description><ex:label>inner</ex:label></rdf:Description></ex:part>
  </ex:Thing>
</rdf:RDF>
"""
JSON = """{
  "@context": {"label": "http://x/label", "see": {"@id": "http://x/see", "@type": "@id"}},
  "@graph": [
    {"@id": "http://x/b", "label": "één"},
    {"label": ["een", "twee"], "see": "http://x/b",
     "@id": "http://x/a"}
  ]
}
"""


def place(
    text: str, media: str, focus: Any = A, path: str | None = LABEL, value: Any = None
) -> tuple[int, int] | None:
    return locate(text.encode(), media, focus, path, value)


@pytest.mark.parametrize(
    ("focus", "path", "value", "expected"),
    [
        (A, LABEL, ox.Literal('x"y'), (2, 31)),
        (A, LABEL, ox.Literal("other"), (2, 14)),
        (A, "<http://x/label>", None, (2, 14)),
        (A, "http://x/none", None, (2, 1)),
        (A, None, None, (2, 1)),
        (ox.NamedNode("http://x/b"), LABEL, ox.Literal("één"), (1, 31)),
        (ox.BlankNode("b"), None, None, (3, 27)),
        (ox.NamedNode("http://x/nobody"), None, None, None),
    ],
)
def test_lines(focus: Any, path: str | None, value: Any, expected: Any) -> None:
    assert place(LINES, "application/n-triples", focus, path, value) == expected


@pytest.mark.parametrize(
    ("focus", "path", "value", "expected"),
    [
        (A, LABEL, ox.Literal("één"), (5, 12)),
        (A, LABEL, ox.Literal("twee", language="nl"), (5, 20)),
        (
            A,
            LABEL,
            ox.Literal("5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
            (5, 31),
        ),
        (A, LABEL, None, (5, 12)),
        (A, "http://x/note", None, (7, 19)),
        (A, "http://x/none", None, (4, 8)),
        (ox.NamedNode("http://x/a-b"), LABEL, None, (9, 18)),
        (ox.BlankNode("b0"), LABEL, ox.Literal("inner"), (6, 22)),
        (ox.NamedNode("http://x/Thing"), None, None, (4, 8)),
        (ox.NamedNode("http://x/nobody"), None, None, None),
    ],
)
def test_turtle(focus: Any, path: str | None, value: Any, expected: Any) -> None:
    assert place(TURTLE, "text/turtle", focus, path, value) == expected


def test_turtle_base_lists_and_graphs() -> None:
    text = "BASE <http://x/>\nPREFIX : <#>\n<g> { <a> :p ( 1 2 ) , true . }\n<a> :q 1.5, 2 . <b> :q -3e0 ."
    assert place(text, "application/trig", A, "http://x/#p", ox.Literal("true")) == (3, 24)
    assert place(text, "application/trig", A, "http://x/#q", ox.Literal("2")) == (4, 13)
    assert place(text, "application/trig", ox.NamedNode("http://x/b"), "http://x/#q") == (4, 24)


@pytest.mark.parametrize(
    ("focus", "path", "value", "expected"),
    [
        (A, LABEL, ox.Literal("twee"), (5, 5)),
        (A, "http://x/see", ox.NamedNode("http://x/b"), (6, 5)),
        (A, None, None, (3, 3)),
        (ox.BlankNode("b0"), LABEL, ox.Literal("inner"), (7, 31)),
        (ox.NamedNode("http://x/nobody"), None, None, None),
    ],
)
def test_xml(focus: Any, path: str | None, value: Any, expected: Any) -> None:
    assert place(XML, "application/rdf+xml", focus, path, value) == expected


@pytest.mark.parametrize(
    ("focus", "path", "value", "expected"),
    [
        (A, LABEL, ox.Literal("twee"), (5, 23)),
        (A, LABEL, None, (5, 16)),
        (A, "http://x/see", ox.NamedNode("http://x/b"), (5, 39)),
        (A, "http://x/none", None, (5, 16)),
        (ox.NamedNode("http://x/nobody"), None, None, None),
    ],
)
def test_json(focus: Any, path: str | None, value: Any, expected: Any) -> None:
    assert place(JSON, "application/ld+json", focus, path, value) == expected


def test_a_syntax_without_places_gives_none() -> None:
    assert place("<a/>", "text/html") is None
    assert place("<rdf:RDF", "application/rdf+xml") is None


def test_many_questions_are_answered_from_one_reading() -> None:
    text = "".join(f'<http://x/{n}> <http://x/label> "{n}" .\n' for n in range(2000)).encode()
    locator = Locator(text, "application/n-triples")
    for n in range(0, 2000, 7):
        assert locator.locate(ox.NamedNode(f"http://x/{n}"), LABEL, ox.Literal(str(n))) == (
            n + 1,
            30 + len(str(n)),
        )
    built = locator._lines
    assert locator._lines is built
