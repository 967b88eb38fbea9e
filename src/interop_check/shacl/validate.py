"""Validation of one table: core shapes run here, the others through pySHACL, and all results come together."""

from collections.abc import Iterable

import numpy as np

from interop_check.rdf.table import Ids, Table, distinct_ids
from interop_check.rdf.terms import iri_token, token
from interop_check.rdf.vocabulary import RDF_TYPE
from interop_check.shacl.collect import Outcome, collect, rows_of
from interop_check.shacl.model import Shapes
from interop_check.shacl.routed import add_routed
from interop_check.shacl.results import Validation
from interop_check.shacl.run import Run
from interop_check.shacl.targets import Classes, focus_nodes


def validate(
    data: Table, shapes: Shapes, background: Table | None = None, *, strict: bool = False
) -> Validation:
    """Judges `data`; `background` is known but never judged.

    With `strict` the reading is W3C's; without it sh:class on an IRI nobody describes is not checkable.
    """
    return collect([outcome(data, shapes, background, strict=strict)], strict=strict)


def outcome(data: Table, shapes: Shapes, background: Table | None, *, strict: bool) -> Outcome:
    """One table judged, as parts that `collect` joins."""
    targeted = (*shapes.core, *shapes.routed)
    data = data.extended(token(t.term) for shape in targeted for t in shape.targets if t.kind == "node")
    known = data if background is None else data.union(background)
    run = Run(known, Classes(known, known), strict=strict)
    judged = run.classes if background is None else Classes(data, known)
    focus = {shape.id: focus_nodes(shape, data, judged) for shape in targeted}
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
    )
    if shapes.routed:
        add_routed(parts, known, shapes, focus, strict=strict)
    return parts


def _covered(typed: Ids, focus: Iterable[Ids]) -> int:
    found = [nodes for nodes in focus if len(nodes)]
    return int(np.isin(typed, distinct_ids(np.concatenate(found))).sum()) if found else 0
