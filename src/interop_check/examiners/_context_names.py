"""Rules oslo/context-key, -class, -prefix, -id and -coverage: names in JSON-LD that mean nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from interop_check.model import Evidence, Finding, Place, Tally
from interop_check.rdf.reading import Name, Reading
from interop_check.suggest import near

KEY, CLASS, PREFIX = "oslo/context-key", "oslo/context-class", "oslo/context-prefix"
ID, COVERAGE = "oslo/context-id", "oslo/context-coverage"

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
    if reading.lost and not (one.content.contexts or reading.terms or reading.vocab):
        yield _without_context(one, reading)
        return
    terms = Terms(reading, claimed)
    for rule, looked_at, failed, names in (
        (COVERAGE if reading.applied else KEY, reading.names, reading.lost_names, reading.lost),
        (CLASS, reading.types, len(reading.classes), reading.classes),
        (PREFIX, reading.prefixed, len(reading.undeclared), reading.undeclared),
        (ID, reading.references, sum(name.times for name in reading.nameless), reading.nameless),
    ):
        if looked_at:
            share = {"mapped": str(looked_at - failed), "total": str(looked_at)}
            more = share if rule == COVERAGE else {}
            findings = tuple(
                _finding(one, rule, name, {**_said(rule, name, terms, number), **more})
                for number, name in enumerate(names)
            )
            omitted = failed - len(names) if names is reading.lost else 0
            yield Seen(rule, Tally(looked_at, failed), findings, omitted)


def _without_context(one: Evidence, reading: Reading) -> Seen:
    """All names of a document that has no context at all: one cause, so one finding."""
    lost = reading.lost_names + len(reading.classes)
    first = reading.lost[0]
    at = Place(source=one.source, line=first.line, column=first.column)
    names = ", ".join(name.name for name in reading.lost[:_SHOWN]) + (" …" if lost > _SHOWN else "")
    finding = Finding(rule=KEY, code="no-context", at=at, args={"names": names}, count=lost)
    return Seen(KEY, Tally(reading.names + reading.types, lost), (finding,))


def _finding(one: Evidence, rule: str, name: Name, args: Mapping[str, str]) -> Finding:
    value = name.name if rule == ID else None
    at = Place(source=one.source, line=name.line, column=name.column, value=value)
    return Finding(rule=rule, code=_code(rule, name, args), at=at, args=args, count=name.times)


def _said(rule: str, name: Name, terms: Terms, number: int) -> dict[str, str]:
    """What can be said of a name to whoever has to mend it."""
    if rule == ID:
        return {"key": name.name}
    if rule == PREFIX:
        return {"key": name.name, "prefix": name.name.partition(":")[0]}
    if name.iri:
        return {"key": name.name, "iri": name.iri}
    scopes = terms.scopes(name.name)
    suggestion = terms.suggestion(name.name) if number < _SUGGESTED and not scopes else ""
    return {"key": name.name, "scope": scopes, "suggestion": suggestion}


def _code(rule: str, name: Name, args: Mapping[str, str]) -> str:
    if name.iri and rule != PREFIX:
        return "key-no-iri"
    if rule == KEY and name.name in _LANGUAGES and not args["scope"]:
        return "key-language"
    return _CODES[rule]


_CODES = {
    KEY: "key-lost",
    CLASS: "class-unknown",
    PREFIX: "prefix-undeclared",
    ID: "id-no-iri",
    COVERAGE: "property-unmapped",
}
_LANGUAGES = frozenset({"de", "en", "es", "fr", "it", "nl", "nl-BE"})
