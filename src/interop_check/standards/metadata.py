"""Which Flemish metadata profile a catalogue follows: as it says, else by what its records are about.

metadata-dcat is the base; DCAT-AP-VL specialises it for open data and GEODCAT-AP-VL for geographic data
(the profiles' own introductions; SEMICeu/DCAT-AP#445).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from interop_check.rdf.open_data import MDCATS, is_open
from interop_check.rdf.table import Table
from interop_check.rdf.vocabulary import DCAT, DCT, RDF_TYPE
from interop_check.standards.catalogue import Catalogue
from interop_check.standards.claims import Found, Unknown, Unpinned

OPEN, GEO, BASE = "DCAT-AP-VL", "GEODCAT-AP-VL", "metadata-dcat"
FAMILY = (OPEN, GEO, BASE)

RECORDS = tuple(DCAT + name for name in ("Dataset", "DataService"))
STATING = (DCAT + "Catalog", DCAT + "CatalogRecord", *RECORDS)
"""The classes whose instances may say which profile describes them (dct:conformsTo)."""

_GEO = tuple(
    namespace + name
    for namespace in MDCATS
    for name in ("INSPIREthema", "GEMETconcept", "ISOcategorie", "servicecategorie", "servicetype")
)
_REASONS: Mapping[str, str] = {OPEN: "open-data", GEO: "geographic", BASE: "base"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """A profile that a catalogue is held against, and why.

    `claim` is what the standards are asked for. `reason` is `declared` (manifest), `stated` (catalogue),
    `other-version` (stated, but that version is not pinned), or by content `open-data`, `geographic` or
    `base`; `args` are the values that it speaks of.
    """

    claim: str
    standard: str
    reason: str
    args: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_stated(self) -> bool:
        """Whether the provider named it, in the manifest or in the catalogue."""
        return self.reason in ("declared", "stated", "other-version")


def applied(table: Table, declared: Sequence[str], known: Catalogue | None) -> tuple[Applied, ...]:
    """Return the profiles that hold for a catalogue; none where it describes nothing.

    What the manifest declares goes before what the catalogue states, and that before what its records are
    about. Each of the three is only asked where the one before names no metadata profile.
    """
    found = [Applied(claim=one, standard=_family(one, known), reason="declared") for one in declared]
    if not any(one.standard for one in found):
        found += _stated(table, known) or _by_content(table, known)
    return tuple(found)


def fitting(table: Table) -> Mapping[str, Mapping[str, str]]:
    """Return the profiles that fit the records, the closest first, each with how many of how many say so.

    Geographic when a record has a property that only geographic data has; open when every record is public
    or marked as open data, so that rules for open data are never held against data that is not. Nothing
    without records.
    """
    records = [node for kind in RECORDS for node in table.subjects(RDF_TYPE, ox.NamedNode(kind))]
    geo = sum(any(True for name in _GEO for _ in table.objects(node, name)) for node in records)
    public = sum(bool(is_open(table, node)) for node in records)
    fits = {GEO: (geo, bool(geo)), OPEN: (public, public == len(records))}
    fits[BASE] = (public, not any(well for _, well in fits.values()))
    total = str(len(records))
    return {name: {"count": str(n), "total": total} for name, (n, well) in fits.items() if records and well}


def _stated(table: Table, known: Catalogue | None) -> list[Applied]:
    """Return the family's profiles that records conform to; other standards are about a dataset's data."""
    if known is None:
        return []
    counts = Counter(_conforming(table))
    found: dict[str, Applied] = {}
    for claim, count in sorted(counts.items()):
        looked_up = known.find(claim)
        if isinstance(looked_up, Unknown) or looked_up.standard.id not in FAMILY:
            continue
        args = {"stated": claim, "count": str(count)}
        name = looked_up.standard.id
        if isinstance(looked_up, Found):
            one = Applied(claim=looked_up.version.label, standard=name, reason="stated", args=args)
        else:
            one = Applied(claim=_preferred(name, known), standard=name, reason="other-version", args=args)
        found.setdefault(one.claim, one)
    return list(found.values())


def _conforming(table: Table) -> Iterator[str]:
    for kind in STATING:
        for node in table.subjects(RDF_TYPE, ox.NamedNode(kind)):
            for value in table.objects(node, DCT + "conformsTo"):
                if isinstance(value, ox.NamedNode):
                    yield value.value


def _by_content(table: Table, known: Catalogue | None) -> list[Applied]:
    return [
        Applied(claim=_preferred(name, known), standard=name, reason=_REASONS[name], args=args)
        for name, args in fitting(table).items()
    ][:1]


def _preferred(name: str, known: Catalogue | None) -> str:
    found = known.find(name) if known else None
    return found.version.label if isinstance(found, Found) else name


def _family(claim: str, known: Catalogue | None) -> str:
    """Return which profile of the family a claim means, empty for any other standard."""
    found = known.find(claim) if known else None
    if isinstance(found, Found | Unpinned):
        return found.standard.id if found.standard.id in FAMILY else ""
    name = claim.partition("@")[0]
    return name if name in FAMILY else ""
