"""Evidence of kind `reference`: what stands at the addresses of office holders and organs that pages name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from interop_check.gather.data import graph_evidence
from interop_check.gather.source import Reader
from interop_check.model import INTERRUPTED, Evidence, Problem

_FOLLOWED = re.compile(
    rb"<http(s?)(://data\.lblod\.info/id/"
    rb"(?:mandatarissen|personen|persoon|functionarissen|bestuursorganen|bestuurseenheden|werkingsgebieden)"
    rb"/[0-9A-Fa-f-]{24,})>"
)
"""What lib-decision-validation 1.0.51 looks up, by https; no end that can be none there."""


def followed(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield one piece of evidence per address, named as pages write it.

    All stand on one host: where that cannot be reached, the first says so and no other is asked for. An
    interrupt ends it. Last comes one per page of which references were left, with the limit.
    """
    if any(one.problem and one.problem.code == INTERRUPTED for one in evidence):
        return
    pages = [one for one in evidence if one.kind == "publication" and one.content]
    named = {one.source: list(filter(_FOLLOWED.fullmatch, one.content.table.tokens)) for one in pages}
    every = dict.fromkeys(token for tokens in named.values() for token in tokens)
    chosen = dict.fromkeys(islice(every, source.asking.references_followed))
    for token in chosen:
        iri = token[1:-1].decode()
        try:
            one = _described(iri, source)
        except KeyboardInterrupt:
            yield Evidence(kind="reference", source=iri, problem=Problem(code=INTERRUPTED))
            return
        yield one
        if one.problem and _is_of_host(one.problem):
            return
    told = source.asking.told("references_followed")
    for page in (page for page, tokens in named.items() if not chosen.keys() >= {*tokens}):
        yield Evidence(kind="reference", source=page, problem=Problem(code="references-left", args=told))


def _is_of_host(problem: Problem) -> bool:
    """Whether nothing was answered, by the network's doing or ours."""
    return problem.code.startswith(("network-", "gateway-")) and problem.code != "gateway-status"


def _described(iri: str, source: Reader) -> Evidence:
    address = f"https{iri[iri.index('://') :]}"
    return replace(graph_evidence("reference", address, source, {"id": iri}), source=iri)
