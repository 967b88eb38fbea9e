"""What a validator says of a value -> a code and values that a sentence can be made of."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from interop_check import yamlfile
from interop_check.mask import shown
from interop_check.openapi.document import Path
from interop_check.openapi.values.links import X_REF
from interop_check.openapi.values.pool import Pool, reference
from interop_check.openapi.values.samples import REQUEST

_LIMITS = frozenset(
    (
        *(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
        ),
        *("minItems", "maxItems", "minProperties", "maxProperties"),
    )
)
MOST = 50
"""What a validator may say of one value."""

_ALTERNATIVES = frozenset({"anyOf", "oneOf"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mismatch:
    """What is wrong with a value, at some steps below it; `expected` are the types of which it should be."""

    code: str
    at: Path = ()
    args: Mapping[str, str] = field(default_factory=dict)
    expected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Told:
    """What a validator said, and the steps from the value as a whole to what it was asked about."""

    error: Any
    above: Path

    @property
    def at(self) -> Path:
        return (*self.above, *self.error.instance_path)


def mismatch(errors: Iterable[Any], way: str, pool: Pool) -> Mismatch:
    """Return the plainest of what a validator said of a value that goes one way."""
    told = [one for error in errors for one in _meant(_Told(error, ()), pool)]
    first = max(told, key=_plainness)
    code, args = _said(first.error, way)
    more = {"more": str(len(told) - 1)} if len(told) > 1 else {}
    within = {"within": shown(yamlfile.pointer(first.at))}
    types = first.error.kind.types if code == "type" else ()
    return Mismatch(code=code, at=first.at, args={**within, **args, **more}, expected=frozenset(types))


def _plainness(told: _Told) -> tuple[bool, bool]:
    """What is wrong within one value says more than that several schemas are at odds about it."""
    name = told.error.kind.name
    return name not in _ALTERNATIVES, name not in {"unevaluatedProperties", "not"}


def _meant(told: _Told, pool: Pool) -> Iterator[_Told]:
    """Yield what is wrong with the one alternative that was meant, where it can be told which that was."""
    if told.error.kind.name == X_REF:
        for one in _asked(told, pool):
            yield from _meant(one, pool)
        return
    branches = [
        [below for one in branch for below in _asked(_Told(one, told.above), pool)]
        for branch in getattr(told.error.kind, "context", ())
    ]
    fitting = [one for one in branches if one and not any(_is_other_kind(below, told.at) for below in one)]
    if len(fitting) == 1 and all(branches):
        for one in fitting[0]:
            yield from _meant(one, pool)
    else:
        yield told


def _asked(told: _Told, pool: Pool) -> Iterator[_Told]:
    """Yield what was said, in the words of the validator that was asked where another only passed it on."""
    kind = told.error.kind
    if kind.name == X_REF:
        errors = islice(pool.errors(*reference(kind.message), told.error.instance), MOST)
        yield from (_Told(one, told.at) for one in errors)
    else:
        yield told


def _is_other_kind(told: _Told, at: Path) -> bool:
    """Whether a value is of another type than an alternative wants, or says of itself that it is another."""
    name = told.error.kind.name
    return (name == "type" and told.at == at) or (
        name in {"const", "enum"} and len(told.at) > len(at) and told.at[:-1] == at
    )


def _said(error: Any, way: str) -> tuple[str, dict[str, str]]:
    kind, name = error.kind, error.kind.name
    if name in _LIMITS:
        limit = getattr(kind, "limit", getattr(kind, "multiple_of", ""))
        return "limit", {"value": _written(error.instance), "keyword": name, "limit": str(limit)}
    if name == "falseSchema" and way and error.schema_path[-2:-1] == ["properties"]:
        code = "read-only" if way == REQUEST else "write-only"
        return code, {"field": shown(str(error.schema_path[-1]))}
    if name in _ALTERNATIVES:
        code = "no-alternative" if all(kind.context) else "several-alternatives"
        return code, {"value": _written(error.instance)}
    if name in _SAID:
        code, said = _SAID[name]
        return code, {"value": _written(error.instance), **said(kind)}
    return "keyword", {"value": _written(error.instance), "keyword": name}


def _written(value: Any) -> str:
    """Return a value as JSON writes it; of what holds others how many there are."""
    if isinstance(value, dict | list):
        return f"{'{…}' if isinstance(value, dict) else '[…]'} ({len(value)})"
    return shown(json.dumps(value, ensure_ascii=False, default=str))


_SAID: Mapping[str, tuple[str, Callable[[Any], dict[str, str]]]] = {
    "type": ("type", lambda kind: {"expected": ", ".join(kind.types)}),
    "required": ("required", lambda kind: {"field": shown(kind.property)}),
    "additionalProperties": ("additional", lambda kind: {"fields": shown(", ".join(kind.unexpected))}),
    "unevaluatedProperties": ("additional", lambda kind: {"fields": shown(", ".join(kind.unexpected))}),
    "format": ("format", lambda kind: {"format": shown(kind.format)}),
    "pattern": ("pattern", lambda kind: {"pattern": shown(kind.pattern)}),
    "enum": ("enum", lambda kind: {"known": shown(", ".join(map(_written, kind.options)))}),
    "const": ("enum", lambda kind: {"known": _written(kind.expected_value)}),
}
"""Keyword -> code, and what is told beside the value itself."""
