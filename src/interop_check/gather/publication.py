"""Evidence of kind `publication`: a page with local decisions, as the statements in it with their places.

A page that was saved stands at `base_url`: relative references in it are resolved against that. Of a folder
each page in it is one piece of evidence.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from interop_check.gather import Gatherer
from interop_check.gather.data import graph_evidence
from interop_check.gather.source import Reader
from interop_check.model import Artefact, Evidence, Problem

_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def gathered(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
    """Yield the page, or each page of a folder by name."""
    about = {**artefact.about, "id": artefact.id, "claims": ()}
    base = artefact.about.get("base_url", "")
    if not source.is_folder(artefact.location):
        yield graph_evidence("publication", artefact.location, source, about, base)
        return
    files = source.files(artefact.location)
    names = files if not isinstance(files, Problem) else ()
    pages = [name for name in names if PurePosixPath(name).suffix.lower() in _SUFFIXES]
    for name in pages:
        yield graph_evidence("publication", f"{artefact.location}/{name}", source, about)
    if not pages:
        none = Problem(code="folder-without-pages", args={"location": artefact.location})
        problem = files if isinstance(files, Problem) else none
        yield Evidence(kind="publication", source=artefact.location, problem=problem, about=about)


GATHERER = Gatherer(section="publications", kind="publication", read=gathered)
