"""Gathering: the only I/O on a solution. Every byte is hashed, every problem is kept as a value.

One file per kind of evidence, found by walking this package: a module with a `GATHERER` serves one section
of the manifest.
"""

import functools
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

from interop_check.gather.source import Reader, without_secrets
from interop_check.model import INTERRUPTED, Artefact, Evidence, Problem

Tell = Callable[[int, int, str], None]
"""Is told which of how many artefacts is read next, and where it is."""

Read = Callable[[Artefact, Reader], Iterator[Evidence]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatherer:
    """Reads the artefacts of one section of the manifest as evidence of one kind."""

    section: str
    kind: str
    read: Read


@functools.cache
def gatherers() -> Mapping[str, Gatherer]:
    """Return every gatherer by the manifest section that it serves."""
    modules = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = [vars(module)["GATHERER"] for module in modules if "GATHERER" in vars(module)]
    return {one.section: one for one in found}


def gather(artefacts: Sequence[Artefact], source: Reader, tell: Tell | None = None) -> tuple[Evidence, ...]:
    """Return the evidence of all artefacts, in their order, then the standards that they claim or may.

    Last comes what stands at a few of the data's own identifiers. An interrupt ends the reading, not the
    run: what was not read yet becomes evidence that says so. Secrets in addresses end here: no examiner and
    no report ever sees them.
    """
    from interop_check.gather import data, dereferenced, meanings, standard, upgrade  # noqa: PLC0415 - need what is here

    known = gatherers()
    evidence: list[Evidence] = []
    for number, artefact in enumerate(artefacts):
        try:
            if tell:
                tell(number + 1, len(artefacts), artefact.location)
            evidence += known[artefact.section].read(artefact, source)
        except KeyboardInterrupt:
            evidence += [_unread(one, known[one.section].kind) for one in artefacts[number:]]
            break
    evidence += meanings.of_apis(evidence, source)
    evidence += [
        *data.contexts_of(evidence, source),
        *standard.claimed(evidence, source),
        *upgrade.wanted(evidence, source),
    ]
    evidence += dereferenced.looked_up(evidence, source)
    return tuple(without_secrets(one) for one in evidence)


def _unread(artefact: Artefact, kind: str) -> Evidence:
    claims = (*artefact.about.get("standards", ()), *artefact.about.get("shapes", ()))
    about = {**artefact.about, "id": artefact.id, "claims": claims}
    return Evidence(kind=kind, source=artefact.location, problem=Problem(code=INTERRUPTED), about=about)
