"""Rule cause/quotes: typographic or doubled quotation marks, which cut off what an attribute says."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from interop_check.examiners.publication.causes.cause import Cause, Page, of_lost
from interop_check.rdf.html.written import Sign

RULE = "cause/quotes"

_SPACE = rb"[\t\n\f\r ]*"
_TYPOGRAPHIC = re.compile(
    rb"=" + _SPACE + rb"[\"']?((?:\xe2\x80[\x98-\x9f\xb9\xba]|\xc2[\xab\xbb])[^>=\"']*)"
)
_DOUBLED = re.compile(rb"=" + _SPACE + rb"(?:\"\"|'')([^\t\n\f\r />\"'][^>=\"']*)")
_NAME = re.compile(rb"([A-Za-z]+)" + _SPACE + rb"\Z")
_LONGEST_NAME = 20
_ATTRIBUTES = frozenset(
    {b"about", b"content", b"datatype", b"href", b"prefix", b"property", b"rel", b"resource", b"rev", b"src"}
    | {b"typeof", b"vocab"}
)
_MARKS = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb\u2039\u203a\"'"
_OF_MEANING = (b"prefix", b"vocab")
_OF_NAMES = (b"datatype", b"property", b"rel", b"rev", b"typeof")


def find(page: Page) -> Iterator[Cause]:
    """Look at the attributes of RDFa in start tags."""
    for code, pattern in (("typographic", _TYPOGRAPHIC), ("doubled", _DOUBLED)):
        cut = [one for sign in page.written.signs(pattern) if (one := _cut(page, sign))]
        if cut:
            yield _cause(page, code, cut)


class _Cut(NamedTuple):
    """An attribute that was cut off: where its tag is, its name, and what it was meant to say."""

    offset: int
    attribute: bytes
    meant: str


def _cut(page: Page, sign: Sign) -> _Cut | None:
    at = sign.found.start()
    name = _NAME.search(page.written.text, max(0, at - _LONGEST_NAME), at)
    if name is None or name[1].lower() not in _ATTRIBUTES:
        return None
    return _Cut(sign.offset, name[1].lower(), _bare(sign.found[1]))


def _cause(page: Page, code: str, cut: Sequence[_Cut]) -> Cause:
    words = [word for one in cut if one.attribute in _OF_NAMES for word in one.meant.split()]
    return Cause(
        rule=RULE,
        code=code,
        offset=cut[0].offset,
        count=len(cut),
        spoilt=len(cut),
        args={
            "attribute": cut[0].attribute.decode(),
            # What else an attribute says may be the name of a person.
            "text": cut[0].meant if cut[0].attribute in _OF_NAMES else "",
        },
        explains=of_lost(frozenset(map(page.blueprint.name, words))),
        costs_names=any(one.attribute in _OF_MEANING for one in cut),
    )


def _bare(text: bytes) -> str:
    """Return what an attribute was meant to say: up to the closing mark."""
    written = text.decode(errors="replace").lstrip(_MARKS)
    end = next((place for place, sign in enumerate(written) if sign in _MARKS), len(written))
    return written[:end].strip()
