"""Whether an object holds what its kind may hold, by the table of its version."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from interop_check.mask import shown
from interop_check.openapi import version as versions
from interop_check.openapi.node import REF, Fault, Node
from interop_check.openapi.version import LIST, MAP, Form, Kind, Term, Version

_EXTENSION = "x-"
_TYPES: Mapping[type, str] = {
    bool: "boolean",
    dict: "object",
    float: "number",
    int: "number",
    list: "array",
    str: "string",
    type(None): "null",
}
_SCALARS = {
    "text": "string",
    "count": "integer ≥ 0",
    "positive": "number > 0",
    "email": "string (email)",
    "reference": "string (uri-reference)",
    "uri": "string (uri)",
    "names": "array<string> (≥ 1, ≠)",
    "distinct names": "array<string> (≠)",
    "values": "array (≥ 1)",
    "types": "array<string> (≥ 1, ≠)",
    "base path": "string (/…)",
}

_OF_TEXT = {"email": "no-email", "reference": "no-address", "uri": "no-address", "base path": "no-base-path"}
"""What is wrong with text that has not the form that its field asks."""


def faults(node: Node, version: Version) -> Iterator[Fault]:
    """Yield everything that a node may not hold, or lacks."""
    value, spec = node.value, node.spec
    if type(value) is not dict:
        if not (spec.boolean and type(value) is bool):
            yield _misfit(node, (), value, spec.title)
        return
    if REF in value and spec.reference and REF not in spec.fields:
        spec = version.kinds["reference"]
        if type(value[REF]) is not str:
            yield _misfit(node, (REF,), value[REF], _SCALARS["text"])
        return
    if spec.is_map:
        yield from _named(node, value, spec, version)
    else:
        yield from _members(node, value, spec, version)
        yield from _absent(node, value, spec)


def without_effect(node: Node, version: Version) -> Iterator[Fault]:
    """Yield members that are allowed but do nothing: beside a reference, or keywords that nobody knows."""
    value, spec = node.value, node.spec
    if type(value) is not dict:
        return
    if REF in value and spec.reference and REF not in spec.fields:
        allowed = version.kinds["reference"].fields
        for name in value:
            if name not in allowed and not name.startswith(_EXTENSION):
                yield Fault(node=node, code="beside-reference", at=(name,), args={"field": shown(name)})
    elif spec.open:
        for name in value:
            if name not in spec.fields and not name.startswith(_EXTENSION):
                yield from _doubtful(node, name, spec)
    yield from _not_applicable(node, value, spec)


def _not_applicable(node: Node, value: dict[str, Any], spec: Kind) -> Iterator[Fault]:
    idle = [(name, str(node.key)) for name in spec.ignored if name in value]
    for field, applies in spec.applies.items():
        given = value.get(field)
        if isinstance(given, str):
            fitting = [name for name, values in applies.items() if given.lower() in map(str.lower, values)]
            idle += [(name, f"{field}: {given}") for name in applies if name in value and name not in fitting]
    for name, given in idle:
        args = {"field": name, "given": shown(given), "object": spec.title}
        yield Fault(node=node, code="not-applicable", at=(name,), args=args)


def _doubtful(node: Node, name: str, spec: Kind) -> Iterator[Fault]:
    """Names that nobody knows are allowed here: only what is known elsewhere or all but known is told."""
    near_miss = spec.near_misses.get(name.lower()) or next(
        (spec.near_misses[one] for one in versions.shortened(name) if one in spec.near_misses), None
    )
    if versions.others_with(spec.name, name):
        yield _unknown(node, name, spec)
    elif near_miss:
        args = {"field": shown(name), "object": spec.title, "suggestion": near_miss}
        yield Fault(node=node, code="misspelt-field", at=(name,), args=args)


def _members(node: Node, value: dict[str, Any], spec: Kind, version: Version) -> Iterator[Fault]:
    fields = spec.fields
    for name, below in value.items():
        term = fields.get(name)
        if term is None:
            if not spec.open and not (spec.extensions and name.startswith(_EXTENSION)):
                yield _unknown(node, name, spec)
        elif not term.fits(below):
            yield _unfit(node, name, below, term, version)
        elif spec.names is not None and type(below) is dict:
            yield from _misnamed(node, name, below, spec)


def _named(node: Node, value: dict[str, Any], spec: Kind, version: Version) -> Iterator[Fault]:
    pattern, term = spec.patterns[0]
    for name, below in value.items():
        if spec.extensions and name.startswith(_EXTENSION):
            continue
        if not pattern.fullmatch(name):
            args = {"name": shown(name), "object": spec.title}
            yield Fault(node=node, code=spec.misnamed, at=(name,), args=args)
        elif not term.fits(below) and not term.forms[0].kind:
            yield _unfit(node, name, below, term, version)


def _misnamed(node: Node, field: str, below: dict[str, Any], spec: Kind) -> Iterator[Fault]:
    for name in below:
        if spec.names is not None and not spec.names.fullmatch(name):
            args = {"name": shown(name), "object": spec.title}
            yield Fault(node=node, code=spec.misnamed, at=(field, name), args=args)


def _absent(node: Node, value: dict[str, Any], spec: Kind) -> Iterator[Fault]:
    for name in spec.required:
        if name not in value:
            yield Fault(node=node, code="missing-field", args={"field": name, "object": spec.title})
    for field, wanted in spec.cases.items():
        written = value.get(field)
        for name in wanted.get(written, ()) if isinstance(written, str) else ():
            if name not in value:
                args = {"field": name, "object": spec.title, "given": f"{field}: {written}"}
                yield Fault(node=node, code="missing-field-here", args=args)
    yield from _not_allowed(node, value, spec)
    for least, most, groups in ((1, len(value), spec.least), (1, 1, spec.exactly), (0, 1, spec.either)):
        for group in groups:
            count = sum(name in value for name in group)
            if not least <= count <= most:
                code = "too-many-of" if count else "missing-one-of"
                args = {"fields": ", ".join(group), "object": spec.title}
                yield Fault(node=node, code=code, args=args)


def _not_allowed(node: Node, value: dict[str, Any], spec: Kind) -> Iterator[Fault]:
    for field, allowed in spec.allowed.items():
        given = value.get(field)
        for name, options in allowed.get(given, {}).items() if isinstance(given, str) else ():
            written = value.get(name)
            if isinstance(written, str) and written not in options and spec.fields[name].fits(written):
                args = {"field": name, "value": written, "given": f"{field}: {given}"}
                args["known"] = ", ".join(options)
                yield Fault(node=node, code="unknown-value-here", at=(name,), args=args)


def _unknown(node: Node, name: str, spec: Kind) -> Fault:
    args = {"field": shown(name), "object": spec.title}
    others = versions.others_with(spec.name, name)
    if others:
        args["versions"] = ", ".join(others)
        return Fault(node=node, code="field-of-other-version", at=(name,), args=args)
    return Fault(node=node, code="unknown-field", at=(name,), args=args, meant=(name, spec.fields))


def _unfit(node: Node, name: str, below: Any, term: Term, version: Version) -> Fault:
    at: tuple[str | int, ...] = (name,)
    if isinstance(below, list) and any(form.shape == LIST for form in term.forms):
        number = next((n for n, one in enumerate(below) if not term.fits([one])), None)
        if number is not None:  # of a list, the first item that does not fit
            at, below = (name, number), below[number]
    options = tuple(option for form in term.forms for option in form.options)
    if below is None and "null" in options:
        return Fault(node=node, code="null-not-quoted", at=at, args={"field": shown(name)})
    if options and isinstance(below, str):
        args = {"field": shown(name), "value": shown(below), "known": ", ".join(options)}
        return Fault(node=node, code="unknown-value", at=at, args=args, meant=(below, options))
    if isinstance(below, str) and term.says in _OF_TEXT:
        args = {"field": shown(name), "value": shown(below)}
        return Fault(node=node, code=_OF_TEXT[term.says], at=at, args=args)
    return _misfit(node, at, below, " | ".join(_expected(form, version) for form in term.forms))


def _misfit(node: Node, at: tuple[str | int, ...], found: Any, expected: str) -> Fault:
    field = next((str(step) for step in reversed((*node.path, *at)) if isinstance(step, str)), "")
    is_scalar = isinstance(found, bool | int | float)
    code = "wants-quotes" if is_scalar and expected == _SCALARS["text"] else "wrong-type"
    value = "" if isinstance(found, dict | list) else shown(json.dumps(found, ensure_ascii=False))
    args = {"field": shown(field), "expected": expected, "found": _TYPES[type(found)], "value": value}
    return Fault(node=node, code=code, at=at, args=args)


def _expected(form: Form, version: Version) -> str:
    """Return what a value should be, in the words of JSON: string, array<string>, Schema Object."""
    says = form.says.removeprefix("list of ").removeprefix("at least one ").removeprefix("map of ")
    inner = version.kinds[form.kind].title if form.kind else _SCALARS.get(says, says)
    if form.options:
        inner = _SCALARS["text"]
    return {LIST: f"array<{inner}>", MAP: f"map<{inner}>"}.get(form.shape, inner)
