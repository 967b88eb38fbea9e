"""The sets of rules for APIs: what each is about, where they disagree, what they find in what is real."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from interop_check.assessment import assess
from interop_check.examiners import examiners
from interop_check.gather import gather
from interop_check.gather.source import Source
from interop_check.model import (
    Artefact,
    Evidence,
    Examination,
    Outcome,
    Place,
    Problem,
    Report,
    Tally,
)
from interop_check.openapi.description import described
from interop_check.profiles import load_profile
from making import question

HEAD: Mapping[str, Any] = {"openapi": "3.0.4", "info": {"title": "A", "version": "1.0.0"}}
FINE: Mapping[str, Any] = {"responses": {"200": {"description": "A"}}}
OURS = ("vlaanderen", "security", "nl-adr", "ogc-features", "ngsi-ld")
ABOUT = ("ogc-features", "ngsi-ld")
DOCUMENTS = (
    *("asana.yaml", "bag-individuelebevragingen.yaml", "belgif-common-v1.yaml", "belgif-problem-it.yaml"),
    *("github.yaml", "ngsi-ld-full.json", "ogcapi-features-1-oas30.yaml", "ogcapi-features-1-oas31.yaml"),
    *("openzaak-catalogi.yaml", "publiq-museumpass.json", "publiq-uitdatabank-entry.json"),
    *("publiq-uitdatabank-search.json", "tomp-1.6.yaml", "wegwijs-frontend.yaml"),
    "wegwijs-organisatieregister.json",
)


def evidence_of(document: Mapping[str, Any]) -> Evidence:
    api = described(json.dumps(document).encode(), "a.json", lambda _: Problem(code="file-absent"))
    return Evidence(kind="api", source="a.json", content=api)


@cache
def params_of(profile: str) -> Mapping[str, Any]:
    criteria = load_profile(profile, examiners()).criteria
    return next(one.params for one in criteria if one.examiner == "guidelines")


def examined(profile: str, *evidence: Evidence) -> Examination:
    return examiners()["guidelines"](evidence, params_of(profile))


def codes(profile: str, paths: Mapping[str, Any], rule: str) -> list[str]:
    found = examined(profile, evidence_of({**HEAD, "paths": paths}))
    return [one.code for one in found.findings if one.rule == f"{profile}/{rule}"]


def judged(profile: str, *evidence: Evidence) -> Report:
    asked = question(load_profile(profile, examiners()), examiners=list(examiners().values()))
    return assess(asked, evidence)


# ---------------------------------------------------------------- the same thing, asked otherwise


@pytest.mark.parametrize(
    ("path", "allowed_by"),
    [
        ("/bikeRacks", {"belgif"}),
        ("/bike-racks", {"nl-adr", "vlaanderen"}),
        ("/racks", {"belgif", "nl-adr", "vlaanderen"}),
        ("/r_a", set()),
    ],
)
def test_how_paths_are_written_is_asked_otherwise_by_each_guideline(path: str, allowed_by: set[str]) -> None:
    paths = {path: {"get": FINE}}
    found = {
        "belgif": codes("belgif", paths, "uri-notat"),
        "nl-adr": codes("nl-adr", paths, "path-kebab"),
        "vlaanderen": codes("vlaanderen", paths, "url-1") + codes("vlaanderen", paths, "url-7"),
    }
    assert {profile for profile, wrong in found.items() if not wrong} == allowed_by


def problem_with(*members: str) -> Mapping[str, Any]:
    schema = {
        "type": "object",
        "required": members,
        "properties": {one: {"type": "string"} for one in members},
    }
    content = {"application/problem+json": {"schema": schema}}
    return {"/a": {"get": {"responses": {"400": {"description": "A", "content": content}}}}}


@pytest.mark.parametrize(
    ("members", "flemish", "dutch"),
    [
        (("type", "title", "status"), [], ["members-absent"]),
        (("status", "title", "detail"), ["members-absent"], []),
        (("type", "title", "status", "detail"), [], []),
    ],
)
def test_a_problem_has_the_members_that_its_guideline_asks_for(
    members: Sequence[str], flemish: list[str], dutch: list[str]
) -> None:
    assert codes("vlaanderen", problem_with(*members), "api-8") == flemish
    assert codes("nl-adr", problem_with(*members), "problem") == dutch


def test_the_default_is_all_that_flemish_solutions_are_asked() -> None:
    rest = load_profile("rest", examiners())
    assert rest.default
    own = [one for one in rest.criteria if one.id.startswith("REST-")]
    others = [one for name in ("vlaanderen", "security") for one in load_profile(name, examiners()).criteria]
    assert own
    assert list(rest.criteria) == [*others, *own]
    assert {name: load_profile(name, examiners()).default for name in OURS} == dict.fromkeys(OURS, False)


# ---------------------------------------------------------------- what a guideline is about


@pytest.mark.parametrize("profile", ABOUT)
def test_of_a_description_of_something_else_nothing_is_asked(profile: str) -> None:
    report = judged(profile, evidence_of({**HEAD, "paths": {"/a": {"get": FINE}}}))
    assert {(one.outcome, one.reason) for one in report.results} == {(Outcome.NOT_APPLICABLE, "module-off")}
    assert report.findings == ()


@pytest.mark.parametrize("profile", ABOUT)
def test_of_a_description_that_cannot_be_read_nobody_knows_what_it_is_about(profile: str) -> None:
    report = judged(profile, Evidence(kind="api", source="a.json", problem=Problem(code="yaml-syntax")))
    assert {one.outcome for one in report.results} == {Outcome.NOT_ASSESSED}


@pytest.mark.parametrize(
    ("profile", "path"),
    [
        ("ogc-features", "/x/collections/trees/items"),
        ("ogc-features", "/collections/{c}/items"),
        ("ngsi-ld", "/ngsi-ld/v1/entities"),
        ("ngsi-ld", "/entityOperations/query"),
        ("ngsi-ld", "/entities/{id}/attrs/{name}"),
    ],
)
def test_paths_show_what_a_description_is_about_and_others_beside_it_are_left_alone(
    profile: str, path: str
) -> None:
    mine = evidence_of({**HEAD, "paths": {path: {"get": FINE}}})
    other = evidence_of({**HEAD, "paths": {"/a": {"get": FINE}}})
    alone, both = examined(profile, mine), examined(profile, other, mine)
    assert alone.tallies == both.tallies
    assert any(tally.failed for tally in alone.tallies.values())


def test_an_address_shows_it_too() -> None:
    servers = [{"url": "https://broker.example/ngsi-ld/v1"}]
    found = examined("ngsi-ld", evidence_of({**HEAD, "servers": servers, "paths": {"/types": {"get": FINE}}}))
    assert found.facts == {"ngsi_ld": True}
    assert found.tallies["ngsi-ld/operations"] == Tally(2, 2)


# ---------------------------------------------------------------- where rules of others are blind or cry wolf


def test_trace_and_slashes_are_seen() -> None:
    paths = {"/a/": {"trace": FINE}}
    assert codes("nl-adr", paths, "methods") == ["method"]
    assert codes("nl-adr", paths, "no-trailing-slash") == ["slash"]
    assert codes("security", paths, "trace") == ["trace"]


def test_properties_that_are_called_like_parts_of_openapi_are_properties() -> None:
    names = ("responses", "$ref", "parameters", "content", "headers", "400", "servers")
    schema = {"type": "object", "properties": {one: {"type": "object", "properties": {}} for one in names}}
    with_, without = (
        {**HEAD, "paths": {"/a": {"get": FINE}}, "components": {"schemas": {"A": one}}}
        for one in (schema, {"type": "object"})
    )
    of_names = {"vlaanderen/api-5-names", "nl-adr/property-names"}
    for profile in ("vlaanderen", "security", "nl-adr"):
        one, other = (examined(profile, evidence_of(document)).tallies for document in (with_, without))
        assert {rule: tally for rule, tally in one.items() if rule not in of_names} == dict(other)


def test_what_is_wrong_with_a_shared_response_is_one_finding() -> None:
    error = {"$ref": "#/components/responses/Error"}
    shared = {"Error": {"description": "A", "content": {"application/json": {}}}}
    paths = {f"/a{number}": {"get": {"responses": {"400": error}}} for number in range(30)}
    found = examined("vlaanderen", evidence_of({**HEAD, "paths": paths, "components": {"responses": shared}}))
    assert found.tallies["vlaanderen/api-8"] == Tally(30, 30)
    (one,) = [one for one in found.findings if one.rule == "vlaanderen/api-8"]
    assert (one.count, one.at.pointer, one.args["path"]) == (30, "/components/responses/Error", "/a0")


# ---------------------------------------------------------------- real descriptions


@cache
def real(folder: Path, name: str) -> Evidence:
    api = described((folder / name).read_bytes(), name, lambda _: Problem(code="network-off"))
    return Evidence(kind="api", source=name, content=api)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_real_description_makes_a_rule_fail_and_each_tells_of_what_it_is_about(
    name: str, shared: Path
) -> None:
    for profile in OURS:
        found = examined(profile, real(shared / "corpora" / "openapi", name))
        looked_at = sum(tally.looked_at for tally in found.tallies.values())
        assert bool(looked_at) is (
            profile not in ABOUT or (profile, name) == ("ngsi-ld", "ngsi-ld-full.json")
        )


def test_a_description_in_many_files_makes_no_rule_fail(shared: Path) -> None:
    folder = shared / "corpora" / "openapi"
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("reference/*.json")]
    artefacts = [
        Artefact(section="apis", id=name, location=name, about={}, at=Place(source=name)) for name in names
    ]
    evidence = [one for one in gather(artefacts, Source(root=folder)) if one.content is not None]
    assert any(len(one.content.documents) > 20 for one in evidence if one.kind == "api")
    for profile in ("vlaanderen", "security", "nl-adr"):
        found = examined(profile, *(one for one in evidence if one.kind == "api"))
        assert sum(tally.failed for tally in found.tallies.values()) > 50


def test_a_schema_that_is_a_file_of_its_own_has_no_name_but_its_own() -> None:
    text = {"type": "object", "properties": {"a": {"$ref": "b.json"}}}
    content = {"application/json": {"schema": text}}
    paths = {"/a": {"post": {**FINE, "requestBody": {"content": content}}}}
    read = {"b.json": b'{"type": "string"}'}
    api = described(json.dumps({**HEAD, "paths": paths}).encode(), "a.json", read.__getitem__)
    found = examined("security", Evidence(kind="api", source="a.json", content=api))
    (one,) = [one for one in found.findings if one.rule == "security/input-bounded"]
    assert (one.at.source, one.code) == ("b.json", "no-bound-string")


DEFECTS = [
    ("ngsi-ld-full.json", "ngsi-ld/media-type", "no-media-type", [134, 299]),
    ("ngsi-ld-full.json", "vlaanderen/api-14", "no-media-type", [134, 299]),
    ("ogcapi-features-1-oas31.yaml", "openapi/structure", "null-not-quoted", [309]),
    ("bag-individuelebevragingen.yaml", "nl-adr/examples", "format", [11140]),
    ("tomp-1.6.yaml", "openapi/portability", "flow-indent", [2289]),
    ("asana.yaml", "nl-adr/examples", "format", [8439, 8566]),
    ("wegwijs-frontend.yaml", "security/oauth-flows", "insecure-flow", [316]),
]
"""Faults in what standards and services publish: the file, what finds it, and lines where it stands."""


@pytest.mark.parametrize(("name", "rule", "code", "lines"), DEFECTS)
def test_a_fault_that_somebody_published_is_found(
    name: str, rule: str, code: str, lines: list[int], shared: Path
) -> None:
    evidence = real(shared / "corpora" / "openapi", name)
    namespace = rule.partition("/")[0]
    params = {**params_of(namespace), "max_findings": 1000} if namespace in OURS else {"max_findings": 1000}
    found = examiners()["guidelines" if namespace in OURS else "openapi"]([evidence], params)
    kept = [one for one in found.findings if (one.rule, one.code) == (rule, code)]
    assert {*lines} <= {one.at.line for one in kept}


def test_types_in_place_of_schemas_are_found(shared: Path) -> None:
    found = examiners()["openapi"]([real(shared / "corpora" / "openapi", "ngsi-ld-full.json")], {})
    assert any("/oneOf/" in (one.at.pointer or "") for one in found.findings if one.code == "wrong-type")
