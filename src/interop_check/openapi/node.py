"""The nodes of the index: the objects of a description, each of one kind, and the references between them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from interop_check import yamlfile
from interop_check.model import Problem
from interop_check.openapi.document import Document, Path
from interop_check.openapi.references import Lost
from interop_check.openapi.version import Kind

REF = "$ref"


@dataclass(slots=True, eq=False)
class Node:
    """One object. It is not frozen because there are tens of thousands, and is never changed.

    `value` is what stands there, whatever it is: where an object belongs, text may stand. `steps` lead to it
    from its parent; without parent they lead from the root of the document.
    """

    spec: Kind
    value: Any
    document: Document
    parent: "Node | None"
    steps: Path

    @property
    def kind(self) -> str:
        """Return the kind of object, the same in every version: operation, schema and so on."""
        return self.spec.node

    @property
    def path(self) -> Path:
        """Return the steps from the root of the document."""
        return (*self.parent.path, *self.steps) if self.parent else self.steps

    @property
    def key(self) -> str | int:
        """Return the key or number under which it stands; nothing for a whole document."""
        return self.steps[-1] if self.steps else ""

    @property
    def pointer(self) -> str:
        """Return the JSON Pointer from the root of the document."""
        return yamlfile.pointer(self.path)

    @property
    def fields(self) -> dict[str, Any]:
        """Return its members; none where no object stands."""
        return self.value if isinstance(self.value, dict) else {}

    def ancestors(self) -> Iterator["Node"]:
        """Yield its parent, the parent of that, and so on."""
        node = self.parent
        while node:
            yield node
            node = node.parent


@dataclass(slots=True, eq=False)
class Reference:
    """One reference: where it is written, and what it leads to or what stands in the way."""

    node: Node
    at: Path
    """Steps from the node to the text of the reference."""

    written: str
    expects: Kind
    location: str = ""
    target: Node | None = None
    problem: Problem | None = None
    lost: Lost | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is wrong at a node, or at some steps below it: a code and values, never a sentence.

    `meant` is what was written and all that it could have been, for whoever wants to make a suggestion;
    `more` finds values that only a fault that is told needs.
    """

    node: Node
    code: str
    at: Path = ()
    args: Mapping[str, str] = field(default_factory=dict)
    meant: tuple[str, Iterable[str]] | None = None
    more: Callable[[], Mapping[str, str]] | None = None
