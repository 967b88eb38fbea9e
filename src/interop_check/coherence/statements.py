"""Statements: who says what of which artefact, and where two of them cannot both be true."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from interop_check.model import Place


class Aspect(StrEnum):
    """What a statement is about."""

    STANDARD = "standard"
    VERSION = "version"
    LICENCE = "licence"
    ADDRESS = "address"
    TERM = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One value that a speaker states of a subject; `value` is its form for comparing, `shown` as written.

    `subject` is an artefact's id, a standard's id or a name in JSON. `by` is the kind of speaker: manifest,
    catalogue, api, data. One `speaker` may state several values; where none is named it is the file.
    """

    subject: str
    aspect: Aspect
    value: str
    shown: str
    by: str
    at: Place
    speaker: str = ""

    @property
    def voice(self) -> tuple[str, str]:
        """Return who says it."""
        return self.by, self.speaker or self.at.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two speakers on the same aspect of the same subject; `first` and `second` are one statement of each."""

    first: Statement
    second: Statement
    agrees: bool


def compare(statements: Iterable[Statement]) -> Iterator[Comparison]:
    """Yield one comparison for each speaker after the first; they agree where they share a value."""
    subjects: dict[tuple[str, Aspect], dict[tuple[str, str], list[Statement]]] = {}
    for one in statements:
        subjects.setdefault((one.subject, one.aspect), {}).setdefault(one.voice, []).append(one)
    for speakers in subjects.values():
        first, *others = speakers.values()
        for other in others:
            yield _compared(first, other)


def _compared(first: list[Statement], other: list[Statement]) -> Comparison:
    values: Mapping[str, Statement] = {one.value: one for one in first}
    shared = next((one for one in other if one.value in values), None)
    if shared:
        return Comparison(first=values[shared.value], second=shared, agrees=True)
    return Comparison(first=first[0], second=other[0], agrees=False)
