"""Every noun of the house, frozen; this module imports nothing of ours.

Times, versions and ids come in as arguments, so that the same inputs give the same report.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Any

Text = Mapping[str, str]
"""One text in several languages, by language tag: {"nl": …, "en": …}."""

INTERRUPTED = "interrupted"
"""The problem of evidence that was not read because the user broke off."""

CORE = "core"
"""The module that is always on; all others depend on what the solution is."""


class Level(StrEnum):
    """How binding a criterion or rule is (RFC 2119)."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Layer(StrEnum):
    """The four layers of the European Interoperability Framework."""

    LEGAL = "legal"
    ORGANISATIONAL = "organisational"
    SEMANTIC = "semantic"
    TECHNICAL = "technical"


DEFAULT_LAYERS: Mapping[Layer, int] = {
    Layer.TECHNICAL: 30,
    Layer.SEMANTIC: 30,
    Layer.LEGAL: 20,
    Layer.ORGANISATIONAL: 20,
}
"""How much each layer weighs in the total where a profile says nothing else."""


class Outcome(StrEnum):
    """EARL 1.0 outcomes plus partial; only the first three are verdicts on the solution."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"
    ERROR = "error"

    @property
    def is_open(self) -> bool:
        """Whether nothing is known yet: neither for nor against the solution."""
        return self in (Outcome.NOT_ASSESSED, Outcome.ERROR)


class EvidenceLevel(IntEnum):
    """How well a result is backed; SCORING gives each level its credit."""

    NONE = 0
    DECLARED = 1
    DOCUMENTED = 2
    VERIFIED = 3
    ATTESTED = 4


class Verdict(StrEnum):
    """What the musts together say."""

    CONFORMS = "conforms"
    DOES_NOT_CONFORM = "does_not_conform"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is: in a file (line and column count from 1), in a document, in a graph."""

    source: str
    line: int | None = None
    column: int | None = None
    pointer: str | None = None
    focus: str | None = None
    path: str | None = None
    value: str | None = None
    component: str | None = None
    shape: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something wrong in a file that the user wrote: a code and values, and the place; never a sentence."""

    code: str
    at: Place
    args: Mapping[str, str] = field(default_factory=dict)


class MistakesError(ValueError):
    """All mistakes of a file at once."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__("; ".join(f"{m.at.source}:{m.at.line}: {m.code} {dict(m.args)}" for m in mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One thing an examiner looks at, described for people; `messages` are its sentences by code.

    `also` are what guidelines call it that ask the same.
    """

    id: str
    level: Level
    title: Text
    why: Text
    remedy: Text
    source: str
    messages: Mapping[str, Text]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """A part of a profile that is on only for solutions that have to do with it.

    On when the solution declares one of `features` or `artefacts`, or an examiner found one of `facts`.
    """

    id: str
    title: Text
    features: tuple[str, ...] = ()
    artefacts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    floor: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A core criterion that the profile lets be not applicable while the solution has none of `artefacts`."""

    criterion: str
    artefacts: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What a profile asks, and which rules with which thresholds decide it."""

    id: str
    title: Text
    level: Level
    layer: Layer
    principles: tuple[int, ...]
    weight: int
    blocking: bool
    module: str
    evidence: str
    examiner: str
    params: Mapping[str, Any]
    rules: tuple[str, ...]
    pass_at: Fraction
    partial_at: Fraction | None
    floor: int
    cap: EvidenceLevel
    source: str
    remedy: Text
    if_any: bool = False
    """Whether it is asked only where there is any of what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung of a ladder: reached when its criteria passed and none of its rules failed."""

    number: int
    title: Text
    criteria: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """A scale of somebody else's that results are read on: grades, levels. It moves no score and no verdict.

    `note` says what a reader must know of it, for instance that it is a draft.
    """

    id: str
    title: Text
    note: Text
    source: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where a solution stands on a ladder: the step `reached`, and the highest that is still `possible`.

    `held_back_by` are the criteria and rules that keep it from the next step, with their outcome.
    """

    ladder: Ladder
    profile: str
    reached: int
    possible: int
    held_back_by: tuple[tuple[str, Outcome], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTable:
    """The words of a fact that readable reports show as a table: heads by column, and cells by their code.

    The fact itself is a list of {"columns": […], "rows": [[…]]}, each with `of` (what it is about) and
    `detail` (true for what a short report leaves out) where there is more than one.
    """

    fact: str
    title: Text
    columns: Mapping[str, Text]
    words: Mapping[str, Text]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A versioned set of criteria; the digest is over all of its files and of what it extends and uses.

    A `default` profile is one that a solution is judged by where none is asked for.
    """

    id: str
    version: str
    title: Text
    description: Text
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...]
    modules: tuple[Module, ...]
    exemptions: tuple[Exemption, ...]
    ladders: tuple[Ladder, ...] = ()
    layer_weights: Mapping[Layer, int]
    files: Mapping[str, bytes] = field(repr=False)
    digest: str
    default: bool = False
    shows: tuple[FactTable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Artefact:
    """One thing a solution declares: its section in the manifest, where it is, and what is said of it.

    `places` are where the manifest says each of that, by the key of `about`.
    """

    section: str
    id: str
    location: str
    about: Mapping[str, Any]
    at: Place
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """A finding its owner answers for until `expires`; shown in the report, never raising a score.

    It is of an artefact (`source`, its id), a file, a place in it (JSON Pointer) or one fault alone. `by`
    says where it stands: in the solution's manifest, in a file of its own, or in the description of an API.
    Without a reason it covers nothing.
    """

    id: str
    rule: str
    reason: str
    owner: str = ""
    expires: date | None = None
    source: str | None = None
    file: str | None = None
    pointer: str | None = None
    fingerprint: str | None = None
    by: str = "solution"


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What solution.yaml says. `digest` is over its bytes, `source` its name as given."""

    id: str
    name: str
    version: str
    provider: Mapping[str, str]
    contact: Mapping[str, str]
    call: str | None
    roles: tuple[str, ...]
    features: tuple[str, ...]
    artefacts: tuple[Artefact, ...]
    waivers: tuple[Waiver, ...]
    source: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why a piece of evidence could not be read: a value, not an exception."""

    code: str
    args: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Something that was gathered: its bytes' digest and what they were parsed into, or the problem.

    `about` is what the manifest (or the command line) says of it, `declared` where the manifest says each of
    that, `location` included; `content` is None where there is a problem.
    """

    kind: str
    source: str
    sha256: str | None = None
    media_type: str | None = None
    size: int = 0
    content: Any = None
    problem: Problem | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    declared: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault at one place: a code and values; `count` is how often this very fault stands there.

    `criterion` is the one that asked for its rule; an examiner does not know it, the assessment says it.
    `follows` is the rule of the finding at the same place that this one has its cause in common with: mending
    that one mends this one.
    """

    rule: str
    code: str
    at: Place
    args: Mapping[str, str] = field(default_factory=dict)
    count: int = 1
    criterion: str | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a rule looked, how often it failed, and how often it should have looked but could not."""

    looked_at: int = 0
    failed: int = 0
    not_checked: int = 0

    def __post_init__(self) -> None:
        """Refuse counts that cannot be: an examiner that makes them is at fault, not the solution."""
        if not 0 <= self.failed <= self.looked_at or self.not_checked < 0:
            raise ValueError(f"a tally cannot be {self.looked_at}, {self.failed}, {self.not_checked}")

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.looked_at + other.looked_at, self.failed + other.failed, self.not_checked + other.not_checked
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What one examiner saw: tallies by rule, findings (capped per rule) and facts.

    `omitted` counts each rule's findings beyond the cap; `level` says how well such looking backs a result.
    `waivers` are those that stand in what was looked at.
    """

    tallies: Mapping[str, Tally]
    findings: tuple[Finding, ...] = ()
    omitted: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    level: EvidenceLevel = EvidenceLevel.VERIFIED
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One criterion's outcome. `ratio` is None where nothing was looked at; `reason` is a code."""

    criterion: Criterion
    profile: str
    outcome: Outcome
    reason: str
    ratio: Fraction | None = None
    evidence_level: EvidenceLevel = EvidenceLevel.NONE
    rules: tuple[str, ...] = ()
    looked_at: int = 0
    failed: int = 0
    not_checked: int = 0
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """S, V, U and coverage of one scope, each 0..1; an empty scope has no Scope at all."""

    supported: Fraction
    verified: Fraction
    possible: Fraction
    coverage: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Two readings of the same results: numbers per scope, and the verdict; plus the readiness level 0..5."""

    total: Scope | None
    layers: Mapping[Layer, Scope]
    principles: Mapping[int, Scope]
    profiles: Mapping[str, Scope]
    modules: Mapping[str, Scope]
    verdict: Verdict
    readiness: int
    held_back_by: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedStandard:
    """A standard that was used in judging: which bytes, and which repairs made them loadable.

    `basis` says what the digest is of: the official bytes, or a copy that was made again (`reproduced` …).
    `specification` is the address of the version's own page.
    """

    id: str
    version: str
    status: str
    basis: str
    url: str
    sha256: str
    specification: str = ""
    repairs: tuple[tuple[str, int], ...] = ()
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedStandard:
    """What a name or an address of a standard means: its id, and the version where it names one, else "".

    `of_records` says that it is about the records of a catalogue, not about what they describe.
    """

    id: str
    version: str
    of_records: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything a reader needs, before it is sealed; reports/document.py turns it into the JSON master."""

    tool_version: str
    as_of: date
    language: str
    solution: Solution | None
    profiles: tuple[Profile, ...]
    standards: tuple[UsedStandard, ...]
    evidence: tuple[Evidence, ...]
    facts: Mapping[str, Any]
    tallies: Mapping[str, Tally]
    findings: tuple[Finding, ...]
    omitted: Mapping[str, int]
    results: tuple[Result, ...]
    score: Score
    stands: tuple[Stand, ...]
    reproduce: str
    waivers: tuple[Waiver, ...] = ()
