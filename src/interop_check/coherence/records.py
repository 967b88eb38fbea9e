"""Records of a DCAT catalogue, and which artefact of the solution each of them describes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from interop_check.coherence.values import address
from interop_check.rdf.table import Table
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import RDF_TYPE

DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"

_ADDRESSES = (f"{DCAT}accessURL", f"{DCAT}downloadURL", f"{DCAT}endpointURL", f"{DCAT}landingPage")
_DESCRIBES = {
    f"{DCAT}Dataset": ("data", "stream"),
    f"{DCAT}DatasetSeries": ("data", "stream"),
    f"{DCAT}DataService": ("api", "stream"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """What a record may describe: an artefact by kind (api, data, stream), id, title and addresses."""

    kind: str
    id: str
    title: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One value in a record: the node and property it stands at, and itself as text."""

    node: Term
    path: str
    term: Term

    @property
    def text(self) -> str:
        """Return an IRI, or the lexical form of a literal."""
        return self.term.value if isinstance(self.term, ox.NamedNode | ox.Literal) else str(self.term)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One dataset or data service with all that it states, its distributions' statements included."""

    node: Term
    kinds: tuple[str, ...]
    values: tuple[Value, ...]

    def of(self, *paths: str) -> Iterator[Value]:
        """Yield the values of some properties."""
        return (value for value in self.values if value.path in paths)

    @property
    def addresses(self) -> Iterator[Value]:
        """Yield where the thing, or a distribution of it, can be had."""
        return self.of(*_ADDRESSES)

    def describes(self, thing: Thing) -> bool:
        """Whether it is a record of `thing`: by an address, else by title, else by its own name."""
        if thing.kind not in self.kinds:
            return False
        own = {address(value.text) for value in self.addresses} | {address(_iri(self.node))}
        if own & {address(one) for one in thing.addresses}:
            return True
        titles = {value.text.casefold() for value in self.of(f"{DCT}title")}
        name = re.split(r"[/#]", _iri(self.node).rstrip("/#"))[-1]
        return bool(thing.title and thing.title.casefold() in titles) or _is_name_of(name, thing)


def _is_name_of(name: str, thing: Thing) -> bool:
    return name in (thing.id, f"{thing.id}-{thing.kind}")


def _iri(node: Term) -> str:
    return node.value if isinstance(node, ox.NamedNode) else ""


def records(table: Table) -> tuple[Record, ...]:
    """Return every dataset and data service of a catalogue, in the order of the table."""
    kinds: dict[Term, list[str]] = {}
    for klass, described in _DESCRIBES.items():
        for node in table.subjects(RDF_TYPE, ox.NamedNode(klass)):
            kinds.setdefault(node, []).extend(described)
    return tuple(
        Record(node=node, kinds=tuple(found), values=tuple(_values(table, node)))
        for node, found in kinds.items()
    )


def _values(table: Table, node: Term) -> Iterator[Value]:
    distributions = list(table.objects(node, f"{DCAT}distribution"))
    paths = (*_ADDRESSES, f"{DCT}title", f"{DCT}license", f"{DCT}conformsTo", f"{DCAT}servesDataset")
    for owner in (node, *distributions):
        for path in paths:
            for term in table.objects(owner, path):
                yield Value(node=owner, path=path, term=term)


def described(found: Iterable[Record], things: Sequence[Thing]) -> dict[str, tuple[Record, ...]]:
    """Return the records of each thing by its id; none where the catalogue does not describe it."""
    all_records = tuple(found)
    return {thing.id: tuple(one for one in all_records if one.describes(thing)) for thing in things}
