"""Repairs of terms that were never filled in: http://fixme.com#…, https://wherever/TODO."""

from collections.abc import Iterator

from interop_check.standards.edits import Edit, Effect, Fix, dropped, isolated
from interop_check.standards.shapes import CLASS, DATATYPE, PATH, TARGET_CLASS, Shapes, iri
from interop_check.terminology.known import is_placeholder


def in_path(shapes: Shapes) -> Iterator[Edit]:
    """Find property shapes on a placeholder: no data has that property, so all of it would fail or pass."""
    for shape in shapes.property_shapes():
        if any(is_placeholder(iri(path)) for path in shapes.values(shape, PATH)):
            yield isolated(shapes, shape)


def in_target(shapes: Shapes) -> Iterator[Edit]:
    """Find node shapes that target a placeholder."""
    return _values(shapes, TARGET_CLASS)


def in_class(shapes: Shapes) -> Iterator[Edit]:
    """Find values that must be of a placeholder class or datatype: nothing ever is."""
    return _values(shapes, CLASS, DATATYPE)


def _values(shapes: Shapes, *predicates: str) -> Iterator[Edit]:
    return (dropped(t) for t in shapes.with_predicate(*predicates) if is_placeholder(iri(t.object)))


FIXES = (
    Fix("placeholder-path", Effect.NEVER, in_path),
    Fix("placeholder-target", Effect.NEVER, in_target),
    Fix("placeholder-class", Effect.NEVER, in_class),
)
