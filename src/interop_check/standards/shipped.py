"""What profiles bring along of their own: shapes in our words for a standard, and background knowledge.

They are no copies of official files. Shapes stand in for those of a version that is not at hand, and the
report says so (`basis` is `bundled`); background is added to the official one.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from interop_check.model import UsedStandard
from interop_check.rdf.labels import numbered
from interop_check.rdf.parse import parse
from interop_check.standards.loading import Loaded
from interop_check.standards.pins import Version

BUNDLED = "bundled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Background knowledge of our own: its name in the report, digest and size of its bytes, and quads."""

    name: str
    sha256: str
    size: int
    quads: tuple[ox.Quad, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipped:
    """Files of profiles: shapes by the label of the version that they are about, background by name."""

    shapes: Mapping[str, Path] = field(default_factory=dict)
    background: Mapping[str, Path] = field(default_factory=dict)

    def bundled(self, version: Version) -> Loaded | None:
        """Return our shapes for a version, None where there are none."""
        path = self.shapes.get(version.label)
        if path is None:
            return None
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        triples = tuple(numbered(parse(data, "text/turtle"), f"b{digest[:8]}x"))
        return Loaded(triples=triples, files=(), used=(_used(version, digest),))

    def known(self) -> Iterator[Known]:
        """Yield what is known beforehand, by file."""
        for name, path in self.background.items():
            data = path.read_bytes()
            quads = tuple(parse(data, "text/turtle"))
            yield Known(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), quads=quads)


def shipped(folders: Iterable[Path]) -> Shipped:
    """Return what the profiles in these folders bring: `shapes/<id>@<version>.ttl` and `background/*.ttl`."""
    found = sorted(folders)
    shapes = {path.stem: path for folder in found for path in sorted((folder / "shapes").glob("*.ttl"))}
    background = {
        f"{folder.name}/{path.name}": path
        for folder in found
        for path in sorted((folder / "background").glob("*.ttl"))
    }
    return Shipped(shapes=shapes, background=background)


def _used(version: Version, digest: str) -> UsedStandard:
    return UsedStandard(
        id=version.standard,
        version=version.version,
        status=version.standing.value,
        basis=BUNDLED,
        url=f"urn:interop-check:shapes:{version.label}",
        sha256=digest,
        specification=version.url,
    )
