"""Rows 28 to 41 and parts of 6, 23 and 24: data and its own shapes, whatever their name says."""

from hostile import documents as d
from hostile.documents import Data
from interop_check.gather.sandbox.limits import Limits

SOON = Limits(cpu_seconds=1, cpu_seconds_per_mb=0)
SMALL = Limits(memory_mb=48, memory_mb_per_mb=0)


def literal(written: str) -> bytes:
    return d.turtle(f"e:a e:p {written} .")


def context(text: str) -> bytes:
    return f'{{"@context": {{"a": "http://e.x/a"}}, "a": {text}}}'.encode()


def constraint(text: str) -> str:
    return d.shapes(f"sh:property [ sh:path e:p ; {text} ]")


def query(text: str) -> str:
    return d.shapes(f'sh:sparql [ sh:select "{text}" ]')


ONE = d.turtle("e:a e:p 1 .")
PASSED, FAILED, OPEN = "passed", "failed", "not_assessed"
NO_RULES = ("not-validated", "shapes-empty")
SYNTAX = ("rdf-syntax",)
DOCTYPE = "a document type declaration is not accepted"
TEXT = "a" * 33 + "!"

CASES = (
    Data(
        row=6,
        name="json",
        data=lambda: context('1, "a": 2'),
        file="a.jsonld",
        outcome=FAILED,
        codes=SYNTAX,
        says=("the key “a” stands twice",),
    ),
    Data(row=28, name="bomb", data=d.bomb, file="a.rdf", outcome=FAILED, codes=SYNTAX, says=(DOCTYPE,)),
    Data(
        row=28,
        name="entity",
        data=d.external_entity,
        file="a.rdf",
        outcome=FAILED,
        codes=SYNTAX,
        says=(DOCTYPE,),
    ),
    Data(row=28, name="dtd", data=d.remote_dtd, file="a.rdf", outcome=FAILED, codes=SYNTAX, says=(DOCTYPE,)),
    Data(row=28, name="utf-16", data=d.wide_bomb, file="a.xml", outcome=FAILED, codes=("not-rdf",)),
    Data(
        row=28,
        name="utf-16 rdf",
        data=d.wide_bomb,
        file="a.rdf",
        outcome=FAILED,
        codes=SYNTAX,
        says=("UTF-16",),
    ),
    Data(row=29, name="escapes", data=d.escapes, file="a.rdf", outcome=PASSED),
    Data(
        row=29,
        name="nested",
        data=d.nested_xml,
        file="a.rdf",
        outcome=OPEN,
        codes=("limit-cpu",),
        limits=SOON,
    ),
    Data(
        row=30,
        name="file",
        data=lambda: d.json_ld("file:///etc/passwd", a=1),
        file="a.jsonld",
        outcome=OPEN,
        codes=("context-outside",),
        says=("file:///etc/passwd",),
    ),
    Data(
        row=30,
        name="remote",
        data=lambda: d.json_ld(d.PRIVATE, a=1),
        file="a.jsonld",
        outcome=OPEN,
        codes=("context-unknown",),
        says=(d.PRIVATE,),
    ),
    Data(
        row=30,
        name="import",
        data=lambda: d.json_ld({"@version": 1.1, "@import": d.PRIVATE}),
        file="a.jsonld",
        outcome=OPEN,
        codes=("context-unknown",),
    ),
    Data(
        row=30,
        name="scoped",
        data=d.scoped_contexts,
        file="a.jsonld",
        outcome=FAILED,
        codes=("not-validated", "rdf-empty"),
    ),
    Data(row=30, name="20 MB", data=d.large_context, file="a.jsonld", outcome=PASSED),
    Data(
        row=30,
        name="20 MB, little memory",
        data=d.large_context,
        file="a.jsonld",
        outcome=OPEN,
        codes=("limit-memory",),
        limits=SMALL,
    ),
    Data(row=32, name="nodes", data=d.nested_nodes, outcome=PASSED),
    Data(row=32, name="lists", data=d.nested_lists, outcome=PASSED),
    Data(row=32, name="terms", data=d.nested_triple_terms, outcome=OPEN, codes=("limit-depth",)),
    Data(row=33, name="million", data=d.a_million_blank_nodes, outcome=PASSED),
    Data(
        row=33,
        name="million, little memory",
        data=d.a_million_blank_nodes,
        outcome=OPEN,
        codes=("limit-memory",),
        limits=SMALL,
    ),
    Data(row=33, name="clique", data=d.clique, outcome=PASSED),
    Data(
        row=34,
        name="space",
        data=lambda: d.turtle("<http://e.x/a b> e:p 1 ."),
        outcome=FAILED,
        codes=SYNTAX,
        says=("the character “ ” may not stand in an IRI",),
    ),
    Data(row=34, name="urn", data=lambda: d.turtle("<urn:a:b> e:p <urn:c:d> ."), outcome=PASSED),
    Data(row=34, name="relative", data=lambda: d.turtle("<a> e:p <../b> ."), outcome=PASSED),
    Data(
        row=35,
        name="digits",
        data=lambda: literal("9" * 6000),
        outcome=PASSED,
        codes=("max-inclusive",),
        shapes=constraint("sh:datatype xsd:integer ; sh:maxInclusive 5"),
    ),
    Data(
        row=35,
        name="year",
        data=lambda: literal('"99999-01-01"^^xsd:date'),
        outcome=PASSED,
        codes=("max-inclusive",),
        shapes=constraint('sh:maxInclusive "2000-01-01"^^xsd:date'),
    ),
    Data(
        row=35,
        name="ill-typed",
        data=lambda: literal('"x"^^xsd:integer'),
        outcome=PASSED,
        codes=("datatype",),
        shapes=constraint("sh:datatype xsd:integer"),
    ),
    Data(row=36, name="surrogate", data=lambda: literal(r'"\uD800"'), outcome=FAILED, codes=SYNTAX),
    Data(
        row=36,
        name="surrogate in JSON",
        data=lambda: context(r'"\ud800"'),
        file="a.jsonld",
        outcome=FAILED,
        codes=SYNTAX,
    ),
    Data(
        row=36,
        name="raw surrogate",
        data=lambda: literal('"\x01"').replace(b"\x01", b"\xed\xa0\x80"),
        outcome=FAILED,
        codes=SYNTAX,
    ),
    Data(
        row=36,
        name="signs",
        data=lambda: literal('"\u202egnp.exe\\u0000\U0001f600"'),
        outcome=PASSED,
        codes=("max-length",),
        shapes=constraint("sh:maxLength 1"),
    ),
    Data(row=37, name="none", data=lambda: ONE, outcome=PASSED, codes=NO_RULES, shapes=d.PREFIXES),
    Data(
        row=37,
        name="no target",
        data=lambda: ONE,
        outcome=PASSED,
        codes=NO_RULES,
        shapes=d.PREFIXES + d.SH + "e:s a sh:NodeShape ; sh:nodeKind sh:IRI .",
    ),
    Data(
        row=37,
        name="typo",
        data=lambda: ONE,
        outcome=PASSED,
        codes=("nothing-targeted",),
        shapes=d.PREFIXES + d.SH + "e:s a sh:NodeShape ; sh:targetClass e:Typo ; sh:nodeKind sh:IRI .",
    ),
    Data(
        row=38,
        name="cyclic",
        data=lambda: ONE,
        outcome=PASSED,
        codes=NO_RULES,
        shapes=d.shapes("sh:node e:s"),
    ),
    Data(
        row=38,
        name="js",
        data=lambda: ONE,
        outcome=PASSED,
        codes=NO_RULES,
        shapes=d.shapes(f'sh:js [ sh:jsLibrary [ sh:jsLibraryURL "{d.PRIVATE}" ] ]'),
    ),
    Data(
        row=38,
        name="service",
        data=lambda: ONE,
        outcome=PASSED,
        codes=NO_RULES,
        shapes=query(f"SELECT $this WHERE {{ SERVICE <{d.PRIVATE}> {{ ?s ?p ?o }} }}"),
    ),
    Data(
        row=38,
        name="load",
        data=lambda: ONE,
        outcome=PASSED,
        codes=NO_RULES,
        shapes=query(f"LOAD <{d.PRIVATE}>"),
    ),
    Data(
        row=38,
        name="from",
        data=lambda: ONE,
        outcome=PASSED,
        codes=NO_RULES,
        shapes=query(f"SELECT $this FROM <{d.PRIVATE}> WHERE {{ ?s ?p ?o }}"),  # noqa: S608 - a query that must not run
    ),
    Data(
        row=39,
        name="plus in plus",
        data=lambda: literal(f'"{TEXT}"'),
        outcome=PASSED,
        codes=("pattern",),
        shapes=constraint('sh:pattern "^(a+)+$"'),
    ),
    Data(
        row=39,
        name="long text",
        data=lambda: literal(f'"{TEXT * 500}"'),
        outcome=PASSED,
        codes=("pattern",),
        shapes=constraint('sh:pattern "^(a|a)*$"'),
    ),
    Data(
        row=39,
        name="too many states",
        data=lambda: literal(f'"{TEXT}"'),
        outcome=PASSED,
        codes=("shape-isolated",),
        shapes=constraint('sh:pattern "(.{0,1000}a){3,9}b"'),
    ),
    Data(
        row=39,
        name="reference",
        data=lambda: literal(f'"{TEXT}"'),
        outcome=PASSED,
        codes=("shape-isolated",),
        shapes=constraint(r'sh:pattern "((a+)+)\\1"'),
    ),
    Data(
        row=40,
        name="imports",
        data=lambda: d.turtle(f"e:o <http://www.w3.org/2002/07/owl#imports> <{d.PRIVATE}> ."),
        outcome=PASSED,
        codes=("nothing-targeted",),
        shapes=d.shapes("sh:nodeKind sh:IRI", more=f"e:o owl:imports <{d.PRIVATE}> ."),
    ),
    Data(
        row=41,
        name="deep",
        data=lambda: d.nested_json(200_000),
        file="a.jsonld",
        outcome=OPEN,
        codes=("json-too-deep",),
    ),
    Data(
        row=41,
        name="digits",
        data=lambda: context("9" * 5000),
        file="a.jsonld",
        outcome=FAILED,
        codes=("json-number",),
    ),
    Data(
        row=41,
        name="nan",
        data=lambda: context("NaN"),
        file="a.jsonld",
        outcome=FAILED,
        codes=("json-number",),
        says=("NaN",),
    ),
    Data(
        row=41,
        name="infinity",
        data=lambda: context("1e999"),
        file="a.jsonld",
        outcome=FAILED,
        codes=("json-number",),
        says=("1e999",),
    ),
    Data(
        row=23,
        name="gzip",
        data=lambda: b"\x1f\x8b\x08\0" + bytes(range(256)) * 50,
        outcome=FAILED,
        codes=("archive",),
    ),
    Data(
        row=24,
        name="binary",
        data=lambda: bytes(range(256)) * 50,
        file="a",
        outcome=FAILED,
        codes=("not-rdf",),
    ),
    Data(
        row=24, name="html", data=lambda: b"<!doctype html><title>404</title>", outcome=FAILED, codes=SYNTAX
    ),
)
