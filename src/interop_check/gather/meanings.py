"""Evidence of kind `api-context`: the JSON-LD context that the manifest names for an API, read as a graph.

Its content is a Graph without triples: what counts is the reading, which holds all terms.
"""

import json
from collections.abc import Iterator, Sequence

from interop_check.gather.data import JSON_LD, graph_evidence, parsed_graph
from interop_check.gather.source import Reader
from interop_check.model import Evidence, Problem
from interop_check.solution import is_address

KIND = "api-context"


def of_apis(evidence: Sequence[Evidence], source: Reader) -> list[Evidence]:
    """Return the context of each API that has one, as it stands, or the problem that it has."""
    return list(_contexts(evidence, source))


def _contexts(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    for one in evidence:
        location = one.about.get("context") if one.kind == "api" and not one.problem else None
        if not location:
            continue
        about = {"id": one.about["id"], "media_type": JSON_LD}
        if is_address(location):
            yield _of_address(location, source, about)
        else:
            yield graph_evidence(KIND, location, source, about)


def _of_address(location: str, source: Reader, about: dict[str, str]) -> Evidence:
    """A context on the network is read as data would read it that refers to it: from the pins where it is."""
    document = json.dumps({"@context": location}).encode()
    found = parsed_graph(document, JSON_LD, location, source)
    if isinstance(found, Problem):
        return Evidence(kind=KIND, source=location, problem=found, about=about)
    file = found.contexts[0]
    return Evidence(
        kind=KIND,
        source=location,
        sha256=file.sha256,
        media_type=JSON_LD,
        size=file.size,
        content=found,
        about=about,
    )
