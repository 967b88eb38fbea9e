"""One shape model over a stream of pages: memory stays that of one batch, results and tallies add up."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from mmap import mmap
from typing import Literal

import numpy as np

from interop_check.rdf.members import copied, join, roots_of, split
from interop_check.rdf.parallel import read_lines
from interop_check.rdf.table import Ids, Table
from interop_check.rdf.vocabulary import TREE_MEMBER
from interop_check.shacl.collect import Outcome, collect
from interop_check.shacl.effort import DEFAULT_LIMITS, Effort, Limits
from interop_check.shacl.model import Shapes
from interop_check.shacl.results import Validation
from interop_check.shacl.routed import add_routed
from interop_check.shacl.targets import Classes
from interop_check.shacl.validate import focus_of, judged, validate

Scope = Literal["page", "member"]
Roots = Callable[[Table], Ids]

_BATCH = 20_000


def members_of_page(page: Table) -> Ids:
    """The values of tree:member, the roots of a page's members."""
    return roots_of(page, [TREE_MEMBER])


def validate_stream(
    pages: Iterable[Table],
    shapes: Shapes,
    background: Table | None = None,
    *,
    scope: Scope = "page",
    roots: Roots = members_of_page,
    strict: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Validation:
    """Judges each page, or each member of each page, by itself; `limits` are those of all together.

    Within a page what no root reaches is judged as one further member. A sh:targetNode target applies where
    the node occurs. Blank nodes are labelled with the number of their page.
    """
    judging = _Judging(shapes, background, scope, roots, strict, Effort(limits))
    outcomes = (judging.outcome(batch, first) for first, batch in _batches(pages))
    return collect(outcomes, strict=strict)


def validate_lines(
    data: bytes | mmap,
    shapes: Shapes,
    background: Table | None = None,
    *,
    workers: int = 1,
    strict: bool = False,
    limits: Limits = DEFAULT_LIMITS,
) -> Validation:
    """Judges N-Triples as a whole, read by several processes; the number of them changes no result."""
    return validate(read_lines(data, workers), shapes, background, strict=strict, limits=limits)


def _batches(pages: Iterable[Table]) -> Iterator[tuple[int, list[Table]]]:
    """Pages in batches, so that small ones do not cost a run each, with the number of the first."""
    batch: list[Table] = []
    first = size = 0
    for number, page in enumerate(pages):
        batch.append(page)
        size += len(page)
        if size >= _BATCH:
            yield first, batch
            batch, size, first = [], 0, number + 1
    if batch:
        yield first, batch


@dataclass(frozen=True, slots=True)
class _Judging:
    """What stays the same for all batches of one stream."""

    shapes: Shapes
    background: Table | None
    scope: Scope
    roots: Roots
    strict: bool
    effort: Effort

    def outcome(self, batch: list[Table], first: int) -> Outcome:
        """The pages of a batch, or their members, judged each by itself."""
        table, groups = join(batch, first)
        rows = np.arange(len(table))
        if self.scope == "member":
            rows, groups, _ = split(table, self.roots(table), groups)
        data, known = copied(table, rows, groups, self.background)
        parts, _ = judged(data, known, self.shapes, self.effort, strict=self.strict)
        if self.shapes.routed:
            for group in np.unique(groups).tolist():
                self._add_routed(parts, table.part(rows[groups == group]))
        return parts

    def _add_routed(self, parts: Outcome, data: Table) -> None:
        """What pySHACL says of one page or member, which it can only be given by itself."""
        known = data if self.background is None else data.union(self.background)
        focus = focus_of(self.shapes, data, Classes(data, known))
        add_routed(parts, data, known, self.shapes, focus, strict=self.strict)
