"""Format `sarif`: the findings as SARIF 2.1.0 (OASIS, errata 01), for code scanning and editors.

Paths are relative to the folder of the manifest, which is %SRCROOT%. What lies elsewhere, at an address or
outside that folder, is reported on the manifest, with its own place in the message.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

from interop_check.reports import Format, View
from interop_check.reports.json import for_logs
from interop_check.reports.summary import Summary
from interop_check.reports.text import safe
from interop_check.reports.wording import reworded

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5_000
"""GitHub shows no more of one run, and chooses them itself when there are."""
MANIFEST = "solution.yaml"
FINGERPRINT = "interopCheck/v1"

_LEVELS = {"must": "error", "should": "warning", "may": "note"}
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def render(document: Mapping[str, Any], view: View) -> str:
    """Return the report as a SARIF log of one run: the worst findings first, and how many are left out."""
    summary = Summary(reworded(document, view.texts), view.texts)
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(summary)]}
    return for_logs(json.dumps(log, ensure_ascii=False, indent=2, sort_keys=True)) + "\n"


def _run(summary: Summary) -> dict[str, Any]:
    findings = summary.findings[:MOST_RESULTS]
    rules = sorted({finding["rule"] for finding in findings})
    document, say = summary.document, summary.texts
    solution = document["solution"]
    left_out = summary.finding_count - len(findings)
    return {
        "tool": {
            "driver": {
                "name": document["tool"]["name"],
                "version": document["tool"]["version"],
                "language": say.language,
                "rules": [_rule(rule, summary) for rule in rules],
            }
        },
        "language": say.language,
        "columnKind": "unicodeCodePoints",
        "automationDetails": {"id": f"interop-check/{solution['id'] if solution else ''}"},
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": say("sarif-root")}}},
        "invocations": [_invocation(summary, left_out)],
        "results": list(_results(findings, rules, summary)),
        "properties": {
            "digest": document["digest"],
            "verdict": summary.score["verdict"],
            "resultsLeftOut": left_out,
        },
    }


def _rule(rule: str, summary: Summary) -> dict[str, Any]:
    known = summary.document["rules"].get(rule, {"title": rule, "level": "may"})
    about = summary.about(rule) or [known["title"]]
    return {
        "id": rule,
        "shortDescription": {"text": _text(known["title"])},
        "fullDescription": {"text": _text(about[0])},
        "help": {"text": _text("\n\n".join(about))},
        "defaultConfiguration": {"level": _LEVELS[known["level"]]},
    }


def _invocation(summary: Summary, left_out: int) -> dict[str, Any]:
    say = summary.texts
    more = [say("sarif-left-out", most=MOST_RESULTS, count=left_out)] if left_out else []
    notes = [{"level": "warning", "message": {"text": _text(one)}} for one in more]
    notes += [{"level": "note", "message": {"text": _text(one)}} for one in summary.not_looked_at]
    went_well = not any(result["outcome"] == "error" for result in summary.results)
    return {"executionSuccessful": went_well, "toolExecutionNotifications": notes}


def _results(
    findings: Sequence[Mapping[str, Any]], rules: Sequence[str], summary: Summary
) -> Iterator[dict[str, Any]]:
    index = {rule: number for number, rule in enumerate(rules)}
    solution = summary.document["solution"]
    manifest = solution["source"] if solution else MANIFEST
    reasons = {waiver["id"]: waiver["reason"] for waiver in summary.document["waivers"]}
    seen: Counter[str] = Counter()
    for finding in findings:
        fault = finding["fingerprint"]
        seen[fault] += 1
        waiver = finding["waiver"]
        excuse = [{"kind": "external", "status": "accepted", "justification": _text(reasons.get(waiver, ""))}]
        yield {
            "ruleId": finding["rule"],
            "ruleIndex": index[finding["rule"]],
            "level": _LEVELS[finding["level"]],
            "message": {"text": _text(_message(finding))},
            "locations": [{"physicalLocation": _location(finding["at"], manifest)}],
            "partialFingerprints": {FINGERPRINT: f"{fault}:{seen[fault]}"},
            "occurrenceCount": finding["count"],
            **({"suppressions": excuse} if waiver else {}),
        }


def is_inside(source: str) -> bool:
    """Whether a source is a file below the folder that is assessed, and may be named as one."""
    foreign = _SCHEME.match(source) or source.startswith(("/", "~")) or "\\" in source
    return bool(source) and not foreign and ".." not in PurePosixPath(source).parts


def _location(at: Mapping[str, Any], manifest: str) -> dict[str, Any]:
    inside = is_inside(at["source"])
    uri = quote(at["source"] if inside else manifest)
    region = {"startLine": at.get("line", 1) if inside else 1}
    if inside and "column" in at:
        region["startColumn"] = at["column"]
    return {"artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"}, "region": region}


def _message(finding: Mapping[str, Any]) -> str:
    source, message = finding["at"]["source"], finding["message"]
    return message if is_inside(source) or source in message else f"{source}: {message}"


def _text(text: str) -> str:
    """Return a plain text message: no placeholder and no link stands in it (3.11.5, 3.11.6)."""
    return safe(text).replace("{", "{{").replace("}", "}}").replace("](", "\\](")


FORMAT = Format(name="sarif", render=render)
