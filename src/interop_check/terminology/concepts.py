"""The concepts that a table describes: in which schemes, what they are called, whether they still hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from interop_check.rdf.table import IRI, LITERAL, Edges, Ids, Table
from interop_check.rdf.terms import iri_token, split_literal
from interop_check.rdf.vocabulary import OWL, RDF_TYPE, SKOS, SKOS_CONCEPT, SKOS_IN_SCHEME
from interop_check.terminology.known import split

Mask: TypeAlias = npt.NDArray[np.bool_]

PREF_LABEL, NOTATION = f"{SKOS}prefLabel", f"{SKOS}notation"

_DCT = "http://purl.org/dc/terms/"
_TRUE = (
    b'"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
    b'"1"^^<http://www.w3.org/2001/XMLSchema#boolean>',
)
_STATUS = ("http://www.w3.org/ns/adms#status", "https://www.w3.org/ns/adms#status")
_NO_LONGER = frozenset(("deprecated", "withdrawn", "discont", "retired", "superseded", "invalid"))
"""Last parts of a status that ends a concept: ADMS status, EU dataset status, INSPIRE register status."""


_PREFERRED = {b"@nl": 0, b"@nl-be": 0, b"": 1}


class Concepts:
    """The concepts and concept schemes in a table, by its ids.

    A concept is what stands in a scheme, or is typed so and has a preferred label or a notation. To be typed
    alone describes nothing where it is not `trusted`: it is often there only to please a validator.
    Source: SKOS Reference, W3C Recommendation 18 August 2009, sections 3, 4 and 5.
    """

    def __init__(self, table: Table, *, trusted: bool = False) -> None:
        self.table = table
        self._trusted = trusted
        self._names: dict[str, Mapping[str, Sequence[int]]] = {}

    def numbers(self, tokens: Sequence[bytes]) -> Ids:
        """Return the ids of tokens, -1 for those that the table does not hold."""
        ids = self.table.ids
        return np.fromiter((ids.get(written, -1) for written in tokens), np.int32, len(tokens))

    def number(self, iri: str) -> int:
        """Return the id of an IRI, -1 where the table does not hold it."""
        return self.table.number(iri_token(iri))

    def iri(self, number: int) -> str:
        """Return the IRI that an id stands for."""
        return self.table.tokens[number][1:-1].decode()

    @cached_property
    def is_concept(self) -> Mask:
        """Per id whether it is a concept."""
        mask = self._none()
        mask[self._edges(PREF_LABEL).s] = True
        mask[self._edges(NOTATION).s] = True
        mask |= self._trusted
        mask &= self._typed(SKOS_CONCEPT)
        mask[self._members[0]] = True
        return mask & ~self.is_scheme

    @cached_property
    def is_scheme(self) -> Mask:
        """Per id whether it is a concept scheme."""
        mask = self._none()
        mask[self._members[1]] = True
        mask &= ~self._typed(SKOS_CONCEPT)
        return mask | self._typed(f"{SKOS}ConceptScheme")

    @cached_property
    def is_in_some(self) -> Mask:
        """Per id whether it is said to be in any scheme."""
        mask = self._none()
        mask[self._members[0]] = True
        return mask

    def is_in(self, schemes: Iterable[str]) -> Mask:
        """Per id whether it is in one of these schemes."""
        mask = self._none()
        concepts, of = self._members
        for scheme in schemes:
            mask[concepts[of == self.number(scheme)]] = True
        return mask

    def schemes_of(self, numbers: Ids) -> list[str]:
        """Return the IRIs of the schemes that any of these concepts are in, sorted."""
        concepts, of = self._members
        return sorted(self.iri(one) for one in np.unique(of[np.isin(concepts, numbers)]).tolist())

    @cached_property
    def schemes(self) -> frozenset[str]:
        """Return the IRIs of the schemes that hold a concept."""
        return frozenset(self.iri(one) for one in np.unique(self._members[1]).tolist())

    @cached_property
    def is_over(self) -> Mask:
        """Per id whether it is deprecated, of an ended status, or replaced."""
        mask = self._none()
        flagged = self._edges(f"{OWL}deprecated")
        for written in _TRUE:
            mask[flagged.s[flagged.o == self.table.number(written)]] = True
        for status in _STATUS:
            edges = self._edges(status)
            ended = [
                one for one in np.unique(edges.o).tolist() if split(self.iri(one))[1].lower() in _NO_LONGER
            ]
            mask[edges.s[np.isin(edges.o, ended)]] = True
        mask[list(self._successors)] = True
        return mask

    def successor_of(self, iri: str) -> str:
        """Return the IRI of the concept that came in place of one, or nothing."""
        found = self._successors.get(self.number(iri))
        return "" if found is None else self.iri(found)

    @cached_property
    def _successors(self) -> Mapping[int, int]:
        after, before = self._edges(f"{_DCT}isReplacedBy"), self._edges(f"{_DCT}replaces")
        pairs = [
            *zip(before.o.tolist(), before.s.tolist(), strict=True),
            *zip(after.s.tolist(), after.o.tolist(), strict=True),
        ]
        return {old: new for old, new in pairs if self._is_iri(old) and self._is_iri(new)}

    def label_of(self, iri: str) -> str:
        """Return what people call a concept, in Dutch where it can be, or nothing."""
        edges = self._edges(PREF_LABEL)
        labels = edges.o[edges.s == self.number(iri)].tolist()
        found = [split_literal(self.table.tokens[one]) for one in labels if self._is_literal(one)]
        return min(found, key=lambda one: (_PREFERRED.get(one[1].lower(), 2), one), default=("", b""))[0]

    def called(self, predicate: str, name: str) -> Sequence[int]:
        """Return the ids of the concepts with a prefLabel or notation, as `plain` makes it."""
        return self._by_name(predicate).get(name, ())

    def _by_name(self, predicate: str) -> Mapping[str, Sequence[int]]:
        if predicate not in self._names:
            names: defaultdict[str, list[int]] = defaultdict(list)
            edges = self._edges(predicate)
            for concept, written in zip(edges.s.tolist(), edges.o.tolist(), strict=True):
                if self.is_concept[concept] and self._is_literal(written):
                    name = plain(split_literal(self.table.tokens[written])[0])
                    if concept not in names[name]:
                        names[name].append(concept)
            self._names[predicate] = names
        return self._names[predicate]

    def iris(self) -> Iterator[str]:
        """Yield the IRIs of all concepts."""
        return (self.iri(one) for one in np.flatnonzero(self.is_concept).tolist() if self._is_iri(one))

    @cached_property
    def _members(self) -> tuple[Ids, Ids]:
        """Concepts and the schemes that they are in, from either side."""
        inside, top = self._edges(SKOS_IN_SCHEME), self._edges(f"{SKOS}topConceptOf")
        has_top = self._edges(f"{SKOS}hasTopConcept")
        return np.concatenate([inside.s, top.s, has_top.o]), np.concatenate([inside.o, top.o, has_top.s])

    def _typed(self, klass: str) -> Mask:
        mask = self._none()
        edges = self._edges(RDF_TYPE)
        mask[edges.s[edges.o == self.number(klass)]] = True
        return mask

    def _edges(self, predicate: str) -> Edges:
        return self.table.edges(self.number(predicate))

    def _none(self) -> Mask:
        return np.zeros(len(self.table.tokens), np.bool_)

    def _is_iri(self, number: int) -> bool:
        return bool(self.table.kinds[number] == IRI)

    def _is_literal(self, number: int) -> bool:
        return bool(self.table.kinds[number] == LITERAL)


def plain(text: str) -> str:
    """Return a name as it is compared: whatever its case and the white space around and within."""
    return " ".join(text.split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What several tables say of the same terms, per term.

    `known` as a concept, `inside` one of the lists that are asked, `placed` in any list, `over` where it no
    longer holds, `is_list` where it is a scheme and no concept.
    """

    known: Mask
    inside: Mask
    placed: Mask
    over: Mask
    is_list: Mask


def sight(sources: Iterable[Concepts], tokens: Sequence[bytes], lists: Sequence[str]) -> Sight:
    """Return what the sources together say of the terms with these tokens."""
    known, inside, placed, over, is_list = (np.zeros(len(tokens), np.bool_) for _ in range(5))
    for source in sources:
        numbers = source.numbers(tokens)
        here = np.flatnonzero(numbers >= 0)
        if not len(here):
            continue
        of = numbers[here]
        known[here] |= source.is_concept[of]
        inside[here] |= source.is_in(lists)[of]
        placed[here] |= source.is_in_some[of]
        over[here] |= source.is_over[of]
        is_list[here] |= source.is_scheme[of]
    return Sight(known=known, inside=inside, placed=placed, over=over, is_list=is_list & ~known)
