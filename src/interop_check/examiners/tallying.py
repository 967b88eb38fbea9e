"""What the examiners of a graph share: adding up tallies and keeping the first findings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from interop_check.model import Examination, Finding, Tally

PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "max_findings": {"type": "integer", "minimum": 0, "description": "Findings kept per rule."},
    },
}
MAX_FINDINGS = 100


@dataclass(slots=True)
class Tallying:
    """What all datasets together add up to."""

    max_findings: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    omitted: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        """Return one that is empty, with the cap that the parameters give."""
        return cls(params.get("max_findings", MAX_FINDINGS))

    def add(self, rule: str, tally: Tally) -> None:
        """Count what was looked at."""
        self.tallies[rule] = self.tallies.get(rule, Tally()) + tally

    def has_room(self, rule: str) -> bool:
        """Count one finding of `rule`, and say whether it is among the first that are kept."""
        room = self.kept[rule] < self.max_findings
        (self.kept if room else self.omitted)[rule] += 1
        return room

    def examination(self, facts: Mapping[str, Any]) -> Examination:
        """Return all of it."""
        return Examination(
            tallies=self.tallies,
            findings=tuple(self.findings),
            omitted={rule: count for rule, count in self.omitted.items() if count},
            facts=facts,
        )
