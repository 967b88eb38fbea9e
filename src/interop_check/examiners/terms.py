"""Examiner `terms`: which classes and properties data uses, and whose they are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyoxigraph as ox

from interop_check.examiners import examiner
from interop_check.examiners.rdf import NO_PARAMS
from interop_check.model import Evidence, Examination, Finding, Place, Tally
from interop_check.rdf.locate import Locator
from interop_check.rdf.table import IRI, Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF, RDF_FIRST, RDF_REST, RDF_TYPE
from interop_check.terminology.known import Known, split
from interop_check.terminology.outline import Outline
from interop_check.terminology.reading import Origin, Reader, Reading

COVERAGE, SPELLING = "oslo/term-coverage", "oslo/term-spelling"
DEPRECATED, SHADOW = "oslo/term-deprecated", "oslo/term-shadow"

_OF_A_NAMESPACE = frozenset(
    (
        "own-term",
        "term-unlisted",
        "scheme-twin",
        "namespace-misspelt",
        "prefix-undeclared",
        "relative",
        "test-host",
    )
)
"""Faults that a whole namespace shares, since one prefix or context made them: told once."""

_NOT_SHADOWING = (Origin.PROFILE, Origin.UNLISTED, Origin.MOTIVATED)

_MACHINERY = frozenset((RDF_TYPE, RDF_FIRST, RDF_REST, f"{RDF}List"))
"""How RDF itself is written: neither a choice nor a meaning of the data."""


@examiner("terms", evidence=("data", "standard", "terminology"), params=NO_PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:  # noqa: ARG001
    """Whether classes and properties come from the claimed profile or another standard, spelt as they are.

    Rules oslo/term-coverage (per occurrence), oslo/term-spelling, oslo/term-deprecated and oslo/term-shadow
    (per distinct term). Source: draft OSLO conformance framework v1.00, sections 4 and 5 (grades 1 and 2).
    """
    known = next((one.content for one in evidence if one.kind == "terminology"), None)
    standards = {claim: one for one in evidence if one.kind == "standard" for claim in one.about["claims"]}
    counting = _Counting()
    for one in evidence:
        if one.kind == "data" and one.content:
            if known is None:
                counting.open()
            else:
                counting.add(_Dataset(one, known, _outlines(one, standards)))
    return counting.examination()


def _outlines(one: Evidence, standards: Mapping[str, Evidence]) -> list[Outline]:
    claimed = (standards[claim].about.get("outline") for claim in one.about.get("claims", ()))
    return [outline for outline in claimed if outline is not None]


@dataclass(frozen=True, slots=True)
class _Use:
    """One term as one dataset uses it: how often, as what, and the first triple that has it."""

    iri: str
    kind: str
    count: int
    row: int


class _Dataset:
    """The terms of one dataset, read beside the profiles that it claims."""

    def __init__(self, one: Evidence, known: Known, outlines: Sequence[Outline]) -> None:
        self.source = one.source
        self._table: Table = one.content.table
        self._locator = Locator(one.content.data, one.content.media)
        motivated = [own["namespace"] for own in one.about.get("own_terms", ())]
        self._reader = Reader(known, outlines, motivated)

    def findings(self, counting: "_Counting") -> Iterator[Finding]:
        """Yield what is to be said of each distinct term, and count them all."""
        for use in uses(self._table):
            reading = self._reader.read(use.iri)
            counting.count(self.source, use.count, reading)
            yield from self._spelling(use, reading)
            yield from self._coverage(use, reading)
            yield from self._others(use, reading, counting)

    def _spelling(self, use: _Use, reading: Reading) -> Iterator[Finding]:
        if reading.doubt:
            args = {"meant": reading.meant, "whose": reading.whose}
            yield self._finding(SPELLING, reading.doubt, use, args)

    def _coverage(self, use: _Use, reading: Reading) -> Iterator[Finding]:
        if reading.doubt and reading.meant:
            return  # said once, as a matter of spelling
        if reading.origin is Origin.OWN and not reading.doubt:
            yield self._finding(COVERAGE, "own-term", use, {"whose": reading.whose})
        elif reading.origin is Origin.UNLISTED:
            yield self._finding(COVERAGE, "term-unlisted", use, {"whose": reading.whose})

    def _others(self, use: _Use, reading: Reading, counting: "_Counting") -> Iterator[Finding]:
        replaced = self._reader.replaced(use.iri)
        counting.tell(DEPRECATED, failed=replaced is not None)
        if replaced is not None:
            args = {"meant": replaced[0], "where": replaced[1]}
            yield self._finding(DEPRECATED, "term-deprecated", use, args)
        if (
            reading.doubt
            or replaced is not None
            or reading.origin in (Origin.PROFILE, Origin.UNLISTED, Origin.MOTIVATED)
        ):
            return
        shadowed = self._reader.shadowed(use.iri, self._classes(use))
        counting.tell(SHADOW, failed=bool(shadowed))
        if shadowed:
            yield self._finding(SHADOW, "term-shadow", use, {"meant": shadowed})

    def _classes(self, use: _Use) -> list[str]:
        subject = self._table.term(int(self._table.s[use.row]))
        return [one.value for one in self._table.objects(subject, RDF_TYPE) if isinstance(one, ox.NamedNode)]

    def _finding(self, rule: str, code: str, use: _Use, args: Mapping[str, str]) -> Finding:
        subject = self._table.term(int(self._table.s[use.row]))
        path = RDF_TYPE if use.kind == "class" else use.iri
        value = self._table.term(int(self._table.o[use.row])) if use.kind == "class" else None
        line, column = self._locator.locate(subject, path, value) or (None, None)
        at = Place(source=self.source, line=line, column=column, focus=str(subject), path=f"<{path}>")
        return Finding(
            rule=rule,
            code=code,
            at=at,
            args={"term": use.iri, **args},
            count=use.count,
        )


@dataclass(slots=True)
class _Counting:
    """What all datasets together add up to."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    shares: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, dataset: _Dataset) -> None:
        self.findings += _folded(dataset.findings(self))

    def open(self) -> None:
        """Note a dataset of which nothing can be said, since no terms are known."""
        for rule in (COVERAGE, SPELLING):
            self._tally(rule, Tally(not_checked=1))

    def count(self, source: str, occurrences: int, reading: Reading) -> None:
        """Count a term: its occurrences for what it is (or was meant to be), itself for how it is spelt."""
        own = reading.origin is Origin.OWN
        unlisted = reading.origin is Origin.UNLISTED
        looked_at = 0 if unlisted else occurrences
        failed = occurrences if own and not reading.doubt else 0
        self._tally(COVERAGE, Tally(looked_at, failed, occurrences if unlisted else 0))
        self.tell(SPELLING, failed=bool(reading.doubt))
        self.shares[source][reading.origin.value] += occurrences
        self.shares[source][f"distinct-{reading.origin.value}"] += 1

    def tell(self, rule: str, *, failed: bool) -> None:
        """Count one distinct term under a rule."""
        self._tally(rule, Tally(1, int(failed)))

    def _tally(self, rule: str, tally: Tally) -> None:
        self.tallies[rule] = self.tallies.get(rule, Tally()) + tally

    def examination(self) -> Examination:
        told = [{"source": source, **dict(sorted(counts.items()))} for source, counts in self.shares.items()]
        return Examination(
            tallies=self.tallies, findings=tuple(self.findings), facts={"terms": told} if told else {}
        )


def _folded(findings: Iterable[Finding]) -> list[Finding]:
    """Make one finding of those that one cause made: the first, with the number of other terms."""
    together: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        shared = one.code in _OF_A_NAMESPACE
        key = (one.rule, one.code, split(one.args["term"])[0] if shared else one.args["term"])
        together.setdefault(key, []).append(one)
    return [_first(same) for same in together.values()]


def _first(same: Sequence[Finding]) -> Finding:
    if len(same) == 1:
        return same[0]
    args = {**same[0].args, "others": str(len(same) - 1)}
    return replace(same[0], args=args, count=sum(one.count for one in same))


def uses(table: Table) -> Iterator[_Use]:
    """Yield each distinct class and property of a table with its occurrences, in the order of the terms."""
    type_number = table.number(iri_token(RDF_TYPE))
    is_type = table.p == type_number
    yield from _counted(table, table.p, np.flatnonzero(~is_type), "property")
    yield from _counted(table, table.o, np.flatnonzero(is_type), "class")


def _counted(table: Table, column: Any, rows: Any, kind: str) -> Iterator[_Use]:
    terms, first, counts = np.unique(column[rows], return_index=True, return_counts=True)
    for number, place, count in zip(terms.tolist(), first.tolist(), counts.tolist(), strict=True):
        if table.kinds[number] == IRI and (iri := table.tokens[number][1:-1].decode()) not in _MACHINERY:
            yield _Use(iri, kind, count, int(rows[place]))
