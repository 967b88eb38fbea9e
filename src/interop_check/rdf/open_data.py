"""Whether a DCAT record is open data: marked so in the Flemish way, or public by its access rights."""

import pyoxigraph as ox

from interop_check.rdf.table import Table
from interop_check.rdf.terms import Term
from interop_check.rdf.vocabulary import DCT, MDCAT

MDCATS = (MDCAT, MDCAT.replace("https:", "http:"))
"""The namespace in both spellings: templates in use have http. What a record is hangs on neither."""

ACCESS_RIGHTS = DCT + "accessRights"

_MARKS = frozenset(
    f"https://metadata.vlaanderen.be/id/GDI-Vlaanderen-Trefwoorden/{name}"
    for name in ("VLOPENDATA", "VLOPENDATASERVICE")
)
_PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"


def is_open(table: Table, node: Term) -> bool | None:
    """Return whether `node` is open data; None where it says nothing of who may use it."""
    marks = {value for name in MDCATS for value in table.objects(node, name + "statuut")}
    access = set(table.objects(node, ACCESS_RIGHTS))
    if ox.NamedNode(_PUBLIC) in access or any(ox.NamedNode(mark) in marks for mark in _MARKS):
        return True
    return False if access else None
