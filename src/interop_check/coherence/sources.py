"""What each kind of artefact states: the manifest of all, a catalogue of what it describes."""

from collections.abc import Iterable, Iterator, Sequence

from interop_check.coherence.records import DCAT, DCT, Record, Thing, Value
from interop_check.coherence.statements import Aspect, Statement
from interop_check.coherence.values import address, licence, standard
from interop_check.model import Evidence, Place
from interop_check.rdf.locate import Locator

MANIFEST, CATALOGUE = "manifest", "catalogue"

_FORMS = {Aspect.LICENCE: licence, Aspect.ADDRESS: address}


def thing(one: Evidence) -> Thing:
    """Return an artefact as a catalogue may describe it."""
    about = one.about
    addresses = (about.get("base_url", ""), one.source)
    return Thing(
        kind=one.kind,
        id=about.get("id", ""),
        title=about.get("title", ""),
        addresses=tuple(place for place in addresses if place.startswith(("http://", "https://"))),
    )


def of_manifest(one: Evidence) -> Iterator[Statement]:
    """Yield what the manifest says of an artefact."""
    at = one.declared or Place(source=one.source)
    for aspect, written in ((Aspect.LICENCE, one.about.get("licence")), *_addresses(one)):
        if written:
            yield _statement(one.about["id"], aspect, written, MANIFEST, at)
    for claim in one.about.get("standards", ()):
        yield from _standard(one.about["id"], claim, MANIFEST, at)


def _addresses(one: Evidence) -> Iterator[tuple[Aspect, str]]:
    yield from ((Aspect.ADDRESS, place) for place in thing(one).addresses)


def of_records(things: Sequence[Thing], records: Iterable[Record], one: Evidence) -> Iterator[Statement]:
    """Yield what a catalogue says of the artefacts that it describes; of addresses where we know one."""
    locator = Locator(one.content.data, one.content.media)
    for record in records:
        for described in (each for each in things if record.describes(each)):
            if described.addresses:
                yield from _told(described, Aspect.ADDRESS, record.addresses, one, locator)
            yield from _told(described, Aspect.LICENCE, record.of(f"{DCT}license"), one, locator)
            for value in record.of(f"{DCT}conformsTo"):
                yield from _standard(described.id, value.text, CATALOGUE, place(value, one, locator))


def unknown_datasets(records: Sequence[Record]) -> Iterator[Value]:
    """Yield what a data service says to serve although the catalogue has no record of it."""
    known = {record.node for record in records}
    for record in records:
        for value in record.of(f"{DCAT}servesDataset"):
            if value.term not in known:
                yield value


def place(value: Value, one: Evidence, locator: Locator) -> Place:
    """Return where a value of a record stands."""
    line, column = locator.locate(value.node, value.path, value.term) or (None, None)
    return Place(source=one.source, line=line, column=column, focus=str(value.node), path=f"<{value.path}>")


def _told(
    described: Thing, aspect: Aspect, values: Iterable[Value], one: Evidence, locator: Locator
) -> Iterator[Statement]:
    for value in values:
        yield _statement(described.id, aspect, value.text, CATALOGUE, place(value, one, locator))


def _statement(subject: str, aspect: Aspect, written: str, by: str, at: Place) -> Statement:
    value = _FORMS[aspect](written)
    return Statement(subject=subject, aspect=aspect, value=value, shown=written, by=by, at=at)


def _standard(subject: str, claim: str, by: str, at: Place) -> Iterator[Statement]:
    """Yield which OSLO standard an artefact follows, and in which version."""
    found = standard(claim)
    if found is None:
        return
    name, version = found
    yield Statement(subject=subject, aspect=Aspect.STANDARD, value=name, shown=claim, by=by, at=at)
    if version:
        speaker = f"{by} {subject}"
        yield Statement(
            subject=name,
            aspect=Aspect.VERSION,
            value=version,
            shown=claim,
            by=by,
            at=at,
            speaker=speaker,
        )
