"""Levels of a page: rule level-2/dereferenced, and the official validator's verdict as rules reference/*."""

from interop_check.examiners.publication.blueprint import Blueprint, Kind
from interop_check.examiners.publication.faults import Fault, Faults
from interop_check.examiners.publication.reference import LOOKED_UP, Reference
from interop_check.examiners.publication.sheet import Sheet

DEREFERENCED = "level-2/dereferenced"


def dereferenced(sheet: Sheet, blueprint: Blueprint, kind: Kind, faults: Faults) -> None:
    """Look at each office holder, and at what else the page refers to and its register describes."""
    paths = {row.path for row in blueprint.rows[kind.name] if row.classes and not row.codes}
    paths |= blueprint.office_holders
    for path in sorted(paths):
        for node, value in sheet.statements(path):
            if sheet.is_literal(value):
                continue  # a fault of its row
            is_elsewhere = LOOKED_UP in sheet.token(value) and not sheet.types(value)
            if path in blueprint.office_holders or is_elsewhere:
                _look(sheet, node, path, value, faults)


def _look(sheet: Sheet, node: int, path: bytes, value: int, faults: Faults) -> None:
    if sheet.is_blank(value):
        faults.look(DEREFERENCED)
        faults.add(Fault(rule=DEREFERENCED, code="no-address", node=node, path=path))
    elif sheet.token(value) not in sheet.linked:
        faults.leave(DEREFERENCED)
    else:
        faults.look(DEREFERENCED)
        if not sheet.linked[sheet.token(value)]:
            faults.add(Fault(rule=DEREFERENCED, code="not-described", node=node, path=path, value=value))


def reference(found: Reference | None, faults: Faults) -> None:
    """Say which levels the validator gives, and what kept it from the next one; None for no verdict."""
    for level in (1, 2, 3):
        rule = f"reference/level-{level}"
        if found is None:
            faults.look(rule)
            faults.add(Fault(rule=rule, code="no-verdict"))
            continue
        if level <= found.level:
            faults.look(rule)
        elif level <= found.possible:
            faults.leave(rule)
        else:
            faults.look(rule)
            faults.add(Fault(rule=rule, code="not-reached", args=_because(found, level)))


def _because(found: Reference, level: int) -> dict[str, str]:
    """Return what holds a page back, as numbers; the level below it holds back as well."""
    rows = {row.id: count for row, count in found.invalid.items() if row.level == f"level-{level}"}
    missing = [one[1:-1].decode() for one in found.missing.get(f"level-{level}", ())]
    unresolved = len(found.unresolved) if level == 2 else 0  # noqa: PLR2004 - level 2 asks for that alone
    return {
        "rows": ", ".join(f"{row} ({count})" for row, count in rows.items()),
        "missing": ", ".join(missing),
        "unresolved": str(unresolved or ""),
        "below": "" if rows or missing or unresolved else str(level - 1),
    }
