"""Rules oslo/id-reserved and oslo/id-thing: identifiers made on another's domain, doc for a thing."""

import re

import numpy as np

from interop_check.examiners.dataset import Dataset, groups
from interop_check.examiners.identifiers.classes import DOCUMENTS
from interop_check.examiners.identifiers.iris import Iris

HOST = "data.vlaanderen.be"
RESERVED, THING = "oslo/id-reserved", "oslo/id-thing"

_REGISTERS = frozenset(
    {"adres", "catalogus", "catalogusrecord", "concept", "conceptscheme", "dataset", "distributie", "gebouw"}
    | {
        "gebouweenheid",
        "gemeente",
        "licentie",
        "organisatie",
        "perceel",
        "postinfo",
        "standaard",
        "straatnaam",
    }
    | {"wegknoop", "wegsegment"}
)
"""What the owners of data.vlaanderen.be publish below /id: to describe one of these repeats a register."""

_OWN_ADDRESS = re.compile(r"https?://(?:[^/]*\.)?vlaanderen\.be[:/]", re.IGNORECASE)
_DOCUMENT = re.compile(
    r"agenda|annotat|bestand|catalog|concept|dataset|distribut|document|expression|file|image|licen|list|lijst"
    r"|manifest|notulen|ontolog|page|pagina|publica|rapport|record|reglement|report|resource|scheme|specific"
    r"|standa|stuk|version",
    re.IGNORECASE,
)
"""Names of classes of documents and the like, as far as they cannot be listed."""


def examine(data: Dataset, iris: Iris) -> None:
    """Look at the identifiers of things described here."""
    _reserved(data, iris)
    _things_under_doc(data, iris)


def _reserved(data: Dataset, iris: Iris) -> None:
    """Data that the Flemish administration itself serves may make identifiers there."""
    if _OWN_ADDRESS.match(data.evidence.source):
        return
    codes = [
        "" if one is None or one.host != HOST else _minted(one.type, one.segments[1:-1])
        for one in iris.addresses
    ]
    wrong = np.flatnonzero(iris.things & iris.where_head([code != "" for code in codes]))
    data.look(RESERVED, int(np.count_nonzero(iris.things)), len(wrong))
    told = [codes[head] for head in iris.head[wrong].tolist()]
    for first, count in groups(told):
        index = int(wrong[first])
        address = iris.addresses[iris.head[index]]
        concept = address.concept if address else ""
        at = data.statement(int(iris.ids[index]))
        data.note(RESERVED, told[first], at, {"iri": iris.text(index), "concept": concept}, count)


def _minted(kind: str, below: tuple[str, ...]) -> str:
    if kind == "ns":
        return "minted-in-vocabulary"
    return "minted-in-register" if kind == "id" and below and below[0].lower() not in _REGISTERS else ""


def _things_under_doc(data: Dataset, iris: Iris) -> None:
    under = np.flatnonzero(
        iris.things & iris.where_head([bool(one and one.type == "doc") for one in iris.addresses])
    )
    wrong = [index for index in under.tolist() if not _is_document(iris.classes(int(iris.ids[index])))]
    data.look(THING, int(np.count_nonzero(iris.things)), len(wrong))
    told = [iris.classes(int(iris.ids[index]))[0] for index in wrong]
    for first, count in groups(told):
        args = {"iri": iris.text(wrong[first]), "class": told[first]}
        data.note(THING, "doc-for-thing", data.statement(int(iris.ids[wrong[first]])), args, count)


def _is_document(classes: list[str]) -> bool:
    return any(one in DOCUMENTS or _DOCUMENT.search(re.split(r"[#/]", one)[-1]) for one in classes)
