"""Examiner `codelists`: are values that should be codes so, of the list that is asked, and in force."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from interop_check.examiners import examiner
from interop_check.model import Evidence, Examination, Finding, Place, Tally
from interop_check.rdf.table import Table
from interop_check.terminology.coded import Use, uses
from interop_check.terminology.codes import Codes, Doubt
from interop_check.terminology.concepts import Concepts
from interop_check.terminology.outline import Outline
from interop_check.terminology.values import ListFault, Values

PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "max_findings": {"type": "integer", "minimum": 0, "description": "Findings kept per rule."},
        "complete_at": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Hosts whose code lists are pinned in full: what such a list lacks is no code.",
        },
    },
}
MAX_FINDINGS = 100

ADDRESS, KNOWN, LISTED = "oslo/code-iri", "oslo/code-known", "oslo/code-in-scheme"
CURRENT, LIST = "oslo/code-current", "oslo/code-list"

_CODES: Mapping[str, Sequence[str]] = {
    ADDRESS: ("empty", "text", "label", "notation", "as-text", "relative", "blank"),
    KNOWN: ("unlisted", "scheme-twin", "misspelt", "is-list", "misplaced"),
    LISTED: ("of-other-list", "not-in-list"),
    CURRENT: ("deprecated",),
}
_OF_THE_FILE = frozenset(("code-as-text", "code-scheme-twin"))
"""Faults that one context or prefix makes, whatever the property."""

_RULES = {f"code-{code}": rule for rule, codes in _CODES.items() for code in codes}


@examiner("codelists", evidence=("data", "standard", "background"), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether values that the claimed profile takes from a code list are known codes of it, and in force.

    Rules oslo/code-iri, oslo/code-known, oslo/code-in-scheme, oslo/code-current (per value that stands there)
    and oslo/code-list (per list; faults of the list itself). Source: draft OSLO conformance framework v1.00,
    section 4; SKOS Reference, W3C Recommendation 18 August 2009.
    """
    tallying = _Tallying(params.get("max_findings", MAX_FINDINGS))
    standards = {claim: one for one in evidence if one.kind == "standard" for claim in one.about["claims"]}
    background = [one for one in evidence if one.kind == "background" and one.content]
    official = next((one for one in background if "pins" in one.about), None)
    codes = official and _codes(official, params)
    for one in evidence:
        if one.kind == "data" and one.content:
            claims = one.about.get("claims", ())
            outlines = [standards[claim].about["outline"] for claim in claims if standards[claim].content]
            if codes is None or not outlines or len(outlines) < len(claims):
                tallying.add(KNOWN, Tally(not_checked=1))
            if codes and outlines:
                own = [b for b in background if b.about["id"] == one.about["id"] and "pins" not in b.about]
                _Dataset(one, codes, [b.content.table for b in own], tallying).examine(outlines)
    return tallying.examination()


def _codes(official: Evidence, params: Mapping[str, Any]) -> Codes:
    concepts = Concepts(official.content.table, trusted=True)
    return Codes(concepts, params.get("complete_at", ()), official.about["unread"])


@dataclass(slots=True)
class _Fault:
    """What one cause did to a property: the value that shows it, how often it did so, to how many others."""

    rule: str
    code: str
    use: Use
    place: int
    args: Mapping[str, str]
    count: int = 0
    others: int = -1


@dataclass(slots=True)
class _Tallying:
    """What all datasets together add up to. `lists` says of each list that was met what is wrong with it."""

    max_findings: int
    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    omitted: Counter[str] = field(default_factory=Counter)
    lists: dict[str, dict[str, Finding]] = field(default_factory=dict)

    def add(self, rule: str, tally: Tally) -> None:
        """Count what a rule saw; a rule that saw nothing does not stand in the report."""
        if tally != Tally():
            self.tallies[rule] = self.tallies.get(rule, Tally()) + tally

    def tell(self, finding: Finding) -> None:
        """Keep a finding where its rule has room, and count it where not."""
        room = self.kept[finding.rule] < self.max_findings
        (self.kept if room else self.omitted)[finding.rule] += 1
        self.findings += [finding] if room else []

    def examination(self) -> Examination:
        """Return it all, the lists once each however many datasets use them."""
        for faults in self.lists.values():
            unpinned = "list-not-pinned" in faults
            self.add(LIST, Tally(not_checked=1) if unpinned else Tally(1, int(bool(faults))))
            for finding in faults.values():
                self.tell(finding)
        return Examination(
            tallies=self.tallies,
            findings=tuple(self.findings),
            omitted=dict(self.omitted),
            facts={"coded_values": bool(self.tallies)},
        )


class _Dataset:
    """One dataset, read beside the official lists and those that it brings (its background first)."""

    def __init__(self, one: Evidence, codes: Codes, background: Sequence[Table], tallying: _Tallying) -> None:
        self._source = one.source
        self._table: Table = one.content.table
        self._codes = codes
        self._tallying = tallying
        self._hierarchy = (self._table, *background, codes.official.table)
        self._own = [Concepts(table) for table in (*background, self._table)]
        self._locator = one.content.locator
        self._faults: dict[tuple[str, ...], _Fault] = {}

    def examine(self, outlines: Sequence[Outline]) -> None:
        """Judge every value that the profiles take from a list, and tell what is wrong."""
        for use in uses(self._table, outlines, self._hierarchy):
            values = Values(self._table, use, self._codes, self._own, self._tallying.max_findings)
            self._count(use, values)
            for place, doubt in values.doubts():
                self._note(use, place, doubt)
            for one in values.lists():
                self._note_list(use, one)
        for fault in self._faults.values():
            self._tallying.tell(self._finding(fault))

    def _count(self, use: Use, values: Values) -> None:
        for rule, seen, failed, unseen in (
            (ADDRESS, values.addressed, values.not_addresses, values.nothing),
            (KNOWN, values.known | values.doubtful, values.doubtful, values.open),
            (LISTED, values.listed, values.not_listed, values.list_open),
            (CURRENT, values.known, values.over, values.nothing),
        ):
            counts = (int(use.counts[mask].sum()) for mask in (seen, failed, unseen))
            self._tallying.add(rule, Tally(*counts))

    def _note(self, use: Use, place: int, doubt: Doubt) -> None:
        """Take down what is wrong with a value; what shares its cause is told with it."""
        key = (doubt.code, "" if doubt.code in _OF_THE_FILE else use.property, doubt.cause)
        fault = self._faults.get(key)
        if fault is None:
            fault = self._faults[key] = _Fault(_RULES[doubt.code], doubt.code, use, place, doubt.args)
        fault.count += int(use.counts[place])
        fault.others += 1

    def _note_list(self, use: Use, one: ListFault) -> None:
        """Take down that a list was met; what is wrong with it is told once, with all values that show it."""
        faults = self._tallying.lists.setdefault(one.code_list, {})
        if one.code:
            count = int(use.counts[list(one.places)].sum())
            fault = _Fault(LIST, one.code, use, one.places[0], {"list": one.code_list}, count, 0)
            known = faults.get(one.code)
            faults[one.code] = replace(known, count=known.count + count) if known else self._finding(fault)

    def _finding(self, fault: _Fault) -> Finding:
        use = fault.use
        subject = self._table.term(int(use.subjects[fault.place]))
        value = self._table.term(int(use.values[fault.place]))
        line, column = self._locator.locate(subject, use.property, value) or (None, None)
        at = Place(
            source=self._source,
            line=line,
            column=column,
            focus=str(subject),
            path=f"<{use.property}>",
            value=str(value),
        )
        args = {"name": use.name, **fault.args, "others": str(fault.others) if fault.others else ""}
        return Finding(rule=fault.rule, code=fault.code, at=at, args=args, count=fault.count)
