"""One element, and of whom it speaks (RDFa Core 1.1, section 7.5, steps 5 and 6)."""

from collections.abc import Mapping
from typing import NamedTuple

from interop_check.rdf.html.tree import Node
from interop_check.rdf.rdfa.context import Context
from interop_check.rdf.rdfa.names import Names, Scope

_TOP = frozenset(("head", "body"))
_STATING = frozenset(("property", "rel", "rev", "typeof"))


class Element(NamedTuple):
    """An element: its attributes, what names mean in them, and where it stands.

    `is_related` says whether there is @rel or @rev.
    """

    node: Node
    given: Mapping[str, str]
    scope: Scope
    context: Context
    place: int
    is_root: bool
    is_related: bool


Roles = tuple[bytes, bytes, bytes, bool]
"""Who plays which part in what an element states; b"" where nobody does.

The subject is whom it speaks of; the object what @rel leads to, and whom the elements inside speak of; the
typed resource what @typeof is about. The last says whether the element is skipped: it speaks of nobody anew.
"""


def roles(one: Element, names: Names) -> Roles:
    """Find who plays which part."""
    given = one.given
    about = names.resource(given["about"], one.scope) if "about" in given else b""
    if one.is_related:
        return _with_rel(one, about, names)
    if "property" in given and "content" not in given and "datatype" not in given:
        return _with_property(one, about, names)
    return _plain(one, about, names)


def _with_rel(one: Element, about: bytes, names: Names) -> Roles:
    """Step 6."""
    subject, found = about or _around(one, names), resource(one, names)
    if "typeof" not in one.given:
        return subject, found, b"", False
    if "about" in one.given:
        return subject, found, about, False
    found = found or names.blank()
    return subject, found, found, False


def _with_property(one: Element, about: bytes, names: Names) -> Roles:
    """Step 5.1."""
    subject = about or _around(one, names)
    if "typeof" not in one.given:
        return subject, b"", b"", False
    root = names.subject if one.is_root else b""
    typed = about or root or resource(one, names) or names.blank()
    return subject, typed, typed, False


def _plain(one: Element, about: bytes, names: Names) -> Roles:
    """Step 5.2; <head> and <body> speak of what is around them (HTML+RDFa 1.1, section 3.1)."""
    around = one.context.parent_object
    found = about or resource(one, names) or (names.subject if one.is_root else b"")
    if "typeof" in one.given:
        found = found or (around if one.node.tag in _TOP else names.blank())
        return found, b"", found, False
    return found or around, b"", b"", not found and "property" not in one.given


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
