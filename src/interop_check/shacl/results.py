"""What a validation says: results, tallies, and what could not be judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.shacl.paths import Path, render

_NONE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ShapeDefect:
    """A shape, or a part of one, that cannot be used: a code and its values, never a sentence."""

    shape: Term
    code: str
    args: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a constraint was evaluated (per focus node or value node) and how often it was not met."""

    looked_at: int
    failed: int


class ValidationResult(NamedTuple):
    """One validation result (SHACL 3.6.2); `count` is how many shapes or repeats say the same."""

    # A tuple: there may be very many, and a frozen dataclass takes five times as long to make.

    focus: Term
    property_path: Path | None
    value: Term | None
    component: str
    severity: str
    source_shape: Term
    names: Mapping[str, str] = _NONE
    messages: Mapping[str, str] = _NONE
    params: Mapping[str, str] = _NONE
    count: int = 1  # type: ignore[assignment]  # hides tuple.count, which nobody wants here

    @property
    def path(self) -> str | None:
        """The result path in SPARQL property path syntax, IRIs in angle brackets."""
        return None if self.property_path is None else render(self.property_path)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCheckable:
    """A value that nothing can be said of.

    An IRI should be an instance of `klass`, but neither data nor background describes it. A literal was made
    by a context out of something else, so that a constraint on what kind of term it is says nothing. Or the
    value could not be judged within the limit that `over` names (see `effort`), which is `limit`.
    """

    focus: Term
    path: str | None
    value: Term
    klass: str
    count: int
    component: str
    severity: str
    over: str
    limit: str

    @property
    def is_coerced(self) -> bool:
        """Whether a context made a literal of it."""
        return isinstance(self.value, ox.Literal) and not self.over


@dataclass(frozen=True, slots=True)
class Validation:
    """The outcome of one run. `conforms` is the W3C reading: look at `focus_nodes` before trusting it.

    `refused` lists shapes that passed loading but that no engine could run, or not as a whole within its
    limits; `conforms` is then False, and where a limit left values undecided. `omitted` counts failures, by
    severity and component, beyond the results that are kept.
    """

    conforms: bool
    results: Sequence[ValidationResult]
    tallies: Mapping[tuple[str, str], Tally]
    focus_nodes: Mapping[str, int]
    typed: int
    targeted: int
    not_checkable: Sequence[NotCheckable] = ()
    refused: tuple[ShapeDefect, ...] = ()
    omitted: Mapping[tuple[str, str], int] = field(default_factory=dict)
