"""Write the terms that official artefacts and well-known vocabularies define.

    python tools/known_terms.py MIRROR > profiles/oslo/terms.tsv

Facts only: which IRI is a class, a property or a datatype, and whose. The same mirror gives the same bytes.
"""

import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib.namespace
from rdflib.namespace import DefinedNamespace

from interop_check import api, yamlfile
from interop_check.model import Problem
from interop_check.rdf.iris import is_placeholder, twin
from interop_check.rdf.vocabulary import OWL, RDF, RDF_TYPE, RDFS
from interop_check.standards.background import read_background
from interop_check.standards.library import Library
from interop_check.standards.problems import StandardError
from interop_check.suggest import near
from interop_check.terminology.known import CLASS, DATATYPE, OTHER, PROPERTY, split
from interop_check.terminology.outline import outline

OSLO = "oslo"
HEADER = "# Written by tools/known_terms.py, not by hand: namespace, local name, kind, whose.\n"
FOLDER = Path(__file__).resolve().parent.parent / "profiles" / "oslo"

_KINDS = {
    f"{RDFS}Class": CLASS,
    f"{OWL}Class": CLASS,
    f"{RDF}Property": PROPERTY,
    f"{OWL}ObjectProperty": PROPERTY,
    f"{OWL}DatatypeProperty": PROPERTY,
    f"{OWL}AnnotationProperty": PROPERTY,
    f"{RDFS}Datatype": DATATYPE,
}
_TERM = re.compile(r"https?://[^\s<>\"{}|^`\\]+[#/][^\s<>\"{}|^`\\#/]+")
_ELSEWHERE = re.compile(r"https?://([^/]*[.-])?(test|dev|localhost|example)[.-]?[^/]*/")
_NOT_LISTED = ("BRICK", "XSD")
_OWN = ("https://data.vlaanderen.be/ns/", "http://data.vlaanderen.be/ns/")
ALIKE = 0.95

Terms = dict[str, tuple[str, str]]
"""By IRI the kind of the term and whose it is."""


def document(mirror: Path) -> str:
    """Return the table of all terms, sorted."""
    known = vocabularies()
    terms = {**dict(official(api.library(mirror), known)), **well_known(known)}
    rows = sorted((*split(iri), kind, owner) for iri, (kind, owner) in terms.items())
    return HEADER + "".join("\t".join(row) + "\n" for row in rows)


def vocabularies() -> Mapping[str, Any]:
    """Return what vocabularies.yaml says, by namespace."""
    path = FOLDER / "vocabularies.yaml"
    value = yamlfile.load(path.read_bytes(), path.name).value
    return {one["namespace"]: one for one in value["vocabularies"]}


def well_known(known: Mapping[str, Any]) -> Terms:
    """Return the terms of vocabularies of which a library holds the list, and those named by hand."""
    found: Terms = {}
    for namespace, one in known.items():
        for name in [*_listed().get(namespace, ()), *one.get("terms", ())]:
            found[namespace + name] = (_kind_by_name(name), one["prefix"])
    return found


@cache
def _listed() -> Mapping[str, list[str]]:
    return {
        str(one._NS): list(one.__annotations__)  # noqa: SLF001 - the only place that has its address
        for name, one in vars(rdflib.namespace).items()
        if inspect.isclass(one)
        and issubclass(one, DefinedNamespace)
        and one is not DefinedNamespace
        and name not in _NOT_LISTED
    }


def _kind_by_name(name: str) -> str:
    """By the custom of all these vocabularies: a capital begins a class."""
    return CLASS if name[0].isupper() else PROPERTY


def official(library: Library, known: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the terms of application profiles, vocabularies and contexts, what is defined best last."""
    found: dict[str, str] = {}
    for kind, iri in (*_contexts(library), *_shapes(library), *_defined(library)):
        if kind != OTHER or iri not in found:
            found[iri] = kind
    for iri, kind in found.items():
        namespace, _ = split(iri)
        if _is_usable(iri) and (kind != OTHER or namespace.startswith(_OWN)) and _is_open(namespace, known):
            yield iri, (kind, known[namespace]["prefix"] if namespace in known else OSLO)


def _is_open(namespace: str, known: Mapping[str, Any]) -> bool:
    """Whether official artefacts may add terms to a namespace: not to those listed, nor to misspelt ones."""
    if {namespace, twin(namespace)} & _listed().keys():
        return False
    if namespace in known:
        return not known[namespace].get("closed", False)
    return twin(namespace) not in known and not near(namespace, known, cutoff=ALIKE)


def _is_usable(iri: str) -> bool:
    return bool(_TERM.fullmatch(iri)) and not is_placeholder(iri) and not _ELSEWHERE.match(iri)


def _shapes(library: Library) -> Iterator[tuple[str, str]]:
    for standard in library.catalogue.standards:
        for version in standard.versions:
            found = library.find(version.label) if version.shapes else None
            if found is None:
                continue
            one = outline(library.shapes(found).triples)  # type: ignore[arg-type]
            yield from ((CLASS, iri) for iri in (*one.classes, *one.ranges) if iri.startswith("http"))
            yield from ((PROPERTY, iri) for iri in one.properties)


def _defined(library: Library) -> Iterator[tuple[str, str]]:
    for quad in read_background(library.catalogue.vocabularies, library.mirror).quads:
        if quad.predicate.value == RDF_TYPE and isinstance(quad.subject, ox.NamedNode):
            kind = _KINDS.get(quad.object.value) if isinstance(quad.object, ox.NamedNode) else None
            if kind:
                yield kind, quad.subject.value


def _contexts(library: Library) -> Iterator[tuple[str, str]]:
    for standard in library.catalogue.standards:
        for version in standard.versions:
            for pin in version.contexts:
                try:
                    context = library.context(pin.url)
                except StandardError:
                    continue
                if not isinstance(context, Problem):
                    yield from ((OTHER, iri) for iri in _ids(context.document))


def _ids(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            if (key == "@id" and isinstance(one, str)) or (isinstance(one, str) and not key.startswith("@")):
                yield one
            else:
                yield from _ids(one)


def main(words: Iterable[str]) -> None:
    (mirror,) = words
    sys.stdout.write(document(Path(mirror)))


if __name__ == "__main__":
    main(sys.argv[1:])
