"""What is doubtful in official shapes and is left as it is: told, never repaired."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from interop_check.standards.shapes import (
    CLASS,
    DATATYPE,
    LANG_STRING,
    MAX_COUNT,
    PATH,
    PROPERTY,
    TARGET_CLASS,
    Node,
    Shapes,
    iri,
)

SAMPLES = 3

# Namespaces that exist with http only; ActivityStreams, which is https itself, is not among them.
_HTTP_ONLY = tuple(
    f"https://www.w3.org/{name}"
    for name in (
        *(
            "ns/adms#",
            "ns/dcat#",
            "ns/hydra/core#",
            "ns/locn#",
            "ns/oa#",
            "ns/odrl/2/",
            "ns/org#",
            "ns/person#",
        ),
        *("ns/prov#", "ns/regorg#", "ns/shacl#", "ns/sosa/", "ns/ssn/", "2004/02/skos/core#", "2006/time#"),
        *(
            "2006/vcard/ns#",
            "1999/02/22-rdf-syntax-ns#",
            "2000/01/rdf-schema#",
            "2001/XMLSchema#",
            "2002/07/owl#",
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Something in the standard that may surprise; `subjects` are the first few places."""

    id: str
    count: int
    subjects: tuple[str, ...]


def of(shapes: Shapes) -> tuple[Caution, ...]:
    """Return all cautions about (repaired) shapes that occur, in a fixed order."""
    found = ((name, list(find(shapes))) for name, find in _FINDERS)
    return tuple(
        Caution(id=name, count=len(places), subjects=tuple(sorted(set(places) - {""})[:SAMPLES]))
        for name, places in found
        if places
    )


def one_language(shapes: Shapes) -> Iterator[str]:
    """Name shapes that allow one language-tagged text only, so that no second language can be given."""
    grouped: dict[tuple[Node, Node], list[Node]] = {}
    for link in shapes.with_predicate(PROPERTY):
        for path in shapes.values(link.object, PATH):
            grouped.setdefault((link.subject, path), []).append(link.object)
    for (owner, _), members in grouped.items():
        tagged = any(iri(value) == LANG_STRING for m in members for value in shapes.values(m, DATATYPE))
        if tagged and any(_one(value) for m in members for value in shapes.values(m, MAX_COUNT)):
            yield shapes.name(owner)


def _one(value: Node) -> bool:
    return isinstance(value, ox.Literal) and value.value == "1"


def shared_target(shapes: Shapes) -> Iterator[str]:
    """Name classes that several shapes target, so that each instance is judged by all of them."""
    targets = Counter(triple.object for triple in shapes.with_predicate(TARGET_CLASS))
    return (iri(target) for target, count in targets.items() if count > 1)


def unattached(shapes: Shapes) -> Iterator[str]:
    """Name property shapes that no shape refers to and that target nothing: they never judge."""
    for triple in shapes.with_predicate(PATH):
        own = {other.predicate.value.rpartition("#")[2] for other in shapes.about(triple.subject)}
        if not shapes.pointing_at(triple.subject) and not any(name.startswith("target") for name in own):
            yield shapes.name(triple.subject) or iri(triple.object)


def https_namespace(shapes: Shapes) -> Iterator[str]:
    """Name terms of http-only namespaces written with https: correct data does not have them."""
    for triple in shapes.with_predicate(CLASS, TARGET_CLASS, PATH):
        if iri(triple.object).startswith(_HTTP_ONLY):
            yield iri(triple.object)


_Finder = Callable[[Shapes], Iterable[str]]
_FINDERS: tuple[tuple[str, _Finder], ...] = (
    ("one-language-only", one_language),
    ("target-of-several-shapes", shared_target),
    ("shape-unattached", unattached),
    ("https-for-http-namespace", https_namespace),
)
