"""What the properties in an API's JSON mean: the whole way from the command to the report."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from interop_check import yamlfile
from interop_check.cli import main
from interop_check.gather.meanings import of_apis
from interop_check.gather.source import Source
from interop_check.model import Evidence
from interop_check.origin import off
from interop_check.standards.claims import Found
from interop_check.standards.library import Library
from interop_check.terminology.names import By, Names, by_name
from interop_check.terminology.outline import outline

CONTEXT = {"@context": {"@version": 1.1, "naam": "https://data.voorbeeld.example/ns#naam", "id": "@id"}}
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "/nonexistent")
    Path("none").mkdir()
    return lambda *words: CliRunner().invoke(main, list(words))


def answering(schema: Any, media_type: str = "application/json") -> None:
    """Write the description of an API that answers with one schema."""
    response = {"200": {"description": "a", "content": {media_type: {"schema": schema}}}}
    paths = {"/a": {"get": {"operationId": "a", "responses": response}}}
    head = {"openapi": "3.1.1", "info": {"title": "A", "version": "1"}}
    Path("a.json").write_text(json.dumps({**head, "paths": paths}))


def checked(run: Run, *words: str) -> dict[str, Any]:
    Path("c.jsonld").write_text(json.dumps(CONTEXT))
    asked = ("check", "api", "a.json", "--context", "c.jsonld", "--offline", "-f", "json")
    found: dict[str, Any] = json.loads(run(*asked, *words).stdout)
    return found


def an_object(*names: str) -> dict[str, Any]:
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}}


def outcome(report: dict[str, Any], criterion: str) -> str:
    return next(str(one["outcome"]) for one in report["results"] if one["criterion"] == criterion)


def codes(report: dict[str, Any]) -> set[str]:
    return {one["code"] for one in report["findings"] if one["rule"].startswith("payloads/")}


@pytest.mark.parametrize(
    ("schema", "found"),
    [
        (an_object("naam", "id", "@context"), set()),
        (an_object("naam", "@id", "@context"), set()),
        (an_object("naam", "@context"), {"no-id-member"}),
        (an_object("naam", "id"), {"no-context-member"}),
        ({"type": "array", "items": an_object("naam", "@id", "@context")}, set()),
        ({"type": "array", "items": an_object("naam")}, {"no-id-member", "no-context-member"}),
        ({"allOf": [an_object("naam"), an_object("id", "@context")]}, set()),
        (an_object("@context", "@id"), set()),
        ({"type": "string"}, set()),
    ],
)
def test_things_say_what_they_are_and_by_which_context(run: Run, schema: Any, found: set[str]) -> None:
    answering(schema)
    assert codes(checked(run)) == found


def test_how_much_has_a_meaning_is_told_in_percent_with_what_may_be_meant(run: Run) -> None:
    answering(an_object("naam", "id", "@context", "Naam"))
    report = checked(run)
    (table,) = report["facts"]["api_terms"]
    assert table["rows"] == [["4", "3", "75 %", ["named-context"], ["c.jsonld"], ["Naam"]]]
    assert outcome(report, "REST-12") == "partial"
    (told,) = [one for one in report["findings"] if one["rule"] == "payloads/term"]
    assert (told["args"]["suggestion"], told["at"]["pointer"].rpartition("/")[2]) == ("naam", "Naam")
    page = run("check", "api", "a.json", "--context", "c.jsonld", "--offline", "--lang", "nl").stdout
    assert "75 %" in page


def test_a_term_of_oslo_is_suggested_where_the_context_has_none(run: Run) -> None:
    answering(an_object("naam", "geplandeStart"))
    told = [one for one in checked(run)["findings"] if one["rule"] == "payloads/term"]
    assert told[0]["args"]["suggestion"] == "http://data.vlaanderen.be/ns/besluit#geplandeStart"


def test_what_is_no_json_or_no_success_is_not_looked_at(run: Run) -> None:
    answering(an_object("zzz"), "application/xml")
    report = checked(run)
    assert codes(report) == set()
    assert outcome(report, "REST-12") == "not_assessed", "looked at nothing is no pass"


BUNDLED = "vrachtwagenparkeren@2023-11-30"
"""A standard of which we bring along shapes of our own, so that no official artefact has to be at hand."""


def claiming(run: Run, standard: str, *words: str) -> dict[str, Any]:
    asked = ("check", "api", "a.json", "--standard", standard, "--standards", "none", "--offline")
    found: dict[str, Any] = json.loads(run(*asked, "-f", "json", *words).stdout)
    return found


def test_names_of_shapes_of_our_own_count_and_what_they_do_not_have_is_left_open(run: Run) -> None:
    answering(an_object("@context", "@id", "parkingSpace", "zzz"))
    report = claiming(run, BUNDLED)
    (table,) = report["facts"]["api_terms"]
    row = ["4", "3", "≥ 75 %", ["names-of-terms"], [BUNDLED], ["not-verified", "zzz"]]
    assert table["rows"] == [row]
    assert (outcome(report, "REST-12"), codes(report)) == ("not_assessed", {"standard-absent"})
    asked = ("check", "api", "a.json", "--standard", BUNDLED, "--standards", "none", "--offline")
    for language, words in (("nl", "de namen van de termen"), ("en", "the names of the terms")):
        assert words in run(*asked, "--lang", language).stdout


def test_an_api_is_judged_again_from_its_recording_with_its_standard(run: Run) -> None:
    answering(an_object("@context", "@id", "parkingSpace", "zzz"))
    recorded = claiming(run, BUNDLED, "--record", "kept")
    replayed = json.loads(run("check", "api", "--replay", "kept", "-f", "json").stdout)
    assert replayed == recorded


def test_the_manifest_claims_a_standard_for_an_api(run: Run) -> None:
    answering(an_object("@context", "@id", "parkingSpace"))
    api = f"{{id: a, location: a.json, standards: ['{BUNDLED}']}}"
    about = 'id: a\nname: A\nversion: "1"\nprovider: {name: A, ovo: OVO999901}\ncontact: {name: A}\n'
    Path("solution.yaml").write_text(f"{about}apis: [{api}]\n")
    found = run("assess", ".", "--standards", "none", "--offline", "-f", "json")
    (table,) = json.loads(found.stdout)["facts"]["api_terms"]
    assert table["rows"][0][2:5] == ["100 %", ["names-of-terms"], [BUNDLED]]


@pytest.mark.parametrize("standard", ["nope", "adresregister", "applicatieprofiel-nope"])
def test_a_standard_that_is_not_at_hand_fails_nothing(run: Run, standard: str) -> None:
    answering(an_object("zzz"))
    report = claiming(run, standard)
    assert {outcome(report, name) for name in ("REST-12", "REST-13")} == {"not_assessed"}
    assert codes(report) == {"standard-absent" if standard == "adresregister" else "standard-unknown"}


def test_a_standard_that_is_no_application_profile_gives_no_names(run: Run) -> None:
    answering(an_object("zzz"))
    report = claiming(run, "generieke-hypermedia-api")
    assert {outcome(report, name) for name in ("REST-12", "REST-13")} == {"not_applicable"}


def test_without_a_context_or_a_standard_the_criteria_do_not_apply(run: Run) -> None:
    answering(an_object("zzz"))
    report = json.loads(run("check", "api", "a.json", "--offline", "-f", "json").stdout)
    assert {outcome(report, name) for name in ("REST-12", "REST-13")} == {"not_applicable"}


def test_a_context_that_cannot_be_read_fails_nothing(run: Run) -> None:
    answering(an_object("naam"))
    Path("c.jsonld").write_text("{")
    asked = ("check", "api", "a.json", "--context", "c.jsonld", "--offline", "-f", "json")
    report = json.loads(run(*asked).stdout)
    assert {outcome(report, name) for name in ("REST-12", "REST-13")} == {"not_assessed"}


def test_an_api_is_judged_again_from_its_recording_with_its_context(run: Run) -> None:
    answering(an_object("naam"))
    recorded = checked(run, "--record", "kept")
    Path("c.jsonld").unlink()
    replayed = json.loads(run("check", "api", "--replay", "kept", "-f", "json").stdout)
    assert replayed == recorded


# ---------------------------------------------------------------- the official standards


def official_library(shared: Path) -> Library:
    pins = Path(__file__).resolve().parents[1] / "profiles" / "oslo" / "pins.yaml"
    return Library(yamlfile.load(pins.read_bytes(), "pins.yaml").value, shared / "standards")


def of_standards(shared: Path) -> Iterator[Names]:
    """The names of every standard of which there is something pinned, one after the other."""
    library = official_library(shared)
    apis = [
        Evidence(kind="api", source="a", about={"id": one.id, "standards": (one.id,)})
        for one in library.catalogue.standards
        if one.versions
    ]
    for found in of_apis(apis, Source(root=Path(), fetch=off, library=library)):
        if found.kind == "api-standard" and found.content:
            yield found.content


def test_every_pinned_standard_gives_names_by_its_context_or_else_by_its_terms(shared: Path) -> None:
    found = list(of_standards(shared))
    assert {one.by for one in found} == {By.STANDARD, By.NAME}
    assert [one.of for one in found if not one.iris] == []


def test_names_of_terms_are_nearly_all_that_the_official_contexts_have(shared: Path) -> None:
    """Where there are both, the names of terms can be held against those that the publisher gave."""
    library = official_library(shared)
    total = same = 0
    for official in of_standards(shared):
        loaded = library.find(official.of)
        if official.by is not By.STANDARD or not isinstance(loaded, Found) or not loaded.shapes:
            continue
        ours = by_name(outline(library.shapes(loaded).triples), official.of).iris
        theirs = {name.rpartition(".")[2] for name in official.iris if not name.startswith("@")}
        properties = {name for name in theirs if name[:1].islower()}
        total += len(properties)
        same += len(properties & ours.keys())
    assert same / total > 0.9
