"""The artefacts of a solution that others speak of, and what manifest, description and stream say of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice, product
from urllib.parse import urljoin

from interop_check.examiners.coherence.assertions import Aspect, Assertion, At, Speaker
from interop_check.examiners.coherence.values import address, licence
from interop_check.model import Evidence, NamedStandard, Place
from interop_check.openapi import views
from interop_check.openapi.description import Description
from interop_check.openapi.links import links
from interop_check.openapi.node import Node

MANIFEST, API, STREAM = "manifest", "api", "stream"
KINDS = ("api", "data", "stream")
URLMAP = "urlmap.tsv"

_LICENCE = ("identifier", "url", "name")
"""Where a description names its licence, the clearest first: by SPDX, by address, in words."""

_MOST_SERVERS = 50
_VARIABLE = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known beforehand: which standards are meant, and which names of licences mean the same."""

    standards: Mapping[str, NamedStandard]
    licences: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """An artefact that a catalogue may describe, and the addresses that are known of it, in their form."""

    evidence: Evidence
    addresses: frozenset[str]

    @property
    def id(self) -> str:
        """Return its id in the manifest."""
        return str(self.evidence.about.get("id", ""))

    @property
    def title(self) -> str:
        """Return its title in the manifest."""
        return str(self.evidence.about.get("title", ""))

    def place(self, key: str) -> Place:
        """Return where the manifest says something of it."""
        declared = self.evidence.declared
        source = Place(source=self.evidence.source)
        return declared.get(key) or declared.get("location") or source


def things(evidence: Sequence[Evidence]) -> list[Thing]:
    """Return the APIs, datasets and streams, in their order."""
    return [
        Thing(evidence=one, addresses=frozenset(_addresses(one)) - {""})
        for one in evidence
        if one.kind in KINDS
    ]


def _addresses(one: Evidence) -> Iterator[str]:
    yield address(one.about.get("base_url", ""))
    if one.kind != "api":
        yield address(one.source)
    yield from map(address, one.about.get("addresses", ()))
    if one.kind == "api" and one.content:
        yield from (address(each) for each, _ in _servers(one.content))


def assertions(thing: Thing, known: Known) -> Iterator[Assertion]:
    """Yield what the manifest says of an artefact, then what it says itself."""
    one = thing.evidence
    yield from _of_manifest(Saying(thing, Speaker(MANIFEST, thing.id), known))
    if one.kind == "api" and one.content:
        yield from _of_description(Saying(thing, Speaker(API, thing.id), known), one.content)
    if one.kind == "stream":
        yield from _of_stream(Saying(thing, Speaker(STREAM, thing.id), known))


@dataclass(frozen=True, slots=True)
class Saying:
    """One speaker on one artefact: makes its assertions."""

    thing: Thing
    speaker: Speaker
    known: Known

    def licence(self, written: str, at: At) -> Assertion:
        """Return under which licence it is."""
        return self._about(Aspect.LICENCE, written, licence(written, self.known.licences), at)

    def address(self, written: str, at: At) -> Assertion:
        """Return where it is."""
        return self._about(Aspect.ADDRESS, written, address(written), at)

    def standard(self, claim: str, at: At) -> Iterator[Assertion]:
        """Yield which application profile it follows, and in which version where that is named."""
        found = self.known.standards.get(claim)
        if found is None:
            return
        if not found.of_records:
            yield self._about(Aspect.STANDARD, claim, found.id, at)
        if found.version:
            yield replace(self._about(Aspect.VERSION, found.version, found.version, at), topic=found.id)

    def _about(self, aspect: Aspect, written: str, value: str, at: At) -> Assertion:
        return Assertion(
            aspect=aspect,
            topic=self.thing.id,
            value=value,
            shown=written,
            speaker=self.speaker,
            artefact=self.thing.id,
            at=at,
        )


def _of_manifest(saying: Saying) -> Iterator[Assertion]:
    thing, about = saying.thing, saying.thing.evidence.about
    if about.get("licence"):
        yield saying.licence(about["licence"], partial(thing.place, "licence"))
    is_api = thing.evidence.kind == "api"
    written = about.get("base_url", "") if is_api else thing.evidence.source
    if address(written):
        yield saying.address(written, partial(thing.place, "base_url" if is_api else "location"))
    for claim in about.get("standards", ()):
        yield from saying.standard(claim, partial(thing.place, "standards"))


def _of_stream(saying: Saying) -> Iterator[Assertion]:
    one = saying.thing.evidence
    for line, written in enumerate(one.about.get("addresses", ()), start=1):
        if written:
            yield saying.address(written, partial(Place, source=f"{one.source}/{URLMAP}", line=line))


# ---------------------------------------------------------------- descriptions of APIs


def _of_description(saying: Saying, api: Description) -> Iterator[Assertion]:
    for node in api.nodes("license"):
        key = next((k for k in _LICENCE if isinstance(node.fields.get(k), str)), None)
        if key:
            yield saying.licence(node.fields[key], partial(_place, node, key))
    for written, node in _servers(api):
        yield saying.address(written, partial(_place, node, "url" if "url" in node.fields else "host"))
    for link in links(api):
        yield from saying.standard(link.address, partial(_place, link.node, *link.steps))


def _place(node: Node, *steps: str) -> Place:
    line, column = node.document.value_at((*node.path, *steps))
    return Place(source=node.document.source, line=line, column=column)


def _servers(api: Description) -> Iterator[tuple[str, Node]]:
    """Yield the addresses of servers with every value of their variables, and the node that says each."""
    base = api.entry.source
    for written, node in views.servers(api):
        for filled in islice(_filled(written, node), _MOST_SERVERS):
            yield _joined(base, filled) if address(base) else filled, node


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


def _filled(written: str, node: Node) -> Iterator[str]:
    names = list(dict.fromkeys(_VARIABLE.findall(written)))
    for values in product(*(_values(node, name) for name in names)):
        filled = dict(zip(names, values, strict=True))
        yield _VARIABLE.sub(lambda found, filled=filled: filled[found[1]], written)  # type: ignore[misc]


def _values(node: Node, name: str) -> list[str]:
    variables = node.fields.get("variables")
    one = variables.get(name) if isinstance(variables, Mapping) else None
    if not isinstance(one, Mapping):
        return [f"{{{name}}}"]
    listed = one.get("enum")
    values = [one.get("default"), *(listed if isinstance(listed, list) else ())]
    return list(dict.fromkeys(v for v in values if isinstance(v, str))) or [f"{{{name}}}"]
