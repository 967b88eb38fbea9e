"""What changed from one outline to another: classes, properties, how often, and of what range.

The same address under http and under https is one term: that its namespace changed is said, and the term
is neither added nor removed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from interop_check.terminology.differences import Difference, differences, moved
from interop_check.terminology.known import split, twin
from interop_check.terminology.outline import ClassOutline, Outline, PropertyOutline


class Kind(StrEnum):
    """What became of a class or a property."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyChange:
    """What became of one property of one class. `iri` is its newest address, `outline` what it is there.

    `alike` is what was added to the same class with the local name of what was removed, if anything.
    """

    iri: str
    former: str
    kind: Kind
    outline: PropertyOutline
    differences: tuple[Difference, ...] = ()
    alike: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassChange:
    """What became of one class; `properties` are those of it that are not as they were.

    `alike` is a class that was added with the local name of one that was removed, if there is any.
    """

    iri: str
    former: str
    kind: Kind
    differences: tuple[Difference, ...] = ()
    properties: tuple[PropertyChange, ...] = ()
    alike: str = ""


T = TypeVar("T")
C = TypeVar("C", PropertyChange, ClassChange)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All classes that are not as they were, by address, and how many are."""

    classes: tuple[ClassChange, ...]
    unchanged: int


def compare(old: Outline, new: Outline) -> Changes:
    """Return what changed from `old` to `new`. A class that both have unchanged is only counted."""
    pairs = list(_paired(old.classes, new.classes))
    told = [change for before, after in pairs if (change := _class(before, after)) is not None]
    return Changes(classes=_ordered(told), unchanged=len(pairs) - len(told))


def _paired(old: Mapping[str, T], new: Mapping[str, T]) -> Iterator[tuple[T | None, T | None]]:
    """Yield what stands under the same address, else under that of the other scheme, else alone."""
    left = dict(new)
    alone = []
    for iri, before in old.items():
        if iri in left:
            yield before, left.pop(iri)
        else:
            alone.append(iri)
    for iri in alone:
        yield old[iri], left.pop(twin(iri), None)
    for after in left.values():
        yield None, after


def _class(old: ClassOutline | None, new: ClassOutline | None) -> ClassChange | None:
    iri, former = _addresses(old, new)
    before, after = old.properties if old else {}, new.properties if new else {}
    properties = [change for one in _paired(before, after) if (change := _property(*one)) is not None]
    kind = _kind(old, new)
    moves = tuple(moved(former, iri)) if kind is Kind.CHANGED else ()
    if kind is Kind.CHANGED and not moves and not properties:
        return None
    return ClassChange(iri=iri, former=former, kind=kind, differences=moves, properties=_ordered(properties))


def _ordered(changes: Sequence[C]) -> tuple[C, ...]:
    """Return changes by address, those of what was removed with what looks like it among the added."""
    added = {_bare(one.iri): one.iri for one in changes if one.kind is Kind.ADDED}
    told = (
        replace(one, alike=added.get(_bare(one.iri), "")) if one.kind is Kind.REMOVED else one
        for one in changes
    )
    return tuple(sorted(told, key=lambda one: (one.iri, one.former)))


def _bare(iri: str) -> str:
    """Return the local name in small letters, without the class that some write before it: `Class.name`."""
    return split(iri)[1].rpartition(".")[2].lower()


def _property(old: PropertyOutline | None, new: PropertyOutline | None) -> PropertyChange | None:
    iri, former = _addresses(old, new)
    found = tuple(differences(old, new)) if old and new else ()
    kind = _kind(old, new)
    outline = new or old
    if outline is None or (kind is Kind.CHANGED and not found):
        return None
    return PropertyChange(iri=iri, former=former, kind=kind, outline=outline, differences=found)


def _addresses(
    old: ClassOutline | PropertyOutline | None, new: ClassOutline | PropertyOutline | None
) -> tuple[str, str]:
    found = [one.iri for one in (new, old) if one is not None]
    return found[0], found[-1]


def _kind(old: object | None, new: object | None) -> Kind:
    if old is None:
        return Kind.ADDED
    return Kind.REMOVED if new is None else Kind.CHANGED
