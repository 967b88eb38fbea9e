"""Rules over the index: a rule is a small function of one object and the description it stands in.

    @rule("belgif/path-trailing-slash", on="path-item")
    def no_slash(node: Node, context: Context) -> Iterator[Fault]:
        if str(node.key).endswith("/"):
            yield Fault(node=node, code="trailing-slash")

A rule is looked at for every object of its kind, and fails for each for which it yields a fault.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from interop_check import yamlfile
from interop_check.model import Examination, Finding, Place, Tally
from interop_check.openapi.description import Description
from interop_check.openapi.facts import Schemas
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.version import Version
from interop_check.suggest import near

MAX_FINDINGS = 100
ANY = "*"
"""In place of a kind: every object, references among them."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a rule may ask besides its object: the description, its schemas, the rule set's parameters."""

    api: Description
    version: Version
    params: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def schemas(self) -> Schemas:
        """What the schemas say."""
        return Schemas(self.api)


Look = Callable[[Node, Context], Iterable[Fault]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeRule:
    """A rule by its id, the kinds of object that it is about, and how it looks at one."""

    id: str
    on: tuple[str, ...]
    look: Look
    doc: str


def rule(id_: str, *, on: str | Sequence[str]) -> Callable[[Look], NodeRule]:
    """Declare a function to be the rule `id_` on one or several kinds of object."""

    def declare(look: Look) -> NodeRule:
        kinds = (on,) if isinstance(on, str) else tuple(on)
        return NodeRule(id=id_, on=kinds, look=look, doc=(look.__doc__ or "").strip())

    return declare


def examined(one: NodeRule, contexts: Sequence[Context], max_findings: int = MAX_FINDINGS) -> Examination:
    """Return what one rule sees in all descriptions."""
    looked_at = failed = omitted = 0
    findings: list[Finding] = []
    for context in contexts:
        for node in _objects(one, context.api):
            looked_at += 1
            before = len(findings) + omitted
            for fault in one.look(node, context):
                if len(findings) < max_findings:
                    findings.append(finding(one.id, fault))
                else:
                    omitted += 1
            failed += len(findings) + omitted > before
    return Examination(
        tallies={one.id: Tally(looked_at, failed)} if looked_at else {},
        findings=tuple(findings),
        omitted={one.id: omitted} if omitted else {},
    )


def _objects(one: NodeRule, api: Description) -> Iterator[Node]:
    for kind in one.on:
        yield from api.all_nodes if kind == ANY else api.nodes(kind)


def finding(rule_id: str, fault: Fault) -> Finding:
    """Return a fault as a finding, with its place in its own file and what was probably meant."""
    node = fault.node
    path = (*node.path, *fault.at)
    line, column = node.document.key_at(path)
    suggestion = near(*fault.meant) if fault.meant else ""
    return Finding(
        rule=rule_id,
        code=fault.code,
        at=Place(source=node.document.source, line=line, column=column, pointer=yamlfile.pointer(path)),
        args={**fault.args, "suggestion": suggestion} if suggestion else fault.args,
    )
