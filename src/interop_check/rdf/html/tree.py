"""A page as a tree of elements, made by Lexbor as the HTML standard says; each element knows its place."""

import re
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from interop_check.rdf.html.marks import marked

Node: TypeAlias = LexborNode


_NAMESPACE = re.compile(rb"xmlns:", re.IGNORECASE)


class Tree:
    """The elements of a page in UTF-8. DepthProblem where the text lets too many wait for their end.

    `has_namespaces` says whether some element may have attributes xmlns:…
    """

    def __init__(self, page: bytes) -> None:
        text, self._mark = marked(page)
        self._in_text = re.compile(rf" {self._mark}=\d+ | {self._mark}=\"\d+\"")
        self.has_namespaces = _NAMESPACE.search(page) is not None
        try:
            parser = LexborHTMLParser(text)
        except SelectolaxError as error:  # any text is a page to it: it fails where there is no memory left
            raise MemoryError from error
        parser.raw_html = b""  # else the tree keeps the whole text besides
        self.root: Node | None = parser.root

    def attributes(self, node: Node) -> Mapping[str, str]:
        """Return the attributes of an element by name, in lower case; one without a value is empty."""
        return self.cleaned(node.attributes)

    def cleaned(self, attributes: Mapping[str, str | None]) -> Mapping[str, str]:
        """Return attributes as the parser gives them without marks in their values."""
        mark = self._mark
        return {
            name: (value if mark not in value else self._cleaned(value)) if value else ""
            for name, value in attributes.items()
        }

    def place(self, attributes: Mapping[str, str], around: int) -> int:
        """Return the byte offset of an element's start tag; `around` that of the element around it."""
        return int(attributes.get(self._mark, around))

    def text(self, node: Node) -> str:
        """Return all text below an element."""
        return self._cleaned(node.text_lexbor())

    def markup(self, node: Node) -> str:
        """Return what stands between the tags of an element, as markup."""
        return self._cleaned(node.inner_html or "")

    def base(self) -> str:
        """Return the first address that the page gives as its own base; "" where there is none."""
        found = self.root.css("base[href]") if self.root else []
        return self.attributes(found[0])["href"] if found else ""

    def scripts(self, media: str) -> Iterator[tuple[str, int]]:
        """Yield the text of each script of a media type, and the place of its tag."""
        for node in self.root.css("script[type]") if self.root else []:
            attributes = self.attributes(node)
            if attributes["type"].partition(";")[0].strip().lower() == media:
                yield self.text(node), self.place(attributes, 0)

    def _cleaned(self, text: str) -> str:
        """Return text without marks: where the tokenizer and ours differ, some may stand in text."""
        return self._in_text.sub("", text) if self._mark in text else text
