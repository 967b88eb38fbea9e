"""Who and what a solution is, from publiccode.yml, the API description, the readme or the folder's name."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interop_check.scaffold.found import Fact, Sighting, clean, slug
from interop_check.solution import has_kbo_check_digits

LONGEST_DESCRIPTION = 1000

_OVO = re.compile(r"OVO[0-9]{6}(?![0-9])")
_KBO = re.compile(r"(?<![0-9])[01][0-9]{3}\.?[0-9]{3}\.?[0-9]{3}(?![0-9])")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://[^\s/@]+(/\S*)?")
_FORMS = {"contact.email": _EMAIL, "contact.url": _URL}


def identity(sightings: Sequence[Sighting], folder: str, languages: Sequence[str]) -> dict[str, Fact]:
    """Return the facts by field; the first source that has one wins."""
    found: dict[str, Fact] = {}
    for name, value, source in _offers(sightings, folder, languages):
        text = clean(value, LONGEST_DESCRIPTION if name == "description" else 300)
        if text and (name not in _FORMS or _FORMS[name].fullmatch(text)):
            found.setdefault(name, Fact(value=text, source=source))
    if "contact.email" not in found:
        found.pop("contact.name", None)  # a name alone cannot be written to
    known = found.get("name")
    short = slug(known.value) if known else ""
    return {"id": Fact(value=short, source=""), **found} if short else found


def _offers(
    sightings: Sequence[Sighting], folder: str, languages: Sequence[str]
) -> Iterator[tuple[str, Any, str]]:
    for one in _nearest(sightings, "publiccode"):
        for name, value in _publiccode(one.about, languages):
            yield name, value, one.path
    apis = _nearest(sightings, "api")
    for one in apis if len(apis) == 1 else ():  # of several, none speaks for the whole
        for name in ("contact.name", "contact.email", "contact.url", "version"):
            yield name, one.about.get(name), one.path
    for one in _nearest(sightings, "document"):
        yield "contact.email", one.about.get("email"), one.path
    for one in _nearest(sightings, "readme"):
        if one.folder == ".":
            yield "name", one.about.get("heading"), one.path
    yield "name", folder, ""


def _nearest(sightings: Sequence[Sighting], kind: str) -> list[Sighting]:
    chosen = [one for one in sightings if one.kind == kind]
    return sorted(chosen, key=lambda one: (one.path.count("/"), one.path))


def _publiccode(value: Mapping[str, Any], languages: Sequence[str]) -> Iterator[tuple[str, Any]]:
    yield "name", value.get("name")
    yield "version", value.get("softwareVersion")
    yield "description", _description(value.get("description"), languages)
    organisation = value.get("organisation")
    if isinstance(organisation, dict):
        yield "provider.name", organisation.get("name")
        yield from _numbers(str(organisation.get("uri", "")))
    maintenance = value.get("maintenance")
    contacts = maintenance.get("contacts") if isinstance(maintenance, dict) else None
    first = contacts[0] if isinstance(contacts, list) and contacts else None
    if isinstance(first, dict):
        yield "contact.name", first.get("name")
        yield "contact.email", first.get("email")


def _description(value: Any, languages: Sequence[str]) -> Any:
    texts = value if isinstance(value, dict) else {}
    chosen: Mapping[str, Any] = next(
        (texts[name] for name in (*languages, *texts) if isinstance(texts.get(name), dict)), {}
    )
    return chosen.get("shortDescription")


def _numbers(uri: str) -> Iterator[tuple[str, str]]:
    ovo = _OVO.search(uri)
    if ovo:
        yield "provider.ovo", ovo[0]
    kbo = _KBO.search(uri)
    if kbo and has_kbo_check_digits(kbo[0]):
        yield "provider.kbo", kbo[0]
