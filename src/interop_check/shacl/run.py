"""One run of a shape model over a table: shapes are judged for all their focus nodes at once."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from interop_check.rdf.table import Ids, Table
from interop_check.shacl import constraints as c
from interop_check.shacl import set_checks, term_checks
from interop_check.shacl.automaton import Program, Walk
from interop_check.shacl.coerced import Coerced
from interop_check.shacl.effort import Effort, OverLimitError
from interop_check.shacl.model import Constraint, Shape
from interop_check.shacl.paths import Path
from interop_check.shacl.results import ShapeDefect
from interop_check.shacl.steps import Rows
from interop_check.shacl.targets import Classes
from interop_check.shacl.values import Found, Values, decided, failing

FAILS, UNSURE, CONFORMS = 0, 1, 2

States = npt.NDArray[np.int8]

_CHECKS: dict[type[Constraint], Callable[[Any, Values], Found]] = {
    c.Datatype: term_checks.datatype,
    c.NodeKind: term_checks.node_kind,
    c.Range: term_checks.value_range,
    c.Length: term_checks.length,
    c.LanguageIn: term_checks.language_in,
    c.In: term_checks.one_of,
    c.UniqueLang: term_checks.unique_lang,
    c.Count: set_checks.count,
    c.HasValue: set_checks.has_value,
    c.Equals: set_checks.equals,
    c.Disjoint: set_checks.disjoint,
    c.LessThan: set_checks.less_than,
}


@dataclass(frozen=True, slots=True)
class Batch:
    """Results of one constraint of one shape: focus nodes, value nodes if any, and repeats if any.

    `over` is the limit that left them undecided, if it was one.
    """

    shape: Shape
    constraint: Constraint
    path: Path | None
    focus: Ids
    nodes: Ids | None
    times: Rows | None
    over: OverLimitError | None = None


class Run:
    """State of one run: results and undecided values in batches, evaluations by severity and component.

    `refused` are shapes of which some part would have cost more than `effort` allows, `omitted` counts
    failures beyond the results that it allows to keep.
    """

    def __init__(
        self,
        data: Table,
        known: Table,
        classes: Classes,
        effort: Effort,
        *,
        strict: bool,
        coerced: Collection[str] = (),
    ) -> None:
        self.data = data
        self.known = known
        self.classes = classes
        self.effort = effort
        self.strict = strict
        self.coerced = Coerced(known, coerced) if coerced else None
        self.results: list[Batch] = []
        self.unsure: list[Batch] = []
        self.looked_at: dict[tuple[str, str], int] = {}
        self.refused: dict[tuple[str, str], ShapeDefect] = {}
        self.omitted: dict[tuple[str, str], int] = {}
        self._shared: dict[tuple[Path | None, int], Values] = {}
        self._walks: dict[Program, Walk] = {}

    def judge(self, shape: Shape, focus: Ids, times: Rows | None = None) -> None:
        """Notes the results of a shape on its distinct focus nodes; `times` says how often each counts."""
        if shape.deactivated or not len(focus):
            return
        values = self._values(shape.path, focus)
        for constraint in shape.constraints:
            try:
                self._judge(shape, constraint, values, times)
            except OverLimitError as over:
                defect = ShapeDefect(shape.term, over.code, {"limit": str(over.limit)})
                self.refused[shape.id, over.code] = defect

    def _judge(self, shape: Shape, constraint: Constraint, values: Values, times: Rows | None) -> None:
        if isinstance(constraint, c.Property):
            self.effort.shapes.spend(1)
            self.judge(constraint.shape, *_weighted(values, times))
            return
        for found in self.check(constraint, values):
            self._note(shape, constraint, values, found, times)

    def _values(self, path: Path | None, focus: Ids) -> Values:
        """Shapes often look along the same path from the same focus nodes, one constraint each."""
        values = self._shared.get((path, id(focus)))
        if values is None or values.focus is not focus:
            values = Values(self.known, path, focus, self.effort)
            self._shared[path, id(focus)] = values
        return values

    def _note(
        self, shape: Shape, constraint: Constraint, values: Values, found: Found, times: Rows | None
    ) -> None:
        unsure = 0
        if found.unsure_rows is not None:
            rows, unsure = found.unsure_rows, len(found.unsure_rows)
            repeats = None if times is None else times[rows]
            focus = values.focus[rows]
            batch = Batch(shape, constraint, shape.path, focus, found.unsure_nodes, repeats, found.over)
            self.unsure.append(batch)
        key = (shape.severity, constraint.component)
        self.looked_at[key] = self.looked_at.get(key, 0) + found.looked_at - unsure
        kept = self.effort.kept(len(found.rows))
        if kept < len(found.rows):
            self.omitted[key] = self.omitted.get(key, 0) + len(found.rows) - kept
        if kept:
            rows, nodes = found.rows[:kept], None if found.nodes is None else found.nodes[:kept]
            path, repeats = found.path or shape.path, None if times is None else times[rows]
            self.results.append(Batch(shape, constraint, path, values.focus[rows], nodes, repeats))

    def forget(self) -> None:
        """Lets go of value nodes that no further shape will ask for."""
        self._shared.clear()

    def check(self, constraint: Constraint, values: Values) -> Iterator[Found]:
        """What one constraint finds on the value nodes."""
        found = self._check(constraint, values)
        return found if self.coerced is None else (self.coerced.spare(constraint, one) for one in found)

    def _check(self, constraint: Constraint, values: Values) -> Iterator[Found]:
        simple = _CHECKS.get(type(constraint))
        if simple is not None:
            yield simple(constraint, values)
        elif isinstance(constraint, c.Pattern):
            yield term_checks.pattern(self._walk(constraint.program), values)
        elif isinstance(constraint, c.ClassOf):
            yield self._class(constraint, values)
        elif isinstance(constraint, c.Logical):
            yield self._logical(constraint, values)
        elif isinstance(constraint, c.Qualified):
            yield self._qualified(constraint, values)
        elif isinstance(constraint, c.Closed):
            yield from set_checks.closed(constraint, values)
        else:
            raise TypeError(type(constraint))

    def _walk(self, program: Program) -> Walk:
        walk = self._walks.get(program)
        if walk is None:
            walk = self._walks[program] = Walk(program, self.effort.pattern)
        return walk

    def states(self, shape: Shape, focus: Ids) -> States:
        """Per node whether it conforms to a shape; nothing is noted. OverLimitError where a limit is hit."""
        self.effort.shapes.spend(1)
        states = np.full(len(focus), CONFORMS, np.int8)
        if shape.deactivated or not len(focus):
            return states
        values = Values(self.known, shape.path, focus, self.effort)
        for constraint in shape.constraints:
            if isinstance(constraint, c.Property):
                nodes, places = np.unique(values.nodes, return_inverse=True)
                np.minimum.at(states, values.rows, self.states(constraint.shape, nodes)[places])
                continue
            for found in self.check(constraint, values):
                if found.over is not None:
                    raise found.over
                if found.unsure_rows is not None:
                    np.minimum.at(states, found.unsure_rows, UNSURE)
                states[found.rows] = FAILS
        if self.coerced is not None:  # such a literal has no properties: nested shapes ask for those in vain
            states[(states == FAILS) & self.coerced.among(focus)] = UNSURE
        return states

    def _class(self, constraint: c.ClassOf, values: Values) -> Found:
        nodes = values.nodes
        members = self.classes.members(constraint.iri)
        places = np.searchsorted(members, nodes)
        places[places == len(members)] = 0
        wrong = members[places] != nodes if len(members) else np.ones(len(nodes), np.bool_)
        if self.strict or not wrong.any():
            return failing(values, wrong)
        unsure = wrong & term_checks.undescribed(self.data, self.known, nodes)
        return decided(values, wrong & ~unsure, unsure)

    def _logical(self, constraint: c.Logical, values: Values) -> Found:
        nodes, places = np.unique(values.nodes, return_inverse=True)
        yes, maybe = self._conforming(constraint.shapes, nodes)
        wrong = (yes + maybe < constraint.least) | (yes > constraint.most)
        sure = (yes >= constraint.least) & (yes + maybe <= constraint.most)
        return decided(values, wrong[places], ~(wrong | sure)[places])

    def _conforming(self, shapes: tuple[Shape, ...], nodes: Ids) -> tuple[Rows, Rows]:
        """Per node to how many of the shapes it conforms, and for how many that is undecided."""
        yes, maybe = np.zeros(len(nodes), np.int64), np.zeros(len(nodes), np.int64)
        for shape in shapes:
            states = self.states(shape, nodes)
            yes += states == CONFORMS
            maybe += states == UNSURE
        return yes, maybe

    def _qualified(self, constraint: c.Qualified, values: Values) -> Found:
        nodes, places = np.unique(values.nodes, return_inverse=True)
        states = self.states(constraint.shape, nodes)
        if constraint.siblings:
            yes, maybe = self._conforming(constraint.siblings, nodes)
            states = np.where(yes > 0, FAILS, np.where(maybe > 0, np.minimum(states, UNSURE), states))
        of_values, size = states[places], len(values.focus)
        least = np.bincount(values.rows[of_values == CONFORMS], minlength=size)
        most = np.bincount(values.rows[of_values >= UNSURE], minlength=size)
        if constraint.least:
            wrong, sure = most < constraint.number, least >= constraint.number
        else:
            wrong, sure = least > constraint.number, most <= constraint.number
        unsure = np.flatnonzero(~(wrong | sure))
        return Found(size, np.flatnonzero(wrong), None, unsure if len(unsure) else None)


def _weighted(values: Values, times: Rows | None) -> tuple[Ids, Rows | None]:
    """The distinct value nodes, and how often each is met where that is not once."""
    if values.path is None:
        return values.focus, times
    nodes, places = np.unique(values.nodes, return_inverse=True)
    if times is None and len(nodes) == len(places):
        return nodes, None
    weights = None if times is None else times[values.rows]
    return nodes, np.bincount(places, weights, minlength=len(nodes)).astype(np.int64)
