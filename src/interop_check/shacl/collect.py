"""From batches of one or many runs to one Validation: de-duplicated, counted and in a fixed order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from interop_check.rdf.table import Table
from interop_check.rdf.terms import Term, term, token
from interop_check.shacl.paths import Path, render
from interop_check.shacl.results import NotCheckable, ShapeDefect, Tally, Validation, ValidationResult
from interop_check.shacl.run import Batch


@dataclass(frozen=True, slots=True)
class Kind:
    """What the results of one constraint of one shape have in common."""

    path: Path | None
    component: str
    severity: str
    source_shape: Term
    names: Mapping[str, str]
    messages: Mapping[str, str]
    params: Mapping[str, str]
    filled_in: bool = False

    def key(self, *, strict: bool) -> tuple[str, ...]:
        """Equal for kinds whose results say the same; W3C's reading also keeps the shapes apart."""
        path = "" if self.path is None else render(self.path)
        shape = str(self.source_shape) if strict else ""
        params = [f"{name}={value}" for name, value in sorted(self.params.items())]
        if self.filled_in:  # messages that name the value cannot stand for those of other values
            params += self.messages.values()
        return (path, self.component, *params, self.severity, shape)


OVER, LIMIT = "over", "limit"
"""Parameters that what is undecided has when a limit was hit: its code, and what it was to begin with."""

Rows = list[tuple[bytes, bytes | None, int]]
Key = TypeVar("Key")


@dataclass(slots=True)
class Outcome:
    """Parts of a validation that add up over pages: rows (focus token, value token, repeats) by kind."""

    results: list[tuple[Kind, Rows]] = field(default_factory=list)
    unsure: list[tuple[Kind, Rows]] = field(default_factory=list)
    looked_at: dict[tuple[str, str], int] = field(default_factory=dict)
    focus_nodes: dict[str, int] = field(default_factory=dict)
    typed: int = 0
    targeted: int = 0
    refused: list[ShapeDefect] = field(default_factory=list)
    omitted: dict[tuple[str, str], int] = field(default_factory=dict)


def rows_of(table: Table, batch: Batch) -> tuple[Kind, Rows]:
    """A batch as kind and tokens."""
    tokens = table.tokens
    focus = [tokens[number] for number in batch.focus.tolist()]
    nodes = (
        [None] * len(focus) if batch.nodes is None else [tokens[number] for number in batch.nodes.tolist()]
    )
    times = [1] * len(focus) if batch.times is None else batch.times.tolist()
    return kind_of(batch), list(zip(focus, nodes, times, strict=True))


def kind_of(batch: Batch) -> Kind:
    """The kind of a batch's results."""
    shape, constraint, over = batch.shape, batch.constraint, batch.over
    return Kind(
        batch.path,
        constraint.component,
        shape.severity,
        shape.term,
        shape.names,
        shape.messages,
        {**constraint.params, OVER: over.code, LIMIT: str(over.limit)} if over else constraint.params,
    )


def row_of(result: ValidationResult) -> tuple[Kind, Rows]:
    """A result of pySHACL as kind and tokens."""
    kind = Kind(
        result.property_path,
        result.component,
        result.severity,
        result.source_shape,
        result.names,
        result.messages,
        result.params,
        filled_in=True,
    )
    return kind, [(token(result.focus), None if result.value is None else token(result.value), 1)]


def collect(outcomes: Iterable[Outcome], *, strict: bool) -> Validation:
    """One validation of any number of outcomes, whatever their order."""
    total = Outcome()
    for part in outcomes:
        total.results += part.results
        total.unsure += part.unsure
        total.typed += part.typed
        total.targeted += part.targeted
        total.refused += [defect for defect in part.refused if defect not in total.refused]
        _add(total.looked_at, part.looked_at)
        _add(total.focus_nodes, part.focus_nodes)
        _add(total.omitted, part.omitted)
    results = list(_merged(total.results, strict=strict))
    unsure = [_not_checkable(result) for result in _merged(total.unsure, strict=strict)]
    return Validation(
        conforms=not (results or total.omitted or total.refused or any(one.over for one in unsure)),
        results=results,
        tallies=_tallies(total),
        focus_nodes=total.focus_nodes,
        typed=total.typed,
        targeted=total.targeted,
        not_checkable=unsure,
        refused=tuple(total.refused),
        omitted=total.omitted,
    )


def _add(counts: dict[Key, int], more: Mapping[Key, int]) -> None:
    for key, number in more.items():
        counts[key] = counts.get(key, 0) + number


def _tallies(total: Outcome) -> dict[tuple[str, str], Tally]:
    failed = dict(total.omitted)
    for kind, rows in total.results:
        key = (kind.severity, kind.component)
        failed[key] = failed.get(key, 0) + len(rows)
    keys = sorted(total.looked_at.keys() | failed.keys())
    return {key: Tally(total.looked_at.get(key, 0), failed.get(key, 0)) for key in keys}


def _merged(parts: list[tuple[Kind, Rows]], *, strict: bool) -> Iterator[ValidationResult]:
    counts: dict[tuple[bytes, tuple[str, ...], bytes], int] = {}
    kinds: dict[tuple[str, ...], Kind] = {}
    for kind, rows in parts:
        key = kind.key(strict=strict)
        first = kinds.setdefault(key, kind)
        if str(kind.source_shape) < str(
            first.source_shape
        ):  # the same choice whatever the order of the parts
            kinds[key] = kind
        for focus, value, times in rows:
            row = (focus, key, value or b"")
            counts[row] = counts.get(row, 0) + times
    terms: dict[bytes, Term] = {}
    for row in sorted(counts):
        focus, key, value = row
        kind = kinds[key]
        if focus not in terms:
            terms[focus] = term(focus)
        yield ValidationResult(
            terms[focus],
            kind.path,
            term(value) if value else None,
            kind.component,
            kind.severity,
            kind.source_shape,
            kind.names,
            kind.messages,
            kind.params,
            counts[row],
        )


def _not_checkable(result: ValidationResult) -> NotCheckable:
    value = result.focus if result.value is None else result.value
    return NotCheckable(
        focus=result.focus,
        path=result.path,
        value=value,
        klass=result.params.get("class", ""),
        count=result.count,
        component=result.component,
        severity=result.severity,
        over=result.params.get(OVER, ""),
        limit=result.params.get(LIMIT, ""),
    )
