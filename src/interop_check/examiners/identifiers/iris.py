"""The IRIs of a table that name things, each cut at its last slash: what comes before is mostly shared."""

import string
from functools import cached_property

import numpy as np
import numpy.typing as npt

from interop_check.examiners.identifiers.classes import NO_THINGS, TRIVIAL
from interop_check.notations import addresses
from interop_check.notations.addresses import Address
from interop_check.rdf.table import IRI, Ids, Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF_TYPE

Flags = npt.NDArray[np.bool_]

_LETTERS = string.ascii_letters.encode()
_SHAPE = bytes.maketrans(b"123456789" + _LETTERS, b"0" * 9 + b"a" * len(_LETTERS))
_NO_HEADS = (b"", b"http:/", b"https:/")


class Iris:
    """The distinct IRIs that are subject or value of a statement, classes and properties left out.

    Arrays run parallel to `ids`; `head` gives per IRI which of `heads` it begins with, and `tails` are what
    follows the last slash.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        type_ = table.number(iri_token(RDF_TYPE))
        self._types = table.edges(type_)
        used = table.described.copy()
        used[table.o[table.p != type_]] = True
        self.ids = np.flatnonzero(used & (table.kinds == IRI))
        self.texts = [table.tokens[number][1:-1] for number in self.ids.tolist()]
        cut = [text.rpartition(b"/") for text in self.texts]
        self.tails = [part[2] for part in cut]
        before = [part[0] for part in cut]
        if any(head in before for head in _NO_HEADS):
            self._cut_otherwise(before)
        numbers = dict.fromkeys(before, 0)
        for number, head in enumerate(numbers):
            numbers[head] = number
        self.heads = [head.decode(errors="replace") for head in numbers]
        self.head = np.fromiter(map(numbers.__getitem__, before), np.int32, len(before))

    def _cut_otherwise(self, before: list[bytes]) -> None:
        """The slashes of https://example.org stand before the host, and urn:a:b has none."""
        for index, head in enumerate(before):
            if head == b"":
                before[index], _, self.tails[index] = self.texts[index].partition(b":")
            elif head in _NO_HEADS:
                before[index], self.tails[index] = self.texts[index], b""

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def addresses(self) -> list[Address | None]:
        """Per head the address of a thing below it, whose last segment is a dash; None: no web address."""
        return [addresses.read(f"{head}/-") for head in self.heads]

    @cached_property
    def tails_in_one(self) -> bytes:
        """All tails, a line each: one look tells whether a mark occurs in any of them."""
        return b"\n".join(self.tails)

    @cached_property
    def shape(self) -> bytes:
        """All heads and tails, a line each, with 0 for any digit and a for any letter."""
        return ("\n".join(["", *self.heads, ""]).encode() + self.tails_in_one + b"\n").translate(_SHAPE)

    @cached_property
    def described(self) -> Flags:
        """Whether an IRI is the subject of a statement."""
        return self.table.described[self.ids]

    @cached_property
    def things(self) -> Flags:
        """Whether an IRI is of a thing described here: with a class, and none of a document or term."""
        trivial = [self.table.number(iri_token(klass)) for klass in TRIVIAL]
        things = np.zeros(len(self.table.tokens), np.bool_)
        things[self._types.s[~np.isin(self._types.o, trivial)]] = True
        for klass in NO_THINGS:
            things[self._of_class(klass)] = False
        return things[self.ids]

    def _of_class(self, klass: str) -> Ids:
        number = self.table.number(iri_token(klass))
        return self._types.s[self._types.o == number if number >= 0 else slice(0)]

    def classes(self, number: int) -> list[str]:
        """The classes of one id, in their order in the data."""
        low, high = np.searchsorted(self._types.s, [number, number + 1])
        return [self.table.tokens[one][1:-1].decode() for one in self._types.o[low:high].tolist()]

    def where_head(self, flags: list[bool]) -> Flags:
        """Per IRI what `flags` says of its head."""
        return np.array(flags, np.bool_)[self.head]

    def text(self, index: int) -> str:
        """One IRI."""
        return self.texts[index].decode(errors="replace")
