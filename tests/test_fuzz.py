"""Any bytes, and small edits of real files, through every reader of what others wrote."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import running
from fuzz import targets
from interop_check.gather import sandbox
from interop_check.gather.sandbox import wire, work

FEW = settings(max_examples=60)
TURTLE = (
    running.DATA.encode()
    + b'ex:a ex:p "x\\n\xc3\xab"@nl, 1.5, [ ex:q ( 1 true ) ] ; ex:d "2020-01-01"^^ex:t .\n'
)
NQUADS = b'<http://a/b> <http://a/c> "d\\u00e9\\n"^^<http://a/e> <http://a/g> .\n_:x <http://a/c> _:y .\n'
JSON_LD = json.dumps(
    {
        "@context": {"@vocab": "http://a/", "n": {"@type": "@id"}},
        "@id": "_:b",
        "p": [1, 1.5, True, "é"],
        "n": "http://a/b",
    }
).encode()
XML = b"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.x/" xml:base="http://b.x/">
<e:A rdf:about="a" e:p="q"><e:r rdf:parseType="Collection"><e:B rdf:nodeID="n"/></e:r>
<e:x>&lt;&#x41;</e:x></e:A>
</rdf:RDF>"""
HTML = b"""<!DOCTYPE html><html lang=nl><base href="http://b.x/">
<body vocab="http://e.x/" prefix="e: http://e.x/">
<p about="a" typeof="A e:B" property="e:p" content="q"><b rel="e:r" inlist><a href="c d">&eacute;</a></b>
<time property="t">2026-11-25</time>
<script type="application/ld+json">{"@id": "a", "http://e.x/p": 1}</script>"""
SIGNS = "\0\ufeff\u2028\x85\r\n\t\"'\\<>{}[]():#@?|"
WORDS = ("<<", ">>", "<<(", "_:", "^^", "---\n", "...\n", "&lt;", "\\u0000", "\\uD800", "&a ", "*a", "!!int ")
KEYS = (
    "%YAML 1.1\n",
    "null",
    "NaN",
    "-0",
    "1e999",
    '"@context"',
    '"@id"',
    '"@graph"',
    "@prefix ",
    "@nl--ltr",
)
RAW = (
    b"\xff",
    b"\xed\xa0\x80",
    b"9" * 400,
    b"[" * 300,
    b'{"a":' * 1100,
    b"<!DOCTYPE a>",
    b"<![CDATA[",
    b"- ",
    b": ",
)
PIECES = [*(sign.encode() for sign in (*SIGNS, *WORDS, *KEYS)), *RAW]


@st.composite
def edited(draw: st.DrawFn, seed: bytes) -> bytes:
    """Return a file with a few pieces put in, cut out, doubled or moved."""
    data = seed
    for _ in range(draw(st.integers(1, 4))):
        at, until = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        until = min(until, at + 60)
        piece = draw(st.sampled_from(PIECES) | st.binary(max_size=4) | st.just(data[at:until] * 2))
        data = data[:at] + piece + data[until if draw(st.booleans()) else at :]
    return data


@pytest.fixture(autouse=True)
def _no_child_is_left() -> Iterator[None]:
    yield
    sandbox.close()


MANIFEST = (running.GOOD / "solution.yaml").read_bytes()


@given(edited(MANIFEST) | st.binary(max_size=100))
@example(b"a: &a [*a]")
@example(b"? [a]\n: b")
@example(MANIFEST + b'\nwaivers: [{id: "\\uD800"}]')
def test_any_yaml_is_read_or_refused(data: bytes) -> None:
    targets.read_yaml(data)


@FEW
@given(edited(MANIFEST))
def test_any_manifest_is_read_or_refused(data: bytes) -> None:
    targets.read_manifest(data)


@given(
    edited(TURTLE) | edited(NQUADS) | edited(JSON_LD) | edited(XML) | edited(HTML) | st.binary(max_size=60)
)
def test_any_document_is_parsed_or_is_a_problem(data: bytes) -> None:
    targets.parse(data)


def said(data: bytes, media: str) -> bytes:
    stream = io.BytesIO()
    wire.send_parts(stream, work.parts(data, media, sandbox.nothing))
    return stream.getvalue()


@given(
    edited(said(NQUADS, "application/n-quads"))
    | edited(said(JSON_LD, "application/ld+json"))
    | edited(said(HTML, "text/html"))
    | edited(said(b"{", "application/ld+json"))
    | st.binary(max_size=60)
)
def test_anything_that_a_child_says_is_believed_or_not(data: bytes) -> None:
    targets.hear(data)


OPENAPI = (running.FLAWED / "api" / "openapi.yaml").read_bytes()
SWAGGER = json.dumps(
    {
        "swagger": "2.0",
        "info": {"title": "A", "version": "1"},
        "paths": {"/a/{b}": {"get": {"parameters": [{"name": "b", "in": "path"}], "responses": {"200": {}}}}},
        "definitions": {"A": {"$ref": "#/definitions/B"}, "B": {"allOf": [{"$ref": "#/definitions/A"}]}},
    }
).encode()


@given(edited(OPENAPI) | edited(SWAGGER) | st.binary(max_size=60))
@example(b'{"openapi": "3.1.1", "components": {"schemas": {"\\ud800": {"type": "\\ud800"}}}}')
@example(b'openapi: 3.1.1\ncomponents: {schemas: {A: {$ref: "#/\\u2028"}}}')
def test_any_description_is_read_and_examined_or_is_a_problem(data: bytes) -> None:
    targets.describe(data)


@FEW
@given(edited(TURTLE) | edited(NQUADS) | edited(JSON_LD) | edited(XML) | edited(HTML))
@example(TURTLE)
@example(JSON_LD)
@example(HTML)
@example(XML)
@example(b'{"@context": {"a": "http://a/a"}, "a": ' + b"[" * 900 + b"]" * 900 + b"}")
def test_what_is_extracted_is_sorted_and_gives_itself(data: bytes) -> None:
    targets.extract(data)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("stored")
    (folder / "a.ttl").write_text(running.DATA)
    return running.written(running.judged(folder, "a.ttl"))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from(["\ud800", "\u202e", "9" * 400, 1.5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, member in members:
        yield (*path, key)
        yield from paths(member, (*path, key))


@settings(max_examples=40)
@given(data=st.data())
def test_a_report_with_anything_in_any_place_is_read_or_refused(
    data: st.DataObject, stored: dict[str, Any]
) -> None:
    report = json.loads(json.dumps(stored))
    *above, last = data.draw(st.sampled_from(sorted(paths(report), key=str)))
    target = report
    for step in above:
        target = target[step]
    if data.draw(st.booleans()):
        target[last] = data.draw(VALUES)
    else:
        del target[last]
    targets.read_report(json.dumps(report).encode())


@settings(max_examples=30)
@given(data=st.data())
def test_a_report_with_any_bytes_in_it_is_read_or_refused(
    data: st.DataObject, stored: dict[str, Any]
) -> None:
    targets.read_report(data.draw(edited(json.dumps(stored).encode())))


@pytest.mark.parametrize("depth", [50, 200, 900, 990, 100_000])
def test_a_deep_report_is_refused(depth: int, stored: dict[str, Any]) -> None:
    whole = json.dumps({**stored, "facts": "HERE"}).encode()
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        targets.read_report(whole.replace(b'"HERE"', opening * depth + b"1" + closing * depth))


def test_the_hunt_by_hand_knows_the_same_targets() -> None:
    text = Path(__file__).with_name("fuzz").joinpath("run.py").read_text()
    assert f"Targets: {', '.join(targets.TARGETS)}." in text
