"""Examiner `upgrade`: what another version of the claimed standard would change for this very data."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np

from interop_check import shacl
from interop_check.examiners import examiner
from interop_check.examiners._shacl_rules import name_of, rule_of
from interop_check.examiners.shacl import background_of
from interop_check.examiners.tallying import MAX_FINDINGS, PARAMS
from interop_check.model import Evidence, Examination, Finding, Place, Tally
from interop_check.rdf.table import Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF_TYPE
from interop_check.terminology.changes import ClassChange, Kind, PropertyChange, compare
from interop_check.terminology.differences import Aspect, Difference
from interop_check.terminology.outline import ClassOutline

BREAKS, CHANGES = "oslo/upgrade-breaks", "oslo/upgrade-changes"

_WORDED = frozenset(
    "class datatype has-value in max-count min-count node node-kind or unique-lang".split()  # noqa: SIM905
)
"""Constraint components that there is a sentence for; official shapes use no others."""

_ANYTHING = "*"

Key = tuple[str, str, str, str]


@examiner("upgrade", evidence=("data", "standard", "upgrade", "background"), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """What would break in the data under another version of its standard, and what that version changes.

    Rules oslo/upgrade-breaks (violations that the claimed version does not give, and terms that the other
    has not) and oslo/upgrade-changes (what it asks otherwise of the terms that the data uses, and violations
    that it does not give). Only data that asks for it is looked at. Source: the shapes of both versions.
    """
    counting = _Counting(params.get("max_findings", MAX_FINDINGS))
    standards = {claim: one for one in evidence if one.kind == "standard" for claim in one.about["claims"]}
    upgrades = {claim: one for one in evidence if one.kind == "upgrade" for claim in one.about["claims"]}
    background = background_of(evidence)
    for one in evidence:
        if one.kind != "data" or not one.about.get("upgrade_to"):
            continue
        for claim in one.about.get("standards", ()):
            counting.add(one, standards[claim], upgrades[claim], background)
    return counting.examination()


@dataclass(slots=True)
class _Counting:
    """What all upgrades of all datasets together add up to."""

    max_findings: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    omitted: Counter[str] = field(default_factory=Counter)
    facts: list[dict[str, Any]] = field(default_factory=list)

    def add(self, one: Evidence, old: Evidence, new: Evidence, background: Table | None) -> None:
        """Hold one dataset against both versions, as far as all three could be read."""
        names = {"from": str(old.about.get("label", "")), "to": str(new.about.get("label", new.source))}
        if not one.content or old.content is None or new.content is None:
            self._open(one, old, new, names)
            return
        upgrade = _Upgrade(one, old, new, background, names)
        for rule, looked_at, found in (
            (BREAKS, upgrade.checks, (*upgrade.lost(), *upgrade.broken())),
            (CHANGES, upgrade.present, (*upgrade.changed(), *upgrade.mended())),
        ):
            failed = sum(one.count for one in found)
            self._tally(rule, Tally(max(looked_at, failed), failed))
            self._tell(rule, found)
        self.facts.append({"source": one.source, **names, **_bytes(new), **upgrade.counts})

    def _open(self, one: Evidence, old: Evidence, new: Evidence, names: Mapping[str, str]) -> None:
        self._tally(BREAKS, Tally(not_checked=1))
        problem = new.problem or old.problem
        if problem and one.content:
            args = {**names, **problem.args}
            at = Place(source=one.source)
            self.findings.append(Finding(rule=BREAKS, code=_why(problem.code), at=at, args=args))
        self.facts.append({"source": one.source, **names, "problem": problem.code if problem else "data"})

    def _tell(self, rule: str, found: Sequence["_Fault"]) -> None:
        """Keep the first findings of a rule; to find the place of a fault takes longer than to count it."""
        room = self.max_findings - sum(one.rule == rule for one in self.findings)
        self.findings += [one.finding(rule) for one in found[:room]]
        self.omitted[rule] += len(found[room:])

    def _tally(self, rule: str, tally: Tally) -> None:
        self.tallies[rule] = self.tallies.get(rule, Tally()) + tally

    def examination(self) -> Examination:
        facts = {"upgrades": self.facts} if self.facts else {}
        omitted = {rule: count for rule, count in self.omitted.items() if count}
        return Examination(tallies=self.tallies, findings=tuple(self.findings), omitted=omitted, facts=facts)


@dataclass(frozen=True, slots=True)
class _Fault:
    """Something to tell, of which the place is looked up only if it is told."""

    code: str
    args: Mapping[str, str]
    place: Callable[[], Place]
    count: int = 1

    def finding(self, rule: str) -> Finding:
        return Finding(rule=rule, code=self.code, at=self.place(), args=self.args, count=self.count)


def _why(code: str) -> str:
    return code if code == "upgrade-unpinned" else "upgrade-unusable"


def _bytes(new: Evidence) -> dict[str, Any]:
    used = new.about["used"][0]
    return {"url": used.url, "sha256": used.sha256, "basis": used.basis}


class _Upgrade:
    """One dataset beside the version that it claims and another one."""

    def __init__(
        self,
        one: Evidence,
        old: Evidence,
        new: Evidence,
        background: Table | None,
        names: Mapping[str, str],
    ) -> None:
        self._source, self._names = one.source, names
        self._table: Table = one.content.table
        self._locator = one.content.locator
        self._old = shacl.validate(self._table, old.content, background)
        self._new = shacl.validate(self._table, new.content, background)
        self._uses = {one.iri: _used(self._table, one) for one in old.about["outline"].classes.values()}
        self._changes = compare(old.about["outline"], new.about["outline"])

    @property
    def checks(self) -> int:
        """How often the other version looked, and how many of the data's terms it was asked for."""
        return sum(tally.looked_at for tally in self._new.tallies.values()) + self._terms

    @property
    def present(self) -> int:
        """How many terms the data uses, and how many violations it has, under the claimed version."""
        return self._terms + len(self._of_old)

    @property
    def counts(self) -> dict[str, int]:
        """Violations under the other version only, under the claimed one only, and under both."""
        old, new = self._of_old.keys(), self._of_new.keys()
        return {"new": len(new - old), "gone": len(old - new), "same": len(old & new)}

    @cached_property
    def _terms(self) -> int:
        return sum(map(len, self._uses.values()))

    @cached_property
    def _of_old(self) -> Mapping[Key, shacl.ValidationResult]:
        return _first_of_each(self._old.results)

    @cached_property
    def _of_new(self) -> Mapping[Key, shacl.ValidationResult]:
        return _first_of_each(self._new.results)

    def broken(self) -> Iterator[_Fault]:
        """Return the violations that the claimed version does not give, each once."""
        new = (result for key, result in self._of_new.items() if key not in self._of_old)
        return map(self._violation, new)

    def mended(self) -> Iterator[_Fault]:
        """Yield what the other version no longer calls a violation, together by property and component."""
        groups: dict[tuple[str | None, str], list[shacl.ValidationResult]] = {}
        for key, result in self._of_old.items():
            if key not in self._of_new:
                groups.setdefault((result.path, result.component), []).append(result)
        for first, *others in groups.values():
            args = {**self._names, "name": name_of(first), "component": _component(first)}
            yield _Fault("mended", args, partial(self._at, first), 1 + len(others))

    def lost(self) -> Iterator[_Fault]:
        """Yield the terms of the data that the other version has not, or under another address."""
        for change in self._used():
            if change.kind is Kind.REMOVED or change.differences:
                yield from self._lost_class(change)
            for inner in self._used_of(change):
                if inner.kind is Kind.REMOVED or _is_moved(inner):
                    yield self._lost_property(change, inner)

    def changed(self) -> Iterator[_Fault]:
        """Yield what the other version asks otherwise of a property that the data uses."""
        for change in self._used():
            for inner in self._used_of(change):
                for one in inner.differences:
                    if one.aspect is not Aspect.NAMESPACE:
                        yield self._changed(change, inner, one)

    def _used(self) -> Iterator[ClassChange]:
        return (one for one in self._changes.classes if one.kind is not Kind.ADDED and self._uses[one.former])

    def _used_of(self, change: ClassChange) -> Iterator[PropertyChange]:
        if change.kind is Kind.REMOVED:
            return iter(())
        used = self._uses[change.former]
        return (one for one in change.properties if one.kind is not Kind.ADDED and one.former in used)

    def _lost_class(self, change: ClassChange) -> Iterator[_Fault]:
        gone = change.kind is Kind.REMOVED
        args = {**self._names, "term": change.former, "meant": change.alike if gone else change.iri}
        row = self._uses[change.former][change.former]
        yield _Fault("class-gone" if gone else "class-moved", args, partial(self._at_row, row))

    def _lost_property(self, change: ClassChange, inner: PropertyChange) -> _Fault:
        gone = inner.kind is Kind.REMOVED
        args = {
            **self._names,
            "term": inner.former,
            "class": change.former,
            "meant": inner.alike if gone else inner.iri,
        }
        row = self._uses[change.former][inner.former]
        return _Fault("property-gone" if gone else "property-moved", args, partial(self._at_row, row))

    def _changed(self, change: ClassChange, inner: PropertyChange, one: Difference) -> _Fault:
        args = {
            **self._names,
            "term": inner.former,
            "class": change.former,
            "old": ", ".join(one.old) or _ANYTHING,
            "new": ", ".join(one.new) or _ANYTHING,
        }
        row = self._uses[change.former][inner.former]
        return _Fault(one.aspect.value, args, partial(self._at_row, row))

    def _violation(self, result: shacl.ValidationResult) -> _Fault:
        component = _component(result)
        absent = result.params.get("minCount") == "1"
        code = component if component in _WORDED else "other"
        args = {**result.params, **self._names, "name": name_of(result), "component": component}
        return _Fault("absent" if absent else code, args, partial(self._at, result))

    def _at(self, result: shacl.ValidationResult) -> Place:
        plain = result.path[1:-1] if result.path and result.path.count("<") == 1 else None
        line, column = self._locator.locate(result.focus, plain, result.value) or (None, None)
        return Place(
            source=self._source,
            line=line,
            column=column,
            focus=str(result.focus),
            path=result.path,
            value=None if result.value is None else str(result.value),
            component=result.component,
            shape=str(result.source_shape),
        )

    def _at_row(self, row: int) -> Place:
        table = self._table
        subject, path, value = (table.term(int(column[row])) for column in (table.s, table.p, table.o))
        line, column = self._locator.locate(subject, str(path)[1:-1], value) or (None, None)
        return Place(source=self._source, line=line, column=column, focus=str(subject), path=str(path))


def _key(result: shacl.ValidationResult) -> Key:
    """Return what makes a violation the same under two versions, whatever their shapes and schemes."""
    path = (result.path or "").replace("<https://", "<http://")
    return str(result.focus), path, str(result.value), result.component


def _first_of_each(results: Sequence[shacl.ValidationResult]) -> Mapping[Key, shacl.ValidationResult]:
    found: dict[Key, shacl.ValidationResult] = {}
    for result in results:
        found.setdefault(_key(result), result)
    return found


def _component(result: shacl.ValidationResult) -> str:
    return rule_of(result.severity, result.component).partition("/")[2]


def _is_moved(change: PropertyChange) -> bool:
    return any(one.aspect is Aspect.NAMESPACE for one in change.differences)


def _used(table: Table, outline: ClassOutline) -> dict[str, int]:
    """Return which terms of a class the data uses, the class itself first, each with the first row of it."""
    number, wanted = table.number(iri_token(RDF_TYPE)), table.number(iri_token(outline.iri))
    typing = np.flatnonzero((table.p == number) & (table.o == wanted))
    if not len(typing):
        return {}
    own = np.isin(table.s, table.s[typing])
    found = {outline.iri: int(typing[0])}
    for iri in outline.properties:
        rows = np.flatnonzero(own & (table.p == table.number(iri_token(iri))))
        if len(rows):
            found[iri] = int(rows[0])
    return found
