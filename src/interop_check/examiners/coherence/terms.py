"""What names in JSON mean, and which terms are used, in each dataset and API."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from interop_check.examiners.coherence.assertions import Aspect, Assertion, At, Speaker
from interop_check.examiners.terms import uses
from interop_check.model import Evidence, Place
from interop_check.openapi.description import Description
from interop_check.openapi.node import Node
from interop_check.rdf.active_context import is_iri
from interop_check.rdf.iris import twin
from interop_check.rdf.vocabulary import RDF_TYPE
from interop_check.terminology.known import Known

API, DATA = "api", "data"


def of_dataset(one: Evidence, known: Known | None) -> Iterator[Assertion]:
    """Yield which term each name in JSON-LD stands for, and the spelling of each term, as far as it is used.

    A name with a meaning of its own within one class or property is another name than that elsewhere.
    """
    table = one.content.table
    used = {use.iri: use.row for use in uses(table)}
    artefact, speaker = str(one.about.get("id", "")), Speaker(DATA, one.source)
    official = {file.url for file in one.content.contexts if file.about["id"]}
    for term in one.content.reading.terms if one.content.reading else ():
        if term.iri in used:
            name = f"{term.scope}.{term.name}" if term.scope else term.name
            at = partial(_row, one, used[term.iri])
            yield _name(name, term.iri, speaker, artefact, at, official=term.source in official)
    for iri, row in used.items():
        yield from _scheme(iri, known, speaker, artefact, partial(_row, one, row))


def _row(one: Evidence, row: int) -> Place:
    """Return where a triple stands in a dataset."""
    table = one.content.table
    subject, value = table.term(int(table.s[row])), table.term(int(table.o[row]))
    predicate = table.term(int(table.p[row])).value
    line, column = one.content.locator.locate(
        subject, predicate, value if predicate == RDF_TYPE else None
    ) or (None, None)
    return Place(source=one.source, line=line, column=column, focus=str(subject), path=f"<{predicate}>")


def of_api(one: Evidence, context: Evidence, known: Known | None) -> Iterator[Assertion]:
    """Yield which term the context of an API gives to each name in its schemas, and how that is spelt."""
    api: Description = one.content
    official = {file.url for file in context.content.contexts if file.about["id"]}
    terms = {term.name: term for term in context.content.reading.terms if not term.scope and is_iri(term.iri)}
    artefact, speaker = str(one.about.get("id", "")), Speaker(API, one.source)
    for name, node in _properties(api).items():
        if name in terms:
            term = terms[name]
            at = partial(_property, node, name)
            yield _name(name, term.iri, speaker, artefact, at, official=term.source in official)
            yield from _scheme(term.iri, known, speaker, artefact, at)


def _properties(api: Description) -> Mapping[str, Node]:
    """Return the names of properties in schemas, each with the first schema that has it."""
    found: dict[str, Node] = {}
    for node in api.nodes("schema"):
        properties: Any = node.fields.get("properties")
        for name in properties if isinstance(properties, dict) else ():
            found.setdefault(name, node)
    return found


def _property(node: Node, name: str) -> Place:
    line, column = node.document.key_at((*node.path, "properties", name))
    return Place(source=node.document.source, line=line, column=column)


def _name(name: str, iri: str, speaker: Speaker, artefact: str, at: At, *, official: bool) -> Assertion:
    """Return what a name means, http and https apart: that is told once, of the term."""
    return Assertion(
        aspect=Aspect.NAME,
        topic=name,
        value=re.sub(r"^https?:", "", iri),
        shown=iri,
        speaker=speaker,
        artefact=artefact,
        at=at,
        official=official,
    )


def _scheme(iri: str, known: Known | None, speaker: Speaker, artefact: str, at: At) -> Iterator[Assertion]:
    """Yield how a term of one's own is spelt: of those that are known, standards use one or even both."""
    scheme, _, rest = iri.partition("://")
    is_own = known is None or not (iri in known.kinds or known.has_other_scheme(iri))
    if is_own and twin(iri) != iri:
        yield Assertion(
            aspect=Aspect.SCHEME,
            topic=rest,
            value=scheme,
            shown=scheme,
            speaker=speaker,
            artefact=artefact,
            at=at,
        )


def contexts_of(evidence: Sequence[Evidence]) -> Mapping[str, Evidence]:
    """Return the contexts of APIs by the id of the API."""
    return {str(one.about["id"]): one for one in evidence if one.kind == "api-context"}
