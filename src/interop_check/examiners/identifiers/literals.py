"""The literals that identify: values of properties that hold an identifier, and what these say they are."""

import re
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from interop_check.examiners.dataset import Statement
from interop_check.rdf.table import LITERAL, Table
from interop_check.rdf.terms import iri_token, split_literal, suffix_datatype

_NUMBERS = r"kbo|cbe|bce|ondernemingsnummer|enterprisenumber|vestigings?(?:eenheids)?nummer|ovo|nis_?code"
_PERSONS = r"rijksregister|insz|niss$|nation(?:aal|al)_?(?:register)?_?num"
_PROPERTY = re.compile(f"identif|notation$|{_NUMBERS}|{_PERSONS}", re.IGNORECASE)
_SO_CALLED = re.compile(f"{_NUMBERS}|{_PERSONS}", re.IGNORECASE)
_LIKE_A_NUMBER = re.compile(
    rb'"\s*(?:ovo[\s._-]*\d+|(?:be ?)?\d[\d .-]{7,16}\d)\s*"|"\s*\d[^"]*"\^\^<[^>]*(?:'
    + _NUMBERS.encode()
    + rb")",
    re.IGNORECASE,
)
_OF_SCHEME = (
    "http://www.w3.org/ns/adms#schemaAgency",
    "https://data.vlaanderen.be/ns/generiek#naamruimte",
    "http://purl.org/dc/terms/creator",
)
"""What stands beside a number and says whose it is."""


class Identifying(NamedTuple):
    """A literal that identifies: its text, where it stands, and the names that say of which kind it is."""

    text: str
    at: Statement
    names: str


@dataclass(frozen=True, slots=True)
class Literals:
    """How many distinct literals identify, and those of them that may be an official number."""

    count: int
    numbers: tuple[Identifying, ...]


def identifying(table: Table) -> Literals:
    """Return the literals that identify, each at the first subject that has it."""
    count = 0
    numbers: list[Identifying] = []
    for predicate in table.predicates.tolist():
        name = _last(table.tokens[predicate][1:-1].decode(errors="replace"))
        if not _PROPERTY.search(name):
            continue
        values = table.inverse(predicate).nodes
        literals = values[table.kinds[values] == LITERAL].tolist()
        count += len(literals)
        every = _SO_CALLED.search(name)
        likely = [one for one in literals if every or _LIKE_A_NUMBER.match(table.tokens[one])]
        numbers += [_identifying(table, predicate, name, one) for one in likely]
    return Literals(count, tuple(numbers))


def _identifying(table: Table, predicate: int, name: str, value: int) -> Identifying:
    inverse = table.inverse(predicate)
    subject = int(inverse.o[np.searchsorted(inverse.s, value)])
    text, suffix = split_literal(table.tokens[value])
    return Identifying(
        text.strip(), Statement(subject, predicate, value), f"{name} {_last(suffix_datatype(suffix))}"
    )


def _last(iri: str) -> str:
    return re.split(r"[#/]", iri)[-1]


def names_beside(table: Table, subject: int) -> str:
    """Return what stands beside a number at its subject and says whose it is."""
    told = []
    for predicate in _OF_SCHEME:
        edges = table.edges(table.number(iri_token(predicate)))
        low, high = np.searchsorted(edges.s, [subject, subject + 1])
        told += [table.tokens[one].decode(errors="replace") for one in edges.o[low:high].tolist()]
    return " ".join(told)
