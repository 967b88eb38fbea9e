"""The rows of a blueprint as they are written: how often, of which class, which datatype, from which list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interop_check.examiners.publication.blueprint import Blueprint, Kind, Row
from interop_check.examiners.publication.faults import Fault, Faults
from interop_check.examiners.publication.lexical import fault_of_form, has_form
from interop_check.examiners.publication.sheet import Sheet
from interop_check.examiners.publication.vocabulary import TYPE
from interop_check.rdf.vocabulary import RDF_LANG_STRING, XSD_STRING

_REQUIRED = ("level-1", "level-3")
"""Levels that need each of their classes, and each property that may be used, at least once."""


def examine(sheet: Sheet, blueprint: Blueprint, kind: Kind, faults: Faults) -> None:
    """Look at each row for each instance of its class, whatever other classes that has."""
    rows = blueprint.rows[kind.name]
    for row in rows:
        if row.path != TYPE:  # the type of a document has a rule of its own
            _Looking(sheet, row, blueprint.texts, faults).look()
            if row.level in _REQUIRED and not row.least and row.path not in blueprint.never_required:
                _used(sheet, row, faults)
    _occurring(sheet, rows, faults)


def _used(sheet: Sheet, row: Row, faults: Faults) -> None:
    """What may be left out has to be used at least once."""
    nodes = sheet.each(row.of)
    if nodes:
        faults.look(row.rule("used"))
        if not any(sheet.of(node, row.path) for node in nodes):
            faults.add(_fault(row, "used", "unused", -1))


def _occurring(sheet: Sheet, rows: Sequence[Row], faults: Faults) -> None:
    """Each class that a level speaks of has to occur."""
    for level in _REQUIRED:
        for klass in dict.fromkeys(row.of for row in rows if row.level == level):
            faults.look(f"{level}/occurs")
            if not sheet.each(klass):
                faults.add(Fault(rule=f"{level}/occurs", code="no-instance", args={"class": _plain(klass)}))


@dataclass(frozen=True, slots=True)
class _Looking:
    """One row on one page."""

    sheet: Sheet
    row: Row
    texts: frozenset[str]
    faults: Faults

    def look(self) -> None:
        """Look at each instance of the row's class."""
        for node in self.sheet.each(self.row.of):
            values = self.sheet.of(node, self.row.path)
            self._number(node, values)
            for value in values:
                self._value(node, value)

    def _number(self, node: int, values: Sequence[int]) -> None:
        row = self.row
        self.faults.look(row.rule("cardinality"))
        if row.least and not values:
            self.faults.add(_fault(row, "cardinality", "missing", node))
        elif row.most is not None and len(values) > row.most:
            self.faults.add(_fault(row, "cardinality", "too-many", node, most=str(row.most)))
        elif any(self.sheet.is_empty(value) for value in values):
            self.faults.add(_fault(row, "cardinality", "empty", node))

    def _value(self, node: int, value: int) -> None:
        row = self.row
        if row.codes:
            self.faults.look(row.rule("code"))
            code = row.codes.fault(self.sheet.token(value))
            if code:
                self.faults.add(_fault(row, "code", code, node, base=row.codes.base))
        elif row.classes:
            self._class(node, value)
        elif row.datatype and not self.sheet.is_empty(value):
            self.faults.look(row.rule("datatype"))
            self.faults.add(*self._datatype(node, value))

    def _class(self, node: int, value: int) -> None:
        """What is described elsewhere has a class that is not known here: level 2 asks for that."""
        row, wanted = self.row, _plain(self.row.klass)
        classes = () if self.sheet.is_literal(value) else self.sheet.classes(value)
        if classes is None:
            return
        self.faults.look(row.rule("class"))
        if self.sheet.is_literal(value):
            self.faults.add(_fault(row, "class", "text-for-reference", node, **{"class": wanted}))
        elif not row.classes.intersection(classes):
            found = ", ".join(_plain(one) for one in classes)
            self.faults.add(_fault(row, "class", "other-class", node, **{"class": wanted, "found": found}))

    def _datatype(self, node: int, value: int) -> Iterator[Fault]:
        wanted = self.row.datatype
        if not self.sheet.is_literal(value):
            yield _fault(self.row, "datatype", "reference-for-text", node, datatype=wanted)
            return
        found = self.sheet.datatype(value)
        is_text = wanted in self.texts
        if found not in self.texts if is_text else found != wanted:
            yield _fault(self.row, "datatype", "other-datatype", node, datatype=wanted, found=found)
        elif is_text and wanted == RDF_LANG_STRING and found == XSD_STRING:
            yield _fault(self.row, "datatype", "no-language", node)
        elif has_form(wanted) and fault_of_form(wanted, self.sheet.text(value)):
            yield _fault(self.row, "datatype", "ill-formed", node, datatype=wanted)


def _fault(row: Row, rule: str, code: str, node: int, **args: str) -> Fault:
    told = {"row": row.id, "of": _plain(row.of), "path": _plain(row.path), **args}
    return Fault(rule=row.rule(rule), code=code, node=node, path=row.path if node >= 0 else b"", args=told)


def _plain(token: bytes) -> str:
    return token[1:-1].decode(errors="replace")
