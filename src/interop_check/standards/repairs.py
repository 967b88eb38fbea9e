"""Official shapes made usable: each fault mended by a named repair, the official bytes left alone."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from interop_check.standards import cautions, counts, kinds, lists, paths, placeholders, terms
from interop_check.standards.cautions import Caution
from interop_check.standards.edits import Edit, Effect, Fix
from interop_check.standards.shapes import Shapes

SAMPLES = 3

# The order matters: terms first, then what makes a shape drop out, then what its constraints mean.
FIXES: tuple[Fix, ...] = (
    *terms.FIXES,
    *counts.FIXES,
    *placeholders.FIXES,
    *paths.FIXES,
    *kinds.FIXES,
    *lists.FIXES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """How often one fix was needed; `subjects` are the first few shapes it was needed in."""

    id: str
    effect: Effect
    count: int
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repaired:
    """Shapes that can be loaded, what was done to them, and what is doubtful but was left as it is."""

    triples: tuple[ox.Triple, ...]
    repairs: tuple[Repair, ...]
    cautions: tuple[Caution, ...]


def repair(triples: Iterable[ox.Triple | ox.Quad]) -> Repaired:
    """Return the shapes with every known fault mended; repairing the result again changes nothing."""
    shapes = Shapes(_plain(triples))
    repairs: list[Repair] = []
    for fix in FIXES:
        edits = list(fix.find(shapes))
        if edits:
            repairs.append(_told(fix, edits, shapes))
            shapes = _edited(shapes, edits)
    return Repaired(triples=tuple(shapes.triples), repairs=tuple(repairs), cautions=cautions.of(shapes))


def _plain(triples: Iterable[ox.Triple | ox.Quad]) -> Iterable[ox.Triple]:
    return (ox.Triple(t.subject, t.predicate, t.object) for t in triples)


def _told(fix: Fix, edits: list[Edit], shapes: Shapes) -> Repair:
    names = sorted({shapes.name(edit.at) for edit in edits} - {""})
    return Repair(id=fix.id, effect=fix.effect, count=len(edits), subjects=tuple(names[:SAMPLES]))


def _edited(shapes: Shapes, edits: list[Edit]) -> Shapes:
    """Return the shapes with the edits made; what is added stands where the first removed triple stood."""
    added = {edit.remove[0]: edit.add for edit in edits if edit.add}
    gone = {triple for edit in edits for triple in edit.remove}
    kept: list[ox.Triple] = []
    for triple in shapes.triples:
        kept += added.get(triple, ())
        if triple not in gone:
            kept.append(triple)
    return Shapes(kept)
