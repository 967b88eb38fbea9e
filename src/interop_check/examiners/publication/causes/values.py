"""Rule cause/values: datatypes that do not exist, and Dutch text that says it is English."""

import re
from collections.abc import Iterator

from interop_check.examiners.publication.causes.cause import Cause, Explains, Page
from interop_check.examiners.publication.faults import Fault
from interop_check.rdf.vocabulary import RDFS, XSD_STRING

RULE = "cause/values"

_LANGUAGE = re.compile(rb"\b(?:xml:)?lang[\t\n\f\r ]*=[\t\n\f\r ]*[\"']?en\b", re.IGNORECASE)
_IN_ENGLISH = b"<http://publications.europa.eu/resource/authority/language/ENG>"


def find(page: Page) -> Iterator[Cause]:
    """Look at each literal."""
    yield from _datatypes(page)
    yield from _language(page)


def _datatypes(page: Page) -> Iterator[Cause]:
    proper = {one.lower(): one for one in page.blueprint.harvested}
    uses: dict[str, list[int]] = {}
    for _, _, value, at in page.rows:
        if page.sheet.is_literal(value):
            uses.setdefault(page.sheet.datatype(value), []).append(at)
    for datatype, places in uses.items():
        meant = XSD_STRING if datatype == f"{RDFS}Literal" else proper.get(datatype.lower(), datatype)
        if meant != datatype:
            yield Cause(
                rule=RULE,
                code="datatype",
                offset=places[0],
                count=len(places),
                spoilt=len(places),
                args={"datatype": datatype, "meant": meant},
                explains=_of_datatype(datatype),
            )


def _of_datatype(datatype: str) -> Explains:
    def explains(fault: Fault) -> bool:
        told = fault.args
        return (fault.code == "other-datatype" and told.get("found") == datatype) or (
            fault.code == "dropped-datatype" and told.get("datatype") == datatype
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
