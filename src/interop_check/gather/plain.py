"""Evidence that is kept as bytes until its own family of checks parses it."""

from __future__ import annotations

from collections.abc import Iterator

from interop_check.gather import Gatherer, Read
from interop_check.gather.source import Source, evidence_of
from interop_check.model import Artefact, Evidence


def plain(kind: str) -> Read:
    """Return a reader that hashes an artefact and leaves its bytes alone."""

    def read(artefact: Artefact, source: Source) -> Iterator[Evidence]:
        about = {"id": artefact.id, **artefact.about}
        yield evidence_of(kind, artefact.location, source.read(artefact.location), about)

    return read


def gatherer(section: str, kind: str) -> Gatherer:
    """Return the gatherer of a section whose artefacts are kept as bytes."""
    return Gatherer(section=section, kind=kind, read=plain(kind))
