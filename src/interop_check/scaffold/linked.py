"""Linked data: a catalogue, a page of a stream, shapes, a vocabulary, or plain data."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from interop_check.model import Problem
from interop_check.rdf.table import Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import OWL, RDF, RDF_TYPE, RDFS, SH, SKOS
from interop_check.scaffold.found import Sighting, clean

DCAT = "http://www.w3.org/ns/dcat#"
DCT = "http://purl.org/dc/terms/"
TREE = "https://w3id.org/tree#"
LDES = "https://w3id.org/ldes#"

SHOWN_CLASSES = 4

_CATALOGUES = (DCAT + "Catalog", DCAT + "CatalogRecord")
_STREAMS = (LDES + "EventStream", TREE + "Collection")
_TRAVERSED = (TREE + "member", TREE + "relation")
_SHAPES = (SH + "NodeShape", SH + "PropertyShape")
_VOCABULARY = (
    *(SKOS + name for name in ("Concept", "ConceptScheme", "Collection", "OrderedCollection")),
    *(
        OWL + name
        for name in ("Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    ),
    RDFS + "Class",
    RDFS + "Datatype",
    RDF + "Property",
)

Claim = Callable[[str], str]
"""Returns `id@version` of the pinned standard that an address belongs to, else nothing."""


def linked(path: str, parsed: Table | Problem, contexts: Iterable[str], claim: Claim) -> Sighting:
    """Return what a file of linked data is. `contexts` are the addresses that a JSON-LD file refers to."""
    if isinstance(parsed, Problem):
        return Sighting(path=path, kind="data", about={"problem": parsed, "claims": _claims(contexts, claim)})
    kind = _kind(parsed)
    types = parsed.types()
    stated = [*contexts, *_conforms_to(parsed, _CATALOGUES if kind == "catalogue" else ())]
    about = {
        "claims": _claims(stated, claim),
        "classes": tuple(sorted(types, key=lambda name: (-types[name], name))[:SHOWN_CLASSES]),
        "title": _title(parsed, {"catalogue": _CATALOGUES, "page": _STREAMS}.get(kind, ())),
        "is_collection": any(name in types for name in _STREAMS) and not _has(parsed, TREE + "member"),
    }
    return Sighting(path=path, kind=kind, about=about)


def is_context(data: bytes) -> bool:
    """Whether a JSON document is nothing but a JSON-LD context."""
    value = _json(data)
    return isinstance(value, dict) and set(value) == {"@context"}


def remote_contexts(data: bytes) -> tuple[str, ...]:
    """Return the addresses in the outermost @context of a JSON-LD document."""
    value = _json(data)
    context = value.get("@context") if isinstance(value, dict) else None
    parts = context if isinstance(context, list) else [context]
    return tuple(part for part in parts if isinstance(part, str))


def _json(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _kind(table: Table) -> str:
    types = table.types()
    if not len(table):
        return "empty"
    if any(_has(table, predicate) for predicate in _TRAVERSED):
        return "page"
    if any(name in types for name in _CATALOGUES):
        return "catalogue"
    if any(name in types for name in _STREAMS):
        return "page"
    if any(name in types for name in _SHAPES):
        return "shapes"
    return "vocabulary" if _is_vocabulary(table) else "data"


def _has(table: Table, predicate: str) -> bool:
    return len(table.edges(table.number(iri_token(predicate)))) > 0


def _is_vocabulary(table: Table) -> bool:
    """Whether every subject that has a class is a concept, a class or a property."""
    edges = table.edges(table.number(iri_token(RDF_TYPE)))
    classes = {table.number(iri_token(name)) for name in _VOCABULARY}
    typed = set(edges.s.tolist())
    known = {s for s, o in zip(edges.s.tolist(), edges.o.tolist(), strict=True) if o in classes}
    return bool(typed) and typed == known


def _conforms_to(table: Table, classes: Iterable[str]) -> list[str]:
    """Return what subjects say they conform to; only those of `classes` where some are named."""
    edges = table.edges(table.number(iri_token(DCT + "conformsTo")))
    subjects = _instances(table, classes)
    pairs = zip(edges.s.tolist(), edges.o.tolist(), strict=True)
    found = {table.tokens[o].decode() for s, o in pairs if not classes or s in subjects}
    return sorted(token[1:-1] for token in found if token.startswith("<http"))


def _title(table: Table, classes: Iterable[str]) -> str:
    subjects = _instances(table, classes)
    edges = table.edges(table.number(iri_token(DCT + "title")))
    titles = [o for s, o in zip(edges.s.tolist(), edges.o.tolist(), strict=True) if s in subjects]
    values = sorted(clean(getattr(table.term(number), "value", "")) for number in titles)
    return next(iter(values), "")


def _instances(table: Table, classes: Iterable[str]) -> set[int]:
    edges = table.edges(table.number(iri_token(RDF_TYPE)))
    wanted = {table.number(iri_token(name)) for name in classes} - {-1}
    return {s for s, o in zip(edges.s.tolist(), edges.o.tolist(), strict=True) if o in wanted}


def _claims(addresses: Iterable[str], claim: Claim) -> tuple[str, ...]:
    return tuple(sorted({claim(address) for address in addresses} - {""}))
