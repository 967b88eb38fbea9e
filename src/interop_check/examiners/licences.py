"""Examiner `licences`: may what a catalogue describes be used, and can a machine tell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from interop_check.examiners import examiner
from interop_check.examiners.dcat import (
    CATALOG,
    DATASET,
    DISTRIBUTION,
    SERVICE,
    Catalogue,
    Record,
    catalogues,
    iri,
)
from interop_check.examiners.tallying import PARAMS as CAPPED
from interop_check.examiners.tallying import Tallying
from interop_check.model import Evidence, Examination
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import DCAT, DCT

_STANDINGS = ("open", "closed", "unknown")

PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["licences"],
    "properties": {
        **CAPPED["properties"],
        "licences": {
            "type": "array",
            "description": "Lists of licences: the address they share, and of each whether it is open.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["base", "licences"],
                "properties": {
                    "base": {"type": "string"},
                    "licences": {"type": "object", "additionalProperties": {"enum": _STANDINGS}},
                    "addresses": {"type": "object", "additionalProperties": {"type": "string"}},
                },
            },
        },
    },
}

LICENCE = DCT + "license"
GIVEN, KNOWN, ADDRESS, OPEN = "licence/given", "licence/known", "licence/address", "licence/open"


@examiner("licences", evidence=("catalogue",), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether open data states a licence of a public list, by its own address, and one that leaves it open.

    Rules licence/given, licence/known, licence/address, licence/open. Source: Flemish model licences
    (data.vlaanderen.be/doc/licentie); EU authority table licence; DCAT-AP-VL 2022-04-21.
    """
    tallying = Tallying.of(params)
    known = _known(params["licences"])
    for one in catalogues(evidence, tallying):
        for record in one.records:
            values = record.values(LICENCE)
            _given(one, record, values)
            for value in values:
                _judge(one, record, value, known)
    return tallying.examination({})


@dataclass(frozen=True, slots=True)
class _Licence:
    address: str
    standing: str


def _known(lists: Sequence[Mapping[str, Any]]) -> Mapping[str, _Licence]:
    """Return the licences by what the spellings of their address share, and by that of their text."""
    known: dict[str, _Licence] = {}
    for one in lists:
        for name, standing in one["licences"].items():
            known[bare(one["base"] + name)] = _Licence(one["base"] + name, standing)
        for address, name in one.get("addresses", {}).items():
            known[bare(address)] = _Licence(one["base"] + name, one["licences"][name])
    return known


def bare(address: str) -> str:
    """Return what http and https, a page and a thing, and the forms of a licence's text have in common."""
    rest = re.sub(r"^https?://(www\.)?", "", address.strip(), flags=re.IGNORECASE)
    rest = rest.replace("data.vlaanderen.be/doc/licentie/", "data.vlaanderen.be/id/licentie/")
    rest = rest.rstrip("/").removesuffix(".html")
    above, _, last = rest.rpartition("/")
    return (above if last.startswith(("deed", "legalcode")) else rest).lower()


def _openness(one: Catalogue, record: Record) -> bool | None:
    """A distribution is as open as its dataset; a catalogue of public data is itself to be used by all."""
    if record.kind == CATALOG:
        return True
    dataset = one.dataset_of.get(record.node)
    return dataset.is_open if dataset else record.is_open


def _given(one: Catalogue, record: Record, values: Sequence[Term]) -> None:
    if record.kind not in (DISTRIBUTION, SERVICE):
        return
    if values or _is_given_elsewhere(one, record) or _openness(one, record) is False:
        one.well(GIVEN)
    elif _openness(one, record) is None:
        one.unknown(GIVEN)
    else:
        one.wrong(GIVEN, "no-licence", record, name=record.name)


def _is_given_elsewhere(one: Catalogue, record: Record) -> bool:
    """Whether the dataset of a distribution states a licence, or what a service serves is itself licensed."""
    if record.kind == DISTRIBUTION:
        dataset = one.dataset_of.get(record.node)
        return bool(dataset and dataset.values(LICENCE))
    served = [Record(one, node, DATASET) for node in record.values(DCAT + "servesDataset")]
    forms = [form for dataset in served for form in (dataset, *one.distributions(dataset))]
    return any(form.values(LICENCE) for form in forms)


def _judge(one: Catalogue, record: Record, value: Term, known: Mapping[str, _Licence]) -> None:
    found = known.get(bare(iri(value)))
    if found is None:
        one.wrong(KNOWN, _unknown(one, value), record, LICENCE, value, name=record.name)
        return
    one.well(KNOWN)
    if iri(value) == found.address:
        one.well(ADDRESS)
    else:
        one.wrong(ADDRESS, "other-address", record, LICENCE, value, address=found.address)
    _judge_standing(one, record, value, found)


def _unknown(one: Catalogue, value: Term) -> str:
    if isinstance(value, ox.Literal):
        return "licence-as-text"
    described = isinstance(value, ox.BlankNode) or one.describes(value)
    return "licence-of-ones-own" if described else "licence-unknown"


def _judge_standing(one: Catalogue, record: Record, value: Term, found: _Licence) -> None:
    is_open = _openness(one, record)
    if found.standing == "open" or (found.standing == "closed" and is_open is False):
        one.well(OPEN)
    elif found.standing == "unknown" or is_open is None:
        one.unknown(OPEN)
    else:
        one.wrong(OPEN, "licence-closed", record, LICENCE, value, name=record.name)
