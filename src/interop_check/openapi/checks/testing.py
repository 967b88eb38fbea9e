"""The tests that a check can make of the values of a field: which of them are wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from interop_check.openapi.casing import CASINGS, is_cased
from interop_check.openapi.checks import linear
from interop_check.openapi.checks.selecting import DERIVED, Selected

FORMATS: Mapping[str, str] = {
    "date": r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
    "date-time": (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]+)?"
        r"(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
    ),
    "email": r"[^@\s]+@[^@\s]+",
    "https": r"https://[^/\s]+(?:/\S*)?",
    "semver": r"[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:\S+",
    "uuid": r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}",
    "urn": r"urn:[a-z0-9][a-z0-9-]+:\S+",
}


class Test(Protocol):
    """What is asked of a field."""

    @property
    def expected(self) -> str:
        """What should stand there, as a sentence may say it."""

    @property
    def needs_nothing(self) -> bool:
        """Whether there is something to say where the field has no value."""

    def wrong(self, field: str, values: Iterable[Selected]) -> Iterator[Selected]:
        """Yield the values that are wrong, or that are missing at the object itself."""


@dataclass(frozen=True, slots=True)
class Each:
    """Every value has to pass; what is no text is for the structure of the description to judge."""

    expected: str
    passes: Callable[[Any], bool]
    needs_nothing: bool = False

    def wrong(self, field: str, values: Iterable[Selected]) -> Iterator[Selected]:
        """Yield the values that do not pass."""
        del field
        return ((at, value) for at, value in values if not self.passes(value))


@dataclass(frozen=True, slots=True)
class Required:
    """All of some names have to be among the members or values, or at least one of several."""

    groups: tuple[tuple[str, ...], ...]
    ignore_case: bool
    needs_nothing: bool = True

    @property
    def expected(self) -> str:
        """What should stand there."""
        return ", ".join(" / ".join(group) for group in self.groups)

    def wrong(self, field: str, values: Iterable[Selected]) -> Iterator[Selected]:
        """Yield the names that are missing."""
        given = {_folded(name, ignore_case=self.ignore_case) for _, name in _names(field, values)}
        for group in self.groups:
            if not given & {_folded(one, ignore_case=self.ignore_case) for one in group}:
                yield (), " / ".join(group)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """None of some names may be among the members, or none of some values among the values."""

    names: frozenset[str]
    ignore_case: bool
    needs_nothing: bool = False

    @property
    def expected(self) -> str:
        """What may not stand there."""
        return ", ".join(sorted(self.names))

    def wrong(self, field: str, values: Iterable[Selected]) -> Iterator[Selected]:
        """Yield those that stand there all the same."""
        banned = {_folded(one, ignore_case=self.ignore_case) for one in self.names}
        for at, name in _names(field, values):
            if _folded(name, ignore_case=self.ignore_case) in banned:
                yield at, name


@dataclass(frozen=True, slots=True)
class Some:
    """One value at least has to match."""

    expected: str
    needs_nothing: bool = True

    def wrong(self, field: str, values: Iterable[Selected]) -> Iterator[Selected]:
        """Yield what is asked for, at the object itself, where no value is that."""
        del field
        pattern = linear.compiled(self.expected)
        if not any(isinstance(value, str) and linear.fits(pattern, value) for _, value in values):
            yield (), self.expected


def _names(field: str, values: Iterable[Selected]) -> Iterator[Selected]:
    """Yield the names of members, the items of lists, and all other values themselves."""
    for at, value in values:
        if field not in DERIVED and isinstance(value, dict):
            yield from (((*at, name), name) for name in value)
        elif isinstance(value, list):
            yield from (((*at, number), one) for number, one in enumerate(value))
        else:
            yield at, value


def _folded(name: Any, *, ignore_case: bool) -> str:
    return str(name).lower() if ignore_case else str(name)


def _pattern(asked: str, *, ignore_case: bool) -> Test:
    del ignore_case
    pattern = linear.compiled(asked)
    return Each(asked, lambda value: not isinstance(value, str) or linear.fits(pattern, value))


def _never(asked: str, *, ignore_case: bool) -> Test:
    del ignore_case
    pattern = linear.compiled(asked)
    return Each(asked, lambda value: not isinstance(value, str) or not linear.fits(pattern, value))


def _some(asked: str, *, ignore_case: bool) -> Test:
    del ignore_case
    linear.compiled(asked)
    return Some(asked)


def _casing(asked: str, *, ignore_case: bool) -> Test:
    del ignore_case
    return Each(asked, lambda value: not isinstance(value, str) or is_cased(value, asked))


def _enum(asked: list[Any], *, ignore_case: bool) -> Test:
    options = [_folded(one, ignore_case=ignore_case) for one in asked]
    return Each(", ".join(map(str, asked)), lambda value: _folded(value, ignore_case=ignore_case) in options)


def _format(asked: str, *, ignore_case: bool) -> Test:
    pattern = linear.compiled(FORMATS[asked])
    del ignore_case
    return Each(asked, lambda value: isinstance(value, str) and linear.fits(pattern, value))


def _required(asked: list[Any], *, ignore_case: bool) -> Test:
    groups = tuple(tuple(one) if isinstance(one, list) else (str(one),) for one in asked)
    return Required(groups, ignore_case)


def _forbidden(asked: list[Any], *, ignore_case: bool) -> Test:
    return Forbidden(frozenset(map(str, asked)), ignore_case)


TESTS: Mapping[str, Callable[..., Test]] = {
    "required": _required,
    "forbidden": _forbidden,
    "pattern": _pattern,
    "never": _never,
    "some": _some,
    "casing": _casing,
    "enum": _enum,
    "format": _format,
}
"""Each test by its name in a table, made of what is asked there."""

_NAMES: Mapping[str, Any] = {"type": "array", "minItems": 1, "items": {"type": "string"}}
ASKED: Mapping[str, Mapping[str, Any]] = {
    "required": {
        **_NAMES,
        "items": {"anyOf": [{"type": "string"}, _NAMES]},
        "description": "Names that have to be there; of a list within the list, one.",
    },
    "forbidden": {**_NAMES, "description": "Names, or values, that may not be there."},
    "pattern": {"type": "string", "description": "What the whole of a text has to match, in linear time."},
    "never": {"type": "string", "description": "What the whole of a text may not match."},
    "some": {"type": "string", "description": "What the whole of one value at least has to match."},
    "casing": {"enum": sorted(CASINGS), "description": "How a name has to be written."},
    "enum": {"type": "array", "minItems": 1, "description": "The values that are allowed."},
    "format": {"enum": sorted(FORMATS), "description": "What a text has to be."},
}
"""JSON Schemas of what each test asks."""
