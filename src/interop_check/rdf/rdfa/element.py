"""One element at work, and of whom it speaks (RDFa Core 1.1, section 7.5, steps 5 and 6)."""

from collections.abc import Mapping
from dataclasses import dataclass

from interop_check.rdf.html.tree import Node
from interop_check.rdf.rdfa.context import Context
from interop_check.rdf.rdfa.names import Names, Scope

_TOP = frozenset(("head", "body"))
_STATING = frozenset(("property", "rel", "rev", "typeof"))


@dataclass(slots=True)
class Element:
    """An element: its attributes, where it stands, and what the steps find out in turn.

    `rels` and `revs` are None where there is no such attribute; b"" stands for no term. `skips` says that
    the element speaks of nobody anew.
    """

    node: Node
    given: Mapping[str, str]
    scope: Scope
    context: Context
    place: int
    is_root: bool
    rels: tuple[bytes, ...] | None
    revs: tuple[bytes, ...] | None
    subject: bytes = b""
    object: bytes = b""
    typed: bytes = b""
    skips: bool = False

    @property
    def is_related(self) -> bool:
        """Whether there is @rel or @rev."""
        return self.rels is not None or self.revs is not None


def settle(one: Element, names: Names) -> None:
    """Find an element's subject, its object, and what @typeof is about."""
    if one.is_related:
        _with_rel(one, names)
    elif "property" in one.given and "content" not in one.given and "datatype" not in one.given:
        _with_property(one, names)
    else:
        _plain(one, names)


def _with_rel(one: Element, names: Names) -> None:
    """Step 6."""
    about = _about(one, names)
    one.subject = about or _around(one, names)
    one.object = resource(one, names)
    if "typeof" not in one.given:
        return
    if "about" in one.given:
        one.typed = about
    else:
        one.typed = one.object = one.object or names.blank()


def _with_property(one: Element, names: Names) -> None:
    """Step 5.1."""
    about = _about(one, names)
    one.subject = about or _around(one, names)
    if "typeof" in one.given:
        root = names.subject if one.is_root else b""
        one.typed = one.object = about or root or resource(one, names) or names.blank()


def _plain(one: Element, names: Names) -> None:
    """Step 5.2; <head> and <body> speak of what is around them (HTML+RDFa 1.1, section 3.1)."""
    found = _about(one, names) or resource(one, names) or (names.subject if one.is_root else b"")
    if "typeof" in one.given:
        if not found:
            found = one.context.parent_object if one.node.tag in _TOP else names.blank()
        one.typed = found
    one.skips = not found and "property" not in one.given
    one.subject = found or one.context.parent_object


def _about(one: Element, names: Names) -> bytes:
    return names.resource(one.given["about"], one.scope) if "about" in one.given else b""


def _around(one: Element, names: Names) -> bytes:
    return names.subject if one.is_root else one.context.parent_object


def resource(one: Element, names: Names) -> bytes:
    """Return what @resource, else @href, else @src names; b"" where none does."""
    given = one.given
    if "resource" in given and (found := names.resource(given["resource"], one.scope)):
        return found
    for name in ("href", "src"):
        if name in given:
            found = names.iri(given[name])
            if not found and not _STATING.isdisjoint(given):
                names.dropped.add(given[name])
            return found
    return b""
