"""What every readable format tells, in the reader's words: drawn from the JSON document alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from functools import cached_property
from typing import Any, TypeAlias

from interop_check.locales import Texts
from interop_check.model import INTERRUPTED
from interop_check.reports.tables import Table, tables

_CAUTION = "caution-"
_BESIDES = frozenset(
    {
        "api-context",
        "api-file",
        "api-standard",
        "background",
        "context",
        "dereferenced",
        "official-contexts",
        "reference",
    }
)
"""Kinds of evidence that nobody named or asks to be judged: they came along, and say what the others mean."""

_WORST_FIRST = {"must": 0, "should": 1, "may": 2}
_OF_SPOT = ("line", "column", "pointer", "focus", "path", "value")
_Spot: TypeAlias = tuple[str | None, ...]


def percent(share: str | None) -> str:
    """Return a share (decimal string, 0..1) as a percentage, rounded down to 0.1."""
    if share is None:
        return "–"
    return str((Decimal(share) * 100).quantize(Decimal("0.1"), rounding=ROUND_DOWN))


class Summary:
    """The readable side of one sealed report."""

    def __init__(self, document: Mapping[str, Any], texts: Texts) -> None:
        self.document = document
        self.texts = texts
        self.score: Mapping[str, Any] = document["score"]
        self.results: Sequence[Mapping[str, Any]] = document["results"]

    @property
    def title(self) -> str:
        """Return what was assessed."""
        solution = self.document["solution"]
        if solution is None:
            names = (e["source"] for e in self.document["evidence"] if e["kind"] not in _BESIDES)
            return ", ".join(names) or self.texts("report-nothing")
        return self.texts(
            "report-title",
            name=solution["name"],
            version=solution["version"],
            provider=solution["provider"]["name"],
        )

    @property
    def subtitle(self) -> str:
        """Return by which profiles, and when."""
        profiles = ", ".join(f"{p['title']} {p['version']}" for p in self.document["profiles"])
        broken_off = any(
            one["problem"] and one["problem"]["code"] == INTERRUPTED for one in self.document["evidence"]
        )
        incomplete = self.texts("report-incomplete") if broken_off else ""
        date = self.document["as_of"]
        return self.texts("report-subtitle", profiles=profiles, date=date, incomplete=incomplete)

    @property
    def verdict(self) -> str:
        """Return the verdict in words."""
        return self.texts(f"verdict-{self.score['verdict']}")

    @property
    def readiness(self) -> str:
        """Return the level and its name."""
        level = self.score["readiness"]
        return self.texts("report-level", level=level, name=self.texts(f"readiness-{level}"))

    @property
    def score_line(self) -> str:
        """Return the three numbers and the coverage."""
        numbers = {
            name: percent(self.score[name]) for name in ("supported", "verified", "possible", "coverage")
        }
        return self.texts("report-score-line", **numbers)

    @cached_property
    def held_back_by(self) -> list[str]:
        """Return the factors that keep the solution from the next level, as sentences."""
        return [self._factor(code) for code in self.score["held_back_by"]]

    def _factor(self, code: str) -> str:
        kind, *rest = code.split(":")
        name, value = (rest[0], rest[1]) if len(rest) > 1 else ("", rest[0])
        layered = kind in ("layer", "verified")
        worded = next((w for w in (f"outcome-{value}", f"backed-{value}") if w in self.texts), "")
        return self.texts(
            f"held-by-{kind}",
            name=self.texts(f"layer-{name}") if layered else name,
            value=self.texts(worded) if worded else value,
        )

    def counted(self, result: Mapping[str, Any]) -> str:
        """Return how much a result is based on."""
        reason = self.texts(f"reason-{result['reason']}", detail=result["detail"] or "")
        if not result["looked_at"]:
            return reason
        well = result["looked_at"] - result["failed"]
        counts = self.texts("report-counts", well=well, looked_at=result["looked_at"])
        if result["waived"]:
            counts = f"{counts}; {self.texts('report-waived', count=result['waived'])}"
        return f"{counts}; {reason}" if result["not_checked"] else counts

    @cached_property
    def findings(self) -> list[Mapping[str, Any]]:
        """Return one finding for each cause, the most binding first, waived ones last."""
        return sorted(
            (one for one in self.document["findings"] if not self._leads_to(one)),
            key=lambda f: (f["waiver"] is not None, _WORST_FIRST[f["level"]], not f["criterion"]),
        )

    def same_cause(self, finding: Mapping[str, Any]) -> str:
        """Return that other rules say the same of the same value, and which; nothing where none does."""
        rules = self._followers.get(_spot(finding, finding["rule"]), [])
        return self.texts("report-same-cause", rules=", ".join(rules)) if rules else ""

    @cached_property
    def _followers(self) -> dict[_Spot, list[str]]:
        """The rules of the findings that a finding takes along, where that one is shown."""
        shown = {_spot(one, one["rule"]) for one in self.document["findings"] if not one["waiver"]}
        followers: dict[_Spot, list[str]] = {}
        for one in self.document["findings"]:
            if (spot := _spot(one, one.get("follows"))) in shown:
                followers.setdefault(spot, []).append(one["rule"])
        return followers

    def _leads_to(self, finding: Mapping[str, Any]) -> bool:
        """Whether a finding is told of with another one."""
        return _spot(finding, finding.get("follows")) in self._followers

    @cached_property
    def findings_by_rule(self) -> dict[str, list[Mapping[str, Any]]]:
        """Return the findings grouped by rule, the most binding rules first."""
        groups: dict[str, list[Mapping[str, Any]]] = {}
        for finding in self.findings:
            groups.setdefault(finding["rule"], []).append(finding)
        return groups

    @property
    def finding_count(self) -> int:
        """Return how many findings there are, those beyond the cap included."""
        omitted: Mapping[str, int] = self.document["omitted"]
        return len(self.findings) + sum(omitted.values())

    @cached_property
    def remedies(self) -> Mapping[str, str]:
        """Return how to mend what keeps each criterion from passing, by its id."""
        return {result["criterion"]: result["remedy"] for result in self.results}

    def about(self, rule: str) -> list[str]:
        """Return why a rule is there and how to mend what it finds, as far as its profile is at hand."""
        codes = (f"{rule}#why", f"{rule}#remedy")
        return [self.texts(code) for code in codes if code in self.texts]

    def place(self, finding: Mapping[str, Any]) -> str:
        """Return file:line:column as far as it is known."""
        at = finding["at"]
        parts = [at["source"], *(str(at[name]) for name in ("line", "column") if at.get(name))]
        return ":".join(parts)

    @cached_property
    def standards(self) -> list[str]:
        """Return each standard that was used, with what had to be repaired in it."""
        return [self._standard(one) for one in self.document["standards"]]

    @cached_property
    def cautions(self) -> list[str]:
        """Return what a reader should know of each standard although it was used as it is."""
        return [
            self.texts("report-caution", standard=f"{one['id']}@{one['version']}", caution=self.texts(code))
            for one in self.document["standards"]
            for code in one["defects"]
            if code.startswith(_CAUTION)
        ]

    def _standard(self, one: Mapping[str, Any]) -> str:
        repairs = ", ".join(f"{self.texts('repair-' + r['id'])} ({r['count']})" for r in one["repairs"])
        left_out = ", ".join(self.texts(d) for d in one["defects"] if not d.startswith(_CAUTION))
        standing = f"standing-{one['status']}"
        official = one["basis"] == "official"
        return self.texts(
            "report-standard",
            id=one["id"],
            version=one["version"],
            specification=one["specification"],
            status=self.texts(standing) if standing in self.texts else one["status"],
            basis="" if official else self.texts(f"basis-{one['basis']}"),
            repairs=repairs,
            defects=left_out,
        )

    @cached_property
    def ladders(self) -> list[str]:
        """Return where the results stand on each ladder, what holds them back, and what to know of it."""
        return [line for one in self.document["ladders"] for line in (self._ladder(one), one["note"])]

    def _ladder(self, one: Mapping[str, Any]) -> str:
        reached, possible = one["reached"], one["possible"]
        held = ", ".join(f"{h['by']}: {self.texts('outcome-' + h['outcome'])}" for h in one["held_back_by"])
        name = one["steps"][reached - 1] if reached else self.texts("ladder-none")
        code = "ladder-open" if possible > reached else "ladder-stand"
        return self.texts(
            code, title=one["title"], name=name, of=str(len(one["steps"])), possible=str(possible), held=held
        )

    @cached_property
    def tables(self) -> list[Table]:
        """Return the facts that are tables."""
        return list(tables(self.document["facts"], self.texts))

    @cached_property
    def waivers(self) -> list[str]:
        """Return each waiver and its state."""
        return [
            self.texts(f"waiver-{w['state']}", **{name: value or "" for name, value in w.items()})
            for w in self.document["waivers"]
        ]

    @cached_property
    def not_looked_at(self) -> list[str]:
        """Return what the solution declares but no chosen profile looks at, and what could not be read."""
        judged = {result["evidence"] for result in self.results} | _BESIDES
        kinds = Counter(e["kind"] for e in self.document["evidence"] if e["kind"] not in judged)
        lines = [
            self.texts("report-kind-not-judged", kind=self.texts(f"kind-{kind}"), count=count)
            for kind, count in sorted(kinds.items())
        ]
        return lines + [
            self.texts("report-unread", source=e["source"], message=e["problem"]["message"])
            for e in self.document["evidence"]
            if e["problem"]
        ]

    @property
    def reproduce(self) -> str:
        """Return the command that gives this report again."""
        return self.texts("report-reproduce", command=self.document["reproduce"])

    @property
    def digest(self) -> str:
        """Return the seal."""
        return self.texts("report-digest", digest=self.document["digest"])


def _spot(finding: Mapping[str, Any], rule: str | None) -> _Spot:
    """Where a finding stands, under `rule`."""
    at = finding["at"]
    return rule, at["source"], *(at.get(name) for name in _OF_SPOT)
