"""Rules oslo/unit-given and oslo/unit-code: quantities have a unit, and it is a code that machines know."""

import re

import numpy as np
import numpy.typing as npt

from interop_check.examiners.literals.values import Pairs, Values
from interop_check.notations import units
from interop_check.rdf.table import IRI, LITERAL, Ids, distinct_ids
from interop_check.rdf.terms import iri_token, split_literal, suffix_datatype
from interop_check.rdf.vocabulary import RDF_TYPE, XSD

GIVEN, CODE = "oslo/unit-given", "oslo/unit-code"
_QUDT = "http://qudt.org/schema/qudt/"
_SOSA = "http://www.w3.org/ns/sosa/"
_SCHEMAS = ("http://schema.org/", "https://schema.org/")
_ORG = "http://www.w3.org/ns/org#"
"""Its hasUnit is of organisations."""

_NUMERIC = (_QUDT + "numericValue", _QUDT + "value")
_UNIT = re.compile(r"(?:has)?unit(?:code|text|ofmeasure)?|(?:.*\.)?uom|(?:meet)?eenheid", re.IGNORECASE)
_MEASURED = frozenset({XSD + "decimal", XSD + "double", XSD + "float"})
"""Datatypes of what is measured; whole numbers may be counts, which have no unit."""

Flags = npt.NDArray[np.bool_]


def examine(values: Values) -> None:
    """Look at numeric values that are quantities, and at the values of properties for units."""
    predicates = [one for one in values.table.predicates.tolist() if _is_for_units(values.iri(one))]
    with_unit = np.zeros(len(values.table.tokens), np.bool_)
    for predicate in predicates:
        with_unit[values.table.edges(predicate).nodes] = True
    for schema in _SCHEMAS:
        quantities = _of_class(values, schema + "QuantitativeValue")
        for pairs in values.pairs([schema + "value"]):
            _given(values, pairs.where(np.isin(pairs.subjects, quantities)), with_unit)
    for pairs in values.pairs(_NUMERIC):
        _given(values, pairs, with_unit)
    _simple_results(values, with_unit)
    coded = _coded(values, predicates)
    for predicate in predicates:
        _codes(values, predicate, coded)
    _in_values(values)


def _is_for_units(iri: str) -> bool:
    return not iri.startswith(_ORG) and _UNIT.fullmatch(re.split(r"[#/]", iri)[-1]) is not None


def _of_class(values: Values, klass: str) -> Ids:
    types = values.table.edges(values.table.number(iri_token(RDF_TYPE)))
    number = values.table.number(iri_token(klass))
    return types.s[types.o == number] if number >= 0 else types.s[:0]


def _given(values: Values, pairs: Pairs, with_unit: Flags) -> None:
    """A value that bears its unit itself needs no other."""
    itself = [number for datatype in units.UCUM for number in values.by_datatype.get(datatype, ())]
    wrong = pairs.where(~with_unit[pairs.subjects] & ~np.isin(pairs.objects, itself))
    _tell(values, "no-unit", pairs, wrong)


def _simple_results(values: Values, with_unit: Flags) -> None:
    """Results without a node of their own: the observation or the property observed has to tell the unit."""
    told = with_unit.copy()
    for pairs in values.pairs([_SOSA + "observedProperty"]):
        told[pairs.subjects[with_unit[pairs.objects]]] = True
    measured = [number for datatype in _MEASURED for number in values.by_datatype.get(datatype, ())]
    for pairs in values.pairs([_SOSA + "hasSimpleResult"]):
        results = pairs.where(np.isin(pairs.objects, measured))
        _tell(values, "result-without-unit", results, results.where(~told[results.subjects]))


def _tell(values: Values, code: str, pairs: Pairs, wrong: Pairs) -> None:
    values.data.look(GIVEN, len(pairs.subjects), len(wrong.subjects))
    if len(wrong.subjects):
        args = {"text": values.shown(wrong.first.value)}
        values.data.note(GIVEN, code, wrong.first, args, len(wrong.subjects))


def _coded(values: Values, predicates: list[int]) -> Flags:
    """Per id whether it has a unit that is an IRI or a code: a text beside that is for people."""
    coded = np.zeros(len(values.table.tokens), np.bool_)
    for predicate in predicates:
        if not _is_text(values.iri(predicate)):
            coded[values.table.edges(predicate).nodes] = True
    return coded


def _is_text(iri: str) -> bool:
    return iri.lower().endswith("unittext")


def _codes(values: Values, predicate: int, coded: Flags) -> None:
    edges = values.table.edges(predicate)
    name = re.split(r"[#/]", values.iri(predicate))[-1].lower()
    alone = ~coded[edges.s] if _is_text(name) else np.ones(len(edges), np.bool_)
    numbers = distinct_ids(edges.o[alone])
    kinds = values.table.kinds[numbers]
    told = {int(one): _fault_of_iri(values.iri(int(one))) for one in numbers[kinds == IRI]}
    told |= {int(one): _fault_of_text(values, int(one), name) for one in numbers[kinds == LITERAL]}
    wrong = {number: fault for number, fault in told.items() if fault}
    values.data.look(CODE, len(told), len(wrong))
    for number, (code, proper) in sorted(wrong.items()):
        args = {"text": values.shown(number), "proper": proper}
        values.data.note(CODE, code, values.statement(predicate, number), args)


def _fault_of_iri(iri: str) -> tuple[str, str] | None:
    proper = units.proper_iri(iri)
    return ("unit-twin", proper) if proper else None


def _fault_of_text(values: Values, number: int, name: str) -> tuple[str, str] | None:
    """A text is right where the property or the datatype says of which list it is a code."""
    text, suffix = split_literal(values.table.tokens[number])
    if suffix_datatype(suffix) in units.UCUM_UNITS:
        return None if units.is_code(text) else ("unit-form", units.proper_code(text))
    if name == "unitcode" and units.is_common_code(text):
        return None
    return "unit-text", units.proper_code(text)


def _in_values(values: Values) -> None:
    for datatype in units.UCUM:
        numbers = values.by_datatype.get(datatype, [])
        wrong = [number for number in numbers if not units.unit_of(values.text(number))]
        values.data.look(CODE, len(numbers), len(wrong))
        values.note_uses(CODE, "value-form", wrong, lambda text: {"text": text})
