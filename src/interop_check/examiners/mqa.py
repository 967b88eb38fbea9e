"""Examiner `mqa`: the points that data.europa.eu gives to the datasets of a catalogue, and why."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.authorities import LISTS
from interop_check.examiners.dcat import Catalogue, Record, catalogues
from interop_check.examiners.points import Assessment, Marks, Measure
from interop_check.examiners.tallying import PARAMS as CAPPED
from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Examination, Finding, Tally

_TEXT: Mapping[str, Any] = {"type": "string"}
_TEXTS: Mapping[str, Any] = {"type": "array", "items": _TEXT}

PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["marks", "lists"],
    "properties": {
        **CAPPED["properties"],
        "lists": LISTS,
        "marks": {
            "type": "object",
            "description": "Indicators with their points, bands, sets of formats, and what DCAT-AP demands.",
            "additionalProperties": False,
            "required": ["indicators", "bands", "sets", "compliance"],
            "properties": {
                "indicators": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["id", "dimension", "points", "of", "check", "paths"],
                        "properties": {
                            "id": _TEXT,
                            "dimension": _TEXT,
                            "points": {"type": "integer", "minimum": 1},
                            "of": {"enum": ["dataset", "distribution"]},
                            "check": {"type": "string", "pattern": "^(given|answers|listed|complies|in:.+)$"},
                            "paths": _TEXTS,
                        },
                    },
                },
                "bands": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["id", "from"],
                        "properties": {"id": _TEXT, "from": {"type": "integer", "minimum": 0}},
                    },
                },
                "sets": {"type": "object", "additionalProperties": _TEXTS},
                "lists": LISTS,
                "compliance": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["of", "path"],
                        "properties": {
                            "of": {"enum": ["dataset", "distribution"]},
                            "path": _TEXT,
                            "min": {"type": "integer", "minimum": 1},
                            "max": {"type": "integer", "minimum": 1},
                            "kind": {"enum": ["literal", "iri"]},
                        },
                    },
                },
            },
        },
    },
}

SCORE = "mqa/score"


@examiner("mqa", evidence=("catalogue",), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """How many of the 405 points of the European metadata quality assessment each dataset earns, and why.

    Rules mqa/score (in points) and mqa/*, one for each indicator. Source: data.europa.eu, metadata quality
    assessment methodology. Whether addresses answer is not measured without the network: the points are then
    a range.
    """
    tallying = Tallying.of(params)
    marks = Marks(params["marks"], params["lists"])
    tables: list[dict[str, Any]] = []
    for one in catalogues(evidence, tallying):
        answers = one.evidence.about.get("answers", {})
        assessed = [(dataset, marks.of_dataset(dataset, answers)) for dataset in one.datasets]
        if assessed:
            for dataset, assessment in assessed:
                _score(one, dataset, assessment, marks)
            whole = marks.of_all([assessment for _, assessment in assessed])
            for number, measure in enumerate(whole.measures):
                _indicator(one, measure, [(d, a.measures[number]) for d, a in assessed])
            tables += _tables(one, assessed, whole, marks)
    return tallying.examination({"mqa": tables})


def _score(one: Catalogue, dataset: Record, assessment: Assessment, marks: Marks) -> None:
    """Count in points: those that are certain are well, those that are lost failed, the others are open."""
    least, most = assessment.least, assessment.most
    lost = marks.total - most
    one.tallying.add(SCORE, Tally(least + lost, lost, most - least))
    if lost and one.tallying.has_room(SCORE):
        args = {"name": dataset.name, "points": _range(least, most), "total": str(marks.total)}
        at = one.place(dataset.node)
        one.tallying.findings.append(Finding(rule=SCORE, code=f"score-{marks.band(most)}", at=at, args=args))


def _indicator(one: Catalogue, whole: Measure, each: Sequence[tuple[Record, Measure]]) -> None:
    """Tell once of each indicator how many lack what it asks, at the first that does."""
    rule = f"mqa/{whole.indicator.id}"
    unknown, well = int(whole.unknown), int(whole.well)
    failed = whole.population - unknown - well
    one.tallying.add(rule, Tally(whole.population - unknown, failed, unknown))
    lost = whole.indicator.points - whole.most
    if not lost:
        return
    if not whole.population:
        one.tallying.add(rule, Tally(1, 1))  # a catalogue without distributions earns nothing for them
    if one.tallying.has_room(rule):
        first = next(record for record, measure in each if measure.most < whole.indicator.points)
        args = {
            "well": str(well),
            "population": str(whole.population),
            "points": str(whole.indicator.points),
            "lost": _decimal(lost),
            "name": first.name,
        }
        finding = Finding(rule=rule, code="points-lost", at=one.place(first.node), args=args)
        one.tallying.findings.append(finding)


# ---------------------------------------------------------------- tables


def _tables(
    one: Catalogue, assessed: Sequence[tuple[Record, Assessment]], whole: Assessment, marks: Marks
) -> Iterator[dict[str, Any]]:
    source = one.evidence.source
    rows = [_total(dataset.name, assessment, marks) for dataset, assessment in assessed]
    rows.append(_total("whole-catalogue", whole, marks))
    yield {"of": source, "columns": ["dataset", "points", "total", "band"], "rows": rows}
    yield _arithmetic(source, whole, marks)
    for dataset, assessment in assessed:
        yield _arithmetic(dataset.name, assessment, marks)


def _total(name: str, assessment: Assessment, marks: Marks) -> list[Any]:
    points = _range(assessment.least, assessment.most)
    return [name, points, str(marks.total), _bands(assessment, marks)]


def _bands(assessment: Assessment, marks: Marks) -> list[str]:
    return list(dict.fromkeys([marks.band(assessment.least), marks.band(assessment.most)]))


def _arithmetic(name: str, assessment: Assessment, marks: Marks) -> dict[str, Any]:
    rows: list[list[Any]] = [_line(measure) for measure in assessment.measures]
    points = _range(assessment.least, assessment.most)
    rows.append(["sum", "", "", points, str(marks.total), _bands(assessment, marks)])
    columns = ["dimension", "indicator", "counted", "points", "total", "note"]
    return {"of": name, "detail": True, "columns": columns, "rows": rows}


def _line(measure: Measure) -> list[Any]:
    indicator = measure.indicator
    points = _decimal(measure.least)
    if measure.unknown:
        points = f"{points}–{_decimal(measure.most)}"
    note = "not-measured" if measure.unknown else f"note-{indicator.check.partition(':')[0]}"
    if not measure.population:
        note = "no-distribution"
    counted = f"{_decimal(measure.well)}/{measure.population}"
    return [indicator.dimension, indicator.id, counted, points, str(indicator.points), note]


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"


def _decimal(number: Fraction) -> str:
    """Return a number with one decimal where it is not whole, rounded down."""
    tenths = int(number * 10)
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"
