"""Examiner `shacl`: does the data satisfy the shapes of the standards that it claims."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

from interop_check import shacl
from interop_check.examiners import examiner
from interop_check.examiners._limits import limits_param
from interop_check.examiners._shacl_rules import code_of, leading_rules, name_of, rule_of, spot_of
from interop_check.examiners.rdf import LINKED
from interop_check.examiners.tallying import PARAMS as SHARED_PARAMS
from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Examination, Finding, Place, Tally
from interop_check.rdf.table import Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF_TYPE, SH

PARAMS: Mapping[str, Any] = {
    **SHARED_PARAMS,
    "properties": {
        **SHARED_PARAMS["properties"],
        "limits": limits_param(
            shacl.Limits, "What judging one dataset by one standard may cost, counted in steps."
        ),
    },
}
CLASSES_SHOWN = 3

TARGETS, COVERAGE, REFERENCES = "data/targets", "data/target-coverage", "data/references"
DATASETS, COERCED = "shacl/dataset", "shacl/coerced"


@examiner("shacl", evidence=("standard", "background"), judges=LINKED, params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether the shapes of each claimed standard hold, how much data they look at, and what stays open.

    Rules shacl/*, shacl-warning/*, shacl-info/* (one per constraint component and severity, and shacl/dataset
    for data that no shapes could be held against, shacl/coerced for values that a JSON-LD context made
    something else of), data/targets, data/target-coverage, data/references.
    Source: SHACL, W3C Recommendation 20 July 2017, sections 2.1 and 4.
    """
    standards = {claim: one for one in evidence if one.kind == "standard" for claim in one.about["claims"]}
    background = background_of(evidence)
    found = _Tallying.of(params)
    limits = shacl.Limits(**params.get("limits", {}))
    for one in evidence:
        if one.kind in LINKED and one.content:
            _examine_dataset(one, standards, background, found, limits)
    return found.examination({"validated": found.validated})


@dataclass(slots=True)
class _Tallying(Tallying):
    """With what was validated."""

    validated: list[dict[str, Any]] = field(default_factory=list)


def background_of(evidence: Sequence[Evidence]) -> Table | None:
    """Return all that is known beforehand as one table, None where nothing is."""
    tables = [one.content.table for one in evidence if one.kind == "background" and one.content]
    return reduce(Table.union, tables) if tables else None


def _examine_dataset(
    one: Evidence,
    standards: Mapping[str, Evidence],
    background: Table | None,
    tallying: _Tallying,
    limits: shacl.Limits,
) -> None:
    claims = one.about.get("claims", ())
    usable = [standards[claim] for claim in claims if standards[claim].content is not None]
    for claim in [claim for claim in claims if standards[claim].content is None] or ([] if claims else [""]):
        tallying.add(DATASETS, Tally(not_checked=1))
        finding = Finding(
            rule=DATASETS, code="not-validated", at=Place(source=one.source), args={"claim": claim}
        )
        tallying.findings += [finding] if tallying.has_room(DATASETS) else []
    coerced = coerced_types(one)
    readings = []
    for standard in usable:
        validation = shacl.validate(
            one.content.table, standard.content, background, coerced=coerced, limits=limits
        )
        readings.append(_Reading(one, standard, validation, tallying))
    for reading in readings:
        reading.add()
    if readings:
        max(readings, key=lambda reading: reading.validation.targeted).add_coverage()


def coerced_types(one: Evidence) -> frozenset[str]:
    """Return the datatypes that contexts give to strings although no literal is of such a type."""
    reading = one.content.reading
    return frozenset(spoilt.type for spoilt in reading.spoilt) if reading else frozenset()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One validation of one dataset, read as tallies and findings."""

    one: Evidence
    standard: Evidence
    validation: shacl.Validation
    tallying: _Tallying

    def add(self) -> None:
        """Add everything that this validation says."""
        self._add_targets()
        self._add_constraints()
        self._add_references()
        self._add_coerced()
        self._add_costly()
        self.tallying.validated.append(
            {
                "source": self.one.source,
                "standard": str(self.standard.about["label"]),
                "focus_nodes": sum(self.validation.focus_nodes.values()),
                "typed": self.validation.typed,
                "targeted": self.validation.targeted,
                "not_checkable": sum(n.count for n in self.validation.not_checkable),
            }
        )

    def add_coverage(self) -> None:
        """Add how much of the data this standard covers; of several, the one that covers most counts."""
        untargeted = self.validation.typed - self.validation.targeted
        self.tallying.add(COVERAGE, Tally(self.validation.typed, untargeted))
        if untargeted and self.tallying.has_room(COVERAGE):
            args = {"typed": str(self.validation.typed), "untargeted": str(untargeted)}
            self.tallying.findings.append(self._finding(COVERAGE, "not-targeted", args))

    def _add_targets(self) -> None:
        focus_nodes = sum(self.validation.focus_nodes.values())
        self.tallying.add(TARGETS, Tally(1, 0 if focus_nodes else 1))
        if not focus_nodes and self.tallying.has_room(TARGETS):
            self.tallying.findings.append(
                self._finding(TARGETS, "nothing-targeted", {"classes": _classes(self.one.content.table)})
            )
        for defect in self.validation.refused:
            self.tallying.add(DATASETS, Tally(not_checked=1))
            if self.tallying.has_room(DATASETS):
                self.tallying.findings.append(self._refused(defect))

    def _add_constraints(self) -> None:
        for (severity, component), tally in self.validation.tallies.items():
            # One look at a focus node may bring several results: a query's rows, a closed shape's extras.
            looked_at = max(tally.looked_at, tally.failed)
            self.tallying.add(rule_of(severity, component), Tally(looked_at, tally.failed))
        for (severity, component), more in self.validation.omitted.items():
            self.tallying.omitted[rule_of(severity, component)] += more
        leading = leading_rules(self.validation.results)
        for result in self.validation.results:
            rule = rule_of(result.severity, result.component)
            if self.tallying.has_room(rule):
                finding = self._violation(rule, result)
                leader = leading.get(spot_of(result))
                self.tallying.findings.append(finding if leader == rule else replace(finding, follows=leader))

    def _add_references(self) -> None:
        undecided = self.validation.not_checkable
        unknown = [one for one in undecided if not one.is_coerced and not one.over]
        classes = sum(
            tally.looked_at
            for (_, component), tally in self.validation.tallies.items()
            if component == f"{SH}ClassConstraintComponent"
        )
        total = sum(one.count for one in unknown)
        if classes + total:
            self.tallying.add(REFERENCES, Tally(classes + total, total))
        for one in unknown:
            if self.tallying.has_room(REFERENCES):
                self.tallying.findings.append(self._reference(one))

    def _add_costly(self) -> None:
        """Add what would have cost more than a limit allows: it was not looked at."""
        for one in self.validation.not_checkable:
            if one.over:
                rule = rule_of(one.severity, one.component)
                self.tallying.add(rule, Tally(not_checked=one.count))
                if self.tallying.has_room(rule):
                    self.tallying.findings.append(self._costly(rule, one))

    def _add_coerced(self) -> None:
        """Add how often nothing can be said of a value because of a context: one cause, so one finding."""
        coerced = [one for one in self.validation.not_checkable if one.is_coerced]
        times = sum(one.count for one in coerced)
        if not times:
            return
        self.tallying.add(COERCED, Tally(not_checked=times))
        if self.tallying.has_room(COERCED):
            first = coerced[0]
            line, column = self._position(first.focus, first.path, first.value)
            finding = self._finding(COERCED, "coerced", {"checks": str(times)})
            at = replace(finding.at, line=line, column=column)
            self.tallying.findings.append(replace(finding, at=at, count=times))

    def _violation(self, rule: str, result: shacl.ValidationResult) -> Finding:
        own = result.messages.get("nl") or next(iter(result.messages.values()), "")
        at = replace(self._at(result, result.component), shape=str(result.source_shape))
        args = {
            **result.params,
            "name": name_of(result),
            "standard": str(self.standard.about["label"]),
            "own": own,
        }
        return Finding(rule=rule, code=code_of(rule, result), at=at, args=args, count=result.count)

    def _refused(self, defect: shacl.ShapeDefect) -> Finding:
        shape = str(defect.shape)
        label = str(self.standard.about["label"])
        limit = {"limit": defect.args["limit"]} if "limit" in defect.args else {}
        args = {"shape": shape, "defect": defect.code, "standard": label, **limit}
        return Finding(
            rule=DATASETS, code="shape-refused", at=Place(source=self.one.source, shape=shape), args=args
        )

    def _reference(self, one: shacl.NotCheckable) -> Finding:
        at = self._at(one, f"{SH}ClassConstraintComponent")
        return Finding(
            rule=REFERENCES, code="not-checkable", at=at, args={"class": one.klass}, count=one.count
        )

    def _costly(self, rule: str, one: shacl.NotCheckable) -> Finding:
        at = self._at(one, one.component)
        args = {"limit": one.limit, "standard": str(self.standard.about["label"])}
        return Finding(rule=rule, code=one.over, at=at, args=args, count=one.count)

    def _at(self, seen: shacl.ValidationResult | shacl.NotCheckable, component: str) -> Place:
        line, column = self._position(seen.focus, seen.path, seen.value)
        return Place(
            source=self.one.source,
            line=line,
            column=column,
            focus=str(seen.focus),
            path=seen.path,
            value=None if seen.value is None else str(seen.value),
            component=component,
        )

    def _position(self, focus: Any, path: str | None, value: Any) -> tuple[int | None, int | None]:
        plain = path[1:-1] if path and re.fullmatch(r"<[^<>]*>", path) else None
        return self.one.content.locator.locate(focus, plain, value) or (None, None)

    def _finding(self, rule: str, code: str, args: Mapping[str, str]) -> Finding:
        about = {"standard": str(self.standard.about["label"])}
        return Finding(rule=rule, code=code, at=Place(source=self.one.source), args={**about, **args})


def _classes(table: Table) -> str:
    """The first classes in the data: next to those of the standard, a misspelt one catches the eye."""
    classes = sorted({str(table.term(number)) for number in table.edges(table.number(iri_token(RDF_TYPE))).o})
    return ", ".join(classes[:CLASSES_SHOWN])
