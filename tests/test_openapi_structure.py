"""Our tables of what may stand where, held against the schemas that the specification's editors publish.

For each object and each of its fields small documents are made, right and wrong; both verdicts have to be the
same. Where they are not, the specification decides, and the list below says what it says.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from openapi_spec_validator import OpenAPIV2SpecValidator, OpenAPIV30SpecValidator, OpenAPIV31SpecValidator

from interop_check.model import Problem
from interop_check.openapi import consistency, cycles, reading, structure, version
from interop_check.openapi.description import Description, described
from interop_check.openapi.version import LIST, MAP, VERSIONS, Form, Kind, Term, Version

RELEASES = {"2.0": "2.0", "3.0": "3.0.4", "3.1": "3.1.1", "3.2": "3.2.0"}
SAMPLES: Mapping[str, Any] = {
    "text": "a",
    "boolean": True,
    "number": 1,
    "positive": 1,
    "count": 1,
    "any": "a",
    "email": "a@b.example",
    "reference": "a",
    "uri": "urn:a:b",
    "names": ["a"],
    "distinct names": ["a"],
    "values": ["a"],
    "types": ["string"],
    "base path": "/a",
}
KEYS = {"paths": "/a", "responses": "200"}

NO_OBJECTS: tuple[Any, ...] = ("a", 1, [], None, True)

Document = dict[str, Any]


@cache
def official(name: str) -> Any:
    schemas = resources.files("openapi_spec_validator").joinpath("resources", "schemas")
    return jsonschema_rs.validator_for(json.loads(schemas.joinpath(f"v{name}", "schema.json").read_bytes()))


def api_of(document: Any) -> Description:
    return described(json.dumps(document).encode(), "a.json", lambda _: Problem(code="x"))


def faults(document: Any) -> list[str]:
    """The codes of what we find, without what no schema could see."""
    api = api_of(document)
    if api.version is None:
        return ["version"]
    found = [fault for node in api.all_nodes for fault in structure.faults(node, api.version)]
    found += [fault for node in api.all_nodes for fault in structure.without_effect(node, api.version)]
    for kind in consistency.CHECKS:
        found += [fault for node in api.nodes(kind) for fault in consistency.faults(node, api)]
    return [fault.code for fault in found if fault.code not in BEYOND_SCHEMAS]


BEYOND_SCHEMAS = {"security-unknown", "link-unknown", "path-parameter-unused"}


META = jsonschema_rs.validator_for({"$ref": "https://json-schema.org/draft/2020-12/schema"})


def is_right(document: Any, name: str) -> bool:
    """The verdict of the published schemas; from 3.1 on schemas are left to the one of JSON Schema."""
    if not official(name).is_valid(document):
        return False
    schemas = document.get("components", {}).get("schemas", {}) if name >= "3.1" else {}
    return all(map(META.is_valid, schemas.values()))


# ---------------------------------------------------------------- documents made by the tables


def sample(term: Term, of: Version) -> Any:
    return sample_form(term.forms[0], of)


def sample_form(form: Form, of: Version) -> Any:
    inner: Any
    says = form.says.removeprefix("list of ").removeprefix("at least one ").removeprefix("map of ")
    if form.kind:
        inner = minimal(of.kinds[form.kind], of)
    else:
        inner = form.options[0] if form.options else SAMPLES[says]
    return {LIST: [inner], MAP: {"a": inner}}.get(form.shape, inner)


def minimal(kind: Kind, of: Version) -> Document:
    """The smallest object of a kind that is right."""
    made: Document = {field: sample(kind.fields[field], of) for field in kind.required}
    if kind.is_map:
        made[KEYS.get(kind.name, "a")] = sample(kind.patterns[0][1], of)
    for group in (*kind.least, *kind.exactly):
        made.setdefault(group[0], sample(kind.fields[group[0]], of))
    if kind.name == "document":
        made["swagger" if of.name == "2.0" else "openapi"] = RELEASES[of.name]
    return completed(made, kind, of)


def completed(made: Document, kind: Kind, of: Version, special: str = "") -> Document:
    """An object with what its fields require besides, and such that the special one applies."""
    for field, applies in kind.applies.items():
        if special in applies and made.get(field) not in applies[special]:
            made[field] = applies[special][0]
            made = {
                name: one for name, one in made.items() if made[field] in applies.get(name, (made[field],))
            }
    for field, wanted in kind.cases.items():
        given = made.get(field)
        for name in wanted.get(given, ()) if isinstance(given, str) else ():
            made.setdefault(name, sample(kind.fields[name], of))
    for group in (*kind.exactly, *kind.either):
        for name in [one for one in group if one in made][1:]:
            del made[name]
    return made


Way = tuple[tuple[str, str], ...]


@cache
def ways(name: str) -> Mapping[str, Way]:
    """For each kind the fields that lead to it from the whole document, with the kind that each is in."""
    of = version.version(name)
    found: dict[str, Way] = {"document": ()}
    queue = ["document"]
    for holder in queue:
        kind = of.kinds[holder]
        terms = {**kind.fields, **({"": kind.patterns[0][1]} if kind.is_map else {})}
        for field, term in terms.items():
            for form in term.forms:
                if form.kind and form.kind not in found:
                    found[form.kind] = (*found[holder], (holder, field))
                    queue.append(form.kind)
    return found


def placed(value: Any, kind: Kind, of: Version) -> Document:
    """A whole document that is right but for `value`, which stands where an object of `kind` may."""
    for name, field in reversed(ways(of.name)[kind.name]):
        holder = of.kinds[name]
        term = holder.fields[field] if field else holder.patterns[0][1]
        form = next(form for form in term.forms if form.kind)
        value = {LIST: [value], MAP: {"a": value}}.get(form.shape, value)
        key = field or KEYS.get(name, "a")
        made = minimal(holder, of)
        for group in (*holder.exactly, *holder.either):
            for other in group if key in group else ():
                made.pop(other, None)
        value = completed(made | {key: value}, holder, of, key) | {key: value}
    return dict(value)


def documents(of: Version) -> Iterator[tuple[str, Document]]:
    """Documents that each have one thing special, with a word for it."""
    for kind in of.kinds.values():
        if kind.name not in ways(of.name):
            continue
        yield f"{kind.name}", placed(minimal(kind, of), kind, of)
        for wrong in NO_OBJECTS if kind.name != "document" else ():
            yield f"{kind.name} = {wrong!r}", placed(wrong, kind, of)
        yield f"{kind.name} + unknown", placed(minimal(kind, of) | {"unknwon": 1}, kind, of)
        yield f"{kind.name} + x-mine", placed(minimal(kind, of) | {"x-mine": 1}, kind, of)
        for field in minimal(kind, of):
            less = {name: value for name, value in minimal(kind, of).items() if name != field}
            yield f"{kind.name} - {field}", placed(less, kind, of)
        for field, term in kind.fields.items():
            if field != "$ref":
                yield from fields(kind, field, term, of)


def fields(kind: Kind, field: str, term: Term, of: Version) -> Iterator[tuple[str, Document]]:
    for form in term.forms:
        for value in (
            form.options if form.shape not in {LIST, MAP} and form.options else [sample_form(form, of)]
        ):
            made = minimal(kind, of)
            for group in (*kind.exactly, *kind.either):
                for other in group if field in group else ():
                    made.pop(other, None)
            made = completed(made | {field: value}, kind, of, field)
            yield f"{kind.name}.{field}: {form.says} {value if form.options else ''}", placed(made, kind, of)
    for wrong in ("a", 1, -1, 1.5, True, None, [], [1], ["a"], {}, {"a": 1}):
        made = completed(minimal(kind, of), kind, of, field) | {field: wrong}
        yield f"{kind.name}.{field} = {wrong!r}", placed(made, kind, of)


# ---------------------------------------------------------------- the two verdicts


RIGHT: Mapping[str, str] = {
    "link - operationRef": "3.0.4: an operation MUST be identified using operationRef or operationId",
    "schema.allOf = []": "JSON Schema: this array MUST have at least one element",
    "schema.oneOf = []": "JSON Schema: this array MUST have at least one element",
    "schema.anyOf = []": "JSON Schema: this array MUST have at least one element",
    "discriminator + unknown": "the object has two fixed fields and no others; its schema forgets to say so",
    "parameter.items = {}": "2.0: the type of an Items Object is required",
    "items.items = {}": "2.0: the type of an Items Object is required",
    "header.items = {}": "2.0: the type of an Items Object is required",
    "items - type": "2.0: the type of an Items Object is required",
    "parameter.enum = []": "JSON Schema draft 4: this array MUST have at least one element",
    "items.enum = []": "JSON Schema draft 4: this array MUST have at least one element",
    "header.enum = []": "JSON Schema draft 4: this array MUST have at least one element",
    "schema.enum = []": "JSON Schema draft 4: this array MUST have at least one element",
    "contact.email = 'a'": "3.1.1: MUST be in the form of an email address; the schema only annotates that",
    "callback + x-mine": "3.1.1: this object MAY be extended; its schema takes the extension for a path",
    "link.parameters = {'a': 1}": "3.1.1: Map[string, Any | {expression}]; its schema wants text",
    "link.server: server ": "3.1.1: Link Objects have a server; its schema calls the field body",
}
"""Where our verdict differs and the specification is with us, by what it says."""

WRONG: Mapping[str, str] = {
    "schema.type: file file": "2.0: only the schema of a response may be of type file; we allow it anywhere",
}
"""Where our verdict differs and the specification is against us: what we do not see."""

OF_DIALECT = ("discriminator", "xml", "schema.discriminator", "schema.xml", "schema.externalDocs")
"""What the schema of 3.1 and later leaves to the dialect of its schemas; that of 3.0 knows them."""

GONE = "schema.dependencies"
"""A keyword that JSON Schema 2020-12 no longer has, though its schema still describes it."""


@pytest.mark.parametrize("name", VERSIONS)
def test_our_verdict_on_every_object_and_field_is_that_of_the_published_schema(name: str) -> None:
    of = version.version(name)
    differing = {}
    count = 0
    for word, document in documents(of):
        if name >= "3.1" and word.split(" ")[0].startswith((*OF_DIALECT, GONE)):
            continue
        count += 1
        found = faults(document)
        if is_right(document, name) == bool(found):
            differing[word] = found
    assert {word: found for word, found in differing.items() if word not in {**RIGHT, **WRONG}} == {}
    assert count > 2000


# ---------------------------------------------------------------- real documents

VALIDATORS = {
    "2.0": OpenAPIV2SpecValidator,
    "3.0": OpenAPIV30SpecValidator,
    "3.1": OpenAPIV31SpecValidator,
}
STOPS = "stops"
NOT_SEEN: Mapping[str, str] = {
    "openapi/bag-individuelebevragingen.yaml": "no-address",
    "componentNamesShouldBeUpperCamelCase/allComponentTypesDetected.yaml": "missing-one-of",
    "pathInPlural/siblingSchema.yaml": "missing-field-here",
    "schemasShouldNotHaveConflictingTypes/conflictingAnyOfWithMainType.yaml": "missing-field-here",
    "schemasShouldNotHaveConflictingTypes/conflictingOneOfWithMainType.yaml": "missing-field-here",
    "schemasShouldNotHaveConflictingTypes/validAnyOf.yaml": "missing-field-here",
}
"""What openapi-spec-validator accepts and the specification does not: an address in quotes of its own, a link
without operation, arrays without items (3.0.4: items MUST be present if the type is array)."""


def judged(path: Path, data: bytes) -> set[str]:
    def read(location: str) -> bytes | Problem:
        file = Path(location)
        return file.read_bytes() if file.is_file() else Problem(code="absent")

    api = described(data, str(path), read)
    assert api.version is not None
    found = [fault for node in api.all_nodes for fault in structure.faults(node, api.version)]
    for kind in consistency.CHECKS:
        found += [fault for node in api.nodes(kind) for fault in consistency.faults(node, api)]
    lost = [one.problem.code for one in api.references if one.problem]
    return {*(fault.code for fault in found), *lost, *(code for _, code in cycles.endless(api))}


def peer(path: Path, document: Any, name: str) -> str | bool:
    """Whether openapi-spec-validator finds a document right, or that it stops."""
    try:
        return not any(VALIDATORS[name](document, base_uri=path.as_uri()).iter_errors())
    except Exception:  # noqa: BLE001 - it stops at references that it cannot follow, and where a field is absent
        return STOPS


def test_on_real_documents_we_differ_from_the_validator_only_where_it_is_wrong_or_stops(shared: Path) -> None:
    corpora = shared / "corpora"
    files = [*(corpora / "openapi").glob("*.[jy]*"), *(corpora / "belgif").rglob("*.yaml")]
    files += (corpora / "openapi" / "publiq-tree").rglob("reference/*.json")
    verdicts: dict[str, tuple[Any, set[str]]] = {}
    for path in sorted(files):
        data = path.read_bytes()
        if len(data) > 10**6:  # the validator takes seconds
            continue
        document = reading.read(data, path.name).value
        name = version.known(document.get("openapi", document.get("swagger")))
        assert name is not None
        verdicts[f"{path.parent.name}/{path.name}"] = (peer(path, document, name), judged(path, data))
    differing = {
        file for file, (theirs, ours) in verdicts.items() if theirs is not STOPS and theirs == bool(ours)
    }
    assert differing == set(NOT_SEEN)
    assert {code for file in NOT_SEEN for code in verdicts[file][1]} == set(NOT_SEEN.values())
    stopped = {file: ours for file, (theirs, ours) in verdicts.items() if theirs is STOPS}
    assert all(ours for ours in stopped.values()), "it stops at a fault, or at a file that is not there"
    assert len(verdicts) - len(stopped) > 60


def test_the_largest_document_is_right(shared: Path) -> None:
    path = shared / "corpora" / "openapi" / "github.yaml"
    assert judged(path, path.read_bytes()) == set()
