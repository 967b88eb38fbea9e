"""Constraint parameters of one shape, read from the shapes graph into constraints (SHACL 4)."""

from collections.abc import Callable, Iterator
from typing import Protocol

import pyoxigraph as ox

from interop_check.rdf.table import BLANK, IRI, LITERAL
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import RDF_LANG_STRING, SH, XSD_BOOLEAN, XSD_STRING
from interop_check.shacl import constraints as c
from interop_check.shacl.defects import Unusable, shown
from interop_check.shacl.graph import BadList, Graph
from interop_check.shacl.lexical import INTEGERS, is_valid
from interop_check.shacl.model import Constraint, Shape
from interop_check.shacl.pattern import compile_pattern

_KINDS = {
    "IRI": (IRI,),
    "BlankNode": (BLANK,),
    "Literal": (LITERAL,),
    "BlankNodeOrIRI": (BLANK, IRI),
    "BlankNodeOrLiteral": (BLANK, LITERAL),
    "IRIOrLiteral": (IRI, LITERAL),
}
_MANY = 2**31


class Context(Protocol):
    """What a reader may ask of the loader: the graph, and the shape a node stands for."""

    graph: Graph

    def nested(self, node: Term) -> Shape:
        """A shape used inside another; raises Unusable."""

    def property(self, node: Term) -> Shape | None:
        """The property shape of sh:property; None, and a defect, where it cannot be used."""

    def siblings(self, owner: Term, node: Term) -> tuple[Shape, ...]:
        """The sibling shapes of a qualified value shape (SHACL 4.7.3)."""


Reader = Callable[[Context, Term, str, list[Term]], Iterator[Constraint]]


def component(name: str) -> str:
    """The IRI of the constraint component of a parameter: minCount gives sh:MinCountConstraintComponent."""
    return f"{SH}{name[0].upper()}{name[1:]}ConstraintComponent"


def one(name: str, values: list[Term]) -> Term:
    """The only value of a parameter; raises Unusable."""
    if len(values) != 1:
        raise Unusable("repeated-parameter", parameter=name)
    return values[0]


def iri(name: str, value: Term) -> str:
    """An IRI as text; raises Unusable."""
    if not isinstance(value, ox.NamedNode):
        raise Unusable("not-an-iri", parameter=name, value=shown(value))
    return value.value


def number(name: str, value: Term) -> int:
    """A count: an integer literal of xsd:integer or a type derived from it; raises Unusable."""
    if (
        isinstance(value, ox.Literal)
        and value.datatype.value in INTEGERS
        and len(value.value) < 20  # noqa: PLR2004 - beyond 64 bits nothing can be counted
        and is_valid(value.datatype.value, value.value)
    ):
        return int(value.value)
    raise Unusable("count-not-integer", parameter=name, value=shown(value))


def flag(name: str, value: Term) -> bool:
    """A boolean literal; raises Unusable."""
    if (
        isinstance(value, ox.Literal)
        and value.datatype.value == XSD_BOOLEAN
        and value.value in {"true", "false", "1", "0"}
    ):
        return value.value in {"true", "1"}
    raise Unusable("not-boolean", parameter=name, value=shown(value))


def text(name: str, value: Term) -> str:
    """A string literal; raises Unusable."""
    if isinstance(value, ox.Literal) and value.datatype.value in {XSD_STRING, RDF_LANG_STRING}:
        return value.value
    raise Unusable("not-a-string", parameter=name, value=shown(value))


def members(graph: Graph, name: str, head: Term) -> list[Term]:
    """The members of a list parameter; raises Unusable."""
    try:
        return graph.members(head)
    except BadList:
        raise Unusable("bad-list", parameter=name) from None


def _class(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    for value in values:
        named = iri(name, value)
        yield c.ClassOf(component=component(name), params={name: named}, iri=named)


def _datatype(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    named = iri(name, one(name, values))
    yield c.Datatype(component=component(name), params={name: named}, iri=named)


def _node_kind(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    named = iri(name, one(name, values))
    kinds = _KINDS.get(named.removeprefix(SH))
    if kinds is None:
        raise Unusable("bad-node-kind", value=named)
    yield c.NodeKind(component=component(name), params={name: named}, kinds=kinds)


def _count(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    size = number(name, one(name, values))
    params = {name: str(size)}
    yield c.Count(component=component(name), params=params, least=name == "minCount", number=size)


def _range(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    bound = one(name, values)
    if not isinstance(bound, ox.Literal):
        raise Unusable("not-a-literal", parameter=name, value=shown(bound))
    orders = ((1,) if name.startswith("min") else (-1,)) + ((0,) if name.endswith("Inclusive") else ())
    yield c.Range(component=component(name), params={name: bound.value}, bound=bound, orders=orders)


def _length(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    size = number(name, one(name, values))
    params = {name: str(size)}
    yield c.Length(component=component(name), params=params, least=name == "minLength", number=size)


def _pattern(context: Context, owner: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    given = context.graph.objects(owner, SH + "flags")
    flags = text("flags", one("flags", given)) if given else ""
    for value in values:
        written = text(name, value)
        params = {name: written, "flags": flags} if flags else {name: written}
        program = compile_pattern(written, flags)
        yield c.Pattern(component=component(name), params=params, program=program)


def _language_in(context: Context, _: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    ranges = [text(name, v) for v in members(context.graph, name, one(name, values))]
    lower = tuple(written.lower() for written in ranges)
    yield c.LanguageIn(component=component(name), params={name: ", ".join(ranges)}, ranges=lower)


def _unique_lang(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    # SHACL 4.4.5: only the term "true"^^xsd:boolean switches it on, "1" does not.
    if flag(name, one(name, values)) and shown(values[0]) == "true":
        yield c.UniqueLang(component=component(name), params={name: "true"})


def _pair(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    for value in values:
        named = iri(name, value)
        if name in {"equals", "disjoint"}:
            kind = c.Equals if name == "equals" else c.Disjoint
            yield kind(component=component(name), params={name: named}, predicate=named)
        else:
            orders = (-1,) if name == "lessThan" else (-1, 0)
            yield c.LessThan(component=component(name), params={name: named}, predicate=named, orders=orders)


def _logical(context: Context, _: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    for value in values:
        single = name in {"not", "node"}
        nodes = [value] if single else members(context.graph, name, value)
        shapes = tuple(context.nested(node) for node in nodes)
        least = {"not": 0, "and": len(shapes)}.get(name, 1)
        most = {"not": 0, "xone": 1}.get(name, len(shapes))
        params = {name: ", ".join(shown(node) for node in nodes if isinstance(node, ox.NamedNode))}
        yield c.Logical(component=component(name), params=params, shapes=shapes, least=least, most=most)


def _property(context: Context, _: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    for value in values:
        shape = context.property(value)
        if shape is not None:
            yield c.Property(component=component(name), params={}, shape=shape)


def _qualified(context: Context, owner: Term, _: str, values: list[Term]) -> Iterator[Constraint]:
    disjoint = context.graph.objects(owner, SH + "qualifiedValueShapesDisjoint")
    apart = bool(disjoint) and flag(
        "qualifiedValueShapesDisjoint", one("qualifiedValueShapesDisjoint", disjoint)
    )
    for value in values:
        shape = context.nested(value)
        siblings = context.siblings(owner, value) if apart else ()
        for name in ("qualifiedMinCount", "qualifiedMaxCount"):
            given = context.graph.objects(owner, SH + name)
            if given:
                size = number(name, one(name, given))
                yield c.Qualified(
                    component=component(name),
                    params={name: str(size)},
                    shape=shape,
                    siblings=siblings,
                    least=name == "qualifiedMinCount",
                    number=size,
                )


def _closed(context: Context, owner: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    if not flag(name, one(name, values)):
        return
    allowed: set[str] = set()
    ignored = context.graph.objects(owner, SH + "ignoredProperties")
    for value in (
        members(context.graph, "ignoredProperties", one("ignoredProperties", ignored)) if ignored else ()
    ):
        allowed.add(iri("ignoredProperties", value))
    for shape in context.graph.objects(owner, SH + "property"):
        paths = context.graph.objects(shape, SH + "path")
        allowed.update(path.value for path in paths if isinstance(path, ox.NamedNode))
    yield c.Closed(component=component(name), params={}, allowed=frozenset(allowed))


def _has_value(_: Context, __: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    for value in values:
        yield c.HasValue(component=component(name), params={name: shown(value)}, value=value)


def _in(context: Context, _: Term, name: str, values: list[Term]) -> Iterator[Constraint]:
    allowed = tuple(members(context.graph, name, one(name, values)))
    params = {name: ", ".join(shown(value) for value in allowed)}
    yield c.In(component=component(name), params=params, values=allowed)


READERS: dict[str, Reader] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "minCount": _count,
    "maxCount": _count,
    "minExclusive": _range,
    "minInclusive": _range,
    "maxExclusive": _range,
    "maxInclusive": _range,
    "minLength": _length,
    "maxLength": _length,
    "pattern": _pattern,
    "languageIn": _language_in,
    "uniqueLang": _unique_lang,
    "equals": _pair,
    "disjoint": _pair,
    "lessThan": _pair,
    "lessThanOrEquals": _pair,
    "not": _logical,
    "and": _logical,
    "or": _logical,
    "xone": _logical,
    "node": _logical,
    "property": _property,
    "qualifiedValueShape": _qualified,
    "closed": _closed,
    "hasValue": _has_value,
    "in": _in,
}
PATH_ONLY = frozenset(
    {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"}
)
HELPERS = frozenset(
    [
        "path",
        "flags",
        "ignoredProperties",
        "qualifiedMinCount",
        "qualifiedMaxCount",
        "qualifiedValueShapesDisjoint",
        "severity",
        "message",
        "deactivated",
        "name",
        "description",
        "order",
        "group",
        "defaultValue",
        "targetClass",
        "targetNode",
        "targetSubjectsOf",
        "targetObjectsOf",
        "suggestedShapesGraph",
        "shapesGraph",
        "entailment",
        "declare",
        "prefixes",
    ]
)
