"""The registry of examiners: found by walking this package and the entry points of other distributions.

An examiner is one pure function with a published JSON Schema for its parameters. It is handed all evidence
of the kinds it declares at once, and runs once however many criteria read from it. One that looks at many
things answers with parts, so that what goes wrong in one of them does not cost the others their result.
"""

import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module, metadata
from types import ModuleType
from typing import Any

from interop_check.model import Criterion, Evidence, EvidenceLevel, Examination, Tally

ENTRY_POINTS = "interop_check.examiners"
EVERY_RULE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One piece of an examination: the rules that it alone tells of, and the looking, which may fail."""

    rules: tuple[str, ...]
    look: Callable[[], Examination]


Examine = Callable[[Sequence[Evidence], Mapping[str, Any]], Examination | Sequence[Part]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Examiner:
    """A named examiner; it judges one kind of evidence at a time, of those in `judges`, and needs the others.

    Without `judges` it judges the first kind of `evidence` alone.

    `judges_problems` says that it gives its own verdict on evidence that could not be read; for all others
    such evidence keeps a criterion from passing.
    """

    name: str
    evidence: tuple[str, ...]
    params: Mapping[str, Any]
    examine: Examine
    doc: str
    judges: tuple[str, ...] = ()
    judges_problems: bool = False

    @property
    def usual(self) -> str:
        """Return the kind of evidence that it judges where no other is asked for."""
        return (self.judges or self.evidence)[0]

    def kind_of(self, criterion: Criterion) -> str:
        """Return which kind is judged for a criterion: the one that it names, else the usual one."""
        return criterion.evidence if criterion.evidence in self.judges else self.usual

    def parts(
        self, evidence: Sequence[Evidence], params: Mapping[str, Any], kind: str | None = None
    ) -> Sequence[Part]:
        """Return the parts of an examination of one judged kind of evidence; one where it has no parts."""
        left_out = set(self.judges) - {kind or self.usual}
        found = self.examine(
            [e for e in evidence if e.kind in self.evidence and e.kind not in left_out], params
        )
        if isinstance(found, Sequence) and all(isinstance(part, Part) for part in found):
            return found
        examination = self._examination(found)
        return (Part(rules=(EVERY_RULE,), look=lambda: examination),)

    def look(self, part: Part) -> Examination:
        """Return what a part sees. Raises whatever that raises, or TypeError where it is no examination."""
        return self._examination(part.look())

    def __call__(
        self, evidence: Sequence[Evidence], params: Mapping[str, Any], kind: str | None = None
    ) -> Examination:
        """Examine the evidence of one judged kind and of those that are needed, and nothing else."""
        return together([self.look(part) for part in self.parts(evidence, params, kind)])

    def _examination(self, found: object) -> Examination:
        if not isinstance(found, Examination):
            raise TypeError(f"{self.name} returned {type(found).__name__}")
        return found


def together(parts: Sequence[Examination]) -> Examination:
    """Return several examinations as one; it backs a result no better than the weakest of them."""
    if len(parts) == 1:
        return parts[0]
    tallies: dict[str, Tally] = {}
    omitted: Counter[str] = Counter()
    facts: dict[str, Any] = {}
    for part in parts:
        for rule, tally in part.tallies.items():
            tallies[rule] = tallies.get(rule, Tally()) + tally
        omitted.update(part.omitted)
        facts.update(part.facts)
    findings = tuple(finding for part in parts for finding in part.findings)
    level = min((part.level for part in parts), default=EvidenceLevel.VERIFIED)
    return Examination(
        tallies=tallies,
        findings=findings,
        omitted=dict(omitted),
        facts=facts,
        level=level,
        waivers=tuple(waiver for part in parts for waiver in part.waivers),
    )


class DuplicateExaminerError(LookupError):
    """Two examiners have the same name: neither may win in silence."""


def examiner(
    name: str,
    *,
    evidence: Iterable[str],
    params: Mapping[str, Any],
    judges: Sequence[str] = (),
    judges_problems: bool = False,
) -> Callable[[Examine], Examiner]:
    """Declare a function to be the examiner called `name`.

    It judges the first kind of `evidence`, or any one of `judges` where the same rules hold for several.
    """

    def declare(function: Examine) -> Examiner:
        return Examiner(
            name=name,
            evidence=tuple(dict.fromkeys((*judges, *evidence))),
            params=params,
            examine=function,
            doc=(function.__doc__ or "").strip(),
            judges=tuple(judges),
            judges_problems=judges_problems,
        )

    return declare


@cache
def examiners() -> Mapping[str, Examiner]:
    """Return every examiner by name. Raises DuplicateExaminerError."""
    found: dict[str, Examiner] = {}
    for one in (*_own(), *_others()):
        if one.name in found and found[one.name] is not one:
            raise DuplicateExaminerError(one.name)
        found[one.name] = one
    return dict(sorted(found.items()))


def _own() -> Iterable[Examiner]:
    for module in pkgutil.iter_modules(__path__):
        yield from _declared(import_module(f"{__name__}.{module.name}"))


def _others() -> Iterable[Examiner]:
    for point in metadata.entry_points(group=ENTRY_POINTS):
        loaded = point.load()
        yield from [loaded] if isinstance(loaded, Examiner) else _declared(loaded)


def _declared(module: ModuleType) -> Iterable[Examiner]:
    return [value for value in vars(module).values() if isinstance(value, Examiner)]
