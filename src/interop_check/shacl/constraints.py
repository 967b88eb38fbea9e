"""One class per kind of SHACL Core constraint, parameters read and checked."""

from dataclasses import dataclass

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.shacl.automaton import Program
from interop_check.shacl.model import Constraint, Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassOf(Constraint):
    """sh:class: value nodes are instances of the class."""

    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Datatype(Constraint):
    """sh:datatype: value nodes are well-formed literals of the datatype."""

    iri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKind(Constraint):
    """sh:nodeKind: allowed kinds as in `rdf.table` (IRI, BLANK, LITERAL)."""

    kinds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count(Constraint):
    """sh:minCount (`least`) or sh:maxCount."""

    least: bool
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(Constraint):
    """sh:min/maxInclusive/Exclusive: the orders (-1, 0, 1) of value to bound that are accepted."""

    bound: ox.Literal
    orders: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Length(Constraint):
    """sh:minLength (`least`) or sh:maxLength, in code points."""

    least: bool
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern(Constraint):
    """sh:pattern with sh:flags, translated from XPath."""

    program: Program


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageIn(Constraint):
    """sh:languageIn: basic language ranges, lower case."""

    ranges: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UniqueLang(Constraint):
    """sh:uniqueLang true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Equals(Constraint):
    """sh:equals."""

    predicate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disjoint(Constraint):
    """sh:disjoint."""

    predicate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LessThan(Constraint):
    """sh:lessThan or sh:lessThanOrEquals; accepts the orders of value to other value."""

    predicate: str
    orders: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logical(Constraint):
    """sh:not, and, or, xone, node: the number of shapes a value conforms to lies in [least, most]."""

    shapes: tuple[Shape, ...]
    least: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(Constraint):
    """sh:property: reports the results of the property shape itself."""

    shape: Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualified(Constraint):
    """sh:qualifiedMinCount (`least`) or sh:qualifiedMaxCount, values of sibling shapes not counted."""

    shape: Shape
    siblings: tuple[Shape, ...]
    least: bool
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed(Constraint):
    """sh:closed true: the predicate IRIs that are allowed."""

    allowed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class HasValue(Constraint):
    """sh:hasValue."""

    value: Term


@dataclass(frozen=True, slots=True, kw_only=True)
class In(Constraint):
    """sh:in."""

    values: tuple[Term, ...]
