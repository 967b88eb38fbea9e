"""One publication as its rules see it: what it says of each thing, in the order of the page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from interop_check.examiners.dataset import Dataset, Statement
from interop_check.examiners.publication.vocabulary import TYPE
from interop_check.rdf.html.encoding import decoded
from interop_check.rdf.html.written import Written
from interop_check.rdf.table import BLANK, IRI, LITERAL, Table
from interop_check.rdf.terms import split_literal, suffix_datatype

Said = Mapping[int, Sequence[int]]
"""Values of one thing by property, each value once."""

_EMPTY = re.compile(rb'"(?:\s|\xc2\xa0|\\[nrt])*"')

_NOTHING: Said = {}
_NOTHING_LINKED: Mapping[bytes, Sequence[bytes]] = {}


class Sheet:
    """The statements of one page by what they are about; ids are those of its table.

    `linked` gives the classes of what stands at references that were followed, by token.
    """

    def __init__(self, data: Dataset, linked: Mapping[bytes, Sequence[bytes]] = _NOTHING_LINKED) -> None:
        self.data = data
        self.table: Table = data.table
        self.linked = linked
        self.said: dict[int, dict[int, list[int]]] = {}
        seen = set()
        columns = (self.table.s.tolist(), self.table.p.tolist(), self.table.o.tolist())
        for row in zip(*columns, strict=True):
            if row not in seen:
                seen.add(row)
                subject, predicate, value = row
                self.said.setdefault(subject, {}).setdefault(predicate, []).append(value)
        self.size = len(seen)
        self._kinds = self.table.kinds.tolist()
        self._type = self.table.number(TYPE)
        self._datatypes: dict[int, str] = {}

    def of(self, node: int, path: bytes) -> Sequence[int]:
        """Return the values of a property at a node, in the order of the page."""
        return self.said.get(node, _NOTHING).get(self.table.number(path), ())

    def types(self, node: int) -> Sequence[bytes]:
        """Return the classes of a node in the order of the page."""
        return [self.token(one) for one in self.said.get(node, _NOTHING).get(self._type, ())]

    @cached_property
    def by_class(self) -> Mapping[bytes, Sequence[int]]:
        """Class to its instances, in the order of the page; a node stands under each of its classes."""
        found: dict[bytes, list[int]] = {}
        for node in self.said:
            for klass in self.types(node):
                found.setdefault(klass, []).append(node)
        return found

    def each(self, klass: bytes) -> Sequence[int]:
        """Return the instances of a class."""
        return self.by_class.get(klass, ())

    def statements(self, path: bytes) -> Iterator[tuple[int, int]]:
        """Yield subject and value of each statement with a property."""
        number = self.table.number(path)
        for node, said in self.said.items():
            for value in said.get(number, ()):
                yield node, value

    def token(self, number: int) -> bytes:
        """Return the token of an id."""
        return self.table.tokens[number]

    def text(self, number: int) -> str:
        """Return the text of a literal; "" for anything else."""
        return split_literal(self.token(number))[0] if self.is_literal(number) else ""

    def is_empty(self, number: int) -> bool:
        """Whether an id is a literal without a letter."""
        return _EMPTY.match(self.token(number)) is not None

    def datatype(self, number: int) -> str:
        """Return the datatype of a literal; "" for anything else."""
        found = self._datatypes.get(number)
        if found is None:
            token = self.token(number)
            is_literal = self.is_literal(number)
            found = suffix_datatype(token[token.rindex(b'"') + 1 :]) if is_literal else ""
            self._datatypes[number] = found
        return found

    def is_iri(self, number: int) -> bool:
        """Whether an id is an IRI."""
        return bool(self._kinds[number] == IRI)

    def is_blank(self, number: int) -> bool:
        """Whether an id is a blank node."""
        return bool(self._kinds[number] == BLANK)

    def is_literal(self, number: int) -> bool:
        """Whether an id is a literal."""
        return bool(self._kinds[number] == LITERAL)

    def classes(self, number: int) -> Sequence[bytes] | None:
        """Return the classes of a node, here or where it is described; None where that is not known."""
        here = self.types(number)
        if here or not self.is_iri(number):
            return here
        return self.linked.get(self.token(number))

    @cached_property
    def written(self) -> Written:
        """The text of the page."""
        return Written(decoded(self.data.evidence.content.data).text)

    @cached_property
    def rows(self) -> Sequence[tuple[int, int, int, int]]:
        """Subject, predicate, value and byte offset of each statement of a page."""
        places = self.data.evidence.content.page.places.tolist()
        columns = (self.table.s.tolist(), self.table.p.tolist(), self.table.o.tolist())
        return list(zip(*columns, places, strict=True))

    @cached_property
    def _firsts(self) -> Mapping[tuple[int, int | None, int | None], int]:
        """Where each node, each property of it and each value is first spoken of."""
        firsts: dict[tuple[int, int | None, int | None], int] = {}
        for s, p, o, at in reversed(self.rows):
            firsts[s, None, None] = firsts[s, p, None] = firsts[s, p, o] = at
        return firsts

    def position(self, at: Statement) -> tuple[int, int] | None:
        """Return line and column of a statement in a page; None where there are none, or it is no page."""
        if self.data.evidence.content.page is None:
            return None
        subject, predicate, value = at
        known = ((subject, predicate, value), (subject, predicate, None), (subject, None, None))
        offset = next((self._firsts[one] for one in known if one in self._firsts), None)
        return None if offset is None else self.written.position(offset)

    def statement(self, node: int, path: bytes | None = None, value: int | None = None) -> Statement:
        """Return where something stands; the description of the node where a property does not occur."""
        number = -1 if path is None else self.table.number(path)
        return Statement(node, number if number >= 0 else None, value)
