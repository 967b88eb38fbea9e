"""Every term that OSLO and well-known vocabularies define, and what a term that is none of them may mean."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from interop_check.rdf.iris import twin

CLASS, PROPERTY, DATATYPE, OTHER = "class", "property", "datatype", "other"
OSLO = "oslo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A vocabulary by its namespace. `closed`: all of its terms are known, so that any other is none.

    `same_as` is another namespace with the same terms, either of which is right ("" for none). `replaced` are
    deprecated terms by local name, with the IRI to use ("" where there is none); `source` says where that is
    written.
    """

    namespace: str
    prefix: str
    title: str
    closed: bool = False
    same_as: str = ""
    replaced: Mapping[str, str] = field(default_factory=dict)
    source: str = ""


class Known:
    """All known terms, by IRI and by namespace; `rows` are namespace, local name, kind and whose."""

    def __init__(self, rows: Iterable[tuple[str, str, str, str]], vocabularies: Iterable[Vocabulary]) -> None:
        self.vocabularies = {one.namespace: one for one in vocabularies}
        self.prefixes = {one.prefix: one.namespace for one in self.vocabularies.values()}
        twice = {one.same_as: one.namespace for one in self.vocabularies.values() if one.same_as}
        self.kinds: dict[str, str] = {}
        self.owners: dict[str, str] = {}
        names: defaultdict[str, list[str]] = defaultdict(list)
        for namespace, name, kind, owner in rows:
            for one in (namespace, twice[namespace]) if namespace in twice else (namespace,):
                self.kinds[one + name] = kind
                self.owners[one + name] = owner
                names[one].append(name)
        self.names: Mapping[str, Sequence[str]] = names

    def vocabulary(self, iri: str) -> Vocabulary | None:
        """Return the well-known vocabulary that a term lies in, by the longest namespace."""
        fits = [namespace for namespace in self.vocabularies if iri.startswith(namespace)]
        return self.vocabularies[max(fits, key=len)] if fits else None

    def has_other_scheme(self, iri: str) -> bool:
        """Whether a term, or a namespace, is only known with the other one of http and https."""
        other = twin(iri)
        if other == iri or iri in self.kinds or iri in self.names or self.vocabulary(iri):
            return False
        return other in self.kinds or other in self.names or self.vocabulary(other) is not None


def split(iri: str) -> tuple[str, str]:
    """Return namespace and local name: what stands up to the last `#`, else the last `/` (or `:`)."""
    for mark in "#/:":
        before, found, name = iri.rpartition(mark)
        if found:
            return before + found, name
    return "", iri


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
        same_as=entry.get("same_as", ""),
        replaced=entry.get("replaced", {}),
        source=entry.get("source", ""),
    )
