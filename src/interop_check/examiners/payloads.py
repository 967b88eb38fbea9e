"""Examiner `payloads`: what the properties in an API's JSON mean, by its context or the claimed standard."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from interop_check.examiners import examiner, together
from interop_check.examiners.tallying import MAX_FINDINGS, PARAMS
from interop_check.model import Evidence, Examination, Finding, Tally
from interop_check.openapi.description import Description
from interop_check.openapi.facts import Schemas
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.payloads import Payload, payloads, properties
from interop_check.openapi.rules import finding
from interop_check.rdf.active_context import is_iri
from interop_check.suggest import near
from interop_check.terminology.known import OSLO, PROPERTY, Known
from interop_check.terminology.names import By, Names

TERM, CONTEXT, ID = "payloads/term", "payloads/context", "payloads/id"
OPEN = "not-verified"
"""Stands before names that may mean something in what was not at hand."""

_ALIKE = 0.75
_SHOWN = 12


@examiner("payloads", evidence=("api", "api-context", "api-standard", "terminology"), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether each property in JSON that an API takes or gives has a meaning, and things say what they are.

    Rules payloads/term, payloads/context, payloads/id. Only APIs with a context of their own or a standard
    that is claimed are looked at; the fact `api_terms` holds what was counted for each, and by what. Where a
    standard is not at hand, or only shapes of our own are, names that mean nothing elsewhere are left open.
    Source: JSON-LD 1.1, sections 3.1 and 3.2; REST API-richtlijnen, Informatie Vlaanderen (OSLO).
    """
    most = params.get("max_findings", MAX_FINDINGS)
    known = next((one.content for one in evidence if one.kind == "terminology"), None)
    seen = [
        _seen(one, given, known, most)
        for one in evidence
        if one.kind == "api" and (given := _given(one, evidence))
    ]
    tables = [table for one in seen for table in one.facts["api_terms"]]
    facts = {"api_terms": tables, "api_contexts": bool(seen)}
    return together([*seen, Examination(tallies={}, facts=facts)])


def _given(api: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return what gives the JSON of an API its meaning."""
    kinds = ("api-context", "api-standard")
    return [one for one in evidence if one.kind in kinds and one.about["id"] == api.about["id"]]


def _seen(one: Evidence, given: Sequence[Evidence], known: Known | None, most: int) -> Examination:
    api: Description | None = one.content
    usable = [names for each in given if (names := _names(each))]
    lost = [each for each in given if not _names(each) or "instead_of" in each.about]
    told = tuple(finding(TERM, fault) for each in lost for fault in _not_had(api, each))
    if api is None or not usable:
        tallies = dict.fromkeys((TERM, CONTEXT, ID), Tally(not_checked=1))
        return Examination(tallies=tallies, findings=told, facts={"api_terms": []})
    meanings = _Meanings(usable, known, is_whole=not lost)
    return _Looking(api, meanings, one.source, most).examination(told)


def _names(given: Evidence) -> Names | None:
    """Return the names that mean something; None where that is not known."""
    if given.problem or not given.content:
        return None
    if given.kind == "api-standard":
        names: Names = given.content
        return names
    reading = given.content.reading
    if not reading:
        return None
    iris = {term.name: term.iri for term in reading.terms if term.iri}
    return Names(of=given.source, by=By.CONTEXT, iris=iris, has_vocab=any(reading.vocab))


def _not_had(api: Description | None, given: Evidence) -> Iterator[Fault]:
    problem = given.problem or given.about.get("instead_of")
    if api is not None and api.root is not None and problem is not None:
        standard = {"standard": given.about["standard"]} if "standard" in given.about else {}
        yield Fault(node=api.root, code=problem.code, args={**problem.args, **standard})


class _Meanings:
    """What names mean by all that is given, and what may have been meant by those that mean nothing.

    `standard` names the standards where those are what was given, `is_whole` says whether all were at hand.
    """

    def __init__(self, given: Sequence[Names], known: Known | None, *, is_whole: bool) -> None:
        self._terms = {name: iri for one in given[::-1] for name, iri in one.iris.items()}
        self._has_vocab = any(one.has_vocab for one in given)
        self._known = known
        self.is_whole = is_whole
        self.by = list(dict.fromkeys(one.by.value for one in given))
        self.of = list(dict.fromkeys(one.of for one in given))
        self.standard = "" if By.CONTEXT in self.by else ", ".join(self.of)

    def iri(self, name: str) -> str | None:
        """Return the IRI or keyword that a name stands for; None where it stands for nothing."""
        if name in self._terms:
            return self._terms[name]
        prefix, colon, rest = name.partition(":")
        if name.startswith("@") or (colon and prefix in self._terms) or (colon and rest and is_iri(name)):
            return name
        return name if self._has_vocab else None

    def is_governed(self, name: str) -> bool:
        """Whether a name stands for a term of a vocabulary."""
        meaning = self.iri(name)
        return meaning is not None and not meaning.startswith("@")

    def suggestion(self, name: str) -> str:
        """Return a name of the context that is near, else the term of OSLO that is called so."""
        folded = name.casefold()
        own = near(folded, self._folded, cutoff=_ALIKE)
        return self._folded[own] if own else self._of_oslo.get(folded, "")

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        names = sorted(self._terms)
        # Official contexts call the property of a class Adres.huisnummer.
        parts = {name.rpartition(".")[2].casefold(): name for name in names[::-1]}
        return {**parts, **{name.casefold(): name for name in names}}

    @cached_property
    def _of_oslo(self) -> Mapping[str, str]:
        known = self._known
        if known is None:
            return {}
        owned = (iri for iri, owner in known.owners.items() if owner == OSLO and known.kinds[iri] == PROPERTY)
        return {
            iri.replace("#", "/").rpartition("/")[2].casefold(): iri for iri in sorted(owned, reverse=True)
        }


class _Looking:
    """One look at one API."""

    def __init__(self, api: Description, meanings: _Meanings, source: str, most: int) -> None:
        self._api = api
        self._meanings = meanings
        self._schemas = Schemas(api)
        self._source = source
        self._most = most
        self._standard = {"standard": meanings.standard} if meanings.standard else {}
        self._payloads = tuple(payloads(api))

    def examination(self, not_had: tuple[Finding, ...]) -> Examination:
        """Look at all; `not_had` tells of standards that are not at hand, in case that leaves names open."""
        names = properties(self._api, [one.schema for one in self._payloads])
        lost = {name: node for name, node in names.items() if self._meanings.iri(name) is None}
        answers = [one for one in self._payloads if one.is_answer]
        things = {id(node): node for one in answers for node in self._things(one)}
        governed = [one for one in answers if any(self._things(one))]
        parts = [
            self._terms(names, lost, not_had),
            self._told(CONTEXT, len(governed), list(self._without_context(governed))),
            self._told(ID, len(things), list(self._without_id(things.values()))),
        ]
        facts = {"api_terms": [self._table(names, lost)] if names else []}
        return together([*parts, Examination(tallies={}, facts=facts)])

    def _told(self, rule: str, looked_at: int, faults: Sequence[Fault]) -> Examination:
        omitted = len(faults[self._most :])
        return Examination(
            tallies={rule: Tally(looked_at, len(faults))} if looked_at else {},
            findings=tuple(finding(rule, one) for one in faults[: self._most]),
            omitted={rule: omitted} if omitted else {},
        )

    def _terms(
        self, names: Mapping[str, Node], lost: Mapping[str, Node], not_had: tuple[Finding, ...]
    ) -> Examination:
        """Look at all names; those that mean nothing may mean something in a standard that is not at hand."""
        if self._meanings.is_whole or not lost:
            return self._told(TERM, len(names), list(self._unmapped(lost)))
        unseen = Tally(not_checked=1)
        tallies = {TERM: Tally(len(names) - len(lost), 0, len(lost)), CONTEXT: unseen, ID: unseen}
        return Examination(tallies=tallies, findings=not_had)

    def _unmapped(self, lost: Mapping[str, Node]) -> Iterator[Fault]:
        for name, node in lost.items():
            args = {"name": name, "suggestion": self._meanings.suggestion(name), **self._standard}
            code = "no-term" if By.NAME in self._meanings.by else "no-meaning"
            yield Fault(node=node, code=code, at=("properties", name), args=args)

    def _without_context(self, governed: Sequence[Payload]) -> Iterator[Fault]:
        for one in governed:
            holders = [one.schema, *self._items(one.schema)]
            if not any("@context" in self._schemas.facts(node).possible for node in holders):
                yield Fault(node=one.node, code="no-context-member", at=("schema",), args=self._standard)

    def _without_id(self, things: Iterator[Node] | Any) -> Iterator[Fault]:
        for node in things:
            if not any(self._meanings.iri(name) == "@id" for name in self._schemas.facts(node).possible):
                yield Fault(node=node, code="no-id-member", args=self._standard)

    def _things(self, payload: Payload) -> Iterator[Node]:
        """Yield the schemas of what an answer is about: the whole, or the items of a list in it."""
        whole = self._governed([payload.schema])
        yield from whole or self._governed(self._items(payload.schema))

    def _items(self, schema: Node) -> Sequence[Node]:
        """Return the schemas of the items of a list, or of the lists that stand in an object itself."""
        lists = [schema, *self._schemas.facts(schema).possible.values()]
        resolved = [node for one in lists if (node := self._api.resolved(one))]
        items = (self._api.node_at(one, "items") for one in resolved)
        return [node for one in items if one and (node := self._api.resolved(one))]

    def _governed(self, schemas: Sequence[Node]) -> list[Node]:
        return [
            one
            for one in schemas
            if any(self._meanings.is_governed(name) for name in self._schemas.facts(one).possible)
        ]

    def _table(self, names: Mapping[str, Node], lost: Mapping[str, Node]) -> Mapping[str, Any]:
        means, mapped = self._meanings, len(names) - len(lost)
        is_open = bool(lost) and not means.is_whole
        share = f"{'≥ ' if is_open else ''}{100 * mapped // len(names)} %"
        listed = sorted(lost)
        more = [f"… (+{len(listed) - _SHOWN})"] if len(listed) > _SHOWN else []
        unmapped = [*([OPEN] if is_open else []), *listed[:_SHOWN], *more]
        return {
            "of": self._source,
            "columns": ["properties", "mapped", "share", "by", "source", "unmapped"],
            "rows": [[str(len(names)), str(mapped), share, means.by, means.of, unmapped]],
        }
