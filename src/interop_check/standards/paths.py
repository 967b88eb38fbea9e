"""Property shapes that no engine can use, taken out one by one so that the others still run."""

from collections.abc import Iterator

import pyoxigraph as ox

from interop_check.standards.edits import Edit, Effect, Fix, dropped, isolated
from interop_check.standards.shapes import PATH, PROPERTY, Shapes


def undefined(shapes: Shapes) -> Iterator[Edit]:
    """Find links to property shapes of which nothing is said."""
    for triple in shapes.with_predicate(PROPERTY):
        if not shapes.about(triple.object):
            yield dropped(triple)


def several(shapes: Shapes) -> Iterator[Edit]:
    """Find property shapes with more than one path: which constraint is on which cannot be told."""
    for shape in shapes.property_shapes():
        if len(shapes.values(shape, PATH)) > 1:
            yield isolated(shapes, shape)


def absent(shapes: Shapes) -> Iterator[Edit]:
    """Find property shapes without a path, or with text for a path."""
    for shape in shapes.property_shapes():
        usable = [path for path in shapes.values(shape, PATH) if not isinstance(path, ox.Literal)]
        if not usable:
            yield isolated(shapes, shape)


FIXES = (
    Fix("undefined-property-shape", Effect.VERDICT, undefined),
    Fix("two-paths", Effect.VERDICT, several),
    Fix("no-path", Effect.VERDICT, absent),
)
ISOLATING = frozenset(fix.id for fix in FIXES)
