"""Shapes graph to shape model: finds the shapes, checks each, isolates what cannot be used."""

from collections.abc import Iterable
from functools import cached_property

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import OWL_CLASS, RDFS_CLASS, RDFS_LABEL, SH, SH_VIOLATION
from interop_check.shacl.defects import Unusable, shown
from interop_check.shacl.graph import Graph
from interop_check.shacl.model import Constraint, Shape, Shapes, Target, shape_id
from interop_check.shacl.parameters import HELPERS, PATH_ONLY, READERS, flag, iri, one
from interop_check.shacl.paths import BadPath, Path, read_path
from interop_check.shacl.results import ShapeDefect
from interop_check.shacl.routing import Routes

_TARGETS = {
    SH + "targetClass": "class",
    SH + "targetNode": "node",
    SH + "targetSubjectsOf": "subjects-of",
    SH + "targetObjectsOf": "objects-of",
}
_NESTING = 60
_SIBLINGS = 500


def load_shapes(triples: Iterable[ox.Triple]) -> Shapes:
    """The shapes of a graph; never raises for bad shapes: each unusable one is left out and listed."""
    kept = tuple(triples)
    return _Loader(Graph(kept)).load(kept)


class _Loader:
    """Builds each shape once; a shape met again while it is being built is recursive."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.routes = Routes(graph)
        self.defects: list[ShapeDefect] = []
        self._built: dict[Term, Shape | Unusable] = {}
        self._open: list[Term] = []
        self._incomplete: set[Term] = set()

    def load(self, triples: tuple[ox.Triple, ...]) -> Shapes:
        found = _discover(self.graph, self.routes)
        self.defects += self.routes.defects
        shapes = [shape for shape in map(self._top, found) if shape is not None]
        targeted = [shape for shape in shapes if shape.targets]
        described = {term: shape for term, shape in self._built.items() if isinstance(shape, Shape)}
        beyond = {shape.term for shape in targeted if self.routes.needed(shape.term, described)}
        properties = sum(1 for term in self._built if self.graph.objects(term, SH + "path"))
        return Shapes(
            core=tuple(shape for shape in targeted if shape.term not in beyond),
            routed=tuple(shape for shape in targeted if shape.term in beyond),
            defects=tuple(self.defects),
            node_shapes=len(self._built) - properties,
            property_shapes=properties,
            triples=triples,
            described=described,
        )

    def _top(self, term: Term) -> Shape | None:
        built = self._build(term)
        return built if isinstance(built, Shape) else None

    def nested(self, node: Term) -> Shape:
        built = self._build(node)
        if isinstance(built, Unusable):
            code = "recursive" if built.code == "recursive" else "depends-on-unusable"
            raise Unusable(code, shape=shape_id(node))
        if not built.complete:
            raise Unusable("depends-on-incomplete", shape=shape_id(node))
        return built

    def property(self, node: Term) -> Shape | None:
        owner = self._open[-1]
        built = self._build(node, path_needed=True)
        if isinstance(built, Shape):
            if not built.complete:
                self._incomplete.add(owner)
            return built
        if node in self._open:
            raise Unusable("recursive", shape=shape_id(node))
        self._incomplete.add(owner)
        return None

    def siblings(self, owner: Term, node: Term) -> tuple[Shape, ...]:
        values = dict.fromkeys(value for family in self._families.get(owner, ()) for value in family)
        if len(values) > _SIBLINGS:  # n shapes would have n times n of them
            raise Unusable("too-many-siblings", number=str(_SIBLINGS))
        return tuple(self.nested(value) for value in values if value != node)

    @cached_property
    def _families(self) -> dict[Term, list[list[Term]]]:
        """Per property shape the qualified value shapes of each shape that it is a property of."""
        found: dict[Term, list[list[Term]]] = {}
        for parent in self.graph.subjects_of.get(SH + "property", []):
            properties = self.graph.objects(parent, SH + "property")
            values = (v for each in properties for v in self.graph.objects(each, SH + "qualifiedValueShape"))
            family = list(dict.fromkeys(values))[: _SIBLINGS + 1]
            for each in properties:
                found.setdefault(each, []).append(family)
        return found

    def _build(self, term: Term, *, path_needed: bool = False) -> Shape | Unusable:
        known = self._built.get(term)
        if known is not None:
            return known
        if term in self._open:
            return Unusable("recursive", shape=shape_id(term))
        self._open.append(term)
        built: Shape | Unusable
        try:
            built = self._shape(term, path_needed=path_needed)
        except Unusable as unusable:
            built = unusable
            self.defects.append(ShapeDefect(term, unusable.code, unusable.values))
        finally:
            self._open.pop()
        self._built[term] = built
        return built

    def _shape(self, term: Term, *, path_needed: bool) -> Shape:
        if len(self._open) > _NESTING:
            raise Unusable("nested-too-deeply", depth=str(_NESTING))
        given = self.graph.predicates(term)
        if isinstance(term, ox.Literal) or not given:
            raise Unusable(
                "undefined-property-shape" if path_needed else "undefined-shape", shape=shown(term)
            )
        path = self._path(term, needed=path_needed)
        self.routes.refuse(term)
        targets = self._targets(term, given)
        return Shape(
            term=term,
            number=len(self._built),
            path=path,
            constraints=self._constraints(term, given, path),
            targets=targets,
            severity=iri(
                "severity", one("severity", given.get(SH + "severity", [ox.NamedNode(SH_VIOLATION)]))
            ),
            messages=_texts(given.get(SH + "message", [])),
            names=_texts(given.get(SH + "name", []) or given.get(RDFS_LABEL, [])),
            deactivated=any(flag("deactivated", v) for v in given.get(SH + "deactivated", [])),
            complete=term not in self._incomplete,
        )

    def _path(self, term: Term, *, needed: bool) -> Path | None:
        paths = self.graph.objects(term, SH + "path")
        typed = needed or self.graph.has_type(term, SH + "PropertyShape")
        if not paths:
            if typed:
                raise Unusable("no-path")
            return None
        if len(paths) > 1:
            raise Unusable("two-paths", paths=" ".join(shown(path) for path in paths))
        try:
            return read_path(self.graph, paths[0])
        except BadPath:
            raise Unusable("bad-path", path=shown(paths[0])) from None

    def _targets(self, term: Term, given: dict[str, list[Term]]) -> tuple[Target, ...]:
        targets = [Target(kind, value) for key, kind in _TARGETS.items() for value in given.get(key, [])]
        for target in targets:
            if target.kind != "node" and not isinstance(target.term, ox.NamedNode):
                raise Unusable("bad-target", target=shown(target.term))
        if any(self.graph.has_type(term, klass) for klass in (RDFS_CLASS, OWL_CLASS)):
            targets.append(Target("implicit-class", term))
        targets += [Target("sparql", value) for value in given.get(SH + "target", [])]
        return tuple(targets)

    def _constraints(
        self, term: Term, given: dict[str, list[Term]], path: Path | None
    ) -> tuple[Constraint, ...]:
        found: list[Constraint] = []
        for key, values in given.items():
            name = key.removeprefix(SH)
            if name == key or self.routes.handles(key):
                continue
            reader = READERS.get(name)
            if reader is None:
                if name not in HELPERS:
                    self.defects.append(ShapeDefect(term, "unknown-parameter", {"parameter": name}))
                continue
            if path is None and name in PATH_ONLY:
                raise Unusable("needs-a-path", parameter=name)
            found += reader(self, term, name, values)
        return tuple(found)


def _discover(graph: Graph, routes: Routes) -> list[Term]:
    """Everything that is a shape by its type, its target or a parameter (SHACL 2.1), in the order given."""
    keys = [*_TARGETS, *(SH + name for name in READERS), *routes.parameters, SH + "target"]
    marked: set[Term] = {subject for key in keys for subject in graph.subjects_of.get(key, [])}
    for klass in ("NodeShape", "PropertyShape"):
        marked.update(graph.instances(SH + klass))
    owners = graph.subjects_of.get(SH + "parameter", [])
    declared = {value for owner in owners for value in graph.objects(owner, SH + "parameter")}
    return [subject for subject in graph.by_subject if subject in marked and subject not in declared]


def _texts(values: list[Term]) -> dict[str, str]:
    return {value.language or "": value.value for value in values if isinstance(value, ox.Literal)}
