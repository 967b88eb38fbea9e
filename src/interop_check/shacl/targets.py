"""Focus nodes and class membership: what targets select in the data (SHACL 2.1.3), what sh:class asks for."""

import numpy as np

from interop_check.rdf.table import Ids, Table, distinct_ids
from interop_check.rdf.terms import iri_token, token
from interop_check.rdf.vocabulary import RDF_TYPE, RDFS_SUB_CLASS_OF
from interop_check.shacl.model import Shape, Target
from interop_check.shacl.steps import NONE, gather


class Classes:
    """Members of classes by the rdf:type triples of one table and the rdfs:subClassOf triples of another."""

    def __init__(self, typed: Table, hierarchy: Table) -> None:
        self._members = typed.inverse(typed.number(iri_token(RDF_TYPE)))
        self._narrower = hierarchy.inverse(hierarchy.number(iri_token(RDFS_SUB_CLASS_OF)))
        self._hierarchy = hierarchy
        self._found: dict[str, Ids] = {}

    def members(self, iri: str) -> Ids:
        """All SHACL instances of a class IRI, distinct and ascending."""
        found = self._found.get(iri)
        if found is None:
            classes = self._closure(self._hierarchy.anywhere(iri_token(iri)))
            found = gather(self._members, classes)
            if len(classes) > 1:
                found = distinct_ids(found)
            self._found[iri] = found
        return found

    def _closure(self, classes: Ids) -> Ids:
        if not len(self._narrower):
            return classes
        # Node by node: a chain of n classes must not cost n sorted arrays.
        reached = set(classes.tolist())
        waiting = list(reached)
        while waiting:
            fresh = [one for one in self._narrower.lists.get(waiting.pop(), ()) if one not in reached]
            reached.update(fresh)
            waiting += fresh
        return np.array(sorted(reached), np.int32)


def focus_nodes(shape: Shape, data: Table, classes: Classes) -> Ids:
    """The focus nodes of a shape's core targets in `data`, distinct and ascending."""
    found = [_selected(target, data, classes) for target in shape.targets]
    if len(found) == 1:
        return found[0]
    return distinct_ids(np.concatenate(found)) if found else NONE


def _selected(target: Target, data: Table, classes: Classes) -> Ids:
    written = token(target.term)
    match target.kind:
        case "class" | "implicit-class":
            return classes.members(written[1:-1].decode())
        case "node":
            return data.copies(written)
        case "subjects-of":
            return data.edges(data.number(written)).nodes
        case "objects-of":
            return data.inverse(data.number(written)).nodes
    return NONE
