"""What all pinned contexts say together: their terms, and what is a copy of one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interop_check.rdf.context_terms import definitions
from interop_check.rdf.contexts import CONTEXT, ContextError, read_json
from interop_check.standards.catalogue import Catalogue
from interop_check.standards.mirror import Artefacts
from interop_check.standards.pins import Pin, Version
from interop_check.standards.problems import StandardError

Meanings = frozenset[tuple[str, str, str, str]]
"""The terms of a context: scope, name, IRI and type."""

_FEWEST = 5
"""Terms that a context must have before another that says the same is taken for a copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialContext:
    """A pinned context that can be read, and what its terms mean."""

    version: Version
    pin: Pin
    meanings: Meanings


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialContexts:
    """All that can be read."""

    contexts: tuple[OfficialContext, ...]

    def names(self, label: str) -> tuple[str, ...]:
        """The terms of a version, given as `id@version`."""
        found = {m[1]: None for one in self.contexts if one.version.label == label for m in one.meanings}
        return tuple(sorted(found))

    def copied(self, document: Any, sha256: str) -> OfficialContext | None:
        """The pinned context that a document is a copy of: the same bytes, or all of its terms with more."""
        same = next((one for one in self.contexts if one.pin.sha256 == sha256), None)
        if same is not None:
            return same
        own = meanings(document)
        held = [one for one in self.contexts if len(one.meanings) >= _FEWEST and one.meanings <= own]
        return max(held, key=lambda one: (len(one.meanings), one.version.version), default=None)


def read_contexts(catalogue: Catalogue, mirror: Artefacts) -> OfficialContexts:
    """Read all pinned contexts; what is absent, changed or not JSON is left out."""
    contexts = (
        OfficialContext(version=version, pin=pin, meanings=meanings(document))
        for standard in catalogue.standards
        for version in standard.versions
        for pin in version.contexts
        if (document := _document(pin, mirror)) is not None
    )
    return OfficialContexts(contexts=tuple(contexts))


def meanings(document: Any) -> Meanings:
    """What the terms of a context document mean."""
    context = document.get(CONTEXT) if isinstance(document, Mapping) else None
    return frozenset((scope, one.name, one.iri or "", one.type) for scope, one in definitions(context))


def _document(pin: Pin, mirror: Artefacts) -> Any:
    try:
        return read_json(mirror.read(pin))
    except (StandardError, ContextError):
        return None
