"""What changed between versions of a profile; `python tests/test_standards_diff.py MIRROR` prints a table."""

import json
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from interop_check import api
from interop_check.cli.standards import command
from interop_check.languages import LANGUAGES
from interop_check.locales import sentences
from interop_check.standards.claims import Found
from interop_check.terminology.changes import Changes, Kind, compare
from interop_check.terminology.differences import Aspect, Effect
from interop_check.terminology.outline import ClassOutline, Outline, PropertyOutline, outline
from running import ROOT, bare

TABLE = ROOT / "tests" / "golden" / "standards-changes.tsv"
PREFIXES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix qb: <http://purl.org/linked-data/cube#> . @prefix : <http://e/> . @prefix s: <https://e/> .
"""
PAIRS = (
    ("besluit-publicatie@2018-07-20", "besluit-publicatie@2025-12-11"),
    ("mandatendatabank@2018-07-20", "mandatendatabank@2025-12-11"),
    ("DCAT-AP-VL@2019-06-13", "DCAT-AP-VL@2022-04-21"),
    ("metadata-dcat@2021-04-22", "DCAT-AP-VL@2022-04-21"),
    ("mobiliteit-trips-en-aanbod@2020-04-15", "mobiliteit-trips-en-aanbod@2020-04-23"),
    ("contactvoorkeuren@alias", "contactvoorkeuren@2019-02-07"),
    ("vlaamse-codex@alias", "vlaamse-codex@2019-02-07"),
    ("generieke-terugmeldfaciliteit@alias", "generieke-terugmeldfaciliteit@2019-02-07"),
)


def shapes(text: str) -> Outline:
    quads = ox.parse((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE)
    return outline(quad.triple for quad in quads)


def of(constraints: str, path: str = ":p", target: str = ":C") -> Outline:
    return shapes(f":S sh:targetClass {target} ; sh:property [ sh:path {path} ; {constraints} ] .")


def told(changes: Changes) -> list[tuple[Aspect, Effect, tuple[str, ...], tuple[str, ...]]]:
    (one,) = (inner for outer in changes.classes for inner in outer.properties)
    return [(d.aspect, d.effect, d.old, d.new) for d in one.differences]


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("old", "new", "aspect", "effect", "values"),
    [
        ("sh:minCount 0", "sh:minCount 1", Aspect.MINIMUM, Effect.STRICTER, (("0",), ("1",))),
        ("sh:minCount 2", "", Aspect.MINIMUM, Effect.LOOSER, (("2",), ("0",))),
        ("", "sh:maxCount 1", Aspect.MAXIMUM, Effect.STRICTER, ((), ("1",))),
        ("sh:maxCount 1", "sh:maxCount 2", Aspect.MAXIMUM, Effect.LOOSER, (("1",), ("2",))),
        ("sh:maxCount 2", "", Aspect.MAXIMUM, Effect.LOOSER, (("2",), ())),
        ("", "sh:class :D", Aspect.CLASSES, Effect.STRICTER, ((), ("http://e/D",))),
        ("sh:class :D", "", Aspect.CLASSES, Effect.LOOSER, (("http://e/D",), ())),
        ("sh:class :D", "sh:class :E", Aspect.CLASSES, Effect.OTHER, (("http://e/D",), ("http://e/E",))),
        (
            "sh:class :D",
            "sh:or ( [ sh:class :D ] [ sh:class :E ] )",
            Aspect.CLASSES,
            Effect.OTHER,
            (("http://e/D",), ("http://e/D", "http://e/E")),
        ),
        (
            "sh:class :D",
            "sh:class s:D",
            Aspect.CLASS_NAMESPACE,
            Effect.OTHER,
            (("http://e/D",), ("https://e/D",)),
        ),
        (
            "sh:datatype xsd:date",
            "sh:datatype xsd:dateTime",
            Aspect.DATATYPES,
            Effect.OTHER,
            ((f"{XSD}date",), (f"{XSD}dateTime",)),
        ),
        ("", "sh:nodeKind sh:IRI", Aspect.NODE_KINDS, Effect.STRICTER, ((), ("IRI",))),
        (
            "sh:class :D",
            "sh:class :D ; sh:nodeKind sh:IRI",
            Aspect.NODE_KINDS,
            Effect.STRICTER,
            (("BlankNode", "IRI"), ("IRI",)),
        ),
        (
            "sh:nodeKind sh:IRI",
            "sh:nodeKind sh:IRIOrLiteral",
            Aspect.NODE_KINDS,
            Effect.LOOSER,
            (("IRI",), ("IRI", "Literal")),
        ),
        ("", "qb:codeList :list", Aspect.CODE_LIST, Effect.STRICTER, ((), ("http://e/list",))),
        (
            "qb:codeList :a",
            "qb:codeList :b",
            Aspect.CODE_LIST,
            Effect.OTHER,
            (("http://e/a",), ("http://e/b",)),
        ),
    ],
)
def test_each_aspect_of_a_property_is_told_with_what_it_means(
    old: str, new: str, aspect: Aspect, effect: Effect, values: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    assert told(compare(of(old), of(new))) == [(aspect, effect, *values)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sh:minCount 0", ""),
        ("sh:class :D", "sh:class :D ; sh:nodeKind sh:BlankNodeOrIRI"),
        ("sh:datatype xsd:date", "sh:nodeKind sh:Literal ; sh:datatype xsd:date"),
        ('sh:name "a"@nl', 'sh:name "b"@nl'),
        ("sh:class :D , :E", "sh:class :E , :D"),
    ],
)
def test_what_asks_the_same_is_no_change(old: str, new: str) -> None:
    assert compare(of(old), of(new)) == Changes(classes=(), unchanged=1)


def test_what_several_shapes_say_of_one_property_is_compared_as_one() -> None:
    spread = shapes(
        ":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] , [ sh:path :p ; sh:maxCount 1 ] ,"
        " [ sh:path :p ; sh:nodeKind sh:BlankNodeOrIRI ] , [ sh:path :p ; sh:nodeKind sh:IRI ] ."
    )
    assert compare(spread, of("sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI")).classes == ()


def test_the_other_scheme_is_another_namespace_and_no_other_term() -> None:
    changes = compare(of("sh:minCount 1"), of("sh:minCount 1", path="s:p", target="s:C"))
    (one,) = changes.classes
    assert (one.kind, one.former, one.iri) == (Kind.CHANGED, "http://e/C", "https://e/C")
    assert [d.aspect for d in one.differences] == [Aspect.NAMESPACE]
    assert told(changes) == [(Aspect.NAMESPACE, Effect.OTHER, ("http://e/p",), ("https://e/p",))]


def test_both_schemes_side_by_side_are_two_terms() -> None:
    old = of("sh:minCount 1")
    new = shapes(":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] , [ sh:path s:p ] .")
    (one,) = compare(old, new).classes
    assert [(inner.kind, inner.iri) for inner in one.properties] == [(Kind.ADDED, "https://e/p")]
    (back,) = compare(new, old).classes
    assert [(inner.kind, inner.iri) for inner in back.properties] == [(Kind.REMOVED, "https://e/p")]


def test_what_went_is_told_with_what_came_under_the_same_name() -> None:
    old = shapes(":S sh:targetClass :C ; sh:property [ sh:path :naam ] .")
    new = shapes(":S sh:targetClass :C ; sh:property [ sh:path <http://other/Naam> ] .")
    (one,) = compare(old, new).classes
    assert {inner.kind: inner.alike for inner in one.properties} == {
        Kind.ADDED: "",
        Kind.REMOVED: "http://other/Naam",
    }
    dotted = compare(shapes(":S sh:targetClass :C ; sh:property [ sh:path :C.naam ] ."), old).classes[0]
    assert {inner.alike for inner in dotted.properties} == {"", "http://e/naam"}
    gone = compare(old, shapes(":S sh:targetClass <http://other/C> .")).classes
    assert {one.kind: one.alike for one in gone} == {Kind.ADDED: "", Kind.REMOVED: "http://other/C"}


NAMES = st.sampled_from(["http://e/a", "https://e/a", "http://e/b", "http://e/c"])
PROPERTIES = st.builds(
    PropertyOutline,
    iri=NAMES,
    minimum=st.integers(0, 2),
    maximum=st.sampled_from([None, 1, 2]),
    classes=st.frozensets(NAMES, max_size=2),
)
CLASSES = st.builds(
    lambda iri, inner: ClassOutline(iri=iri, properties={one.iri: one for one in inner}),
    NAMES,
    st.lists(PROPERTIES, max_size=3),
)
OUTLINES = st.lists(CLASSES, max_size=3).map(lambda found: Outline(classes={one.iri: one for one in found}))


@given(OUTLINES)
def test_nothing_changed_from_an_outline_to_itself(one: Outline) -> None:
    assert compare(one, one) == Changes(classes=(), unchanged=len(one.classes))


@given(OUTLINES, OUTLINES)
def test_back_again_everything_is_the_other_way_round(old: Outline, new: Outline) -> None:
    there, back = compare(old, new), compare(new, old)
    assert there.unchanged == back.unchanged
    turned = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}
    assert sorted((one.former, one.iri, turned[one.kind]) for one in there.classes) == sorted(
        (one.iri, one.former, one.kind) for one in back.classes
    )
    kept = len(there.classes) + there.unchanged
    assert kept <= len(old.classes) + len(new.classes)


# ---------------------------------------------------------------- official profiles


@cache
def official(claim: str, mirror: Path) -> Outline:
    library = bare(mirror)
    found = library.find(claim)
    assert isinstance(found, Found)
    return outline(library.shapes(found).triples)


def table(mirror: Path) -> str:
    rows = ["from\tto\twhat\tcount"]
    for old, new in PAIRS:
        changes = compare(official(old, mirror), official(new, mirror))
        counts = Counter({"class unchanged": changes.unchanged})
        for one in changes.classes:
            counts[f"class {one.kind}"] += 1
            if one.kind is Kind.CHANGED:
                counts.update(f"property {inner.kind}" for inner in one.properties)
                told = [*one.differences, *(d for inner in one.properties for d in inner.differences)]
                counts.update(f"{d.aspect} {d.effect}" for d in told)
        rows += [f"{old}\t{new}\t{what}\t{count}" for what, count in sorted(counts.items()) if count]
    return "\n".join(rows) + "\n"


def test_what_changed_between_official_versions_is_what_the_table_says(shared: Path) -> None:
    assert table(shared / "standards") == TABLE.read_text(encoding="utf-8")


def test_what_a_reader_of_both_specifications_sees(shared: Path) -> None:
    mirror = shared / "standards"
    decisions = compare(official(PAIRS[0][0], mirror), official(PAIRS[0][1], mirror))
    added = {p.iri for c in decisions.classes for p in c.properties if p.kind is Kind.ADDED}
    assert added == {"http://data.vlaanderen.be/ns/mandaat#isTijdelijkVervangenDoor"}
    catalogues = {one.iri: one for one in compare(*(official(one, mirror) for one in PAIRS[2])).classes}
    agent = catalogues["http://xmlns.com/foaf/0.1/Agent"]
    assert (agent.kind, agent.alike) == (Kind.REMOVED, "http://purl.org/dc/terms/Agent")


# ---------------------------------------------------------------- the command


def run(*arguments: str | Path, columns: int = 80) -> Result:
    environment = {"COLUMNS": str(columns), "XDG_CACHE_HOME": "/nonexistent", "INTEROP_CHECK_STANDARDS": ""}
    return CliRunner(env=environment).invoke(command, ["diff", *map(str, arguments)])


@pytest.mark.parametrize("columns", [40, 80])
def test_the_differences_are_lines_that_fit(columns: int, shared: Path) -> None:
    for old, new in PAIRS[:3]:
        result = run(old, new.partition("@")[2], "--standards", shared / "standards", columns=columns)
        assert result.exit_code == 0
        assert result.stdout.splitlines()[0] == f"{old} → {new}"
        for line in result.stdout.splitlines():
            words = line.split()
            assert len(line) <= columns or max(map(len, words)) > columns - 20, line


def test_a_prefix_stands_for_one_namespace_and_a_second_one_is_written_out(shared: Path) -> None:
    shown = run("contactvoorkeuren@alias", "2019-02-07", "--standards", shared / "standards").stdout
    assert "adres:gemeentenaam" in shown
    assert "https://data.vlaanderen.be/ns/adres#Adres" in shown
    assert " http://data.vlaanderen.be/ns/adres#\n" in shown


def test_the_differences_can_be_read_by_a_machine(shared: Path) -> None:
    asked = ("besluit-publicatie@2018-07-20", "2025-12-11", "-f", "json", "--standards", shared / "standards")
    document = json.loads(run(*asked).stdout)
    assert (document["from"], document["to"]) == PAIRS[0]
    assert document["unchanged_classes"] == 13
    inner = {p["iri"]: p for one in document["classes"] for p in one["properties"]}
    part = inner["http://purl.org/dc/terms/isPartOf"]
    assert (part["kind"], part["differences"][0]["aspect"]) == ("changed", "classes")
    assert part["differences"][0]["effect"] == "other"


def test_a_version_alone_is_one_of_the_first_standard_and_an_id_another_standard(shared: Path) -> None:
    place = ("--standards", shared / "standards")
    other = run("metadata-dcat", "DCAT-AP-VL@2022-04-21", *place)
    assert other.stdout.startswith("metadata-dcat@2021-04-22 → DCAT-AP-VL@2022-04-21\n")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("besluit-publikatie", "2025-12-11"), 2, "besluit-publicatie"),
        (("besluit-publicatie", "2030-01-01"), 2, "2025-12-11"),
        (("besluit-publicatie", "perseel"), 2, "perceel"),
        (("ldes", "2022-12-01"), 2, "ldes"),
        (("perceel", "ldes"), 2, "ldes"),
        (("perceel", "bedrijventerrein"), 3, "perceel"),
    ],
)
def test_what_cannot_be_compared_is_told(
    arguments: tuple[str, str], code: int, said: str, tmp_path: Path
) -> None:
    result = run(*arguments, "--standards", tmp_path)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_aspect_has_words(language: str) -> None:
    known = sentences(language)
    assert {f"aspect-{one.value}" for one in Aspect} <= set(known)
    assert {f"diff-classes-{one.value}" for one in Kind} <= set(known)
    unset = (Aspect.MAXIMUM, Aspect.CLASSES, Aspect.DATATYPES, Aspect.NODE_KINDS, Aspect.CODE_LIST)
    assert {f"nothing-{one.value}" for one in unset} <= set(known)
    assert {f"node-{one}" for one in ("iri", "blanknode", "literal")} <= set(known)


def test_the_terms_that_prefixes_come_from_are_known() -> None:
    assert api.known_terms().prefixes["dcat"] == "http://www.w3.org/ns/dcat#"


if __name__ == "__main__":
    sys.stdout.write(table(Path(sys.argv[1])))
