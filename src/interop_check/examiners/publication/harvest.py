"""Rule lblod/harvested (H1): what the harvester keeps of a page, and why it drops the rest."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from interop_check.examiners.publication.blueprint import Blueprint
from interop_check.examiners.publication.faults import Fault, Faults
from interop_check.examiners.publication.lexical import fault_of_form, has_form
from interop_check.examiners.publication.sheet import Sheet

HARVESTED = "lblod/harvested"
BLANK, DATATYPE, ILL_FORMED = "blank-node", "datatype", "ill-formed"


class Harvest(NamedTuple):
    """Statements of a page, each once: how many there are, and how many are dropped, by reason."""

    read: int
    dropped: Mapping[str, int]

    @property
    def kept(self) -> int:
        """How many are left."""
        return self.read - sum(self.dropped.values())


def examine(sheet: Sheet, blueprint: Blueprint, faults: Faults) -> Harvest:
    """Look at each statement."""
    dropped: Counter[str] = Counter()
    reasons = _Reasons(sheet, blueprint)
    for subject, said in sheet.said.items():
        is_nameless = sheet.is_blank(subject)
        for predicate, values in said.items():
            for value in values:
                reason, args = (BLANK, {}) if is_nameless else reasons.of(value)
                if reason:
                    dropped[reason] += 1
                    path = sheet.token(predicate)
                    faults.add(_fault(reason, subject, b"" if reason == BLANK else path, args))
    faults.look(HARVESTED, sheet.size)
    return Harvest(sheet.size, dropped)


def _fault(reason: str, node: int, path: bytes, args: Mapping[str, str]) -> Fault:
    return Fault(rule=HARVESTED, code=f"dropped-{reason}", node=node, path=path, args=args)


class _Reasons:
    """Why a value is dropped, each asked for once."""

    def __init__(self, sheet: Sheet, blueprint: Blueprint) -> None:
        self._sheet = sheet
        self._blueprint = blueprint
        self._known: dict[int, tuple[str, Mapping[str, str]]] = {}

    def of(self, value: int) -> tuple[str, Mapping[str, str]]:
        """Return the reason, "" for a value that is kept, and the datatype where that is the reason."""
        if value not in self._known:
            self._known[value] = self._reason(value)
        return self._known[value]

    def _reason(self, value: int) -> tuple[str, Mapping[str, str]]:
        if self._sheet.is_blank(value):
            return BLANK, {}
        if not self._sheet.is_literal(value):
            return "", {}
        datatype = self._sheet.datatype(value)
        if datatype not in self._blueprint.harvested:
            return DATATYPE, {"datatype": datatype}
        if has_form(datatype) and fault_of_form(datatype, self._sheet.text(value)):
            return ILL_FORMED, {"datatype": datatype}
        return "", {}
