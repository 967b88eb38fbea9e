"""What schemas say, with all that they refer to: types, members, and the names of members as a tree."""

import pytest

from interop_check.openapi.facts import TYPES, Facts, Schemas
from interop_check.openapi.names import MAX_DEPTH, MAX_NAMES, Names, property_names
from test_openapi_index import made, schema


def facts(schemas: str, name: str = "A") -> Facts:
    api = made(f"components: {{schemas: {{{schemas}}}}}")
    return Schemas(api).facts(schema(api, name))


@pytest.mark.parametrize(
    ("schemas", "types"),
    [
        ("A: {}", TYPES),
        ("A: {allOf: [true]}", TYPES),
        ("A: {type: string}", {"string"}),
        ("A: {type: number}", {"number", "integer"}),
        ("A: {type: [string, 'null']}", {"string", "null"}),
        ("A: {type: string, nullable: true}", {"string", "null"}),
        ("A: {$ref: '@B'}, B: {type: array}", {"array"}),
        (
            "A: {type: [string, object], $ref: '@B'}, B: {type: [object, array]}",
            {"object"},
        ),
        ("A: {allOf: [{type: [object, string]}, {type: object}]}", {"object"}),
        ("A: {allOf: [{type: object}, {type: string}]}", set()),
        ("A: {oneOf: [{type: object}, {type: string}]}", {"object", "string"}),
        ("A: {type: object, anyOf: [{type: object}, {type: string}]}", {"object"}),
        ("A: {anyOf: [{type: object}, {}]}", TYPES),
        ("A: {type: 1, allOf: 1, anyOf: [], required: 1, properties: []}", TYPES),
        ("A: {allOf: [{$ref: '@A'}, {type: object}]}", {"object"}),
        ("A: {$ref: '#/nowhere'}", TYPES),
    ],
)
def test_the_types_that_a_schema_allows(schemas: str, types: set[str]) -> None:
    assert facts(schemas).types == types


def test_members_are_those_of_all_that_a_schema_extends() -> None:
    found = facts(
        "A: {required: [a, x, 1], properties: {a: {type: string}}, allOf: [{$ref: '@B'}],"
        "    oneOf: [{properties: {d: {}}}]},"
        "B: {required: [b], properties: {a: {type: object}, b: {}}, anyOf: [{properties: {c: {}}}]}"
    )
    assert set(found.properties) == {"a", "b"}
    assert found.required == {"a", "b", "x"}
    assert set(found.possible) == {"a", "b", "c", "d"}
    assert found.properties["a"].fields == {"type": "string"}
    assert not found.is_object
    assert facts("A: {type: object}").is_object


def test_schemas_that_extend_each_other_without_end_come_to_one() -> None:
    many = ",".join(f"S{n}: {{allOf: [{{$ref: '@S{n + 1}'}}]}}" for n in range(3000))
    assert facts(f"{many}, S3000: {{type: string}}", "S0").types == TYPES
    assert facts(f"{many}, S3000: {{type: string}}", "S2990").types == {"string"}


def names(schemas: str, name: str = "A") -> Names:
    api = made(f"components: {{schemas: {{{schemas}}}}}")
    return property_names(api, schema(api, name))


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        ("A: {}", {}),
        ("A: {allOf: [true], properties: {}}", {}),
        ("A: {properties: {a: {}, b: {properties: {c: {}}}}}", {"a": {}, "b": {"c": {}}}),
        ("A: {$ref: '@B'}, B: {properties: {a: {}}}", {"a": {}}),
        (
            "A: {allOf: [{properties: {a: {}}}, {properties: {b: {}}}], properties: {c: {}}}",
            {"c": {}, "a": {}, "b": {}},
        ),
        (
            (
                "A: {oneOf: [{properties: {a: {properties: {b: {}}}}}, {$ref: '@B'}]},"
                "B: {properties: {a: {properties: {c: {}}}}}"
            ),
            {"a": {"b": {}, "c": {}}},
        ),
        ("A: {type: array, items: {items: {properties: {a: {}}}}}", {"a": {}}),
        ("A: {properties: {l: {type: array, items: {properties: {a: {}}}}}}", {"l": {"a": {}}}),
        ("A: {properties: {m: {additionalProperties: {properties: {a: {}}}}}}", {"m": {"a": {}}}),
        (
            (
                "A: {if: {properties: {a: {}}}, then: {properties: {b: {}}},"
                "    dependentSchemas: {x: {properties: {c: {}}}}}"
            ),
            {"a": {}, "b": {}, "c": {}},
        ),
        ("A: {properties: {knows: {$ref: '@A'}, name: {}}}", {"knows": {}, "name": {}}),
        (
            "A: {properties: {b: {$ref: '@B'}}}, B: {properties: {a: {$ref: '@A'}, c: {}}}",
            {"b": {"a": {}, "c": {}}},
        ),
        ("A: {properties: {b: {$ref: '#/nowhere'}, c: true}}", {"b": {}, "c": {}}),
        ("A: {properties: {$ref: {properties: {properties: {}}}}}", {"$ref": {"properties": {}}}),
        ("A: {allOf: [{$ref: '@A'}]}", {}),
    ],
)
def test_the_names_of_members_stand_one_below_the_other(schemas: str, expected: Names) -> None:
    assert names(schemas) == expected


def test_the_names_of_a_schema_of_2_0_are_had_in_the_same_way() -> None:
    schemas = "A: {properties: {b: {$ref: '#/definitions/B'}}}, B: {properties: {c: {type: string}}}"
    api = made(f"paths: {{}}\ndefinitions: {{{schemas}}}", "2.0")
    assert property_names(api, schema(api, "A")) == {"b": {"c": {}}}


def test_names_that_double_with_each_step_come_to_an_end() -> None:
    def pair(n: int) -> str:
        below = f"{{$ref: '@S{n + 1}'}}"
        return f"S{n}: {{properties: {{a: {below}, b: {below}}}}}"

    found = names(", ".join(pair(n) for n in range(100)) + ", S100: {}", "S0")
    count, depth, level = 0, 0, [found]
    while level:
        count += sum(len(tree) for tree in level)
        level = [below for tree in level for below in tree.values() if below]
        depth += 1
    assert count < 2 * MAX_NAMES + 100
    assert depth <= MAX_DEPTH + 1
