"""The published JSON Schemas, and the one place that holds a document against one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs

from interop_check.mask import shown, without_credentials
from interop_check.model import Mistake
from interop_check.suggest import near
from interop_check.yamlfile import Document, Path

_TYPES = {str: "string", bool: "boolean", int: "integer", list: "array", dict: "object", type(None): "null"}


def names() -> tuple[str, ...]:
    """Return the names that `schema` knows, sorted."""
    files = (entry.name for entry in resources.files(__package__).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in files if name.endswith(".json")))


@cache
def schema(name: str) -> Mapping[str, Any]:
    """Return the JSON Schema (2020-12) called `name`."""
    text = resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8")
    parsed: Mapping[str, Any] = json.loads(text)
    return parsed


@cache
def _validator(name: str) -> Any:
    return jsonschema_rs.validator_for(dict(schema(name)))


def mistakes(document: Document, name: str) -> tuple[Mistake, ...]:
    """Return everything in `document` that schema `name` does not allow, in the order of the file."""
    return mistakes_of(document, _validator(name), schema(name))


def mistakes_of(
    document: Document, validator: Any, root: Mapping[str, Any], below: Path = ()
) -> tuple[Mistake, ...]:
    """Hold the part of `document` at path `below` against a compiled schema; a part that is absent is {}."""
    value = document.value
    for step in below:
        value = value.get(step, {}) if isinstance(value, dict) else value[step]
    found = [m for error in validator.iter_errors(value) for m in _translated(error, document, root, below)]
    return tuple(sorted(found, key=lambda m: (m.at.line or 0, m.at.column or 0, m.code)))


def _translated(error: Any, document: Document, root: Mapping[str, Any], below: Path) -> Iterator[Mistake]:
    path: Path = (*below, *error.instance_path)
    kind = error.kind.name
    at = document.place(path)
    field = _field(path)
    if kind == "additionalProperties":
        known = sorted(_subschema(root, error.schema_path[:-1]).get("properties", {}))
        for key in error.kind.unexpected:
            there = document.place((*path, key))
            there = replace(there, pointer=without_credentials(there.pointer or ""))
            yield Mistake(code="unknown-field", at=there, args=_suggested(key, known))
    elif kind == "required":
        yield Mistake(code="missing-field", at=at, args={"field": error.kind.property})
    elif kind == "anyOf":
        yield from _any_of(error, document, root, below)
    elif kind == "type":
        yield Mistake(code=_type_code(error), at=at, args=_type_args(error, field))
    elif kind == "enum":
        options = [str(option) for option in error.kind.options]
        args = _suggested(str(error.instance), options)
        yield Mistake(code="unknown-value", at=at, args={"field": field, **args})
    elif kind == "pattern":
        expect = _subschema(root, error.schema_path[:-1]).get("x-expect", "")
        code = f"expected-{expect}" if expect else "malformed"
        yield Mistake(code=code, at=at, args={"field": field, "value": shown(str(error.instance))})
    else:
        limit = getattr(error.kind, "limit", getattr(error.kind, "expected_value", ""))
        yield Mistake(code=f"schema-{kind}", at=at, args={"field": field, "limit": str(limit)})


def _any_of(error: Any, document: Document, root: Mapping[str, Any], below: Path) -> Iterator[Mistake]:
    """Say what is wrong with the alternative that was meant: the first that a value of this type can be."""
    at = document.place((*below, *error.instance_path))
    branches = error.kind.context
    faults = [one for branch in branches for one in branch]
    fitting = [branch for branch in branches if not any(_is_other_type(one, error) for one in branch)]
    if all(one.kind.name == "required" for one in faults):
        fields = ", ".join(one.kind.property for one in faults)
        yield Mistake(code="missing-one-of", at=at, args={"fields": fields})
    elif fitting:
        yield from (mistake for one in fitting[0] for mistake in _translated(one, document, root, below))
    else:
        types = dict.fromkeys(name for one in faults if _is_other_type(one, error) for name in one.kind.types)
        args = {**_type_args(faults[0], _field(error.instance_path)), "expected": ", ".join(types)}
        yield Mistake(code="wrong-type", at=at, args=args)


def _is_other_type(one: Any, error: Any) -> bool:
    return one.kind.name == "type" and list(one.instance_path) == list(error.instance_path)


def _field(path: Sequence[str | int]) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def _type_code(error: Any) -> str:
    wants_text = list(error.kind.types) == ["string"]
    scalar = isinstance(error.instance, (int, bool)) or error.instance is None
    return "wants-quotes" if wants_text and scalar and error.instance is not None else "wrong-type"


def _type_args(error: Any, field: str) -> dict[str, str]:
    written = (
        "" if isinstance(error.instance, dict | list) else json.dumps(error.instance, ensure_ascii=False)
    )
    return {
        "field": field,
        "value": shown(written),
        "found": _TYPES.get(type(error.instance), "number"),
        "expected": ", ".join(error.kind.types),
    }


def _suggested(written: str, known: Sequence[str]) -> dict[str, str]:
    return {"value": shown(written), "suggestion": near(written, known), "known": ", ".join(known)}


def _subschema(root: Mapping[str, Any], steps: Sequence[str | int]) -> Mapping[str, Any]:
    node: Any = root
    for step in steps:
        node = node[step]
    found: Mapping[str, Any] = node
    return found
