"""The shapes graph as an index from subject and predicate to objects."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, RDFS_SUB_CLASS_OF

_FEW = 16


class BadList(ValueError):  # noqa: N818 - a condition of the input, not a fault
    """An RDF list with a missing, doubled or circular link."""


class Graph:
    """Triples by subject and predicate IRI, objects in the order given and distinct."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.by_subject: dict[Term, dict[str, list[Term]]] = {}
        self.subjects_of: dict[str, list[Term]] = defaultdict(list)
        self._many: dict[tuple[Term, str], set[Term]] = {}
        self._narrower: dict[str, set[Term]] = {}
        for triple in triples:
            subject, predicate, value = triple.subject, triple.predicate.value, triple.object
            given = self.by_subject.get(subject)
            if given is None:
                given = self.by_subject[subject] = {}
            values = given.get(predicate)
            if values is None:
                given[predicate] = [value]
                self.subjects_of[predicate].append(subject)
            elif self._is_new(subject, predicate, value, values):
                values.append(value)

    def _is_new(self, subject: Term, predicate: str, value: Term, values: list[Term]) -> bool:
        if len(values) < _FEW:
            return value not in values
        known = self._many.get((subject, predicate))
        if known is None:
            known = self._many[subject, predicate] = set(values)
        before = len(known)
        known.add(value)
        return len(known) > before

    def objects(self, subject: Term, predicate: str) -> list[Term]:
        """The values of a predicate at a subject."""
        return self.predicates(subject).get(predicate, [])

    def predicates(self, subject: Term) -> dict[str, list[Term]]:
        """All predicates of a subject with their values."""
        return self.by_subject.get(subject) or {}

    def instances(self, klass: str) -> Iterator[Term]:
        """SHACL instances of a class IRI, subclasses included."""
        return (subject for subject in self.subjects_of.get(RDF_TYPE, []) if self.has_type(subject, klass))

    def has_type(self, subject: Term, klass: str) -> bool:
        """Whether the subject is a SHACL instance of a class IRI."""
        types = self.objects(subject, RDF_TYPE)
        return bool(types) and not self.narrower(klass).isdisjoint(types)

    def narrower(self, klass: str) -> set[Term]:
        """The class and all its subclasses."""
        known = self._narrower.get(klass)
        if known is None:
            known = {ox.NamedNode(klass)}
            waiting = list(known)
            while waiting:
                fresh = [one for one in self._direct.get(waiting.pop(), ()) if one not in known]
                known.update(fresh)
                waiting += fresh
            self._narrower[klass] = known
        return known

    @cached_property
    def _direct(self) -> dict[Term, list[Term]]:
        """Per class those directly below it."""
        found: dict[Term, list[Term]] = defaultdict(list)
        for subject in self.subjects_of.get(RDFS_SUB_CLASS_OF, []):
            for klass in self.objects(subject, RDFS_SUB_CLASS_OF):
                found[klass].append(subject)
        return found

    def members(self, head: Term) -> list[Term]:
        """The members of an RDF list; raises BadList."""
        found: list[Term] = []
        seen: set[Term] = set()
        while not (isinstance(head, ox.NamedNode) and head.value == RDF_NIL):
            first, rest = self.objects(head, RDF_FIRST), self.objects(head, RDF_REST)
            if len(first) != 1 or len(rest) != 1 or head in seen:
                raise BadList
            seen.add(head)
            found.append(first[0])
            head = rest[0]
        return found
