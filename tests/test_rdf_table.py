"""The columnar table: terms kept, lookups, members with nodes of their own, several processes."""

import io

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check.rdf.interning import CHUNK, Interner, Piece
from interop_check.rdf.members import copied, join, roots_of, split
from interop_check.rdf.parallel import read_lines
from interop_check.rdf.parse import SyntaxProblem, parse
from interop_check.rdf.table import BLANK, IRI, LITERAL, TRIPLE, Table, read
from interop_check.rdf.terms import term, token
from interop_check.rdf.vocabulary import RDF_TYPE

TURTLE, LINES = "text/turtle", "application/n-triples"
TEXT = b"""@prefix ex: <http://x/> .
ex:a a ex:A, ex:B ; ex:p "1", "1"@nl, 1, ex:b .
ex:b a ex:A ; ex:p "x\\ny\\t\\"z\\"\\\\" . [] ex:p [] . ex:a a ex:A .
"""


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode("http://x/" + name)


def test_the_table_holds_what_was_parsed() -> None:
    table = read(TEXT, TURTLE)
    assert len(table) == 10
    named = [t for t in table.triples() if not isinstance(t.subject, ox.BlankNode)]
    assert named == [q.triple for q in parse(TEXT, TURTLE) if not isinstance(q.subject, ox.BlankNode)]


def test_anonymous_blank_nodes_are_labelled_the_same_every_time() -> None:
    first, second = read(TEXT, TURTLE), read(TEXT, TURTLE)
    assert first.tokens == second.tokens
    assert b"_:b0" in first.tokens
    assert b"_:b0" in read(b"_:b0 <x:p> [] .", TURTLE).tokens
    assert read(b"_:b0 <x:p> [] .", TURTLE).tokens.count(b"_:b0") == 1


def test_lookups() -> None:
    table = read(TEXT, TURTLE)
    assert table.types() == {"http://x/A": 2, "http://x/B": 1}
    assert list(table.subjects(RDF_TYPE, iri("A"))) == [iri("a"), iri("b")]
    assert iri("a") in set(table.subjects())
    assert len(list(table.objects(iri("a"), "http://x/p"))) == 4
    assert list(table.objects(iri("nobody"), "http://x/p")) == []
    assert list(table.subjects(RDF_TYPE, iri("nobody"))) == []
    assert list(table.subjects("http://x/none")) == []
    assert table.id_of(iri("nobody")) is None


def test_kinds() -> None:
    table = read(b'<a:s> <a:p> _:b, "x", <<( <a:s> <a:p> 1 )>> .', TURTLE)
    assert [int(table.kinds[table.number(t)]) for t in (b"<a:s>", b"_:b", b'"x"')] == [IRI, BLANK, LITERAL]
    assert TRIPLE in table.kinds


def test_named_graphs_are_merged_and_remembered() -> None:
    table = read(b"<a:g> { <a:s> <a:p> <a:o> } <a:s> <a:p> <a:q> .", "application/trig")
    assert len(table) == 2
    assert table.graph is not None
    assert sorted(table.tokens[g] if g >= 0 else b"" for g in table.graph.tolist()) == [b"", b"<a:g>"]
    assert read(b"<a:s> <a:p> <a:q> .", "application/trig").graph is None


@given(st.text(), st.sampled_from(["", "nl", "x"]))
def test_tokens_and_terms_are_two_forms_of_one_thing(text: str, kind: str) -> None:
    made = ox.Literal(text, language="nl") if kind == "nl" else ox.Literal(text)
    if kind == "x":
        made = ox.Literal(text, datatype=iri("dt"))
    assert term(token(made)) == made
    table = Table.from_triples([ox.Triple(iri("s"), iri("p"), made)])
    assert [t.object for t in table.triples()] == [made]


@pytest.mark.parametrize("text", ["<a:s>", "_:b1", '<<( <a:s> <a:p> "x"@nl )>>', '"x"@ar--rtl'])
def test_every_kind_of_term_comes_back(text: str) -> None:
    assert token(term(text.encode())) == text.encode()


def test_lenient_reading_keeps_terms_that_no_line_could_carry() -> None:
    table = read(b"<http://x/a b\nc> <http://x/p q> <http://x/o> .", TURTLE, lenient=True)
    triple = next(table.triples())
    assert isinstance(triple.subject, ox.NamedNode)
    assert triple.subject.value == "http://x/a b\nc"
    assert triple.predicate.value == "http://x/p q"


def test_many_blank_nodes_and_many_chunks() -> None:
    size = 3 * CHUNK + 5
    text = b"".join(b"_:n%d <x:p> _:n%d .\n" % (n, n + 1) for n in range(size))
    table = read(text, LINES)
    assert len(table) == size
    assert len(table.tokens) == size + 2
    assert int(table.kinds.sum()) == size + 1


@pytest.mark.parametrize(
    "piece",
    [
        Piece(b"<a:a> <a:b> <a:c> .", []),
        Piece(b"<a:a> <a:b> .\n", []),
        Piece(b"<a:a> .\n<a:a> <a:b> <a:c> .\n", []),
        Piece(b"\0", []),
        Piece(b"<a:a> <a:b> <a:c> .\n", [b"<a:g>", b"<a:g>"]),
        Piece(b"", [b"<a:g>"]),
        Piece(b"<a:a> <a:b> <a:c> .\n" * (CHUNK + 1), []),
    ],
)
def test_what_no_document_has_as_a_piece_is_refused(piece: Piece) -> None:
    with pytest.raises(ValueError, match="Piece"):
        Interner().add(piece)


def test_a_graph_that_is_named_late_is_remembered() -> None:
    text = b"<a:s> <a:p> <a:o> .\n" * (CHUNK + 1) + b"<a:s> <a:p> <a:o> <a:g> .\n"
    graph = read(text, "application/n-quads").graph
    assert graph is not None
    assert graph.tolist() == [-1] * (CHUNK + 1) + [3]


def test_repeated_triples_are_one_edge() -> None:
    table = read(b"<a:s> <a:p> <a:o> .\n" * 3, LINES)
    assert len(table) == 3
    assert len(table.edges(table.number(b"<a:p>"))) == 1


def test_union_keeps_ids() -> None:
    one, other = read(b"<a:s> <a:p> <a:o> .", LINES), read(b"<a:o> <a:p> <a:z> .", LINES)
    both = one.union(other)
    assert both.tokens[: len(one.tokens)] == one.tokens
    assert {str(t) for t in both.triples()} == {str(t) for t in one.triples()} | {
        str(t) for t in other.triples()
    }


def test_pages_keep_their_blank_nodes_apart() -> None:
    page = read(b"_:x <a:p> <a:o> .", LINES)
    table, groups = join([page, page], first=7)
    assert groups.tolist() == [0, 1]
    assert {str(t.subject) for t in table.triples()} == {"_:p7-x", "_:p8-x"}


PAGE = b"""
<a:c> <https://w3id.org/tree#member> <a:m1>, <a:m2> .
<a:m1> <a:p> <a:shared>, <a:m2>, <a:own> . <a:own> <a:p> "1" .
<a:shared> <a:p> <a:deep> . <a:deep> <a:p> <a:m1> .
<a:m2> <a:p> <a:shared> . <a:alone> <a:p> "2" .
"""


def test_a_member_is_what_its_root_reaches() -> None:
    page = read(PAGE, TURTLE)
    roots = roots_of(page, ["https://w3id.org/tree#member"])
    rows, groups, count = split(page, roots)
    assert count == 3
    found = {
        group: {page.tokens[s] for s in page.s[rows[groups == group]].tolist()} for group in range(count)
    }
    assert found == {
        0: {b"<a:m1>", b"<a:own>", b"<a:shared>", b"<a:deep>"},
        1: {b"<a:m2>", b"<a:shared>", b"<a:deep>"},
        2: {b"<a:c>", b"<a:alone>"},
    }


def test_members_have_nodes_of_their_own_and_share_the_background() -> None:
    page = read(PAGE, TURTLE)
    background = read(b"<a:shared> <a:q> <a:known> . <a:known> <a:q> <a:beyond> .", TURTLE)
    rows, groups, _ = split(page, roots_of(page, ["https://w3id.org/tree#member"]))
    data, known = copied(page, rows, groups, background)
    assert len(data.copies(b"<a:shared>")) == 2
    assert not np.isin(data.copies(b"<a:shared>"), [data.number(b"<a:shared>")]).any()
    assert {known.tokens[n] for n in known.of_terms(known.copies(b"<a:deep>")).tolist()} == {b"<a:deep>"}
    q = known.edges(known.number(b"<a:q>"))
    assert set(known.copies(b"<a:shared>").tolist()) < set(q.s.tolist())
    assert len(data.edges(data.number(b"<a:q>"))) == 0


def test_several_processes_read_the_same_table() -> None:
    text = b"".join(
        b'<a:s%d> <a:p> "%d"@nl .\n_:b%d <a:p> <a:s%d> .\n' % (n, n, n % 7, n % 90) for n in range(3000)
    )
    one, many = read(text, LINES), read_lines(text, 2, piece=20_000)
    assert one.tokens == many.tokens
    assert all((a == b).all() for a, b in zip((one.s, one.p, one.o), (many.s, many.p, many.o), strict=True))
    assert read_lines(text, 1).tokens == one.tokens
    assert len(read_lines(b"", 2)) == 0


def test_several_processes_report_a_problem_where_it_is() -> None:
    text = b"<a:s> <a:p> <a:o> .\n" * 500 + b"<a:s> <a:p> bad .\n" + b"<a:s> <a:p> <a:o> .\n" * 500
    with pytest.raises(SyntaxProblem) as caught:
        read_lines(text, 2, piece=2000)
    assert caught.value.line == 501


def test_a_stream_gives_the_same_table() -> None:
    text = b"<a:s> <a:p> <a:o> .\n" * 5
    assert read(io.BytesIO(text), LINES).tokens == read(text, LINES).tokens
