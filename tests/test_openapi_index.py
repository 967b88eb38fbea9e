"""The index of a description: kinds of objects, references, files; one shape for all versions."""

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from interop_check.model import Problem
from interop_check.openapi import cycles, references, version, views
from interop_check.openapi.description import Description, described, is_reference
from interop_check.openapi.document import DocumentError
from interop_check.openapi.facts import Schemas
from interop_check.openapi.limits import DEFAULT_LIMITS, Limits
from interop_check.openapi.node import Node


def made(
    text: str | Mapping[str, Any],
    release: str = "3.1.1",
    files: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Description:
    """Describe what stands in `text`, where @ is short for a schema, below a head of its own."""
    if not isinstance(text, str):
        text = "".join(f"{name}: {json.dumps(value)}\n" for name, value in text.items())

    def read(location: str) -> bytes | Problem:
        known = (files or {}).get(location)
        return Problem(code="file-absent", args={"location": location}) if known is None else known.encode()

    field = 'swagger: "2.0"' if release == "2.0" else f"openapi: {release}"
    whole = f'{field}\ninfo: {{title: A, version: "1"}}\n' + text.replace("'@", "'#/components/schemas/")
    return described(whole.encode(), "api/a.yaml", read, limits)


def kinds(api: Description) -> Counter[str]:
    return Counter(node.kind for node in api.all_nodes)


def schema(api: Description, name: str) -> Node:
    steps = ("definitions",) if api.version and api.version.name == "2.0" else ("components", "schemas")
    found = api.node_at(api.all_nodes[0], *steps, name)
    assert found is not None
    return found


def problems(api: Description) -> dict[str, str]:
    return {one.written: one.problem.code for one in api.references if one.problem}


# ---------------------------------------------------------------- versions and their tables


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("2.0", "2.0"),
        (2.0, "2.0"),
        ("3.0.4", "3.0"),
        ("3.0.0-rc1", "3.0"),
        ("3.1.0", "3.1"),
        (3.1, "3.1"),
        ("3.2.0", "3.2"),
        ("3.3.0", None),
        ("1.2", None),
        ("3", None),
        ("4.0.0", None),
        ("latest", None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_a_version_is_known_by_its_first_two_numbers(written: object, known: str | None) -> None:
    assert version.known(written) == known


def test_each_version_has_a_table_and_the_objects_are_called_alike() -> None:
    assert version.VERSIONS == ("2.0", "3.0", "3.1", "3.2")
    three = {node.node for node in version.version("3.2").kinds.values()}
    assert {node.node for node in version.version("2.0").kinds.values()} - three == {"items"}
    for name in version.VERSIONS:
        for kind in version.version(name).kinds.values():
            for term in (*kind.fields.values(), *(term for _, term in kind.patterns)):
                assert {form.kind for form in term.forms if form.kind} <= set(version.version(name).kinds)
            assert set(kind.required) <= set(kind.fields)
            groups = (*kind.least, *kind.exactly, *kind.either)
            assert {field for group in groups for field in group} <= set(kind.fields)


@pytest.mark.parametrize("text", ["swagger: 3.0.1\n", "openapi: '2.0'\n", "openapi: 3.9.1\n", "a: 1\n"])
def test_without_a_version_that_is_known_nothing_is_looked_for(text: str) -> None:
    api = described(text.encode(), "a.yaml", lambda _: b"")
    assert (api.version, api.all_nodes, api.root, list(api.nodes("schema"))) == (None, (), None, [])


def test_what_is_no_object_is_refused() -> None:
    with pytest.raises(DocumentError) as caught:
        described(b"\n- openapi: 3.1.1\n", "a.yaml", lambda _: b"")
    assert (caught.value.code, caught.value.line, caught.value.column) == ("not-an-object", 2, 1)


# ---------------------------------------------------------------- kinds


EVERYTHING = """
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
servers: [{url: "https://{a}", variables: {a: {default: a}}}]
security: [{s: []}]
tags: [{name: t, externalDocs: {url: u}}]
webhooks: {w: {post: {responses: {default: {description: d}}}}}
paths:
  x-mine: {get: {}}
  /a:
    parameters: [{name: q, in: query, content: {text/plain: {schema: {}}}}]
    get:
      requestBody: {content: {a/b: {schema: {}, encoding: {a: {headers: {H: {schema: {}}}}}}}}
      callbacks: {c: {"{$request.body#/u}": {get: {responses: {}}}, x-no: {get: {}}}}
      responses:
        "200":
          description: d
          headers: {h: {schema: true}}
          links: {l: {operationId: o, server: {url: u}}}
          content: {a/b: {example: {schema: {}}, examples: {e: {value: {properties: {}}}}}}
components:
  schemas:
    S:
      properties: {a: {}, properties: {}, $ref: {}, items: {}}
      allOf: [{}, {}]
      if: {}
      then: false
      $defs: {d: {}}
      patternProperties: {p: {}}
      discriminator: {propertyName: a}
      xml: {name: x}
      default: {properties: {no: {}}}
      const: {type: {}}
  securitySchemes: {s: {type: oauth2, flows: {implicit: {authorizationUrl: u, scopes: {}}}}}
  pathItems: {p: {query: {}, put: {responses: {}}}}
"""


def test_every_object_has_its_kind_and_data_has_none() -> None:
    assert kinds(made(EVERYTHING)) == {
        "document": 1,
        "info": 1,
        "server": 2,
        "server-variable": 1,
        "security-requirement": 1,
        "tag": 1,
        "external-docs": 1,
        "paths": 1,
        "path-item": 4,
        "operation": 4,
        "parameter": 1,
        "media-type": 3,
        "encoding": 1,
        "header": 2,
        "request-body": 1,
        "callback": 1,
        "responses": 4,
        "response": 2,
        "link": 1,
        "example": 1,
        "components": 1,
        "schema": 3 + 1 + 1 + 4 + 2 + 2 + 1 + 1,
        "discriminator": 1,
        "xml": 1,
        "security-scheme": 1,
        "oauth-flows": 1,
        "oauth-flow": 1,
    }


def test_a_node_knows_its_path_pointer_and_parents() -> None:
    api = made(EVERYTHING)
    (flow,) = api.nodes("oauth-flow")
    assert flow.path == ("components", "securitySchemes", "s", "flows", "implicit")
    assert flow.pointer == "/components/securitySchemes/s/flows/implicit"
    assert [one.kind for one in flow.ancestors()] == [
        "oauth-flows",
        "security-scheme",
        "components",
        "document",
    ]
    (operation,) = [one for one in api.nodes("operation") if views.path_of(one)]
    assert (views.path_of(operation), views.method(operation), operation.key) == ("/a", "get", "get")
    assert operation.document.key_at(operation.path) == (13, 5)


def test_what_is_no_object_is_a_node_too_and_ends_there() -> None:
    api = made(
        "paths: {/a: []}\ncomponents: {schemas: {A: text, B: {oneOf: [string, {}], allOf: {}, items: 1}}}"
    )
    assert [node.value for node in api.nodes("schema")] == [
        "text",
        {"oneOf": ["string", {}], "allOf": {}, "items": 1},
        "string",
        {},
    ]
    assert [node.value for node in api.nodes("path-item")] == [[]]
    assert api.nodes("path-item")[0].fields == {}


def test_what_an_alias_shares_is_one_node_of_each_kind() -> None:
    api = made(
        "components:\n"
        "  schemas: {A: &a {type: string, example: b}, B: *a, C: {properties: {d: *a}}}\n"
        "  headers: {H: *a}\n"
    )
    assert kinds(api) == {"document": 1, "info": 1, "components": 1, "schema": 2, "header": 1}


# ---------------------------------------------------------------- references


def test_a_reference_stands_in_the_place_of_an_object_and_is_followed_to_its_end() -> None:
    api = made(
        "paths: {/a: {get: {parameters: [{$ref: '#/components/parameters/A'}], responses: {}}}}\n"
        "components:\n"
        "  parameters: {A: {$ref: '#/components/parameters/B'}, B: {name: b, in: query, schema: {}}}\n",
        "3.0.4",
    )
    assert [node.fields.get("name") for node in api.nodes("parameter")] == ["b"]
    (operation,) = api.nodes("operation")
    (parameter,) = api.children(operation, "parameters")
    assert parameter.pointer == "/components/parameters/B"
    assert [one.node.pointer for one in api.uses(parameter)] == ["/components/parameters/A"]
    assert [is_reference(node) for node in api.all_nodes if node.kind == "parameter"] == [True, False, True]


def test_beside_a_reference_other_members_count_only_where_schemas_are_json_schema() -> None:
    text = "paths: {}\ncomponents: {schemas: {A: {$ref: '@B', properties: {c: {}}}, B: {}}}"
    assert (kinds(made(text, "3.0.4"))["schema"], kinds(made(text))["schema"]) == (2, 3)
    assert next(node.pointer for node in made(text).nodes("schema")) == "/components/schemas/A"
    assert [node.pointer for node in made(text, "3.0.4").nodes("schema")] == ["/components/schemas/B"]


IN_A_PATH = "/paths/~1p~1{id}/get/responses/200/content/a~1b/schema"


@pytest.mark.parametrize(
    ("reference", "pointer"),
    [
        ("#/components/schemas/a~1b", "/components/schemas/a~1b"),
        ("#/components/schemas/a%7E1b", "/components/schemas/a~1b"),
        ("#/components/schemas/c~0d", "/components/schemas/c~0d"),
        ("#/components/schemas/e%20f", "/components/schemas/e f"),
        ("#/components/schemas/%C3%A9", "/components/schemas/é"),
        ("#/components/schemas/a~1b/allOf/1", "/components/schemas/a~1b/allOf/1"),
        ("#/x-defs/g", "/x-defs/g"),
        ("a.yaml#/components/schemas/c~0d", "/components/schemas/c~0d"),
        ("./a.yaml#/components/schemas/c~0d", "/components/schemas/c~0d"),
        ("../api/a.yaml#/components/schemas/c~0d", "/components/schemas/c~0d"),
        (f"#{IN_A_PATH}", IN_A_PATH),
    ],
)
def test_a_json_pointer_is_unescaped(reference: str, pointer: str) -> None:
    schemas = {"a/b": {"allOf": [{}, {}]}, "c~d": {}, "e f": {}, "é": {}, "Z": {"$ref": reference}}
    content: Any = {"content": {"a/b": {"schema": {}}}}
    api = made({
        "x-defs": {"g": {"type": "string"}},
        "paths": {"/p/{id}": {"get": {"responses": {"200": content}}}},
        "components": {"schemas": schemas},
    }, "3.0.4")  # fmt: skip
    assert problems(api) == {}
    target = api.resolved(schema(api, "Z"))
    assert target is not None
    assert (target.pointer, target.document) == (pointer, api.entry)


@pytest.mark.parametrize(
    ("reference", "suggestion"),
    [
        ("#/components/schemas/Parkign", "#/components/schemas/Parking"),
        ("#/components/schema/Parking", "#/components/schemas/Parking"),
        ("#/components/schemas/Parking/allOf/2", ""),
        ("#/components/schemas/Parking/allOf/01", ""),
        ("#/components/schemas/Parking/allOf/-1", ""),
        ("#/components/schemas/Parking/type/x", ""),
        ("#components/schemas/Parking", ""),
        ("#Parking", ""),
        ("#//", ""),
    ],
)
def test_a_pointer_that_leads_nowhere_is_told_with_what_was_probably_meant(
    reference: str, suggestion: str
) -> None:
    schemas = {"Parking": {"type": "string", "allOf": [{}, {}]}, "Z": {"$ref": reference}}
    api = made({"components": {"schemas": schemas}})
    (one,) = api.references
    assert one.problem is not None
    assert one.problem.code == "ref-unresolved"
    assert (one.lost.suggestion if one.lost else "") == suggestion
    assert api.resolved(schema(api, "Z")) is None


def test_a_reference_to_another_kind_is_no_reference_to_this_one() -> None:
    api = made(
        "paths: {/a: {}}\n"
        "components: {schemas: {A: {$ref: '#/paths/~1a'}, B: {$ref: '#'}, C: {$ref: '#/openapi'}}}"
    )
    assert problems(api) == {
        "#/paths/~1a": "ref-other-kind",
        "#": "ref-other-kind",
        "#/openapi": "ref-other-kind",
    }
    args = next(one.problem.args for one in api.references if one.problem)
    assert (args["expected"], args["found"]) == ("Schema Object", "Path Item Object")


def test_a_reference_that_is_no_text_is_none() -> None:
    api = made("components: {schemas: {A: {$ref: 1}, B: {$ref: {}}}, responses: {r: {$ref: []}}}")
    assert api.references == []


def test_discriminators_and_links_refer_too() -> None:
    api = made(
        "paths: {/a: {get: {responses: {}}}}\n"
        "components:\n"
        "  schemas:\n"
        "    A: {discriminator: {propertyName: p, mapping: {b: B, c: '@B', d: gone, e: 1}}}\n"
        "    B: {}\n"
        "  links: {l: {operationRef: '#/paths/~1a/get'}, m: {operationRef: '#/paths/~1b/get'}}\n"
    )
    led = [(*one.at, one.target.pointer if one.target else None) for one in api.references]
    assert sorted(led, key=str) == [
        ("mapping", "b", "/components/schemas/B"),
        ("mapping", "c", "/components/schemas/B"),
        ("mapping", "d", None),
        ("operationRef", "/paths/~1a/get"),
        ("operationRef", None),
    ]


# ---------------------------------------------------------------- files


FILES = {
    "models/a.json": '{"$ref": "sub/b.yaml#/defs/B"}',
    "models/sub/b.yaml": (
        "defs:\n  B:\n    properties:\n      c: {$ref: ../c.json}\n"
        "      back: {$ref: ../../api/a.yaml#/components/schemas/A}\n"
    ),
    "models/c.json": '{"items": {"$ref": "#/x"}, "x": {"type": "string"}, "y": {"$ref": "gone.json"}}',
}


def test_files_are_read_when_something_refers_to_them_and_only_what_is_referred_to_is_looked_at() -> None:
    api = made("paths: {}\ncomponents: {schemas: {A: {$ref: ../models/a.json}}}", "3.0.4", FILES)
    assert list(api.documents) == ["api/a.yaml", "models/a.json", "models/sub/b.yaml", "models/c.json"]
    assert problems(api) == {}
    target = api.resolved(schema(api, "A"))
    assert target is not None
    assert (target.document.source, target.pointer, target.document.key_at(target.path)) == (
        "models/sub/b.yaml",
        "/defs/B",
        (2, 3),
    )
    back = api.node_at(target, "properties", "back")
    assert back is not None
    assert api.resolved(back) is target


def test_a_file_that_cannot_be_had_or_read_is_a_problem_of_its_own_once() -> None:
    schemas = "A: {$ref: b.yaml#/a}, B: {$ref: b.yaml}, C: {$ref: c.yaml}, D: {$ref: c.yaml#/x}"
    api = made(f"components: {{schemas: {{{schemas}}}}}", files={"api/c.yaml": "a: [\n"})
    assert {location: one.code for location, one in api.problems.items()} == {
        "api/b.yaml": "file-absent",
        "api/c.yaml": "yaml-syntax",
    }
    assert problems(api) == {
        "b.yaml#/a": "file-absent",
        "b.yaml": "file-absent",
        "c.yaml": "yaml-syntax",
        "c.yaml#/x": "yaml-syntax",
    }


def test_there_is_an_end_to_the_files_that_are_read() -> None:
    chain = {f"api/{n}.yaml": f"$ref: {n + 1}.yaml\n" for n in range(20)}
    api = made("components: {schemas: {A: {$ref: 0.yaml}}}", files=chain, limits=Limits(api_files=5))
    assert len(api.documents) == 5
    assert [one.code for one in api.problems.values()] == ["ref-too-many-files"]
    few = Limits(api_files_together_bytes=40)
    api = made("components: {schemas: {A: {$ref: 0.yaml}}}", files=chain, limits=few)
    assert [one.code for one in api.problems.values()] == ["ref-too-many-bytes"]


@pytest.mark.parametrize(
    ("base", "file", "location"),
    [
        ("a.yaml", "b.yaml", "b.yaml"),
        ("api/a.yaml", "b.yaml", "api/b.yaml"),
        ("api/a.yaml", "../b.yaml", "b.yaml"),
        ("api/a.yaml", "../../b.yaml", "../b.yaml"),
        ("/x/a.yaml", "b/./c.yaml", "/x/b/c.yaml"),
        ("api/a.yaml", "/etc/passwd", "/etc/passwd"),
        ("api/a.yaml", "my%20file.yaml?raw=1", "api/my file.yaml"),
        ("api/a.yaml", "https://h.example/b.yaml", "https://h.example/b.yaml"),
        ("api/a.yaml", "file:///etc/passwd", "file:///etc/passwd"),
        ("https://h.example/api/a.yaml", "../b.yaml", "https://h.example/b.yaml"),
        ("https://h.example/api/a.yaml", "//other.example/b", "https://other.example/b"),
        ("https://h.example/a.yaml", "http://[::", "http://[::"),
        ("https://h.example/a.yaml", "//[::", "//[::"),
    ],
)
def test_a_reference_is_joined_to_the_place_of_the_file_it_stands_in(
    base: str, file: str, location: str
) -> None:
    assert references.joined(base, file) == location


# ---------------------------------------------------------------- JSON Schema's own ways to refer


def test_anchors_and_ids_are_followed_in_json_schema_only() -> None:
    text = (
        "components:\n"
        "  schemas:\n"
        "    A: {$anchor: here, type: string}\n"
        "    B: {$ref: '#here'}\n"
        "    C:\n"
        "      $id: 'https://h.example/c'\n"
        "      $defs: {x: {$anchor: inner, type: integer}}\n"
        "      $ref: '#/$defs/x'\n"
        "    D: {$ref: 'https://h.example/c#inner'}\n"
        "    E: {$ref: 'https://h.example/c#/$defs/x'}\n"
        "    F: {$id: 'https://h.example/f/', allOf: [{$ref: '../c#inner'}]}\n"
        "    G: {$ref: 'https://h.example/c'}\n"
    )
    api = made(text)
    assert problems(api) == {}
    led = {one.node.path[2]: one.target.pointer for one in api.references if one.target}
    inner = "/components/schemas/C/$defs/x"
    assert led == {
        "B": "/components/schemas/A",
        "C": inner,
        "D": inner,
        "E": inner,
        "F": inner,
        "G": "/components/schemas/C",
    }
    assert set(problems(made("paths: {}\n" + text, "3.0.4"))) >= {"#here", "https://h.example/c#inner"}


# ---------------------------------------------------------------- circles


@pytest.mark.parametrize(
    ("schemas", "expected"),
    [
        ("A: {properties: {a: {$ref: '@A'}}}", []),
        ("A: {items: {anyOf: [{$ref: '@A'}]}}", []),
        ("A: {additionalProperties: {$ref: '@A'}}", []),
        ("A: {$ref: '@A'}", ["ref-cycle"]),
        ("A: {$ref: '@B'}, B: {$ref: '@A'}", ["ref-cycle"]),
        ("A: {allOf: [{$ref: '@A'}]}", ["schema-cycle"]),
        ("A: {not: {$ref: '@B'}}, B: {if: {oneOf: [{$ref: '@A'}]}}", ["schema-cycle"]),
        ("A: {type: object, $ref: '@B'}, B: {allOf: [{$ref: '@A'}]}", ["schema-cycle"]),
        ("A: {allOf: [{$ref: '@C'}, {$ref: '@C'}]}, C: {}", []),
    ],
)  # fmt: skip
def test_a_circle_is_one_that_never_goes_down(schemas: str, expected: list[str]) -> None:
    assert [code for _, code in cycles.endless(made(f"components: {{schemas: {{{schemas}}}}}"))] == expected


def test_paths_can_lead_in_a_circle_too() -> None:
    api = made("paths: {/a: {$ref: '#/paths/~1b'}, /b: {$ref: '#/paths/~1a'}}", "3.0.4")
    assert [code for _, code in cycles.endless(api)] == ["ref-cycle"]
    (item, _) = api.nodes("path-item")
    assert api.resolved(item) is item


# ---------------------------------------------------------------- one shape for all versions


OLD = """
host: h.example
basePath: /v1
schemes: [https, http]
consumes: [application/json]
produces: [application/json, text/csv]
securityDefinitions: {k: {type: apiKey, name: k, in: header}}
security: [{k: []}, {k: [], gone: [a]}]
paths:
  /a/{b}:
    parameters: [{name: b, in: path, required: true, type: string}, {name: q, in: query, type: integer}]
    post:
      operationId: o
      produces: [application/json]
      parameters:
        - {name: q, in: query, type: string}
        - {name: body, in: body, schema: {$ref: "#/definitions/S"}}
      responses: {"200": {description: d, schema: {$ref: "#/definitions/S"}}, default: {description: e}}
definitions: {S: {type: object}}
"""
NEW = """
servers: [{url: "https://h.example/v1"}, {url: "http://h.example/v1"}]
security: [{k: []}, {k: [], gone: [a]}]
paths:
  /a/{b}:
    parameters:
      - {name: b, in: path, required: true, schema: {type: string}}
      - {name: q, in: query, schema: {type: integer}}
    post:
      operationId: o
      parameters: [{name: q, in: query, schema: {type: string}}]
      requestBody: {$ref: "#/components/requestBodies/R"}
      responses:
        "200": {description: d, content: {application/json: {schema: {$ref: "#/components/schemas/S"}}}}
        default: {description: e}
components:
  requestBodies: {R: {content: {application/json: {schema: {$ref: "#/components/schemas/S"}}}}}
  schemas: {S: {type: object}}
  securitySchemes: {k: {type: apiKey, name: k, in: header}}
"""


@pytest.mark.parametrize(("text", "release"), [(OLD, "2.0"), (NEW, "3.0.4"), (NEW, "3.1.1"), (NEW, "3.2.0")])
def test_every_version_is_seen_in_the_same_shape(text: str, release: str) -> None:
    api = made(text, release)
    assert problems(api) == {}
    (operation,) = api.nodes("operation")
    assert (views.method(operation), views.path_of(operation)) == ("post", "/a/{b}")
    assert [url for url, _ in views.servers(api)] == ["https://h.example/v1", "http://h.example/v1"]
    given = {
        one.fields["name"]: one for one in views.parameters(api, operation) if one.fields["in"] != "body"
    }
    assert list(given) == ["b", "q"]
    types = {name: views.schema_of(api, one) for name, one in given.items()}
    assert {name: one.fields["type"] for name, one in types.items() if one} == {"b": "string", "q": "string"}
    request = views.request(api, operation)
    assert request is not None
    (sent,) = views.contents(api, request, operation)
    body = api.resolved(sent.schema) if sent.schema else None
    assert (sent.media_type, body and body.value) == ("application/json", {"type": "object"})
    answers = views.responses(api, operation)
    assert list(answers) == ["200", "default"]
    (got,) = views.contents(api, answers["200"], operation)
    assert (got.media_type, got.schema is not None) == ("application/json", True)
    assert list(views.contents(api, answers["default"], operation)) == []
    asked = views.security(api, operation)
    assert [[(one.name, one.scheme is not None, one.scopes) for one in all_] for all_ in asked] == [
        [("k", True, ())],
        [("k", True, ()), ("gone", False, ("a",))],
    ]


def test_views_make_nothing_of_what_is_malformed() -> None:
    for release in ("2.0", "3.1.1"):
        wrong = "host: 1\nschemes: 1\nservers: 1\nsecurity: 1\n"
        api = made(wrong + "paths: {/a: {get: {parameters: 1, responses: 1, security: [1]}}}", release)
        (operation,) = api.nodes("operation")
        assert (views.servers(api), views.security(api, operation)) == ((), ())
        assert (views.parameters(api, operation), views.responses(api, operation)) == ((), {})
        assert views.request(api, operation) is None


# ---------------------------------------------------------------- real documents


def test_every_real_document_can_be_described(shared: Path) -> None:
    folders = [shared / "corpora" / "openapi", shared / "corpora" / "belgif"]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".json", ".yaml"}]
    seen: Counter[str] = Counter()
    for path in files:
        api = described(path.read_bytes(), path.name, lambda _: Problem(code="x"))
        seen[api.version.name if api.version else "none"] += 1
        lost = [one.written for one in api.references if one.problem and one.problem.code != "x"]
        assert lost == [], path
        assert list(cycles.endless(api)) == [], path
        schemas = Schemas(api)
        for node in api.nodes("schema"):
            schemas.facts(node)
    assert seen["2.0"] == 1
    assert seen["3.0"] > 60
    assert seen["3.1"] >= 6
    assert seen["none"] > 20  # models and other files of a tree
