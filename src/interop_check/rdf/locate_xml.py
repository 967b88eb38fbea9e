"""Places in RDF/XML: nodes and properties alternate; called only for text the parser has accepted."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urljoin
from xml.parsers import expat

from interop_check.rdf.places import Place
from interop_check.rdf.vocabulary import RDF, RDF_TYPE

_SEPARATOR = " "
_SYNTAX = frozenset(
    RDF + name for name in ("about", "ID", "nodeID", "resource", "datatype", "parseType", "li", "bagID")
)


@dataclass(slots=True)
class _Element:
    subject: str
    predicate: str = ""
    offset: int = 0
    done: bool = False
    text: list[str] = field(default_factory=list)


class _Handler:
    def __init__(self, base: str) -> None:
        self.base = base
        self.found: list[Place] = []
        self.open: list[_Element] = []
        self.fresh = count()
        self.parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.characters

    def start(self, name: str, attributes: dict[str, str]) -> None:
        iri = name.replace(_SEPARATOR, "")
        given = {key.replace(_SEPARATOR, ""): value for key, value in attributes.items()}
        offset = self.parser.CurrentByteIndex
        if iri == RDF + "RDF":
            return
        if not self.open or self.open[-1].predicate:
            self._node(iri, given, offset)
        else:
            self._property(iri, given, offset)

    def _node(self, iri: str, given: dict[str, str], offset: int) -> None:
        subject = self._subject(given)
        if self.open:
            parent = self.open[-1]
            parent.done = True
            self.found.append(Place(parent.subject, parent.predicate, subject, offset))
        if iri != RDF + "Description":
            self.found.append(Place(subject, RDF_TYPE, iri, offset))
        self._attributes(subject, given, offset)
        self.open.append(_Element(subject))

    def _property(self, iri: str, given: dict[str, str], offset: int) -> None:
        subject = self.open[-1].subject
        element = _Element(subject, iri, offset)
        if RDF + "resource" in given or RDF + "nodeID" in given:
            element.done = True
            self.found.append(Place(subject, iri, self._subject(given), offset))
        if given.get(RDF + "parseType") == "Resource":
            inner = f"_:#{next(self.fresh)}"
            self.found.append(Place(subject, iri, inner, offset))
            element = _Element(inner)
        self.open.append(element)

    def _attributes(self, subject: str, given: dict[str, str], offset: int) -> None:
        for key, value in given.items():
            if key not in _SYNTAX and not key.startswith("http://www.w3.org/XML/"):
                self.found.append(Place(subject, key, '"' + value, offset))

    def _subject(self, given: dict[str, str]) -> str:
        for key in (RDF + "about", RDF + "resource"):
            if key in given:
                return urljoin(self.base, given[key]) if ":" not in given[key] else given[key]
        if RDF + "ID" in given:
            return urljoin(self.base, "#" + given[RDF + "ID"])
        return "_:" + given.get(RDF + "nodeID", f"#{next(self.fresh)}")

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].text.append(text)

    def end(self, _: str) -> None:
        if not self.open:
            return
        element = self.open.pop()
        if element.predicate and not element.done:
            text = "".join(element.text)
            self.found.append(Place(element.subject, element.predicate, '"' + text, element.offset))


def places(data: bytes, base: str) -> Iterator[Place]:
    """The values of an RDF/XML text and their byte offsets; those before the first fault if it is not XML."""
    handler = _Handler(base)
    with suppress(expat.ExpatError):
        handler.parser.Parse(data, True)  # noqa: FBT003 - expat's own signature
    yield from handler.found
