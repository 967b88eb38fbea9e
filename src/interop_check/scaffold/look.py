"""One file, by its name and its bytes: what is it to a solution."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from interop_check import yamlfile
from interop_check.model import MistakesError, Problem
from interop_check.rdf.parse import media_type
from interop_check.rdf.table import Table
from interop_check.scaffold.apis import api
from interop_check.scaffold.documents import document_type, spdx
from interop_check.scaffold.found import Sighting
from interop_check.scaffold.linked import Claim, is_context, linked, remote_contexts
from interop_check.scaffold.publications import publication
from interop_check.scaffold.remotes import remote

GIT = ".git/config"
JSON_LD = "application/ld+json"

_LINKED = frozenset({".ttl", ".turtle", ".trig", ".nt", ".nq", ".rdf", ".owl", ".jsonld", ".json", ".xml"})
_DESCRIPTIONS = frozenset({".yaml", ".yml", ".json"})
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_READ_BY_NAME = ("readme", "licen", "copying", "security.txt", "urlmap.tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Looker:
    """What looking needs from outside: how data is parsed, and which standard an address belongs to."""

    parse: Callable[[bytes, str], Table | Problem]
    claim: Claim


def is_worth_reading(path: str) -> bool:
    """Whether more than the name of a file counts."""
    name = PurePosixPath(path)
    known = name.suffix.lower() in _LINKED | _DESCRIPTIONS | _PAGES
    return known or name.name.lower().startswith(_READ_BY_NAME) or path.endswith(GIT)


def look(path: str, data: bytes | None, looker: Looker) -> Sighting | None:
    """Return what a file is, None where it is nothing to a manifest. `data` is None where it is too large."""
    name = PurePosixPath(path).name.lower()
    if name == "urlmap.tsv":
        return Sighting(path=path, kind="urlmap")
    if data is None:
        return _by_name(path, "") if PurePosixPath(path).suffix.lower() not in _LINKED else _unread(path)
    if path.endswith(GIT):
        return Sighting(path=path, kind="git", about={"url": remote(_text(data))})
    if name in ("publiccode.yml", "publiccode.yaml"):
        return Sighting(path=path, kind="publiccode", about=_mapping(data, path))
    return _described(path, data) or _linked(path, data, looker) or _by_name(path, _text(data))


def _described(path: str, data: bytes) -> Sighting | None:
    suffix = PurePosixPath(path).suffix.lower()
    about = api(path, data) if suffix in _DESCRIPTIONS else None
    if about is not None:
        return Sighting(path=path, kind="api", about=about)
    page = publication(_text(data)) if suffix in _PAGES else None
    return Sighting(path=path, kind="publication", about=page) if page is not None else None


def _linked(path: str, data: bytes, looker: Looker) -> Sighting | None:
    media = media_type(path, data) if PurePosixPath(path).suffix.lower() in _LINKED else None
    if media is None:
        return None
    if media == JSON_LD and is_context(data):
        return Sighting(path=path, kind="context")
    contexts = remote_contexts(data) if media == JSON_LD else ()
    return linked(path, looker.parse(data, media), contexts, looker.claim)


def _unread(path: str) -> Sighting | None:
    """Return data that was too large to look at; JSON and XML may be anything, so they are left out."""
    is_sure = PurePosixPath(path).suffix.lower() not in {".json", ".xml"}
    return Sighting(path=path, kind="data", about={"large": True}) if is_sure else None


def _by_name(path: str, text: str) -> Sighting | None:
    name = PurePosixPath(path)
    kind = document_type(path)
    if kind is not None:
        about = {"type": kind, "spdx": spdx(text) if kind == "licence" else "", "email": _mail(path, text)}
        return Sighting(path=path, kind="document", about=about)
    if name.stem.lower() == "readme":
        heading = next((line[2:] for line in text.splitlines() if line.startswith("# ")), "")
        return Sighting(path=path, kind="readme", about={"heading": heading})
    return None


def _mail(path: str, text: str) -> str:
    if not path.lower().endswith("security.txt"):
        return ""
    lines = (line.partition(":") for line in text.splitlines())
    contacts = (value.strip() for name, _, value in lines if name.strip().lower() == "contact")
    return next((value[7:] for value in contacts if value.lower().startswith("mailto:")), "")


def _mapping(data: bytes, path: str) -> dict[str, Any]:
    try:
        value = yamlfile.load(data, path).value
    except MistakesError:
        return {}
    return value if isinstance(value, dict) else {}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
