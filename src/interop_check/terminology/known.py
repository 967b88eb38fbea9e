"""Every term that OSLO and well-known vocabularies define, and what a term that is none of them may mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

CLASS, PROPERTY, DATATYPE, OTHER = "class", "property", "datatype", "other"
OSLO = "oslo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A vocabulary by its namespace. `closed`: all of its terms are known, so that any other is none.

    `replaced` are terms that are deprecated, by local name, with the IRI to use ("" where there is none).
    `source` says where that is written.
    """

    namespace: str
    prefix: str
    title: str
    closed: bool = False
    replaced: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


class Known:
    """All known terms, by IRI and by namespace."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]], vocabularies: Iterable[Vocabulary]) -> None:
        self.vocabularies = {one.namespace: one for one in vocabularies}
        self._rows = tuple(rows)

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """Kind of each term by IRI."""
        return {namespace + name: kind for namespace, name, kind, _ in self._rows}

    @cached_property
    def owners(self) -> Mapping[str, str]:
        """Whose each term is, by IRI: `oslo`, or the prefix of a vocabulary."""
        return {namespace + name: owner for namespace, name, _, owner in self._rows}

    @cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The local names in each namespace."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for namespace, name, _, _ in self._rows:
            found[namespace].append(name)
        return {namespace: tuple(names) for namespace, names in found.items()}

    def vocabulary(self, iri: str) -> Vocabulary | None:
        """Return the well-known vocabulary that a term lies in, by the longest namespace."""
        fits = [namespace for namespace in self.vocabularies if iri.startswith(namespace)]
        return self.vocabularies[max(fits, key=len)] if fits else None


def split(iri: str) -> tuple[str, str]:
    """Return namespace and local name: what stands up to the last `#`, else the last `/` (or `:`)."""
    for mark in "#/:":
        before, found, name = iri.rpartition(mark)
        if found:
            return before + found, name
    return "", iri


def twin(iri: str) -> str:
    """Return the same address under the other scheme; an IRI that is no web address is its own twin."""
    for scheme, other in (("http://", "https://"), ("https://", "http://")):
        if iri.startswith(scheme):
            return other + iri.removeprefix(scheme)
    return iri


def read(table: bytes, document: Mapping[str, Any]) -> Known:
    """Return the terms of a table (terms.tsv) and the vocabularies of a document (vocabularies.yaml)."""
    return Known(_rows(table), (_vocabulary(one) for one in document["vocabularies"]))


def _rows(table: bytes) -> Iterator[tuple[str, str, str, str]]:
    for line in table.decode().splitlines():
        if not line.startswith("#"):
            namespace, name, kind, owner = line.split("\t")
            yield namespace, name, kind, owner


def _vocabulary(entry: Mapping[str, Any]) -> Vocabulary:
    return Vocabulary(
        namespace=entry["namespace"],
        prefix=entry["prefix"],
        title=entry["title"],
        closed=entry.get("closed", False),
        replaced=entry.get("replaced", {}),
        source=entry.get("source", ""),
    )
