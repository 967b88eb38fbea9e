import copy
import re
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
from interop_check.standards.register import Entry
from interop_check.standards.standing import CATEGORIES, REGISTERED, USAGES, Standing, is_same, standing

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


@pytest.mark.parametrize("entry", CATALOGUE.register, ids=lambda entry: entry.id)
def test_every_entry_of_the_register_is_known_by_its_id_and_its_addresses(entry: Entry) -> None:
    answer = CATALOGUE.find(entry.id)
    assert isinstance(answer, Found | Unpinned)
    assert entry in answer.standard.entries
    for document in entry.documents:
        assert isinstance(CATALOGUE.find(document), Found | Unpinned)


def test_every_entry_of_the_register_is_of_a_standard_and_no_two_have_one_name() -> None:
    assert len(CATALOGUE.register) == 252
    assert {one for standard in CATALOGUE.standards for one in standard.entries} == set(CATALOGUE.register)
    names = [standard.id.lower() for standard in CATALOGUE.standards]
    assert len(set(names)) == len(names)
    unregistered = [standard.id for standard in CATALOGUE.standards if not standard.entries]
    assert unregistered == ["begraafplaats", "melding"]


@pytest.mark.parametrize(
    ("claim", "standard", "version"),
    [
        ("vocabularium-adres", "vocabularium-adres", None),
        ("https://data.vlaanderen.be/ns/adres#", "vocabularium-adres", None),
        ("https://data.vlaanderen.be/ns/netwerk", "vocabularium-netwerk", None),
        ("https://data.vlaanderen.be/ns/bedrijventerrein", "vocabularium-bedrijventerrein", None),
        (DOC + "ldes/erkendestandaard/2022-12-01", "ldes", "2022-12-01"),
        (DOC + "terreindelen/", "terreindeel", None),
        (
            "https://wegenenverkeer.data.vlaanderen.be/ns/abstracten",
            "wegenenverkeer-vocabularium-abstracten",
            None,
        ),
        (
            "https://wegenenverkeer.data.vlaanderen.be/doc/implementatiemodel/riolering/erkendestandaard/2020-12-02/",
            "wegenenverkeer-implementatiemodel-riolering",
            "2020-12-02",
        ),
    ],
)
def test_what_nothing_is_pinned_of_is_found_by_its_address(
    claim: str, standard: str, version: str | None
) -> None:
    answer = CATALOGUE.find(claim)
    assert answer.standard.id == standard  # type: ignore[union-attr]
    assert isinstance(answer, Found) or answer.version == version  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("claim", "registered"),
    [
        ("ldes@2022-12-01", True),
        ("ldes@2022-12-02", False),
        ("GEODCAT-AP-VL@2025-12-09", True),
        ("besluit-publicatie@2019-01-01", False),
        ("ldes", False),
    ],
)
def test_the_register_vouches_for_the_versions_it_dates_or_links(claim: str, *, registered: bool) -> None:
    answer = CATALOGUE.find(claim)
    assert isinstance(answer, Unpinned)
    assert answer.is_registered is registered


def test_what_the_register_says_differently_each_time_is_read_as_one() -> None:
    entries = {entry.id: entry for entry in CATALOGUE.register}
    assert entries["applicatieprofiel-verkeersmetingen"].acknowledged == "2024-04-17"
    assert entries["applicatieprofiel-adresregister"].acknowledged == ""
    assert entries["applicatieprofiel-kabels-en-leidingen"].published == ""
    assert entries["implementatiemodel-ipdc-lpdc"].acknowledged == ""
    assert entries["applicatieprofiel-persoon-basis"].usage == "Aanbevolen"
    assert entries["api-guidelines"].usage == "unknown"
    recognised = [one for one in CATALOGUE.register if one.standing is Standing.RECOGNISED]
    assert len(recognised) == 180
    assert sum(not one.acknowledged for one in recognised) == 11
    dates = {date for one in CATALOGUE.register for date in (one.published, one.acknowledged)} - {""}
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", date) for date in dates)


def test_every_word_of_the_register_can_be_asked_for() -> None:
    for entry in CATALOGUE.register:
        assert entry.standing in REGISTERED
        assert sum(is_same(entry.category, name) for name in CATEGORIES) == 1
        assert entry.usage == "unknown" or sum(is_same(entry.usage, name) for name in USAGES) == 1
    for names, words in (
        (CATEGORIES, {e.category for e in CATALOGUE.register}),
        (USAGES, {e.usage for e in CATALOGUE.register}),
    ):
        assert all(any(is_same(word, name) for word in words) for name in names)


def test_each_pinned_vocabulary_is_that_of_one_entry() -> None:
    found = [pin for standard in CATALOGUE.standards for pin in CATALOGUE.vocabularies_of(standard)]
    assert sorted(found, key=lambda pin: pin.path) == list(CATALOGUE.vocabularies)


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
        ("begraafplaats@2018-11-27", "2021-09-30", False),
    ],
)
def test_a_newer_recognised_version_is_told(claim: str, newer: str, *, pinned: bool) -> None:
    successor = CATALOGUE.newer_recognised(found(claim).version)
    assert successor
    assert (successor.version, successor.pinned is not None) == (newer, pinned)
    assert successor.url.startswith(DOC)
    assert successor.url.endswith(f"/{newer}/")


@pytest.mark.parametrize(
    ("claim", "newer"),
    [
        ("dossier@2019-10-02", "2023-09-25"),
        ("cultureel-erfgoed-event@2020-07-17", "2021-04-22"),
        ("logies-basis@2019-03-14", "2019-12-05"),
    ],
)
def test_a_newer_recognised_version_that_only_the_register_dates_is_told(claim: str, newer: str) -> None:
    successor = CATALOGUE.newer_recognised(found(claim).version)
    assert successor
    assert (successor.version, successor.pinned) == (newer, None)
    assert successor.url.startswith(DOC)


def test_of_what_is_not_pinned_the_register_still_dates_a_newer_version() -> None:
    standard = next(one for one in CATALOGUE.standards if one.id == "ldes")
    assert CATALOGUE.recognised_after(standard, "2022-12-01") is None
    successor = CATALOGUE.recognised_after(standard, "2021-01-01")
    assert successor
    assert successor.version == "2022-12-01"


@pytest.mark.parametrize("claim", ["besluit-publicatie", "persoon-basis", "fietsinfrastructuur", "perceel"])
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
    assert broken(lambda d: d.update(format=1)) == "pins-format"
    assert broken(lambda d: d.pop("register")) == "pins-key"
    assert broken(lambda d: d["register"][0].update(documents="x")) == "pins-key"
    assert broken(lambda d: d.pop("base")) == "pins-key"
    assert broken(lambda d: d["standards"][0].pop("versions")) == "pins-key"
    assert broken(lambda d: d["vocabularies"][0].update(sha256="ABC")) == "pins-digest"
    assert broken(lambda d: d["vocabularies"][0].update(bytes="12")) == "pins-key"
