"""Rules oslo/id-ovo, oslo/id-enterprise, oslo/id-branch, oslo/id-nis: official numbers, rightly written."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from interop_check.examiners.dataset import Dataset, Statement, groups
from interop_check.examiners.identifiers.iris import Iris
from interop_check.examiners.identifiers.literals import Literals, names_beside
from interop_check.examiners.identifiers.owners import HOST as FLANDERS
from interop_check.notations.numbers import Official, by_looks, number_of_kbo, number_of_nis

_KBO = re.compile(
    r"(?<![a-z])(?:kbo|cbe|bce)|ondernemingsnummer|enterprise_?number|vestigings?(?:eenheids)?nummer",
    re.IGNORECASE,
)
_NIS = re.compile(r"nis[_-]?code|(?<![a-z])nis(?![a-z])", re.IGNORECASE)
_OF_ORGANISATIONS = re.compile(
    r"/(?:onderneming(?:en)?|organisaties?|organi[sz]ations?|geregistreerdeorganisatie|vestiging(?:seenheid)?)$",
    re.IGNORECASE,
)
_OF_MUNICIPALITIES = re.compile(rf"https?://{re.escape(FLANDERS)}/id/gemeente", re.IGNORECASE)

_WORDS = (
    "kbo",
    "cbe",
    "bce",
    "nis",
    "ondernem",
    "enterprise",
    "geregistreerd",
    "organi",
    "vestiging",
    "gemeente",
)
"""Without one of these no head tells of official numbers: cheaper to see than the patterns are."""

_LOOKS = re.compile(rb"ovo[\s._-]*\d|[01]\d{3}\.\d{3}\.\d{3}$|\d\.\d{3}\.\d{3}\.\d{3}$", re.IGNORECASE)
_TEN = re.compile(r"[0-2]\d{9}")
_RUN = re.compile(r"(?<![0-9A-Za-z])(?:\d{4}\.\d{3}\.\d{3}|\d\.\d{3}\.\d{3}\.\d{3}|\d{9,11})(?![0-9A-Za-z])")

Read = Callable[[str], Official | None]


class Told(NamedTuple):
    """An official number in the data: the text as it stands, what it is, and where."""

    text: str
    official: Official
    at: Statement


def examine(data: Dataset, iris: Iris, literals: Literals) -> None:
    """Look at IRIs, of things and of references, and at the literals that identify."""
    numbers = [*_in_iris(data, iris), *_in_literals(data, literals)]
    for kind in sorted({one.official.kind for one in numbers}):
        mine = [one for one in numbers if one.official.kind == kind]
        wrong = [one for one in mine if one.official.fault]
        rule = f"oslo/id-{kind}"
        data.look(rule, len(mine), len(wrong))
        for first, count in groups([one.text for one in wrong]):
            text, official, at = wrong[first]
            args = {"number": text, "proper": official.proper}
            data.note(rule, f"{kind}-{official.fault}", at, args, count)


def _in_iris(data: Dataset, iris: Iris) -> Iterator[Told]:
    readers = [_reader_below(head) for head in iris.heads]
    if not any(readers) and b"." not in iris.tails_in_one and b"ovo" not in iris.tails_in_one.lower():
        return
    for index, (head, tail) in enumerate(zip(iris.head.tolist(), iris.tails, strict=True)):
        read = readers[head]
        if read is None and not _LOOKS.match(tail):
            continue
        text = tail.decode(errors="replace")
        official = by_looks(text) or (read(text) if read else None)
        if official:
            yield Told(text, official, data.statement(int(iris.ids[index])))


def _reader_below(head: str) -> Read | None:
    """Return what reads the last segment below a head that tells of official numbers."""
    lower = head.lower()
    if not any(word in lower for word in _WORDS):
        return None
    if _OF_MUNICIPALITIES.fullmatch(head) or _NIS.fullmatch(head.rpartition("/")[2]):
        return number_of_nis
    if _KBO.search(head):
        return _kbo
    return _organisation if _OF_ORGANISATIONS.search(head) else None


def _kbo(text: str) -> Official | None:
    found = _RUN.search(text)
    return number_of_kbo(found[0]) if found else None


def _organisation(text: str) -> Official | None:
    """Organisations have identifiers of many kinds: only ten digits that begin as theirs are meant so."""
    return number_of_kbo(text) if _TEN.fullmatch(text) else None


def _in_literals(data: Dataset, literals: Literals) -> Iterator[Told]:
    for one in literals.numbers:
        official = by_looks(one.text) or _by_names(one.text, one.names)
        if official is None and _RUN.fullmatch(one.text):
            official = _by_names(one.text, names_beside(data.table, one.at.subject))
        if official:
            yield Told(one.text, official, one.at)


def _by_names(text: str, names: str) -> Official | None:
    if _NIS.search(names):
        return number_of_nis(text)
    return number_of_kbo(text) if _KBO.search(names) else None
