"""Which values of a table stand where application profiles ask for a code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from interop_check.rdf.table import Edges, Ids, Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF_TYPE, RDFS_SUB_CLASS_OF, SKOS_CONCEPT
from interop_check.terminology.known import split
from interop_check.terminology.outline import Outline, PropertyOutline

_CONCEPT = frozenset((SKOS_CONCEPT,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A property that takes codes on some classes: of `code_list` ("" where none is named).

    `only`: nothing but a code will do; otherwise the profile allows a text or another thing as well.
    """

    property: str
    classes: frozenset[str]
    code_list: str
    only: bool
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """The distinct values of one property that are to be of the same lists, if any.

    Per value `counts` says how often it stands there, `subjects` where first; both by the table's ids.
    """

    property: str
    name: str
    lists: tuple[str, ...]
    only: bool
    values: Ids
    counts: npt.NDArray[np.int64]
    subjects: Ids


def codings(outlines: Iterable[Outline]) -> Mapping[str, Sequence[Coding]]:
    """Return by property where outlines ask for codes: by the class skos:Concept or by a code list."""
    found: dict[tuple[str, str, bool], Coding] = {}
    for outline in outlines:
        for klass in outline.classes.values():
            for one in klass.properties.values():
                if one.code_list or SKOS_CONCEPT in one.classes:
                    coding = _coding(klass.iri, one, found)
                    found[coding.property, coding.code_list, coding.only] = coding
    by_property: dict[str, list[Coding]] = {}
    for coding in found.values():
        by_property.setdefault(coding.property, []).append(coding)
    return by_property


def _coding(klass: str, one: PropertyOutline, found: Mapping[tuple[str, str, bool], Coding]) -> Coding:
    only = one.classes <= _CONCEPT and not one.datatypes
    known = found.get((one.iri, one.code_list, only))
    names = (one.names.get(language) for language in ("nl", "", "en"))
    return Coding(
        property=one.iri,
        classes=frozenset((klass,)) | (known.classes if known else frozenset()),
        code_list=one.code_list,
        only=only,
        name=known.name if known else next(filter(None, names), split(one.iri)[1]),
    )


def uses(table: Table, outlines: Iterable[Outline], hierarchy: Sequence[Table]) -> Iterator[Use]:
    """Yield what the table holds where codes are asked; `hierarchy` tells which classes are narrower."""
    typed = table.edges(table.number(iri_token(RDF_TYPE)))
    for iri, of_property in codings(outlines).items():
        edges = table.edges(table.number(iri_token(iri)))
        if len(edges):
            yield from _of_property(edges, of_property, _Instances(table, typed, hierarchy))


def _of_property(edges: Edges, of_property: Sequence[Coding], instances: "_Instances") -> Iterator[Use]:
    """Yield one use per combination of codings that subjects fall under, so that each value counts once."""
    keys = np.zeros(len(edges), np.int64)
    together: list[tuple[Coding, ...]] = [()]
    for coding in of_property:
        keys, together = _split(keys, together, coding, instances.among(edges.s, coding.classes))
    for key, applying in enumerate(together):
        if applying:
            rows = np.flatnonzero(keys == key)
            values, first, counts = np.unique(edges.o[rows], return_index=True, return_counts=True)
            yield Use(
                property=applying[0].property,
                name=applying[0].name,
                lists=tuple(sorted({one.code_list for one in applying} - {""})),
                only=all(one.only for one in applying),
                values=values,
                counts=counts,
                subjects=edges.s[rows][first],
            )


def _split(
    keys: npt.NDArray[np.int64],
    together: Sequence[tuple[Coding, ...]],
    coding: Coding,
    applies: npt.NDArray[np.bool_],
) -> tuple[npt.NDArray[np.int64], list[tuple[Coding, ...]]]:
    """Divide each group of rows into those that a coding applies to and the others, numbered anew."""
    kept, renumbered = np.unique(keys * 2 + applies, return_inverse=True)
    groups = [(*together[key // 2], coding) if key % 2 else together[key // 2] for key in kept.tolist()]
    return renumbered.astype(np.int64), groups


class _Instances:
    """Which subjects of a table are of a class, or of one that a hierarchy calls narrower."""

    def __init__(self, table: Table, typed: Edges, hierarchy: Sequence[Table]) -> None:
        self._table = table
        self._typed = typed
        self._hierarchy = hierarchy

    def among(self, subjects: Ids, classes: frozenset[str]) -> npt.NDArray[np.bool_]:
        """Per subject whether it is an instance of one of the classes."""
        numbers = [self._table.number(iri_token(one)) for one in self._narrower(classes)]
        return np.isin(subjects, self._typed.s[np.isin(self._typed.o, numbers)])

    def _narrower(self, classes: frozenset[str]) -> set[str]:
        reached, fresh = set(classes), set(classes)
        while fresh:
            nodes = [ox.NamedNode(one) for one in fresh]
            below = {
                one.value
                for table in self._hierarchy
                for node in nodes
                for one in table.subjects(RDFS_SUB_CLASS_OF, node)
                if isinstance(one, ox.NamedNode)
            }
            fresh = below - reached
            reached |= fresh
        return reached
