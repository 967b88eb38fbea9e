"""What one file of official shapes holds, as it is published: how much, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from interop_check.rdf.vocabulary import RDF_TYPE, SH
from interop_check.standards.cautions import Caution
from interop_check.standards.loading import read_triples
from interop_check.standards.mirror import Artefacts
from interop_check.standards.pins import Pin
from interop_check.standards.repairs import Repair, repair
from interop_check.standards.shapes import PROPERTY, TARGET_CLASS, Shapes, iri


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Counts are of the published file, before any repair."""

    node_shapes: int
    property_shapes: int
    repairs: tuple[Repair, ...]
    cautions: tuple[Caution, ...]


def read_sheet(pin: Pin, mirror: Artefacts) -> Sheet:
    """Return what stands in the file of `pin`. StandardError where it cannot be read."""
    return sheet(read_triples(pin, mirror))


def sheet(triples: Iterable[ox.Triple]) -> Sheet:
    """Return what published shapes hold, and what `repair` has to do with them."""
    shapes = Shapes(triples)
    repaired = repair(shapes.triples)
    properties = set(shapes.property_shapes())
    typed = {one.subject for one in shapes.with_predicate(RDF_TYPE) if iri(one.object) == f"{SH}NodeShape"}
    acting = {one.subject for one in shapes.with_predicate(PROPERTY, TARGET_CLASS)} - properties
    return Sheet(
        node_shapes=len(typed | acting),
        property_shapes=len(properties),
        repairs=repaired.repairs,
        cautions=repaired.cautions,
    )
