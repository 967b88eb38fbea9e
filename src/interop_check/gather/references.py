"""Evidence of kind `reference`: what stands at the addresses of office holders and organs that pages name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from interop_check.gather.data import graph_evidence
from interop_check.gather.source import Reader
from interop_check.model import INTERRUPTED, Evidence, Problem

MOST = 250
"""References of one run that are followed; the rest stays open."""

_FOLLOWED = re.compile(
    rb"<http(s?)(://data\.lblod\.info/id/"
    rb"(?:mandatarissen|personen|persoon|functionarissen|bestuursorganen|bestuurseenheden|werkingsgebieden)"
    rb"/[0-9A-Fa-f-]{24,})>"
)
"""What lib-decision-validation 1.0.51 looks up, by https; no end that can be none there."""


def followed(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield one piece of evidence per address, named as pages write it.

    All stand on one host: where that cannot be reached, the first says so and no other is asked for. An
    interrupt ends it.
    """
    if any(one.problem and one.problem.code == INTERRUPTED for one in evidence):
        return
    tables = [one.content.table for one in evidence if one.kind == "publication" and one.content]
    named = dict.fromkeys(token for table in tables for token in table.tokens if _FOLLOWED.fullmatch(token))
    for token in list(named)[:MOST]:
        iri = token[1:-1].decode()
        try:
            one = _described(iri, source)
        except KeyboardInterrupt:
            yield Evidence(kind="reference", source=iri, problem=Problem(code=INTERRUPTED))
            return
        yield one
        if one.problem and _is_of_host(one.problem):
            return


def _is_of_host(problem: Problem) -> bool:
    """Whether nothing was answered, by the network's doing or ours."""
    return problem.code.startswith(("network-", "gateway-")) and problem.code != "gateway-status"


def _described(iri: str, source: Reader) -> Evidence:
    address = f"https{iri[iri.index('://') :]}"
    return replace(graph_evidence("reference", address, source, {"id": iri}), source=iri)
