"""What parsers say is recognised: each fault from a document that has it, through the parser itself."""

import re

import pytest

from interop_check.gather.sandbox import work
from interop_check.languages import LANGUAGES
from interop_check.locales import Texts
from interop_check.model import Problem
from interop_check.rdf.faults import FAULTS, fault

TURTLE, LINES, QUADS = "text/turtle", "application/n-triples", "application/n-quads"
XML, JSON, TRIG = "application/rdf+xml", "application/ld+json", "application/trig"
RDF = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.x/">'

FAULTY = [
    # syntax, document, fault, what is found in it
    (TURTLE, b"<a> <b> <x y> .", "iri-character", " "),
    (TURTLE, b"<a> <b> <http://e.x/{y}> .", "iri-character", "{"),
    (XML, RDF + b'<e:C rdf:about="http://e.x/a b"/></rdf:RDF>', "iri-character", " "),
    (TURTLE, b"<a> <b> <http://e.x/%zz> .", "iri-percent", "%zz"),
    (LINES, b"<a> <http://b> <http://c> .", "iri-relative", ""),
    (TURTLE, b"<a> <b> <c> ; ", "end", ""),
    (TURTLE, b'<a> <b> "x', "end", ""),
    (LINES, b'<a:a> <a:b> "x', "end", ""),
    (TURTLE, b"<a> <b> <c>\n<d> <e> <f> .", "dot", ""),
    (LINES, b"<a:a> <a:b> <a:c>", "dot", ""),
    (QUADS, b"<a:a> <a:b> <a:c> <a:d> <a:e> .", "dot", ""),
    (TURTLE, b"ex:a a ex:B .", "prefix-unknown", "ex:"),
    (XML, RDF + b"<x:C/></rdf:RDF>", "prefix-unknown", ""),
    (TURTLE, b"@prefix ex <http://e.x/> .", "prefix-declaration", ""),
    (TURTLE, b"PREFIX ex: e.x", "prefix-declaration", ""),
    (TURTLE, b"@base e .", "base-declaration", ""),
    (TRIG, b"GRAPH <a> <b> <c> .", "graph-declaration", ""),
    (TURTLE, b'"x" <b> <c> .', "subject", '"x"'),
    (TURTLE, b'{"a": 1}', "subject", "{"),
    (TURTLE, b'<a> "x" <c> .', "predicate", '"x"'),
    (TURTLE, b"<a> <b> . ", "object", "."),
    (TURTLE, b'<a> <b> "x"^^3 .', "datatype", ""),
    (LINES, b'<a:a> <a:b> "x"^^"y" .', "datatype", ""),
    (TURTLE, b"<a> <b> [ <c> <d> .", "bracket", ""),
    (TURTLE, b'<a> <b> "x\ny" .', "line-end", ""),
    (TURTLE, rb'<a> <b> "\k" .', "escape", r"\k"),
    (TURTLE, b'<a> <b> "x"@nl-- .', "language", ""),
    (TURTLE, b'<a> <b> "x"@1 .', "language", ""),
    (TURTLE, b'<a> <b> "x"@nederlands .', "language", ""),
    (TURTLE, b"<a> <b> 1e .", "number", ""),
    (TURTLE, b"<a> <b> + .", "number", ""),
    (TURTLE, b"_: <b> <c> .", "blank-node", ""),
    (TURTLE, b"<a> <b> \\x .", "character", "\\"),
    (LINES, b"<a:a> <a:b> \x01 .", "character", "\x01"),
    (LINES, b'"x" <a:b> <a:c> .', "subject-kind", ""),
    (LINES, b'<a:a> "x" <a:c> .', "predicate-kind", ""),
    (LINES, b"<a:a> <a:b> . .", "object-kind", ""),
    (LINES, b"<a:a> <a:b>\n<a:c> .", "one-line", ""),
    (LINES, b"<a:a> <a:b> <a:c> . <a:d> <a:e> <a:f> .", "one-line", ""),
    (XML, b"<!DOCTYPE x>" + RDF + b"</rdf:RDF>", "xml-doctype", ""),
    (XML, RDF + b"<e:C", "xml-open", ""),
    (XML, b'<?xml version="1.0"', "xml-open", ""),
    (XML, RDF + b"<e:C></e:D></rdf:RDF>", "xml-mismatch", "</e:D>"),
    (XML, RDF + b"</rdf:RDF></e:D>", "xml-close", "</e:D>"),
    (XML, RDF + b"x</rdf:RDF>", "xml-text", ""),
    (XML, RDF + b"<e:C e:a=b/></rdf:RDF>", "xml-attribute", ""),
    (XML, RDF + b"<C/></rdf:RDF>", "xml-namespaces", ""),
    (XML, RDF + b"<e:C><e:p>a & b</e:p></e:C></rdf:RDF>", "xml-entity", ""),
    (XML, RDF + b"<e:C><rdf:Description/></e:C></rdf:RDF>", "xml-property", f"{'http://www.w3.org/1999/02/22-rdf-syntax-ns#'}Description"),
    (JSON, b'{"a": 1 "b": 2}', "json-delimiter", ","),
    (JSON, b'{"a": 1, }', "json-name", ""),
    (JSON, b'{"a": }', "json-value", ""),
    (JSON, b"", "json-value", ""),
    (JSON, b'{"a": "x', "json-string", ""),
    (JSON, b'{"a": "x\ny"}', "json-control", ""),
    (JSON, rb'{"a": "\k"}', "json-escape", ""),
    (JSON, b"{} {}", "json-extra", ""),
    (JSON, b'{"a": 1, "a": 2}', "json-twice", "a"),
    (JSON, b'{"@context": {"@context": {}}, "@id": "a:b"}', "json-ld-keyword", "@context"),
    (TURTLE, "<a> <b> <c> .".encode("utf-16"), "encoding", "UTF-16"),
    (TURTLE, b'<a> <b> "\xff" .', "utf-8", ""),
    (XML, RDF + b"<e:C><e:p>\xff</e:p></e:C></rdf:RDF>", "utf-8", ""),
]  # fmt: skip


def problem(data: bytes, media: str) -> Problem:
    found = work.parsed(data, media, lambda _: None)
    assert isinstance(found, Problem)
    return found


@pytest.mark.parametrize(("media", "data", "code", "found"), FAULTY, ids=lambda one: str(one)[:40])
def test_a_fault_is_recognised_with_what_was_found(media: str, data: bytes, code: str, found: str) -> None:
    args = problem(data, media).args
    assert (args.get("syntax"), args.get("found", "")) == (code, found), args["detail"]


def test_every_fault_has_a_document_that_has_it() -> None:
    told = {code for _, _, code, _ in FAULTY}
    assert FAULTS - told == {"json-constant"}, "json-constant: rdf/contexts.py meets these numbers first"
    assert fault("NaN is not a JSON number") == {"syntax": "json-constant", "found": "NaN"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", FAULTY, ids=lambda one: f"{one[2]} {one[1][:30]!r}")
def test_its_sentence_replaces_the_parsers_own_words(
    case: tuple[str, bytes, str, str], language: str
) -> None:
    media, data, _, found = case
    one = problem(data, media)
    said = Texts(language)(f"problem-{one.code}", **one.args)
    assert said == Texts(language)(f"problem-{one.code}", **{**one.args, "detail": ""})
    assert found in said
    assert not re.search(r"\[\[|\{found|\{expected|own words|woorden van de parser", said)


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "de woorden van de parser zelf"), ("en", "own words")]
)
def test_what_nobody_knows_stays_in_the_parsers_own_words_and_is_said_to_be_that(
    language: str, words: str
) -> None:
    (told,) = {problem(b'{"@context": {"a": {"@container": 1}}, "a": 1}', JSON).args["detail"]}
    assert fault(told) == {}
    said = Texts(language)("problem-rdf-syntax", detail=told)
    assert words in said
    assert f"“{told}”" in said


def test_words_with_a_place_before_them_are_recognised_all_the_same() -> None:
    one = problem(b'<a> <b> """x\ny', TURTLE)
    assert one.args["detail"] == "Unexpected end of file"
    assert one.args["syntax"] == "end"
