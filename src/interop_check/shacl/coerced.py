"""Literals that a JSON-LD context made out of something else: what they are says nothing of the data.

Where a context gives a class as the type of a term, a reference becomes a literal, and every constraint on
what kind of term it is fails. The fault is the context's and is told as that; here such values are not
checkable.
"""

from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pyoxigraph as ox

from interop_check.rdf.table import Ids, Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import SH
from interop_check.shacl import constraints as c
from interop_check.shacl.results import ValidationResult
from interop_check.shacl.values import Found

_KINDS = (c.Datatype, c.NodeKind, c.ClassOf, c.In, c.LanguageIn)
_COMPONENTS = frozenset(
    f"{SH}{name}ConstraintComponent"
    for name in ("Class", "Datatype", "NodeKind", "In", "LanguageIn", "Node", "And", "Or", "Xone", "Not")
)


class Coerced:
    """Which nodes of a table are literals of one of the datatypes (IRIs)."""

    def __init__(self, table: Table, datatypes: Collection[str]) -> None:
        self._table = table
        self._endings = tuple(b'"^^' + iri_token(one) for one in sorted(datatypes))
        self._are = np.fromiter(
            (written.endswith(self._endings) for written in table.tokens), np.bool_, len(table.tokens)
        )

    def among(self, nodes: Ids) -> npt.NDArray[np.bool_]:
        """Per node whether it is one."""
        found: npt.NDArray[np.bool_] = self._are[self._table.of_terms(nodes)]
        return found

    def spare(self, constraint: object, found: Found) -> Found:
        """What a constraint found, with what it says of the kind of such nodes left undecided."""
        if found.nodes is None or not len(found.nodes) or not isinstance(constraint, _KINDS):
            return found
        spared = self.among(found.nodes)
        if not spared.any():
            return found
        rows, nodes = found.rows[spared], found.nodes[spared]
        if found.unsure_rows is not None and found.unsure_nodes is not None:
            rows = np.concatenate([found.unsure_rows, rows])
            nodes = np.concatenate([found.unsure_nodes, nodes])
        return Found(found.looked_at, found.rows[~spared], found.nodes[~spared], rows, nodes, found.path)


def is_spared(result: ValidationResult, datatypes: Collection[str]) -> bool:
    """Whether a result of another engine only says of what kind such a literal is."""
    value = result.value
    return (
        isinstance(value, ox.Literal)
        and value.datatype.value in datatypes
        and result.component in _COMPONENTS
    )
