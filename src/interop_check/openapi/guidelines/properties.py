"""The properties of objects: declared where they are required, read-only, null, in languages."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from interop_check.mask import listed, shown
from interop_check.openapi import views
from interop_check.openapi.guidelines.composition import COMBINATORS, heirs, is_member, is_whole, members
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context, rule

_CONDITIONAL = frozenset({"not", "if", "then", "else", "dependentSchemas"})
"""Where a schema says more of a value that another one describes."""

_MOST_PARTS = 50
"""So many schemas are looked at together for what is required of one value; nobody extends more of them."""

_MOST_ALTERNATIVES = 100
_ALTERNATIVES = ("anyOf", "oneOf")


def _own_required(node: Node) -> frozenset[str]:
    listed = node.fields.get("required")
    return (
        frozenset(one for one in listed if isinstance(one, str)) if isinstance(listed, list) else frozenset()
    )


def _required_within(node: Node, context: Context) -> AbstractSet[str]:
    """Return the names that a schema requires, itself and in the members that stand in it."""
    found, queue = set(_own_required(node)), [node]
    while queue:
        one = queue.pop()
        found |= _own_required(one)
        inline = [below for name in COMBINATORS for below in members(context, one, name)]
        queue += [below for below in inline if "$ref" not in below.fields]
    return found


def _requires(node: Node, context: Context) -> bool:
    if not ("required" in node.fields or any(name in node.fields for name in COMBINATORS)):
        return False
    is_conditional = node.parent is not None and node.steps[0] in _CONDITIONAL
    return not is_conditional and not is_member(node) and bool(_required_within(node, context))


@rule("required-declared", on="schema", where=_requires)
def required_declared(node: Node, context: Context) -> Iterator[Fault]:
    """A property that is required is declared."""
    known = context.schemas.facts(node).possible
    lacking = sorted(_required_within(node, context) - known.keys())
    if lacking and is_whole(context, node):
        args = {"properties": listed(lacking)}
        meant = (lacking[0], known) if len(lacking) == 1 else None
        yield Fault(node=node, code="required-undeclared", args=args, meant=meant)


@dataclass(frozen=True, slots=True)
class _Held:
    """Names that are required and names that are read-only, in every value of a schema."""

    required: frozenset[str] = frozenset()
    read_only: frozenset[str] = frozenset()

    def __or__(self, other: "_Held") -> "_Held":
        return _Held(self.required | other.required, self.read_only | other.read_only)

    @property
    def both(self) -> frozenset[str]:
        return self.required & self.read_only


class _ReadOnly:
    """What the schemas of a description hold, found out once for each."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[int, tuple[_Held, Sequence[Node]]] = {}
        self._clashes: dict[int, frozenset[str]] = {}

    def clashes(self, node: Node) -> frozenset[str]:
        """Return the names that are required and read-only in one possible value of a schema."""
        found = self._clashes.get(id(node))
        if found is None:
            held, parts = self._certain(node)
            others = islice(self._alternatives(parts), _MOST_ALTERNATIVES)
            worlds = [held | self._certain(one)[0] for one in others]
            found = self._clashes[id(node)] = held.both.union(*(world.both for world in worlds))
        return found

    def _certain(self, node: Node) -> tuple[_Held, Sequence[Node]]:
        """Return what a schema holds by itself and by allOf, and the schemas that it is by that."""
        known = self._known.get(id(node))
        if known is None:
            parts = self._parts(node)
            required = frozenset().union(*map(_own_required, parts))
            known = _Held(required, frozenset().union(*map(self._read_only, parts))), parts
            self._known[id(node)] = known
        return known

    def _parts(self, node: Node) -> Sequence[Node]:
        found: dict[int, Node] = {}
        queue: list[Node | None] = [node]
        while queue and len(found) < _MOST_PARTS:
            one = queue.pop()
            part = self._context.api.resolved(one) if one else None
            if part is not None and id(part) not in found:
                found[id(part)] = part
                reference = self._context.api.reference(part)
                queue += [reference.target] if reference else []
                queue += members(self._context, part, "allOf")
        return tuple(found.values())

    def _alternatives(self, parts: Sequence[Node]) -> Iterator[Node]:
        for part in parts:
            for name in _ALTERNATIVES:
                written = part.fields.get(name)
                for number in range(len(written) if isinstance(written, list) else 0):
                    found = self._context.api.node_at(part, name, number)
                    yield from [found] if found else []

    def _read_only(self, node: Node) -> frozenset[str]:
        listed = node.fields.get("properties")
        names = listed if isinstance(listed, dict) else ()
        return frozenset(name for name in names if self._is_read_only(node, name))

    def _is_read_only(self, node: Node, name: str) -> bool:
        written = node.fields["properties"][name]
        if not isinstance(written, dict) or not ("readOnly" in written or "$ref" in written):
            return False
        found = self._context.api.node_at(node, "properties", name)
        resolved = self._context.api.resolved(found) if found else None
        return any(one.fields.get("readOnly") is True for one in (found, resolved) if one)


def _may_clash(node: Node, context: Context) -> bool:
    del context
    return "properties" in node.fields or any(name in node.fields for name in COMBINATORS)


@rule("read-only-required", on="schema", where=_may_clash)
def read_only_required(node: Node, context: Context) -> Iterator[Fault]:
    """A property that is read-only is not required; told where both meet, and not again above that."""
    known = context.once(_ReadOnly)
    parts = [one for name in COMBINATORS for one in members(context, node, name)]
    told = [known.clashes(one) for part in parts if (one := context.api.resolved(part))]
    for name in sorted(known.clashes(node).difference(*told)):
        yield Fault(node=node, code="read-only-required", args={"property": shown(name)})


# ---------------------------------------------------------------- null


def _outermost(node: Node) -> Node:
    """Return the outermost schema that a schema stands in."""
    found = node
    for one in node.ancestors():
        if one.kind != "schema":
            break
        found = one
    return found


def _patched(context: Context) -> AbstractSet[int]:
    """Return the outermost schemas of what is sent with PATCH, and all that they refer to, by identity."""
    leads: Mapping[int, list[Node]] = defaultdict(list)
    for reference in context.api.references:
        if reference.target is not None and reference.node.kind == "schema":
            leads[id(_outermost(reference.node))].append(_outermost(reference.target))
    api = context.api
    queue = []
    for operation in api.nodes("operation"):
        body = views.request(api, operation) if views.method(operation) == "patch" else None
        for content in views.contents(api, body, operation) if body else ():
            schema = api.resolved(content.schema) if content.schema else None
            queue += [_outermost(one) for one in (content.schema, schema) if one]
    found: set[int] = set()
    while queue:
        one = queue.pop()
        if id(one) not in found:
            found.add(id(one))
            queue += leads[id(one)]
    return found


def _may_be_null(node: Node) -> bool:
    types = node.fields.get("type")
    return node.fields.get("nullable") is True or (isinstance(types, list) and "null" in types)


@rule("null-in-patch-only", on="schema")
def null_in_patch_only(node: Node, context: Context) -> Iterator[Fault]:
    """Null is a value in what is sent with PATCH alone; `unless_named` and `heirs_of` are left alone."""
    if not _may_be_null(node):
        return
    outermost = _outermost(node)
    name = str(outermost.key).lower()
    if any(part in name for part in context.params.get("unless_named", ())):
        return
    if id(outermost) in context.once(_patched):
        return
    if id(outermost) not in context.once(heirs(tuple(context.params.get("heirs_of", ())))):
        yield Fault(node=node, code="nullable", args={"name": shown(str(node.key))})


# ---------------------------------------------------------------- languages

_IN_A_LANGUAGE = re.compile(
    r"(?P<stem>[A-Za-z0-9]*[a-z0-9])_?(?P<tag>NL|FR|DE|EN|Nl|Fr|De|En|(?<=_)(?:nl|fr|de|en))"
)


def _has_properties(node: Node, context: Context) -> bool:
    del context
    return isinstance(node.fields.get("properties"), dict)


@rule("languages-as-object", on="schema", where=_has_properties)
def languages_as_object(node: Node, context: Context) -> Iterator[Fault]:
    """A text in several languages is an object with a property for each, not a row of properties."""
    del context
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name in node.fields["properties"]:
        match = _IN_A_LANGUAGE.fullmatch(name) if len(name) < 100 else None  # noqa: PLR2004 - no name is longer
        if match:
            found[match["stem"]][match["tag"].lower()] = name
    for stem, names in found.items():
        if len(names) > 1:
            args = {"properties": listed(sorted(names.values())), "property": shown(stem)}
            yield Fault(node=node, code="languages-apart", at=("properties",), args=args)
