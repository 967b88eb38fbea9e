"""Evidence of kind `catalogue`: the `catalogues` of a solution, parsed as linked data.

What it is held against follows from the manifest and from the catalogue itself: `about["applied"]`;
`about["fitting"]` are the profiles that its records are about.
"""

from collections.abc import Iterator
from dataclasses import replace

from interop_check.gather import Gatherer
from interop_check.gather.data import graph_evidence
from interop_check.gather.source import Reader
from interop_check.model import Artefact, Evidence
from interop_check.standards.metadata import applied, fitting


def gathered(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
    """Yield the catalogue with the profiles that apply to it; where it is unreadable, those declared."""
    declared = tuple(artefact.about.get("standards", ()))
    about = {**artefact.about, "id": artefact.id, "applied": (), "fitting": {}, "claims": declared}
    one = graph_evidence("catalogue", artefact.location, source, about)
    if one.content:
        known = source.library.catalogue if source.library else None
        found = applied(one.content.table, declared, known)
        told = {"applied": found, "fitting": fitting(one.content.table)}
        one = replace(one, about={**one.about, **told, "claims": tuple(a.claim for a in found)})
    yield one


GATHERER = Gatherer(section="catalogues", kind="catalogue", read=gathered)
