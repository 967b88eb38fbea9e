"""Examiner `openapi`: can the description of an API be read, by everybody, and is it valid OpenAPI."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from interop_check.examiners import Part, examiner, together
from interop_check.examiners._limits import limits_param
from interop_check.mask import shown
from interop_check.model import INTERRUPTED, Evidence, Examination, Finding, Place, Problem, Tally, Waiver
from interop_check.openapi import consistency, cycles, structure
from interop_check.openapi.description import Description
from interop_check.openapi.document import LIMITS, Document, Flaw
from interop_check.openapi.node import Fault, Node, Reference
from interop_check.openapi.rules import ANY, MAX_FINDINGS, Context, examined, finding, rule
from interop_check.openapi.values import Role, Validators
from interop_check.openapi.values import examined as values_examined
from interop_check.openapi.values.limits import Limits
from interop_check.openapi.version import VERSIONS

PARAMS: Mapping[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "max_findings": {"type": "integer", "minimum": 0, "description": "Findings kept per rule."},
        "limits": limits_param(
            Limits, "What holding the values of one description to their schemas may cost, counted."
        ),
    },
}

READABLE, SYNTAX, DUPLICATE = "openapi/readable", "openapi/syntax", "openapi/duplicate-key"
VERSION, CURRENT = "openapi/version", "openapi/version-current"
REFERENCES, PORTABILITY = "openapi/references", "openapi/portability"
VALUES = {Role.EXAMPLE: "openapi/examples", Role.DEFAULT: "openapi/defaults", Role.ENUM: "openapi/enums"}
IGNORE = "x-ignore-rules"
"""The extension of the Belgian guide: an object with the ids of rules, and for each the reason."""

DUPLICATE_FLAW, OLD = "duplicate-key", "2.0"

_WELL, _WRONG, _UNSEEN = Tally(1, 0), Tally(1, 1), Tally(not_checked=1)
_INSECURE = frozenset({"gateway-certificate", "gateway-downgrade"})
"""Faults of whoever serves the description, not of the network."""

_GONE = frozenset({"file-absent", "file-unreadable", "is-folder"})
_ABSENT = _GONE | {"location-outside", "not-recorded"}
"""A file that a description refers to and that we do not read for one of the last two may well be there."""

_LOST = frozenset({"ref-unresolved", "ref-other-kind"})
_NOT_FETCHED = frozenset({"network-off", "ref-not-followed", INTERRUPTED})
_TOO_MUCH = LIMITS | {"ref-too-many-files", "ref-too-many-bytes"}


@rule("openapi/structure", on=ANY)
def structure_rule(node: Node, context: Context) -> Iterator[Fault]:
    """Every object holds what its kind may hold."""
    return structure.faults(node, context.version)


@rule("openapi/keywords", on=ANY)
def keywords_rule(node: Node, context: Context) -> Iterator[Fault]:
    """What stands in an object does something."""
    return structure.without_effect(node, context.version)


@rule("openapi/consistency", on=tuple(consistency.CHECKS))
def consistency_rule(node: Node, context: Context) -> Iterator[Fault]:
    """What has to agree with something elsewhere does."""
    return consistency.faults(node, context.api)


@examiner("openapi", evidence=("api",), params=PARAMS, judges_problems=True)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Sequence[Part]:
    """Whether each description can be read, in every file of it, by every parser, and is valid OpenAPI.

    Rules openapi/readable, openapi/syntax, openapi/duplicate-key, openapi/version, openapi/version-current,
    openapi/structure, openapi/keywords, openapi/consistency, openapi/references, openapi/portability,
    openapi/examples, openapi/defaults, openapi/enums.
    Source: OpenAPI Specification 2.0, 3.0.4, 3.1.1 and 3.2.0; YAML 1.2.2; RFC 8259; RFC 6901.
    """
    most = params.get("max_findings", MAX_FINDINGS)
    apis = [one.content for one in evidence if one.content is not None]
    contexts = [Context(api=api, version=api.version) for api in apis if api.version]
    unread = len(evidence) - len(apis)
    without_version = unread + len(apis) - len(contexts)
    not_had = without_version + sum(len(context.api.problems) for context in contexts)
    return (
        Part(rules=(READABLE, SYNTAX), look=lambda: together([_entry(one) for one in evidence])),
        _part(DUPLICATE, lambda: together([_duplicates(file) for file in _files(apis)]), unread),
        _part(PORTABILITY, lambda: together([_portability(file) for file in _files(apis)]), unread),
        _part(VERSION, lambda: together([_version(api) for api in apis]), unread),
        _part(CURRENT, lambda: together([_current(context.api) for context in contexts]), without_version),
        _part(REFERENCES, lambda: _all_references(contexts, without_version, most), without_version),
        *(
            _part(one.id, partial(examined, one, contexts, most), not_had)
            for one in (structure_rule, keywords_rule, consistency_rule)
        ),
        *_values(contexts, not_had, most, Limits(**params.get("limits", {}))),
        Part(rules=(), look=lambda: Examination(tallies={}, waivers=tuple(_waivers(contexts)))),
    )


def _part(rule_id: str, look: Callable[[], Examination], unseen: int) -> Part:
    """Return the part of one rule, which could not look at so many files."""
    open_ = Examination(tallies={rule_id: Tally(not_checked=unseen)} if unseen else {})
    return Part(rules=(rule_id,), look=lambda: together([look(), open_]))


def _values(contexts: Sequence[Context], not_had: int, most: int, limits: Limits) -> Iterator[Part]:
    """Yield the part of each rule about values; what is made to hold them against is made once for all."""
    every = [Validators(context.api, limits=limits) for context in contexts]
    for role, rule_id in VALUES.items():
        yield _part(rule_id, partial(_of_role, rule_id, role, every, not_had, most), not_had)


def _of_role(rule_id: str, role: Role, every: Sequence[Validators], not_had: int, most: int) -> Examination:
    """Look at the values of one role; the fact says whether there are any, or may be."""
    fact = bool(not_had) or any(sample.role is role for one in every for sample in one.samples)
    known = Examination(tallies={}, facts={f"api_{role}s": fact})
    return together([known, values_examined(rule_id, role, every, most)])


def _waivers(contexts: Sequence[Context]) -> Iterator[Waiver]:
    """Yield what a description asks not to be blamed for: `x-ignore-rules`, at an object and all below it."""
    for context in contexts:
        for node in context.api.all_nodes:
            ignored = node.fields.get(IGNORE)
            for rule_id, reason in ignored.items() if isinstance(ignored, dict) else ():
                yield Waiver(
                    id=shown(f"{node.document.source}#{node.pointer}"),
                    rule=rule_id,
                    reason=shown(reason) if isinstance(reason, str) else "",
                    file=node.document.source,
                    pointer=node.pointer,
                    by="description",
                )


def _files(apis: Sequence[Description]) -> Iterator[Document]:
    for api in apis:
        yield from api.documents.values()


# ---------------------------------------------------------------- files


def _entry(one: Evidence) -> Examination:
    """Look at a description as a file, and at the files that it refers to."""
    if one.problem:
        return _unreadable(one.source, one.problem)
    api: Description = one.content
    facts = {"openapi": {one.source: _about(api)}}
    files = [Examination(tallies={SYNTAX: _WELL}) for _ in api.documents]
    files += [_referred(location, problem) for location, problem in api.problems.items()]
    return together([Examination(tallies={READABLE: _WELL}, facts=facts), *files])


def _about(api: Description) -> dict[str, Any]:
    return {
        "version": str(api.written or ""),
        "files": len(api.documents),
        "operations": len(api.nodes("operation")),
        "schemas": len(api.nodes("schema")),
    }


def _unreadable(source: str, problem: Problem) -> Examination:
    if problem.code in _ABSENT | _INSECURE:
        return _told(READABLE, _WRONG, source, problem)
    if _is_of_network(problem):
        return _told(READABLE, _UNSEEN, source, problem)
    read = Examination(tallies={READABLE: _WELL})
    return together([read, _told(SYNTAX, _UNSEEN if problem.code in _TOO_MUCH else _WRONG, source, problem)])


def _referred(location: str, problem: Problem) -> Examination:
    """Look at a file that could not be had or read; one that is not there is the reference's fault."""
    if problem.code in _ABSENT | _INSECURE or _is_of_network(problem):
        return Examination(tallies={})
    return _told(SYNTAX, _UNSEEN if problem.code in _TOO_MUCH else _WRONG, location, problem)


def _is_of_network(problem: Problem) -> bool:
    return problem.code in _NOT_FETCHED or problem.code.startswith("gateway-")


def _told(rule_id: str, tally: Tally, source: str, problem: Problem) -> Examination:
    at = Place(source=source, line=problem.line, column=problem.column)
    found = Finding(rule=rule_id, code=problem.code, at=at, args=problem.args)
    return Examination(tallies={rule_id: tally}, findings=(found,))


def _duplicates(file: Document) -> Examination:
    return _flaws(file, DUPLICATE, [code for code in file.flaws.counts if code == DUPLICATE_FLAW])


def _portability(file: Document) -> Examination:
    return _flaws(file, PORTABILITY, [code for code in file.flaws.counts if code != DUPLICATE_FLAW])


def _flaws(file: Document, rule_id: str, codes: Sequence[str]) -> Examination:
    """Return what is odd in the text of a file, as far as one rule is about it."""
    kept = [flaw for flaw in file.flaws.kept if flaw.code in codes]
    omitted = sum(file.flaws.counts[code] for code in codes) - len(kept)
    return Examination(
        tallies={rule_id: _WRONG if codes else _WELL},
        findings=tuple(_flaw(file, rule_id, flaw) for flaw in kept),
        omitted={rule_id: omitted} if omitted else {},
    )


def _flaw(file: Document, rule_id: str, flaw: Flaw) -> Finding:
    line, column = file.lines.position(flaw.offset)
    args = dict(flaw.args)
    if flaw.first is not None:
        args["first"] = str(file.lines.position(flaw.first)[0])
    return Finding(
        rule=rule_id, code=flaw.code, at=Place(source=file.source, line=line, column=column), args=args
    )


# ---------------------------------------------------------------- versions


def _version(api: Description) -> Examination:
    if api.version:
        return Examination(tallies={VERSION: _WELL})
    is_other = "asyncapi" in api.entry.value
    code = "asyncapi" if is_other else "version-absent" if api.written is None else "version-unknown"
    key = next((name for name in ("openapi", "swagger", "asyncapi") if name in api.entry.value), None)
    line, column = api.entry.key_at((key,) if key else ())
    args = {"value": shown(str(api.written)), "known": ", ".join(VERSIONS)}
    at = Place(source=api.entry.source, line=line, column=column)
    found = Finding(rule=VERSION, code=code, at=at, args=args)
    return Examination(tallies={VERSION: _UNSEEN if is_other else _WRONG}, findings=(found,))


def _current(api: Description) -> Examination:
    if api.version is None or api.version.name != OLD:
        return Examination(tallies={CURRENT: _WELL})
    line, column = api.entry.key_at(("swagger",))
    at = Place(source=api.entry.source, line=line, column=column)
    return Examination(
        tallies={CURRENT: _WRONG},
        findings=(Finding(rule=CURRENT, code="version-old", at=at, args={"value": OLD}),),
    )


# ---------------------------------------------------------------- references


def _all_references(contexts: Sequence[Context], unseen: int, most: int) -> Examination:
    """Look at the references of all descriptions; the fact says whether there are any, or may be."""
    fact = bool(unseen) or any(context.api.references for context in contexts)
    known = Examination(tallies={}, facts={"api_references": fact})
    return together([known, *(_references(context.api, most) for context in contexts)])


def _references(api: Description, most: int) -> Examination:
    """Look at every reference; those into one file that cannot be had are one finding."""
    endless = {id(one): (one, code) for one, code in cycles.endless(api)}
    lost = [(one, one.problem.code) for one in api.references if one.problem and one.problem.code in _LOST]
    broken = [(one, code, 1) for one, code in (*endless.values(), *lost)]
    broken += [(one, code, count) for one, code, count in _not_had(api)]
    total = sum((_tally_of(one) for one in api.references), Tally())
    total = Tally(total.looked_at, total.failed + len(endless), total.not_checked)
    omitted = len(broken[most:])
    return Examination(
        tallies={REFERENCES: total} if api.references else {},
        findings=tuple(_broken(one, code, count) for one, code, count in broken[:most]),
        omitted={REFERENCES: omitted} if omitted else {},
    )


def _tally_of(one: Reference) -> Tally:
    if one.problem is None:
        return _WELL
    return _WRONG if one.problem.code in _LOST | _GONE | _INSECURE else _UNSEEN


def _broken(one: Reference, code: str, count: int) -> Finding:
    args = {"reference": shown(one.written), **(one.problem.args if one.problem else {})}
    if one.lost and (suggestion := one.lost.suggestion):
        args["suggestion"] = shown(suggestion)
    return replace(finding(REFERENCES, Fault(node=one.node, code=code, at=one.at, args=args)), count=count)


def _not_had(api: Description) -> Iterator[tuple[Reference, str, int]]:
    """Yield the first reference into each file that was not had, why, and how many there are."""
    counts = Counter(id(one.problem) for one in api.references if one.problem)
    for one in api.references:
        problem = one.problem
        count = counts.pop(id(problem), 0)
        if problem and count and (problem.code in _ABSENT | _INSECURE or _is_of_network(problem)):
            yield one, problem.code, count
