"""Gathering: the only I/O on a solution. Every byte is hashed, every problem is kept as a value.

One file per kind of evidence, found by walking this package: a module with a `GATHERER` serves one section
of the manifest.
"""

import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from interop_check.gather.source import Reader
from interop_check.model import Artefact, Evidence

Read = Callable[[Artefact, Reader], Iterator[Evidence]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gatherer:
    """Reads the artefacts of one section of the manifest as evidence of one kind."""

    section: str
    kind: str
    read: Read


@cache
def gatherers() -> Mapping[str, Gatherer]:
    """Return every gatherer by the manifest section that it serves."""
    modules = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = [vars(module)["GATHERER"] for module in modules if "GATHERER" in vars(module)]
    return {one.section: one for one in found}


def gather(artefacts: Iterable[Artefact], source: Reader) -> tuple[Evidence, ...]:
    """Return the evidence of all artefacts, in their order, then the standards that they claim."""
    from interop_check.gather import standard  # noqa: PLC0415 - standards need the gatherers' nouns

    known = gatherers()
    evidence = [e for artefact in artefacts for e in known[artefact.section].read(artefact, source)]
    return (*evidence, *standard.claimed(evidence, source))
