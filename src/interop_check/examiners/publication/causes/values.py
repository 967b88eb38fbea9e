"""Rule cause/values: datatypes that do not exist, and Dutch text that says it is English."""

import re
from collections.abc import Iterator

from interop_check.examiners.publication.causes.cause import Cause, Explains, Page
from interop_check.examiners.publication.faults import Fault
from interop_check.rdf.vocabulary import RDFS, XSD_STRING

RULE = "cause/values"

_NO_DATATYPE = f"{RDFS}Literal"
"""The class of all literals, which is the datatype of none."""

_LANGUAGE = re.compile(rb"\b(?:xml:)?lang[\t\n\f\r ]*=[\t\n\f\r ]*[\"']?en\b", re.IGNORECASE)
_IN_ENGLISH = b"<http://publications.europa.eu/resource/authority/language/ENG>"


def find(page: Page) -> Iterator[Cause]:
    """Look at each literal."""
    yield from _datatypes(page)
    yield from _language(page)


def _datatypes(page: Page) -> Iterator[Cause]:
    proper = {one.lower(): one for one in page.blueprint.harvested}
    uses: dict[str, list[tuple[str, int]]] = {}
    for _, _, value, at in page.rows:
        if page.sheet.is_literal(value):
            datatype = page.sheet.datatype(value)
            meant = XSD_STRING if datatype == _NO_DATATYPE else proper.get(datatype.lower(), datatype)
            if meant != datatype:
                uses.setdefault(meant, []).append((datatype, at))
    for meant, found in uses.items():
        written, offset = found[0]
        yield Cause(
            rule=RULE,
            code="datatype",
            offset=offset,
            count=len(found),
            spoilt=len(found),
            args={"datatype": written, "meant": meant},
            explains=_of_datatypes(frozenset(datatype for datatype, _ in found)),
        )


def _of_datatypes(datatypes: frozenset[str]) -> Explains:
    def explains(fault: Fault) -> bool:
        told = fault.args
        return (fault.code == "other-datatype" and told.get("found") in datatypes) or (
            fault.code == "dropped-datatype" and told.get("datatype") in datatypes
        )

    return explains


def _language(page: Page) -> Iterator[Cause]:
    """English is no language of a local authority in Flanders, unless its page says that it translates."""
    tokens = page.sheet.table.tokens
    if _IN_ENGLISH in tokens:
        return
    english = {
        number for number, token in enumerate(tokens) if token.endswith((b'"@en', b'"@en-us', b'"@en-gb'))
    }
    spoilt = sum(o in english for _, _, o, _ in page.rows)
    sign = next(page.written.signs(_LANGUAGE), None) if spoilt else None
    if sign:
        yield Cause(rule=RULE, code="language", offset=sign.offset, count=1, spoilt=spoilt)
