"""Causes of faults in one page, each told once; what follows from them is counted and not told again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from interop_check.examiners.publication.blueprint import Blueprint
from interop_check.examiners.publication.causes import names, nodes, quotes, scripts, values
from interop_check.examiners.publication.causes.cause import Cause, Page
from interop_check.examiners.publication.faults import Fault, Faults
from interop_check.examiners.publication.sheet import Sheet
from interop_check.model import Finding, Place

_FINDERS: Sequence[tuple[Sequence[str], Callable[[Page], Iterator[Cause]]]] = (
    ((quotes.RULE,), quotes.find),
    ((names.RULE, names.LINK_TYPES), names.find),
    ((nodes.RULE,), nodes.find),
    ((values.RULE,), values.find),
)
_NO_CASCADE = ("reference/", "cause/")
"""What the official validator says stands as it says it."""


def fold(sheet: Sheet, blueprint: Blueprint, faults: Faults) -> None:
    """Tell the causes, and take the faults that follow from them out of those that will be told."""
    if sheet.data.evidence.content.page is None:
        return  # signs of causes stand in a page as it is written
    page = Page(sheet, blueprint)
    for rules, find in _FINDERS:
        _told(page, rules, list(find(page)), faults)
    _told(page, (scripts.RULE,), list(scripts.find(page, faults.found)), faults)


def _told(page: Page, rules: Sequence[str], found: Sequence[Cause], faults: Faults) -> None:
    for rule in rules:
        faults.look(rule, max(1, sum(cause.rule == rule for cause in found)))
    for cause in found:
        follows = [fault for fault in faults.found if _follows(fault, cause)]
        faults.found = [fault for fault in faults.found if not _follows(fault, cause)]
        _tell(page, cause, follows, faults)


def _follows(fault: Fault, cause: Cause) -> bool:
    return not fault.rule.startswith(_NO_CASCADE) and cause.explains(fault)


def _tell(page: Page, cause: Cause, follows: Sequence[Fault], faults: Faults) -> None:
    """Note the cause, and for each rule with faults that follow how many those are."""
    line, column = page.written.position(cause.offset)
    at = Place(source=page.sheet.data.evidence.source, line=line, column=column)
    args = {**cause.args, "spoilt": str(cause.spoilt or ""), "follow": str(len(follows) or "")}
    args["more"] = str(cause.count - 1) if cause.count > 1 else ""
    faults.failed[cause.rule] += 1
    _keep(page, Finding(rule=cause.rule, code=cause.code, at=at, args=args, count=cause.count))
    for rule, count in Counter(fault.rule for fault in follows).items():
        faults.failed[rule] += count
        told = {"cause": cause.rule, "line": str(line), "number": str(count)}
        _keep(page, Finding(rule=rule, code="explained", at=at, args=told, count=count))


def _keep(page: Page, finding: Finding) -> None:
    tallying = page.sheet.data.tallying
    if tallying.has_room(finding.rule):
        tallying.findings.append(finding)
