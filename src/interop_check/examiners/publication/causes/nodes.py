"""Rule cause/addresses: things that get no address, that of the page, or one below the page."""

import re
from collections.abc import Iterator

from interop_check.examiners.publication.causes.cause import Cause, Page
from interop_check.examiners.publication.faults import Fault
from interop_check.examiners.publication.vocabulary import TYPE
from interop_check.rdf.html.marks import attributes, tag_at

RULE = "cause/addresses"

_EMPTY = re.compile(rb"resource[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"\"|'')(?=[\t\n\f\r />])")
_HOST = re.compile(rb"(?:[A-Za-z0-9-]+\.)+(?:be|brussels|com|eu|gent|info|net|org|vlaanderen)")
_LONGEST_HOST = 253
_SEGMENTS_BEFORE = 3
"""Of <https://host/…: what comes before the path."""


def find(page: Page) -> Iterator[Cause]:
    """Look at nodes without an address, at empty references, and at addresses without http://."""
    yield from _contents(page)
    yield from _empty(page)
    yield from _without_scheme(page)


def _contents(page: Page) -> Iterator[Cause]:
    """@typeof beside @content: the text becomes a value, and the class that of a thing without an address."""
    sheet = page.sheet
    type_ = sheet.table.number(TYPE)
    typed = ((s, at) for s, p, _, at in page.rows if p == type_ and sheet.is_blank(s))
    found = {node: at for node, at in typed if _has_both(page, at)}
    if not found:
        return
    beside = {
        (s, sheet.token(p))
        for at in set(found.values())
        for s, p, o, _ in page.by_offset[at]
        if sheet.is_literal(o)
    }
    spoilt = sum(s in found for s, _, _, _ in page.rows) + len(beside)

    def explains(fault: Fault) -> bool:
        is_beside = fault.code == "text-for-reference" and (fault.node, fault.path) in beside
        return fault.node in found or is_beside

    yield Cause(
        rule=RULE,
        code="typeof-content",
        offset=min(found.values()),
        count=len(found),
        spoilt=spoilt,
        explains=explains,
    )


def _has_both(page: Page, offset: int) -> bool:
    tag = tag_at(page.written.text, offset)
    given = attributes(tag) if tag else {}
    return "typeof" in given and "content" in given and "property" in given


def _empty(page: Page) -> Iterator[Cause]:
    """An empty reference is one to the page itself, which is no more than a document."""
    type_ = page.sheet.table.number(TYPE)
    places: list[int] = []
    for sign in page.written.signs(_EMPTY):
        classes = sign.attributes.get("typeof", "")
        if classes and "Document" not in classes:
            places.append(sign.offset)
    if places:
        rows = [row for at in places for row in page.by_offset.get(at, ())]
        given = {(s, page.sheet.token(o)[1:-1].decode(errors="replace")) for s, p, o, _ in rows if p == type_}
        themselves = {node for node, _ in given}

        def explains(fault: Fault) -> bool:
            return (fault.node, fault.args.get("of")) in given or fault.value in themselves

        yield Cause(
            rule=RULE,
            code="empty",
            offset=places[0],
            count=len(places),
            spoilt=len({row[:3] for row in rows}),
            explains=explains,
        )


def _without_scheme(page: Page) -> Iterator[Cause]:
    """What is referred to without http:// stands below the page, by the look of it on a host of its own."""
    tokens, text = page.sheet.table.tokens, page.written.text
    found: dict[int, bytes] = {}
    for number, token in enumerate(tokens):
        below = _host_below(token) if token.startswith(b"<http") else b""
        if below and any(sign + below in text for sign in (b'"', b"'", b"=")):
            found[number] = below
    rows = [row for row in page.rows if row[0] in found or row[2] in found]
    if rows:
        s, _, o, offset = rows[0]

        def explains(fault: Fault) -> bool:
            return fault.value in found and fault.rule.startswith(("lblod/", "level-2/"))

        yield Cause(
            rule=RULE,
            code="no-scheme",
            offset=offset,
            count=len(found),
            spoilt=len(rows),
            args={"text": (found.get(s) or found[o]).decode(errors="replace")},
            explains=explains,
        )


def _host_below(token: bytes) -> bytes:
    """Return what stands in the path of an address from a host on; b"" where none does."""
    segments = token[1:-1].split(b"/")
    for number, segment in enumerate(segments[_SEGMENTS_BEFORE:-1], start=_SEGMENTS_BEFORE):
        if len(segment) <= _LONGEST_HOST and _HOST.fullmatch(segment):
            return b"/".join(segments[number:])
    return b""
