"""A cause: one thing in the page that many faults follow from, with its place and the mend."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from interop_check.examiners.publication.blueprint import Blueprint
from interop_check.examiners.publication.faults import Fault
from interop_check.examiners.publication.sheet import Sheet

Explains = Callable[[Fault], bool]
"""Whether a fault follows from a cause."""


def nothing(fault: Fault) -> bool:  # noqa: ARG001 - the shape of Explains
    """No fault follows."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """What a finding says of a cause: its rule and code, the byte offset of the first of `count` places.

    `spoilt` is how many statements are lost, wrong or about the wrong thing by it; `costs_names` whether
    names in the page have lost their meaning by it.
    """

    rule: str
    code: str
    offset: int
    count: int
    spoilt: int
    args: Mapping[str, str] = field(default_factory=dict)
    explains: Explains = nothing
    costs_names: bool = False

    def taking(self, others: Sequence["Cause"]) -> "Cause":
        """Return this one with what follows from others, which it is the cause of."""
        each = (self, *others)
        return replace(
            self,
            spoilt=sum(one.spoilt for one in each),
            explains=lambda fault: any(one.explains(fault) for one in each),
        )


class Page:
    """What is looked at for causes: the statements, where each stands, and the text as it is written."""

    def __init__(self, sheet: Sheet, blueprint: Blueprint) -> None:
        self.sheet = sheet
        self.blueprint = blueprint
        self.written = sheet.written

    @cached_property
    def rows(self) -> Sequence[tuple[int, int, int, int]]:
        """Subject, predicate, value and byte offset of each statement, where it is made first."""
        firsts: dict[tuple[int, int, int], tuple[int, int, int, int]] = {}
        for row in self.sheet.rows:
            firsts.setdefault(row[:3], row)
        return list(firsts.values())

    @cached_property
    def by_offset(self) -> Mapping[int, Sequence[tuple[int, int, int, int]]]:
        """The statements of each start tag, made there first or not."""
        found: dict[int, list[tuple[int, int, int, int]]] = {}
        for row in self.sheet.rows:
            found.setdefault(row[3], []).append(row)
        return found


def of_lost(lost: Collection[str]) -> Explains:
    """Return what follows from names that are lost, as IRIs: classes that nothing has, properties unused."""

    def explains(fault: Fault) -> bool:
        told = fault.args
        if fault.code in ("no-instance", "other-class"):
            return told.get("class") in lost
        if fault.code in ("missing", "unused", "no-date"):
            return told.get("path") in lost
        return fault.rule == "lblod/document-type" and any(map(_is_of_document, lost))

    return explains


def _is_of_document(iri: str) -> bool:
    return "BesluitDocumentType/" in iri or iri.endswith("/Document")
