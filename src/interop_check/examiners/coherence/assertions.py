"""Assertions: who says what of which thing, and where two of them cannot both be true."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from interop_check.model import Place


class Aspect(StrEnum):
    """What an assertion is about."""

    STANDARD = "standard"
    VERSION = "version"
    LICENCE = "licence"
    ADDRESS = "address"
    NAME = "name"
    SCHEME = "scheme"


class Speaker(NamedTuple):
    """Who says something: manifest, api, stream, catalogue or data, and which; all it says holds at once."""

    kind: str
    name: str


At = Callable[[], Place]
"""Finds out where something stands: only what is told of in the end is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One value that a speaker gives a topic; `value` is its form for comparing, `shown` as written.

    The topic is the id of an artefact or of a standard, a name in JSON, or a term. `value` is empty where it
    cannot be compared with any other. `artefact` is the id of what is spoken about. `official` marks what a
    standard says, for which no solution answers.
    """

    aspect: Aspect
    topic: str
    value: str
    shown: str
    speaker: Speaker
    artefact: str
    at: At
    official: bool = False


Voice = Sequence[Assertion]
"""All that one speaker says of one aspect of one topic."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two speakers on one aspect of one topic. `agrees` is None where nobody can tell."""

    first: Voice
    second: Voice
    agrees: bool | None


def compare(assertions: Iterable[Assertion]) -> Iterator[Comparison]:
    """Yield a comparison of every other speaker with the one whom most agree with, the first of those."""
    topics: dict[tuple[Aspect, str], dict[Speaker, list[Assertion]]] = {}
    for one in assertions:
        topics.setdefault((one.aspect, one.topic), {}).setdefault(one.speaker, []).append(one)
    for speakers in topics.values():
        voices = list(speakers.values())
        first = _reference(voices) if len(voices) > 1 else voices[0]
        for other in voices:
            if other is not first and not _is_of_standards(first, other):
                yield Comparison(first, other, _agree(first, other))


def _reference(voices: Sequence[Voice]) -> Voice:
    counts = Counter(value for voice in voices for value in _values(voice))
    return max(voices, key=lambda voice: max((counts[value] for value in _values(voice)), default=0))


def _values(voice: Voice) -> set[str]:
    return {one.value for one in voice if one.value}


def _agree(first: Voice, other: Voice) -> bool | None:
    mine, others = _values(first), _values(other)
    if mine & others:
        return True
    return False if mine and others else None


def _is_of_standards(first: Voice, other: Voice) -> bool:
    """Whether two standards give a name different terms: neither is the solution's own choice."""
    both = (*first, *other)
    return all(one.official for one in both) and not _values(first) & _values(other)
