"""The official shapes, each with all real data that it has focus nodes in: same results as pySHACL."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from interop_check.rdf.members import join
from interop_check.rdf.parse import SyntaxProblem, media_type
from interop_check.rdf.table import Table, read
from interop_check.rdf.vocabulary import RDFS, SH, XSD_INTEGER
from interop_check.shacl import load_shapes, validate
from shacl_oracle import pyshacl_rows, rows, value_of

# The newest generator writes counts as plain strings, one standard writes "n"; a datatype of rdfs:Literal no
# literal can have. The same repairs are made, by name, before any official standard is used.
COUNTS = {SH + "minCount", SH + "maxCount"}


def repaired(triples: Iterator[ox.Triple]) -> Iterator[ox.Triple]:
    for triple in triples:
        s, p, o = triple.subject, triple.predicate, triple.object
        if p.value in COUNTS and not value_of(o).isdigit():
            continue
        if p.value in COUNTS:
            o = ox.Literal(value_of(o), datatype=ox.NamedNode(XSD_INTEGER))
        if p.value == SH + "datatype" and value_of(o) == RDFS + "Literal":
            p, o = ox.NamedNode(SH + "nodeKind"), ox.NamedNode(SH + "Literal")
        yield ox.Triple(s, p, o)


def tables(folder: Path) -> Iterator[Table]:
    for file in sorted(folder.rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        media = media_type(file.name, data)
        try:
            table = read(data, media) if media else None
        except SyntaxProblem:
            continue  # remote contexts and files that are not JSON; the parser's own tests look at those
        if table:
            yield table


@pytest.fixture(scope="module")
def corpus(shared: Path) -> list[Table]:
    return list(tables(shared / "corpora" / "oslo"))


def official(shared: Path) -> list[Path]:
    return [
        file for file in sorted((shared / "standards").rglob("*.ttl")) if b"ns/shacl#" in file.read_bytes()
    ]


def test_every_official_shapes_graph_agrees_with_pyshacl_on_all_real_data(
    shared: Path, corpus: list[Table]
) -> None:
    compared = 0
    for file in official(shared):
        try:
            triples = list(repaired(read(file.read_bytes(), "text/turtle", lenient=True).triples()))
        except SyntaxProblem:
            continue
        shapes = load_shapes(triples)
        unusable = {defect.shape for defect in shapes.defects} - set(shapes.described)
        usable = [t for t in triples if t.subject not in unusable and t.object not in unusable]
        mine = [table for table in corpus if any(validate(table, shapes).focus_nodes.values())]
        if not mine:
            continue
        data, _ = join(mine)
        ours, theirs = rows(validate(data, shapes, strict=True)), pyshacl_rows(data, usable)
        assert not theirs - ours, file
        for row in ours - theirs:
            # rdflib reads ISO 8601's basic form as a dateTime; XML Schema does not have that form.
            _, _, value, component, _ = row
            assert component == "DatatypeConstraintComponent", (file, row)
            assert value is not None, row
            assert value.endswith('00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>') or "T" in value, row
            assert "-" not in value.partition("T")[0], row
        compared += len(mine)
    assert compared > 800


def test_no_official_shapes_graph_raises_and_what_cannot_be_used_is_named(shared: Path) -> None:
    codes: dict[str, int] = {}
    places: dict[str, int | None] = {}
    for file in official(shared):
        try:
            table = read(file.read_bytes(), "text/turtle", lenient=True)
        except SyntaxProblem as problem:
            places[file.name] = problem.line
            continue
        for defect in load_shapes(table.triples()).defects:
            codes[defect.code] = codes.get(defect.code, 0) + 1
    assert all(places.values())
    assert codes["count-not-integer"] > 100
    assert codes["two-paths"] == 1
    assert codes["no-path"] >= 1
