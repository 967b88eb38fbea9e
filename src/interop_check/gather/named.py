"""Evidence of kind `solution`: what its artefacts name together, which is the standards that they follow."""

from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from interop_check.gather.source import Reader
from interop_check.model import Evidence, NamedStandard
from interop_check.openapi.links import links
from interop_check.rdf.vocabulary import DCT
from interop_check.solution import is_address
from interop_check.standards.claims import Found, Unknown, host_of
from interop_check.standards.library import Library
from interop_check.standards.metadata import FAMILY

PINS = "pins.yaml"
MOST = 200
"""Addresses in files that are looked up: each is held against all that is pinned."""


def standards(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield one piece of evidence with the application profiles that are named: in the manifest, in files."""
    if source.library is None:
        return
    in_manifest = dict.fromkeys(claim for one in evidence for claim in one.about.get("standards", ()))
    hosts = source.library.catalogue.hosts()
    addresses = (address for one in evidence for address in _addresses(one))
    in_files = dict.fromkeys(address for address in addresses if host_of(address) in hosts)
    written = [*in_manifest, *list(in_files)[:MOST]]
    found = {claim: meant for claim in written if (meant := _meant(claim, source.library))}
    if written:
        yield Evidence(kind="solution", source=PINS, content=found)


def _addresses(one: Evidence) -> Iterator[str]:
    if one.content is None:
        return
    if one.kind == "catalogue":
        table = one.content.table
        values = (table.term(number) for number in table.select_objects(DCT + "conformsTo").tolist())
        yield from (value.value for value in values if isinstance(value, ox.NamedNode))
    elif one.kind == "api":
        yield from (link.address for link in links(one.content) if is_address(link.address))


def _meant(claim: str, library: Library) -> NamedStandard | None:
    """Return the application profile that a claim means; None for any other standard."""
    found = library.find(claim)
    if isinstance(found, Unknown):
        return None
    standard = found.standard
    if not (standard.versions or standard.is_profile):
        return None
    if isinstance(found, Found):
        version = found.version.version if found.exact else ""
    else:
        version = found.version or ""
    return NamedStandard(id=standard.id, version=version, of_records=standard.id in FAMILY)
