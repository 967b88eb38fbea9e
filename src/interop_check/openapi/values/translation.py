"""Schemas of OpenAPI 2.0 to 3.2 -> JSON Schema 2020-12, a resource for each schema that others refer to.

What only describes is left out: a value is held against what asserts something. Sources: Schema Object in
OpenAPI Specification 2.0, 3.0.4, 3.1.1 and 3.2.0; JSON Schema 2020-12; the OpenAPI Initiative's registry of
formats.
"""

import re
from collections.abc import Callable, Collection
from typing import Any

from interop_check.openapi.description import Description, is_reference
from interop_check.openapi.node import REF, Node
from interop_check.openapi.values.choices import Choices, chosen
from interop_check.openapi.values.samples import EITHER, REQUEST, RESPONSE

JsonSchema = dict[str, Any] | bool

DEFS = "#/$defs/"
LOST = f"{DEFS}lost"
"""The address of what is referred to but is not there, or that we do not follow."""

_COPIED = (
    *("multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength"),
    *("maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "enum", "type", "const"),
    *("maxContains", "minContains", "dependentRequired", "required"),
)
_ONE = (
    *("items", "not", "additionalProperties", "contains", "propertyNames", "if", "then", "else"),
    *("unevaluatedItems", "unevaluatedProperties"),
)
_LISTS = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAPS = ("properties", "patternProperties", "dependentSchemas")
_BOUNDS = {"int32": 2**31, "int64": 2**63}
_NULL_NEEDS_TYPE = re.compile(r"3\.0\.(?![0-2](?:\D|$))")
"""Releases in which `nullable` says nothing without `type` beside it; before, it allowed null in any case."""


class Translator:
    """Translates schemas as they are asked for, and all that these refer to; each of them once."""

    def __init__(self, api: Description, runs: Callable[[str], bool]) -> None:
        """`runs` says whether a regular expression can be matched; any other is left out."""
        self.resources: dict[str, JsonSchema] = {}
        self.left_out: set[str] = set()
        """The resources in which a regular expression was left out."""

        self._api = api
        self._runs = runs
        self._is_modern = api.version is not None and api.version.has_json_schema
        self._null_needs_type = bool(_NULL_NEEDS_TYPE.match(str(api.written)))
        self._nullable = "nullable" if "nullable" in _fields(api) else "x-nullable"
        self._has_ways = any(_way_of(one) for one in api.nodes("schema"))
        self._choices = Choices(api)
        self._names: dict[tuple[int, str], str] = {}
        self._waiting: list[tuple[str, Node]] = []
        self._way = EITHER
        self._is_whole = True

    def translated(self, node: Node, way: str, without: str = "") -> tuple[JsonSchema, bool]:
        """Return a schema for values that go one way, and whether nothing in it itself was left out."""
        self._way = way if self._has_ways else EITHER
        self._is_whole = True
        schema, is_whole = self._schema(node, without), self._is_whole
        while self._waiting:
            name, target = self._waiting.pop()
            self._is_whole = True
            self.resources[name] = self._schema(target)
            if not self._is_whole:
                self.left_out.add(name)
        return schema, is_whole

    # ---------------------------------------------------------------- one schema

    def _schema(self, node: Node, without: str = "") -> JsonSchema:
        value = node.value
        if isinstance(value, bool):
            return value
        if is_reference(node) or not isinstance(value, dict):
            return {REF: self._referred(node)}
        made = {name: value[name] for name in _COPIED if name in value and name != without}
        self._put_text(made, value)
        self._put_schemas(made, node)
        if REF in value:
            made[REF] = self._referred(node)
        if "$dynamicRef" in value and self._is_modern:
            made.setdefault("allOf", []).append({REF: LOST})
        if self._has_ways:
            self._put_ways(made, node)
        if "discriminator" in value:
            self._choose(made, node)
        return made if self._is_modern else self._from_old(made, node)

    def _put_schemas(self, made: dict[str, Any], node: Node) -> None:
        """Put in the schemas that stand within this one."""
        for name, value in node.value.items():
            if name in _ONE:
                made[name] = self._below(node, name)
            elif name in _LISTS and isinstance(value, list):
                made[name] = [*made.get(name, ()), *(self._below(node, name, n) for n in range(len(value)))]
            elif name in _MAPS and isinstance(value, dict):
                keys = [one for one in value if name != "patternProperties" or self._can_match(one)]
                made[name] = {key: self._below(node, name, key) for key in keys}
            elif name in _LISTS or name in _MAPS:
                made[name] = value  # no schema can be made of it, and whatever refers to it is left open
        if made.get("additionalProperties") is False:
            made.setdefault("properties", {})  # so that the validator names what is not allowed
        if isinstance(node.value.get("items"), list):  # 2.0 allows a list, as older JSON Schema did
            del made["items"]
            count = len(node.value["items"])
            made["prefixItems"] = [self._below(node, "items", number) for number in range(count)]

    def _below(self, node: Node, *steps: str | int) -> JsonSchema:
        below = self._api.node_at(node, *steps)
        if below is not None:
            return self._schema(below)
        value = node.value
        for step in steps:
            value = value[step]
        return value if isinstance(value, bool) else {REF: LOST}

    def _referred(self, node: Node) -> str:
        reference = self._api.reference(node)
        return self._address(reference.target) if reference and reference.target else LOST

    def _address(self, target: Node) -> str:
        key = (id(target), self._way)
        if key not in self._names:
            self._names[key] = f"{DEFS}{len(self._names)}"
            self._waiting.append((self._names[key], target))
        return self._names[key]

    # ---------------------------------------------------------------- single keywords

    def _put_text(self, made: dict[str, Any], value: dict[str, Any]) -> None:
        pattern, form = value.get("pattern"), value.get("format")
        if pattern is not None and (not isinstance(pattern, str) or self._can_match(pattern)):
            made["pattern"] = pattern
        if not isinstance(form, str):
            made.update({"format": form} if form is not None else {})
            return
        bound = _BOUNDS.get(form)
        if bound is not None:
            within = {"minimum": -bound, "maximum": bound - 1}
            made.setdefault("allOf", []).append({"if": {"type": "number"}, "then": within})
        elif form != "byte" or not self._is_modern:  # from 3.1 on it is contentEncoding that says so
            made["format"] = form

    def _can_match(self, pattern: str) -> bool:
        runs = self._runs(pattern)
        self._is_whole = self._is_whole and runs
        return runs

    def _put_ways(self, made: dict[str, Any], node: Node) -> None:
        """Ask for nothing that only goes the other way; 2.0 and 3.0 say too that it does not belong there."""
        below = node.value.get("properties")
        if below is not None and not isinstance(below, dict):
            return
        ways = {name: self._way_below(node, name) for name in below or ()}
        other = {name for name, way in ways.items() if way not in (EITHER, self._way)}
        if isinstance(made.get("required"), list):
            made["required"] = [one for one in made["required"] if one not in other]
        if other and not self._is_modern and self._way != EITHER:
            made["properties"] = {**made["properties"], **dict.fromkeys(other, False)}

    def _way_below(self, node: Node, name: str) -> str:
        below = self._api.node_at(node, "properties", name)
        resolved = self._api.resolved(below) if below else None
        return (_way_of(below) if below else EITHER) or (_way_of(resolved) if resolved else EITHER)

    def _choose(self, made: dict[str, Any], node: Node) -> None:
        found = self._choices.options(node)
        if found:
            name, keyword, options = found
            addresses = {value: self._address(one) for value, one in options.items()}
            made.setdefault("allOf", []).append(chosen(name, made.pop(keyword), keyword, addresses))

    def _from_old(self, made: dict[str, Any], node: Node) -> JsonSchema:
        """Return what 2.0 and 3.0 say in another way than JSON Schema 2020-12."""
        for bound, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
            if made.pop(strict, None) is True and bound in made:
                made[strict] = made.pop(bound)
        if made.get("type") == "file":
            del made["type"]
        if isinstance(made.get("required"), bool):  # of a parameter in 2.0
            del made["required"]
        if node.value.get(self._nullable) is not True:
            return made
        if self._null_needs_type:
            type_ = made.get("type")
            return {**made, "type": [type_, "null"]} if isinstance(type_, str) else made
        return {"anyOf": [{"type": "null"}, made]}


def _fields(api: Description) -> Collection[str]:
    return api.version.kinds["schema"].fields if api.version else ()


def _way_of(node: Node) -> str:
    """Return the one way that values of a schema go, if it says so."""
    if node.fields.get("readOnly") is True:
        return RESPONSE
    return REQUEST if node.fields.get("writeOnly") is True else EITHER
