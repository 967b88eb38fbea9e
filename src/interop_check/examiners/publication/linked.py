"""What stands at the references of pages, as far as they were followed."""

from collections.abc import Mapping, Sequence

from interop_check.examiners.publication.vocabulary import TYPE
from interop_check.model import Evidence
from interop_check.rdf.table import Table
from interop_check.rdf.terms import iri_token

_GONE = frozenset({"404", "410"})


def linked_of(evidence: Sequence[Evidence]) -> Mapping[bytes, Sequence[bytes]]:
    """Return the classes of what stands at each address, by token; of none where there is nothing.

    An address that nobody could or would ask for is left out: nothing is known of it.
    """
    found: dict[bytes, Sequence[bytes]] = {}
    for one in evidence:
        if one.kind == "reference":
            if one.content:
                found[iri_token(one.source)] = _classes(one.content.table, iri_token(one.source))
            elif one.problem and one.problem.args.get("status") in _GONE:
                found[iri_token(one.source)] = ()
    return found


def _classes(table: Table, address: bytes) -> Sequence[bytes]:
    rows = (table.s == table.number(address)) & (table.p == table.number(TYPE))
    return [table.tokens[number] for number in table.o[rows].tolist()]
