import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check import yamlfile
from interop_check.standards.catalogue import Catalogue, load_catalogue
from interop_check.standards.claims import Found, Unknown, Unpinned, same_address
from interop_check.standards.pins import Standard, Version
from interop_check.standards.problems import StandardError
from interop_check.standards.standing import Standing, standing

PINS = Path(__file__).resolve().parents[1] / "profiles" / "oslo" / "pins.yaml"
DOC = "https://data.vlaanderen.be/doc/applicatieprofiel/"
DOCUMENT = yamlfile.load(PINS.read_bytes(), "pins.yaml").value
CATALOGUE = load_catalogue(DOCUMENT)
PINNED = [standard for standard in CATALOGUE.standards if standard.versions]
VERSIONS = [version for standard in PINNED for version in standard.versions]


def found(claim: str, catalogue: Catalogue = CATALOGUE) -> Found:
    answer = catalogue.find(claim)
    assert isinstance(answer, Found), answer
    return answer


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("besluit-publicatie", "besluit-publicatie@2025-12-11"),
        ("BESLUIT-Publicatie", "besluit-publicatie@2025-12-11"),
        ("applicatieprofiel-besluit-publicatie", "besluit-publicatie@2025-12-11"),
        ("besluit-publicatie@2018-07-20", "besluit-publicatie@2018-07-20"),
        (" mandatendatabank @ 2018-07-20 ", "mandatendatabank@2018-07-20"),
        ("mobiliteit-trips-en-aanbod", "mobiliteit-trips-en-aanbod@2020-04-23"),
        ("persoon-basis", "persoon-basis@niet-bepaald"),
        ("persoon-basis@Niet-Bepaald", "persoon-basis@niet-bepaald"),
        ("generiek-basis", "generiek-basis@alias"),
        ("dcat-ap-vl", "DCAT-AP-VL@2022-04-21"),
        (DOC + "besluit-publicatie/", "besluit-publicatie@2025-12-11"),
        (DOC + "besluit-publicatie", "besluit-publicatie@2025-12-11"),
        ("http://data.vlaanderen.be/doc/applicatieprofiel/perceel/", "perceel@2020-06-18"),
        (DOC + "besluit-publicatie/erkendestandaard/2025-12-11/#", "besluit-publicatie@2025-12-11"),
        (DOC + "besluit-publicatie/standaard/2018-07-20/index.html", "besluit-publicatie@2018-07-20"),
    ],
)
def test_a_claim_means_one_version(claim: str, label: str) -> None:
    assert found(claim).version.label == label


@pytest.mark.parametrize("claim", ["besluit-publicatie", DOC + "besluit-publicatie/"])
def test_a_claim_without_version_is_not_exact(claim: str) -> None:
    assert not found(claim).exact
    assert found("besluit-publicatie@2025-12-11").exact


def test_a_misspelt_id_brings_the_nearest_ones() -> None:
    answer = CATALOGUE.find("besluit-publikatie")
    assert answer == Unknown(claim="besluit-publikatie", near=("besluit-publicatie", "besluit-mobiliteit"))


@pytest.mark.parametrize("claim", ["", "@", "@2018-07-20", "https://example.org/x", "zzzzzz", "https://"])
def test_what_is_no_standard_is_unknown(claim: str) -> None:
    answer = CATALOGUE.find(claim)
    assert isinstance(answer, Unknown)
    assert answer.near == ()


@pytest.mark.parametrize(
    "claim", ["besluit-publicatie@2019-01-01", DOC + "besluit-publicatie/erkendestandaard/2019-01-01/"]
)
def test_a_version_that_is_not_pinned_brings_those_that_are(claim: str) -> None:
    answer = CATALOGUE.find(claim)
    assert isinstance(answer, Unpinned)
    assert (answer.version, answer.pinned) == ("2019-01-01", ("2018-07-20", "2025-12-11"))


def test_a_standard_of_the_register_without_pins_is_known() -> None:
    answer = CATALOGUE.find("ldes")
    assert isinstance(answer, Unpinned)
    assert (answer.version, answer.pinned) == (None, ())
    assert answer.standard.standing is Standing.RECOGNISED


@given(st.sampled_from(VERSIONS), st.data())
def test_every_version_is_found_by_its_label_in_any_case(version: Version, data: st.DataObject) -> None:
    letters = [data.draw(st.sampled_from([one.lower(), one.upper()])) for one in version.label]
    assert found("".join(letters)).version == version


@given(st.sampled_from(VERSIONS), st.sampled_from(["http", "https"]))
def test_every_artefact_is_found_by_its_address(version: Version, scheme: str) -> None:
    for pin in version.pins:
        answer = found(pin.url.replace("https", scheme, 1))
        assert (answer.version, answer.pin) == (version, pin)


@given(st.text())
def test_any_text_has_an_answer(claim: str) -> None:
    answer = CATALOGUE.find(claim)
    assert isinstance(answer, Unknown | Unpinned | Found)


@given(st.sampled_from(PINNED))
def test_without_a_version_no_better_standing_with_shapes_is_passed_over(standard: Standard) -> None:
    chosen = found(standard.id).version
    better = [v for v in standard.versions if v.shapes and v.standing.rank < chosen.standing.rank]
    assert chosen.shapes
    assert not better


def test_an_address_of_shapes_judges_with_those_shapes_only() -> None:
    folder = DOC + "openbaar-domein/standaard/2018-11-27/shacl/"
    main, other = folder + "openbaar-domein-SHACL.ttl", folder + "OpenbaarDomein-SHACL.ttl"
    assert [pin.url for pin in found("openbaar-domein").shapes] == [main]
    assert [pin.url for pin in found(other).shapes] == [other]


def test_an_address_of_a_context_judges_with_the_shapes_of_its_version() -> None:
    answer = found(DOC + "perceel/erkendestandaard/2020-06-18/context/perceel.jsonld")
    assert [pin.kind for pin in answer.shapes] == ["shacl"]


def test_shapes_are_loaded_from_one_syntax_only() -> None:
    version = found("perceel").version
    assert sorted(pin.role for pin in version.pins if pin.kind == "shacl") == ["main", "twin"]
    assert [pin.media for pin in version.shapes] == ["text/turtle"]
    assert all(len(other.shapes) <= 1 for other in VERSIONS)


def test_dialects_tell_the_generations_of_the_toolchain_apart() -> None:
    dialects = {v.label: v.shapes[0].dialect for v in VERSIONS if v.shapes}
    assert dialects["besluit-publicatie@2018-07-20"] == "T2"
    assert dialects["fietsinfrastructuur@alias"] == "T3"
    assert dialects["DCAT-AP-VL@2022-04-21"] == "T3"
    assert dialects["besluit-publicatie@2025-12-11"] == "T4"


@pytest.mark.parametrize(
    ("claim", "newer", "pinned"),
    [
        ("besluit-publicatie@2018-07-20", "2025-12-11", True),
        ("mobiliteit-trips-en-aanbod@2020-04-15", "2020-04-23", True),
        ("contactvoorkeuren@alias", "2019-02-07", True),
        ("openbaar-domein@2018-11-27", "2021-09-30", False),
    ],
)
def test_a_newer_recognised_version_is_told(claim: str, newer: str, *, pinned: bool) -> None:
    successor = CATALOGUE.newer_recognised(found(claim).version)
    assert successor
    assert (successor.version, successor.pinned is not None) == (newer, pinned)
    assert successor.url.startswith(DOC)
    assert successor.url.endswith(f"/{newer}/")


@pytest.mark.parametrize("claim", ["besluit-publicatie", "persoon-basis", "fietsinfrastructuur"])
def test_the_newest_version_has_no_successor(claim: str) -> None:
    assert CATALOGUE.newer_recognised(found(claim).version) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("ErkendeStandaard", Standing.RECOGNISED),
        ("standaard", Standing.RECOGNISED),
        ("kandidaat-standaard", Standing.CANDIDATE),
        ("ontwerpdocument", Standing.DRAFT),
        ("NotaWerkgroep", Standing.NOTE),
        ("zonderstatus", Standing.NONE),
        ("alias", Standing.ALIAS),
        ("iets anders", Standing.UNKNOWN),
    ],
)
def test_status_words_are_brought_under_one_name(written: str, name: Standing) -> None:
    assert standing(written) is name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://data.vlaanderen.be/a/", "https://data.vlaanderen.be/a", True),
        ("https://DATA.vlaanderen.be/a#x", "https://data.vlaanderen.be/a/index.html", True),
        ("https://data.vlaanderen.be/a/index_en.html", "https://data.vlaanderen.be/a", True),
        ("https://data.vlaanderen.be/a", "https://data.vlaanderen.be/A", False),
        ("https://data.vlaanderen.be/a", "https://data.vlaanderen.be/a/b", False),
    ],
)
def test_two_spellings_of_one_address_are_the_same(one: str, other: str, *, same: bool) -> None:
    assert (same_address(one) == same_address(other)) is same


def broken(change: Any) -> str:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(StandardError) as raised:
        load_catalogue(document)
    return raised.value.problem.code


@pytest.mark.parametrize(
    "path", ["../x", "a/../../x", "/etc/passwd", "a/..", "..", "a\\b", "a\0b", "", "a//b", "./a"]
)
def test_a_path_that_could_leave_the_mirror_is_refused(path: str) -> None:
    def change(document: Any) -> None:
        document["vocabularies"][0] |= {"path": path, "file": path}

    assert broken(change) == "pins-path"


def test_a_damaged_list_is_refused_by_code() -> None:
    assert broken(lambda d: d.update(format=2)) == "pins-format"
    assert broken(lambda d: d.pop("base")) == "pins-key"
    assert broken(lambda d: d["standards"][0].pop("versions")) == "pins-key"
    assert broken(lambda d: d["vocabularies"][0].update(sha256="ABC")) == "pins-digest"
    assert broken(lambda d: d["vocabularies"][0].update(bytes="12")) == "pins-key"
