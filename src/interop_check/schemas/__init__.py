"""The published JSON Schemas, and the one place that holds a document against one."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

import jsonschema_rs

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
    """Hold the part of `document` at path `below` against a compiled schema."""
    value = document.value
    for step in below:
        value = value[step]
    found = [m for error in validator.iter_errors(value) for m in _translated(error, document, root, below)]
    return tuple(sorted(found, key=lambda m: (m.at.line or 0, m.at.column or 0, m.code)))


def _translated(error: Any, document: Document, root: Mapping[str, Any], below: Path) -> Iterator[Mistake]:
    path: Path = (*below, *error.instance_path)
    kind = error.kind.name
    at = document.place(path)
    field = next((step for step in reversed(path) if isinstance(step, str)), "")
    if kind == "additionalProperties":
        known = sorted(_subschema(root, error.schema_path[:-1]).get("properties", {}))
        for key in error.kind.unexpected:
            yield Mistake(code="unknown-field", at=document.place((*path, key)), args=_suggested(key, known))
    elif kind == "required":
        yield Mistake(code="missing-field", at=at, args={"field": error.kind.property})
    elif kind == "anyOf":
        options = [
            e.kind.property for branch in error.kind.context for e in branch if e.kind.name == "required"
        ]
        yield Mistake(code="missing-one-of", at=at, args={"fields": ", ".join(options)})
    elif kind == "type":
        yield Mistake(code=_type_code(error), at=at, args=_type_args(error, field))
    elif kind == "enum":
        options = [str(option) for option in error.kind.options]
        args = _suggested(str(error.instance), options)
        yield Mistake(code="unknown-value", at=at, args={"field": field, **args})
    elif kind == "pattern":
        expect = _subschema(root, error.schema_path[:-1]).get("x-expect", "")
        code = f"expected-{expect}" if expect else "malformed"
        yield Mistake(
            code=code, at=at, args={"field": field, "value": without_credentials(str(error.instance))}
        )
    else:
        yield Mistake(
            code=f"schema-{kind}",
            at=at,
            args={"field": field, "limit": str(getattr(error.kind, "limit", ""))},
        )


def without_credentials(text: str) -> str:
    """Return `text` with the user name and password of an address in it masked."""
    return re.sub(r"//[^/\s]*@", "//…@", text)


def _type_code(error: Any) -> str:
    wants_text = list(error.kind.types) == ["string"]
    scalar = isinstance(error.instance, (int, bool)) or error.instance is None
    return "wants-quotes" if wants_text and scalar and error.instance is not None else "wrong-type"


def _type_args(error: Any, field: str) -> dict[str, str]:
    written = json.dumps(error.instance) if not isinstance(error.instance, (dict, list)) else ""
    return {
        "field": field,
        "value": written,
        "found": _TYPES.get(type(error.instance), "number"),
        "expected": ", ".join(error.kind.types),
    }


def _suggested(written: str, known: Sequence[str]) -> dict[str, str]:
    return {"value": written, "suggestion": near(written, known), "known": ", ".join(known)}


def _subschema(root: Mapping[str, Any], steps: Sequence[str | int]) -> Mapping[str, Any]:
    node: Any = root
    for step in steps:
        node = node[step]
    found: Mapping[str, Any] = node
    return found
