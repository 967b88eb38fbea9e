"""From what a solution claims to shapes that can be run, with everything the report must say about them."""

from dataclasses import dataclass

import pyoxigraph as ox

from interop_check.model import UsedStandard
from interop_check.rdf.labels import numbered
from interop_check.rdf.parse import SyntaxProblem, parse
from interop_check.standards.claims import Found
from interop_check.standards.mirror import Artefacts
from interop_check.standards.paths import ISOLATING
from interop_check.standards.pins import Pin, Version
from interop_check.standards.problems import StandardError
from interop_check.standards.repairs import Repaired, repair


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Repaired shapes of one version, what was done to each file, and how the report names them."""

    triples: tuple[ox.Triple, ...]
    files: tuple[tuple[Pin, Repaired], ...]
    used: tuple[UsedStandard, ...]


def load_shapes(found: Found, mirror: Artefacts) -> Loaded:
    """Read and repair the shapes of what was found. StandardError where they are not there as pinned."""
    if not found.shapes:
        raise StandardError("standard-without-shapes", standard=found.version.label)
    files = tuple((pin, read_shapes(pin, mirror)) for pin in found.shapes)
    return Loaded(
        triples=tuple(triple for _, repaired in files for triple in repaired.triples),
        files=files,
        used=tuple(used(found.version, pin, repaired) for pin, repaired in files),
    )


def read_shapes(pin: Pin, mirror: Artefacts) -> Repaired:
    """Return one file of shapes, repaired. StandardError `standard-not-rdf` where it does not parse."""
    return repair(read_triples(pin, mirror))


def read_triples(pin: Pin, mirror: Artefacts) -> list[ox.Triple]:
    """Return one file of shapes as it is published. StandardError `standard-not-rdf`."""
    data = mirror.read(pin)
    try:
        # Several files may make one set of shapes: the digest keeps their blank nodes apart.
        prefix = f"b{pin.sha256[:8]}x"
        return list(numbered(parse(data, pin.media, base=pin.url, lenient=True), prefix))
    except SyntaxProblem as error:
        place = {"line": str(error.line or ""), "column": str(error.column or "")}
        raise StandardError("standard-not-rdf", url=pin.url, detail=error.detail, **place) from error


def used(version: Version, pin: Pin, repaired: Repaired) -> UsedStandard:
    """Return how the report names one file: `defects` are what was isolated and the cautions."""
    isolated = [f"repair-{one.id}" for one in repaired.repairs if one.id in ISOLATING]
    cautions = [f"caution-{one.id}" for one in repaired.cautions]
    return UsedStandard(
        id=version.standard,
        version=version.version,
        status=version.standing.value,
        basis=pin.basis,
        url=pin.url,
        sha256=pin.sha256,
        specification=version.url,
        repairs=tuple((one.id, one.count) for one in repaired.repairs),
        defects=(*isolated, *cautions),
    )
