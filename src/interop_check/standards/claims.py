"""What a solution or a user means by the name or address of a standard."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interop_check.standards.pins import Pin, Standard, Version

_NEAR = 3
_PROFILES = "//data.vlaanderen.be/doc/applicatieprofiel/"
_DOCUMENT = re.compile(r"(?P<document>.+?)/[a-z-]+/(?P<date>\d{4}-\d\d-\d\d|niet-bepaald)")


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

    @property
    def is_registered(self) -> bool:
        """Return whether the register itself dates or links the version asked for."""
        return any(entry.is_of(self.version or "") for entry in self.standard.entries)


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
    yield from (entry.id for entry in standard.entries)


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
    return _by_document(standards, wanted, claim)


def _by_document(standards: Sequence[Standard], wanted: str, claim: str) -> Found | Unpinned | Unknown:
    """Return what the address of a specification means, with or without `/<status>/<date>` behind it."""
    found = _DOCUMENT.fullmatch(wanted)
    document, date = (found["document"], found["date"]) if found else (wanted, None)
    named = _by_name(standards, document.removeprefix(_PROFILES), date, claim)
    linking = [one for one in standards if document in _documents(one)]
    if not isinstance(named, Unknown) or not linking:
        return named
    # The address of one standard is often linked from others as well.
    nearest = min(linking, key=lambda one: (_documents(one).index(document), len(_documents(one)), one.id))
    return _by_name(standards, nearest.id, date, claim)


def _documents(standard: Standard) -> list[str]:
    return [same_address(address) for entry in standard.entries for address in entry.documents]


def hosts(standards: Sequence[Standard]) -> frozenset[str]:
    """Return the hosts that an address of one of the standards can be on."""
    of_versions = (one for standard in standards for version in standard.versions for one in _urls(version))
    documents = (one for standard in standards for entry in standard.entries for one in entry.documents)
    return frozenset(host_of(one) for one in (*of_versions, *documents))


def _urls(version: Version) -> Iterator[str]:
    yield version.url
    yield from (pin.url for pin in version.pins)


def host_of(url: str) -> str:
    """Return the host of an address, in lower case."""
    return same_address(url)[2:].partition("/")[0]


def same_address(url: str) -> str:
    """Return what two spellings of an address share: no scheme, fragment, index page or closing slash."""
    rest = re.sub(r"^https?:", "", url.strip(), flags=re.IGNORECASE).partition("#")[0]
    host, slash, path = rest.removeprefix("//").partition("/")
    path = re.sub(r"(^|/)(index[\w-]*\.html)?$", "", path)
    return f"//{host.lower()}{slash and '/'}{path}"
