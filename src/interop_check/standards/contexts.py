"""Official JSON-LD contexts by their address: those that are pinned, read from a mirror."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from interop_check.model import Problem
from interop_check.rdf.contexts import ContextError, inline, read_json
from interop_check.rdf.parse import SyntaxProblem, parse
from interop_check.standards.catalogue import Catalogue
from interop_check.standards.claims import same_address
from interop_check.standards.mirror import Artefacts
from interop_check.standards.pins import Pin, Version
from interop_check.standards.problems import StandardError

UNPINNED = frozenset(
    f"context-{reason}" for reason in ("code-host", "test-host", "unknown", "unpinned", "unversioned")
)
"""Codes of problems that say no more than that an address is not pinned."""

_CODE_HOSTS = (".githubusercontent.com", ".github.com", ".github.io", ".gitlab.com", ".bitbucket.org")
_OFFICIAL_HOST = "data.vlaanderen.be"
_TEST_HOST = re.compile(
    r"data\.(test|dev|ontwikkel)[-.]?vlaanderen\.be|(test|dev|ontwikkel)\.data\.vlaanderen\.be|.*\.(test|dev)\.vlaanderen\.be"
)
_DATED = re.compile(r"/(\d{4}-\d{2}-\d{2}|niet-bepaald)/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """An official context that was read: which pin of which version, and the parsed document."""

    version: Version
    pin: Pin
    document: object


def resolver(catalogue: Catalogue, mirror: Artefacts) -> Callable[[str], object | None]:
    """Return what `rdf.contexts.inline` asks for the document at an address; `load` says why none."""

    def resolve(url: str) -> object | None:
        found = load(catalogue, mirror, url)
        return found.document if isinstance(found, Context) else None

    return resolve


def load(catalogue: Catalogue, mirror: Artefacts, url: str) -> Context | Problem:
    """Return the official context at `url` (http and https are one), or why there is none to use."""
    placed = pinned(catalogue, url)
    if placed is None:
        return unpinned(url)
    version, pin = placed
    try:
        document = read_json(mirror.read(pin))
    except StandardError as error:
        return error.problem
    except ContextError as error:
        args = {"url": pin.url, "detail": error.args_.get("detail", error.code)}
        return Problem(code="context-not-json", args=args, line=error.line, column=error.column)
    detail = _unusable(document)
    if detail is not None:
        return Problem(code="context-unusable", args={"url": pin.url, "detail": detail})
    return Context(version=version, pin=pin, document=document)


def _unusable(document: object) -> str | None:
    """Return why a JSON-LD processor refuses a context by itself, so that no data is blamed for it."""
    inlined = inline(document, lambda _: None)
    if inlined.missing:
        return None
    try:
        list(parse(inlined.to_bytes(), "application/ld+json"))
    except SyntaxProblem as error:
        # Which of several such terms the processor names first differs from run to run.
        return error.detail.partition(" of ")[0]
    return None


def pinned(catalogue: Catalogue, url: str) -> tuple[Version, Pin] | None:
    """Return the pin whose address is `url`, and the version it belongs to."""
    wanted = same_address(url)
    for standard in catalogue.standards:
        for version in standard.versions:
            for pin in version.contexts:
                if same_address(pin.url) == wanted:
                    return version, pin
    return None


def unpinned(url: str) -> Problem:
    """Return why an address that is not pinned cannot be used as an official context."""
    host = _host(url)
    if host == _OFFICIAL_HOST:
        code = "context-unpinned" if _DATED.search(url) else "context-unversioned"
    elif _TEST_HOST.fullmatch(host):
        code = "context-test-host"
    elif f".{host}".endswith(_CODE_HOSTS):
        code = "context-code-host"
    else:
        code = "context-unknown"
    return Problem(code=code, args={"url": url, "host": host})


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
