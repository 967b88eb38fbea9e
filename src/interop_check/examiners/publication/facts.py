"""What a report shows of each page beside its findings: type and levels, and what harvesters keep."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from interop_check.examiners.publication.document import Found
from interop_check.examiners.publication.faults import Faults
from interop_check.examiners.publication.harvest import BLANK, DATATYPE, ILL_FORMED, Harvest
from interop_check.examiners.publication.reference import Reference
from interop_check.examiners.publication.sheet import Sheet

_HIGHEST = 3


class Facts:
    """Rows of the tables, a page each."""

    def __init__(self) -> None:
        self._levels: list[list[str]] = []
        self._harvests: list[list[str]] = []

    def add(
        self, sheet: Sheet, found: Found, faults: Faults, verdict: Reference | None, kept: Harvest
    ) -> None:
        """Add what one page came to."""
        page = sheet.data.evidence.source
        said = _range(verdict.level, verdict.possible) if verdict else "no-verdict"
        self._levels.append([page, found.kind.name, found.reason, said, _complete(faults)])
        dropped = [str(kept.dropped.get(reason, 0)) for reason in (BLANK, DATATYPE, ILL_FORMED)]
        self._harvests.append([page, str(kept.read), str(kept.kept), *dropped])

    def told(self) -> Mapping[str, Any]:
        """Return the facts; none where there was no page."""
        if not self._levels:
            return {}
        columns = ["page", "type", "reason", "reference", "complete"]
        harvest = ["page", "read", "kept", BLANK, DATATYPE, ILL_FORMED]
        return {
            "decision_lists": any(row[1] == "Besluitenlijst" for row in self._levels),
            "publication_levels": [{"columns": columns, "rows": self._levels}],
            "publication_harvest": [{"columns": harvest, "rows": self._harvests}],
        }


def _complete(faults: Faults) -> str:
    """Return the level by the rules as they are written: certain, and as far as it may still go."""
    failed = Counter(rule.partition("/")[0] for rule in {*faults.failed, *(one.rule for one in faults.found)})
    looked_at = Counter(rule.partition("/")[0] for rule in faults.looked_at)
    left = Counter(rule.partition("/")[0] for rule in faults.not_checked)
    certain = possible = 0
    for level in range(1, _HIGHEST + 1):
        name = f"level-{level}"
        if failed[name]:
            break
        possible = level
        if certain == level - 1 and looked_at[name] and not left[name]:
            certain = level
    return _range(certain, possible)


def _range(least: int, most: int) -> str:
    return str(least) if least == most else f"{least}–{most}"
