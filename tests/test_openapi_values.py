"""Examples, defaults and enums against their schemas: what each version of OpenAPI means, and the limits."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from interop_check.model import Problem
from interop_check.openapi.description import Description, described
from interop_check.openapi.values import Role, Validators, examined
from interop_check.openapi.values.effort import ENDLESS, Effort
from interop_check.openapi.values.limits import DEFAULT_LIMITS
from interop_check.openapi.values.samples import samples
from interop_check.openapi.values.validators import AS_SENT

WELL = ""
ALL = ("2.0", "3.0.2", "3.0.4", "3.1.1", "3.2.0")
MODERN = ("3.1.1", "3.2.0")
THREES = ("3.0.2", "3.0.4", *MODERN)


def api_of(release: str, parts: Mapping[str, Any], read: Mapping[str, str] | None = None) -> Description:
    field_ = "swagger" if release == "2.0" else "openapi"
    head = {field_: release, "info": {"title": "A", "version": "1"}, "paths": {}}
    files = read or {}

    def look(location: str) -> bytes | Problem:
        return files[location].encode() if location in files else Problem(code="file-absent")

    return described(json.dumps({**head, **parts}).encode(), "a.json", look)


def with_schemas(release: str, **schemas: Any) -> Description:
    return api_of(
        release, {"definitions": schemas} if release == "2.0" else {"components": {"schemas": schemas}}
    )


def codes(api: Description, role: Role = Role.EXAMPLE) -> list[str]:
    validators = Validators(api)
    verdicts = [validators.verdict(one) for one in validators.samples if one.role is role]
    return [one.mismatch.code if one.mismatch else one.open for one in verdicts]


def to(name: str, release: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}" if release == "2.0" else f"#/components/schemas/{name}"}


# ---------------------------------------------------------------- one schema, one value


@dataclass(frozen=True, kw_only=True)
class Case:
    """A schema and one example of it, with what comes of it in some versions and in all others."""

    name: str
    schema: Mapping[str, Any]
    value: Any
    code: str = WELL
    otherwise: Mapping[str, str] = field(default_factory=dict)
    releases: tuple[str, ...] = ALL


NULLABLE = {"type": "string", "nullable": True}
BY_TYPE = {"oneOf": [{"$ref": "cat"}, {"$ref": "dog"}], "discriminator": {"propertyName": "kind"}}

CASES = (
    Case(name="type", schema={"type": "string"}, value=1, code="type"),
    Case(name="whole number", schema={"type": "integer"}, value=1.0),
    Case(name="large number", schema={"type": "integer"}, value=10**40),
    Case(name="int32", schema={"type": "integer", "format": "int32"}, value=2**31, code="limit"),
    Case(name="int64", schema={"type": "integer", "format": "int64"}, value=2**63 - 1),
    Case(
        name="int64 beyond", schema={"type": "integer", "format": "int64"}, value=-(2**63) - 1, code="limit"
    ),
    Case(name="cents", schema={"type": "number", "multipleOf": 0.01}, value=4.35),
    Case(name="date", schema={"type": "string", "format": "date"}, value="2026-02-30", code="format"),
    Case(
        name="time",
        schema={"type": "string", "format": "date-time"},
        value="2026-01-01T00:00:00",
        code="format",
    ),
    Case(name="uri", schema={"type": "string", "format": "uri"}, value="http://a.example/a b", code="format"),
    Case(name="a format of one's own", schema={"type": "string", "format": "rijksregister"}, value="a"),
    Case(
        name="byte",
        schema={"type": "string", "format": "byte"},
        value="no base64!",
        code="format",
        otherwise=dict.fromkeys(MODERN, WELL),
    ),
    Case(name="byte on lines", schema={"type": "string", "format": "byte"}, value="aGFs\nbG8="),
    Case(name="digits", schema={"type": "string", "pattern": r"^\d+$"}, value="١٢", code="pattern"),
    Case(name="letters", schema={"type": "string", "pattern": r"^\p{L}+$"}, value="é"),
    Case(
        name="looks ahead",
        schema={"type": "string", "pattern": "^(?=a)a$"},
        value="a",
        code="pattern-left-out",
    ),
    Case(name="looks ahead, wrong", schema={"type": "integer", "pattern": "^(?=a)"}, value="a", code="type"),
    Case(name="no pattern", schema={"type": "string", "pattern": "("}, value="a", code="pattern-left-out"),
    Case(
        name="strict bound as a flag",
        schema={"type": "number", "minimum": 1, "exclusiveMinimum": True},
        value=1,
        code="limit",
        otherwise=dict.fromkeys(MODERN, "schema-broken"),
    ),
    Case(
        name="strict bound as a number",
        schema={"type": "number", "exclusiveMaximum": 1},
        value=1,
        code="limit",
        releases=MODERN,
    ),
    Case(
        name="nullable",
        schema=NULLABLE,
        value=None,
        otherwise={"2.0": "type", **dict.fromkeys(MODERN, "type")},
    ),
    Case(
        name="nullable without type",
        schema={"allOf": [{"type": "string"}], "nullable": True},
        value=None,
        code="type",
        otherwise={"3.0.2": WELL},
    ),
    Case(
        name="nullable and enum",
        schema={**NULLABLE, "enum": ["a"]},
        value=None,
        code="enum",
        otherwise={"3.0.2": WELL, "2.0": "type", **dict.fromkeys(MODERN, "type")},
    ),
    Case(name="x-nullable", schema={"type": "string", "x-nullable": True}, value=None, releases=("2.0",)),
    Case(name="several types", schema={"type": ["string", "null"]}, value=None, releases=MODERN),
    Case(name="const", schema={"const": "a"}, value="b", code="enum", releases=MODERN),
    Case(name="a file", schema={"type": "file"}, value="a", releases=("2.0",)),
    Case(
        name="mandatory",
        schema={"type": "object", "required": ["a"], "properties": {"a": {}}},
        value={},
        code="required",
    ),
    Case(
        name="no others",
        schema={"type": "object", "additionalProperties": False, "properties": {"$ref": {"type": "string"}}},
        value={"$ref": "a", "b": 1},
        code="additional",
    ),
    Case(
        name="no others, with what it extends",
        schema={"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": False},
        value={"a": 1, "b": 1},
        code="additional",
        releases=MODERN,
    ),
    Case(name="items", schema={"type": "array", "items": {"type": "string"}}, value=["a", 1], code="type"),
    Case(
        name="unique",
        schema={"type": "array", "items": {}, "uniqueItems": True},
        value=[1, 1],
        code="keyword",
    ),
    Case(
        name="none",
        schema={"anyOf": [{"minimum": 1}, {"multipleOf": 2}]},
        value=-1,
        code="no-alternative",
        releases=THREES,
    ),
    Case(
        name="two",
        schema={"oneOf": [{"minimum": 1}, {"multipleOf": 2}]},
        value=4,
        code="several-alternatives",
        releases=THREES,
    ),
    Case(
        name="the alternative that was meant",
        schema={"oneOf": [{"type": "string"}, {"type": "object", "required": ["a"]}]},
        value={},
        code="required",
        releases=THREES,
    ),
    Case(name="dynamic", schema={"$dynamicRef": "#a"}, value=1, code="schema-lost", releases=MODERN),
    Case(
        name="lost",
        schema={"type": "object", "properties": {"a": {"$ref": "b.json"}}},
        value={"a": 1},
        code="schema-lost",
    ),
    Case(
        name="lost elsewhere",
        schema={"type": "object", "properties": {"a": {"$ref": "http://127.0.0.1:9/"}}},
        value={},
        code=WELL,
    ),
    Case(name="broken", schema={"type": "nothing"}, value=1, code="schema-broken"),
)


@pytest.mark.parametrize(
    ("case", "release"),
    [(c, r) for c in CASES for r in c.releases],
    ids=lambda one: getattr(one, "name", one),
)
def test_a_value_and_its_schema(case: Case, release: str) -> None:
    api = with_schemas(release, A={**case.schema, "example": case.value})
    assert codes(api) == [case.otherwise.get(release, case.code)]


@pytest.mark.parametrize("release", ALL)
def test_schemas_in_circles_and_in_other_files_are_followed(release: str) -> None:
    tree = {
        "type": "object",
        "properties": {"below": to("Tree", release), "leaf": {"$ref": "b/leaf.json"}},
        "example": {"below": {"below": {"leaf": {"size": "large"}}}},
    }
    parts = (
        {"definitions": {"Tree": tree}} if release == "2.0" else {"components": {"schemas": {"Tree": tree}}}
    )
    leaf = {"type": "object", "properties": {"size": {"$ref": "size.json#/Size"}}}
    read = {"b/leaf.json": json.dumps(leaf), "b/size.json": '{"Size": {"type": "integer"}}'}
    api = api_of(release, parts, read)
    assert codes(api) == ["type"]
    fault = examined("openapi/examples", Role.EXAMPLE, [Validators(api)]).findings[0]
    assert (fault.at.pointer or "").endswith("/Tree/example/below/below/leaf/size")


MALFORMED = (
    {"type": ["string", 5]},
    {"required": {"a": "b"}},
    {"properties": ["a"]},
    {"properties": {"a": 5}},
    {"allOf": {"a": "b"}},
    {"format": 5},
    {"pattern": 5},
    {"additionalProperties": {"type": 5}},
    {"oneOf": [{"$ref": 5}], "discriminator": {"propertyName": "a"}},
    {"oneOf": 5, "discriminator": {"propertyName": "a", "mapping": {"a": 5}}},
    {"not": 5},
    {"multipleOf": 0},
    {"minLength": -1},
)


@pytest.mark.parametrize("release", ALL)
@pytest.mark.parametrize("schema", MALFORMED, ids=str)
def test_a_schema_that_is_none_leaves_its_values_open(schema: Any, release: str) -> None:
    found = codes(with_schemas(release, A={**schema, "example": {"a": 1}}))
    assert found in (["schema-broken"], ["schema-lost"])


# ---------------------------------------------------------------- which way


def exchanged(release: str, direction: str, value: Any) -> Description:
    """An operation that takes or gives `value`: an account with a number and a password."""
    text: dict[str, Any] = {"type": "string"}
    schema = {
        "type": "object",
        "required": ["number", "password"],
        "properties": {"number": {**text, "readOnly": True}, "password": {**text, "writeOnly": True}},
    }
    content = {"content": {"application/json": {"schema": to("Account", release), "example": value}}}
    response = {"200": {"description": "a", **(content if direction == "response" else {})}}
    operation = {"responses": response, **({"requestBody": content} if direction == "request" else {})}
    parts = {"paths": {"/a": {"post": operation}}, "components": {"schemas": {"Account": schema}}}
    return api_of(release, parts)


@pytest.mark.parametrize(
    ("direction", "value", "old", "modern"),
    [
        ("request", {"password": "a"}, WELL, WELL),
        ("request", {"number": "1"}, "required", "required"),
        ("request", {"number": "1", "password": "a"}, "read-only", WELL),
        ("response", {"number": "1"}, WELL, WELL),
        ("response", {"password": "a"}, "required", "required"),
        ("response", {"number": "1", "password": "a"}, "write-only", WELL),
    ],
)
def test_what_goes_one_way_is_not_asked_the_other_way(
    direction: str, value: Any, old: str, modern: str
) -> None:
    assert [codes(exchanged(r, direction, value)) for r in ("3.0.4", "3.1.1")] == [[old], [modern]]


@pytest.mark.parametrize(("only", "code"), [("readOnly", WELL), ("writeOnly", "write-only")])
def test_headers_go_the_way_of_responses(only: str, code: str) -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", only: True}}}
    header = {"schema": schema, "example": {"a": "b"}}
    assert codes(api_of("3.0.4", {"components": {"headers": {"X-A": header}}})) == [code]


def test_the_example_of_a_schema_may_go_either_way() -> None:
    text = {"type": "string", "readOnly": True}
    schema = {"type": "object", "required": ["a"], "properties": {"a": text}}
    api = with_schemas("3.0.4", A={**schema, "example": {}}, B={**schema, "example": {"a": "b"}})
    assert codes(api) == [WELL, WELL]


# ---------------------------------------------------------------- discriminators


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ({"kind": "Cat", "name": "a"}, WELL),
        ({"kind": "poes", "name": "a"}, WELL),
        ({"kind": "Dog", "name": 1}, "type"),
        ({"kind": "Fish", "name": "a"}, "enum"),
        ({"name": "a"}, "several-alternatives"),
    ],
)
def test_a_discriminator_chooses_the_alternative(value: Any, code: str) -> None:
    animal = {"type": "object", "properties": {"kind": {"type": "string"}, "name": {"type": "string"}}}
    refs = [to("Cat", "3.0.4"), to("Dog", "3.0.4")]
    choice = {"propertyName": "kind", "mapping": {"poes": "#/components/schemas/Cat"}}
    pet = {"oneOf": refs, "discriminator": choice, "example": value}
    assert codes(with_schemas("3.0.4", Cat=animal, Dog=animal, Pet=pet)) == [code]


# ---------------------------------------------------------------- where values stand


def media(media_type: str, value: Any, release: str = "3.1.1", **more: Any) -> Description:
    content = {
        media_type: {"schema": {"type": "array", "items": {"type": "integer"}}, **more, "example": value}
    }
    return api_of(release, {"components": {"responses": {"A": {"description": "a", "content": content}}}})


@pytest.mark.parametrize(
    ("media_type", "value", "code"),
    [
        ("application/json", "[1]", "type"),
        ("application/problem+json; charset=utf-8", "[1]", "type"),
        ("application/xml", "<a/>", AS_SENT),
        ("text/csv", ["a"], "type"),
    ],
)
def test_text_in_another_notation_than_json_is_no_value(media_type: str, value: Any, code: str) -> None:
    api = media(media_type, value)
    assert codes(api) == [code]
    tallies = examined("openapi/examples", Role.EXAMPLE, [Validators(api)]).tallies
    assert bool(tallies) == (code != AS_SENT)


def test_parameters_may_show_lists_as_they_are_sent() -> None:
    listed = {"type": "array", "items": {"type": "integer"}}
    one = {"name": "a", "in": "query", "schema": listed, "example": "1,2"}
    other = {"name": "b", "in": "query", "schema": {"type": "integer"}, "example": "1"}
    api = api_of("3.0.4", {"components": {"parameters": {"A": one, "B": other}}})
    assert codes(api) == [AS_SENT, "type"]


def test_examples_that_stand_elsewhere_are_held_against_each_schema_that_shows_them() -> None:
    shown = {"a": {"$ref": "#/components/examples/E"}}
    parameters = {
        name: {"name": name, "in": "query", "schema": {"type": type_}, "examples": shown}
        for name, type_ in (("a", "string"), ("b", "integer"))
    }
    api = api_of("3.1.1", {"components": {"examples": {"E": {"value": "x"}}, "parameters": parameters}})
    assert codes(api) == [WELL, "type"]
    found = examined("openapi/examples", Role.EXAMPLE, [Validators(api)])
    assert [one.at.pointer for one in found.findings] == ["/components/examples/E/value"]


def test_external_and_serialised_values_are_not_looked_at() -> None:
    shown = {"a": {"externalValue": "http://127.0.0.1:9/"}, "b": {"serializedValue": "x", "dataValue": 1}}
    one = {"name": "a", "in": "query", "schema": {"type": "integer"}, "examples": shown}
    assert codes(api_of("3.2.0", {"components": {"parameters": {"A": one}}})) == [WELL]


def test_each_item_of_a_stream_is_held_against_its_schema() -> None:
    content = {"application/jsonl": {"itemSchema": {"type": "integer"}, "example": [1, "a", 2]}}
    api = api_of("3.2.0", {"components": {"responses": {"A": {"description": "a", "content": content}}}})
    assert codes(api) == [WELL, AS_SENT, WELL]


def test_what_a_callback_sends_may_go_either_way() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "string", "readOnly": True}}}
    content = {"application/json": {"schema": schema, "example": {"a": "b"}}}
    sent = {"post": {"requestBody": {"content": content}, "responses": {"200": {"description": "a"}}}}
    api = api_of("3.0.4", {"components": {"callbacks": {"A": {"{$request.body#/url}": sent}}}})
    assert codes(api) == [WELL]


def test_parameters_and_headers_of_2_0_have_types_of_their_own() -> None:
    one = {"name": "a", "in": "query", "type": "integer", "default": "a", "enum": [1, "b"], "required": True}
    listed = {"name": "b", "in": "query", "type": "array", "items": {"type": "string", "enum": ["a", 1]}}
    response = {
        "description": "a",
        "schema": {"type": "object", "required": ["b"]},
        "examples": {"application/json": {}, "text/xml": "<a/>"},
        "headers": {"X": {"type": "string", "default": 1}},
    }
    api = api_of("2.0", {"parameters": {"A": one, "B": listed}, "responses": {"R": response}})
    assert codes(api, Role.DEFAULT) == ["type", "type"]
    assert codes(api, Role.ENUM) == [WELL, "type", WELL, "type"]
    assert codes(api) == ["required", AS_SENT]


def test_data_is_no_schema() -> None:
    hidden = {"x-a": {"default": 1, "type": "string"}, "properties": {"example": {"type": "string"}}}
    assert list(samples(with_schemas("3.0.4", A=hidden))) == []


# ---------------------------------------------------------------- limits


def doubling(steps: int, leaf: Any, value: Any) -> Description:
    refs = [to(f"S{number + 1}", "3.1.1") for number in range(steps)]
    named = {f"S{number}": {"anyOf": [one, one]} for number, one in enumerate(refs)}
    return with_schemas("3.1.1", **named, **{f"S{steps}": leaf}, A={**to("S0", "3.1.1"), "example": value})


def test_alternatives_without_end_are_not_looked_at() -> None:
    assert codes(doubling(24, {"type": "string"}, 1)) == ["too-many-looks"]
    assert codes(doubling(16, {"type": "string"}, 1)) == ["unfit"], "not asked what each of them says"
    assert codes(doubling(4, {"type": "string"}, 1)) == ["no-alternative"]


def test_a_value_that_doubles_its_schema_at_each_step_is_not_looked_at() -> None:
    tree = {"properties": {"a": {"anyOf": [to("Tree", "3.1.1"), to("Tree", "3.1.1")]}}, "required": ["a"]}
    value: Any = {}
    for _ in range(40):
        value = {"a": value}
    assert codes(with_schemas("3.1.1", Tree={**tree, "example": value})) == ["too-many-looks"]


def test_a_schema_within_itself_is_not_looked_at() -> None:
    assert codes(with_schemas("3.1.1", A={"allOf": [to("A", "3.1.1")], "example": 1})) == ["too-many-looks"]


def test_schemas_in_a_row_are_followed_as_deep_as_the_value_goes() -> None:
    named = {f"S{n}": {"properties": {"a": to(f"S{n + 1}", "3.1.1")}} for n in range(5_000)}
    shown = {
        "A": {**to("S0", "3.1.1"), "example": {}},
        "B": {**to("S4998", "3.1.1"), "example": {"a": {"a": 1}}},
    }
    assert codes(with_schemas("3.1.1", **named, S5000={"type": "string"}, **shown)) == [WELL, "type"]


def test_schemas_in_a_row_about_the_same_value_are_not_followed_without_end() -> None:
    named = {f"S{n}": {"allOf": [to(f"S{n + 1}", "3.1.1")]} for n in range(5_000)}
    shown = {"A": {**to("S0", "3.1.1"), "example": 1}, "B": {**to("S4950", "3.1.1"), "example": 1}}
    found = codes(with_schemas("3.1.1", **named, S5000={"type": "string"}, **shown))
    assert found == ["too-many-looks", "type"]


def test_schemas_that_hold_each_other_in_every_way_are_compiled_once_each() -> None:
    def one(number: int) -> Any:
        others = [to(f"S{(number * step + step) % 200}", "3.1.1") for step in (1, 3, 7, 11)]
        named = {f"p{n}": {"anyOf": [{"type": "string"}, other]} for n, other in enumerate(others)}
        return {
            "type": "object",
            "required": ["p0"],
            "properties": named,
            "example": {"p0": "a", "p1": {"p0": 1}},
        }

    found = codes(with_schemas("3.1.1", **{f"S{number}": one(number) for number in range(200)}))
    assert found == ["no-alternative"] * 200


def test_what_a_schema_extends_counts_for_its_other_members_in_circles_too() -> None:
    base = {"properties": {"name": {}, "child": to("Node", "3.1.1")}}
    node = {"allOf": [to("Base", "3.1.1")], "unevaluatedProperties": False}
    value = {"name": 1, "child": {"name": 2, "child": {"name": 3, "size": 1}}}
    api = with_schemas("3.1.1", Base=base, Node={**node, "example": value})
    found = examined("openapi/examples", Role.EXAMPLE, [Validators(api)]).findings
    assert [(one.code, one.args["fields"]) for one in found] == [("additional", "size")]
    top = {"properties": {"top": {**node, "allOf": [to("Base", "3.1.1")]}}}
    for shown, code in (({"name": 1, "child": {"name": 2}}, WELL), ({"name": 1, "size": 2}, "additional")):
        within = {**top, "example": {"top": shown}}
        assert codes(with_schemas("3.1.1", Base=base, Node=node, Within=within)) == [code]


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|aa)+$", "^(?:a?){50}a{50}$", "^(a|b|ab)*c$"])
def test_patterns_that_run_away_elsewhere_are_matched_in_linear_time(pattern: str) -> None:
    api = with_schemas("3.1.1", A={"pattern": pattern, "example": "ab" * 20_000 + "!"})
    assert codes(api) == ["pattern"]


@pytest.mark.parametrize("pattern", ["(?:a{900}){900}", "a" * (DEFAULT_LIMITS.value_pattern_characters + 1)])
def test_patterns_without_measure_are_left_out(pattern: str) -> None:
    assert codes(with_schemas("3.1.1", A={"pattern": pattern, "example": "a"})) == ["pattern-left-out"]


def test_long_texts_and_heavy_patterns_together_are_not_matched() -> None:
    heavy = {"pattern": "^[ab]*a[ab]{300}c$", "example": "ab" * 3_000_000}
    assert codes(with_schemas("3.1.1", A=heavy)) == ["too-many-looks"]


def test_efforts_are_counted_exactly_where_no_bound_is_known() -> None:
    resources = {"s": {"properties": {"a": {"anyOf": [{"$ref": "s"}, {"$ref": "s"}]}}}}
    effort = Effort(resources)
    assert effort.most({"$ref": "s"}, {}) == 2
    assert effort.most({"$ref": "s"}, {"a": {}}) < effort.most({"$ref": "s"}, {"a": {"a": {}}}) < ENDLESS
    assert effort.most({"$ref": "s"}, "text") == 2


def test_one_reason_is_told_once_and_all_of_its_values_are_counted() -> None:
    broken = {"type": "nothing", "enum": [1, 2, 3]}
    found = examined("openapi/enums", Role.ENUM, [Validators(with_schemas("3.1.1", A=broken))])
    assert [(one.code, one.at.pointer) for one in found.findings] == [
        ("schema-broken", "/components/schemas/A/enum/0")
    ]
    assert found.tallies["openapi/enums"].not_checked == 3


def test_findings_are_capped_and_the_rest_is_counted() -> None:
    api = with_schemas("3.1.1", A={"type": "string", "enum": [1, 2, 3]})
    found = examined("openapi/enums", Role.ENUM, [Validators(api)], 1)
    assert (len(found.findings), found.omitted, found.tallies["openapi/enums"].failed) == (
        1,
        {"openapi/enums": 2},
        3,
    )


# ---------------------------------------------------------------- real documents, each finding reviewed


@pytest.mark.parametrize(
    ("name", "wrong", "left_open"),
    [
        # A text behind the address, with blanks: 328 in responses, and once in the schema itself.
        ("bag-individuelebevragingen.yaml", {"format": 329, "required": 2}, {}),
        ("asana.yaml", {"format": 5, "type": 3, "enum": 1}, {AS_SENT: 1}),
        # null as a body, numbers as texts, members that the schema has come to ask since.
        ("github.yaml", {"required": 37, "type": 20, "format": 3, "enum": 2}, {}),
        # “...” in place of coordinates.
        ("ogcapi-features-1-oas30.yaml", {"type": 2}, {}),
        # null as a type without quotes: the schemas are none.
        ("ogcapi-features-1-oas31.yaml", {}, {"schema-broken": 5}),
        ("tomp-1.6.yaml", {"pattern": 2, "format": 1, "required": 1}, {AS_SENT: 1}),
        ("openzaak-catalogi.yaml", {}, {}),
        ("ngsi-ld-full.json", {}, {}),
    ],
)
def test_real_documents(
    name: str, wrong: Mapping[str, int], left_open: Mapping[str, int], shared: Path
) -> None:
    data = (shared / "corpora" / "openapi" / name).read_bytes()
    validators = Validators(described(data, name, lambda _: Problem(code="ref-not-followed")))
    verdicts = [validators.verdict(one) for one in validators.samples]
    assert Counter(one.mismatch.code for one in verdicts if one.mismatch) == wrong
    assert Counter(one.open for one in verdicts if one.open) == left_open
