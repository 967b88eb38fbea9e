"""The level that the official validator gives, with its known defects, so that both can be compared.

After lib-decision-validation 1.0.51. What differs from the rules as they are written: a thing has the class
that the page gives it first; where all values of what is asked for are plain, neither their number nor their
class counts; an address that the page says nothing of is a value of any class; datatypes, code lists and
counts of votes are not looked at; the rule that optional properties are used never fires; and an agenda,
which has no rows of level 3, goes from level 1 to level 3. Left out here: where things refer to each other in
circles, the validator judges one of them a second time with its references cut.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from interop_check.examiners.publication.blueprint import Blueprint, Kind, Row
from interop_check.examiners.publication.sheet import Sheet
from interop_check.examiners.publication.vocabulary import DOCUMENT, HELD_BY, IN_TIME, TYPE
from interop_check.rdf.terms import iri_token

LOOKED_UP = b"data.lblod.info/id/"
"""What the addresses have in them that the validator looks up."""

_LOCATION = iri_token("http://www.w3.org/ns/prov#Location")
_COUNTED_ONCE = frozenset({HELD_BY, *IN_TIME})
_STAFF = iri_token("http://data.lblod.info/vocabularies/leidinggevenden/Functionaris")
_OFFICE_HOLDER = iri_token("http://data.vlaanderen.be/ns/mandaat#Mandataris")
_HTTP = (b"<http", b'"http')


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What the validator says: the level, the highest that is possible, and invalid properties by row.

    `level` is below `possible` where only looking up references can tell. `counts` gives valid and all
    properties per class; `missing` the classes of each level that do not occur; `unresolved` the office
    holders that keep level 2 away.
    """

    level: int
    possible: int
    invalid: Counter[Row]
    counts: Mapping[bytes, tuple[int, int]]
    missing: Mapping[str, Sequence[bytes]]
    unresolved: Sequence[int]


def judged(sheet: Sheet, blueprint: Blueprint, kind: Kind, dereferenced: Mapping[bytes, bool]) -> Reference:
    """Return what the validator makes of a page taken for a type of document.

    `dereferenced` says by token whether an address gave a description, of those that were asked for.
    """
    rows = blueprint.rows[kind.name]
    by_class = _by_first_class(sheet)
    invalid: Counter[Row] = Counter()
    valid: Counter[bytes] = Counter()
    for row in rows:
        for node in by_class.get(row.of, ()):
            well = _is_valid(sheet, row, node)
            valid[row.of] += well
            invalid[row] += not well
    missing = {
        level: [of for of in dict.fromkeys(r.of for r in rows if r.level == level) if of not in by_class]
        for level in ("level-1", "level-3")
    }
    unresolved = [
        node for node in _office_holders(sheet, blueprint) if not dereferenced.get(sheet.token(node))
    ]
    failed = {row.level for row, count in invalid.items() if count}
    failed |= {level for level, classes in missing.items() if classes}
    level, possible = _levels(failed, [_may_be(sheet.token(node), dereferenced) for node in unresolved])
    every = {row.of: sum(r.of == row.of for r in rows) * len(by_class.get(row.of, ())) for row in rows}
    counts = {of: (valid[of], total) for of, total in every.items()}
    return Reference(
        level=level,
        possible=possible,
        invalid=+invalid,
        counts=counts,
        missing=missing,
        unresolved=unresolved,
    )


def _may_be(written: bytes, dereferenced: Mapping[bytes, bool]) -> bool:
    """Whether nobody knows yet what stands at an address that the validator would ask for."""
    return LOOKED_UP in written and written not in dereferenced


def _levels(failed: Collection[str], unresolved: Sequence[bool]) -> tuple[int, int]:
    """Return the level that is certain and the highest that is possible; `unresolved` whether it may be."""
    if "level-1" in failed:
        return 0, 0
    highest = 2 if "level-3" in failed else 3
    if not unresolved:
        return highest, highest
    return 1, highest if all(unresolved) else 1


def _by_first_class(sheet: Sheet) -> Mapping[bytes, Sequence[int]]:
    found: dict[bytes, list[int]] = {}
    for node in sheet.said:
        klass = _first_class(sheet.types(node))
        if klass:
            found.setdefault(klass, []).append(node)
    return found


def _office_holders(sheet: Sheet, blueprint: Blueprint) -> Iterator[int]:
    found = (value for path in sorted(blueprint.office_holders) for _, value in sheet.statements(path))
    return iter(dict.fromkeys(found))


def _is_valid(sheet: Sheet, row: Row, node: int) -> bool:
    """Of plain values of what is asked for, only that they are filled counts: no number, no class."""
    values = _values(sheet, row, node)
    if row.least and values and all(value.is_plain for value in values):
        return not any(sheet.is_empty(value.node) for value in values)
    count = len(values)
    if row.path in _COUNTED_ONCE:
        count = len({value.node for value in values if not value.is_plain})
    if count < row.least or (row.most is not None and count > row.most):
        return False
    return not row.klass or not values or _has_class(row, values)


class _Value(NamedTuple):
    """A value as the validator keeps it: plain where the page says nothing of it."""

    node: int
    written: bytes
    klass: bytes

    @property
    def is_plain(self) -> bool:
        return not self.klass


def _values(sheet: Sheet, row: Row, node: int) -> Sequence[_Value]:
    """Return the values; what the page describes without a class is left out."""
    found = []
    for value in sheet.of(node, row.path):
        written = sheet.token(value)
        if row.path == TYPE:
            if written != row.of:
                found.append(_Value(value, written, b""))
            continue
        klass = _first_class(sheet.classes(value) or ())
        if klass or value not in sheet.said:
            found.append(_Value(value, written, klass))
    return found


def _has_class(row: Row, values: Sequence[_Value]) -> bool:
    return (
        row.klass == _LOCATION
        or all(value.klass == row.klass for value in values)
        or (row.klass == _STAFF and all(value.klass in (_STAFF, _OFFICE_HOLDER) for value in values))
        or all(value.is_plain and value.written.startswith(_HTTP) for value in values)
    )


def _first_class(types: Sequence[bytes]) -> bytes:
    return DOCUMENT if DOCUMENT in types else next(iter(types), b"")
