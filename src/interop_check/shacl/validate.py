"""Validation of one table: core shapes run here, the others through pySHACL, results come together."""

from collections.abc import Collection, Iterable

import numpy as np

from interop_check.rdf.table import Ids, Table, distinct_ids
from interop_check.rdf.terms import iri_token, token
from interop_check.rdf.vocabulary import RDF_TYPE
from interop_check.shacl.collect import Outcome, collect, rows_of
from interop_check.shacl.effort import DEFAULT_LIMITS, Effort, Limits
from interop_check.shacl.model import Shapes
from interop_check.shacl.results import Validation
from interop_check.shacl.routed import add_routed
from interop_check.shacl.run import Run
from interop_check.shacl.targets import Classes, focus_nodes


def validate(
    data: Table,
    shapes: Shapes,
    background: Table | None = None,
    *,
    strict: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    coerced: Collection[str] = (),
) -> Validation:
    """Judges `data`; `background` is known but never judged. What would exceed `limits` is left undecided.

    With `strict` the reading is W3C's; without it sh:class on an IRI nobody describes is not checkable. Nor
    is the kind of literals of the `coerced` datatypes (IRIs), which a JSON-LD context made of something else.
    """
    # A node that is targeted by name is a focus node even where it does not occur.
    named = [t.term for shape in (*shapes.core, *shapes.routed) for t in shape.targets if t.kind == "node"]
    data = data.extended(map(token, named))
    known = data if background is None else data.union(background)
    parts, focus = judged(data, known, shapes, Effort(limits), strict=strict, coerced=coerced)
    add_routed(parts, data, known, shapes, focus, strict=strict, coerced=coerced)
    return collect([parts], strict=strict)


def judged(
    data: Table,
    known: Table,
    shapes: Shapes,
    effort: Effort,
    *,
    strict: bool,
    coerced: Collection[str] = (),
) -> tuple[Outcome, dict[str, Ids]]:
    """One table judged by the core shapes, and all shapes' focus nodes; `known` has the ids of `data`."""
    effort.shapes.earn(shapes.node_shapes + shapes.property_shapes)
    run = Run(data, known, Classes(known, known), effort, strict=strict, coerced=coerced)
    classes = run.classes if known is data else Classes(data, known)
    focus = focus_of(shapes, data, classes)
    for shape in shapes.core:
        run.judge(shape, focus[shape.id])
        run.forget()
    typed = data.edges(data.number(iri_token(RDF_TYPE))).nodes
    parts = Outcome(
        results=[rows_of(known, batch) for batch in run.results],
        unsure=[rows_of(known, batch) for batch in run.unsure],
        looked_at=run.looked_at,
        focus_nodes={name: len(nodes) for name, nodes in focus.items()},
        typed=len(typed),
        targeted=_covered(typed, focus.values()),
        refused=list(run.refused.values()),
        omitted=run.omitted,
    )
    return parts, focus


def focus_of(shapes: Shapes, data: Table, classes: Classes) -> dict[str, Ids]:
    """Per targeted shape its focus nodes."""
    return {shape.id: focus_nodes(shape, data, classes) for shape in (*shapes.core, *shapes.routed)}


def _covered(typed: Ids, focus: Iterable[Ids]) -> int:
    found = [nodes for nodes in focus if len(nodes)]
    return int(np.isin(typed, distinct_ids(np.concatenate(found))).sum()) if found else 0
