"""Reading RDF: media types, terms as written, and bad input as a SyntaxProblem with its place."""

import io
import pickle
from typing import Any

import pytest

from interop_check.rdf.parse import SyntaxProblem, media_type, parse
from interop_check.rdf.table import read

TURTLE, LINES, QUADS = "text/turtle", "application/n-triples", "application/n-quads"
XML, JSON, TRIG = "application/rdf+xml", "application/ld+json", "application/trig"


@pytest.mark.parametrize(
    ("source", "data", "declared", "expected"),
    [
        ("a.ttl", b"", None, TURTLE),
        ("https://x.org/a.nt?page=1#top", b"", "text/html", LINES),
        ("a.nq", b"", None, QUADS),
        ("a.trig", b"", None, TRIG),
        ("a.rdf", b"", None, XML),
        ("a.jsonld", b"", None, JSON),
        ("a.json", b'{"@context": {}}', None, JSON),
        ("a.json", b'[{"@id": "x:y"}]', None, JSON),
        ("a.json", b'{"id": 1}', None, None),
        ("a.json", b'"@id"', None, None),
        ("a.xml", b'<rdf:RDF xmlns:rdf="x">', None, XML),
        ("a.xml", b"<gml/>", None, None),
        ("a", b"", "text/turtle; charset=utf-8", TURTLE),
        ("a", b'{"@type": "x:y"}', "application/json", JSON),
        ("a", b"<a:b> <a:c> <a:d> .", None, LINES),
        ("a", b'# hello\n<a:b> <a:c> "d" .', "text/plain", LINES),
        ("a", b"<a:b> <a:c> <a:d> <a:g> .", None, QUADS),
        ("a", b"@prefix ex: <http://x/> .", None, TURTLE),
        ("a", b"PREFIX ex: <http://x/>\nex:a a ex:B .", None, TURTLE),
        ("a", b"<a:b> a <a:c> .", None, TURTLE),
        ("a", b'<?xml version="1.0"?><rdf:RDF/>', None, XML),
        ("a", b"<html></html>", None, None),
        ("a", b"just words. And more.", None, None),
        ("a.csv", b"<a:b> <a:c> <a:d> .", "text/csv", None),
        ("a", b"", None, None),
    ],
)
def test_media_type(source: str, data: bytes, declared: str | None, expected: Any) -> None:
    assert media_type(source, data, declared) == expected


def test_literals_stay_as_written() -> None:
    text = b'<a:s> <a:p> "007"^^<http://www.w3.org/2001/XMLSchema#integer>, 1.0, "2020"@nl .'
    assert [str(quad.object) for quad in parse(text, TURTLE)] == [
        '"007"^^<http://www.w3.org/2001/XMLSchema#integer>',
        '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"2020"@nl',
    ]


@pytest.mark.parametrize(
    ("data", "media", "line", "column"),
    [
        (b"<a:a> <a:b> <a:c> .\n<a:b> bad", LINES, 2, 7),
        (b"<a> <b> <c> .", LINES, 1, 1),
        (b'<a:a> <a:b> "\xed\xa0\x80" .', TURTLE, 1, 14),
        (b'<a:a> <a:b> "\\uD800" .', LINES, 1, 14),
        ('<a:a> <a:b> "x" .'.encode("utf-16"), TURTLE, 1, 1),
        (b"\xef\xbb\xbf<a:a> <a:b> <a:c> .", TURTLE, 1, 1),
        (b'<?xml version="1.0"?>\n <!DOCTYPE x [<!ENTITY a "b">]><x/>', XML, 2, 2),
        (b'{"@id": "x:y",\n "x:z": NaN}', JSON, None, None),
        (b'{"@id": "x:y", "x:z": 1, "x:z": 2}', JSON, None, None),
        (b'{"@id": "x:y", "x:z": "\\ud800"}', JSON, 1, 23),
        (b'{"@id": "x:y",\n "x:z": }', JSON, 2, 9),
        (b'{"@context": "https://x.org/c.jsonld", "a": 1}', JSON, None, None),
        (b'{\n"a": "\xff"}', JSON, 2, 7),
        (b"", JSON, 1, 1),
        (b"[" * 200_000 + b"]" * 200_000, JSON, None, None),
        (b'{"a:c":' * 200_000 + b"1" + b"}" * 200_000, JSON, None, None),
        (b"<a:a> <a:b> " + b"<<( <a:b> <a:b> " * 200_000 + b"1" + b")>>" * 200_000 + b".", TURTLE, 1, 1613),
        (b"x", "text/csv", None, None),
    ],
)
def test_bad_input_is_a_problem_with_its_place(
    data: bytes, media: str, line: int | None, column: int | None
) -> None:
    for reading in (lambda: list(parse(data, media)), lambda: read(data, media)):
        with pytest.raises(SyntaxProblem) as caught:
            reading()
        assert caught.value.detail
        assert (caught.value.line, caught.value.column) == (line, column)


def test_utf_16_xml_cannot_hide_its_document_type() -> None:
    data = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x><x/>'.encode("utf-16-le")
    with pytest.raises(SyntaxProblem, match="document type"):
        list(parse(data, XML))


def test_deep_nesting_of_blank_nodes_is_read() -> None:
    data = b"<a:a> <a:b> " + b"[<a:b> " * 3000 + b"1" + b"]" * 3000 + b"."
    assert len(read(data, TURTLE)) == 3001


def test_a_stream_is_read_and_guarded_too() -> None:
    assert len(read(io.BytesIO(b"<a:a> <a:b> <a:c> .\n" * 10), LINES)) == 10
    with pytest.raises(SyntaxProblem, match="nested"):
        read(io.BytesIO(b"<a:a> <a:b> " + b"<<( <a:b> <a:b> " * 5000), LINES)


def test_long_numbers_are_read() -> None:
    table = read(b'{"@id": "x:y", "x:z": ' + b"9" * 6000 + b"}", JSON)
    assert len(table) == 1


def test_relative_iris_get_a_base() -> None:
    assert str(next(parse(b"<a> <b> <c> .", TURTLE, base="https://x.org/")).subject) == "<https://x.org/a>"


def test_a_problem_survives_pickling() -> None:
    problem = pickle.loads(pickle.dumps(SyntaxProblem("x", 1, 2)))  # noqa: S301 - our own
    assert (problem.detail, problem.line, problem.column) == ("x", 1, 2)
