"""Evidence of kind `upgrade`: another version of a standard that data claims, to see what it would change."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from interop_check.gather.source import Reader
from interop_check.gather.standard import standard_evidence
from interop_check.model import Evidence, Problem
from interop_check.standards.claims import Found, Unknown, Unpinned
from interop_check.standards.library import Library


def wanted(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield one piece of evidence per claim of data that is to be held against another version as well."""
    asked = [
        (claim, version)
        for one in evidence
        if one.kind == "data"
        for version in one.about.get("upgrade_to", ())
        for claim in one.about.get("standards", ())
    ]
    for claim, version in dict.fromkeys(asked):
        yield _upgrade(claim, version, source.library)


def _upgrade(claim: str, version: str, library: Library | None) -> Evidence:
    found = None if library is None else _beside(claim, version, library)
    if library is None or not isinstance(found, Found):
        args = {"version": version, "pinned": ", ".join(getattr(found, "pinned", ()))}
        problem = Problem(code="upgrade-unpinned", args=args)
        return Evidence(kind="upgrade", source=version, problem=problem, about={"claims": (claim,)})
    one = standard_evidence(found.version.label, library)
    return replace(one, kind="upgrade", about={**one.about, "claims": (claim,)})


def _beside(claim: str, version: str, library: Library) -> Found | Unpinned | Unknown:
    found = library.find(claim)
    if isinstance(found, Unknown):
        return library.find(version)
    return library.catalogue.find_beside(found.standard, version)
