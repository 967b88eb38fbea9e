"""The evaluation context: what an element has from those around it (RDFa Core 1.1, section 7.2)."""

from dataclasses import dataclass, field
from typing import NamedTuple

from interop_check.rdf.rdfa.names import Scope


@dataclass(slots=True)
class Lists:
    """The lists of one subject (`owner`) that are being filled, by predicate."""

    owner: bytes
    values: dict[bytes, list[bytes]] = field(default_factory=dict)


class Incomplete(NamedTuple):
    """A statement that waits for its other end; or a list that waits for its next value."""

    predicate: bytes
    is_forward: bool = True
    values: list[bytes] | None = None


class Context(NamedTuple):
    """What holds where an element stands; `place` is that of the element around it."""

    scope: Scope
    parent_subject: bytes
    parent_object: bytes
    incomplete: tuple[Incomplete, ...]
    lists: Lists
    place: int
