"""Rules as data: an entry of a profile's table -> a rule over the index.

    - rule: belgif/hdr-case           # whose text stands in the profile's rules/*.yaml
      on: parameter                   # a kind of object, several, or `answer` … (openapi/rules.py)
      where: {in: header}             # all of these hold: a value, one of a list, {pattern: …}, {present: …}
      unless: {name: [ETag, baggage]} # left alone where all of these hold; a list of such for several reasons
      field: name                     # what is looked at (openapi/checks/selecting.py); by default all of it
      casing: Upper-Kebab             # one test, see TESTS in openapi/checks/testing.py
      except: {pattern: "X-.*"}       # values that are left alone: one of a list, or {pattern: …}
      code: header-casing             # the code of its findings, by default the name of the test
      tell: each                      # each value where it stands; `object`: at the object; `once`: in one

`look: one-of` instead of a test names a function of openapi/guidelines, for what no such test can say; `with`
holds its parameters. A table may name a rule more than once: each entry looks at something else.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from interop_check.mask import listed, shown
from interop_check.openapi.checks.selecting import (
    Condition,
    Selected,
    Subject,
    conditions,
    holding,
    node_of,
    operation_of,
    path_of,
    selected,
)
from interop_check.openapi.checks.testing import TESTS, Test
from interop_check.openapi.guidelines import functions
from interop_check.openapi.node import Fault
from interop_check.openapi.rules import Context, NodeRule, objects
from interop_check.openapi.views import Answer, method


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule of a table, and the parameters that it is asked with."""

    rule: NodeRule
    params: Mapping[str, Any]


def bound(entry: Mapping[str, Any]) -> Bound:
    """Return an entry as a rule. Raises PatternError, KeyError where it names no function that there is."""
    if "look" in entry:
        found = functions()[entry["look"]]
        return Bound(replace(found, id=entry["rule"]), entry.get("with", {}))
    check = _Check(entry)
    kinds = (entry["on"],) if isinstance(entry["on"], str) else tuple(entry["on"])
    one = NodeRule(id=entry["rule"], on=kinds, look=check.faults, doc="", applies=check.applies)
    return Bound(one, {})


def is_about(kinds: Sequence[Mapping[str, Any]], context: Context) -> bool:
    """Whether a description holds an object as one of `kinds` says: `on` what, `where` what holds of it."""
    for kind in kinds:
        where = conditions(kind["where"])
        if any(_all(where, one, context) for one in objects(kind["on"], context)):
            return True
    return False


class _Check:
    """One entry, ready to look."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        name = next(one for one in TESTS if one in entry)
        unless = entry.get("unless", [])
        self._where = conditions(entry.get("where", {}))
        self._unless = [conditions(one) for one in (unless if isinstance(unless, list) else [unless])]
        self._field = entry.get("field", "")
        self._excepts = "except" in entry
        self._except = holding(entry.get("except", []))
        self._test: Test = TESTS[name](entry[name], ignore_case=entry.get("ignore_case", False))
        self._code = entry.get("code", name)
        self._tell: Callable[[Iterator[Selected]], Iterator[Selected]] = _TOLD[entry.get("tell", "each")]

    def applies(self, subject: Subject, context: Context) -> bool:
        if not _all(self._where, subject, context):
            return False
        for one in self._unless:
            if _all(one, subject, context):
                return False
        return self._test.needs_nothing or any(True for _ in self._values(subject, context))

    def _values(self, subject: Subject, context: Context) -> Iterator[Selected]:
        found = selected(subject, self._field, context)
        return ((at, value) for at, value in found if not self._except(value)) if self._excepts else found

    def faults(self, subject: Subject, context: Context) -> Iterator[Fault]:
        wrong = self._test.wrong(self._field, selected(subject, self._field, context))
        if self._excepts:
            wrong = ((at, value) for at, value in wrong if not self._except(value))
        for at, value in self._tell(wrong):
            args, more = {"value": shown(value)}, partial(self._said, subject, context)
            yield Fault(node=node_of(subject), code=self._code, at=at, args=args, more=more)

    def _said(self, subject: Subject, context: Context) -> Mapping[str, str]:
        said = {"field": self._field, "expected": self._test.expected}
        return said | _around(subject, context)


def _all(asked: tuple[Condition, ...], subject: Subject, context: Context) -> bool:
    for one in asked:  # noqa: SIM110 - tens of thousands of times, at twice the speed of all()
        if not one(subject, context):
            return False
    return True


def _around(subject: Subject, context: Context) -> dict[str, str]:
    """Return what a sentence may say of where a subject stands."""
    node, operation, path = node_of(subject), operation_of(subject), path_of(subject, context)
    name = str(node.fields.get("name", node.key)) or node.document.source  # a schema in a file of its own
    around = {"name": shown(name), "object": node.spec.title}
    if operation is not None and operation.parent is not None:
        path = path or str(operation.parent.key)  # a webhook's name, a callback's expression
    around |= {"path": shown(path)} if path else {}
    around |= {"method": method(operation).upper()} if operation else {}
    return around | ({"status": shown(subject.status)} if isinstance(subject, Answer) else {})


def _each(wrong: Iterator[Selected]) -> Iterator[Selected]:
    return ((at, str(value)) for at, value in wrong)


def _at_the_object(wrong: Iterator[Selected]) -> Iterator[Selected]:
    return (((), str(value)) for _, value in wrong)


def _once(wrong: Iterator[Selected]) -> Iterator[Selected]:
    values = [str(value) for _, value in wrong]
    if values:
        yield (), listed(values)


_TOLD: Mapping[str, Callable[[Iterator[Selected]], Iterator[Selected]]] = {
    "each": _each,
    "object": _at_the_object,
    "once": _once,
}
