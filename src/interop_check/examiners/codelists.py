"""Examiner `codelists`: are values that should be codes so, of the list that is asked, and in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from interop_check.examiners import examiner, tallying
from interop_check.examiners.dataset import Dataset, Statement
from interop_check.examiners.rdf import LINKED
from interop_check.examiners.shacl import coerced_types
from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Examination, Tally
from interop_check.rdf.table import Table
from interop_check.rdf.terms import iri_token
from interop_check.terminology.coded import Use, uses
from interop_check.terminology.codes import Codes, Doubt
from interop_check.terminology.concepts import Concepts
from interop_check.terminology.outline import Outline
from interop_check.terminology.values import ListFault, Values

PARAMS: Mapping[str, Any] = {
    **tallying.PARAMS,
    "properties": {
        **tallying.PARAMS["properties"],
        "complete_at": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Hosts whose code lists are pinned in full: what such a list lacks is no code.",
        },
    },
}

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


@examiner("codelists", evidence=("standard", "background"), judges=LINKED, params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether values that the claimed profile takes from a code list are known codes of it, and in force.

    Rules oslo/code-iri, oslo/code-known, oslo/code-in-scheme, oslo/code-current (per value that stands there)
    and oslo/code-list (per list; faults of the list itself). Values that a JSON-LD context made something
    else of are left open. Source: draft OSLO conformance framework v1.00, section 4; SKOS Reference, W3C
    Recommendation 18 August 2009.
    """
    told = _Tallying.of(params)
    standards = {claim: one for one in evidence if one.kind == "standard" for claim in one.about["claims"]}
    background = [one for one in evidence if one.kind == "background" and one.content]
    official = next((one for one in background if "pins" in one.about), None)
    codes = official and _codes(official, params)
    for one in evidence:
        if one.kind in LINKED and one.content:
            claims = one.about.get("claims", ())
            outlines = [standards[claim].about["outline"] for claim in claims if standards[claim].content]
            if codes is None or not outlines or len(outlines) < len(claims):
                told.add(KNOWN, Tally(not_checked=1))
            if codes and outlines:
                own = [b for b in background if b.about["id"] == one.about["id"] and "pins" not in b.about]
                _Coded(one, codes, [b.content.table for b in own], told).examine(outlines)
    return told.whole()


def _codes(official: Evidence, params: Mapping[str, Any]) -> Codes:
    concepts = Concepts(official.content.table, trusted=True)
    return Codes(concepts, params.get("complete_at", ()), official.about["unread"])


@dataclass(slots=True)
class _Fault:
    """What one cause did in a dataset: the value that shows it, how often it did so, to how many others."""

    data: Dataset
    rule: str
    code: str
    use: Use
    place: int
    args: Mapping[str, str]
    count: int = 0
    others: int = 0

    def tell(self) -> None:
        """Keep it as one finding, while its rule has room."""
        at = Statement(
            subject=int(self.use.subjects[self.place]),
            predicate=self.data.table.number(iri_token(self.use.property)),
            value=int(self.use.values[self.place]),
        )
        args = {"name": self.use.name, **self.args, "others": str(self.others) if self.others else ""}
        self.data.note(self.rule, self.code, at, args, self.count)


@dataclass(slots=True)
class _Tallying(Tallying):
    """With what is wrong with each list that was met, by code; nothing where it is as it should be."""

    lists: dict[str, dict[str, _Fault]] = field(default_factory=dict)

    def whole(self) -> Examination:
        """Return it all, the lists once each however many datasets use them."""
        for faults in self.lists.values():
            unpinned = "list-not-pinned" in faults
            self.add(LIST, Tally(not_checked=1) if unpinned else Tally(1, int(bool(faults))))
            for fault in faults.values():
                fault.tell()
        # A rule that saw nothing does not stand in the report.
        self.tallies = {rule: tally for rule, tally in self.tallies.items() if tally != Tally()}
        return self.examination({"coded_values": bool(self.tallies)})


class _Coded:
    """The coded values of a dataset, beside the official lists and those that it brings itself."""

    def __init__(self, one: Evidence, codes: Codes, background: Sequence[Table], told: _Tallying) -> None:
        self._data = Dataset(one, told)
        self._codes = codes
        self._told = told
        self._hierarchy = (self._data.table, *background, codes.official.table)
        self._own = [Concepts(table) for table in (*background, self._data.table)]
        self._coerced = coerced_types(one)
        self._faults: dict[tuple[str, ...], _Fault] = {}

    def examine(self, outlines: Sequence[Outline]) -> None:
        """Judge every value that the profiles take from a list, and tell what is wrong."""
        for use in uses(self._data.table, outlines, self._hierarchy):
            values = Values(self._data.table, use, self._codes, self._own, self._coerced)
            self._count(use, values)
            for place, doubt in values.doubts():
                self._note(use, place, doubt)
            for one in values.lists():
                self._note_list(use, one)
        for fault in self._faults.values():
            fault.tell()

    def _count(self, use: Use, values: Values) -> None:
        for rule, seen, failed, unseen in (
            (ADDRESS, values.addressed, values.not_addresses, values.spoilt),
            (KNOWN, values.known | values.doubtful, values.doubtful, values.open),
            (LISTED, values.listed, values.not_listed, values.list_open),
            (CURRENT, values.known, values.over, values.nothing),
        ):
            counts = (int(use.counts[mask].sum()) for mask in (seen, failed, unseen))
            self._told.add(rule, Tally(*counts))

    def _note(self, use: Use, place: int, doubt: Doubt) -> None:
        """Take down what is wrong with a value; what shares its cause is told with it."""
        key = (doubt.code, "" if doubt.code in _OF_THE_FILE else use.property, doubt.cause)
        fault = self._faults.get(key)
        if fault is None:
            fault = _Fault(self._data, _RULES[doubt.code], doubt.code, use, place, doubt.args)
            self._faults[key] = fault
        else:
            fault.others += 1
        fault.count += int(use.counts[place])

    def _note_list(self, use: Use, one: ListFault) -> None:
        """Take down that a list was met; what is wrong with it is told once, with all values that show it."""
        faults = self._told.lists.setdefault(one.code_list, {})
        if one.code:
            new = _Fault(self._data, LIST, one.code, use, next(iter(one.places)), {"list": one.code_list})
            fault = faults.setdefault(one.code, new)
            fault.count += int(use.counts[list(one.places)].sum())
