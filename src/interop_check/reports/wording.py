"""The sentences in a report: made when it is written, and made again for a reader of another language.

A code that the reader's sentences lack keeps the sentence that was stored.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interop_check.locales import Texts
from interop_check.model import FactTable, Profile, Text
from interop_check.reports import terms

_OF_PLACE = ("source", "focus", "path", "value")


def texts_of(profiles: Sequence[Profile]) -> dict[str, Text]:
    """Return what profiles bring: sentences by `rule:code`, other texts by `id#…`, words of facts."""
    rules = [rule for profile in profiles for rule in profile.rules]
    criteria = [criterion for profile in profiles for criterion in profile.criteria]
    ladders = [ladder for profile in profiles for ladder in profile.ladders]
    return {
        **{f"{rule.id}:{code}": text for rule in rules for code, text in rule.messages.items()},
        **{f"{one.id}#title": one.title for one in profiles},
        **{f"{one.id}#title": one.title for one in rules},
        **{f"{one.id}#why": one.why for one in rules},
        **{f"{one.id}#remedy": one.remedy for one in rules},
        **{f"{one.id}#title": one.title for one in criteria},
        **{f"{one.id}#remedy": one.remedy for one in criteria},
        **{f"ladder-{one.id}#title": one.title for one in ladders},
        **{f"ladder-{one.id}#note": one.note for one in ladders},
        **{f"ladder-{one.id}-{step.number}#title": step.title for one in ladders for step in one.steps},
        **{code: text for profile in profiles for one in profile.shows for code, text in _of_fact(one)},
    }


def _of_fact(shown: FactTable) -> Iterator[tuple[str, Text]]:
    """Yield the words of a fact that is shown as a table: its title, heads of columns, and words in cells."""
    yield f"{shown.fact}#title", shown.title
    yield from ((f"{shown.fact}#column:{name}", text) for name, text in shown.columns.items())
    yield from ((f"{shown.fact}#word:{name}", text) for name, text in shown.words.items())


def message(rule: str, code: str, at: Mapping[str, Any], args: Mapping[str, str], texts: Texts) -> str:
    """Return what a finding says; IRIs of well-known namespaces are shortened.

    A problem that its rule has no sentence of its own for is said in the words for problems.
    """
    known = {**{name: at.get(name) for name in _OF_PLACE}, **args}
    short = {name: terms.short(value) for name, value in known.items() if value is not None}
    if "defect" in short:
        short["defect"] = texts(f"defect-{short['defect']}", **short)
    if f"standing-{short.get('status')}" in texts:
        short["status"] = texts(f"standing-{short['status']}")
    of_rule, problem = f"{rule}:{code}", f"problem-{code}"
    if of_rule not in texts and problem in texts:
        return texts("report-unread", source=short.get("source", ""), message=texts(problem, **short))
    return texts(of_rule if of_rule in texts else code, **short)


def reworded(document: Mapping[str, Any], texts: Texts) -> Mapping[str, Any]:
    """Return a report for reading in the language of `texts`; what it states, and its seal, stay the same."""
    if document["lang"] == texts.language:
        return document
    return {
        **document,
        "profiles": [_titled(one, one["id"], texts) for one in document["profiles"]],
        "rules": {name: _titled(one, name, texts) for name, one in document["rules"].items()},
        "results": [_titled(one, one["criterion"], texts) for one in document["results"]],
        "findings": [_finding(one, texts) for one in document["findings"]],
        "evidence": [_evidence(one, texts) for one in document["evidence"]],
        "ladders": [_ladder(one, texts) for one in document["ladders"]],
    }


def _titled(one: Mapping[str, Any], name: str, texts: Texts) -> dict[str, Any]:
    found = {part: f"{name}#{part}" for part in ("title", "remedy", "note") if part in one}
    return {**one, **{part: texts(code) for part, code in found.items() if code in texts}}


def _ladder(one: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    name = f"ladder-{one['id']}"
    steps = ((f"{name}-{number}#title", title) for number, title in enumerate(one["steps"], start=1))
    said = [texts(code) if code in texts else title for code, title in steps]
    return {**_titled(one, name, texts), "steps": said}


def _finding(one: Mapping[str, Any], texts: Texts) -> Mapping[str, Any]:
    if not any(
        code in texts for code in (f"{one['rule']}:{one['code']}", f"problem-{one['code']}", one["code"])
    ):
        return one
    return {**one, "message": message(one["rule"], one["code"], one["at"], one["args"], texts)}


def _evidence(one: Mapping[str, Any], texts: Texts) -> Mapping[str, Any]:
    problem = one["problem"]
    if problem is None or f"problem-{problem['code']}" not in texts:
        return one
    said = texts(f"problem-{problem['code']}", **problem["args"])
    return {**one, "problem": {**problem, "message": said}}
