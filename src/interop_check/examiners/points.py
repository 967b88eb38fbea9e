"""The arithmetic of the European metadata quality assessment (MQA): what each indicator earns, exactly.

A dataset's own properties are given or not. Of what its distributions have, the share counts; for
interoperability only the best distribution does. What could not be measured leaves a range.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Any

import pyoxigraph as ox

from interop_check.examiners.authorities import AuthorityTable
from interop_check.examiners.dcat import Record, iri

INTEROPERABILITY = "interoperability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator: how many points, on which dimension, and what is asked of datasets or distributions."""

    id: str
    dimension: str
    points: int
    of: str
    check: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How many of how many had what an indicator asks; `unknown` are those that could not be measured."""

    indicator: Indicator
    well: Fraction
    unknown: Fraction
    population: int

    @property
    def least(self) -> Fraction:
        """The points that are certain."""
        return self._points(self.well)

    @property
    def most(self) -> Fraction:
        """The points if all that was not measured were well."""
        return self._points(self.well + self.unknown)

    def _points(self, share: Fraction) -> Fraction:
        return self.indicator.points * share / self.population if self.population else Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The measures of one dataset or of a whole catalogue, in the order of the indicators."""

    measures: tuple[Measure, ...]

    @property
    def least(self) -> int:
        """The points that are certain, rounded down."""
        return int(sum((one.least for one in self.measures), Fraction(0)))

    @property
    def most(self) -> int:
        """The points if all that was not measured were well, rounded down."""
        return int(sum((one.most for one in self.measures), Fraction(0)))


class Marks:
    """The indicators as parameters tell of them, and how one is measured on one record."""

    def __init__(self, told: Mapping[str, Any], lists: Sequence[Mapping[str, Any]]) -> None:
        self.indicators = tuple(
            Indicator(**{**one, "paths": tuple(one["paths"])}) for one in told["indicators"]
        )
        self.total = sum(one.points for one in self.indicators)
        self._bands: list[tuple[str, int]] = [(one["id"], one["from"]) for one in told["bands"]]
        self._sets = {name: frozenset(codes) for name, codes in told["sets"].items()}
        self._compliance = told["compliance"]
        tables = [AuthorityTable.of(one) for one in (*lists, *told.get("lists", ()))]
        self._tables = {table.path: table for table in tables}

    def band(self, points: int) -> str:
        """Return the band that a number of points falls in."""
        return next(name for name, least in self._bands if points >= least)

    def of_dataset(self, dataset: Record, answers: Mapping[str, str]) -> Assessment:
        """Measure one dataset; `answers` are the HTTP statuses of addresses, as far as they are known."""
        distributions = dataset.catalogue.distributions(dataset)
        best = self._best(distributions)
        measures = []
        for indicator in self.indicators:
            records = [dataset] if indicator.of == "dataset" else distributions
            if indicator.of == "distribution" and indicator.dimension == INTEROPERABILITY:
                records = best
            seen = [self._marked(indicator, record, answers) for record in records]
            measures.append(_measure(indicator, seen))
        return Assessment(measures=tuple(measures))

    def of_all(self, assessments: Sequence[Assessment]) -> Assessment:
        """Add up: points times the share of everything that an indicator is about."""
        columns = zip(*(one.measures for one in assessments), strict=True)
        return Assessment(measures=tuple(_together(column) for column in columns))

    def _best(self, distributions: Sequence[Record]) -> list[Record]:
        """Identical content in several forms: only the one that earns most counts."""
        asked = [
            one for one in self.indicators if one.dimension == INTEROPERABILITY and one.of == "distribution"
        ]

        def worth(record: Record) -> Fraction:
            marks = ((one.points, self._marked(one, record, {})) for one in asked)
            return sum((points * (mark or Fraction(0)) for points, mark in marks), Fraction(0))

        return [max(distributions, key=worth)] if distributions else []

    def _marked(self, indicator: Indicator, record: Record, answers: Mapping[str, str]) -> Fraction | None:
        """Return the share of an indicator that a record earns, None where it could not be measured."""
        values = record.values(*indicator.paths)
        check, _, name = indicator.check.partition(":")
        if check == "given":
            return Fraction(bool(values))
        if check == "answers":
            return _answering([iri(value) for value in values], answers)
        if check == "listed":
            return Fraction(
                sum(self._is_listed(record, path) for path in indicator.paths), len(indicator.paths)
            )
        if check == "in":
            codes = (self._tables[path].code(v) for path in indicator.paths for v in record.values(path))
            return Fraction(any(code in self._sets[name] for code in codes))
        return Fraction(self._complies(record))

    def _is_listed(self, record: Record, path: str) -> bool:
        return any(self._tables[path].code(value) is not None for value in record.values(path))

    def _complies(self, dataset: Record) -> bool:
        """Whether a dataset and its distributions have what DCAT-AP demands, as often as it allows."""
        asked = {"dataset": [dataset], "distribution": dataset.catalogue.distributions(dataset)}
        return all(_has(record, rule) for rule in self._compliance for record in asked[rule["of"]])


def _has(record: Record, rule: Mapping[str, Any]) -> bool:
    values = record.values(rule["path"])
    kinds = {"literal": ox.Literal, "iri": ox.NamedNode}
    of_kind = all(isinstance(value, kinds[rule["kind"]]) for value in values) if "kind" in rule else True
    return rule.get("min", 0) <= len(values) <= rule.get("max", len(values)) and of_kind


def _answering(addresses: Sequence[str], answers: Mapping[str, str]) -> Fraction | None:
    """An address earns its points by an answer in the two hundreds; without an address there are none."""
    if not addresses:
        return Fraction(0)
    if any(answers.get(one, "").startswith("2") for one in addresses):
        return Fraction(1)
    return Fraction(0) if all(one in answers for one in addresses) else None


def _measure(indicator: Indicator, seen: Sequence[Fraction | None]) -> Measure:
    well = sum((one for one in seen if one is not None), Fraction(0))
    unknown = Fraction(sum(one is None for one in seen))
    return Measure(indicator=indicator, well=well, unknown=unknown, population=len(seen))


def _together(measures: Iterable[Measure]) -> Measure:
    first, *others = measures
    every = list(chain([first], others))
    return Measure(
        indicator=first.indicator,
        well=sum((one.well for one in every), Fraction(0)),
        unknown=sum((one.unknown for one in every), Fraction(0)),
        population=sum(one.population for one in every),
    )
