"""Which metadata profile a catalogue is held against, what is known of its classes, and how it is checked."""

import json
from pathlib import Path
from typing import Any

import pytest

from interop_check import api, shacl
from interop_check.gather.catalogue import gathered
from interop_check.gather.data import Graph
from interop_check.gather.source import Source
from interop_check.model import Artefact, Evidence, Place
from interop_check.profiles import folders
from interop_check.rdf.table import Table, read
from interop_check.standards.claims import Found
from interop_check.standards.library import Library
from interop_check.standards.metadata import applied, fitting
from running import AS_OF, FLAWED, GOOD, bare, run_all

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix mdcat: <https://data.vlaanderen.be/ns/metadata-dcat#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix ex: <http://x.example/> .
@prefix right: <http://publications.europa.eu/resource/authority/access-right/> .
"""
PUBLIC = "ex:open a dcat:Dataset ; dct:accessRights right:PUBLIC ."
CLOSED = "ex:closed a dcat:DataService ; dct:accessRights right:RESTRICTED ."
SILENT = "ex:silent a dcat:Dataset ."
GEO = "ex:geo a dcat:Dataset ; mdcat:ISOcategorie ex:transport ; dct:accessRights right:PUBLIC ."
OPEN_DATA, GEOGRAPHIC, BASE = "DCAT-AP-VL@2022-04-21", "GEODCAT-AP-VL@2022-01-23", "metadata-dcat@2021-04-22"


def stating(*claims: str) -> str:
    return f"ex:catalogue a dcat:Catalog ; dct:conformsTo {', '.join(claims)} ."


def table(*told: str) -> Table:
    return read((PREFIXES + "\n".join(told)).encode(), "text/turtle")


@pytest.fixture
def library(shared: Path) -> Library:
    return bare(shared / "standards")


@pytest.mark.parametrize(
    ("told", "declared", "expected"),
    [
        ((PUBLIC,), (), [(OPEN_DATA, "open-data")]),
        ((PUBLIC, CLOSED), (), [(BASE, "base")]),
        ((PUBLIC, SILENT), (), [(BASE, "base")]),
        ((PUBLIC, GEO), (), [(GEOGRAPHIC, "geographic")]),
        (
            (CLOSED, stating("<https://data.vlaanderen.be/doc/applicatieprofiel/DCAT-AP-VL>")),
            (),
            [(OPEN_DATA, "stated")],
        ),
        (
            (
                CLOSED,
                stating(
                    "<https://data.vlaanderen.be/doc/applicatieprofiel/DCAT-AP-VL/erkendestandaard/1999-01-01>"
                ),
            ),
            (),
            [(OPEN_DATA, "other-version")],
        ),
        # what a dataset's data follows is no profile of its description
        (
            (PUBLIC, "ex:open dct:conformsTo <https://data.vlaanderen.be/doc/applicatieprofiel/perceel> ."),
            (),
            [(OPEN_DATA, "open-data")],
        ),
        (
            (PUBLIC, stating("<https://data.vlaanderen.be/doc/applicatieprofiel/DCAT-AP-VL>")),
            (BASE,),
            [(BASE, "declared")],
        ),
        # a standard that is no metadata profile leaves the choice to the content
        ((PUBLIC,), ("perceel@2020-06-18",), [("perceel@2020-06-18", "declared"), (OPEN_DATA, "open-data")]),
        ((stating("ex:anything"),), (), []),
    ],
)
def test_the_profile_is_what_is_declared_else_stated_else_what_the_records_are_about(
    told: tuple[str, ...], declared: tuple[str, ...], expected: list[tuple[str, str]], library: Library
) -> None:
    found = applied(table(*told), declared, library.catalogue)
    assert [(one.claim, one.reason) for one in found] == expected


def test_without_standards_content_still_chooses_a_profile_by_name() -> None:
    (one,) = applied(
        table(PUBLIC, stating("<https://data.vlaanderen.be/doc/applicatieprofiel/metadata-dcat>")), (), None
    )
    assert (one.claim, one.reason) == ("DCAT-AP-VL", "open-data")


def test_what_fits_counts_the_records_that_say_so() -> None:
    assert fitting(table(PUBLIC, GEO)) == {
        "GEODCAT-AP-VL": {"count": "1", "total": "2"},
        "DCAT-AP-VL": {"count": "2", "total": "2"},
    }
    assert fitting(table(PUBLIC, CLOSED)) == {"metadata-dcat": {"count": "1", "total": "2"}}
    assert fitting(table("ex:catalogue a dcat:Catalog .")) == {}


def catalogue_at(root: Path, name: str, library: Library | None, **about: Any) -> Evidence:
    artefact = Artefact(section="catalogues", id=name, location=name, about=about, at=Place(source=name))
    (one,) = gathered(artefact, Source(root=root, library=library))
    return one


def test_a_catalogue_is_a_graph_like_data_and_claims_what_is_applied(
    tmp_path: Path, library: Library
) -> None:
    (tmp_path / "c.ttl").write_text(PREFIXES + PUBLIC, encoding="utf-8")
    one = catalogue_at(tmp_path, "c.ttl", library)
    assert isinstance(one.content, Graph)
    assert one.about["claims"] == (OPEN_DATA,)
    assert catalogue_at(tmp_path, "absent.ttl", library, standards=(BASE,)).about["claims"] == (BASE,)


# ---------------------------------------------------------------- what is known of classes

KINDS = (folders()["metadata"] / "background" / "kinds.ttl").read_bytes()
NOTHING_KNOWN = b"<http://x.example/a> <http://x.example/b> <http://x.example/c> ."
COMPLETE = """
ex:catalogue a dcat:Catalog ; dct:title "c"@nl ; dct:identifier "c" ; dct:publisher ex:city ;
  dcat:contactPoint ex:desk ; dct:license ex:licence ; dcat:record ex:record .
ex:record a dcat:CatalogRecord ; foaf:primaryTopic ex:open .
ex:city a foaf:Organization ; foaf:name "Voorbeeldstad"@nl .
ex:desk a vcard:Organization ; vcard:hasEmail <mailto:loket@voorbeeldstad.example> .
"""


def classes_denied(data: Table, library: Library, background: bytes) -> set[str]:
    found = library.find(OPEN_DATA)
    assert isinstance(found, Found)
    shapes = shacl.load_shapes(library.shapes(found).triples)
    judged = shacl.validate(data, shapes, read(background, "text/turtle"))
    return {str(one.path) for one in judged.results if one.component.endswith("ClassConstraintComponent")}


def test_an_organisation_is_an_agent_and_a_kind_of_contact(library: Library) -> None:
    data = table(COMPLETE, PUBLIC)
    lost = classes_denied(data, library, NOTHING_KNOWN) - classes_denied(data, library, KINDS)
    assert lost == {
        "<http://purl.org/dc/terms/publisher>",
        "<http://www.w3.org/ns/dcat#contactPoint>",
        "<http://xmlns.com/foaf/0.1/primaryTopic>",
    }


def test_a_catalogue_is_not_judged_as_one_of_its_datasets(library: Library) -> None:
    found = library.find(OPEN_DATA)
    assert isinstance(found, Found)
    shapes = shacl.load_shapes(library.shapes(found).triples)
    data = table("ex:catalogue a dcat:Catalog .")
    judged = shacl.validate(data, shapes, read(KINDS, "text/turtle"))
    asked = {str(one.path) for one in judged.results}
    assert "<http://purl.org/dc/terms/publisher>" in asked
    assert "<http://purl.org/dc/terms/accessRights>" not in asked, "that is asked of a dataset"


REAL = "vsds/22-dcat-templates/dcatapvl2__examples__dcat-example-real-*.ttl"


def test_records_of_the_flemish_catalogue_only_lose_faults_by_what_is_known(
    shared: Path, library: Library
) -> None:
    paths = sorted((shared / "corpora").glob(REAL))
    assert len(paths) == 2
    for path in paths:
        data = read(path.read_bytes(), "text/turtle")
        assert classes_denied(data, library, KINDS) < classes_denied(data, library, NOTHING_KNOWN)


# ---------------------------------------------------------------- check catalogue

ENDS = {
    # the catalogue: how checking it ends
    "good": 0,
    "flawed": 1,
    "without-records": 3,
    "nothing": 1,
    "no-rdf": 1,
}


def test_check_catalogue_ends_as_the_catalogue_deserves(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "without-records.ttl").write_text(PREFIXES + "ex:c a dcat:Catalog .", encoding="utf-8")
    (tmp_path / "nothing.ttl").write_text("", encoding="utf-8")
    (tmp_path / "no-rdf.ttl").write_text("dit is geen catalogus", encoding="utf-8")
    paths = {name: tmp_path / f"{name}.ttl" for name in ENDS}
    paths |= {"good": GOOD / "catalogue/catalogue.ttl", "flawed": FLAWED / "catalogue/catalogue.ttl"}
    place = ["--standards", str(shared / "standards"), "--as-of", AS_OF.isoformat(), "--offline", "-q"]
    runs = run_all([["check", "catalogue", str(paths[name]), *place] for name in ENDS])
    assert {name: one.code for name, one in zip(ENDS, runs, strict=True)} == ENDS, runs


def test_check_catalogue_tells_which_profile_was_applied_and_why(shared: Path, tmp_path: Path) -> None:
    (tmp_path / "c.ttl").write_text(PREFIXES + PUBLIC + CLOSED, encoding="utf-8")
    place = ["--standards", str(shared / "standards"), "--offline", "-f", "json"]
    runs = run_all(
        [
            ["check", "catalogue", "c.ttl", *place],
            ["check", "catalogue", "c.ttl", "--standard", "DCAT-AP-VL", *place],
        ],
        cwd=tmp_path,
    )
    told = [json.loads(one.out) for one in runs]
    rows = [report["facts"]["catalogue_profiles"][0]["rows"] for report in told]
    assert rows == [[["c.ttl", BASE, "base"]], [["c.ttl", "DCAT-AP-VL", "declared"]]]
    assert [{one["id"] for one in report["profiles"]} for report in told] == [{"metadata"}, {"metadata"}]


def test_default_profiles_are_those_that_judge_what_is_at_hand() -> None:
    assert {"metadata", "oslo"} <= {one.id for one in api.default_profiles()}
    assert [one.id for one in api.default_profiles(["catalogue"])] == ["metadata"]
    assert [one.id for one in api.default_profiles(["data"])] == ["oslo"]
