"""A description of an API: its files and every object in them, to ask for by kind; nothing is put in place.

api = described(data, "openapi.yaml", read)
for operation in api.nodes("operation"): …
for response in map(api.resolved, api.children(operation, "responses")): …
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from interop_check.model import Problem
from interop_check.openapi import reading
from interop_check.openapi import version as versions
from interop_check.openapi.document import Document, DocumentError
from interop_check.openapi.index import Index, Read
from interop_check.openapi.limits import DEFAULT_LIMITS, Limits
from interop_check.openapi.node import REF, Node, Reference
from interop_check.openapi.references import holds
from interop_check.openapi.version import Version


@dataclass(frozen=True, eq=False, kw_only=True)
class Description:
    """An entry file and all that it refers to.

    `version` is None where the entry says none that is known: there are no nodes then. `written` is what the
    entry says of its version, None where it says nothing. `problems` are those of files that are referred to,
    by their location.
    """

    entry: Document
    version: Version | None
    written: Any
    all_nodes: Sequence[Node] = field(repr=False)
    references: Sequence[Reference] = field(repr=False)
    documents: Mapping[str, Document] = field(repr=False)
    problems: Mapping[str, Problem] = field(repr=False)
    index: Index | None = field(repr=False)

    def nodes(self, kind: str) -> Sequence[Node]:
        """Return the objects of a kind, without the references that stand in their place."""
        return self._by_kind.get(kind, ())

    def node_at(self, node: Node, *steps: str | int) -> Node | None:
        """Return the object below `node` at some steps, a reference where one stands there."""
        value = node.value
        for step in steps:
            if not holds(value, step):
                return None
            value = value[step]
        return self.index.node_of(value) if self.index and isinstance(value, dict) else None

    def children(self, node: Node, *steps: str | int) -> Iterator[Node]:
        """Yield the objects in a map or list below `node`, resolved; without those that lead nowhere."""
        value = node.value
        for step in steps:
            value = value.get(step) if isinstance(value, dict) else None
        below = (
            value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
        )
        for key, _ in below:
            found = self.node_at(node, *steps, key)
            resolved = self.resolved(found) if found else None
            if resolved:
                yield resolved

    def reference(self, node: Node) -> Reference | None:
        """Return the `$ref` of a node, alone or beside other members."""
        return self._by_node.get(id(node))

    def resolved(self, node: Node) -> Node | None:
        """Return what a reference leads to in the end, any other node itself; None if it leads nowhere."""
        way: dict[int, None] = {}
        found: Node | None = node
        while found is not None and is_reference(found):
            if id(found) in self._ends or id(found) in way:
                found = self._ends.get(id(found))
                break
            way[id(found)] = None
            reference = self.reference(found)
            found = reference.target if reference else None
        self._ends.update(dict.fromkeys(way, found))
        return found

    def uses(self, node: Node) -> Sequence[Reference]:
        """Return the references that lead straight to a node."""
        return self._uses.get(id(node), ())

    @cached_property
    def root(self) -> Node | None:
        """The node of the entry as a whole."""
        return self.all_nodes[0] if self.all_nodes else None

    @cached_property
    def _ends(self) -> dict[int, Node | None]:
        """Where references lead in the end, as far as somebody asked."""
        return {}

    @cached_property
    def remembered(self) -> dict[Any, Any]:
        """What was found out about it, by what found it; several guidelines ask the same."""
        return {}

    @cached_property
    def operation_ids(self) -> Mapping[str, Sequence[Node]]:
        """The operations by their operationId; more than one where ids repeat."""
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.nodes("operation"):
            if isinstance(node.fields.get("operationId"), str):
                found[node.fields["operationId"]].append(node)
        return found

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[Node]]:
        found: dict[str, list[Node]] = defaultdict(list)
        for node in self.all_nodes:
            if not is_reference(node):
                found[node.spec.node].append(node)
        return found

    @cached_property
    def _by_node(self) -> Mapping[int, Reference]:
        return {id(one.node): one for one in self.references if one.at == (REF,)}

    @cached_property
    def _uses(self) -> Mapping[int, Sequence[Reference]]:
        found: dict[int, list[Reference]] = defaultdict(list)
        for one in self.references:
            if one.target is not None:
                found[id(one.target)].append(one)
        return found


def described(data: bytes, source: str, read: Read, limits: Limits = DEFAULT_LIMITS) -> Description:
    """Read an entry called `source` and what it refers to. Raises DocumentError for the entry alone."""
    entry = reading.read(data, source, limits)
    if not isinstance(entry.value, dict):
        line, column = entry.value_at(())
        raise DocumentError("not-an-object", line=line, column=column)
    field_, written = versions.declared(entry.value) or ("", None)
    name = versions.known(written)
    if name is None or (field_ == "swagger") != (name == "2.0"):
        return _bare(entry, written)
    index = Index(entry, versions.version(name), read, limits)
    return Description(
        entry=entry,
        version=index.version,
        written=written,
        all_nodes=index.nodes,
        references=index.references,
        documents=index.documents,
        problems=index.problems,
        index=index,
    )


def _bare(entry: Document, written: Any) -> Description:
    return Description(
        entry=entry,
        version=None,
        written=written,
        all_nodes=(),
        references=(),
        documents={entry.source: entry},
        problems={},
        index=None,
    )


def is_reference(node: Node) -> bool:
    """Whether a node is a reference that stands in the place of an object."""
    value = node.value
    if type(value) is not dict or REF not in value or not node.spec.reference:
        return False
    return type(value[REF]) is str and (REF not in node.spec.fields or len(value) == 1)
