"""Examiner `records`: can whoever finds a record reach its contact, its publisher and what it describes."""

import re
from collections.abc import Mapping, Sequence
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
from interop_check.examiners.tallying import PARAMS, Tallying
from interop_check.model import Evidence, Examination
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import DCAT, DCT, FOAF, RDFS_LABEL, SKOS, VCARD, XSD

CONTACT, PUBLISHER, ADDRESS = "dcat/contact", "dcat/publisher", "dcat/address"
ENDPOINT, SERVES = "dcat/endpoint", "dcat/serves-dataset"
DATES, PERIOD, PLACE = "dcat/date-order", "dcat/period", "dcat/place"

_SCHEMA = ("http://schema.org/", "https://schema.org/")
_LOCN, _ADMS = "http://www.w3.org/ns/locn#", "http://www.w3.org/ns/adms#"

XSD_ANY_URI = XSD + "anyURI"

_EMAILS = (VCARD + "hasEmail", VCARD + "email", *(one + "email" for one in _SCHEMA))
_PAGES = (
    VCARD + "hasURL",
    VCARD + "url",
    FOAF + "page",
    FOAF + "homepage",
    *(one + "url" for one in _SCHEMA),
)
_ADDRESSES = tuple(
    DCAT + name for name in ("accessURL", "downloadURL", "endpointURL", "endpointDescription", "landingPage")
)
_STARTS = (DCAT + "startDate", *(one + "startDate" for one in _SCHEMA))
_ENDS = (DCAT + "endDate", *(one + "endDate" for one in _SCHEMA))
_DESCRIBING_PLACE = (
    *(DCAT + name for name in ("bbox", "centroid")),
    *(_LOCN + name for name in ("geometry", "geographicName")),
    *(SKOS + name for name in ("prefLabel", "inScheme")),
    RDFS_LABEL,
    DCT + "identifier",
)
LONGEST = 320
"""Characters of an e-mail address or of an identifier with a number; what is longer is neither."""

_EMAIL = re.compile(r"(mailto:)?[^@\s/]+@[^@\s/]+\.[^@\s/]+")
_MONTH = re.compile(r"-?\d{4}(-\d\d(-\d\d)?)?")


@examiner("records", evidence=("catalogue",), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether contacts can be written to, publishers have a number, addresses lead somewhere, dates fit.

    Rules dcat/contact, dcat/publisher, dcat/address, dcat/endpoint, dcat/serves-dataset, dcat/date-order,
    dcat/period, dcat/place. Source: DCAT-AP-VL 2022-04-21; metadata-dcat 2021-04-22; DCAT 3, W3C.
    """
    tallying = Tallying.of(params)
    for one in catalogues(evidence, tallying):
        for record in one.records:
            for value in record.values(DCAT + "contactPoint"):
                _contact(one, record, value)
            for value in record.values(DCT + "publisher"):
                _publisher(one, record, value)
            _addresses(one, record)
            if record.kind == SERVICE:
                _service(one, record)
            if record.kind in (DATASET, DISTRIBUTION, CATALOG):
                _dates(one, record)
            for value in record.values(DCT + "temporal"):
                _period(one, record, value)
            for value in record.values(DCT + "spatial"):
                _place(one, record, value)
    return tallying.examination({})


# ---------------------------------------------------------------- who


def _contact(one: Catalogue, record: Record, value: Term) -> None:
    path = DCAT + "contactPoint"
    if isinstance(value, ox.Literal):
        one.wrong(CONTACT, "contact-as-text", record, path, value)
    elif not one.describes(value):
        one.unknown(CONTACT)
    else:
        contact = Record(one, value, "")
        emails, pages = contact.values(*_EMAILS), contact.values(*_PAGES)
        has_email = any(_is_email(_written(one, email)) for email in emails)
        if has_email or any(_written(one, page).startswith(("http://", "https://")) for page in pages):
            one.well(CONTACT)
        else:
            one.wrong(CONTACT, "contact-email" if emails else "contact-unreachable", record, path, value)


def _is_email(written: str) -> bool:
    return len(written) <= LONGEST and bool(_EMAIL.fullmatch(written))


def _written(one: Catalogue, value: Term) -> str:
    """Return an address as it stands there, or in the node that vCard puts around it (vcard:hasValue)."""
    if isinstance(value, ox.BlankNode):
        inner = Record(one, value, "").values(VCARD + "hasValue", VCARD + "value")
        value = inner[0] if inner else value
    return value.value if isinstance(value, ox.Literal) else iri(value)


def _publisher(one: Catalogue, record: Record, value: Term) -> None:
    path = DCT + "publisher"
    if isinstance(value, ox.Literal):
        one.wrong(PUBLISHER, "publisher-as-text", record, path, value)
        return
    numbers = [iri(value), *_numbers(one, value)]
    faults = [organisation_fault(number) for number in numbers]
    if "" in faults:
        one.well(PUBLISHER)
    elif "malformed" in faults:
        one.wrong(PUBLISHER, "publisher-number", record, path, value)
    elif isinstance(value, ox.BlankNode):
        one.wrong(PUBLISHER, "publisher-nameless", record, path, value)
    else:
        one.wrong(PUBLISHER, "publisher-unidentified", record, path, value)


def _numbers(one: Catalogue, value: Term) -> list[str]:
    """Return the identifiers that an organisation is described with."""
    agent = Record(one, value, "")
    nodes = [Record(one, node, "") for node in agent.values(_ADMS + "identifier")]
    found = [
        *agent.values(DCT + "identifier"),
        *(v for node in nodes for v in node.values(SKOS + "notation")),
    ]
    return [one_.value for one_ in found if isinstance(one_, ox.Literal | ox.NamedNode)]


def organisation_fault(identifier: str) -> str | None:
    """Return what is wrong with the number of an organisation in an identifier: nothing, or `malformed`.

    None where it holds no such number at all. Forms only: OVO and six digits, KBO (CBE) ten digits that start
    with 0 or 1.
    """
    if len(identifier) > LONGEST:
        return None
    ovo = re.search(r"(?:^|[/#])OVO[-_ ]?(\d*)\w*$", identifier, re.IGNORECASE)
    if ovo:
        return "" if re.search(r"(?:^|[/#])OVO\d{6}$", identifier) else "malformed"
    kbo = re.search(
        r"(?:^|/organisatie/|CbeRegisteredEntity/|kbo[:/#]|#)([\d. ]{8,14})$", identifier, re.IGNORECASE
    )
    if kbo:
        return "" if re.fullmatch(r"[01]\d{3}\.?\d{3}\.?\d{3}", kbo[1]) else "malformed"
    return None


# ---------------------------------------------------------------- where


def _addresses(one: Catalogue, record: Record) -> None:
    for path in _ADDRESSES:
        for value in record.values(path):
            code = _address_fault(value)
            if code:
                one.wrong(ADDRESS, code, record, path, value)
            else:
                one.well(ADDRESS)


def _address_fault(value: Term) -> str | None:
    """DCAT-AP-VL asked for xsd:anyURI until 2022, and for a reference from then on: both can be followed."""
    if isinstance(value, ox.BlankNode):
        return "address-nameless"
    if isinstance(value, ox.Literal) and value.datatype.value != XSD_ANY_URI:
        return "address-as-text"
    written = value.value if isinstance(value, ox.Literal) else iri(value)
    if "://" not in written:
        return "address-relative"
    return None if re.match(r"https?://[^/\s]+", written) else "address-elsewhere"


def _service(one: Catalogue, record: Record) -> None:
    for rule, path, code in (
        (ENDPOINT, DCAT + "endpointURL", "no-endpoint"),
        (SERVES, DCAT + "servesDataset", "serves-nothing"),
    ):
        if record.values(path):
            one.well(rule)
        else:
            one.wrong(rule, code, record, name=record.name)


def _place(one: Catalogue, record: Record, value: Term) -> None:
    path = DCT + "spatial"
    if isinstance(value, ox.Literal):
        one.wrong(PLACE, "place-as-text", record, path, value)
    elif isinstance(value, ox.BlankNode) and not Record(one, value, "").values(*_DESCRIBING_PLACE):
        one.wrong(PLACE, "place-empty", record, path, value)
    else:
        one.well(PLACE)


# ---------------------------------------------------------------- when


def _dates(one: Catalogue, record: Record) -> None:
    issued, modified = (_dates_of(record.values(DCT + name)) for name in ("issued", "modified"))
    if not issued or not modified:
        return
    if _is_before(max(modified), min(issued)):
        values = record.values(DCT + "modified")
        args = {"issued": min(issued), "modified": max(modified)}
        one.wrong(DATES, "modified-before-issued", record, DCT + "modified", values[0], **args)
    else:
        one.well(DATES)


def _period(one: Catalogue, record: Record, value: Term) -> None:
    path = DCT + "temporal"
    if isinstance(value, ox.Literal):
        one.wrong(PERIOD, "period-as-text", record, path, value)
        return
    if isinstance(value, ox.NamedNode) and not one.describes(value):
        one.unknown(PERIOD)
        return
    period = Record(one, value, "")
    starts, ends = _dates_of(period.values(*_STARTS)), _dates_of(period.values(*_ENDS))
    if not starts and not ends:
        one.wrong(PERIOD, "period-without-dates", record, path, value)
    elif starts and ends and _is_before(max(ends), min(starts)):
        one.wrong(PERIOD, "period-reversed", record, path, value, start=min(starts), end=max(ends))
    else:
        one.well(PERIOD)


def _dates_of(values: Sequence[Term]) -> list[str]:
    """Return the days, months or years that literals tell of; what is no date is the shapes' business."""
    found = (_MONTH.match(value.value) for value in values if isinstance(value, ox.Literal))
    return [match[0] for match in found if match]


def _is_before(one: str, other: str) -> bool:
    """Whether a date is before another as far as both are told: 2026 is not before 2026-03."""
    length = min(len(one), len(other))
    return one[:length] < other[:length]
