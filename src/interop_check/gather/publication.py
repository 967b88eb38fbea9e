"""Evidence of kind `publication`: a page with local decisions, as the statements in it with their places.

A page that was saved stands at `base_url`: relative references in it are resolved against that.
"""

from collections.abc import Iterator

from interop_check.gather import Gatherer
from interop_check.gather.data import graph_evidence
from interop_check.gather.source import Reader
from interop_check.model import Artefact, Evidence


def gathered(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
    """Yield the page."""
    about = {**artefact.about, "id": artefact.id, "claims": ()}
    base = artefact.about.get("base_url", "")
    yield graph_evidence("publication", artefact.location, source, about, base)


GATHERER = Gatherer(section="publications", kind="publication", read=gathered)
