"""Rule oslo/id-blank: things that nobody can refer to: a blank node that is no part of anything else."""

import numpy as np

from interop_check.examiners.dataset import Dataset, Statement, groups
from interop_check.examiners.identifiers.iris import Iris
from interop_check.rdf.table import BLANK, Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import OWL, RDF, RDF_TYPE, SH, TREE

BLANKS = "oslo/id-blank"
_NOT_OF = (RDF, OWL, SH, TREE, "https://w3id.org/ldes#")
"""Namespaces whose nodes are parts of a description, not things."""


def examine(data: Dataset, iris: Iris) -> None:
    """Look at all typed nodes; a skolem IRI stands for a blank node and is looked at as one."""
    table = data.table
    type_ = table.number(iri_token(RDF_TYPE))
    types = table.edges(type_)
    used = np.zeros(len(table.tokens), np.bool_)
    used[table.o] = True
    unnamed = table.kinds == BLANK
    skolem = iris.where_head([bool(one and one.is_skolem) for one in iris.addresses])
    unnamed[iris.ids[skolem]] = True
    roots = np.flatnonzero(unnamed[types.nodes] & ~used[types.nodes])
    things = [
        Statement(number, type_, int(types.o[np.searchsorted(types.s, number)]))
        for number in types.nodes[roots].tolist()
    ]
    wrong = [at for at in things if not _is_part_of_description(table, at)]
    data.look(BLANKS, len(types.nodes), len(wrong))
    for first, count in groups([at.value for at in wrong]):
        data.note(BLANKS, "blank-thing", wrong[first], count=count)


def _is_part_of_description(table: Table, at: Statement) -> bool:
    return at.value is not None and table.tokens[at.value][1:-1].decode().startswith(_NOT_OF)
