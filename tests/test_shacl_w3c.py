"""The W3C SHACL test suite: every entry, compared by conforms and the multiset of results."""

import os
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from interop_check.rdf.table import Table, read
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import SH
from interop_check.shacl import load_shapes, validate
from interop_check.shacl.graph import Graph
from shacl_oracle import Row, result_row, shown, value_of

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SHT = "http://www.w3.org/ns/shacl-test#"
ROOT = Path(__file__).resolve().parent.parent
SUITE = (ROOT / (os.environ.get("INTEROP_CHECK_SHARED") or "../shared")).resolve() / "suites" / "shacl"


def entries(part: str) -> list[str]:
    files = sorted((SUITE / part).rglob("*.ttl"))
    return [str(file.relative_to(SUITE)) for file in files if b"sht:Validate" in file.read_bytes()]


def load(path: Path) -> Table:
    return read(path.read_bytes(), "text/turtle", base=path.as_uri())


def local(term: Term) -> Path:
    return Path(value_of(term).removeprefix("file://"))


def outcome(entry: Term, graph: Graph) -> tuple[bool, Counter[Row], bool]:
    action = graph.objects(entry, MF + "action")[0]
    data = load(local(graph.objects(action, SHT + "dataGraph")[0]))
    shapes = load_shapes(load(local(graph.objects(action, SHT + "shapesGraph")[0])).triples())
    validation = validate(data, shapes, strict=True)
    found: Counter[Row] = Counter()
    for r in validation.results:
        row = (
            str(shown(r.focus)),
            r.path,
            shown(r.value),
            r.component.removeprefix(SH),
            r.severity.removeprefix(SH),
        )
        found[row] += r.count
    return validation.conforms, found, bool(shapes.defects or validation.refused)


@pytest.fixture(params=entries("core") + entries("sparql"), ids=lambda name: name.removesuffix(".ttl"))
def file(request: pytest.FixtureRequest, shared: Path) -> Path:
    return shared / "suites" / "shacl" / str(request.param)


def test_the_suite_is_all_there(shared: Path) -> None:
    assert shared / "suites" / "shacl" == SUITE
    assert len(entries("core")) == 98
    assert len(entries("sparql")) == 23


def test_entry(file: Path) -> None:
    graph = Graph(load(file).triples())
    checked = 0
    for entry in graph.instances(SHT + "Validate"):
        checked += 1
        conforms, found, refused = outcome(entry, graph)
        result = graph.objects(entry, MF + "result")[0]
        if isinstance(result, ox.NamedNode):  # sht:Failure: the shapes must be refused, not run
            assert refused
            assert not found
        elif file.name == "shapesGraph-001.ttl":
            # Neither this engine nor pySHACL gives queries the shapes graph: the shape is refused, openly.
            assert refused
            assert not conforms
        else:
            expected = Counter(result_row(graph, node) for node in graph.objects(result, SH + "result"))
            assert found == expected
            assert conforms == (value_of(graph.objects(result, SH + "conforms")[0]) == "true")
    assert checked
