"""The versions of OpenAPI, and for each what may stand in which object: the tables in tables/, compiled.

A table's objects give their names to the kinds of nodes, the same in every version.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from interop_check import yamlfile

_TABLES = resources.files(__package__).joinpath("tables")
VERSIONS = tuple(sorted(one.name.removesuffix(".yaml") for one in _TABLES.iterdir()))
ONE, LIST, MAP = "one", "list", "map"

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_NAMED = {"type": _TYPES, "file": ("file",), "scheme": ("http", "https", "ws", "wss")}
_LIST_OF, _SOME, _MAP_OF, _ONE_OF, _OR = "list of ", "at least one ", "map of ", "one of ", " or "
_LONGEST_NAME = 40
_DECLARED = re.compile(r"([23])\.([0-9]+)(?:\.[0-9A-Za-z.-]+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What one value may look like: its Python types, a further test, the kind of object that it holds."""

    says: str
    types: frozenset[type]
    test: Callable[[Any], Any] | None = None
    shape: str = ONE
    kind: str = ""
    options: tuple[str, ...] = ()

    def fits(self, value: Any) -> bool:
        """Whether `value` looks like this; what objects hold is another matter."""
        return type(value) in self.types and (self.test is None or bool(self.test(value)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The forms that a field's value may have: one of them."""

    says: str
    forms: tuple[Form, ...]

    def fits(self, value: Any) -> bool:
        """Whether `value` has one of the forms."""
        return any(form.fits(value) for form in self.forms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What may stand in one kind of object; the head of tables/3.0.yaml says what the parts are."""

    name: str
    node: str
    title: str
    fields: Mapping[str, Term]
    required: tuple[str, ...]
    patterns: tuple[tuple[re.Pattern[str], Term], ...]
    misnamed: str
    names: re.Pattern[str] | None
    reference: bool
    extensions: bool
    boolean: bool
    open: bool
    least: tuple[tuple[str, ...], ...]
    exactly: tuple[tuple[str, ...], ...]
    either: tuple[tuple[str, ...], ...]
    cases: Mapping[str, Mapping[str, tuple[str, ...]]]
    allowed: Mapping[str, Mapping[str, Mapping[str, tuple[str, ...]]]]
    applies: Mapping[str, Mapping[str, tuple[str, ...]]]
    ignored: tuple[str, ...]
    children: Mapping[str, tuple[Form, ...]] = field(repr=False)
    """Fields that hold objects, and how."""

    near_misses: Mapping[str, str] = field(repr=False)
    """Fields by their name in lower case, whole or without one of its letters."""

    @property
    def is_map(self) -> bool:
        """Whether its fields have names of their own."""
        return bool(self.patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of OpenAPI: its objects by the name in its table."""

    name: str
    kinds: Mapping[str, Kind]

    @property
    def has_json_schema(self) -> bool:
        """Whether schemas are JSON Schema 2020-12: `$ref` beside other keywords, anchors, boolean schemas."""
        return self.kinds["schema"].boolean


def declared(value: Any) -> tuple[str, Any] | None:
    """Return the field in which a document says its version and what it says; None where it says none."""
    for name in ("openapi", "swagger"):
        if isinstance(value, dict) and name in value:
            return name, value[name]
    return None


def known(written: Any) -> str | None:
    """Return the version of VERSIONS that `written` is a release of, None where it is none of them."""
    found = _DECLARED.fullmatch(str(written)) if isinstance(written, str | float) else None
    name = f"{found[1]}.{found[2]}" if found else ""
    return name if name in VERSIONS else None


@cache
def version(name: str) -> Version:
    """Return one of VERSIONS."""
    objects = _objects(name)
    booleans = frozenset(kind for kind, parts in objects.items() if parts.get("boolean"))
    kinds = {kind: _kind(kind, parts, booleans) for kind, parts in objects.items()}
    return Version(name=name, kinds=kinds)


@cache
def others_with(kind: str, name: str) -> tuple[str, ...]:
    """Return the versions in which an object of `kind` has a field called `name`."""
    return tuple(one for one in VERSIONS if name in _objects(one).get(kind, {}).get("fields", {}))


def shortened(name: str) -> Iterator[str]:
    """Yield a name in lower case without one of its letters, each in turn, to find slips of the pen."""
    lower = name.lower() if len(name) <= _LONGEST_NAME else ""
    for number in range(len(lower)):
        yield lower[:number] + lower[number + 1 :]


@cache
def _objects(name: str) -> Mapping[str, Mapping[str, Any]]:
    data = _TABLES.joinpath(f"{name}.yaml").read_bytes()
    table = yamlfile.load(data, f"{name}.yaml").value
    below = _objects(table["extends"]) if "extends" in table else {}
    merged = dict(below)
    for kind, parts in table["objects"].items():
        old = {} if parts.get("new") else below.get(kind, {})
        merged[kind] = {**old, **parts, "fields": {**old.get("fields", {}), **parts.get("fields", {})}}
    return merged


def _kind(name: str, parts: Mapping[str, Any], booleans: frozenset[str]) -> Kind:
    fields = {field: _term(says, booleans) for field, says in parts.get("fields", {}).items()}
    patterns = tuple(
        (re.compile(one), _term(says, booleans)) for one, says in parts.get("patterns", {}).items()
    )
    children = {
        field: forms for field, term in fields.items() if (forms := tuple(f for f in term.forms if f.kind))
    }
    return Kind(
        name=name,
        node=parts.get("node", name),
        title=parts["title"],
        fields=fields,
        required=tuple(parts.get("required", ())),
        patterns=patterns,
        misnamed=parts.get("misnamed", "malformed-name"),
        names=re.compile(parts["names"]) if "names" in parts else None,
        reference=parts.get("reference", False),
        extensions=parts.get("extensions", True),
        boolean=parts.get("boolean", False),
        open=parts.get("open", False),
        least=_groups(parts, "least"),
        exactly=_groups(parts, "exactly"),
        either=_groups(parts, "either"),
        cases=_tuples(parts, "cases"),
        allowed={
            field: {
                value: {of: _options(says) for of, says in fields.items()} for value, fields in values.items()
            }
            for field, values in parts.get("allowed", {}).items()
        },
        applies=_tuples(parts, "applies"),
        ignored=tuple(parts.get("ignored", ())),
        children=children,
        near_misses=_near_misses(fields) if parts.get("open") else {},
    )


def _near_misses(fields: Iterable[str]) -> Mapping[str, str]:
    known = {name.lower(): name for name in fields}
    return {short: name for name in fields for short in shortened(name)} | known


def _tuples(parts: Mapping[str, Any], name: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    return {
        field: {key: tuple(names) for key, names in values.items()}
        for field, values in parts.get(name, {}).items()
    }


def _options(says: str) -> tuple[str, ...]:
    return tuple(says.split(" | "))


def _groups(parts: Mapping[str, Any], name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in parts.get(name, ()))


@cache
def _term(says: str, booleans: frozenset[str]) -> Term:
    return Term(says=says, forms=tuple(_form(part, booleans) for part in says.split(_OR)))


def _form(says: str, booleans: frozenset[str]) -> Form:
    if says.startswith(_LIST_OF):
        return _many(says, LIST, _form(says.removeprefix(_LIST_OF), booleans), list)
    if says.startswith(_SOME):
        return _many(says, LIST, _form(says.removeprefix(_SOME), booleans), list, bool)
    if says.startswith(_MAP_OF):
        return _many(says, MAP, _form(says.removeprefix(_MAP_OF), booleans), dict)
    options = _options(says.removeprefix(_ONE_OF)) if says.startswith(_ONE_OF) else _NAMED.get(says)
    if options:
        return Form(says=says, types=frozenset({str}), test=frozenset(options).__contains__, options=options)
    if says in _SCALARS:
        types, test = _SCALARS[says]
        shape, among = (LIST, _TYPES) if says == "types" else (ONE, ())
        return Form(says=says, types=types, test=test, shape=shape, options=among)
    return Form(says=says, types=frozenset({dict, bool} if says in booleans else {dict}), kind=says)


def _many(
    says: str, shape: str, inner: Form, container: type, test: Callable[[Any], Any] | None = None
) -> Form:
    """A list or map. Each object in it is looked at by itself, scalars all at once."""
    if not inner.kind and inner.says != "any":
        test = _all_fit(inner)
    return Form(
        says=says,
        types=frozenset({container}),
        test=test,
        shape=shape,
        kind=inner.kind,
        options=inner.options,
    )


def _all_fit(inner: Form) -> Callable[[Any], bool]:
    return lambda value: all(map(inner.fits, value.values() if isinstance(value, dict) else value))


def _are_distinct(value: list[Any]) -> bool:
    return all(type(one) is str for one in value) and len(set(value)) == len(value)


_NUMBERS, _TEXT, _LISTS = frozenset({int, float}), frozenset({str}), frozenset({list})
_REFERENCE, _SCHEME = re.compile(r"[^\s<>\"{}|\\^`]*"), re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SCALARS: Mapping[str, tuple[frozenset[type], Callable[[Any], Any] | None]] = {
    "any": (frozenset({dict, list, str, int, float, bool, type(None)}), None),
    "text": (_TEXT, None),
    "boolean": (frozenset({bool}), None),
    "number": (_NUMBERS, None),
    "positive": (_NUMBERS, lambda value: value > 0),
    "count": (_NUMBERS, lambda value: value >= 0 and value == int(value)),
    "email": (_TEXT, re.compile(r"[^@\s]+@[^@\s]+").fullmatch),
    "reference": (_TEXT, _REFERENCE.fullmatch),
    "uri": (_TEXT, lambda value: bool(_SCHEME.match(value) and _REFERENCE.fullmatch(value))),
    "names": (_LISTS, lambda value: bool(value) and _are_distinct(value)),
    "distinct names": (_LISTS, _are_distinct),
    "values": (_LISTS, bool),
    "types": (_LISTS, lambda value: bool(value) and _are_distinct(value) and set(value) <= set(_TYPES)),
    "base path": (_TEXT, re.compile(r"/.*").fullmatch),
}
