"""Results of the shapes that pySHACL runs, added to those of the core shapes."""

from collections.abc import Collection, Iterator, Mapping

from interop_check.rdf.table import Ids, Table
from interop_check.rdf.terms import token
from interop_check.rdf.vocabulary import SH
from interop_check.shacl import constraints as c
from interop_check.shacl.coerced import is_spared
from interop_check.shacl.collect import Outcome, row_of
from interop_check.shacl.fallback import run_fallback
from interop_check.shacl.graph import Graph
from interop_check.shacl.model import Shape, Shapes
from interop_check.shacl.results import ValidationResult
from interop_check.shacl.routing import Routes, reachable
from interop_check.shacl.term_checks import undescribed

_CLASS = SH + "ClassConstraintComponent"


def add_routed(
    parts: Outcome,
    data: Table,
    known: Table,
    shapes: Shapes,
    focus: Mapping[str, Ids],
    *,
    strict: bool,
    coerced: Collection[str] = (),
) -> None:
    """Runs the routed shapes on their focus nodes and adds what they find."""
    wanted = [s for s in shapes.routed if len(focus[s.id]) or any(t.kind == "sparql" for t in s.targets)]
    if not wanted:
        return
    nodes = {shape.id: [known.term(number) for number in focus[shape.id].tolist()] for shape in wanted}
    results, refused = run_fallback(known, shapes, wanted, nodes)
    parts.refused += refused
    for result in results:
        unsure = not strict and result.component == _CLASS and _is_undescribed(data, known, result)
        unsure = unsure or is_spared(result, coerced)
        (parts.unsure if unsure else parts.results).append(row_of(result))
    for shape in wanted:
        for key in _evaluated(shapes, shape):
            parts.looked_at[key] = parts.looked_at.get(key, 0) + len(focus[shape.id])


def _is_undescribed(data: Table, known: Table, result: ValidationResult) -> bool:
    if result.value is None:
        return False
    return bool(undescribed(data, known, known.copies(token(result.value))).any())


def _evaluated(shapes: Shapes, shape: Shape) -> Iterator[tuple[str, str]]:
    """Severity and component of all that is evaluated for a focus node: pySHACL itself does not count."""
    graph = Graph(shapes.triples)
    routes = Routes(graph)
    for node in sorted(reachable(graph, shape.term), key=str):
        described = shapes.described.get(node)
        if described is None or described.deactivated:
            continue
        components = {k.component for k in described.constraints if not isinstance(k, c.Property)}
        given = graph.predicates(node)
        components.update(name for key in given for name in routes.components(key))
        yield from ((described.severity, name) for name in sorted(components))
