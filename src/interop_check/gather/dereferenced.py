"""Evidence of kind `dereferenced`: what stands at a few of the data's own identifiers, on the network."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from interop_check.gather.data import graph_evidence
from interop_check.gather.source import Reader
from interop_check.model import INTERRUPTED, Evidence, Problem
from interop_check.notations import addresses, hosts
from interop_check.notations.numbers import masked
from interop_check.rdf.table import Table
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF_TYPE

LEFT = "identifiers-left"
"""The code where not all identifiers of a dataset were looked up: they are a sample."""

_LOOKED_AT = 100
_OF_THE_GOVERNMENT = "data.vlaanderen.be"
_NETWORK_OFF = "network-off"

One = TypeVar("One", str, int)


def looked_up(evidence: Sequence[Evidence], source: Reader) -> Iterator[Evidence]:
    """Yield one piece of evidence per identifier that is looked up; one at most while the network is off.

    They are chosen evenly over the data, so that the same data gives the same ones. An interrupt ends it.
    Then comes one per dataset of which others were left, with the limit.
    """
    if any(one.problem and one.problem.code == INTERRUPTED for one in evidence):
        return
    most = source.asking.identifiers_looked_up
    data = [one for one in evidence if one.kind == "data" and one.content]
    own = [(one.source, iri) for one in data for iri in _own(one.content.table, most)]
    chosen = _evenly([iri for _, iri in own], most)
    for iri in chosen:
        try:
            one = graph_evidence("dereferenced", iri, source, {"id": iri})
        except KeyboardInterrupt:
            yield Evidence(kind="dereferenced", source=iri, problem=Problem(code=INTERRUPTED))
            return
        yield one
        if one.problem and one.problem.code == _NETWORK_OFF:
            return
    yield from _left(dict.fromkeys(name for name, iri in own if iri not in {*chosen}), source)


def _left(datasets: Iterable[str], source: Reader) -> Iterator[Evidence]:
    told = source.asking.told("identifiers_looked_up")
    for name in datasets:
        yield Evidence(kind="dereferenced", source=name, problem=Problem(code=LEFT, args=told))


def _own(table: Table, most: int) -> list[str]:
    """Return some identifiers of typed things on the host that most have, where they follow the URI standard.

    Other hosts may be those of whoever the data refers to: asking there would say nothing of this solution.
    """
    typed = table.edges(table.number(iri_token(RDF_TYPE))).nodes.tolist()
    tokens = (table.tokens[number] for number in _evenly(typed, max(_LOOKED_AT, most)))
    iris = [written[1:-1].decode(errors="replace") for written in tokens if written[:1] == b"<"]
    found = {iri: address for iri in iris if (address := addresses.read(iri)) and address.type == "id"}
    own = next(iter(Counter(address.host for address in found.values()).most_common(1)), ("", 0))[0]
    if not _can_be_asked(own):
        return []
    # A query may hold a secret, and nobody may learn a person's number from a request.
    return [iri for iri, one in found.items() if one.host == own and not one.rest and masked(iri) == iri]


def _can_be_asked(host: str) -> bool:
    others = host == _OF_THE_GOVERNMENT or hosts.is_of_others(host)
    return bool(host) and not (others or hosts.is_reserved(host) or hosts.fault(host))


def _evenly(found: Sequence[One], most: int) -> list[One]:
    """At most so many, the first and, of several, the last among them, none twice."""
    if len(found) > most:
        found = [found[index * (len(found) - 1) // max(1, most - 1)] for index in range(most)]
    return list(dict.fromkeys(found))
