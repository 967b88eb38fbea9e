"""Rules as data: what each part of an entry means, which patterns are refused, our tables hang together."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from interop_check import yamlfile
from interop_check.examiners import examiners
from interop_check.model import Finding, Problem, Tally
from interop_check.openapi.casing import CASINGS, is_cased
from interop_check.openapi.checks import bound
from interop_check.openapi.checks.linear import LONGEST, PatternError, compiled, fits
from interop_check.openapi.checks.testing import FORMATS
from interop_check.openapi.description import described
from interop_check.openapi.rules import VIEWS, Context, examined
from interop_check.openapi.version import VERSIONS, version
from interop_check.profiles import folders, load_profile

HEAD = {"openapi": "3.0.4", "info": {"title": "A", "version": "1.2.3"}}
API = {
    **HEAD,
    "paths": {
        "/cars/{carId}/Old-stock.json": {
            "parameters": [{"name": "carId", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {
                "tags": ["Cars", "old"],
                "parameters": [{"$ref": "#/components/parameters/Limit"}],
                "responses": {
                    "200": {"description": "A", "content": {"text/csv": {}, "application/json": {}}},
                    "404": {"description": "A", "headers": {"link": {}}},
                },
            },
            "patch": {
                "requestBody": {"content": {"application/json": {}}},
                "responses": {"204": {"description": "A"}},
            },
        }
    },
    "components": {
        "parameters": {
            "Limit": {"name": "limit", "in": "query", "schema": {"$ref": "#/components/schemas/N"}}
        },
        "schemas": {"N": {"type": "integer"}, "old_name": {"type": "string", "maxLength": 3}},
    },
}


def looked(api: Mapping[str, Any], **entry: Any) -> tuple[Tally | None, tuple[Finding, ...]]:
    description = described(json.dumps(api).encode(), "a.json", lambda _: Problem(code="x"))
    assert description.version is not None
    one = bound({"rule": "test/a", **entry})
    found = examined(one.rule, [Context(api=description, version=description.version, params=one.params)])
    return found.tallies.get("test/a"), found.findings


def values(api: Mapping[str, Any], **entry: Any) -> list[str]:
    return [one.args["value"] for one in looked(api, **entry)[1] for _ in range(one.count)]


# ---------------------------------------------------------------- tests


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ({"on": "operation", "required": ["summary", "responses"]}, ["summary", "summary"]),
        ({"on": "operation", "field": "responses", "required": [["2XX", "200"]]}, ["2XX / 200"]),
        ({"on": "info", "field": "contact", "required": ["name", "email"]}, ["name", "email"]),
        ({"on": "schema", "forbidden": ["maxLength"]}, ["maxLength"]),
        ({"on": "parameter", "field": "in", "forbidden": ["query"]}, ["query"]),
        ({"on": "operation", "field": "tags", "forbidden": ["old"]}, ["old"]),
        ({"on": "operation", "field": "tags/*", "pattern": "[A-Z].*"}, ["old"]),
        ({"on": "parameter", "field": "name", "never": ".*I.*"}, ["carId"]),
        ({"on": "parameter", "field": "name", "casing": "kebab"}, ["carId"]),
        ({"on": "parameter", "field": "in", "enum": ["path", "header"]}, ["query"]),
        ({"on": "info", "field": "version", "format": "semver"}, []),
        ({"on": "info", "field": "title", "format": "semver"}, ["A"]),
        ({"on": "schema", "field": "maxLength", "enum": [1, 2]}, ["3"]),
        ({"on": "operation", "field": "responses/$names", "some": "2.."}, []),
        ({"on": "operation", "field": "responses/$names", "some": "20[01]"}, ["20[01]"]),
    ],
)
def test_each_test_finds_what_is_wrong(entry: Mapping[str, Any], wrong: list[str]) -> None:
    assert values(API, **entry) == wrong


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"on": "components", "field": "*/$names"}, ["Limit", "N", "old_name"]),
        ({"on": "schema", "field": "$name"}, ["N", "old_name", "schema"]),
        ({"on": "path-item", "field": "$path"}, ["/cars/{carId}/Old-stock.json"]),
        ({"on": "path-item", "field": "$template"}, ["/cars/{}/Old-stock.json"]),
        ({"on": "path-item", "field": "$segments"}, ["Old-stock.json", "cars"]),
        ({"on": "document", "field": "$paths"}, ["/cars/{}/Old-stock.json"]),
        ({"on": "operation", "field": "$method"}, ["get", "patch"]),
        ({"on": "answer", "field": "$status"}, ["200", "204", "404"]),
        ({"on": "answer", "field": "$media-types"}, ["application/json", "text/csv"]),
        ({"on": "operation", "field": "$consumes"}, ["application/json"]),
        ({"on": "operation", "field": "$parameters"}, ["carId", "carId", "limit"]),
        ({"on": "parameter", "field": "$types"}, ["integer", "string"]),
        ({"on": "input", "field": "name"}, ["carId", "carId", "limit"]),
        ({"on": ["info", "tag"], "field": "title"}, ["A"]),
    ],
)
def test_each_field_is_found(entry: Mapping[str, Any], found: list[str]) -> None:
    assert sorted(values(API, never=".*", **entry)) == found


@pytest.mark.parametrize(
    ("conditions", "looked_at"),
    [
        ({}, 3),
        ({"where": {"$status": "404"}}, 1),
        ({"where": {"$status": ["200", "204"]}}, 2),
        ({"where": {"$status": {"pattern": "2.*"}, "$method": "get"}}, 1),
        ({"where": {"content": {"present": True}}}, 1),
        ({"unless": {"$status": "404"}}, 2),
        ({"unless": [{"$status": "404"}, {"$method": "patch"}]}, 1),
        ({"unless": {"$status": "404", "$method": "patch"}}, 3),
    ],
)
def test_what_the_conditions_leave_out_is_not_looked_at(
    conditions: Mapping[str, Any], looked_at: int
) -> None:
    assert looked(API, on="answer", required=["description"], **conditions) == (Tally(looked_at, 0), ())


def test_a_field_without_a_value_is_not_looked_at_unless_something_has_to_be_there() -> None:
    assert looked(API, on="info", field="contact/email", format="email") == (None, ())
    assert looked(API, on="info", field="contact", forbidden=["email"]) == (None, ())
    assert looked(API, on="info", field="contact", required=["email"])[0] == Tally(1, 1)
    assert looked(HEAD, on="schema", required=["type"]) == (None, ())


@pytest.mark.parametrize(
    ("tell", "pointers", "args"),
    [
        ("each", ["/components/schemas/Big", "/components/schemas/Long"], ["Big", "Long"]),
        ("object", ["/components", "/components"], ["Big", "Long"]),
        ("once", ["/components"], ["Big, Long"]),
    ],
)
def test_findings_stand_where_the_entry_says(tell: str, pointers: Sequence[str], args: list[str]) -> None:
    api = {**HEAD, "components": {"schemas": {"Big": {}, "fine": {}, "Long": {}}}}
    entry = {"on": "components", "field": "schemas/$names", "casing": "kebab", "tell": tell, "code": "own"}
    _, findings = looked(api, **entry)
    assert [finding.at.pointer for finding in findings] == pointers
    assert [finding.args["value"] for finding in findings] == args
    assert {finding.code for finding in findings} == {"own"}


def test_names_of_headers_are_compared_in_any_case_where_the_entry_says_so() -> None:
    entry = {"on": "answer", "where": {"$status": "404"}, "field": "headers", "required": ["Link"]}
    assert values(API, **entry) == ["Link"]
    assert values(API, **entry, ignore_case=True) == []


def test_a_response_that_is_shared_is_looked_at_with_each_operation_that_gives_it() -> None:
    shared = {"200": {"$ref": "#/components/responses/Fine"}}
    api = {
        **HEAD,
        "paths": {"/a": {"get": {"responses": shared}, "head": {"responses": shared}}},
        "components": {"responses": {"Fine": {"description": "A"}}},
    }
    entry = {"on": "answer", "where": {"$method": "get"}, "required": ["content"]}
    tally, findings = looked(api, **entry)
    assert tally == Tally(1, 1)
    assert [(one.at.pointer, one.args["path"]) for one in findings] == [("/components/responses/Fine", "/a")]


SERVED = {
    **HEAD,
    "servers": [
        {"url": "https://{host}:8080/Api/{version}/x", "variables": {"host": {"default": "A.example"}}},
        {"url": "/v1"},
        {"url": 1},
    ],
    "security": [{"key": []}, {"login": ["a"]}],
    "paths": {
        "/a": {
            "get": {
                "responses": {
                    "200": {
                        "description": "A",
                        "content": {
                            "application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/B"}]}},
                            "text/csv": {"schema": {"properties": {"no": {}}}},
                            "application/gone+json": {"schema": {"$ref": "gone.yaml"}},
                        },
                    }
                }
            },
            "put": {"security": [{}, {"key": []}], "responses": {}},
        }
    },
    "components": {
        "schemas": {"B": {"properties": {"b": {}, "c": {}}}},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "k"},
            "login": {"type": "oauth2", "flows": {}},
        },
    },
}


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({"on": "address", "field": "$url"}, ["/v1", "https://A.example:8080/Api/{version}/x"]),
        ({"on": "address", "field": "$host"}, ["a.example"]),
        ({"on": "address", "field": "$segments"}, ["Api", "v1", "x"]),
        ({"on": "answer", "field": "$properties"}, ["b", "c"]),
        ({"on": "body", "where": {"$media-types": "application/gone+json"}, "field": "$properties"}, []),
        ({"on": "operation", "field": "$security"}, ["apiKey", "oauth2"]),
    ],
)
def test_what_is_said_elsewhere_is_found_too(entry: Mapping[str, Any], found: list[str]) -> None:
    assert sorted(values(SERVED, never=".*", **entry)) == found


def test_the_servers_of_swagger_are_addresses_as_well() -> None:
    info = {"title": "A", "version": "1"}
    api = {
        "swagger": "2.0",
        "info": info,
        "host": "a.example",
        "basePath": "/b",
        "schemes": ["http", "https"],
    }
    assert values(api, on="address", field="$url", pattern="https:.*") == ["http://a.example/b"]


def test_media_types_and_names_are_the_same_in_swagger() -> None:
    api = {
        "swagger": "2.0",
        "info": {"title": "A", "version": "1"},
        "produces": ["text/csv"],
        "paths": {"/a": {"get": {"responses": {"200": {"description": "A", "schema": {"type": "string"}}}}}},
    }
    assert values(api, on="answer", field="$media-types", required=["application/json"]) == [
        "application/json"
    ]
    assert values(api, on="answer", field="$media-types", never=".*") == ["text/csv"]


# ---------------------------------------------------------------- names and patterns


@pytest.mark.parametrize(
    ("casing", "good", "bad"),
    [
        (
            "lowerCamel",
            ["a", "carId", "a1B2", "planB", "1a"],
            ["CarId", "car_id", "car-id", "ssIN", "", "aé"],
        ),
        ("lowerCamel-parts", ["carId", "a.b", "car_idA.b"], ["a..b", ".a", "Car.b", "a-b"]),
        ("camel", ["a", "baseURL", "a1B"], ["BaseUrl", "base_url", "1a", "", "base-url"]),
        ("UpperCamel", ["A1", "CarId", "Xml"], ["XML", "carId", "Car_Id", "", "Car-Id", "C"]),
        ("kebab", ["a", "a-b1"], ["a_b", "A", "-a", "a--b"]),
        ("Upper-Kebab", ["Link", "X-Rate-Limit", "E2-Tag"], ["link", "Retry-after", "A--B", "RetryAfter_"]),
        ("snake", ["a", "a_b"], ["A", "a-b", "_a"]),
        ("UPPER_SNAKE", ["A", "A_B2"], ["a", "A-B"]),
        ("lower", ["a-b_c", "ab"], ["aB"]),
    ],
)
def test_names_are_told_apart_by_how_they_are_written(casing: str, good: list[str], bad: list[str]) -> None:
    assert [name for name in good if not is_cased(name, casing)] == []
    assert [name for name in bad if is_cased(name, casing)] == []


@pytest.mark.parametrize("casing", sorted(CASINGS))
@pytest.mark.parametrize("part", ["a", "A", "aB", "Aa", "a_", "a-", "A-", "1", "a."])
def test_no_name_is_looked_at_for_ever(casing: str, part: str) -> None:
    assert is_cased(part * 30_000 + "!", casing) == (casing == "lower" and part == part.lower())


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("(a+)+", "nested"),
        ("(a|b)*c", "nested"),
        ("(a|aa)*", "nested"),
        ("(ab?)*", "nested"),
        ("((a|b)+x)*", "nested"),
        ("(?:a{1,30}){1,30}", "nested"),
        ("(a?){30}", "nested"),
        (".*a.*b.*", "overlapping"),
        ("(a*)(a*)(a*)", "overlapping"),
        ("(a*|b)a*b?a*", "overlapping"),
        ("(?=a)b", "bad-pattern"),
        (r"(a)\1", "bad-pattern"),
        ("(?i:a)", "bad-pattern"),
        ("a)", "bad-pattern"),
        ("(a", "bad-pattern"),
        ("*a", "bad-pattern"),
        ("a**", "bad-pattern"),
        ("[z-a]", "bad-pattern"),
        ("^a$", "bad-pattern"),
    ],
)
def test_patterns_that_may_run_away_are_refused(pattern: str, code: str) -> None:
    with pytest.raises(PatternError) as error:
        compiled(pattern)
    assert error.value.code == code


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?", "1.2.3-rc.1+5"),
        (".*foo.*", "a foo b\nc"),
        ("https://[^/]+(/.*)?", "https://a.example/b"),
        ("[45].*|default", "404"),
        ("(-[a-z])*", "-a-b"),
        ("[0-9]{4}-[0-9]{2}", "2026-11"),
        (r"\d+\.\d*", "1."),
        (r"a\*b\\[\]]", "a*b\\]"),
    ],
)
def test_patterns_that_cannot_are_matched_as_ever(pattern: str, text: str) -> None:
    assert fits(compiled(pattern), text)
    assert re.fullmatch(pattern, text, re.DOTALL)
    assert not fits(compiled(pattern), text + "\0" * LONGEST)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_matched_in_linear_time(name: str) -> None:
    compiled(FORMATS[name])


# ---------------------------------------------------------------- our tables


@cache
def tables() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The tables of the profiles that hand rules to the examiner, by profile."""
    found = {}
    for name, folder in folders().items():
        if (folder / "checks.yaml").is_file():
            found[name] = yamlfile.load((folder / "checks.yaml").read_bytes(), "checks.yaml").value
    return found


ENTRIES = [(name, number) for name, table in tables().items() for number in range(len(table))]


@pytest.mark.parametrize(("profile", "number"), ENTRIES)
def test_every_entry_becomes_a_rule_on_something_that_there_is(profile: str, number: int) -> None:
    kinds = {kind.node for name in VERSIONS for kind in version(name).kinds.values()} | VIEWS.keys()
    assert set(bound(tables()[profile][number]).rule.on) <= kinds


@pytest.mark.parametrize("name", sorted(tables()))
def test_every_rule_of_a_table_is_asked_by_one_criterion_with_that_table(name: str) -> None:
    profile = load_profile(name, examiners())
    asked = [
        rule
        for one in profile.criteria
        if one.examiner == "guidelines" and one.params["checks"] == tables()[name]
        for rule in one.rules
    ]
    assert sorted(asked) == sorted({entry["rule"] for entry in tables()[name]})


def test_an_entry_that_says_two_things_or_none_is_refused() -> None:
    import jsonschema_rs  # noqa: PLC0415 - the schema of parameters is the product's to hold

    validator = jsonschema_rs.validator_for(dict(examiners()["guidelines"].params))
    entry = {"rule": "test/a", "on": "operation", "required": ["summary"]}
    assert validator.is_valid({"checks": [entry]})
    for wrong in ({"pattern": "a"}, {"look": "x"}, {"casing": "Train"}, {"tell": "twice"}, {"odd": 1}):
        assert not validator.is_valid({"checks": [{**entry, **wrong}]})
    assert not validator.is_valid({"checks": [{"rule": "test/a", "on": "operation"}]})
