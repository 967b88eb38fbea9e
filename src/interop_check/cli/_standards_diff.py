"""What changed from one version of a standard to another, as lines of text and as plain facts for JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from interop_check.cli._standards_text import INDENT, labelled, wrapped
from interop_check.terminology.changes import Kind
from interop_check.terminology.differences import Aspect, Effect
from interop_check.terminology.known import split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from interop_check.locales import Texts
    from interop_check.terminology.changes import Changes, ClassChange, PropertyChange
    from interop_check.terminology.differences import Difference

_IN_CLASS = (Kind.REMOVED, Kind.CHANGED, Kind.ADDED)
_OSLO = re.compile(r"https?://data\.vlaanderen\.be/ns/(?:[^#]*/)?(?P<name>[A-Za-z][\w-]*)[#/]")


class Short:
    """Writes IRIs short and remembers the prefixes used; each stands for the first namespace it had."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self._by_namespace = {namespace: prefix for prefix, namespace in prefixes.items()}
        self.used: dict[str, str] = {}

    def __call__(self, iri: str) -> str:
        """Return `prefix:name`, or the IRI itself where there is no prefix for it."""
        namespace, name = split(iri)
        own = _OSLO.fullmatch(namespace)
        prefix = self._by_namespace.get(namespace) or (own["name"] if own else "")
        if not prefix or not name or self.used.setdefault(prefix, namespace) != namespace:
            return iri
        return f"{prefix}:{name}"


def diff_lines(changes: Changes, prefixes: Mapping[str, str], say: Texts, width: int) -> Iterator[str]:
    """Yield what changed, class by class: new, gone and changed ones, and the prefixes that were used."""
    short = Short(prefixes)
    told = {kind: [one for one in changes.classes if one.kind is kind] for kind in Kind}
    counts = {kind.value: len(found) for kind, found in told.items()}
    yield from wrapped(say("diff-total", **counts, unchanged=changes.unchanged), width)
    for kind in Kind:
        if told[kind]:
            yield ""
            yield say(f"diff-classes-{kind.value}")
            for one in told[kind]:
                yield from _class_lines(one, short, say, width)
    if short.used:
        yield ""
        yield say("diff-prefixes")
        pairs = ((f"{INDENT}{prefix}:", namespace) for prefix, namespace in sorted(short.used.items()))
        yield from labelled(pairs, width)
    yield ""
    yield from wrapped(say("diff-basis"), width)


def _class_lines(change: ClassChange, short: Short, say: Texts, width: int) -> Iterator[str]:
    alike = short(change.alike) if change.alike else ""
    if change.kind is not Kind.CHANGED:
        text = say("diff-class", iri=short(change.iri), count=len(change.properties), alike=alike)
        yield from wrapped(text, width, INDENT)
        return
    yield from wrapped(short(change.iri), width, INDENT)
    for difference in change.differences:
        yield from wrapped(_difference(difference, short, say), width, INDENT * 2)
    for one in sorted(change.properties, key=lambda one: _IN_CLASS.index(one.kind)):
        yield from wrapped(_property(one, short, say), width, INDENT * 2)


def _property(change: PropertyChange, short: Short, say: Texts) -> str:
    names = change.outline.names
    name = names.get(say.language) or names.get("") or next(iter(names.values()), "")
    what = short(change.iri) if not name or name == split(change.iri)[1] else f"{short(change.iri)} “{name}”"
    alike = short(change.alike) if change.alike else ""
    if change.kind is Kind.REMOVED:
        return say("diff-property-removed", what=what, alike=alike)
    if change.kind is Kind.ADDED:
        return say("diff-property-added", what=what, count=_count(change), range=_range(change, short, say))
    told = "; ".join(_difference(one, short, say) for one in change.differences)
    return say("diff-property-changed", what=what, told=told)


def _count(change: PropertyChange) -> str:
    most = "*" if change.outline.maximum is None else change.outline.maximum
    return f"{change.outline.minimum}..{most}"


def _range(change: PropertyChange, short: Short, say: Texts) -> str:
    values = sorted(change.outline.classes | change.outline.datatypes)
    code_list = say("diff-code-list", iri=change.outline.code_list) if change.outline.code_list else ""
    return ", ".join([*map(short, values), *([code_list] if code_list else [])])


def _difference(one: Difference, short: Short, say: Texts) -> str:
    return say(
        f"aspect-{one.aspect.value}",
        old=_values(one.aspect, one.old, short, say),
        new=_values(one.aspect, one.new, short, say),
        effect="" if one.effect is Effect.OTHER else say(f"diff-{one.effect.value}"),
    )


def _values(aspect: Aspect, values: Sequence[str], short: Short, say: Texts) -> str:
    if not values:
        return say(f"nothing-{aspect.value}")
    if aspect is Aspect.NODE_KINDS:
        return ", ".join(say(f"node-{value.lower()}") for value in values)
    whole = aspect in (Aspect.NAMESPACE, Aspect.CLASS_NAMESPACE, Aspect.CODE_LIST)
    return ", ".join(values if whole else map(short, values))


def diff_facts(changes: Changes, old: str, new: str) -> dict[str, Any]:
    """Return the changes as plain values; `kind` is added, removed or changed."""
    return {
        "from": old,
        "to": new,
        "unchanged_classes": changes.unchanged,
        "classes": [
            {
                **_term_facts(one),
                "properties": [
                    {**_term_facts(inner), "count": _count(inner), **_range_facts(inner)}
                    for inner in one.properties
                ],
            }
            for one in changes.classes
        ],
    }


def _term_facts(change: ClassChange | PropertyChange) -> dict[str, Any]:
    return {
        "iri": change.iri,
        "former": change.former,
        "kind": change.kind.value,
        "alike": change.alike or None,
        "differences": [
            {
                "aspect": one.aspect.value,
                "effect": one.effect.value,
                "old": list(one.old),
                "new": list(one.new),
            }
            for one in change.differences
        ],
    }


def _range_facts(change: PropertyChange) -> dict[str, Any]:
    outline = change.outline
    return {
        "names": dict(outline.names),
        "classes": sorted(outline.classes),
        "datatypes": sorted(outline.datatypes),
        "code_list": outline.code_list or None,
    }
