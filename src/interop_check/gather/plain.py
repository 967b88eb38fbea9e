"""Evidence that is kept as bytes until its own family of checks parses it; a folder as its files' digests."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from interop_check.gather import Gatherer, Read
from interop_check.gather.source import Reader, evidence_of
from interop_check.model import Artefact, Evidence, Problem


def plain(kind: str) -> Read:
    """Return a reader that hashes an artefact and leaves its bytes alone."""

    def read(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
        about = {"id": artefact.id, **artefact.about}
        if source.is_folder(artefact.location):
            yield _folder(kind, artefact.location, source, about)
        else:
            yield evidence_of(kind, artefact.location, source.read(artefact.location), about)

    return read


def _folder(kind: str, location: str, source: Reader, about: Mapping[str, Any]) -> Evidence:
    names = source.files(location)
    if isinstance(names, Problem):
        return evidence_of(kind, location, names, about)
    digests: dict[str, str] = {}
    size = 0
    for name in names:
        data = source.read(f"{location}/{name}")
        if isinstance(data, Problem):
            return evidence_of(kind, location, data, about)
        digests[name] = hashlib.sha256(data).hexdigest()
        size += len(data)
    listing = "".join(f"{name}\0{digests[name]}\n" for name in sorted(digests))
    total = hashlib.sha256(listing.encode(errors="surrogateescape"))  # a file's name may be any bytes
    return Evidence(
        kind=kind, source=location, sha256=total.hexdigest(), size=size, content=digests, about=about
    )


def gatherer(section: str, kind: str) -> Gatherer:
    """Return the gatherer of a section whose artefacts are kept as bytes."""
    return Gatherer(section=section, kind=kind, read=plain(kind))
