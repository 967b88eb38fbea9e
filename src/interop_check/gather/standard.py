"""Evidence of kind `standard` (the shapes that data claims, repaired and loaded) and of kind `background`."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from interop_check import shacl
from interop_check.gather import sandbox
from interop_check.gather.data import Graph
from interop_check.gather.source import Reader, portable
from interop_check.model import Evidence, Problem, UsedStandard
from interop_check.rdf.labels import numbered
from interop_check.rdf.parse import media_type
from interop_check.rdf.table import Table
from interop_check.standards.catalogue import Successor
from interop_check.standards.claims import Found, Unknown, Unpinned
from interop_check.standards.library import Library
from interop_check.standards.loading import Loaded
from interop_check.standards.problems import StandardError
from interop_check.standards.standing import Standing
from interop_check.terminology.outline import outline

BACKGROUND = "data.vlaanderen.be/ns, codelijsten"
TERMINOLOGY = "terms.tsv"


def claimed(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield one piece of evidence per claim that the data makes, and what is known beforehand."""
    data = [one for one in evidence if one.kind == "data"]
    for location in _distinct(data, "shapes"):
        yield _own_shapes(location, source)
    for claim in _distinct(data, "standards"):
        yield standard_evidence(claim, source.library)
    if data and source.library is not None:
        yield _background(source.library)
        yield Evidence(kind="terminology", source=TERMINOLOGY, content=source.library.known)


def _distinct(data: Sequence[Evidence], key: str) -> list[str]:
    return list(dict.fromkeys(claim for one in data for claim in one.about.get(key, ())))


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
        return _unusable(claim, about, portable(error.problem))
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
        "recognised": _is_recognised(found, successor),
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


def _is_recognised(found: Found, successor: Successor | None) -> bool:
    """The register speaks of the newest version: not of one before a recognised one, nor of any draft."""
    own = found.version.standing
    if own is Standing.RECOGNISED:
        return True
    is_draft = own in (Standing.DRAFT, Standing.NOTE)
    return found.standard.standing is Standing.RECOGNISED and successor is None and not is_draft


def _unusable(claim: str, about: Mapping[str, Any], problem: Problem) -> Evidence:
    return Evidence(
        kind="standard",
        source=claim,
        problem=problem,
        about={**about, "claims": (claim,), "own": False, "defects": ()},
    )


def _own_shapes(location: str, source: Reader) -> Evidence:
    data = source.read(location)
    parsed = data if isinstance(data, Problem) else _parsed_shapes(data, location, source)
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
        sha256=None if isinstance(data, Problem) else hashlib.sha256(data).hexdigest(),
        content=None if problem else parsed,
        problem=problem,
        about=about if isinstance(parsed, Problem) else {**about, **_told(parsed)},
    )


def _told(shapes: shacl.Shapes) -> dict[str, Any]:
    return {"defects": shapes.defects, "outline": outline(shapes.triples)}


def _parsed_shapes(data: bytes, location: str, source: Reader) -> shacl.Shapes | Problem:
    media = media_type(location, data)
    if media is None:
        return Problem(code="not-rdf", args={"location": location})
    parsed = sandbox.parse(data, media, limits=source.limits)
    if isinstance(parsed, Problem):
        return parsed
    shapes = shacl.load_shapes(numbered(parsed.table.triples()))
    return Problem(code="shapes-empty", args={"location": location}) if shapes.is_empty else shapes


def _background(library: Library) -> Evidence:
    background = library.background()
    about = {"id": "official", "pins": len(background.pins)}
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
