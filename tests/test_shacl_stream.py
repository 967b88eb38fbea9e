"""Pages and members judged by themselves: the same as one by one, whatever the batches and the scope."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check.rdf.table import Table, read
from interop_check.shacl import Validation, validate, validate_lines, validate_stream
from interop_check.shacl import stream as streams
from shacl_oracle import PREFIXES, shapes, turtle

SHAPES = shapes("""
ex:S sh:targetClass ex:A ; sh:property [ sh:path ex:p ; sh:class ex:B ] ,
  [ sh:path ex:q ; sh:maxCount 1 ; sh:hasValue 1 ] ;
  sh:property [ sh:path ( ex:p ex:q ) ; sh:minCount 1 ; sh:equals ex:q ; sh:in ( 1 2 ) ] .
ex:T sh:targetNode ex:a ; sh:closed true ; sh:ignoredProperties ( rdf:type ex:p ex:q ) .
""")
Found = tuple[str, str | None, str, str]
Counted = tuple[tuple[str, str], str]
names = st.sampled_from(["ex:a", "ex:b", "ex:c", "_:x"])
lines = st.one_of(
    st.builds("{} a {} .".format, names, st.sampled_from(["ex:A", "ex:B"])),
    st.builds("{} ex:p {} .".format, names, names),
    st.builds("{} ex:q {} .".format, names, st.sampled_from(["1", "2", "'x'"])),
    st.builds("{} ex:r {} .".format, names, names),
)
documents = st.lists(lines, min_size=1, max_size=10).map("\n".join)
BACKGROUND = "ex:c a ex:B ; ex:q 1 . ex:b ex:r ex:c . ex:A rdfs:subClassOf ex:Z ."


def counted(validation: Validation) -> Counter[Found]:
    found: Counter[Found] = Counter()
    for r in validation.results:
        blank = str(r.focus).startswith("_:"), str(r.value).startswith("_:")
        row = ("_:" if blank[0] else str(r.focus), r.path, "_:" if blank[1] else str(r.value), r.component)
        found[row] += r.count
    return found


def added(validations: list[Validation]) -> tuple[Counter[Found], Counter[Counted], int]:
    results: Counter[Found] = Counter()
    tallies: Counter[Counted] = Counter()
    for one in validations:
        results += counted(one)
        for key, tally in one.tallies.items():
            tallies[key, "looked_at"] += tally.looked_at
            tallies[key, "failed"] += tally.failed
    return results, +tallies, sum(one.targeted for one in validations)


def alone(table: Table, background: Table | None, *, strict: bool) -> Validation:
    """One page by itself; a target by name counts where the node occurs."""
    found = validate_stream([table], SHAPES, background, strict=strict)
    if b"<http://example.org/a>" in table.ids:
        assert counted(found) == counted(validate(table, SHAPES, background, strict=strict))
    return found


@settings(max_examples=120)
@given(pages=st.lists(documents, min_size=1, max_size=5), known=st.booleans(), strict=st.booleans())
def test_pages_in_one_batch_are_judged_as_if_alone(pages: list[str], *, known: bool, strict: bool) -> None:
    background = turtle(BACKGROUND) if known else None
    tables = [turtle(page) for page in pages]
    together = validate_stream(tables, SHAPES, background, strict=strict)
    assert added([together]) == added([alone(table, background, strict=strict) for table in tables])


@settings(max_examples=60)
@given(st.lists(documents.filter(lambda d: "_:" not in d), min_size=1, max_size=4))
def test_the_size_of_batches_changes_nothing(pages: list[str]) -> None:
    tables = [turtle(page) for page in pages]
    before = streams._BATCH
    try:
        streams._BATCH = 1
        one_by_one = validate_stream(tables, SHAPES)
    finally:
        streams._BATCH = before
    assert one_by_one == validate_stream(tables, SHAPES)


PAGE = """
@prefix tree: <https://w3id.org/tree#> .
ex:c tree:member ex:m1 , ex:m2 .
ex:m1 a ex:A ; ex:q 1 ; ex:p ex:shared . ex:m2 a ex:A ; ex:q 1 ; ex:p ex:other .
ex:shared a ex:B ; ex:q 1 . ex:other ex:p ex:shared .
"""


def test_scope_is_a_choice() -> None:
    page = turtle(PAGE + "ex:m3 a ex:A ; ex:q 1 . ex:other a ex:B ; ex:q 1 .")
    assert validate_stream([page], SHAPES, scope="page").focus_nodes["http://example.org/S"] == 3
    members = validate_stream([page], SHAPES, scope="member")
    assert members.focus_nodes["http://example.org/S"] == 3
    apart = turtle(
        "@prefix tree: <https://w3id.org/tree#> . ex:c tree:member ex:m1 , ex:m2 ."
        "ex:m1 a ex:A ; ex:q 1 ; ex:p ex:m2 . ex:m2 a ex:B ; ex:q 1 ."
    )
    assert validate_stream([apart], SHAPES, scope="page").conforms
    unknown = validate_stream([apart], SHAPES, scope="member")
    assert [str(n.value) for n in unknown.not_checkable] == ["<http://example.org/m2>"]


def test_members_equal_members_given_one_by_one() -> None:
    page = turtle(PAGE)
    singles = [
        turtle("ex:m1 a ex:A ; ex:q 1 ; ex:p ex:shared . ex:shared a ex:B ; ex:q 1 ."),
        turtle(
            "ex:m2 a ex:A ; ex:q 1 ; ex:p ex:other . ex:other ex:p ex:shared . ex:shared a ex:B ; ex:q 1 ."
        ),
        turtle("ex:c <https://w3id.org/tree#member> ex:m1 , ex:m2 ."),
    ]
    assert added([validate_stream([page], SHAPES, scope="member")]) == added(
        [validate_stream([s], SHAPES) for s in singles]
    )


def test_roots_can_be_chosen() -> None:
    page = turtle("ex:a a ex:A ; ex:q 1 . ex:b a ex:A .")
    found = validate_stream([page], SHAPES, scope="member", roots=lambda table: table.select())
    assert found.focus_nodes["http://example.org/S"] == 2


def test_shapes_beyond_core_see_one_page_at_a_time() -> None:
    routed = shapes(
        "ex:S sh:targetClass ex:A ; sh:sparql [ "
        'sh:select "SELECT $this ?value { ?value a <http://example.org/B> }" ] .'
    )
    tables = [turtle("ex:a a ex:A ."), turtle("ex:b a ex:B ."), turtle("ex:c a ex:A . ex:d a ex:B .")]
    found = validate_stream(tables, routed)
    assert [(str(r.focus), str(r.value)) for r in found.results] == [
        ("<http://example.org/c>", "<http://example.org/d>")
    ]


@pytest.mark.parametrize("batch", [1, 20_000])
def test_blank_nodes_of_different_pages_are_different(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr(streams, "_BATCH", batch)
    found = validate_stream(
        [turtle("_:x a ex:A .")] * 2, shapes("ex:S sh:targetClass ex:A ; sh:nodeKind sh:IRI .")
    )
    assert sorted(str(r.focus) for r in found.results) == ["_:p0-x", "_:p1-x"]


def test_an_empty_stream() -> None:
    found = validate_stream([], SHAPES)
    assert found.conforms
    assert found.focus_nodes == {}


@pytest.mark.parametrize("workers", [1, 2])
def test_the_number_of_processes_changes_nothing(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interop_check.rdf.parallel.read_lines.__kwdefaults__", {"piece": 5000})
    text = b"".join(
        b"<http://example.org/n%d> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        b"<http://example.org/A> .\n"
        b'<http://example.org/n%d> <http://example.org/q> "%d" .\n' % (n, (n * 7) % 500, n % 3)
        for n in range(500)
    )
    assert PREFIXES
    expected = validate(read(text, "application/n-triples"), SHAPES)
    assert validate_lines(text, SHAPES, workers=workers) == expected
