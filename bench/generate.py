"""Seeded N-Triples made from a shapes graph: entities of its target classes, one in twenty with a fault."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from interop_check.rdf.vocabulary import RDF_LANG_STRING, RDF_TYPE, XSD, XSD_STRING
from interop_check.shacl import Shapes
from interop_check.shacl import constraints as c
from interop_check.shacl.paths import Predicate

_ENTITY = "https://data.example.org/id/thing/"
_FAULTY = 0.05
_EARLIER = 0.9
_DEEPEST = 4
_OPTIONAL = 1.0


@dataclass(slots=True)
class Slot:
    """What the property shapes of one class say about one predicate."""

    predicate: str
    least: int = 0
    most: int = 3
    datatype: str | None = None
    classes: list[str] = field(default_factory=list)
    plain: bool = True


def slots_of(shapes: Shapes) -> dict[str, list[Slot]]:
    """Per target class its predicates, those left out that need more than counts, datatype and class."""
    found: dict[str, dict[str, Slot]] = {}
    for shape in shapes.core:
        for target in shape.targets:
            slots = found.setdefault(target.term.value, {})  # type: ignore[union-attr]
            for constraint in shape.constraints:
                if isinstance(constraint, c.Property) and isinstance(constraint.shape.path, Predicate):
                    predicate = constraint.shape.path.iri
                    _describe(slots.setdefault(predicate, Slot(predicate)), constraint.shape.constraints)
    return {klass: [s for s in slots.values() if s.plain] for klass, slots in found.items()}


def _describe(slot: Slot, constraints: tuple[object, ...]) -> None:
    for constraint in constraints:
        match constraint:
            case c.Count(least=True, number=number):
                slot.least = max(slot.least, number)
            case c.Count(number=number):
                slot.most = min(slot.most, number)
            case c.Datatype(iri=iri):
                slot.datatype = iri
            case c.ClassOf(iri=iri):
                slot.classes.append(iri)
            case c.NodeKind():
                pass
            case _:
                slot.plain = False


class Generator:
    """Writes entities one after the other; a reference goes to an earlier entity, or to a new small one."""

    def __init__(self, shapes: Shapes, seed: int) -> None:
        self._slots = slots_of(shapes)
        self._classes = sorted(self._slots)
        self._random = random.Random(seed)  # noqa: S311 - test data
        self._known: dict[str, list[int]] = {}
        self._next = 0

    def lines(self, triples: int) -> Iterator[str]:
        """At least `triples` statements, whole entities."""
        written = 0
        while written < triples:
            entity = self.entity()
            written += len(entity)
            yield from entity

    def members(self, least: int) -> Iterator[tuple[str, list[str]]]:
        """Without end: the IRI of a member and its statements, references kept inside."""
        while True:
            self._known.clear()
            root = f"{_ENTITY}{self._next}"
            lines: list[str] = []
            while len(lines) < least:
                lines += self.entity()
            yield root, lines

    def entity(self) -> list[str]:
        """The statements of one entity, those of entities made for its references included."""
        return self._described(self._random.choice(self._classes))[1]

    def _described(self, klass: str, depth: int = 0) -> tuple[int, list[str]]:
        """An entity of a class; one made for a reference has only what its class requires."""
        number = self._mint(klass)
        slots = self._slots.get(klass, [])
        fault = self._random.choice(slots) if slots and self._random.random() < _FAULTY else None
        lines = [f"{_iri(number)} <{RDF_TYPE}> <{klass}> ."]
        for slot in slots:
            optional = not depth and slot.most and self._random.random() < _OPTIONAL * 3 / max(3, len(slots))
            wanted = slot.least or int(bool(optional))
            if slot is fault:
                lines += self._faulty(number, slot)
            else:
                lines += self._values(number, slot, wanted, depth)
        return number, lines

    def _mint(self, klass: str) -> int:
        number, self._next = self._next, self._next + 1
        known = self._known.setdefault(klass, [])
        known.append(number)
        del known[:-1000]
        return number

    def _values(self, number: int, slot: Slot, wanted: int, depth: int = 0) -> list[str]:
        lines: list[str] = []
        for _ in range(wanted):
            value, more = self._value(slot, depth)
            lines += [f"{_iri(number)} <{slot.predicate}> {value} .", *more]
        return lines

    def _faulty(self, number: int, slot: Slot) -> list[str]:
        if slot.least and self._random.random() < 1 / 2:
            return self._values(number, slot, slot.least - 1)
        if slot.most < 3 and self._random.random() < 1 / 2:  # noqa: PLR2004 - a real maximum
            return self._values(number, slot, slot.most + 1)
        return [f"{_iri(number)} <{slot.predicate}> {_wrong(slot.datatype)} ."]

    def _value(self, slot: Slot, depth: int) -> tuple[str, list[str]]:
        if not slot.classes:
            return self._literal(slot.datatype), []
        known = self._known.get(slot.classes[0])
        if known and (depth > _DEEPEST or self._random.random() < _EARLIER):
            return _iri(self._random.choice(known)), []
        number, lines = self._described(slot.classes[0], depth + 1)
        further = [f"{_iri(number)} <{RDF_TYPE}> <{klass}> ." for klass in slot.classes[1:]]
        return _iri(number), lines + further

    def _literal(self, datatype: str | None) -> str:
        number = self._random.randrange(10_000_000)
        text = {
            None: f"tekst {number}",
            XSD_STRING: f"waarde {number}",
            XSD + "integer": str(number),
            XSD + "decimal": f"{number / 100:.2f}",
            XSD + "double": f"{number / 100:.2f}",
            XSD + "boolean": "true" if number % 2 else "false",
            XSD + "dateTime": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}T{number % 24:02}:30:00+01:00",
            XSD + "date": f"2024-{number % 12 + 1:02}-{number % 28 + 1:02}",
            XSD + "duration": f"PT{number % 60}M",
            XSD + "anyURI": f"https://example.org/{number}",
        }.get(datatype, str(number))
        if datatype == RDF_LANG_STRING:
            return f'"waarde {number}"@nl'
        return f'"{text}"' if datatype in {None, XSD_STRING} else f'"{text}"^^<{datatype}>'


def _wrong(datatype: str | None) -> str:
    if datatype == XSD_STRING:
        return f'"5"^^<{XSD}integer>'
    return '"a text"' if datatype in {None, RDF_LANG_STRING} else f'"not so"^^<{datatype}>'


def _iri(number: int) -> str:
    return f"<{_ENTITY}{number}>"
