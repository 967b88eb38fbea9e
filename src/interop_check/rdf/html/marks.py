"""Start tags in the text of a page, as the HTML standard's tokenizer finds them, marked with their places.

The tree that a parser makes knows no places. So each start tag that may state something gets one more
attribute before the page is parsed, its byte offset: whatever a parser makes of the tag, moves or repeats,
keeps it. The attribute's name is made from the page's digest, so that no page can hold it already. In doubt a
tag is not marked: what it states then has the place of the element around it.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from interop_check.rdf.parse import DepthProblem

MAX_OPEN = 10_000
"""Start tags that may wait for their end tag; a parser's time can grow with the square of that."""

FEW = 40_000
"""So few start tags need no counting: all within each other, they take a parser some three seconds."""

_PARTS = {
    b"comment": rb"!--(?:-?>|.*?(?:--!?>|\Z))",
    # Text in SVG and MathML, elsewhere a comment up to a >.
    b"section": rb"!\[CDATA\[.*?(?:\]\]>|\Z)",
    # A declaration, or what is treated as a comment.
    b"other": rb"[!?/][^>]*+(?:>|\Z)",
    b"name": rb"[A-Za-z][^\t\n\f\r />]*+",
    b"attribute": rb"""[^\t\n\f\r />][^\t\n\f\r />=]*+
        (?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >]++)?+)?+""",
    # Names of attributes that can make a statement.
    b"telling": rb"(?i:about|href|property|rel|resource|rev|src|typeof|vocab)(?=[\t\n\f\r />=])",
}
_TAG = re.compile(
    rb"""<(?:%(comment)b | %(section)b
    | (?P<slash>/?)(?P<name>%(name)b)(?P<rest>(?:[\t\n\f\r /]++|%(attribute)b)*+)(?:>|\Z)
    | %(other)b)"""
    % _PARTS,
    re.DOTALL | re.VERBOSE,
)
_START_TAG = re.compile(
    rb"""(?:[^<]++
      | <(?:%(comment)b | %(section)b
        | /%(name)b(?:[\t\n\f\r /]++|%(attribute)b)*+(?:>|\Z)
        | %(other)b | (?![A-Za-z!?/]))
      )*+
      (?P<tag><(?P<name>%(name)b)
        (?:[\t\n\f\r /]++|(?!%(telling)b)%(attribute)b)*+
        (?P<telling>(?:[\t\n\f\r /]++|%(attribute)b)*+)(?:>|\Z))"""
    % _PARTS,
    re.DOTALL | re.VERBOSE,
)
"""What comes before a start tag, and that. A tag without an end takes all that is left."""

_SCRIPT_OF_DATA = re.compile(rb"application/ld\+json", re.IGNORECASE)
_ENDS_OF_TEXT = {
    name: re.compile(rb"</%s(?=[\t\n\f\r />])" % name, re.IGNORECASE)
    for name in b"script style textarea title xmp iframe noembed noframes".split()
}
_ENDS_OF_TEXT[b"plaintext"] = re.compile(rb"\Z")
"""Elements whose content is text, and what ends each: nothing else in it is a tag."""

_SELF_ENDING = frozenset(
    b"area base br col embed hr img input link meta param source track wbr html head body "
    b"p li dt dd tr td th thead tbody tfoot caption colgroup option a".split()
)
"""Elements that have no end tag, or that the next of their kind ends where their own is left out."""


_ATTRIBUTE = re.compile(
    r"([^\t\n\f\r />=]+)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r >]*)))?"
)

Tag = re.Match[bytes]
"""A tag in a text: `slash` of an end tag, `name` as it is written, the `rest` up to its end."""

_FORMATTING = frozenset(b"b big code em font i nobr s small strike strong tt u".split())
"""Never marked: a parser keeps three of those that are open and equal, so that they must stay equal."""


class Marked(NamedTuple):
    """A page whose telling start tags have one more attribute, `name`: their byte offset before that."""

    text: bytes
    name: str


def marked(page: bytes) -> Marked:
    """Return a page with its start tags marked. DepthProblem beyond MAX_OPEN."""
    name = f"at-{hashlib.sha256(page).hexdigest()[:12]}"
    mark = b" %b=%%d " % name.encode()
    pieces, done = bytearray(), 0
    if _starts_at_most(page) > FEW:
        _check_nesting(page)
    for tag in _start_tags(page):
        if _is_telling(tag):
            after_name = tag.end("name")
            pieces += page[done:after_name]
            pieces += mark % tag.start("tag")
            done = after_name
    pieces += page[done:]
    return Marked(bytes(pieces), name)


def _starts_at_most(page: bytes) -> int:
    """Return how many start tags there may be: of what looks like tags at most a half can be end tags."""
    signs = page.count(b"<")
    return signs - min(page.count(b"</"), signs // 2)


def _check_nesting(page: bytes) -> None:
    waiting: Counter[bytes] = Counter()
    all_waiting = 0
    for tag in tags(page):
        name = tag["name"].lower()
        if name in _SELF_ENDING:
            continue
        if not tag["slash"]:
            waiting[name] += 1
            all_waiting += 1
            if all_waiting > MAX_OPEN:
                raise DepthProblem(
                    "too many elements are open at once", *position(page, tag.start()), limit=MAX_OPEN
                )
        elif waiting[name]:
            waiting[name] -= 1
            all_waiting -= 1


def _start_tags(page: bytes) -> Iterator[re.Match[bytes]]:
    """Yield the start tags as groups `tag`; `telling` begins with what can make a statement, or is empty."""
    at = 0
    while (found := _START_TAG.match(page, at)) is not None:
        yield found
        at = _after_text(page, found["name"], found.end())


def _is_telling(tag: re.Match[bytes]) -> bool:
    name = tag["name"].lower()
    if name == b"script":
        return _SCRIPT_OF_DATA.search(tag["tag"]) is not None
    return bool(tag["telling"]) and name not in _FORMATTING


def tags(page: bytes) -> Iterator[Tag]:
    """Yield the tags of a page; those in comments, scripts and other text are none."""
    at = 0
    while (found := _TAG.search(page, at)) is not None:
        at = found.end()
        if found["name"] is not None:
            yield found
            at = at if found["slash"] else _after_text(page, found["name"], at)


def tag_at(page: bytes, place: int) -> Tag | None:
    """Return the tag that begins at a place; None where none does."""
    found = _TAG.match(page, place)
    return found if found and found["name"] is not None else None


def attributes(tag: Tag, encoding: str = "utf-8") -> dict[str, str]:
    """Return the attributes of a tag as they are written, names in lower case."""
    written = _ATTRIBUTE.findall(tag["rest"].decode(encoding, "replace"))
    return {
        name.lower(): "".join(values) for name, *values in reversed(written)
    }  # the first of a name counts


def _after_text(page: bytes, name: bytes, at: int) -> int:
    """Return where the next tag may begin after a start tag that ends at a place."""
    ends = _ENDS_OF_TEXT.get(name.lower())
    if ends is None:
        return at
    end = ends.search(page, at)
    return end.start() if end else len(page)


def script_text(page: bytes, place: int) -> int:
    """Return where the text of a script begins whose tag is at a place."""
    found = _TAG.match(page, place)
    return found.end() if found else place


def position(page: bytes, offset: int) -> tuple[int, int]:
    """Return the line and the column (1-based, in characters) of a byte offset in UTF-8."""
    start = page.rfind(b"\n", 0, offset) + 1
    return page.count(b"\n", 0, start) + 1, len(page[start:offset].decode(errors="replace")) + 1
