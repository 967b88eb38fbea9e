"""The checked shape model: shapes, targets and constraints, immutable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.shacl.paths import Path
from interop_check.shacl.results import ShapeDefect


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape targets: kind is class, node, subjects-of, objects-of or implicit-class (SHACL 2.1.3)."""

    kind: str
    term: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A constraint component (IRI) with its parameters as text; the subclasses hold them as values."""

    component: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A node shape, or a property shape where it has a path; `complete` is False if a part was left out."""

    term: Term
    number: int
    path: Path | None = None
    constraints: tuple[Constraint, ...] = ()
    targets: tuple[Target, ...] = ()
    severity: str
    messages: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    deactivated: bool = False
    complete: bool = True

    @property
    def id(self) -> str:
        """The IRI, or `_:` and the label."""
        return shape_id(self.term)


def shape_id(term: Term) -> str:
    """A shape's name in mappings: its IRI, or `_:` and its label."""
    return term.value if isinstance(term, ox.NamedNode) else str(term)


@dataclass(frozen=True, slots=True)
class Shapes:
    """A loaded shapes graph. `core` shapes run here, `routed` ones need pySHACL; both only where targeted."""

    core: tuple[Shape, ...]
    routed: tuple[Shape, ...]
    defects: tuple[ShapeDefect, ...]
    node_shapes: int
    property_shapes: int
    triples: tuple[ox.Triple, ...]
    described: Mapping[Term, Shape]

    @property
    def targets(self) -> Mapping[str, tuple[Target, ...]]:
        """Per targeted shape id what it targets; SPARQL targets appear with kind `sparql`."""
        return {shape.id: shape.targets for shape in (*self.core, *self.routed)}

    @property
    def is_empty(self) -> bool:
        """Whether no usable shape has a target."""
        return not (self.core or self.routed)
