"""Rules oslo/id-uri, oslo/id-stable and oslo/id-row: the form of the URI standard, and what will not last."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from interop_check.examiners.dataset import Dataset, groups
from interop_check.examiners.identifiers.iris import Iris
from interop_check.examiners.identifiers.owners import HOST as FLANDERS
from interop_check.notations import addresses, hosts
from interop_check.notations.addresses import Address
from interop_check.rdf.parse import DEFAULT_BASE

FORM, STABLE, ROW = "oslo/id-uri", "oslo/id-stable", "oslo/id-row"
_RELATIVE = DEFAULT_BASE.rstrip("/")
_NEVER_WEB = frozenset({"mailto", "tel", "geo"})
_LONGEST_ROW = 7
_HIGHEST_FIRST_ROW = 10
_FEWEST_ROWS = 2
_GAPS = 3

Indexes = npt.NDArray[np.intp]
Codes = npt.NDArray[np.object_]


class Head(NamedTuple):
    """What the identifiers below one head have in common: codes of faults, and which do not count there.

    `behind` is the query or fragment that the last slash stands in.
    """

    host: str = ""
    path: str = ""
    behind: str = ""
    excused: frozenset[str] = frozenset()


_ALL = frozenset({"session", "query", "extension", "fragment", "slash"})


def examine(data: Dataset, iris: Iris) -> None:
    """Look at each identifier of a thing described here that is not another body's."""
    pairs = list(zip(iris.heads, iris.addresses, strict=True))
    own = np.flatnonzero(iris.things & iris.where_head([_is_own(*pair) for pair in pairs]))
    if _RELATIVE in iris.heads:  # the document itself, which has no other name
        own = own[[iris.tails[i] != b"" or iris.heads[iris.head[i]] != _RELATIVE for i in own.tolist()]]
    heads = [_head(*pair) for pair in pairs]
    host, path = (
        _codes([one.host for one in heads], iris, own),
        _codes([one.path for one in heads], iris, own),
    )
    tail = _tails(heads, iris, own)
    passing = np.where(tail == "fragment", "", tail)
    _note(data, iris, STABLE, own, np.where(host != "", host, passing))
    # What passes with a system, or has no domain yet, is not asked for its form as well: one cause.
    asked = (passing == "") & (host != "host-placeholder")
    _note(data, iris, FORM, own[asked], np.where(path != "", path, tail)[asked])
    _rows(data, iris, own[tail == ""])


def _is_own(head: str, address: Address | None) -> bool:
    if address is None:
        return head not in _NEVER_WEB
    return not (address.is_skolem or address.host == FLANDERS or hosts.is_of_others(address.host))


def _head(text: str, address: Address | None) -> Head:
    if address is None:
        return Head(path="not-http", excused=_ALL)
    if text.startswith(_RELATIVE):
        return Head(path="relative", excused=_ALL)
    host = hosts.fault(address.host)
    behind = "" if not address.rest else "query" if address.rest[0] == "?" else "fragment"
    excused = {"fragment"} if address.type == "ns" else {"slash"} if len(address.segments) == 1 else ()
    return Head(host and f"host-{host}", addresses.form_fault(address), behind, frozenset(excused))


def _codes(by_head: list[str], iris: Iris, own: Indexes) -> Codes:
    """Per identifier what is said of its head."""
    codes = np.empty(len(by_head), np.object_)
    codes[:] = by_head
    return codes[iris.head[own]]


def _tails(heads: list[Head], iris: Iris, own: Indexes) -> Codes:
    """Per identifier what is wrong behind its last slash."""
    codes = np.full(len(own), "", np.object_)
    lines = b"\n" + iris.tails_in_one + b"\n"
    if any(one.behind for one in heads) or any(mark in lines for mark in addresses.MARKS):
        pairs = zip(own.tolist(), iris.head[own].tolist(), strict=True)
        codes[:] = [_tail(heads[head], iris.tails[index]) for index, head in pairs]
    return codes


def _tail(head: Head, tail: bytes) -> str:
    code = head.behind or addresses.segment_fault(tail)
    return "" if code in head.excused else code


def _note(data: Dataset, iris: Iris, rule: str, own: Indexes, codes: Codes) -> None:
    """Count all, and tell of each fault once per host."""
    wrong = np.flatnonzero(codes != "")
    data.look(rule, len(own), len(wrong))
    where = [_host(iris.heads[head]) for head in iris.head[own[wrong]].tolist()]
    for first, count in groups([f"{code} {host}" for code, host in zip(codes[wrong], where, strict=True)]):
        index = int(own[wrong[first]])
        address = addresses.read(iris.text(index))
        found = address.type if address else ""
        args = {"iri": iris.text(index), "host": where[first], "found": found}
        data.note(rule, codes[wrong[first]], data.statement(int(iris.ids[index])), args, count)


def _host(head: str) -> str:
    """What identifiers are told apart by: the host, or the scheme where there is none."""
    scheme, _, rest = head.partition(":")
    return rest[2:].partition("/")[0] if rest.startswith("//") else scheme


def _rows(data: Dataset, iris: Iris, own: Indexes) -> None:
    """References that are small numbers, close together: rows of a table, made again at each import."""
    numbered = [i for i in own.tolist() if len(iris.tails[i]) <= _LONGEST_ROW and iris.tails[i].isdigit()]
    below: dict[int, list[int]] = {}
    for index in numbered:
        below.setdefault(int(iris.head[index]), []).append(index)
    wrong = [
        indexes for indexes in below.values() if _are_rows([int(iris.tails[index]) for index in indexes])
    ]
    data.look(ROW, len(own), sum(map(len, wrong)))
    for indexes in wrong:
        args = {"iri": iris.text(indexes[0])}
        data.note(ROW, "row-number", data.statement(int(iris.ids[indexes[0]])), args, len(indexes))


def _are_rows(numbers: list[int]) -> bool:
    near = max(numbers) <= _GAPS * len(numbers) + _HIGHEST_FIRST_ROW
    return len(numbers) >= _FEWEST_ROWS and min(numbers) <= _HIGHEST_FIRST_ROW and near
