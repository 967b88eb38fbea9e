"""Format `junit`: each criterion as a test case, for build servers that show test results.

Failed and partial criteria are failures, whatever their level: the exit code tells how a build should end.
What could not be assessed, or does not apply, is skipped; a fault of the tool is an error. Nothing is timed.
"""

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from interop_check.reports import Format, View
from interop_check.reports.summary import Summary
from interop_check.reports.text import safe
from interop_check.reports.wording import reworded

_FAILURES = ("failed", "partial")
_SKIPPED = ("not_assessed", "not_applicable")
_ENDS = {"failures": _FAILURES, "errors": ("error",), "skipped": _SKIPPED}


def render(document: Mapping[str, Any], view: View) -> str:
    """Return the results as JUnit XML: a suite per profile, and what stands in the way of each criterion."""
    summary = Summary(reworded(document, view.texts), view.texts)
    root = ET.Element("testsuites", _counts(summary.results) | {"name": safe(summary.title)})
    for profile in summary.document["profiles"]:
        _suite(root, profile, summary)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _counts(results: Any) -> dict[str, str]:
    ends = {name: sum(one["outcome"] in members for one in results) for name, members in _ENDS.items()}
    return {"tests": str(len(results)), **{name: str(count) for name, count in ends.items()}, "time": "0"}


def _suite(root: ET.Element, profile: Mapping[str, Any], summary: Summary) -> None:
    results = [one for one in summary.results if one["profile"] == profile["id"]]
    name = f"{profile['title']} {profile['version']}"
    when = f"{summary.document['as_of']}T00:00:00"
    suite = ET.SubElement(root, "testsuite", _counts(results) | {"name": safe(name), "timestamp": when})
    properties = ET.SubElement(suite, "properties")
    for key in ("verdict", "readiness"):
        ET.SubElement(properties, "property", name=key, value=str(summary.score[key]))
    ET.SubElement(properties, "property", name="digest", value=summary.document["digest"])
    for result in results:
        _case(suite, result, summary)
    ET.SubElement(suite, "system-out").text = _text([summary.subtitle, *_unseen(summary), summary.reproduce])


def _case(suite: ET.Element, result: Mapping[str, Any], summary: Summary) -> None:
    name = safe(f"{result['criterion']} {result['title']}")
    case = ET.SubElement(suite, "testcase", classname=safe(result["profile"]), name=name, time="0")
    outcome = result["outcome"]
    said = safe(f"{summary.texts('outcome-' + outcome)}: {summary.counted(result)}")
    if outcome in _FAILURES:
        failure = ET.SubElement(case, "failure", message=said, type=f"{outcome} {result['level']}")
        failure.text = _text(_told(result, summary))
    elif outcome in _SKIPPED:
        ET.SubElement(case, "skipped", message=said)
    elif outcome == "error":
        ET.SubElement(case, "error", message=said, type="error")


def _told(result: Mapping[str, Any], summary: Summary) -> list[str]:
    """Return place and cause of each finding of a criterion, how many there are beyond, and the mend."""
    say = summary.texts
    mine = [one for one in summary.findings if one["criterion"] == result["criterion"]]
    omitted = sum(summary.document["omitted"].get(rule, 0) for rule in {one["rule"] for one in mine})
    more = [say("html-omitted", count=omitted)] if omitted else []
    lines = [f"- {summary.place(one)}: {one['message']} [{one['rule']}]" for one in mine]
    return [*lines, *more, f"{say('explain-remedy')}: {result['remedy']}"]


def _unseen(summary: Summary) -> list[str]:
    lines = summary.not_looked_at
    return [f"{summary.texts('report-not-looked-at')}:", *(f"- {line}" for line in lines)] if lines else []


def _text(lines: list[str]) -> str:
    """Return lines without the control characters that XML 1.0 (2.2) does not allow; they are shown."""
    return "\n".join(" ".join(safe(line).split()) for line in lines)


FORMAT = Format(name="junit", render=render)
