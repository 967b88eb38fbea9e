"""Where schemas stand within one of JSON Schema 2020-12: about the very same value, or about a part of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from interop_check.openapi.node import REF

SAME = frozenset({"not", "if", "then", "else", "allOf", "anyOf", "oneOf", "dependentSchemas"})
PARTS = frozenset(
    {
        *("items", "contains", "additionalProperties", "unevaluatedItems", "unevaluatedProperties"),
        *("propertyNames", "prefixItems", "properties", "patternProperties"),
    }
)
_LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
_MAPS = frozenset({"properties", "patternProperties", "dependentSchemas"})


def same(schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the schemas within one that are about the very same value."""
    for name in SAME & schema.keys():
        yield from _held(name, schema[name])


def within(schema: Mapping[str, Any], name: str | int | None = None) -> Iterator[Any]:
    """Yield the schemas within one that are about parts of a value: all, or those for one part."""
    for keyword in PARTS & schema.keys():
        held = schema[keyword]
        if keyword == "properties" and isinstance(held, dict) and name is not None:
            yield from [held[name]] if name in held else ()
        elif keyword == "prefixItems" and isinstance(held, list) and name is not None:
            yield from held[name : name + 1] if isinstance(name, int) else ()
        else:
            yield from _held(keyword, held)


def inline(schema: Any, *, parts: bool = True) -> Iterator[Mapping[str, Any]]:
    """Yield a schema and all that stand within it; without `parts` only those about the very same value."""
    waiting = [schema]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield one
            waiting += same(one)
            waiting += within(one) if parts else ()


def addresses(schema: Any, *, parts: bool = True) -> Iterator[str]:
    """Yield what a schema refers to, at any depth; without `parts` only for the very same value."""
    return (one[REF] for one in inline(schema, parts=parts) if REF in one)


def remade(name: str, held: Any, make: Callable[[Any], Any]) -> Any:
    """Return what a keyword holds with each schema in it made anew."""
    if name in _LISTS and isinstance(held, list):
        return [make(one) for one in held]
    if name in _MAPS and isinstance(held, dict):
        return {key: make(one) for key, one in held.items()}
    return make(held)


def _held(name: str, held: Any) -> Iterator[Any]:
    if name in _LISTS:
        yield from held if isinstance(held, list) else ()
    elif name in _MAPS:
        yield from held.values() if isinstance(held, dict) else ()
    else:
        yield held
