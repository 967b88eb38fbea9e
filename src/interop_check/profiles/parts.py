"""Parts of a profile's files, already checked, made into nouns."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from interop_check.model import (
    CORE,
    Criterion,
    EvidenceLevel,
    Exemption,
    FactTable,
    Layer,
    Level,
    Module,
    Profile,
    Rule,
)

_CAPS = {
    "declared": EvidenceLevel.DECLARED,
    "documented": EvidenceLevel.DOCUMENTED,
    "verified": EvidenceLevel.VERIFIED,
}


def criterion(value: Mapping[str, Any], tables: Mapping[str, Any]) -> Criterion:
    """Return a criterion; `tables` are the values of the profile's table files by path."""
    in_files = {name: tables[path] for name, path in value.get("tables", {}).items()}
    return Criterion(
        id=value["id"],
        title=value["title"],
        level=Level(value["level"]),
        layer=Layer(value["layer"]),
        principles=tuple(value["principles"]),
        weight=value["weight"],
        blocking=value.get("blocking", False),
        module=value.get("module", CORE),
        evidence=value["evidence"],
        examiner=value["examiner"],
        params={**value.get("with", {}), **in_files},
        rules=tuple(value["rules"]),
        pass_at=share(value.get("pass_at", 1)),
        partial_at=share(value["partial_at"]) if "partial_at" in value else None,
        floor=value.get("floor", 1),
        cap=_CAPS[value.get("cap", "verified")],
        source=value["source"],
        remedy=value["remedy"],
        if_any=value.get("if_any", False),
    )


def variants(value: Mapping[str, Any]) -> Iterator[Rule]:
    """Yield a rule, and the same rule in each other namespace that it names."""
    texts = {key: text for key, text in value.items() if key not in ("id", "level", "variants", "also")}
    also = tuple(value.get("also", ()))
    namespace, _, name = value["id"].partition("/")
    for variant, level in {namespace: value["level"], **value.get("variants", {})}.items():
        yield Rule(id=f"{variant}/{name}", level=Level(level), also=also, **texts)


def joined(bases: Sequence[Profile]) -> Profile:
    """Return what several profiles ask together; what two of them have in common is there once."""
    first, *others = bases
    if not others:
        return first
    files = {path: data for one in bases for path, data in one.files.items()}
    return replace(
        first,
        criteria=tuple({c.id: c for one in bases for c in one.criteria}.values()),
        rules=tuple(rule for one in bases for rule in one.rules),
        modules=tuple({m.id: m for one in bases for m in one.modules}.values()),
        exemptions=tuple(exempt for one in bases for exempt in one.exemptions),
        ladders=tuple(ladder for one in bases for ladder in one.ladders),
        files=files,
        digest=hashlib.sha256("\n".join(one.digest for one in bases).encode()).hexdigest(),
        shows=tuple(table for one in bases for table in one.shows),
    )


def module(value: Mapping[str, Any]) -> Module:
    """Return a module."""
    return Module(
        id=value["id"],
        title=value["title"],
        features=tuple(value.get("features", ())),
        artefacts=tuple(value.get("artefacts", ())),
        facts=tuple(value.get("facts", ())),
        floor=share(value["floor"]) if "floor" in value else None,
    )


def exemption(value: Mapping[str, Any]) -> Exemption:
    """Return an exemption."""
    return Exemption(
        criterion=value["criterion"], artefacts=tuple(value["artefacts"]), reason=value["reason"]
    )


def fact_table(value: Mapping[str, Any]) -> FactTable:
    """Return the words of a fact that is shown as a table."""
    return FactTable(
        fact=value["fact"], title=value["title"], columns=value["columns"], words=value.get("words", {})
    )


def share(value: str | int) -> Fraction:
    """Return a share as it is written, exactly."""
    return Fraction(value)


def changed(old: Criterion, change: Mapping[str, Any]) -> Criterion:
    """Return a criterion with what a profile changes in it."""
    readers: Mapping[str, Callable[[Any], Any]] = {"level": Level, "pass_at": share, "partial_at": share}
    changes = {key: readers.get(key, _as_is)(value) for key, value in change.items() if key != "criterion"}
    return replace(old, **changes)


def _as_is(value: Any) -> Any:
    return value
