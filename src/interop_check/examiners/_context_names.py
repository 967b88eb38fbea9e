"""Rules oslo/context-key, -class, -prefix and -coverage: names in JSON-LD that mean nothing, and so are lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from interop_check.model import Evidence, Finding, Place, Tally
from interop_check.rdf.reading import Name, Reading
from interop_check.suggest import near

KEY, CLASS, PREFIX = "oslo/context-key", "oslo/context-class", "oslo/context-prefix"
COVERAGE = "oslo/context-coverage"

_SUGGESTED = 50
"""For so many names a suggestion is looked for: each takes a comparison with all terms."""

_ALIKE = 0.75
_SHOWN = 3


class Seen(NamedTuple):
    """What one rule saw in one dataset; `omitted` are findings that were not made."""

    rule: str
    tally: Tally
    findings: tuple[Finding, ...] = ()
    omitted: int = 0


class Terms:
    """The terms that were at hand where a name meant nothing."""

    def __init__(self, reading: Reading, claimed: Iterable[str]) -> None:
        self._reading = reading
        self._claimed = claimed

    def suggestion(self, name: str) -> str:
        """Return the term that was meant: first of the data's own contexts, then of the claimed standards."""
        return _nearest(name, self._own) or _nearest(name, self._of_standards)

    def scopes(self, name: str) -> str:
        """Return the classes within whose objects the name does mean something."""
        return ", ".join(sorted(self._scopes.get(name, ()))[:_SHOWN])

    @cached_property
    def _own(self) -> Mapping[str, Sequence[str]]:
        return _by_case(term.name for term in self._reading.terms)

    @cached_property
    def _of_standards(self) -> Mapping[str, Sequence[str]]:
        return _by_case(self._claimed)

    @cached_property
    def _scopes(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        for term in self._reading.terms:
            if term.scope:
                found.setdefault(term.name, set()).add(term.scope)
        return found


def _by_case(names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(name.casefold(), []).append(name)
    return found


def _nearest(name: str, known: Mapping[str, Sequence[str]]) -> str:
    folded = name.casefold()
    found = known.get(folded) or known.get(near(folded, known, cutoff=_ALIKE), ())
    return next((one for one in sorted(found) if one != name), "")


def of_names(one: Evidence, reading: Reading, claimed: Iterable[str]) -> Iterator[Seen]:
    """Yield what each rule about names sees in a dataset; one that had nothing to look at says nothing."""
    terms = Terms(reading, claimed)
    for rule, looked_at, failed, names in (
        (COVERAGE if reading.applied else KEY, reading.names, reading.lost_names, reading.lost),
        (CLASS, reading.types, len(reading.classes), reading.classes),
        (PREFIX, reading.prefixed, len(reading.undeclared), reading.undeclared),
    ):
        if looked_at:
            findings = tuple(_finding(one, rule, name, terms, number) for number, name in enumerate(names))
            share = {"mapped": str(looked_at - failed), "total": str(looked_at)}
            yield Seen(
                rule,
                Tally(looked_at, failed),
                tuple(_with(finding, share) for finding in findings) if rule == COVERAGE else findings,
                failed - len(findings),
            )


def _finding(one: Evidence, rule: str, name: Name, terms: Terms, number: int) -> Finding:
    args = {"key": name.name}
    if rule == PREFIX:
        args["prefix"] = name.name.partition(":")[0]
    elif name.iri:
        args["iri"] = name.iri
    else:
        args["scope"] = terms.scopes(name.name)
        args["suggestion"] = terms.suggestion(name.name) if number < _SUGGESTED and not args["scope"] else ""
    code = _CODES[rule] if rule == PREFIX or not name.iri else "key-no-iri"
    at = Place(source=one.source, line=name.line, column=name.column)
    return Finding(rule=rule, code=code, at=at, args=args, count=name.times)


_CODES = {KEY: "key-lost", CLASS: "class-unknown", PREFIX: "prefix-undeclared", COVERAGE: "property-unmapped"}


def _with(finding: Finding, more: Mapping[str, str]) -> Finding:
    return Finding(
        rule=finding.rule,
        code=finding.code,
        at=finding.at,
        args={**finding.args, **more},
        count=finding.count,
    )
