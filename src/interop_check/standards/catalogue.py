"""The register and the pins as they stand in profiles/oslo/pins.yaml, made into nouns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from interop_check.standards.claims import Found, Unknown, Unpinned, hosts, look_up, same_address
from interop_check.standards.pins import Pin, Standard, Version
from interop_check.standards.problems import StandardError
from interop_check.standards.register import Entry
from interop_check.standards.standing import Standing

_MEDIA = {".ttl": "text/turtle", ".jsonld": "application/ld+json"}
_VERSION = re.compile(r"\d{4}-\d\d-\d\d|niet-bepaald|alias", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SAFE_PATH = re.compile(r"(?:(?!\.\.?/)[^/\\\x00-\x1f]+/)*(?!\.\.?$)[^/\\\x00-\x1f]+")
FORMAT = 2
VOCABULARY = "Vocabularium"


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A newer recognised version; `pinned` is None where only its existence is known."""

    version: str
    url: str
    pinned: Version | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All that is known and pinned. `base` is the address a mirror's paths are relative to.

    `register` holds every entry of the register of `register_date`; `standards` what can be claimed.
    """

    base: str
    register_date: str
    register: tuple[Entry, ...]
    standards: tuple[Standard, ...]
    vocabularies: tuple[Pin, ...]
    codelists: tuple[Pin, ...]

    def find(self, claim: str) -> Found | Unpinned | Unknown:
        """Return what `claim` means: an id, `id@version`, the address of a version or of an artefact."""
        return look_up(self.standards, claim)

    def hosts(self) -> frozenset[str]:
        """Return the hosts that an address of a standard can be on."""
        return hosts(self.standards)

    def find_beside(self, standard: Standard, claim: str) -> Found | Unpinned | Unknown:
        """Return what `claim` means beside `standard`: a version alone is one of that standard."""
        alone = self.find(f"{standard.id}@{claim.strip()}")
        return alone if isinstance(alone, Found) or _VERSION.fullmatch(claim.strip()) else self.find(claim)

    def pins(self) -> Iterator[Pin]:
        """Yield every pinned artefact, each once."""
        for standard in self.standards:
            for version in standard.versions:
                yield from version.pins
        yield from self.vocabularies
        yield from self.codelists

    def vocabularies_of(self, standard: Standard) -> tuple[Pin, ...]:
        """Return the pinned vocabularies that a standard of the category Vocabularium is."""
        linked = {
            same_address(document)
            for entry in standard.entries
            if entry.category == VOCABULARY
            for document in entry.documents
        }
        return tuple(pin for pin in self.vocabularies if same_address(pin.url.removesuffix(".ttl")) in linked)

    def newer_recognised(self, version: Version) -> Successor | None:
        """Return the newest recognised version after `version`, pinned or only known by name."""
        standard = next(one for one in self.standards if one.id == version.standard)
        newer = self.recognised_after(standard, _age(version))
        noted = self._noted(version)
        if noted and (newer is None or (newer.pinned is None and newer.version <= noted.version)):
            return noted
        return newer

    def _noted(self, version: Version) -> Successor | None:
        """Return what the pins say of a version that was superseded: its whole address, and no files."""
        if version.superseded_by is None:
            return None
        steps = version.superseded_by.strip("/")
        url = f"{self.base}doc/applicatieprofiel/{version.standard}/{steps}/"
        return Successor(version=steps.rpartition("/")[2], url=url, pinned=None)

    def recognised_after(self, standard: Standard, date: str) -> Successor | None:
        """Return the newest recognised version dated after `date`: of those pinned and those registered.

        The register names no versions; it dates the publication of what it calls recognised.
        """
        known = [
            Successor(version=one.version, url=one.url, pinned=one)
            for one in standard.versions
            if one.standing is Standing.RECOGNISED
        ]
        dated = {one.version for one in known}
        known += [
            Successor(version=one.published, url=next(iter(one.documents), ""), pinned=None)
            for one in standard.entries
            if one.standing is Standing.RECOGNISED and one.published not in dated
        ]
        return max((one for one in known if one.version > date), key=lambda one: one.version, default=None)


def _age(version: Version) -> str:
    # What stood at an address without version was there before dated versions were published.
    return "" if version.standing is Standing.ALIAS else version.version


def load_catalogue(document: Mapping[str, Any]) -> Catalogue:
    """Return the catalogue a parsed pins file describes. StandardError `pins-…` where it is not one."""
    if _value(document, "format", int) != FORMAT:
        raise StandardError("pins-format", expected=str(FORMAT), found=str(document["format"]))
    base = _text(document, "base")
    register = tuple(_registered(entry) for entry in _entries(document, "register"))
    return Catalogue(
        base=base,
        register_date=_text(document, "register_date"),
        register=register,
        standards=_standards(register, _entries(document, "standards"), base),
        vocabularies=tuple(
            _pin(entry | {"kind": "vocabulary"}, base, base) for entry in _entries(document, "vocabularies")
        ),
        codelists=tuple(
            _pin(
                entry | {"kind": "codelist", "path": _text(group, "path") + _text(entry, "file")},
                _text(group, "url"),
                base,
            )
            for group in _entries(document, "codelists")
            for entry in _entries(group, "files")
        ),
    )


def _registered(entry: Mapping[str, Any]) -> Entry:
    return Entry(
        id=_text(entry, "id"),
        title=_text(entry, "title"),
        category=_text(entry, "category"),
        status=_text(entry, "status"),
        usage=_text(entry, "usage"),
        published=_text({"published": "", **entry}, "published"),
        acknowledged=_text({"acknowledged": "", **entry}, "acknowledged"),
        documents=tuple(_value({"documents": [], **entry}, "documents", list)),
        profiles=tuple(_value({"profiles": [], **entry}, "profiles", list)),
    )


def _standards(
    register: Sequence[Entry], pinned: Sequence[Mapping[str, Any]], base: str
) -> tuple[Standard, ...]:
    """Join what is pinned and what is registered: an entry without a profile is a standard by its own id."""
    entries: dict[str, list[Entry]] = {_text(entry, "id"): [] for entry in pinned}
    for one in register:
        for name in one.profiles or (one.id,):
            entries.setdefault(name, []).append(one)
    versions = {
        _text(entry, "id"): tuple(
            _version(one, _text(entry, "id"), base) for one in _entries(entry, "versions")
        )
        for entry in pinned
    }
    return tuple(
        Standard(id=name, entries=tuple(sorted(found, key=_furthest)), versions=versions.get(name, ()))
        for name, found in sorted(entries.items(), key=lambda item: (item[0].lower(), item[0]))
    )


def _furthest(entry: Entry) -> tuple[int, int, str]:
    return entry.standing.rank, len(entry.id), entry.id


def _version(entry: Mapping[str, Any], standard: str, base: str) -> Version:
    url = _text(entry, "url")
    return Version(
        standard=standard,
        version=_text(entry, "version"),
        status=_text(entry, "status"),
        url=url,
        superseded_by=entry.get("superseded_by"),
        pins=tuple(_pin(pin, url, base) for pin in _entries(entry, "artefacts")),
    )


def _pin(entry: Mapping[str, Any], folder: str, base: str) -> Pin:
    url = entry.get("url") or folder + _text(entry, "file")
    path = entry.get("path") or unquote(url.removeprefix(base))
    digest = _text(entry, "sha256")
    if not _SAFE_PATH.fullmatch(path):
        raise StandardError("pins-path", path=path)
    if not _DIGEST.fullmatch(digest):
        raise StandardError("pins-digest", path=path, digest=digest)
    optional = {key: entry[key] for key in ("dialect", "basis", "role", "origin") if key in entry}
    media = entry.get("media") or _MEDIA.get(PurePosixPath(path).suffix, "application/octet-stream")
    size = _value(entry, "bytes", int)
    return Pin(
        kind=_text(entry, "kind"), url=url, path=path, sha256=digest, size=size, media=media, **optional
    )


def _entries(entry: Mapping[str, Any], key: str) -> Sequence[dict[str, Any]]:
    found: Sequence[dict[str, Any]] = _value(entry, key, list)
    return found


def _text(entry: Mapping[str, Any], key: str) -> str:
    return str(_value(entry, key, str))


def _value(entry: Mapping[str, Any], key: str, kind: type) -> Any:
    found = entry.get(key)
    if not isinstance(found, kind):
        raise StandardError("pins-key", key=key, entry=str(entry.get("id") or entry.get("version") or ""))
    return found
