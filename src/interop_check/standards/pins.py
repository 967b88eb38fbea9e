"""The nouns of the catalogue: a standard, its versions, and the bytes that each consists of."""

from dataclasses import dataclass

from interop_check.standards.register import Entry
from interop_check.standards.standing import Standing, standing

OFFICIAL = "official"
MAIN = "main"
UNKNOWN = "unknown"
PROFILE = "Applicatieprofiel"
"""The category of application profiles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One artefact: where it is published, where a mirror holds it (`path`), its digest and size in bytes.

    `basis` says whether the digest is that of the published file; only `official` may be shown as such.
    `role` is `main` for what is loaded; else `twin` (other syntax), `alternative` (other namespace) or
    `supplement` (usage notes). `origin` is `validator` where the official validator serves it.
    """

    kind: str
    url: str
    path: str
    sha256: str
    size: int
    media: str
    dialect: str | None = None
    basis: str = OFFICIAL
    role: str = MAIN
    origin: str = "publication"

    @property
    def is_official(self) -> bool:
        """Return whether the digest is that of the published bytes."""
        return self.basis == OFFICIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version of a standard; `version` is a date, `niet-bepaald` or `alias` (an undated address)."""

    standard: str
    version: str
    status: str
    url: str
    superseded_by: str | None
    pins: tuple[Pin, ...]

    @property
    def standing(self) -> Standing:
        """Return the status that the address states, under its common name."""
        return standing(self.status)

    @property
    def shapes(self) -> tuple[Pin, ...]:
        """Return the shapes that are loaded by default."""
        return tuple(pin for pin in self.pins if pin.kind == "shacl" and pin.role == MAIN)

    @property
    def contexts(self) -> tuple[Pin, ...]:
        """Return the JSON-LD contexts."""
        return tuple(pin for pin in self.pins if pin.kind == "context")

    @property
    def label(self) -> str:
        """Return `id@version`, as it can be asked for."""
        return f"{self.standard}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What can be claimed: an application profile or another standard, with its entries in the register.

    The first entry is the one that has come furthest; there is none where only files are known.
    `versions` are those that files are pinned of.
    """

    id: str
    entries: tuple[Entry, ...]
    versions: tuple[Version, ...]

    @property
    def title(self) -> str:
        """Return the title in the register, else the id."""
        return self.entries[0].title if self.entries else self.id

    @property
    def category(self) -> str:
        """Return the category as in the register, `unknown` where it is not in there."""
        return self.entries[0].category if self.entries else UNKNOWN

    @property
    def is_profile(self) -> bool:
        """Whether the register has it as an application profile."""
        return self.category == PROFILE

    @property
    def status(self) -> str:
        """Return the status as in the register, `unknown` where it is not in there."""
        return self.entries[0].status if self.entries else UNKNOWN

    @property
    def usage(self) -> str:
        """Return the usage as in the register, `unknown` where it is not in there."""
        return self.entries[0].usage if self.entries else UNKNOWN

    @property
    def standing(self) -> Standing:
        """Return the status in the register, under its common name."""
        return standing(self.status)

    @property
    def preferred(self) -> Version | None:
        """Return the version that is meant where none is named: with shapes, best status, then newest."""
        return max(self.versions, key=_preference, default=None)


def _preference(version: Version) -> tuple[bool, int, bool, str]:
    return (bool(version.shapes), -version.standing.rank, version.version[0].isdigit(), version.version)
