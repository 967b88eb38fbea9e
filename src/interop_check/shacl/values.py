"""The focus nodes of one shape and their value nodes, computed as far as a constraint needs them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from interop_check.rdf.table import Ids, Table
from interop_check.shacl.effort import Effort, OverLimitError
from interop_check.shacl.paths import Inverse, Path, Predicate
from interop_check.shacl.steps import NONE, Rows, edges_of, follow

Mask = npt.NDArray[np.bool_]


class Values:
    """`nodes[i]` is a value node of `focus[rows[i]]`; without a path focus nodes are their own values.

    OverLimitError, whatever is asked, where the path leads through more than `effort` allows.
    """

    def __init__(self, table: Table, path: Path | None, focus: Ids, effort: Effort) -> None:
        self.table = table
        self.path = path
        self.focus = focus
        self.effort = effort

    @cached_property
    def _followed(self) -> tuple[Rows, Ids] | OverLimitError:
        if self.path is None:
            return np.arange(len(self.focus)), self.focus
        try:
            return follow(self.table, self.path, self.focus, self.effort.pairs)
        except OverLimitError as over:
            return over

    @property
    def _pairs(self) -> tuple[Rows, Ids]:
        if isinstance(self._followed, OverLimitError):
            raise self._followed
        return self._followed

    @property
    def rows(self) -> Rows:
        """Per value node the index of its focus node."""
        return self._pairs[0]

    @property
    def nodes(self) -> Ids:
        """The value nodes."""
        return self._pairs[1]

    @cached_property
    def counts(self) -> Rows:
        """Per focus node the number of its value nodes."""
        match self.path:
            case None:
                return np.ones(len(self.focus), np.int64)
            case Predicate() | Inverse(Predicate()) as simple:
                return edges_of(self.table, simple).span(self.focus)[1]
        return np.bincount(self.rows, minlength=len(self.focus))


@dataclass(frozen=True, slots=True)
class Found:
    """What one constraint found: failures and undecided ones as rows of focus nodes, with value nodes if any.

    `path` overrides the shape's path in the results (sh:closed reports the predicate it met). `over` is the
    limit that left some undecided, if it was one.
    """

    looked_at: int
    rows: Rows
    nodes: Ids | None = None
    unsure_rows: Rows | None = None
    unsure_nodes: Ids | None = None
    path: Path | None = None
    over: OverLimitError | None = None


def decided(values: Values, wrong: Mask, unsure: Mask, over: OverLimitError | None = None) -> Found:
    """Failures and undecided ones of single value nodes, as masks over them."""
    if not unsure.any():
        return failing(values, wrong)
    rows, nodes = values.rows, values.nodes
    return Found(len(nodes), rows[wrong], nodes[wrong], rows[unsure], nodes[unsure], over=over)


def failing(values: Values, failed: Mask) -> Found:
    """Failures of single value nodes, as a mask over them."""
    nodes = values.nodes
    if not failed.any():
        return Found(len(nodes), np.empty(0, np.int64), NONE)
    return Found(len(nodes), values.rows[failed], nodes[failed])
