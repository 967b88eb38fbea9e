"""All that one run may use of the official standards: what is pinned, and where it is read from."""

from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from interop_check.model import Problem
from interop_check.origin import Fetch, off
from interop_check.standards.background import Background, background_pins, read_background
from interop_check.standards.catalogue import Catalogue, load_catalogue
from interop_check.standards.claims import Found, Unknown, Unpinned
from interop_check.standards.contexts import Context, load, resolver
from interop_check.standards.loading import Loaded, load_shapes
from interop_check.standards.mirror import Artefacts, Mirror
from interop_check.standards.official_contexts import OfficialContexts, read_contexts
from interop_check.standards.pins import Version
from interop_check.standards.shipped import Shipped
from interop_check.standards.standing import Standing
from interop_check.terminology.known import Known


def no_terms() -> Known:
    """Return nothing known: for whoever only needs the artefacts."""
    return Known((), ())


class Library:
    """The catalogue (`document` is the parsed pins file) with a mirror of it (a folder or an address).

    `terms` reads all known terms, once somebody asks for them. `shipped` is what stands in for artefacts that
    are not in the mirror, and what is known besides.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        place: Path | str,
        fetch: Fetch = off,
        terms: Callable[[], Known] = no_terms,
        shipped: Shipped | None = None,
    ) -> None:
        self.catalogue: Catalogue = load_catalogue(document)
        self._terms = terms
        self.shipped = shipped or Shipped()
        self.read_through(Mirror(place, fetch))

    def read_through(self, artefacts: Artefacts) -> None:
        """Read pinned bytes from somewhere else from now on."""
        self.mirror = artefacts
        self.resolve = resolver(self.catalogue, artefacts)

    @cached_property
    def known(self) -> Known:
        """The terms of OSLO and of well-known vocabularies."""
        return self._terms()

    def find(self, claim: str) -> Found | Unpinned | Unknown:
        """Return what a claim means: an id, `id@version` or an address."""
        return self.catalogue.find(claim)

    def is_recognised(self, version: Version) -> bool:
        """Whether a version is recognised, by its own address or by the register.

        The register speaks of the newest version: not of one before a recognised one, nor of any draft.
        """
        own = version.standing
        if own is Standing.RECOGNISED:
            return True
        standard = next(one for one in self.catalogue.standards if one.id == version.standard)
        is_newest = self.catalogue.newer_recognised(version) is None
        is_draft = own in (Standing.DRAFT, Standing.NOTE)
        return standard.standing is Standing.RECOGNISED and is_newest and not is_draft

    def shapes(self, found: Found) -> Loaded:
        """Return the repaired shapes. StandardError where they cannot be had."""
        return load_shapes(found, self.mirror)

    def context(self, url: str) -> Context | Problem:
        """Return the official context at `url`, or why there is none to use."""
        return load(self.catalogue, self.mirror, url)

    def contexts(self) -> OfficialContexts:
        """Return what all pinned contexts say."""
        return read_contexts(self.catalogue, self.mirror)

    def background(self) -> Background:
        """Return what is known of terms and codes, from all vocabularies and code lists."""
        return read_background(background_pins(self.catalogue), self.mirror)
