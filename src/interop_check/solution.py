"""solution.yaml -> Solution: read strictly, held against its schema, all mistakes at once."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import urlsplit

from interop_check import schemas, yamlfile
from interop_check.mask import shown
from interop_check.model import Artefact, Mistake, MistakesError, Solution, Waiver
from interop_check.suggest import near
from interop_check.yamlfile import Document, Path

SECTIONS = tuple(
    name
    for name, part in schemas.schema("solution")["properties"].items()
    if "location" in part.get("items", {}).get("properties", {})
)
"""The manifest's lists of artefacts, in the order of its schema, which is that of gathering."""

_LOCATIONS = ("location", "context", "shapes", "background")


def load_solution(data: bytes, source: str) -> Solution:
    """Return the solution that `data` describes. Raises MistakesError with every mistake in the file."""
    document = yamlfile.load(data, source)
    mistakes = [*schemas.mistakes(document, "solution"), *_semantic_mistakes(document)]
    if mistakes:
        raise MistakesError(sorted(mistakes, key=lambda m: (m.at.line or 0, m.at.column or 0)))
    return _solution(document, hashlib.sha256(data).hexdigest())


def is_address(location: str) -> bool:
    """Tell an http(s) address from a file below the manifest's folder."""
    return location.lower().startswith(("http://", "https://"))


def _solution(document: Document, digest: str) -> Solution:
    value = document.value
    return Solution(
        id=value["id"],
        name=value["name"],
        version=value["version"],
        provider=value["provider"],
        contact=value["contact"],
        call=value.get("call"),
        roles=tuple(value.get("roles", ())),
        features=tuple(value.get("features", ())),
        artefacts=tuple(_artefacts(document)),
        waivers=tuple(_waiver(w) for w in value.get("waivers", ())),
        source=document.source,
        digest=digest,
    )


def _artefacts(document: Document) -> Iterator[Artefact]:
    for section in SECTIONS:
        for index, item in enumerate(document.value.get(section, ())):
            yield Artefact(
                section=section,
                id=item["id"],
                location=item["location"],
                about={key: value for key, value in item.items() if key not in ("id", "location")},
                at=document.place((section, index, "location")),
                places={key: document.place((section, index, key)) for key in item},
            )


def _waiver(value: Mapping[str, Any]) -> Waiver:
    return Waiver(
        id=value["id"],
        rule=value["rule"],
        reason=value["reason"],
        owner=value["owner"],
        expires=date.fromisoformat(value["expires"]),
        source=value.get("artefact"),
        pointer=value.get("pointer"),
        fingerprint=value.get("fingerprint"),
    )


def _semantic_mistakes(document: Document) -> Iterator[Mistake]:
    """Yield what a JSON Schema cannot say: check digits, real dates, unique ids, paths that stay inside.

    It reads files that the schema refuses too, so nothing is taken for granted here.
    """
    value = document.value
    if not isinstance(value, dict):
        return
    yield from _identity_mistakes(document)
    seen: dict[str, Path] = {}
    for section in (*SECTIONS, "waivers"):
        items = value.get(section)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            if isinstance(item, dict):
                yield from _item_mistakes(document, item, (section, index), seen)
                yield from _waived_mistakes(document, item, (section, index), seen)


def _identity_mistakes(document: Document) -> Iterator[Mistake]:
    provider = document.value.get("provider")
    kbo = provider.get("kbo") if isinstance(provider, dict) else None
    if isinstance(kbo, str) and re.fullmatch(r"[01][\d.]{9,11}", kbo) and not has_kbo_check_digits(kbo):
        yield Mistake(code="kbo-check-digits", at=document.place(("provider", "kbo")), args={"value": kbo})


def _item_mistakes(
    document: Document, item: Mapping[str, Any], path: Path, seen: dict[str, Path]
) -> Iterator[Mistake]:
    name = item.get("id")
    if isinstance(name, str):
        if name in seen:
            first = document.place((*seen[name], "id")).line
            yield Mistake(
                code="duplicate-id",
                at=document.place((*path, "id")),
                args={"id": shown(name), "first": str(first)},
            )
        seen.setdefault(name, path)
    for key in ("date", "expires"):
        written = item.get(key)
        if isinstance(written, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", written) and not _is_date(written):
            yield Mistake(code="no-such-date", at=document.place((*path, key)), args={"value": written})
    for key in _LOCATIONS:
        yield from _location_mistakes(document, item.get(key), (*path, key))


def _waived_mistakes(
    document: Document, item: Mapping[str, Any], path: Path, seen: Mapping[str, Path]
) -> Iterator[Mistake]:
    """Waivers stand last, so every artefact has been seen by then."""
    artefact = item.get("artefact") if path[0] == "waivers" else None
    if isinstance(artefact, str) and seen.get(artefact, ("waivers",))[0] == "waivers":
        known = [name for name, where in seen.items() if where[0] != "waivers"]
        args = {"value": shown(artefact), "suggestion": near(artefact, known)}
        yield Mistake(code="unknown-artefact", at=document.place((*path, "artefact")), args=args)


def _location_mistakes(document: Document, value: Any, path: Path) -> Iterator[Mistake]:
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _location_mistakes(document, one, (*path, index))
    elif isinstance(value, str):
        code = location_fault(value)
        if code:
            yield Mistake(code=code, at=document.place(path), args={"value": shown(value)})


def location_fault(location: str) -> str | None:
    """Return what is wrong with a location, as a code: credentials, another scheme, leaving the folder."""
    if is_address(location):
        return _address_fault(location)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", location):
        return "unknown-scheme"
    path, windows = PurePosixPath(location), PureWindowsPath(location)
    absolute = path.is_absolute() or windows.drive or location.startswith("~")
    return "location-outside" if absolute or ".." in path.parts or "\\" in location else None


def _address_fault(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        well_formed = bool(parts.hostname) and parts.port != 0
    except ValueError:
        return "expected-url"
    if "@" in parts.netloc:
        return "address-with-credentials"
    return None if well_formed else "expected-url"


def has_kbo_check_digits(number: str) -> bool:
    """Whether the last two digits are 97 minus the first eight modulo 97 (KBO/BCE enterprise number)."""
    digits = number.replace(".", "")
    return len(digits) == 10 and digits.isdecimal() and int(digits[8:]) == 97 - int(digits[:8]) % 97  # noqa: PLR2004


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
