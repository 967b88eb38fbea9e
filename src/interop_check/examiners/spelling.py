"""Examiner `spelling`: are the terms of a catalogue spelt as their vocabularies spell them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.dcat import Catalogue, Record, catalogues
from interop_check.examiners.tallying import PARAMS as CAPPED
from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Examination
from interop_check.rdf.table import IRI
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF_TYPE

PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["terms"],
    "properties": {
        **CAPPED["properties"],
        "terms": {
            "type": "object",
            "description": "Terms by namespace; `moved` maps a namespace to the one that is meant instead.",
            "additionalProperties": False,
            "required": ["namespaces", "moved"],
            "properties": {
                "moved": {"type": "object", "additionalProperties": {"type": "string"}},
                "namespaces": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["namespace", "terms"],
                        "properties": {
                            "namespace": {"type": "string"},
                            "complete": {
                                "type": "boolean",
                                "description": "Whether there are no other terms.",
                            },
                            "terms": {"type": "array", "items": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}

TERMS = "dcat/terms"


@examiner("spelling", evidence=("catalogue",), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether each property and class of a metadata vocabulary exists in it: what is misspelt, nobody reads.

    Rules dcat/terms. Source: DCAT 3 and DCMI Metadata Terms; metadata-dcat 2021-04-22.
    """
    tallying = Tallying.of(params)
    vocabulary = _Vocabulary.of(params["terms"])
    for one in catalogues(evidence, tallying):
        for term, place in _used(one):
            code, meant = vocabulary.fault(term)
            if code == "":
                one.well(TERMS)
            elif code:
                record, path = place
                one.wrong(TERMS, code, record, path, term=term, meant=meant)
    return tallying.examination({})


def _used(one: Catalogue) -> Iterator[tuple[str, tuple[Record, str]]]:
    """Yield each property and class that is used, with the first subject that uses it."""
    table = one.table
    for predicate in table.predicates.tolist():
        subject = int(table.edges(predicate).s[0])
        term = table.tokens[predicate][1:-1].decode()
        yield term, (Record(one, table.term(subject), ""), term)
    instances = table.inverse(table.number(iri_token(RDF_TYPE)))
    starts, _ = instances.span(instances.nodes)
    for number, start in zip(instances.nodes.tolist(), starts.tolist(), strict=True):
        subject = int(instances.o[start])
        if table.kinds[number] == IRI:
            term = table.tokens[number][1:-1].decode()
            yield term, (Record(one, table.term(subject), ""), RDF_TYPE)


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """Terms as they are written, and by what misspellings of them have in common."""

    terms: frozenset[str]
    folded: Mapping[str, str]
    moved: Mapping[str, str]
    complete: tuple[str, ...]

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "_Vocabulary":
        spaces = told["namespaces"]
        terms = [one["namespace"] + name for one in spaces for name in one["terms"]]
        complete = tuple(one["namespace"] for one in spaces if one.get("complete"))
        folded = {_folded(term): term for term in reversed(terms)}
        return cls(frozenset(terms), folded, told["moved"], complete)

    def fault(self, term: str) -> tuple[str | None, str]:
        """Return what is wrong with a term, and the one that was meant; no code where nothing is known."""
        if term in self.terms:
            return "", ""
        for old, new in self.moved.items():
            meant = self.folded.get(_folded(term.replace(old, new, 1)), "") if term.startswith(old) else ""
            if meant:
                return "other-namespace", meant
        meant = self.folded.get(_folded(term), "")
        if meant:
            return "misspelt", meant
        return ("no-such-term", "") if term.startswith(self.complete) else (None, "")


def _folded(term: str) -> str:
    """What a term shares with its misspellings: no scheme, no upper case, nothing after its last letter."""
    end = next((index for index in range(len(term), 0, -1) if term[index - 1].isalnum()), 0)
    return re.sub(r"^https?://", "", term[:end].lower())
