"""Examiner `coherence`: do the artefacts of one solution say the same of the same thing."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.coherence import catalogues, shapes, terms
from interop_check.examiners.coherence.assertions import Aspect, Assertion, Comparison, Voice, compare
from interop_check.examiners.coherence.things import Known, Thing, assertions, things
from interop_check.examiners.coherence.values import same_licences
from interop_check.examiners.dcat import CATALOG, Catalogue
from interop_check.examiners.dcat import catalogues as readable
from interop_check.examiners.tallying import PARAMS as CAPPED
from interop_check.examiners.tallying import Tallying
from interop_check.mask import shown
from interop_check.model import Evidence, Examination, Finding, Place, Tally

PARAMS: Mapping[str, Any] = {
    **CAPPED,
    "properties": {
        **CAPPED["properties"],
        "licences": {
            "type": "array",
            "description": "Names and addresses of one licence, group by group.",
            "items": {"type": "array", "minItems": 1, "items": {"type": "string"}},
        },
    },
}

DESCRIBED = "coherence/described"
RULES: Mapping[Aspect, str] = {
    **{aspect: f"coherence/{aspect}" for aspect in Aspect},
    Aspect.NAME: "coherence/term",
    Aspect.SCHEME: "coherence/term",
}
LONGEST = 110
"""Characters of what one speaker says: a sentence that is told cuts longer values in the middle."""

_SPEAKS: Mapping[str, Sequence[Aspect]] = {
    "catalogue": (Aspect.STANDARD, Aspect.LICENCE, Aspect.ADDRESS),
    "api": (Aspect.LICENCE, Aspect.ADDRESS),
    "data": (Aspect.NAME,),
    "api-context": (Aspect.NAME,),
}
"""What an artefact that cannot be read may have said something of."""


@examiner(
    "coherence",
    evidence=(
        *("solution", "data", "api", "stream", "catalogue"),
        *("api-context", "standard", "background", "terminology"),
    ),
    params=PARAMS,
    judges_problems=True,
)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether manifest, API descriptions, data, streams and catalogues agree, as far as two of them speak.

    Rules coherence/standard, coherence/version, coherence/licence, coherence/address and coherence/term (per
    speaker beyond the first), coherence/described (per artefact beside a catalogue), coherence/shapes (per
    class and property of data with shapes of its own). A fact for each rule says whether it applies.
    Source: draft OSLO conformance framework v1.00, conformance clause (consistent use); DCAT 3, sections 6.4
    to 6.9; OpenAPI 3.1.1, sections 4.8.4 and 4.8.5; SHACL, section 2.1.3.
    """
    tallying = Tallying.of(params)
    _Solution(evidence, params, tallying).examine()
    shapes.examine(evidence, tallying)
    facts = {
        rule.replace("/", "_"): rule in tallying.tallies for rule in (*RULES.values(), DESCRIBED, shapes.RULE)
    }
    return tallying.examination(facts)


class _Solution:
    """All artefacts of a solution, and what can be said of them together."""

    def __init__(self, evidence: Sequence[Evidence], params: Mapping[str, Any], tallying: Tallying) -> None:
        self._evidence = evidence
        self._tallying = tallying
        self._things = things(evidence)
        self._known = Known(
            standards=next((one.content for one in evidence if one.kind == "solution"), {}),
            licences=same_licences(params.get("licences", ())),
        )
        self._catalogues = list(readable(evidence, tallying))
        self._records = {
            one: catalogues.descriptions(one) if self._things else [] for one in self._catalogues
        }

    def examine(self) -> None:
        """Compare what is said, and look for each artefact in the catalogues."""
        said = [*self._said(), *self._meant()]
        for comparison in compare(said):
            self._compared(comparison)
        self._unheard(said)
        self._described()

    def _said(self) -> Iterator[Assertion]:
        for thing in self._things:
            yield from assertions(thing, self._known)
        for catalogue, records in self._records.items():
            yield from assertions(Thing(evidence=catalogue.evidence, addresses=frozenset()), self._known)
            yield from catalogues.assertions(catalogue, records, self._things, self._known)

    def _meant(self) -> Iterator[Assertion]:
        known = next((one.content for one in self._evidence if one.kind == "terminology"), None)
        contexts = terms.contexts_of(self._evidence)
        for one in self._evidence:
            if one.kind == "data" and one.content:
                yield from terms.of_dataset(one, known)
            context = contexts.get(str(one.about.get("id"))) if one.kind == "api" else None
            if one.content and context and context.content:
                yield from terms.of_api(one, context, known)

    def _compared(self, comparison: Comparison) -> None:
        first, second = comparison.first, comparison.second
        aspect = first[0].aspect
        rule = RULES[aspect]
        if aspect is Aspect.SCHEME and comparison.agrees:
            return  # one and the same term cannot but agree with itself
        if comparison.agrees is None:
            self._tallying.add(rule, Tally(not_checked=1))
            return
        self._tallying.add(rule, Tally(1, int(not comparison.agrees)))
        if not comparison.agrees and self._tallying.has_room(rule):
            self._tallying.findings.append(_finding(rule, first, second))

    def _unheard(self, said: Sequence[Assertion]) -> None:
        """Leave open what artefacts that could not be read may have said of what others speak of."""
        heard = {(one.aspect, one.artefact) for one in said}
        for one in self._evidence:
            if one.problem:
                of_names = (Aspect.NAME,) if one.kind == "api" and one.about.get("context") else ()
                for aspect in (*_SPEAKS.get(one.kind, ()), *of_names):
                    self._unheard_of(one, aspect, {artefact for known, artefact in heard if known is aspect})

    def _unheard_of(self, one: Evidence, aspect: Aspect, artefacts: Collection[str]) -> None:
        """A catalogue speaks of all artefacts, a description of its own API, and of names everybody."""
        own = str(one.about.get("id"))
        silent = len(artefacts) if one.kind == "catalogue" else int(own in artefacts)
        if aspect is Aspect.NAME:
            silent = int(bool(set(artefacts) - {own}))
        if silent:
            self._tallying.add(RULES[aspect], Tally(not_checked=silent))

    def _described(self) -> None:
        """Look for each artefact in the catalogues; one that cannot be read may describe it."""
        found = [one for records in self._records.values() for one in records]
        unread = any(one.kind == "catalogue" and one.problem for one in self._evidence)
        for thing in self._things if unread or self._catalogues else ():
            if any(one.describes(thing) for one in found):
                self._tallying.add(DESCRIBED, Tally(1, 0))
            elif unread:
                self._tallying.add(DESCRIBED, Tally(not_checked=1))
            else:
                self._missing(thing, self._catalogues[0])

    def _missing(self, thing: Thing, catalogue: Catalogue) -> None:
        self._tallying.add(DESCRIBED, Tally(1, 1))
        if self._tallying.has_room(DESCRIBED):
            whole = next((catalogue.place(record.node) for record in catalogue.of(CATALOG)), None)
            at = whole or Place(source=catalogue.evidence.source)
            args = {"artefact": thing.id, "where": _where(thing.place("location"))}
            finding = Finding(rule=DESCRIBED, code=thing.evidence.kind, at=at, args=args)
            self._tallying.findings.append(finding)


def _finding(rule: str, first: Voice, second: Voice) -> Finding:
    """Return that two speakers differ, at the place of the second; the sentence names that of the first."""
    here, there = second[0], first[0]
    args = {
        "subject": shown(here.topic),
        "artefact": here.artefact,
        "value": _listed(second),
        "other": _listed(first),
        "other_artefact": there.artefact,
        "where": _where(there.at()),
    }
    code = here.aspect if here.aspect in (Aspect.NAME, Aspect.SCHEME) else here.speaker.kind
    return Finding(rule=rule, code=str(code), at=here.at(), args=args)


def _listed(voice: Voice) -> str:
    """Return what a speaker says, as much of it as a sentence can hold."""
    first, *others = dict.fromkeys(shown(one.shown) for one in voice)
    listed = first
    for one in others:
        if len(listed) + len(one) > LONGEST:
            return f"{listed} …"
        listed += f", {one}"
    return listed


def _where(at: Place) -> str:
    return ":".join(str(part) for part in (at.source, at.line) if part)
