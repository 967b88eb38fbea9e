"""Whether shapes that a solution brings for its own data are about what that data holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyoxigraph as ox

from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Finding, Place, Tally
from interop_check.rdf.table import IRI, Ids, Table
from interop_check.rdf.terms import Term, iri_token
from interop_check.rdf.vocabulary import RDF_TYPE, RDFS_SUB_CLASS_OF, SH
from interop_check.shacl.graph import BadList, Graph
from interop_check.shacl.model import Shape, Shapes
from interop_check.shacl.targets import Classes, focus_nodes

RULE = "coherence/shapes"
SHOWN = 3

_NESTED, _LISTS = (SH + "node", SH + "property"), (SH + "and", SH + "or", SH + "xone")


def examine(evidence: Sequence[Evidence], tallying: Tallying) -> None:
    """Look at each dataset that comes with shapes; those of a stream cannot be held against anything yet.

    Counted are the classes that the data uses, and for each class that shapes are about its properties.
    What the shapes of a claimed standard are about needs none of one's own.
    """
    standards = {claim: one for one in evidence if one.kind == "standard" for claim in one.about["claims"]}
    hierarchy = _hierarchy(evidence)
    for one in evidence:
        own = one.about.get("shapes", ())
        if not own or one.kind not in ("data", "stream"):
            continue
        claimed = [standards[claim] for claim in one.about.get("claims", ()) if claim in standards]
        mine = [each for each in claimed if each.about["own"]]
        if one.kind == "stream" or one.content is None or not any(each.content for each in mine):
            tallying.add(RULE, Tally(not_checked=1))
            continue
        is_whole = all(each.content for each in claimed)
        _Covering(one, [each for each in claimed if each.content], hierarchy, tallying).add(is_whole=is_whole)


def _hierarchy(evidence: Sequence[Evidence]) -> list[ox.Triple]:
    """Return what is known beforehand of which class is narrower than which."""
    found = []
    narrower = ox.NamedNode(RDFS_SUB_CLASS_OF)
    for one in evidence:
        if one.kind == "background" and one.content:
            table: Table = one.content.table
            edges = table.edges(table.number(iri_token(RDFS_SUB_CLASS_OF)))
            for s, o in zip(edges.s.tolist(), edges.o.tolist(), strict=True):
                found.append(ox.Triple(table.term(s), narrower, table.term(o)))  # type: ignore[arg-type]
    return found


@dataclass(frozen=True, slots=True)
class _Class:
    """A class as a dataset uses it: an instance to point at, and the first row of each property."""

    iri: str
    count: int
    example: Term
    rows: Mapping[str, int]


class _Covering:
    """One dataset beside all shapes that it claims."""

    def __init__(
        self, one: Evidence, shapes: Sequence[Evidence], hierarchy: Sequence[ox.Triple], tallying: Tallying
    ) -> None:
        self._one = one
        self._table: Table = one.content.table
        self._shapes = shapes
        self._tallying = tallying
        self._narrower = hierarchy

    def add(self, *, is_whole: bool) -> None:
        """Count and tell. Where some claimed shapes cannot be had, what others are not about stays open."""
        is_open = not is_whole or any(_has_query(each.content) for each in self._shapes)
        for klass, members in self._classes():
            about = [allowed for focus, allowed in self._targets if np.isin(focus, members).any()]
            if not about:
                self._lacking("class", klass, [klass.iri], 1, is_open=is_open)
                continue
            self._tallying.add(RULE, Tally(1, 0))
            known = frozenset().union(*about)
            lacking = [iri for iri in klass.rows if iri not in known]
            self._tallying.add(RULE, Tally(len(klass.rows) - len(lacking), 0))
            if lacking:
                self._lacking("property", klass, lacking, len(lacking), is_open=is_open)

    def _classes(self) -> Iterator[tuple[_Class, Ids]]:
        table = self._table
        type_number = table.number(iri_token(RDF_TYPE))
        edges = table.inverse(type_number)
        for number in np.unique(edges.s).tolist():
            if table.kinds[number] == IRI:
                members = edges.o[edges.s == number]
                yield self._class(number, members, type_number), members

    def _class(self, number: int, members: Ids, type_number: int) -> _Class:
        table = self._table
        is_member = np.zeros(len(table.tokens), np.bool_)
        is_member[members] = True
        rows = np.flatnonzero(is_member[table.s] & (table.p != type_number))
        properties, firsts = np.unique(table.p[rows], return_index=True)
        found = {
            self._iri(p): int(rows[first])
            for p, first in zip(properties.tolist(), firsts.tolist(), strict=True)
        }
        return _Class(self._iri(number), len(members), table.term(int(members[0])), found)

    def _iri(self, number: int) -> str:
        return self._table.tokens[number][1:-1].decode()

    @cached_property
    def _targets(self) -> list[tuple[Ids, frozenset[str]]]:
        """What each shape is about: its focus nodes, and the properties that it knows."""
        known = self._table.union(Table.from_triples(self._narrower)) if self._narrower else self._table
        classes = Classes(self._table, known)
        return [
            (focus_nodes(shape, self._table, classes), properties)
            for each in self._shapes
            for shape, properties in known_properties(each.content)
        ]

    def _lacking(
        self, code: str, klass: _Class, lacking: Sequence[str], count: int, *, is_open: bool
    ) -> None:
        self._tallying.add(RULE, Tally(not_checked=count) if is_open else Tally(count, count))
        if is_open or not self._tallying.has_room(RULE):
            return
        args = {
            "artefact": str(self._one.about.get("id", "")),
            "class": klass.iri,
            "properties": ", ".join(lacking[:SHOWN]) if code == "property" else "",
            "others": str(len(lacking) - SHOWN) if len(lacking) > SHOWN else "",
            "where": ", ".join(each.source for each in self._shapes if each.about["own"]),
        }
        at = self._place(klass, lacking[0] if code == "property" else None)
        self._tallying.findings.append(Finding(rule=RULE, code=code, at=at, args=args, count=klass.count))

    def _place(self, klass: _Class, iri: str | None) -> Place:
        table = self._table
        subject = klass.example if iri is None else table.term(int(table.s[klass.rows[iri]]))
        path, value = (RDF_TYPE, ox.NamedNode(klass.iri)) if iri is None else (iri, None)
        line, column = self._one.content.locator.locate(subject, path, value) or (None, None)
        return Place(source=self._one.source, line=line, column=column, focus=str(subject), path=f"<{path}>")


def _has_query(shapes: Shapes) -> bool:
    """Whether a shape has targets that only a query can tell, so that it may be about anything."""
    return any(target.kind == "sparql" for targets in shapes.targets.values() for target in targets)


def known_properties(shapes: Shapes) -> Iterator[tuple[Shape, frozenset[str]]]:
    """Yield each shape that has targets with the properties (IRIs) that it says anything of.

    Those of shapes that it takes in (sh:node, sh:property, sh:and, sh:or, sh:xone) are its own.
    Source: SHACL, W3C Recommendation 2017, sections 2.3.1 and 4.6.
    """
    graph = Graph(shapes.triples)
    for shape in (*shapes.core, *shapes.routed):
        yield shape, frozenset(_properties(graph, shape.term))


def _properties(graph: Graph, start: Term) -> Iterator[str]:
    seen: set[Term] = set()
    waiting = [start]
    while waiting:
        shape = waiting.pop()
        if shape in seen:
            continue
        seen.add(shape)
        for path in graph.objects(shape, SH + "path"):
            yield from _first_steps(graph, path)
        if shape != start and graph.objects(shape, SH + "path"):
            continue  # what it says of values is not about this node
        waiting += [one for name in _NESTED for one in graph.objects(shape, name)]
        waiting += [
            one for name in _LISTS for head in graph.objects(shape, name) for one in _members(graph, head)
        ]


def _first_steps(graph: Graph, path: Term) -> Iterator[str]:
    """Yield the properties that a path may leave a node by."""
    seen: set[Term] = set()
    waiting = [path]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if isinstance(one, ox.NamedNode):
            yield one.value
            continue
        waiting += _members(graph, one)[:1]
        waiting += [
            each for head in graph.objects(one, SH + "alternativePath") for each in _members(graph, head)
        ]
        for name in ("zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath"):
            waiting += graph.objects(one, SH + name)


def _members(graph: Graph, head: Term) -> list[Term]:
    try:
        return graph.members(head)
    except BadList:
        return []
