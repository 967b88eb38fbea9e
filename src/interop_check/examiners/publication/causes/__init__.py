"""Causes of faults in one page, each told once; what follows from them is counted and not told again."""

from collections import Counter
from collections.abc import Iterator, Sequence

from interop_check.examiners.publication.blueprint import Blueprint
from interop_check.examiners.publication.causes import names, nodes, quotes, scripts, values
from interop_check.examiners.publication.causes.cause import Cause, Page
from interop_check.examiners.publication.faults import Fault, Faults
from interop_check.examiners.publication.sheet import Sheet

_RULES = (quotes.RULE, names.RULE, names.LINK_TYPES, nodes.RULE, values.RULE, scripts.RULE)
_NO_CASCADE = ("reference/", "cause/")
"""What the official validator says stands as it says it."""


def fold(sheet: Sheet, blueprint: Blueprint, faults: Faults) -> None:
    """Tell the causes, and take the faults that follow from them out of those that will be told."""
    if sheet.data.evidence.content.page is None:
        return  # signs of causes stand in a page as it is written
    page = Page(sheet, blueprint)
    found = [*_of_names(page), *nodes.find(page), *values.find(page)]
    for cause in found:
        _fold(page, cause, faults)
    for cause in scripts.find(page, faults.found):
        found.append(cause)
        _fold(page, cause, faults)
    told = Counter(cause.rule for cause in found)
    for rule in _RULES:
        faults.look(rule, max(1, told[rule]))


def _of_names(page: Page) -> Iterator[Cause]:
    """Yield what is wrong with names; quotation marks that cost a page its prefixes are the one cause."""
    cut, wrong = list(quotes.find(page)), list(names.find(page))
    undeclared = [cause for cause in wrong if cause.code == "undeclared"]
    taker = next((cause for cause in cut if cause.costs_names), None)
    yield from (cause.taking(undeclared) if cause is taker else cause for cause in cut)
    yield from (cause for cause in wrong if taker is None or cause not in undeclared)


def _fold(page: Page, cause: Cause, faults: Faults) -> None:
    follows = [fault for fault in faults.found if _follows(fault, cause)]
    faults.found = [fault for fault in faults.found if not _follows(fault, cause)]
    _tell(page, cause, follows, faults)


def _follows(fault: Fault, cause: Cause) -> bool:
    return not fault.rule.startswith(_NO_CASCADE) and cause.explains(fault)


def _tell(page: Page, cause: Cause, follows: Sequence[Fault], faults: Faults) -> None:
    """Note the cause, and for each rule with faults that follow how many those are."""
    data, where = page.sheet.data, page.written.position(cause.offset)
    args = {**cause.args, "spoilt": str(cause.spoilt or ""), "follow": str(len(follows) or "")}
    faults.failed[cause.rule] += 1
    data.note_whole(cause.rule, cause.code, args, cause.count, where=where)
    for rule, count in Counter(fault.rule for fault in follows).items():
        faults.failed[rule] += count
        told = {"cause": cause.rule, "line": str(where[0]), "number": str(count)}
        data.note_whole(rule, "explained", told, count, where=where)
