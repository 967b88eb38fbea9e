"""A page as triples: its RDFa and the JSON-LD in its scripts, and where in its text each statement stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from interop_check.rdf.html.encoding import Decoded, decoded
from interop_check.rdf.html.marks import script_text
from interop_check.rdf.html.tree import Tree
from interop_check.rdf.interning import Ids, of_tokens
from interop_check.rdf.locate import Locator, key
from interop_check.rdf.places import Place
from interop_check.rdf.rdfa import Extraction, extract
from interop_check.rdf.table import Table

JSON_LD = "application/ld+json"


class Script(NamedTuple):
    """A script that holds data: its text, and where in the page's text it begins (bytes)."""

    text: bytes
    place: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a page at an address holds: its text in UTF-8, what its RDFa states, its scripts of JSON-LD."""

    decoded: Decoded
    extraction: Extraction
    scripts: Sequence[Script]


def opened(data: bytes, address: str) -> Page:
    """Read a page. DepthProblem where it is nested too deeply."""
    text = decoded(data)
    tree = Tree(text.text)
    scripts = [
        Script(written.encode(), script_text(text.text, place)) for written, place in tree.scripts(JSON_LD)
    ]
    return Page(decoded=text, extraction=extract(tree, address), scripts=scripts)


class Statements:
    """The statements of one page from all of its parts, and their places."""

    def __init__(self, extraction: Extraction) -> None:
        self.pieces = list(of_tokens(extraction.triples, []))
        self._places = [np.array(extraction.places, np.int32)]
        self._scripts = 0

    def add(self, script: Script, table: Table) -> None:
        """Add what a script states; its blank nodes are none of the page's."""
        self._scripts += 1
        own = b"_:s%d" % self._scripts
        names = [own + token[2:] if token[:2] == b"_:" else token for token in table.tokens]
        rows = zip(table.s.tolist(), table.p.tolist(), table.o.tolist(), strict=True)
        triples = [(names[s], names[p], names[o]) for s, p, o in rows]
        graph = [] if table.graph is None else table.graph.tolist()
        self.pieces += of_tokens(triples, [names[one] if one >= 0 else b"" for one in graph])
        self._places.append(np.fromiter(_in_script(script, table), np.int32, len(table)))

    def places(self) -> Ids:
        """Return per statement its byte offset in the page's text."""
        return np.concatenate(self._places)


def _in_script(script: Script, table: Table) -> Iterator[int]:
    locator = Locator(script.text, JSON_LD)
    for s, p, o in zip(table.s.tolist(), table.p.tolist(), table.o.tolist(), strict=True):
        path = table.tokens[p].decode()
        yield script.place + (locator.offset(table.term(s), path, table.term(o)) or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What reading a page came to, beside its table: the place of each of its statements, and what was amiss.

    `undecodable` counts what was not in the page's encoding, `mended` the IRIs that had to be
    percent-encoded, `dropped` those that were none even so; what was said with them is left out.
    """

    places: Ids
    encoding: str
    undecodable: int
    mended: int
    dropped: int


def locator(data: bytes, table: Table, reading: PageReading) -> Locator:
    """Return where things stand in a page."""
    return Locator(decoded(data).text, "text/html", places=_stated(table, reading.places))


def _stated(table: Table, places: Ids) -> Iterator[Place]:
    keys: dict[int, str] = {}
    rows = zip(table.s.tolist(), table.p.tolist(), table.o.tolist(), places.tolist(), strict=True)
    for s, p, o, offset in rows:
        for number in (s, p, o):
            if number not in keys:
                keys[number] = key(table.term(number))
        yield Place(keys[s], keys[p], keys[o], offset)
