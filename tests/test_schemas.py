import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check import schemas
from interop_check.examiners import examiners
from interop_check.languages import LANGUAGES
from interop_check.locales import sentences
from interop_check.mask import LONGEST, shown, without_credentials
from interop_check.model import Mistake
from interop_check.yamlfile import Document, load

SECRET = "geheim"  # noqa: S105 - what must never be shown


def found_by(schema: Mapping[str, Any], text: str) -> list[Mistake]:
    document = load(text.encode(), "a.yaml")
    return list(schemas.mistakes_of(document, jsonschema_rs.validator_for(dict(schema)), schema))


def parts_of(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every subschema of a schema, itself included."""
    if isinstance(schema, dict):
        yield schema
        for key, value in schema.items():
            inner = value.values() if key in ("properties", "$defs") else (value,)
            for one in inner:
                yield from parts_of(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from parts_of(one)


# ---------------------------------------------------------------- the published schemas


def test_the_schemas_are_known_by_name() -> None:
    assert schemas.names() == ("ignore", "network", "profile", "recording", "report", "rules", "solution")


@pytest.mark.parametrize("name", schemas.names())
def test_every_schema_is_a_valid_schema_with_an_address_and_a_title(name: str) -> None:
    schema = schemas.schema(name)
    jsonschema_rs.meta.validate(dict(schema))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:interop-check:schema:{name}:1.0"
    assert schema["title"]


@pytest.mark.parametrize("name", schemas.names())
def test_every_object_says_which_fields_it_has(name: str) -> None:
    open_ended = [
        part
        for part in parts_of(schemas.schema(name))
        if "properties" in part and "additionalProperties" not in part
    ]
    assert open_ended == []


@pytest.mark.parametrize("name", schemas.names())
def test_every_reference_leads_somewhere_and_every_definition_is_used(name: str) -> None:
    schema = schemas.schema(name)
    used = {part["$ref"].removeprefix("#/$defs/") for part in parts_of(schema) if "$ref" in part}
    assert used == set(schema.get("$defs", {}))


ANNOTATIONS = {"$schema", "$id", "$defs", "$ref", "title", "description", "items", "properties", "x-expect"}
WORDED = {
    "additionalProperties": "unknown-field",
    "required": "missing-field",
    "anyOf": "missing-one-of",
    "type": "wrong-type",
    "enum": "unknown-value",
    "pattern": "malformed",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", schemas.names())
def test_every_keyword_and_expectation_of_the_schemas_has_a_sentence(name: str, language: str) -> None:
    known = sentences(language)
    for part in parts_of(schemas.schema(name)):
        for keyword in part.keys() - ANNOTATIONS:
            assert WORDED.get(keyword, f"schema-{keyword}") in known, keyword
        if "x-expect" in part:
            assert f"expected-{part['x-expect']}" in known
        if name == "solution" and "pattern" in part:
            assert "x-expect" in part, "people deserve to hear which form is meant"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_a_word(language: str) -> None:
    for kind in ("string", "number", "integer", "boolean", "array", "object", "null"):
        assert f"type-{kind}" in sentences(language)


@pytest.mark.parametrize("name", sorted(examiners()))
def test_every_examiner_publishes_a_closed_schema_of_its_parameters(name: str) -> None:
    params = dict(examiners()[name].params)
    jsonschema_rs.meta.validate(params)
    assert params["type"] == "object"
    assert params["additionalProperties"] is False
    assert all(part.get("description") for part in params.get("properties", {}).values())


# ---------------------------------------------------------------- mistakes, told so that people can mend them


FORM: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 5},
        "form": {"const": "1.0"},
        "kind": {"enum": ["Agenda", "Notulen"]},
        "count": {"type": "integer", "minimum": 2, "maximum": 4},
        "code": {"type": "string", "pattern": "^[A-Z]+$", "x-expect": "id"},
        "free": {"type": "string", "pattern": "^x"},
        "tags": {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"type": "string"}},
        "either": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/pair"}]},
        "share": {"anyOf": [{"type": "string", "pattern": "^1$"}, {"type": "null"}]},
        "reach": {
            "type": "object",
            "anyOf": [{"required": ["phone"]}, {"required": ["mail"]}],
            "minProperties": 1,
            "additionalProperties": {"type": "string"},
        },
    },
    "$defs": {
        "pair": {
            "type": "object",
            "additionalProperties": False,
            "required": ["a"],
            "properties": {"a": {"type": "integer"}},
        }
    },
}


@pytest.mark.parametrize(
    ("text", "code", "place", "args"),
    [
        ("nmae: a\nname: b", "unknown-field", (1, 1), {"value": "nmae", "suggestion": "name"}),
        ("name: a\nzzzz: b", "unknown-field", (2, 1), {"value": "zzzz", "suggestion": ""}),
        ("kind: Agenda", "missing-field", (1, 1), {"field": "name"}),
        ("name: a\nkind: agenda", "unknown-value", (2, 1), {"suggestion": "Agenda", "field": "kind"}),
        ("name: a\nkind: x", "unknown-value", (2, 1), {"known": "Agenda, Notulen"}),
        ("name: 12", "wants-quotes", (1, 1), {"value": "12", "field": "name"}),
        ("name: true", "wants-quotes", (1, 1), {"value": "true"}),
        ("name:", "wrong-type", (1, 1), {"expected": "string", "found": "null"}),
        ("name: [a]", "wrong-type", (1, 1), {"expected": "string", "found": "array", "value": ""}),
        ("name: a\ntags: b", "wrong-type", (2, 1), {"expected": "array", "found": "string"}),
        ("name: a\ntags: [b, 1]", "wants-quotes", (2, 11), {"field": "tags", "value": "1"}),
        ("name: a\ncount: 1.5", "wrong-type", (2, 1), {"expected": "integer", "found": "string"}),
        ("name: a\ncode: b", "expected-id", (2, 1), {"value": "b", "field": "code"}),
        ("name: a\nfree: b", "malformed", (2, 1), {"value": "b"}),
        ('name: ""', "schema-minLength", (1, 1), {"field": "name", "limit": "1"}),
        ('name: a\nform: "2.0"', "schema-const", (2, 1), {"field": "form", "limit": "1.0"}),
        ("name: abcdef", "schema-maxLength", (1, 1), {"limit": "5"}),
        ("name: a\ncount: 1", "schema-minimum", (2, 1), {"limit": "2"}),
        ("name: a\ncount: 5", "schema-maximum", (2, 1), {"limit": "4"}),
        ("name: a\ntags: []", "schema-minItems", (2, 1), {"limit": "1"}),
        ("name: a\ntags: [b, b]", "schema-uniqueItems", (2, 1), {"field": "tags"}),
        ("name: a\nreach: {fax: x}", "missing-one-of", (2, 1), {"fields": "phone, mail"}),
        ("name: a\neither: {}", "missing-field", (2, 1), {"field": "a"}),
        ("name: a\neither: {a: x}", "wrong-type", (2, 10), {"expected": "integer"}),
        ("name: a\neither: {a: 1, b: 1}", "unknown-field", (2, 16), {"value": "b"}),
        ("name: a\neither: x", "wrong-type", (2, 1), {"expected": "null, object", "found": "string"}),
        ("name: a\nshare: x", "malformed", (2, 1), {"value": "x"}),
    ],
)
def test_a_mistake_has_a_code_a_place_and_what_helps(
    text: str, code: str, place: tuple[int, int], args: dict[str, str]
) -> None:
    found = found_by(FORM, text)
    assert [(m.code, m.at.line, m.at.column) for m in found] == [(code, *place)]
    assert args.items() <= found[0].args.items()


def test_all_mistakes_come_at_once_in_the_order_of_the_file() -> None:
    found = found_by(FORM, "kind: x\ntags: [1, b, 2]\nname: 1\ncount: 9\nnmae: a\n")
    assert [(m.code, m.at.line) for m in found] == [
        ("unknown-value", 1),
        ("wants-quotes", 2),
        ("wants-quotes", 2),
        ("wants-quotes", 3),
        ("schema-maximum", 4),
        ("unknown-field", 5),
    ]


def test_a_part_of_a_document_is_held_against_a_schema_of_its_own() -> None:
    document = load(b"a:\n  - with: {name: 1}\n  - id: x\n", "a.yaml")
    validator = jsonschema_rs.validator_for(dict(FORM))
    there = schemas.mistakes_of(document, validator, FORM, ("a", 0, "with"))
    absent = schemas.mistakes_of(document, validator, FORM, ("a", 1, "with"))
    assert [(m.code, m.at.line, m.at.pointer) for m in there] == [("wants-quotes", 2, "/a/0/with/name")]
    assert [(m.code, m.at.line) for m in absent] == [("missing-field", 3)], "an absent part has no fields"


# ---------------------------------------------------------------- credentials


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"https://u:{SECRET}@host/p", "https://…@host/p"),
        (f"https://u:{SECRET}/x@host/p", "https://…@host/p"),
        (f"https://u:{SECRET} x@host/p", "https://…@host/p"),
        (f"https://u:a@{SECRET}@host/p", "https://…@host/p"),
        (f"https://{SECRET}@host", "https://…@host"),
        (f"//{SECRET}@host", "…@host"),
        (f"u:{SECRET}@host", "…@host"),
        (f"ssh://u:{SECRET}@host", "ssh://…@host"),
        (f"https:\\\\u:{SECRET}@host", "…@host"),
        ("https://host/p", "https://host/p"),
        ("besluit-publicatie@2025-12-11", "besluit-publicatie@2025-12-11"),
        ("info@example", "info@example"),
        ("", ""),
    ],
)
def test_credentials_are_masked_however_carelessly_they_are_written(written: str, said: str) -> None:
    assert without_credentials(written) == said
    assert shown(written) == said


@pytest.mark.parametrize(
    "line",
    [
        "code: {}",
        "free: {}",
        "kind: {}",
        "tags: {}",
        "count: {}",
        "either: {}",
        "share: {}",
        "{}: x",
        "name: {{{}: x}}",
        "either: {{a: {}}}",
    ],
)
@pytest.mark.parametrize(
    "address", [f"https://u:{SECRET}@host/p", f"u:{SECRET}@host", f"https://u:{SECRET}/x@h"]
)
def test_no_mistake_shows_a_password(line: str, address: str) -> None:
    found = found_by(FORM, line.format(json.dumps(address)))
    assert found
    assert SECRET not in repr(found)


def test_what_is_shown_is_one_line_and_not_endless() -> None:
    assert shown("a\nb\tc") == "a b c"
    assert len(shown("a" * 10_000)) == LONGEST
    assert shown("a" * 5000 + "b" * 5000).startswith("aaa")
    assert shown("a" * 5000 + "b" * 5000).endswith("bbb")
    assert shown("a" * LONGEST) == "a" * LONGEST


@given(
    st.text(), st.text(min_size=1).filter(lambda text: "@" not in text), st.sampled_from(["https://", "x://"])
)
@settings(max_examples=200)
def test_nothing_before_the_last_at_sign_of_an_address_survives(user: str, host: str, scheme: str) -> None:
    assert without_credentials(f"{scheme}{user}@{host}") == f"{scheme}…@{host}"


# ---------------------------------------------------------------- any document at all


NAMES = sorted(
    {
        key
        for name in schemas.names()
        for part in parts_of(schemas.schema(name))
        for key in part.get("properties", ())
    }
)
SCALARS = st.none() | st.booleans() | st.integers() | st.sampled_from(["must", "a", "data/x", "1.0", ""])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=8),
    max_leaves=20,
)


@given(st.sampled_from(schemas.names()), st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=12))
@settings(max_examples=100)
def test_whatever_a_document_holds_its_mistakes_have_sentences_and_places(
    name: str, value: dict[str, Any]
) -> None:
    document = Document(source="a.yaml", value=value, marks={(): (1, 1)})
    for mistake in schemas.mistakes(document, name):
        assert mistake.code in sentences("nl"), mistake.code
        assert mistake.at.line == 1
        assert all(isinstance(arg, str) for arg in mistake.args.values())
