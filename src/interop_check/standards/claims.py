"""What a solution or a user means by the name or address of a standard."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interop_check.standards.pins import Pin, Standard, Version

_NEAR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A pinned version. `exact`: the claim named it; `pin` where it was the address of one artefact."""

    standard: Standard
    version: Version
    exact: bool
    pin: Pin | None = None

    @property
    def shapes(self) -> tuple[Pin, ...]:
        """Return the shapes to judge with: those asked for, else those of the version."""
        asked = self.pin is not None and self.pin.kind == "shacl"
        return (self.pin,) if asked and self.pin else self.version.shapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpinned:
    """A known standard without a pin for the version asked for (None: any); `pinned` are those it has."""

    standard: Standard
    version: str | None
    pinned: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nothing of that name; `near` are ids that look like it, the nearest first."""

    claim: str
    near: tuple[str, ...]


def look_up(standards: Sequence[Standard], claim: str) -> Found | Unpinned | Unknown:
    """Return what `claim` means among `standards`: an id, `id@version` or an address."""
    claim = claim.strip()
    if re.match(r"https?://", claim, re.IGNORECASE):
        return _by_address(standards, claim)
    name, _, version = claim.partition("@")
    return _by_name(standards, name.strip(), version.strip() or None, claim)


def _by_name(
    standards: Sequence[Standard], name: str, version: str | None, claim: str
) -> Found | Unpinned | Unknown:
    standard = next((s for s in standards if name.lower() in _names(s)), None)
    if standard is None:
        return Unknown(claim=claim, near=_near(standards, name))
    if version is None:
        chosen = standard.preferred
    else:
        chosen = next((v for v in standard.versions if v.version == version.lower()), None)
    if chosen is None:
        pinned = tuple(v.version for v in standard.versions)
        return Unpinned(standard=standard, version=version, pinned=pinned)
    return Found(standard=standard, version=chosen, exact=version is not None)


def _names(standard: Standard) -> Iterator[str]:
    yield standard.id.lower()
    yield from standard.register


def _near(standards: Sequence[Standard], name: str) -> tuple[str, ...]:
    written = {standard.id.lower(): standard.id for standard in standards}
    close = difflib.get_close_matches(name.lower(), written, n=_NEAR)
    return tuple(written[lower] for lower in close)


def _by_address(standards: Sequence[Standard], claim: str) -> Found | Unpinned | Unknown:
    wanted = same_address(claim)
    for standard in standards:
        for version in standard.versions:
            pin = next((pin for pin in version.pins if same_address(pin.url) == wanted), None)
            if pin is not None or (version.version != "alias" and same_address(version.url) == wanted):
                return Found(standard=standard, version=version, exact=True, pin=pin)
    return _by_profile_address(standards, wanted, claim)


def _by_profile_address(standards: Sequence[Standard], wanted: str, claim: str) -> Found | Unpinned | Unknown:
    found = re.fullmatch(
        r"//data\.vlaanderen\.be/doc/applicatieprofiel/(?P<name>.+?)(?:/[a-z-]+/(?P<date>\d{4}-\d\d-\d\d|niet-bepaald))?",
        wanted,
    )
    if found is None:
        return Unknown(claim=claim, near=())
    return _by_name(standards, found["name"], found["date"], claim)


def same_address(url: str) -> str:
    """Return what two spellings of an address share: no scheme, fragment, index page or closing slash."""
    rest = re.sub(r"^https?:", "", url.strip(), flags=re.IGNORECASE).partition("#")[0]
    host, slash, path = rest.removeprefix("//").partition("/")
    path = re.sub(r"(^|/)(index[\w-]*\.html)?$", "", path)
    return f"//{host.lower()}{slash and '/'}{path}"
