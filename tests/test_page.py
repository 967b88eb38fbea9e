"""A page as data: RDFa and JSON-LD in one table, read in the sandbox, with the place of each statement."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from interop_check.gather import sandbox
from interop_check.gather.data import Graph, parsed_graph
from interop_check.gather.sandbox.work import Beside, Parsed, parsed
from interop_check.gather.source import Source
from interop_check.model import Problem
from interop_check.rdf.parse import media_type

DC = "http://purl.org/dc/terms/"
PAGE = """<!DOCTYPE html>
<html lang="nl"><title>t</title>
<body>
<p about="/a" typeof="foaf:Document">
  <b>é</b> <span property="dc:title">één</span> <a property="dc:relation" href="/b">b</a>
</p>
<script type="Application/LD+JSON; charset=utf-8">
{"@context": {"@vocab": "http://v/"},
 "@id": "/c",
 "naam": "c", "deel": {"@id": "https://e.x/e", "http://v/soort": 1}}
</script>
<script type="application/ld+json">{"@context": {"@vocab": "http://v/"}, "@graph": [
 {"@id": "/d", "deel": {"soort": 2}}], "@id": "/g"}</script>
<script>{"@id": "/no"}</script>
"""


def read(text: str | bytes, location: str = "https://e.x/p", media: str = "text/html") -> Graph:
    data = text.encode() if isinstance(text, str) else text
    graph = parsed_graph(data, media, location, Source(root=Path()))
    assert isinstance(graph, Graph)
    return graph


def where(graph: Graph, subject: str, predicate: str, value: Any = None) -> tuple[int, int] | None:
    return graph.locator.locate(ox.NamedNode(subject), predicate, value)


def test_rdfa_and_scripts_are_one_table_with_what_is_relative_resolved() -> None:
    table = read(PAGE).table
    subjects = {str(table.term(number)) for number in set(table.s.tolist())}
    assert {"<https://e.x/a>", "<https://e.x/c>", "<https://e.x/d>"} <= subjects
    assert "<https://e.x/no>" not in subjects
    assert len([one for one in subjects if one.startswith("_:")]) == 1
    assert table.graph is not None
    assert {str(table.term(number)) for number in table.graph.tolist() if number >= 0} == {"<https://e.x/g>"}


def test_each_statement_has_its_place() -> None:
    graph = read(PAGE)
    a = "https://e.x/a"
    assert where(graph, a, f"{DC}title", ox.Literal("één", language="nl")) == (5, 12)
    assert where(graph, a, f"{DC}relation") == (5, 49)
    assert where(graph, a, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type") == (4, 1)
    assert where(graph, "https://e.x/e", "http://v/soort") == (10, 66)


def test_what_is_not_found_in_a_script_has_the_place_of_its_text() -> None:
    assert where(read(PAGE), "https://e.x/c", "http://v/naam", ox.Literal("c")) == (7, 51)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_places_are_lines_and_columns_of_what_was_written_whatever_its_encoding(encoding: str) -> None:
    graph = read(PAGE.encode(encoding))
    assert where(graph, "https://e.x/a", f"{DC}relation") == (5, 49)
    assert graph.page is not None
    assert graph.page.encoding == {"utf-8": "utf-8", "cp1252": "windows-1252", "utf-16": "utf-16le"}[encoding]


def test_an_element_that_was_moved_keeps_its_place() -> None:
    graph = read('<table>\n<tr><td>a</td></tr>\n<p about="/x" property="dc:title">b</p></table>')
    assert where(graph, "https://e.x/x", f"{DC}title") == (3, 1)


def test_what_a_formatting_element_states_has_the_place_around_it() -> None:
    graph = read('<p>\n<i about="/x">\n<b property="dc:title">b</b></i>')
    assert where(graph, "https://e.x/x", f"{DC}title") == (1, 1)


BROKEN = """<p about="/a" property="dc:title">a</p>
<script type="application/ld+json">{"@id": }</script>
<script type="application/ld+json">
 {"@context": "https://e.x/context", "a": 1}</script>
<script type="application/ld+json">{"@context": {}, "@id": "/b", "http://v/p": "b"}</script>
"""


def test_a_script_that_cannot_be_read_takes_nothing_from_the_rest() -> None:
    graph = read(BROKEN)
    told = [(one.code, one.line, one.column) for one in graph.unread]
    assert told == [("json-syntax", 2, 44), ("context-unknown", 3, 36)]
    assert len(graph.table) == 2


def test_a_context_is_asked_for_where_the_page_is_and_counts_as_used() -> None:
    asked = []

    def resolve(url: str) -> object:
        asked.append(url)
        return {"@context": {"naam": "http://v/naam"}}

    text = (
        b'<base href="/x/"><script type="application/ld+json">{"@context": "c.jsonld", "naam": "a"}</script>'
    )
    for how in (sandbox.parse, lambda *words: parsed(words[0], words[1], words[2], words[4])):
        answer = how(text, "text/html", resolve, sandbox.DEFAULT_LIMITS, Beside(base="https://e.x/p"))
        assert isinstance(answer, Parsed)
        assert (answer.contexts, len(answer.table)) == (("https://e.x/x/c.jsonld",), 1)
    assert asked == ["https://e.x/x/c.jsonld"] * 2


def test_the_sandbox_tells_the_same_as_reading_here() -> None:
    for text in (PAGE, BROKEN, "", "<p>\xe9".encode("latin-1").decode("latin-1")):
        there = sandbox.parse(text.encode(), "text/html")
        here = parsed(text.encode(), "text/html", sandbox.nothing)
        assert isinstance(there, Parsed)
        assert isinstance(here, Parsed)
        assert there.page is not None
        assert here.page is not None
        assert (there.unread, there.contexts, there.table.tokens) == (
            here.unread,
            here.contexts,
            here.table.tokens,
        )
        assert (there.page.encoding, there.page.undecodable) == (here.page.encoding, here.page.undecodable)
        assert there.page.places.tolist() == here.page.places.tolist()
        assert len(there.page.places) == len(there.table)


LINKED, PLAIN = (
    b'<!DOCTYPE html><p typeof="foaf:Document">',
    b'<!DOCTYPE html><meta property="og:title" content="a">',
)
MEDIA: Mapping[str, tuple[str, bytes, str | None, str | None, str | None]] = {
    # where, what, declared as, served as -> read as
    "a file of that name": ("a.html", PLAIN, None, None, "text/html"),
    "an xhtml file": ("a.xhtml", PLAIN, None, None, "application/xhtml+xml"),
    "declared": ("a", PLAIN, "text/html; charset=utf-8", None, "text/html"),
    "by its look": ("a", LINKED, None, None, "text/html"),
    "by its look, with a prefix of rdf": ("a", LINKED + b"22-rdf-syntax-ns#", None, None, "text/html"),
    "after a comment": ("a", b"<!-- a -->\n <HTML>" + LINKED, None, None, "text/html"),
    "by its look, saying nothing": ("a", PLAIN, None, None, None),
    "served": ("https://e.x/a", LINKED, None, "text/html", "text/html"),
    "served, with data in a script": (
        "https://e.x/a",
        b'<script type="application/ld+json">',
        None,
        "text/html",
        "text/html",
    ),
    "served, saying nothing": ("https://e.x/a.html", PLAIN, None, "text/html", None),
    "served in place of Turtle": ("https://e.x/a.ttl", LINKED, None, "text/html", None),
    "served in place of JSON-LD": ("https://e.x/a", LINKED, "application/ld+json", "text/html", None),
}


@pytest.mark.parametrize("case", MEDIA.values(), ids=MEDIA.keys())
def test_which_pages_are_read_as_data(case: tuple[str, bytes, str | None, str | None, str | None]) -> None:
    source, data, declared, served, expected = case
    assert media_type(source, data, declared, served) == expected


def test_many_comments_before_a_page_take_no_time() -> None:
    assert media_type("a", b"<!-- -->" * 8_000 + b"<x>") is None


def test_a_page_that_is_nested_too_deeply_is_a_limit_of_ours() -> None:
    answer = sandbox.parse(b"<div>" * 100_000, "text/html")
    assert isinstance(answer, Problem)
    assert (answer.code, answer.line, answer.column) == ("limit-depth", 1, 50_001)
