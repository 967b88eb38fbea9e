"""Files -> nodes: every object of a description with its kind, by the tables of its version.

References are resolved when everything that is known has been walked, and never put in place: what they
lead to is walked once, as what the place that refers to it expects. Anything else, as what stands in
examples and extensions, is data, and a `$ref` in it is no reference.
"""

import re
from collections.abc import Callable
from itertools import islice
from typing import Any

from interop_check.mask import shown
from interop_check.model import Problem
from interop_check.openapi import reading, references
from interop_check.openapi.document import Document, DocumentError, Path
from interop_check.openapi.limits import DEFAULT_LIMITS, Limits
from interop_check.openapi.node import REF, Node, Reference
from interop_check.openapi.references import Lost
from interop_check.openapi.version import LIST, MAP, Form, Kind, Version

Read = Callable[[str], bytes | Problem]
"""The bytes of a file that is referred to, or why they cannot be had."""

_EXTENSION = "x-"
_SPECIAL = frozenset({"schema", "discriminator", "link"})
_COMPONENT = re.compile(r"[A-Za-z0-9._-]+")


class Index:
    """What was found from one entry on, in the order in which it was reached."""

    def __init__(
        self, entry: Document, version: Version, read: Read, limits: Limits = DEFAULT_LIMITS
    ) -> None:
        self.version = version
        self.entry = entry
        self.nodes: list[Node] = []
        self.references: list[Reference] = []
        self.documents = {references.normal(entry.source): entry}
        self.problems: dict[str, Problem] = {}
        self._read = read
        self._limits = limits
        self._bytes_left = limits.api_files_together_bytes
        self._by_identity: dict[int, Node] = {}
        self._twins: dict[tuple[int, str], Node] = {}
        self._identified: dict[str, Node] = {}
        self._add(version.kinds["document"], entry.value, entry, None, ())
        walked = resolved = 0
        while walked < len(self.nodes):
            for node in islice(self.nodes, walked, None):  # grows while it is gone through
                self._visit(node)
            walked = len(self.nodes)
            for reference in islice(self.references, resolved, None):
                self._resolve(reference)
            resolved = len(self.references)

    def node_of(self, value: Any) -> Node | None:
        """Return the node of an object, by its identity."""
        return self._by_identity.get(id(value))

    # ---------------------------------------------------------------- walking

    def _add(self, spec: Kind, value: Any, document: Document, parent: Node | None, steps: Path) -> Node:
        """Return the node of an object, made where it is first met: YAML's aliases share objects."""
        known = self._by_identity.get(id(value)) if type(value) is dict else None
        if known is not None and known.spec is not spec:
            known = self._twins.get((id(value), spec.name))
        if known is not None:
            return known
        node = Node(spec, value, document, parent, steps)
        self.nodes.append(node)
        if type(value) is dict and self._by_identity.setdefault(id(value), node) is not node:
            self._twins[id(value), spec.name] = node
        return node

    def _visit(self, node: Node) -> None:
        value, spec = node.value, node.spec
        if type(value) is not dict:
            return
        if REF in value and self._refers(node):
            return
        if spec.is_map:
            form = spec.patterns[0][1].forms[0]
            for name, below in value.items() if form.kind else ():
                if not name.startswith(_EXTENSION):
                    self._add(self.version.kinds[form.kind], below, node.document, node, (name,))
            return
        children = spec.children
        for name, below in value.items():
            forms = children.get(name)
            if forms is not None:
                self._descend(node, name, below, forms)
        if spec.name in _SPECIAL:
            self._visit_special(node)

    def _descend(self, node: Node, name: str, below: Any, forms: tuple[Form, ...]) -> None:
        form = next((one for one in forms if type(below) in one.types), None)
        if form is None:
            return
        spec, document = self.version.kinds[form.kind], node.document
        if form.shape == LIST:
            for number, one in enumerate(below):
                self._add(spec, one, document, node, (name, number))
        elif form.shape == MAP:
            for key, one in below.items():
                self._add(spec, one, document, node, (name, key))
        else:
            self._add(spec, below, document, node, (name,))

    def _refers(self, node: Node) -> bool:
        """Note a reference; return whether it stands in the place of the object and nothing else counts."""
        spec, written = node.spec, node.value[REF]
        if not (spec.reference or REF in spec.fields) or type(written) is not str:
            return False
        self.references.append(Reference(node, (REF,), written, spec))
        return REF not in spec.fields

    def _visit_special(self, node: Node) -> None:
        """Note what some kinds say of themselves and of others besides what their tables tell."""
        value, kinds = node.value, self.version.kinds
        if node.spec.name == "schema" and self.version.has_json_schema:
            self._identify(node)
        elif node.spec.name == "discriminator" and isinstance(value.get("mapping"), dict):
            for name, written in value["mapping"].items():
                if isinstance(written, str):
                    at = ("mapping", name)
                    self.references.append(Reference(node, at, self._schema_named(written), kinds["schema"]))
        elif node.spec.name == "link" and isinstance(value.get("operationRef"), str):
            reference = Reference(node, ("operationRef",), value["operationRef"], kinds["operation"])
            self.references.append(reference)

    def _schema_named(self, written: str) -> str:
        """Return a discriminator's mapping as a reference; it may be the bare name of a component."""
        components = self.entry.value.get("components")
        schemas = components.get("schemas") if isinstance(components, dict) else None
        is_name = isinstance(schemas, dict) and written in schemas and _COMPONENT.fullmatch(written)
        return f"#/components/schemas/{written}" if is_name else written

    # ---------------------------------------------------------------- what identifies itself

    def _identify(self, node: Node) -> None:
        value = node.value
        if isinstance(value.get("$id"), str):
            base = self._base(node.parent) if node.parent else node.document.source
            self._identified.setdefault(references.joined(base, value["$id"].rstrip("#")), node)
        for name in ("$anchor", "$dynamicAnchor"):
            if isinstance(value.get(name), str):
                self._identified.setdefault(f"{self._base(node)}#{value[name]}", node)

    def _base(self, node: Node) -> str:
        """Return what references in `node` are relative to: the nearest `$id` around it, or its file."""
        if not self._identified:
            return node.document.source
        around = [node, *node.ancestors()]
        ids = [one.fields["$id"] for one in around if one.kind == "schema" and "$id" in one.fields]
        base = node.document.source
        for written in reversed([one for one in ids if isinstance(one, str)]):
            base = references.joined(base, written.rstrip("#"))
        return base

    # ---------------------------------------------------------------- resolving

    def _resolve(self, reference: Reference) -> None:
        file, fragment = references.split(reference.written)
        location = reference.location = references.joined(self._base(reference.node), file)
        exact = self._identified.get(f"{location}#{fragment}" if fragment else location)
        if exact is not None:
            self._lead(reference, exact.value, exact.document, exact.path)
            return
        within = self._identified.get(location)
        document = within.document if within else self._document(location)
        if document is None:
            reference.problem = self.problems[references.normal(location)]
            return
        pointer = references.steps(fragment)
        led = (
            None
            if pointer is None
            else references.walked(within.value if within else document.value, pointer)
        )
        if led is None or isinstance(led, Lost):
            args = {"reference": shown(reference.written), "location": location}
            reference.problem, reference.lost = Problem(code="ref-unresolved", args=args), led
            return
        path, value = led
        self._lead(reference, value, document, (*within.path, *path) if within else path)

    def _lead(self, reference: Reference, value: Any, document: Document, path: Path) -> None:
        spec = reference.expects
        known = self.node_of(value)
        is_object = type(value) is dict or (spec.boolean and type(value) is bool)
        if not is_object or (known is not None and known.spec is not spec):
            found = known.spec.title if known else type(value).__name__
            args = {"reference": shown(reference.written), "expected": spec.title, "found": found}
            reference.problem = Problem(code="ref-other-kind", args=args)
            return
        reference.target = self._add(spec, value, document, None, path)

    def _document(self, address: str) -> Document | None:
        location = references.normal(address)
        if location not in self.documents and location not in self.problems:
            read = self._loaded(location)
            if isinstance(read, Problem):
                self.problems[location] = read
            else:
                self.documents[location] = read
        return self.documents.get(location)

    def _loaded(self, location: str) -> Document | Problem:
        if len(self.documents) >= self._limits.api_files:
            return Problem(code="ref-too-many-files", args=self._limits.told("api_files"))
        data = self._read(location)
        if isinstance(data, Problem):
            return data
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            told = self._limits.told("api_files_together_bytes")
            return Problem(code="ref-too-many-bytes", args=told)
        try:
            return reading.read(data, location, self._limits)
        except DocumentError as error:
            return error.problem
