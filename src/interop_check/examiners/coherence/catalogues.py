"""What a catalogue says of the artefacts that it describes, and which it does not describe at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import pyoxigraph as ox

from interop_check.examiners.coherence.assertions import Assertion, Speaker
from interop_check.examiners.coherence.things import Known, Saying, Thing
from interop_check.examiners.coherence.values import address
from interop_check.examiners.dcat import CATALOG, DATASET, SERVICE, TITLE, Catalogue, Record, iri
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import DCAT, DCT

CATALOGUE = "catalogue"
SERIES = DCAT + "DatasetSeries"
LICENCE, CONFORMS = DCT + "license", DCT + "conformsTo"

_DESCRIBED_BY = {"data": (DATASET, SERIES), "stream": (DATASET, SERIES, SERVICE), "api": (SERVICE,)}
_STATING = (CATALOG, DCAT + "CatalogRecord", DATASET, SERVICE)
_ADDRESSES = tuple(DCAT + name for name in ("endpointURL", "accessURL", "downloadURL"))


@dataclass(frozen=True, slots=True)
class Description:
    """A record of a dataset or service with its distributions: where that is, and what it is called."""

    record: Record
    parts: tuple[Record, ...]
    addresses: frozenset[str]
    names: frozenset[str]

    def values(self, *properties: str) -> Iterator[tuple[Record, str, Term]]:
        """Yield the values of properties (IRIs), with the record and property that they stand at."""
        return _values((self.record, *self.parts), properties)

    def describes(self, thing: Thing) -> bool:
        """Whether it is about an artefact: by an address, else by the title or its own name."""
        if self.record.kind not in _DESCRIBED_BY[thing.evidence.kind]:
            return False
        names = {thing.title.casefold(), thing.id, f"{thing.id}-{thing.evidence.kind}"} - {""}
        return bool(self.addresses & thing.addresses or self.names & names)


def descriptions(catalogue: Catalogue) -> list[Description]:
    """Return the records of datasets, series and services, each with its distributions."""
    return [_described(catalogue, one) for kind in (DATASET, SERIES, SERVICE) for one in catalogue.of(kind)]


def _described(catalogue: Catalogue, record: Record) -> Description:
    parts = tuple(catalogue.distributions(record))
    addresses = {address(_text(value)) for *_, value in _values((record, *parts), _ADDRESSES)}
    titles = {_text(value).casefold() for value in record.values(TITLE)}
    own = iri(record.node)
    name = re.split(r"[/#]", own.rstrip("/#"))[-1]
    return Description(
        record=record,
        parts=parts,
        addresses=frozenset(addresses | {address(own)}) - {""},
        names=frozenset(titles | {name}) - {""},
    )


def _values(records: Sequence[Record], properties: Sequence[str]) -> Iterator[tuple[Record, str, Term]]:
    for record in records:
        for path in properties:
            yield from ((record, path, value) for value in record.values(path))


def assertions(
    catalogue: Catalogue, found: Sequence[Description], things: Sequence[Thing], known: Known
) -> Iterator[Assertion]:
    """Yield what each record says of the artefacts that it describes, then what it says of the records."""
    for thing in things:
        for one in found:
            if one.describes(thing):
                yield from _of_record(catalogue, one, thing, known)
    yield from _of_records(catalogue, known)


def _of_record(catalogue: Catalogue, one: Description, thing: Thing, known: Known) -> Iterator[Assertion]:
    """Yield what a record says of an artefact; of its address only where one is known besides."""
    speaker = Speaker(CATALOGUE, f"{catalogue.evidence.source} {one.record.node}")
    saying = Saying(thing, speaker, known)
    for record, path, value in one.values(*_ADDRESSES) if thing.addresses else ():
        yield saying.address(_text(value), partial(catalogue.place, record.node, path, value))
    for record, path, value in one.values(LICENCE):
        yield saying.licence(_text(value), partial(catalogue.place, record.node, path, value))
    for record, path, value in one.values(CONFORMS):
        if not _is_of_records(value, known):
            yield from saying.standard(_text(value), partial(catalogue.place, record.node, path, value))


def _of_records(catalogue: Catalogue, known: Known) -> Iterator[Assertion]:
    """Yield which metadata profiles the catalogue names for its records."""
    source = catalogue.evidence.source
    thing = Thing(evidence=catalogue.evidence, addresses=frozenset())
    saying = Saying(thing, Speaker(CATALOGUE, source), known)
    for record in (record for kind in _STATING for record in catalogue.of(kind)):
        for value in record.values(CONFORMS):
            if _is_of_records(value, known):
                yield from saying.standard(
                    _text(value), partial(catalogue.place, record.node, CONFORMS, value)
                )


def _is_of_records(value: Term, known: Known) -> bool:
    found = known.standards.get(_text(value))
    return found is not None and found.of_records


def _text(value: Term) -> str:
    return iri(value) or (value.value if isinstance(value, ox.Literal) else "")
