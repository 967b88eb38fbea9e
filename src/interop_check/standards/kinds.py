"""Repairs of constraints on the kind of value: datatypes taken for classes and the other way round."""

from collections.abc import Iterator

import pyoxigraph as ox

from interop_check.rdf.vocabulary import SH
from interop_check.standards.edits import Edit, Effect, Fix, dropped, replaced
from interop_check.standards.shapes import (
    CLASS,
    DATATYPE,
    NODE_KIND,
    RDFS_LITERAL,
    RDFS_RESOURCE,
    TARGET_CLASS,
    Shapes,
    iri,
    is_datatype,
)


def targeted(shapes: Shapes) -> Iterator[Edit]:
    """Find shapes that target a datatype: a literal has no type to be found by, so they never fire."""
    for triple in shapes.with_predicate(TARGET_CLASS):
        if is_datatype(iri(triple.object)) or iri(triple.object) == RDFS_LITERAL:
            yield dropped(triple)


def class_of_datatype(shapes: Shapes) -> Iterator[Edit]:
    """Find `sh:class xsd:…`: a literal is an instance of no class, a datatype was meant."""
    for triple in shapes.with_predicate(CLASS):
        if is_datatype(iri(triple.object)):
            meant = ox.Triple(triple.subject, ox.NamedNode(DATATYPE), triple.object)
            add = () if shapes.values(triple.subject, DATATYPE) else (meant,)
            yield Edit(triple.subject, (triple,), add)


def datatype_of_class(shapes: Shapes) -> Iterator[Edit]:
    """Find `sh:datatype` of something that the same shapes require elsewhere as a class."""
    classes = {triple.object for triple in shapes.with_predicate(CLASS)}
    for triple in shapes.with_predicate(DATATYPE):
        if triple.object in classes and not is_datatype(iri(triple.object)):
            meant = ox.Triple(triple.subject, ox.NamedNode(CLASS), triple.object)
            yield Edit(triple.subject, (triple,), (meant,))


def datatype_literal(shapes: Shapes) -> Iterator[Edit]:
    """Find `sh:datatype rdfs:Literal`, which no literal has: any literal was meant."""
    return _node_kind(shapes, DATATYPE, RDFS_LITERAL, "Literal")


def class_literal(shapes: Shapes) -> Iterator[Edit]:
    """Find `sh:class rdfs:Literal`: any literal was meant."""
    return _node_kind(shapes, CLASS, RDFS_LITERAL, "Literal")


def class_resource(shapes: Shapes) -> Iterator[Edit]:
    """Find `sh:class rdfs:Resource`, hardly ever stated in data: anything but a literal was meant."""
    return _node_kind(shapes, CLASS, RDFS_RESOURCE, "BlankNodeOrIRI")


def _node_kind(shapes: Shapes, predicate: str, value: str, kind: str) -> Iterator[Edit]:
    for triple in shapes.with_predicate(predicate):
        if iri(triple.object) != value:
            continue
        if shapes.values(triple.subject, NODE_KIND):
            yield dropped(triple)
        else:
            moved = ox.Triple(triple.subject, ox.NamedNode(NODE_KIND), triple.object)
            yield Edit(triple.subject, (triple,), replaced(moved, ox.NamedNode(SH + kind)).add)


FIXES = (
    Fix("datatype-target", Effect.NEVER, targeted),
    Fix("class-is-datatype", Effect.NEVER, class_of_datatype),
    Fix("datatype-is-class", Effect.NEVER, datatype_of_class),
    Fix("datatype-rdfs-literal", Effect.NEVER, datatype_literal),
    Fix("class-rdfs-literal", Effect.NEVER, class_literal),
    Fix("class-rdfs-resource", Effect.NEVER, class_resource),
)
