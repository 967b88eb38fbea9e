"""What is known beforehand when data is judged: official vocabularies and code lists, not judged themselves.

All of them are read, whatever the standard: together they take some 50 ms and 28,000 triples, while a choice
by namespace would miss code lists: their concepts seldom share one with the shapes that refer to them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from interop_check.model import Problem
from interop_check.rdf.parse import SyntaxProblem, parse
from interop_check.standards.catalogue import Catalogue
from interop_check.standards.mirror import Artefacts
from interop_check.standards.pins import Pin
from interop_check.standards.problems import StandardError
from interop_check.terminology.known import split

_ADDRESS = re.compile(rb"<(https?://[^\s<>\"]+)>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What could be read, from which pins, and what is wrong with the rest.

    `unread` are the addresses that files mention which do not parse, and the namespaces of those: of a list
    among them nobody can say what is in it.
    """

    quads: tuple[ox.Quad, ...]
    pins: tuple[Pin, ...]
    problems: tuple[Problem, ...]
    unread: frozenset[str] = frozenset()


def background_pins(catalogue: Catalogue) -> tuple[Pin, ...]:
    """Return the vocabularies and code lists to read."""
    return (*catalogue.vocabularies, *catalogue.codelists)


def read_background(pins: Iterable[Pin], mirror: Artefacts) -> Background:
    """Read `pins`; what is absent, changed or no RDF becomes a problem of the standard, not of the data."""
    quads: list[ox.Quad] = []
    used: list[Pin] = []
    problems: list[Problem] = []
    unread: set[str] = set()
    for pin in pins:
        try:
            data = mirror.read(pin)
            quads += list(parse(data, pin.media, base=pin.url))
        except StandardError as error:
            problems.append(error.problem)
        except SyntaxProblem as error:
            unread.update(_mentioned(data))
            args = {"url": pin.url, "detail": error.detail}
            problems.append(
                Problem(code="background-not-rdf", args=args, line=error.line, column=error.column)
            )
        else:
            used.append(pin)
    return Background(
        quads=tuple(quads), pins=tuple(used), problems=tuple(problems), unread=frozenset(unread)
    )


def _mentioned(data: bytes) -> Iterator[str]:
    for found in _ADDRESS.finditer(data):
        address = found[1].decode(errors="replace")
        yield from (address, split(address)[0])
