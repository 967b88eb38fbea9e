"""Rules over the index: a rule is a small function of one object and the description it stands in.

    @rule("belgif/path-trailing-slash", on="path-item")
    def no_slash(node: Node, context: Context) -> Iterator[Fault]:
        if str(node.key).endswith("/"):
            yield Fault(node=node, code="trailing-slash")

A rule is looked at for every object of its kind, and fails for each for which it yields a fault. Beside the
kinds of objects there are `answer`, `input`, `body` and `address` (views.Answer, Input, Body, Address): a
response as an operation gives it, a parameter as an operation takes it, a content of a request body or
response, the address of a server.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Any, TypeVar

from interop_check import yamlfile
from interop_check.model import Examination, Finding, Place, Tally
from interop_check.openapi import views
from interop_check.openapi.description import Description
from interop_check.openapi.facts import Schemas
from interop_check.openapi.node import Fault
from interop_check.openapi.version import Version
from interop_check.suggest import near

MAX_FINDINGS = 100
ANY = "*"
"""In place of a kind: every object, references among them."""

VIEWS: Mapping[str, Callable[["Context"], Sequence[Any]]] = {
    "body": lambda context: tuple(views.bodies(context.api)),
    "answer": lambda context: tuple(views.answers(context.api)),
    "input": lambda context: tuple(views.inputs(context.api)),
    "address": lambda context: tuple(views.addresses(context.api)),
}
"""What is no kind of object but can be looked at all the same."""

Known = TypeVar("Known")


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a rule may ask besides its object: the description, its schemas, the parameters of the rule."""

    api: Description
    version: Version
    params: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def schemas(self) -> Schemas:
        """What the schemas say."""
        return self.once(_schemas)

    def once(self, find: Callable[["Context"], Known]) -> Known:
        """Return what `find` finds in the description, whatever the parameters; it looks but once."""
        remembered = self.api.remembered
        if find not in remembered:
            remembered[find] = find(self)
        found: Known = remembered[find]
        return found

    def asking(self, params: Mapping[str, Any]) -> "Context":
        """Return the same with other parameters."""
        return replace(self, params=params)


def _schemas(context: Context) -> Schemas:
    return Schemas(context.api)


Look = Callable[[Any, Context], Iterable[Fault]]
"""An object is a Node, or what one of VIEWS shows."""

Applies = Callable[[Any, Context], bool]


def _always(subject: Any, context: Context) -> bool:  # noqa: ARG001 - the shape of Applies
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRule:
    """A rule by its id, the kinds of object that it is about, and how it looks at one.

    `applies` says whether it has anything to say of an object; what it does not apply to is not looked at.
    """

    id: str
    on: tuple[str, ...]
    look: Look
    doc: str
    applies: Applies = _always


def rule(id_: str, *, on: str | Sequence[str], where: Applies = _always) -> Callable[[Look], NodeRule]:
    """Declare a function to be the rule `id_` on one or several kinds of object, where it applies."""

    def declare(look: Look) -> NodeRule:
        kinds = (on,) if isinstance(on, str) else tuple(on)
        return NodeRule(id=id_, on=kinds, look=look, doc=(look.__doc__ or "").strip(), applies=where)

    return declare


def examined(one: NodeRule, contexts: Sequence[Context], max_findings: int = MAX_FINDINGS) -> Examination:
    """Return what one rule sees in all descriptions.

    What is wrong in the same way at one place, as in a response that operations share, is one finding.
    """
    applies, looked_at, failed, omitted = one.applies, 0, 0, 0
    found: dict[Hashable, tuple[Fault, int]] = {}
    for context, kind in product(contexts, one.on):
        for subject in objects(kind, context):
            if applies is not _always and not applies(subject, context):
                continue
            looked_at += 1
            fault = None
            for fault in one.look(subject, context):
                key = _same(subject, fault) or len(found)
                first, count = found.get(key, (fault, 0))
                if count or len(found) < max_findings:
                    found[key] = first, count + 1
                else:
                    omitted += 1
            failed += fault is not None
    return Examination(
        tallies={one.id: Tally(looked_at, failed)} if looked_at else {},
        findings=tuple(replace(finding(one.id, each), count=count) for each, count in found.values()),
        omitted={one.id: omitted} if omitted else {},
    )


_OF_OPERATION = frozenset({"path", "method", "status"})


def _same(subject: Any, fault: Fault) -> Hashable:
    """Return what is the same of a fault that is told elsewhere than at its object; None where it is not."""
    if fault.node is subject:
        return None
    args = tuple(item for item in fault.args.items() if item[0] not in _OF_OPERATION)
    return id(fault.node), fault.at, fault.code, args


def objects(kind: str, context: Context) -> Sequence[Any]:
    """Return the objects of a kind, or those that a view shows."""
    if kind in VIEWS:
        return context.once(VIEWS[kind])
    return context.api.all_nodes if kind == ANY else context.api.nodes(kind)


def finding(rule_id: str, fault: Fault) -> Finding:
    """Return a fault as a finding, with its place in its own file and what was probably meant."""
    node = fault.node
    path = (*node.path, *fault.at)
    line, column = node.document.key_at(path)
    suggestion = near(*fault.meant) if fault.meant else ""
    args = {**fault.args, **fault.more()} if fault.more else fault.args
    return Finding(
        rule=rule_id,
        code=fault.code,
        at=Place(source=node.document.source, line=line, column=column, pointer=yamlfile.pointer(path)),
        args={**args, "suggestion": suggestion} if suggestion else args,
    )
