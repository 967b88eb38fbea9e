"""Examiner `identifiers`: do the data's identifiers follow the Flemish URI standard, and will they last."""

from collections.abc import Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.dataset import Dataset
from interop_check.examiners.identifiers import blanks, forms, numbers, owners, persons, twins
from interop_check.examiners.identifiers.iris import Iris
from interop_check.examiners.identifiers.literals import identifying
from interop_check.examiners.rdf import LINKED
from interop_check.examiners.tallying import PARAMS, Tallying
from interop_check.model import Evidence, Examination


@examiner("identifiers", evidence=(), judges=LINKED, params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether identifiers have the form that the URI standard asks, can last, and name one thing each.

    Rules oslo/id-*: form, stability, twins, owners, things under doc, blank nodes, official numbers and their
    check digits, national numbers of persons. Each distinct identifier is looked at once per rule; those of
    things described here count, not those of documents, terms or other bodies. Source: Vlaamse URI-standaard
    voor data v1.0; draft OSLO conformance framework v1.00, annex 6.1.
    """
    tallying = Tallying.of(params)
    for one in evidence:
        if one.kind in LINKED and one.content:
            data = Dataset(one, tallying)
            iris = Iris(data.table)
            for part in (forms, twins, owners, blanks):
                part.examine(data, iris)
            literals = identifying(data.table)
            for of_numbers in (numbers, persons):
                of_numbers.examine(data, iris, literals)
    return tallying.examination({})
