"""Terms: the outline of a profile, the table of all that are known, and what a strange one is read as."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from interop_check.api import known_terms
from interop_check.rdf.iris import twin
from interop_check.rdf.vocabulary import SH, XSD
from interop_check.terminology.known import Known, split
from interop_check.terminology.outline import Outline, outline
from interop_check.terminology.reading import Origin, Reader
from running import ROOT, bare

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .\n"
SCHEME = "http://www.w3.org/2004/02/skos/core#inScheme"


def outlined(shapes: str) -> Outline:
    quads = ox.parse((PREFIXES + shapes).encode(), format=ox.RdfFormat.TURTLE)
    return outline(quad.triple for quad in quads)


# ---------------------------------------------------------------- outlines


def test_an_outline_holds_classes_with_what_they_ask_of_each_property() -> None:
    one = outlined(
        ":S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ; sh:maxCount 2 ; "
        'sh:datatype <http://www.w3.org/2001/XMLSchema#date> ; sh:name "begin"@nl ] .'
    )
    found = one.classes["http://e/C"].properties["http://e/p"]
    assert (found.minimum, found.maximum) == (1, 2)
    assert found.datatypes == {f"{XSD}date"}
    assert found.names == {"nl": "begin"}
    assert one.properties == {"http://e/p"}


def test_constraints_of_one_property_spread_over_several_shapes_are_one() -> None:
    one = outlined(
        ":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] , [ sh:path :p ; sh:maxCount 3 ] ,"
        " [ sh:path :p ; sh:class :D ] . :T sh:targetClass :C ; sh:property [ sh:path :p ; sh:maxCount 2 ] ."
    )
    (found,) = one.classes["http://e/C"].properties.values()
    assert (found.minimum, found.maximum) == (1, 2)
    assert found.classes == {"http://e/D"}
    assert one.ranges == {"http://e/D"}


@pytest.mark.parametrize(
    "inside",
    [
        "<http://purl.org/linked-data/cube#codeList> :list",
        f"sh:node [ sh:property [ sh:path <{SCHEME}> ; sh:hasValue :list ] ]",
    ],
    ids=["annotation", "constraint"],
)
def test_a_code_list_is_read_in_both_dialects(inside: str) -> None:
    one = outlined(f":S sh:targetClass :C ; sh:property [ sh:path :p ; {inside} ] .")
    assert one.classes["http://e/C"].properties["http://e/p"].code_list == "http://e/list"


def test_alternatives_and_odd_counts() -> None:
    one = outlined(
        ":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:or ( [ sh:class :A ] [ sh:class :B ] ) ; "
        'sh:minCount "n" ] , [ sh:path [ sh:inversePath :q ] ; sh:minCount 1 ] .'
    )
    (found,) = one.classes["http://e/C"].properties.values()
    assert found.classes == {"http://e/A", "http://e/B"}
    assert found.minimum == 0


def test_every_official_profile_has_an_outline(shared: Path) -> None:
    library = bare(shared / "standards")
    empty = []
    for standard in library.catalogue.standards:
        for version in standard.versions:
            if version.shapes:
                found = library.find(version.label)
                one = outline(library.shapes(found).triples)  # type: ignore[arg-type]
                if not one.properties:
                    empty.append(version.label)
    assert empty == ["watervoorkomen@2018-11-27"], "the only one whose classes have no property of their own"


# ---------------------------------------------------------------- the table


def test_the_table_is_what_the_tool_writes(shared: Path) -> None:
    """Of other vocabularies a library holds the lists; a later release of it may know more terms."""
    written = subprocess.run(
        [sys.executable, "tools/known_terms.py", str(shared / "standards")],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout
    committed = (ROOT / "profiles" / "oslo" / "terms.tsv").read_bytes()
    assert own(written) == own(committed)
    assert len(own(committed)) > 1500
    assert set(committed.splitlines()) <= set(written.splitlines())


def own(table: bytes) -> list[bytes]:
    return [line for line in table.splitlines() if line.endswith(b"\toslo")]


def test_what_the_table_must_hold_and_must_not() -> None:
    known = known_terms()
    assert known.owners["http://data.vlaanderen.be/ns/besluit#Zitting"] == "oslo"
    assert known.owners["http://www.w3.org/ns/dcat#inSeries"] == "dcat"
    assert known.kinds["http://schema.org/name"] == known.kinds["https://schema.org/name"] == "property"
    assert "https://www.w3.org/ns/org#Organization" not in known.kinds, "official shapes misspell it"
    assert "http://www.w3.org/ns/dcat#mediatype" not in known.kinds, "official shapes misspell it"
    assert not [iri for iri in known.kinds if "fixme" in iri or "test" in split(iri)[0]]


@pytest.mark.parametrize(
    ("iri", "parts"),
    [
        ("http://e/ns#a", ("http://e/ns#", "a")),
        ("http://e/ns/a", ("http://e/ns/", "a")),
        ("urn:x:a", ("urn:x:", "a")),
        ("a", ("", "a")),
    ],
)
def test_a_term_is_split_at_its_namespace(iri: str, parts: tuple[str, str]) -> None:
    assert split(iri) == parts
    assert twin(twin(iri)) == iri


# ---------------------------------------------------------------- readings


@pytest.fixture(scope="module")
def reader() -> Reader:
    shapes = ":S sh:targetClass :Pand ; sh:property [ sh:path <http://purl.org/dc/elements/1.1/title> ] ."
    return Reader(known_terms(), [outlined(shapes)])


@pytest.mark.parametrize(
    ("iri", "origin", "doubt", "meant"),
    [
        ("http://e/Pand", Origin.PROFILE, "", ""),
        ("https://e/Pand", Origin.PROFILE, "scheme-twin", "http://e/Pand"),
        ("http://data.vlaanderen.be/ns/besluit#Zitting", Origin.OSLO, "", ""),
        (
            "https://qudt.org/schema/qudt/Unit",
            Origin.STANDARD,
            "scheme-twin",
            "http://qudt.org/schema/qudt/Unit",
        ),
        ("http://www.w3.org/ns/sosa/hasProcedure", Origin.STANDARD, "", ""),
        (
            "http://www.w3.org/ns/dcat#mediatype",
            Origin.STANDARD,
            "case-twin",
            "http://www.w3.org/ns/dcat#mediaType",
        ),
        ("https://data.vlaanderen.be/ns/onbekend#A", Origin.UNLISTED, "", ""),
        ("https://stad.eigen/ns#a", Origin.OWN, "", ""),
        ("https://relative.invalid/Pand", Origin.OWN, "relative", ""),
    ],
)
def test_how_a_term_is_read(reader: Reader, iri: str, origin: Origin, doubt: str, meant: str) -> None:
    found = reader.read(iri)
    assert (found.origin, found.doubt, found.meant) == (origin, doubt, meant)


def test_what_the_claimed_profile_itself_asks_for_is_never_deprecated(reader: Reader) -> None:
    assert reader.replaced("http://purl.org/dc/elements/1.1/title") is None
    assert reader.replaced("http://purl.org/dc/elements/1.1/date") == (
        "http://purl.org/dc/terms/date",
        known_terms().vocabulary("http://purl.org/dc/elements/1.1/date").source,  # type: ignore[union-attr]
    )


def test_nothing_known_reads_everything_as_its_own() -> None:
    assert Reader(Known((), ()), []).read(f"{SH}path").origin is Origin.OWN
