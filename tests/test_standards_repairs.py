"""Repairs of official shapes; `python tests/test_standards_repairs.py MIRROR` prints their table."""

import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check import yamlfile
from interop_check.rdf.parse import parse
from interop_check.standards.catalogue import load_catalogue
from interop_check.standards.edits import Effect
from interop_check.standards.pins import Pin
from interop_check.standards.repairs import FIXES, Repaired, repair

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "tests" / "golden" / "standards-repairs.tsv"
CATALOGUE = load_catalogue(
    yamlfile.load((ROOT / "profiles" / "oslo" / "pins.yaml").read_bytes(), "pins.yaml").value
)
SHAPES = [pin for pin in CATALOGUE.pins() if pin.kind == "shacl"]
REFUSED = [
    "DCAT-AP-VL/standaard/2019-06-13",
    "besluit-publicatie/erkendestandaard/2025-12-11",
    "cultureel-erfgoed-event/kandidaatstandaard/2020-07-17",
    "mandatendatabank/erkendestandaard/2025-12-11",
    "vrachtwagenparkeren/2023-11-30",
]
HEAD = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ex: <https://example.org/ns#> .
"""


def official(pin: Pin, mirror: Path) -> list[ox.Quad]:
    return list(parse((mirror / pin.path).read_bytes(), pin.media, base=pin.url, lenient=True))


def table(mirror: Path) -> str:
    rows = ["path\tfound\teffect\tcount"]
    for pin in sorted(SHAPES, key=lambda pin: pin.path):
        repaired = repair(official(pin, mirror))
        rows += [f"{pin.path}\t{one.id}\t{one.effect}\t{one.count}" for one in repaired.repairs]
        rows += [f"{pin.path}\t{one.id}\tcaution\t{one.count}" for one in repaired.cautions]
        if not repaired.repairs and not repaired.cautions:
            rows.append(f"{pin.path}\t-\t-\t0")
    return "\n".join(rows) + "\n"


def turtle(text: str) -> list[ox.Quad]:
    base = "https://data.vlaanderen.be/shacl/"
    return list(parse((HEAD + text).encode(), "text/turtle", base=base, lenient=True))


def mended(text: str) -> tuple[Repaired, dict[str, int]]:
    repaired = repair(turtle(text))
    return repaired, {one.id: one.count for one in repaired.repairs}


def same(repaired: Repaired, text: str) -> bool:
    """Whether two graphs are the same but for the labels of their blank nodes."""
    graphs = []
    for triples in (repaired.triples, turtle(text)):
        graph = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
        graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        graphs.append(graph)
    return bool(graphs[0] == graphs[1])


def shape(constraints: str) -> str:
    return f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:p ; {constraints} ] ."


TWO_SHAPES_ON_ONE_PATH = """
ex:S sh:property ex:P, ex:Q .
ex:P sh:path ex:p ; sh:datatype rdf:langString .
ex:Q sh:path ex:p ; sh:maxCount 1 .
"""
CASES = {
    "count-as-string": (
        shape('sh:maxCount "1" ; sh:minCount " 01 "'),
        shape("sh:maxCount 1 ; sh:minCount 1"),
    ),
    "count-as-other-integer-type": (shape('sh:maxCount "1"^^xsd:long'), shape("sh:maxCount 1")),
    "count-n": (shape('sh:minCount 1 ; sh:maxCount "n"^^xsd:integer'), shape("sh:minCount 1")),
    "count-unreadable": (shape('sh:name "x" ; sh:maxCount "veel"'), shape('sh:name "x"')),
    "datatype-rdfs-literal": (shape("sh:datatype rdfs:Literal"), shape("sh:nodeKind sh:Literal")),
    "class-rdfs-literal": (shape("sh:class rdfs:Literal"), shape("sh:nodeKind sh:Literal")),
    "class-rdfs-resource": (shape("sh:class rdfs:Resource"), shape("sh:nodeKind sh:BlankNodeOrIRI")),
    "class-is-datatype": (shape("sh:class xsd:date"), shape("sh:datatype xsd:date")),
    "datatype-is-class": (
        shape("sh:datatype ex:D") + " ex:T sh:property [ sh:path ex:q ; sh:class ex:D ] .",
        shape("sh:class ex:D") + " ex:T sh:property [ sh:path ex:q ; sh:class ex:D ] .",
    ),
    "datatype-target": ("ex:S a sh:NodeShape ; sh:targetClass xsd:string .", "ex:S a sh:NodeShape ."),
    "placeholder-target": (
        "ex:S a sh:NodeShape ; sh:targetClass <http://fixme.com#X> .",
        "ex:S a sh:NodeShape .",
    ),
    "placeholder-path": (
        "ex:S a sh:NodeShape ; sh:property [ sh:path <https://wherever/TODO> ; sh:minCount 1 ] .",
        "ex:S a sh:NodeShape .",
    ),
    "placeholder-class": (shape("sh:minCount 1 ; sh:class <https://fixme.com>"), shape("sh:minCount 1")),
    "two-paths": (
        "ex:S a sh:NodeShape ; sh:property ex:P . ex:P sh:path ex:p, ex:q ; sh:in ( ex:a ) .",
        "ex:S a sh:NodeShape .",
    ),
    "no-path": (
        'ex:S a sh:NodeShape ; sh:property [ sh:minCount 1 ], [ sh:path "http://x/" ] .',
        "ex:S a sh:NodeShape .",
    ),
    "undefined-property-shape": (
        "ex:S a sh:NodeShape ; sh:property ex:Nowhere .",
        "ex:S a sh:NodeShape .",
    ),
    "iri-glued-to-base": (
        "ex:S sh:property [ sh:path <\nhttp://schema.org/height> ] .",
        "ex:S sh:property [ sh:path <http://schema.org/height> ] .",
    ),
    "iri-illegal-character": (
        "<https://e.org/#A (b)Shape> a sh:NodeShape ; sh:targetClass ex:C .",
        "<https://e.org/#A%20(b)Shape> a sh:NodeShape ; sh:targetClass ex:C .",
    ),
    "owl-imports": ("ex:S a sh:NodeShape . ex:O owl:imports ex:T .", "ex:S a sh:NodeShape ."),
    "list-members-loose": (shape("sh:in ex:a, ex:b"), shape("sh:in ( ex:a ex:b )")),
    "several-values": (shape("sh:minCount 1 ; sh:datatype xsd:date, xsd:time"), shape("sh:minCount 1")),
}


def test_every_repair_has_a_case() -> None:
    assert set(CASES) == {fix.id for fix in FIXES}


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_fault_is_mended_by_the_repair_of_that_name_alone(name: str) -> None:
    faulty, meant = CASES[name]
    repaired, counts = mended(faulty)
    assert set(counts) == {name}
    assert same(repaired, meant)


@pytest.mark.parametrize("name", sorted(CASES))
def test_shapes_without_the_fault_are_left_alone(name: str) -> None:
    _, meant = CASES[name]
    repaired, counts = mended(meant)
    assert counts == {}
    assert same(repaired, meant)


@pytest.mark.parametrize(
    "sound",
    [
        shape("sh:datatype <http://www.opengis.net/ont/geosparql#wktLiteral>"),
        shape("sh:in ()"),
        shape("sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:time ] )"),
        shape("sh:class ex:A, ex:B"),
        shape("sh:in ( ex:TODO-list )"),
        "ex:S sh:property [ sh:path [ sh:inversePath ex:p ] ; sh:maxCount 0 ] .",
        "ex:S sh:targetClass <https://todo.example.org/ns#Taak> .",
    ],
)
def test_what_is_unusual_but_right_is_left_alone(sound: str) -> None:
    assert mended(sound)[1] == {}


def test_a_kind_that_is_stated_already_is_not_stated_twice() -> None:
    repaired, _ = mended(shape("sh:class rdfs:Resource ; sh:nodeKind sh:IRI"))
    assert same(repaired, shape("sh:nodeKind sh:IRI"))


def test_an_isolated_shape_leaves_what_others_share_with_it() -> None:
    shared_list = (
        "ex:S sh:property ex:P, ex:Q . ex:Q sh:path ex:q ; sh:in _:l . _:l rdf:first ex:a ; rdf:rest () ."
    )
    repaired, counts = mended(shared_list + " ex:P sh:path ex:p, ex:r ; sh:in _:l .")
    assert counts == {"two-paths": 1}
    assert same(repaired, shared_list.replace("ex:P, ", ""))


def test_repairs_name_the_shapes_they_were_needed_in() -> None:
    repaired, _ = mended(shape('sh:maxCount "1"'))
    assert repaired.repairs[0].subjects == ("https://example.org/ns#S",)
    assert repaired.repairs[0].effect is Effect.LOADABLE


@pytest.mark.parametrize(
    ("text", "caution"),
    [
        (shape("sh:datatype rdf:langString ; sh:maxCount 1"), "one-language-only"),
        (
            TWO_SHAPES_ON_ONE_PATH,
            "one-language-only",
        ),
        ("ex:S sh:targetClass ex:C . ex:T sh:targetClass ex:C .", "target-of-several-shapes"),
        ("[] sh:path ex:p ; sh:minCount 1 .", "shape-unattached"),
        ("ex:S sh:targetClass <https://www.w3.org/ns/org#Organization> .", "https-for-http-namespace"),
    ],
)
def test_what_is_doubtful_is_told_and_not_changed(text: str, caution: str) -> None:
    repaired, counts = mended(text)
    assert counts == {}
    assert [one.id for one in repaired.cautions] == [caution]
    assert same(repaired, text)


@pytest.mark.parametrize(
    "text",
    [
        shape("sh:datatype rdf:langString ; sh:maxCount 2"),
        shape("sh:datatype xsd:string ; sh:maxCount 1"),
        "ex:S sh:targetClass <https://www.w3.org/ns/activitystreams#Note> .",
        "ex:P sh:path ex:p ; sh:targetClass ex:C .",
    ],
)
def test_what_is_in_order_brings_no_caution(text: str) -> None:
    assert mended(text)[0].cautions == ()


def test_the_repairs_of_all_official_shapes_are_those_of_the_table(shared: Path) -> None:
    assert table(shared / "standards") == TABLE.read_text(encoding="utf-8")


NODES = [
    *(ox.NamedNode(f"https://example.org/ns#{name}") for name in "PQSC"),
    *(ox.BlankNode(name) for name in ("a", "b", "c")),
    ox.NamedNode("http://fixme.com#x"),
    *(
        ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#" + name)
        for name in ("Literal", "Resource", "Class")
    ),
    ox.NamedNode("http://www.w3.org/2001/XMLSchema#string"),
    ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil"),
]
LITERALS = [
    *(ox.Literal(text) for text in ("1", "n", "x", "-1")),
    *(ox.Literal(text, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")) for text in "12n"),
]
PREDICATES = [
    *(
        ox.NamedNode("http://www.w3.org/ns/shacl#" + name)
        for name in (
            *("property", "path", "class", "datatype", "nodeKind", "targetClass", "minCount"),
            *("maxCount", "in", "or", "node"),
        )
    ),
    *(ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#" + name) for name in ("first", "rest")),
    ox.NamedNode("http://www.w3.org/2002/07/owl#imports"),
]
TRIPLES = st.builds(
    ox.Triple, st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from([*NODES, *LITERALS])
)


@settings(max_examples=400, deadline=None)
@given(st.lists(TRIPLES, max_size=25))
def test_what_was_repaired_needs_no_repair(triples: list[ox.Triple]) -> None:
    once = repair(triples)
    again = repair(once.triples)
    assert again.repairs == ()
    assert again == Repaired(triples=once.triples, repairs=(), cautions=once.cautions)


def test_official_shapes_once_repaired_need_no_repair(shared: Path) -> None:
    for pin in SHAPES:
        once = repair(official(pin, shared / "standards"))
        assert repair(once.triples) == Repaired(triples=once.triples, repairs=(), cautions=once.cautions)


def rdflib_graph(triples: Any) -> Any:
    import rdflib  # noqa: PLC0415 - slow to import

    text = "".join(f"{t.subject} {t.predicate} {t.object} .\n" for t in triples)
    rdflib.NORMALIZE_LITERALS = False
    return rdflib.Graph().parse(data=text, format="nt")


def one_instance_of_each_target(shapes: Any) -> Any:
    """Data that makes every shape run, so that faults which are only seen then are seen."""
    import rdflib  # noqa: PLC0415

    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    data = rdflib.Graph()
    for number, (owner, target) in enumerate(shapes.subject_objects(sh.targetClass)):
        node = rdflib.URIRef(f"https://example.org/id/{number}")
        data.add((node, rdflib.RDF.type, target))
        for path in (p for s in shapes.objects(owner, sh.property) for p in shapes.objects(s, sh.path)):
            if isinstance(path, rdflib.URIRef):
                data.add((node, path, rdflib.Literal("x")))
    return data


def runs(triples: Any) -> bool:
    """Whether pySHACL loads the shapes and judges with them."""
    import pyshacl  # noqa: PLC0415
    from pyshacl.errors import ReportableRuntimeError  # noqa: PLC0415

    shapes = rdflib_graph(triples)
    try:
        pyshacl.validate(one_instance_of_each_target(shapes), shacl_graph=shapes, inference="none")
    except (ReportableRuntimeError, TypeError, ValueError):
        return False
    return True


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("pin", [pin for pin in SHAPES if pin.role != "twin"], ids=lambda pin: pin.path)
def test_repaired_official_shapes_run_in_another_engine(pin: Pin, shared: Path) -> None:
    assert runs(repair(official(pin, shared / "standards")).triples)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", REFUSED)
def test_shapes_that_another_engine_refuses_run_once_repaired(version: str, shared: Path) -> None:
    pin = next(p for p in SHAPES if f"/{version}/" in p.path and p.role == "main")
    quads = official(pin, shared / "standards")
    assert not runs(quads)
    repaired = repair(quads)
    assert repaired.repairs
    assert runs(repaired.triples)


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])))
