"""A page as a table: its RDFa and the JSON-LD in its scripts, and where in its text each statement stands."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

import numpy as np

from interop_check.rdf.html.encoding import Decoded, decoded
from interop_check.rdf.html.marks import script_text
from interop_check.rdf.html.tree import Tree
from interop_check.rdf.locate import Locator, key
from interop_check.rdf.places import Place
from interop_check.rdf.rdfa import Extraction, extract
from interop_check.rdf.table import Ids, Table

JSON_LD = "application/ld+json"
_DEFAULT_GRAPH = -1


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
    """The statements of one page from all of its parts, and their places, until they are a table."""

    def __init__(self, extraction: Extraction) -> None:
        self._ids: defaultdict[bytes, int] = defaultdict(count().__next__)
        flat = [self._ids[token] for triple in extraction.triples for token in triple]
        self._rows = [np.array(flat, np.int32).reshape(-1, 3)]
        self._graphs = [np.full(len(extraction.triples), _DEFAULT_GRAPH, np.int32)]
        self._places = [np.array(extraction.places, np.int32)]
        self._scripts = 0

    def add(self, script: Script, table: Table) -> None:
        """Add what a script states; its blank nodes are none of the page's."""
        self._scripts += 1
        own = b"_:s%d" % self._scripts
        names = [own + token[2:] if token[:2] == b"_:" else token for token in table.tokens]
        ids = np.array([self._ids[token] for token in names], np.int32)
        self._rows.append(np.stack([ids[table.s], ids[table.p], ids[table.o]], axis=1))
        none = np.full(len(table), _DEFAULT_GRAPH, np.int32)
        graph = none if table.graph is None else np.where(table.graph < 0, none, ids[table.graph])
        self._graphs.append(graph.astype(np.int32))
        self._places.append(np.fromiter(_in_script(script, table), np.int32, len(table)))

    def table(self) -> Table:
        """Return all statements as a table."""
        rows, graph = np.concatenate(self._rows), np.concatenate(self._graphs)
        s, p, o = (np.ascontiguousarray(rows[:, column]) for column in range(3))
        return Table((s, p, o), list(self._ids), graph if (graph >= 0).any() else None)

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
