"""A page as elements: what the processor needs of the tree, whatever parser made it."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode

from interop_check.rdf.rdfa.tags import PLACE, marked

_PLACES = re.compile(rf' {PLACE}="\d+"')

Node: TypeAlias = LexborNode


def root(page: bytes) -> Node | None:
    """Return the root element of a page (bytes in UTF-8); None where there is none."""
    found: Node | None = LexborHTMLParser(marked(page)).root
    return found


def elements(node: Node) -> Iterator[Node]:
    """Yield the child elements of a node, in order."""
    child = node.child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def attributes(node: Node) -> Mapping[str, str]:
    """Return the attributes of an element; one without a value is empty."""
    return {name: value or "" for name, value in node.attributes.items()}


def text(node: Node) -> str:
    """Return all text below an element."""
    return node.text(deep=True)


def markup(node: Node) -> str:
    """Return what stands between the tags of an element, as markup."""
    return _PLACES.sub("", node.inner_html or "")
