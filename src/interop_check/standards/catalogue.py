"""The pins as they stand in profiles/oslo/pins.yaml, made into nouns."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from interop_check.standards.claims import Found, Unknown, Unpinned, look_up
from interop_check.standards.pins import Pin, Standard, Version
from interop_check.standards.problems import StandardError
from interop_check.standards.standing import Standing

_MEDIA = {".ttl": "text/turtle", ".jsonld": "application/ld+json"}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SAFE_PATH = re.compile(r"(?:(?!\.\.?/)[^/\\\x00-\x1f]+/)*(?!\.\.?$)[^/\\\x00-\x1f]+")
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """A newer recognised version; `pinned` is None where only its existence is known."""

    version: str
    url: str
    pinned: Version | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All that is pinned. `base` is the address a mirror's paths are relative to."""

    base: str
    register_date: str
    standards: tuple[Standard, ...]
    vocabularies: tuple[Pin, ...]
    codelists: tuple[Pin, ...]

    def find(self, claim: str) -> Found | Unpinned | Unknown:
        """Return what `claim` means: an id, `id@version`, the address of a version or of an artefact."""
        return look_up(self.standards, claim)

    def pins(self) -> Iterator[Pin]:
        """Yield every pinned artefact, each once."""
        for standard in self.standards:
            for version in standard.versions:
                yield from version.pins
        yield from self.vocabularies
        yield from self.codelists

    def newer_recognised(self, version: Version) -> Successor | None:
        """Return the newest recognised version after `version`, pinned or only known by name."""
        newer = [
            other
            for standard in self.standards
            if standard.id == version.standard
            for other in standard.versions
            if other.standing is Standing.RECOGNISED and other.version > _age(version)
        ]
        if newer:
            newest = max(newer, key=lambda other: other.version)
            return Successor(version=newest.version, url=newest.url, pinned=newest)
        if version.superseded_by is None:
            return None
        url = f"{self.base}doc/applicatieprofiel/{version.standard}/{version.superseded_by.strip('/')}/"
        return Successor(version=version.superseded_by.strip("/").rpartition("/")[2], url=url, pinned=None)


def _age(version: Version) -> str:
    # What stood at an address without version was there before dated versions were published.
    return "" if version.standing is Standing.ALIAS else version.version


def load_catalogue(document: Mapping[str, Any]) -> Catalogue:
    """Return the catalogue a parsed pins file describes. StandardError `pins-…` where it is not one."""
    if _value(document, "format", int) != FORMAT:
        raise StandardError("pins-format", expected=str(FORMAT), found=str(document["format"]))
    base = _text(document, "base")
    return Catalogue(
        base=base,
        register_date=_text(document, "register_date"),
        standards=tuple(_standard(entry, base) for entry in _entries(document, "standards")),
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


def _standard(entry: Mapping[str, Any], base: str) -> Standard:
    name = _text(entry, "id")
    return Standard(
        id=name,
        title=_text(entry, "title"),
        category=_text(entry, "category"),
        status=_text(entry, "status"),
        usage=_text(entry, "usage"),
        register=tuple(entry.get("register", ())),
        versions=tuple(_version(version, name, base) for version in _entries(entry, "versions")),
    )


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
