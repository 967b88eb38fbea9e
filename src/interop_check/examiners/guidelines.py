"""Examiner `guidelines`: does the description of an API follow a guideline, as a profile's table says it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from interop_check.examiners import Part, examiner, together
from interop_check.model import Evidence, Examination, Tally
from interop_check.openapi.checks import bound
from interop_check.openapi.checks.testing import ASKED
from interop_check.openapi.guidelines import functions
from interop_check.openapi.rules import MAX_FINDINGS, Context, examined

_SAID = {
    "anyOf": [
        {"type": ["string", "number", "boolean", "array"]},
        {
            "type": "object",
            "additionalProperties": False,
            "minProperties": 1,
            "maxProperties": 1,
            "properties": {"pattern": {"type": "string"}, "present": {"type": "boolean"}},
        },
    ]
}
_CONDITIONS = {"type": "object", "additionalProperties": _SAID}
_ENTRY: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["rule"],
    "oneOf": [
        {"required": ["look"], "not": {"required": ["on"]}},
        *({"required": ["on", name]} for name in ASKED),
    ],
    "properties": {
        "rule": {"type": "string", "pattern": "^[a-z0-9-]+/[A-Za-z0-9-]+$"},
        "on": {"type": ["string", "array"], "items": {"type": "string"}},
        "where": _CONDITIONS,
        "unless": {"anyOf": [_CONDITIONS, {"type": "array", "items": _CONDITIONS}]},
        "field": {"type": "string"},
        **ASKED,
        "except": _SAID,
        "ignore_case": {"type": "boolean"},
        "code": {"type": "string"},
        "tell": {"enum": ["each", "object", "once"]},
        "look": {"enum": sorted(functions())},
        "with": {"type": "object"},
    },
}
PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["checks"],
    "properties": {
        "max_findings": {"type": "integer", "minimum": 0, "description": "Findings kept per rule."},
        "checks": {
            "type": "array",
            "description": "The rules of the guideline, each as a test of a field or a function's name.",
            "items": _ENTRY,
        },
    },
}


@examiner("guidelines", evidence=("api",), params=PARAMS, judges_problems=True)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Sequence[Part]:
    """Whether each description follows the rules of a guideline; each rule is looked at by itself.

    What could not be read, or is of no known version, leaves every rule open.
    Rules are those of the table `checks`, called as it calls them.
    Source: the guideline, as the text of each rule says.
    """
    most = params.get("max_findings", MAX_FINDINGS)
    apis = [one.content for one in evidence if one.content is not None]
    contexts = [Context(api=api, version=api.version) for api in apis if api.version]
    unseen = len(evidence) - len(contexts) + sum(len(one.api.problems) for one in contexts)
    entries: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entry in params["checks"]:
        entries[entry["rule"]].append(entry)
    return [
        Part(rules=(rule,), look=partial(_looked, rule, listed, contexts, most, unseen))
        for rule, listed in entries.items()
    ]


def _looked(
    rule: str, entries: Sequence[Mapping[str, Any]], contexts: Sequence[Context], most: int, unseen: int
) -> Examination:
    """Look at one rule: each of its entries in all descriptions."""
    open_ = Examination(tallies={rule: Tally(not_checked=unseen)} if unseen else {})
    seen = []
    for one in map(bound, entries):
        asking = [context.asking(one.params) for context in contexts]
        seen.append(examined(one.rule, asking, most))
    return together([*seen, open_])
