"""Findings that somebody answers for: which, by whom and why. They are shown, and never raise a score.

A waiver comes from the manifest, from a file of its own (`--ignore`) or from the description of an API itself
(`x-ignore-rules`). It covers findings of one rule: in a file, at a place in it and below, or one fault alone.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from interop_check import schemas, yamlfile
from interop_check.model import Finding, Mistake, MistakesError, Report, Result, Waiver

FILE = "file"
"""Where a waiver of `--ignore` comes from."""

_OF_THE_FAULT = ("source", "pointer", "focus", "path", "value", "component", "shape")
_OF_THE_MOMENT = frozenset({"line", "column", "offset", "limit", "count", "more"})
_BLANK = re.compile(r"_:\w+")


def load_waivers(data: bytes, source: str) -> tuple[Waiver, ...]:
    """Return what a file for `--ignore` says. Raises MistakesError with every mistake in it."""
    document = yamlfile.load(data, source)
    found = list(schemas.mistakes(document, "ignore"))
    listed = () if found else document.value["ignore"]
    for number, one in enumerate(listed):
        try:
            date.fromisoformat(one.get("expires", "2000-01-01"))
        except ValueError:
            at = document.place(("ignore", number, "expires"))
            found.append(Mistake(code="no-such-date", at=at, args={"value": one["expires"]}))
    if found:
        raise MistakesError(found)
    return tuple(_waiver(one, f"{source}:{number}") for number, one in enumerate(listed, 1))


def _waiver(value: Mapping[str, Any], name: str) -> Waiver:
    return Waiver(
        id=name,
        rule=value["rule"],
        reason=value["reason"].strip(),
        owner=value.get("owner", ""),
        expires=date.fromisoformat(value["expires"]) if "expires" in value else None,
        file=value.get("file"),
        pointer=value.get("pointer"),
        fingerprint=value.get("fingerprint"),
        by=FILE,
    )


@dataclass(frozen=True, slots=True)
class Waived:
    """Which waiver covers each finding of a report, by the finding's number in it."""

    report: Report
    covers: Mapping[int, Waiver]

    def count(self, rules: Sequence[str]) -> int:
        """Return how many findings of some rules are covered."""
        return sum(self.report.findings[number].rule in rules for number in self.covers)

    def found(self, waiver: Waiver) -> int:
        """Return how many findings a waiver covers."""
        return sum(one is waiver for one in self.covers.values())

    def state(self, waiver: Waiver) -> str:
        """Return what a waiver is worth: active, expired, unused or without-reason."""
        if not waiver.reason:
            return "without-reason"
        if waiver.expires and waiver.expires < self.report.as_of:
            return "expired"
        return "active" if self.found(waiver) else "unused"

    def answered(self, result: Result) -> bool:
        """Whether somebody answers for everything that was found for a criterion, none of it left out."""
        numbers = [n for n, one in enumerate(self.report.findings) if one.rule in result.rules]
        is_whole = not any(self.report.omitted.get(rule) for rule in result.rules)
        return bool(numbers) and is_whole and all(number in self.covers for number in numbers)


def waived(report: Report) -> Waived:
    """Return which findings of a report somebody answers for; the first waiver that fits counts."""
    sources = {one.id: one.location for one in report.solution.artefacts} if report.solution else {}
    worth: dict[str, list[tuple[int, Waiver]]] = defaultdict(list)
    for number, one in enumerate(report.waivers):
        if one.reason and (one.expires is None or one.expires >= report.as_of):
            worth[one.rule].append((number, one))
    also = {rule.id: rule.also for profile in report.profiles for rule in profile.rules}
    covers: dict[int, Waiver] = {}
    for number, finding in enumerate(report.findings):
        known = [pair for name in _names(finding, also) for pair in worth.get(name, ())]
        fitting = [pair for pair in known if _fits(pair[1], finding, sources)]
        if fitting:
            covers[number] = min(fitting, key=itemgetter(0))[1]
    return Waived(report, covers)


def _names(finding: Finding, also: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the names by which a waiver may mean a rule: id, end of that, criterion, those of guidelines."""
    rule = finding.rule
    return {rule, rule.partition("/")[2] or rule, finding.criterion or rule, *also.get(rule, ())}


def _fits(waiver: Waiver, finding: Finding, sources: Mapping[str, str]) -> bool:
    """Whether a finding stands where a waiver says, and is the one that it means."""
    at = finding.at
    file = waiver.file if waiver.source is None else sources.get(waiver.source)
    if (waiver.source is not None and file is None) or (file is not None and file != at.source):
        return False
    below = f"{at.pointer or ''}/".startswith(f"{waiver.pointer or ''}/")
    return below and (waiver.fingerprint is None or waiver.fingerprint == fingerprint_of(finding))


def fingerprint_of(finding: Finding) -> str:
    """Return what stays the same when lines move: rule, code, values and the place in the data."""
    place = {name: getattr(finding.at, name) or "" for name in _OF_THE_FAULT}
    return fingerprint(finding.rule, finding.code, place, finding.args)


def fingerprint(rule: str, code: str, place: Mapping[str, Any], args: Mapping[str, str]) -> str:
    """Return the same of the parts of a finding."""
    at = [place.get(name, "") for name in _OF_THE_FAULT]
    values = [f"{name}={value}" for name, value in sorted(args.items()) if name not in _OF_THE_MOMENT]
    # Labels of blank nodes are numbers in the order of the file.
    words = _BLANK.sub("_:", "\n".join([rule, code, *at, *values]))
    return hashlib.sha256(words.encode()).hexdigest()[:32]
