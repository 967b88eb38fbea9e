"""Evidence of kind `standard` (the shapes that data claims, repaired and loaded) and of kind `background`."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from interop_check import shacl
from interop_check.gather import sandbox
from interop_check.gather.data import Graph, syntax_of
from interop_check.gather.source import Reader, portable
from interop_check.model import Evidence, Problem, UsedStandard
from interop_check.origin import Fetched
from interop_check.rdf.labels import numbered
from interop_check.rdf.parse import ACCEPT
from interop_check.rdf.table import Table
from interop_check.standards.claims import Found, Unknown, Unpinned
from interop_check.standards.library import Library
from interop_check.standards.loading import Loaded
from interop_check.standards.problems import StandardError
from interop_check.standards.shipped import Known
from interop_check.standards.standing import Standing
from interop_check.terminology.outline import outline

BACKGROUND = "data.vlaanderen.be/ns, codelijsten"
TERMINOLOGY = "terms.tsv"

_MEANINGS = frozenset({"api-context", "api-standard"})
"""Evidence of what names in JSON mean: those that mean nothing may be the name of a known term."""

_NOT_AT_HAND = frozenset({"standard-absent", "standard-unreachable"})
"""Why shapes of our own may stand in; for official ones that are there, but not as pinned, they do not."""


def claimed(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield one piece of evidence per claim that linked data makes, and what is known beforehand."""
    linked = [one for one in evidence if "claims" in one.about]
    shapes = _distinct(linked, "shapes")
    for location in shapes:
        yield _own_shapes(location, source)
    for claim in _distinct(linked, "claims"):
        if claim not in shapes:
            yield standard_evidence(claim, source.library)
    if linked and source.library is not None:
        yield _background(source.library)
        for known in source.library.shipped.known():
            yield _own_background(known)
    has_meanings = bool(linked) or any(one.kind in _MEANINGS for one in evidence)
    if has_meanings and source.library is not None:
        yield Evidence(kind="terminology", source=TERMINOLOGY, content=source.library.known)


def _distinct(linked: Sequence[Evidence], key: str) -> list[str]:
    return list(dict.fromkeys(claim for one in linked for claim in one.about.get(key, ())))


def standard_evidence(claim: str, library: Library | None) -> Evidence:
    """Return the shapes of what a claim means, loaded and described, or why they cannot be had."""
    if library is None:
        return _unusable(claim, {}, Problem(code="no-standards"))
    found = library.find(claim)
    if isinstance(found, Unknown):
        hint = {"suggestion": found.near[0] if found.near else ""}
        return _unusable(claim, {}, Problem(code="standard-unknown", args=hint))
    if isinstance(found, Unpinned):
        return _unusable(claim, _registered(found, library), Problem(code="standard-without-shapes"))
    about = _about(found, library)
    try:
        loaded = library.shapes(found)
    except StandardError as error:
        bundled = library.shipped.bundled(found.version) if error.problem.code in _NOT_AT_HAND else None
        if bundled is None:
            return _unusable(claim, about, portable(error.problem))
        return _loaded(claim, {**about, "instead_of": portable(error.problem)}, bundled)
    return _loaded(claim, about, loaded)


def _loaded(claim: str, about: Mapping[str, Any], loaded: Loaded) -> Evidence:
    shapes = shacl.load_shapes(loaded.triples)
    if shapes.is_empty:
        return _unusable(claim, {**about, "used": loaded.used}, Problem(code="standard-empty"))
    used = tuple(_with_defects(one, shapes) for one in loaded.used)
    first = loaded.used[0]
    return Evidence(
        kind="standard",
        source=first.url,
        sha256=first.sha256,
        content=shapes,
        about={
            **about,
            "claims": (claim,),
            "own": False,
            "used": used,
            "defects": shapes.defects,
            "outline": outline(loaded.triples),
        },
    )


def _with_defects(used: UsedStandard, shapes: shacl.Shapes) -> UsedStandard:
    codes = sorted({f"defect-{defect.code}" for defect in shapes.defects})
    return replace(used, defects=(*used.defects, *codes))


def _about(found: Found, library: Library) -> dict[str, Any]:
    version = found.version
    successor = library.catalogue.newer_recognised(version)
    return {
        "id": version.standard,
        "version": version.version,
        "label": version.label,
        "status": version.standing.value,
        "recognised": library.is_recognised(version),
        "version_named": found.exact,
        "newer": successor.version if successor else "",
        "verified": True,
    }


def _registered(found: Unpinned, library: Library) -> dict[str, Any]:
    """Return what the register says where nothing is pinned; it names hardly any versions."""
    standard, version = found.standard, found.version or ""
    successor = library.catalogue.recognised_after(standard, version) if version else None
    return {
        "id": standard.id,
        "version": version,
        "label": f"{standard.id}@{version}" if version else standard.id,
        "status": standard.standing.value,
        "recognised": any(
            one.standing is Standing.RECOGNISED
            for one in standard.entries
            if not version or one.is_of(version)
        ),
        "version_named": bool(version),
        "newer": successor.version if successor else "",
        "verified": not version or found.is_registered,
        "pinned": ", ".join(found.pinned),
    }


def _unusable(claim: str, about: Mapping[str, Any], problem: Problem) -> Evidence:
    return Evidence(
        kind="standard",
        source=claim,
        problem=problem,
        about={**about, "claims": (claim,), "own": False, "defects": ()},
    )


def _own_shapes(location: str, source: Reader) -> Evidence:
    found = source.get(location, ACCEPT)
    parsed = found if isinstance(found, Problem) else _parsed_shapes(found, location, source)
    problem = parsed if isinstance(parsed, Problem) else None
    about = {
        "claims": (location,),
        "own": True,
        "id": location,
        "version": "",
        "label": location,
        "defects": (),
    }
    return Evidence(
        kind="standard",
        source=location,
        sha256=None if isinstance(found, Problem) else hashlib.sha256(found.data).hexdigest(),
        content=None if problem else parsed,
        problem=problem,
        about=about if isinstance(parsed, Problem) else {**about, **_told(parsed)},
    )


def _told(shapes: shacl.Shapes) -> dict[str, Any]:
    return {"defects": shapes.defects, "outline": outline(shapes.triples)}


def _parsed_shapes(found: Fetched, location: str, source: Reader) -> shacl.Shapes | Problem:
    media = syntax_of(found, location)
    if isinstance(media, Problem):
        return media
    parsed = sandbox.parse(found.data, media, limits=source.limits)
    if isinstance(parsed, Problem):
        return parsed
    shapes = shacl.load_shapes(numbered(parsed.table.triples()))
    return Problem(code="shapes-empty", args={"location": location}) if shapes.is_empty else shapes


def _background(library: Library) -> Evidence:
    background = library.background()
    about = {"id": "official", "pins": len(background.pins), "unread": background.unread}
    if not background.pins:
        return Evidence(
            kind="background", source=BACKGROUND, problem=Problem(code="background-absent"), about=about
        )
    digest = hashlib.sha256("\n".join(sorted(pin.sha256 for pin in background.pins)).encode()).hexdigest()
    return Evidence(
        kind="background",
        source=BACKGROUND,
        sha256=digest,
        size=sum(pin.size for pin in background.pins),
        content=Graph(table=Table.from_quads(background.quads), data=b"", media="application/n-quads"),
        about=about,
    )


def _own_background(known: Known) -> Evidence:
    return Evidence(
        kind="background",
        source=known.name,
        sha256=known.sha256,
        size=known.size,
        content=Graph(table=Table.from_quads(known.quads), data=b"", media="application/n-quads"),
        about={"id": "own"},
    )
