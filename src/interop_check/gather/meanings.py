"""What gives the JSON of an API its meaning: evidence of kinds `api-context` and `api-standard`.

`api-context` is the JSON-LD context that is named for an API: a Graph without triples, whose reading holds
all terms. Where none is named, `api-standard` holds the Names of each standard that is claimed for the API:
those of its pinned context, else what the terms of its application profile are called.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from interop_check.gather.data import JSON_LD, graph_evidence, parsed_graph
from interop_check.gather.source import Reader
from interop_check.gather.standard import standard_evidence
from interop_check.model import Evidence, Problem
from interop_check.solution import is_address
from interop_check.standards.claims import Found, Unknown
from interop_check.standards.contexts import Context
from interop_check.standards.library import Library
from interop_check.standards.official_contexts import meanings
from interop_check.terminology.names import By, Names, by_name

KIND, OF_STANDARD = "api-context", "api-standard"


def of_apis(evidence: Sequence[Evidence], source: Reader) -> list[Evidence]:
    """Return what gives the JSON of each API its meaning, as it stands, or the problem that it has."""
    claimed = cache(lambda claim: tuple(_claimed(claim, source.library)))
    apis = (one for one in evidence if one.kind == "api" and not one.problem)
    return [found for one in apis for found in _of_api(one, source, claimed)]


def _of_api(
    one: Evidence, source: Reader, claimed: Callable[[str], Iterable[Evidence]]
) -> Iterator[Evidence]:
    location, identity = one.about.get("context"), str(one.about["id"])
    if location:
        yield _named(location, source, {"id": identity, "media_type": JSON_LD})
        return
    for claim in dict.fromkeys(one.about.get("standards", ())):
        for found in claimed(claim):
            yield replace(found, about={**found.about, "id": identity})


# ---------------------------------------------------------------- a context that is named


def _named(location: str, source: Reader, about: dict[str, str]) -> Evidence:
    if is_address(location):
        return _of_address(location, source, about)
    return graph_evidence(KIND, location, source, about)


def _of_address(location: str, source: Reader, about: dict[str, str]) -> Evidence:
    """A context on the network is read as data would read it that refers to it: from the pins where it is."""
    document = json.dumps({"@context": location}).encode()
    found = parsed_graph(document, JSON_LD, location, source)
    if isinstance(found, Problem):
        return Evidence(kind=KIND, source=location, problem=found, about=about)
    file = found.contexts[0]
    return Evidence(
        kind=KIND,
        source=location,
        sha256=file.sha256,
        media_type=JSON_LD,
        size=file.size,
        content=found,
        about=about,
    )


# ---------------------------------------------------------------- a standard that is claimed


def _claimed(claim: str, library: Library | None) -> Iterator[Evidence]:
    """Yield what the names of a standard mean; nothing for one that is about something else than terms."""
    found = library.find(claim) if library else None
    if library and isinstance(found, Found):
        contexts = [library.context(pin.url) for pin in found.version.contexts]
        usable = [one for one in contexts if isinstance(one, Context)]
        if usable and len(usable) == len(contexts):
            yield from (_of_context(one) for one in usable)
            return
    if found is None or isinstance(found, Unknown | Found) or found.standard.is_profile:
        yield _by_name(claim, library)


def _of_context(context: Context) -> Evidence:
    label = context.version.label
    iris = {name: iri for _, name, iri, _ in sorted(meanings(context.document)) if iri}
    return Evidence(
        kind=OF_STANDARD,
        source=context.pin.url,
        sha256=context.pin.sha256,
        media_type=JSON_LD,
        size=context.pin.size,
        content=Names(of=label, by=By.STANDARD, iris=iris),
        about={"standard": label},
    )


def _by_name(claim: str, library: Library | None) -> Evidence:
    """Return what the terms are called in the shapes of a standard.

    The official ones name all that it has. Those of our own may not: `about["instead_of"]` says why they are
    used.
    """
    shapes = standard_evidence(claim, library)
    label = str(shapes.about.get("label") or claim)
    outline = shapes.about.get("outline")
    own = {"instead_of": shapes.about["instead_of"]} if "instead_of" in shapes.about else {}
    names = by_name(outline, label) if outline else None
    # Shapes that name no property would make every property a stranger: a fault of the standard.
    empty = Problem(code="standard-empty") if names and not names.iris else None
    return Evidence(
        kind=OF_STANDARD,
        source=shapes.source,
        sha256=shapes.sha256,
        content=None if empty else names,
        problem=shapes.problem or empty,
        about={"standard": label, **own},
    )
