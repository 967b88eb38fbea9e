"""Rules oslo/time-offset and oslo/time-midnight: times that are the same everywhere, dates that are dates."""

import re

import numpy as np

from interop_check.examiners.literals.datatypes import well_formed
from interop_check.examiners.literals.expected import Expected
from interop_check.examiners.literals.values import Values
from interop_check.rdf.vocabulary import TREE, XSD

OFFSET, MIDNIGHT = "oslo/time-offset", "oslo/time-midnight"
_DATE_TIME = XSD + "dateTime"
_WITH_OFFSET = re.compile(rb'"[^"]*(?:Z|[+-]\d\d:\d\d)"')
_AT_MIDNIGHT = re.compile(rb'"[^"T]*T00:00:00(?:\.0+)?[^0-9.]')
_BOUND = re.compile(r"[#/](?:.*(?:start|begin|eind|end|from|until|valid|van|tot).*)$", re.IGNORECASE)
"""Bounds of a period, which may well begin or end at midnight."""

_FEWEST = 3


def examine(values: Values, expected: Expected) -> None:
    """Look at each value of xsd:dateTime that has its form."""
    numbers = well_formed(values, _DATE_TIME)
    tokens = values.table.tokens
    without = [number for number in numbers if not _WITH_OFFSET.match(tokens[number])]
    values.data.look(OFFSET, len(numbers), len(without))
    values.note_uses(OFFSET, "no-offset", without, lambda text: {"text": text})
    _midnights(values, expected, numbers)


def _midnights(values: Values, expected: Expected, numbers: list[int]) -> None:
    """Properties whose times are all midnight hold dates, unless a claimed standard asks for times."""
    tokens = values.table.tokens
    times = np.zeros(len(tokens), np.bool_)
    times[numbers] = True
    for at, count in values.uses(numbers):
        if at.predicate is None:
            continue
        mine = values.table.inverse(at.predicate).nodes
        mine = mine[times[mine]]
        midnight = all(_AT_MIDNIGHT.match(tokens[number]) for number in mine.tolist())
        iri = values.iri(at.predicate)
        asked = _DATE_TIME in expected.of(iri) or iri.startswith(TREE) or _BOUND.search(iri)
        wrong = midnight and len(mine) >= _FEWEST and not asked
        values.data.look(MIDNIGHT, len(mine), len(mine) if wrong else 0)
        if wrong:
            values.data.note(MIDNIGHT, "always-midnight", at, {}, count)
