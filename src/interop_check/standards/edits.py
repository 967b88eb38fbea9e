"""What a repair consists of: edits, each at one place in the shapes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox

from interop_check.standards.shapes import Node, Shapes


class Effect(StrEnum):
    """What a repair does: only lets the shapes be read as meant, or changes what is judged.

    `NEVER` changes what is judged as well: as written, no data could ever satisfy or even meet it.
    """

    LOADABLE = "loadable"
    VERDICT = "verdict"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Edit:
    """Triples to take out and to put in, at the node where the fault is."""

    at: Node
    remove: tuple[ox.Triple, ...]
    add: tuple[ox.Triple, ...] = ()


@dataclass(frozen=True, slots=True)
class Fix:
    """A named way to repair one kind of fault; `find` yields one edit per fault."""

    id: str
    effect: Effect
    find: Callable[[Shapes], Iterable[Edit]]


def replaced(triple: ox.Triple, value: Node) -> Edit:
    """Return the edit that gives `triple` another value."""
    return Edit(triple.subject, (triple,), (ox.Triple(triple.subject, triple.predicate, value),))


def dropped(triple: ox.Triple) -> Edit:
    """Return the edit that takes `triple` out."""
    return Edit(triple.subject, (triple,))


def isolated(shapes: Shapes, shape: Node) -> Edit:
    """Return the edit that takes a property shape out, with the blank nodes that only it uses."""
    gone: dict[ox.Triple, None] = dict.fromkeys(shapes.pointing_at(shape))
    waiting: list[Node] = [shape]
    while waiting:
        for triple in shapes.about(waiting.pop()):
            if triple not in gone:
                gone[triple] = None
                own = all(other in gone for other in shapes.pointing_at(triple.object))
                if own and isinstance(triple.object, ox.BlankNode):
                    waiting.append(triple.object)
    return Edit(shape, tuple(gone))
