"""Rule oslo/id-national-number: national numbers of persons in IRIs and in literals that identify.

They are personal data that few may use (law of 8 August 1983, article 8; GDPR, article 87), and no finding
repeats them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from interop_check.examiners.dataset import Dataset, Statement
from interop_check.examiners.identifiers.iris import Iris
from interop_check.examiners.identifiers.literals import Literals
from interop_check.notations.numbers import is_national, is_national_as_people_write_it

PERSONS = "oslo/id-national-number"
_RUN = re.compile(r"(?<![0-9A-Za-z.])\d\d[. ]?\d\d[. ]?\d\d[ .-]?\d{3}[ .-]?\d\d(?![0-9A-Za-z])")
_BYTES = re.compile(_RUN.pattern.encode())
_SO_CALLED = re.compile(
    r"rijksregister|insz|niss$|nation(?:aal|al)_?(?:register)?_?num|registre_?national", re.IGNORECASE
)
_SHORTEST = 11
_DIGITS = b"0" * _SHORTEST
_ENDS = (b"000.00", b"000-00")
_SHARE = 2
"""One in five hundred plain numbers of eleven digits looks like a person's by chance: of those in one place,
one in so many has to."""


class Candidate(NamedTuple):
    """Eleven digits, where they stand, the place that others like it share, and whether that is named so."""

    text: str
    at: Statement
    place: str
    named: bool


def examine(data: Dataset, iris: Iris, literals: Literals) -> None:
    """Look at IRIs, of things and of references, and at the literals that identify."""
    candidates = [*_in_iris(data, iris)] if _may_occur(iris.shape) else []
    candidates += [
        Candidate(one.text, one.at, one.names, bool(_SO_CALLED.search(one.names)))
        for one in literals.numbers
        if _RUN.fullmatch(one.text)
    ]
    places: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        places.setdefault(candidate.place, []).append(candidate)
    told = [persons for mine in places.values() if (persons := _persons(mine))]
    data.look(PERSONS, len(iris) + literals.count, sum(map(len, told)))
    for persons in told:
        data.note(PERSONS, "national-number", persons[0].at, count=len(persons))


def _may_occur(shape: bytes) -> bool:
    """Whether eleven digits stand alone anywhere, or what ends like a number with marks in it."""
    at = shape.find(_DIGITS)
    while at >= 0:
        if shape[at - 1 : at] not in (b"0", b"a", b".") and shape[
            at + _SHORTEST : at + _SHORTEST + 1
        ] not in (b"0", b"a"):
            return True
        at = shape.find(_DIGITS, at + _SHORTEST)
    return any(end in shape for end in _ENDS)


def _in_iris(data: Dataset, iris: Iris) -> Iterator[Candidate]:
    for place, head in enumerate(iris.heads):
        for run in _RUN.findall(head):
            index = int(np.argmax(iris.head == place))
            at = data.statement(int(iris.ids[index]))
            yield Candidate(run, at, head.partition(run)[0], bool(_SO_CALLED.search(head)))
    for index, tail in enumerate(iris.tails):
        if len(tail) >= _SHORTEST and (tail[-2:].isdigit() or b"=" in tail):
            head = iris.heads[iris.head[index]]
            found = _BYTES.search(tail)
            if found and head != "tel":
                at = data.statement(int(iris.ids[index]))
                yield Candidate(found[0].decode(), at, head, bool(_SO_CALLED.search(head)))


def _persons(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return which of the numbers in one place are those of persons."""
    persons = [one for one in candidates if is_national(one.text)]
    if _SHARE * len(persons) >= len(candidates):
        return persons
    return [one for one in persons if one.named or is_national_as_people_write_it(one.text)]
