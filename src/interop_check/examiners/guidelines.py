"""Examiner `guidelines`: does the description of an API follow a guideline, as a profile's table says it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from interop_check.examiners import Part, examiner, together
from interop_check.model import Evidence, Examination, Tally
from interop_check.openapi.checks import bound, is_about
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
_ABOUT: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["fact", "any"],
    "description": "What makes a description one that the guideline is about.",
    "properties": {
        "fact": {"type": "string", "description": "Told as this fact, which switches a module on."},
        "any": {
            "type": "array",
            "minItems": 1,
            "description": "An object of which all conditions hold; of several such, one is enough.",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["on", "where"],
                "properties": {"on": {"type": "string"}, "where": _CONDITIONS},
            },
        },
    },
}
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
        "about": _ABOUT,
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

    What could not be read, or is of no known version, leaves every rule open. With `about`, only descriptions
    of that kind are looked at, and a fact says whether there are any, or may be.
    Rules are those of the table `checks`, called as it calls them.
    Source: the guideline, as the text of each rule says.
    """
    apis = [one.content for one in evidence if one.content is not None]
    contexts = [Context(api=api, version=api.version) for api in apis if api.version]
    unseen = len(evidence) - len(contexts) + sum(len(one.api.problems) for one in contexts)
    facts: dict[str, bool] = {}
    if "about" in params:
        contexts = [one for one in contexts if is_about(params["about"]["any"], one)]
        facts = {params["about"]["fact"]: bool(contexts or unseen)}
    asked = _Asked(contexts, unseen, facts, params.get("max_findings", MAX_FINDINGS))
    entries: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for entry in params["checks"]:
        entries[entry["rule"]].append(entry)
    return [Part(rules=(rule,), look=partial(asked.look, rule, each)) for rule, each in entries.items()]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The descriptions that a guideline is about, how many files could not be looked at, facts, the cap."""

    contexts: Sequence[Context]
    unseen: int
    facts: Mapping[str, bool]
    most: int

    def look(self, rule: str, entries: Sequence[Mapping[str, Any]]) -> Examination:
        """Look at one rule: each of its entries in all descriptions."""
        tallies = {rule: Tally(not_checked=self.unseen)} if self.unseen else {}
        seen = [Examination(tallies=tallies, facts=self.facts)]
        for one in map(bound, entries):
            asking = [context.asking(one.params) for context in self.contexts]
            seen.append(examined(one.rule, asking, self.most))
        return together(seen)
