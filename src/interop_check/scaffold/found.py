"""The nouns of scaffolding, and the form that text from other people's files is brought into."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LONGEST_LINE = 300
LONGEST_ID = 80

Note = tuple[str, Mapping[str, str]]
"""A remark for whoever completes the manifest: a message code and its values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What one file was recognised as, and what is said in it that the manifest can use."""

    path: str
    kind: str
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """Return the folder that holds the file, `.` for the top."""
        return self.path.rpartition("/")[0] or "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A value with where it comes from: a path, or nothing where it was derived."""

    value: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a section. `hints` are fields that somebody may want to switch on: written as comments."""

    section: str
    id: str
    location: str
    fields: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that was found. `identity` has facts by field (`name`, `provider.ovo` …)."""

    identity: Mapping[str, Fact]
    roles: tuple[str, ...]
    features: tuple[str, ...]
    items: tuple[Item, ...]
    remarks: tuple[Note, ...] = ()


def clean(text: object, longest: int = LONGEST_LINE) -> str:
    """Return text on one line, without anything a terminal or a YAML reader would act on."""
    if not isinstance(text, str):
        return ""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split())[:longest].strip()


def slug(text: str) -> str:
    """Return a short name made of small letters, digits and hyphens; nothing where none is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:LONGEST_ID].strip("-")
