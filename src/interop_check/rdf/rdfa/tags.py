"""Start tags in the text of a page, as the HTML standard's tokenizer finds them, with their places.

The tree that a parser makes knows no places. So each start tag that carries RDFa gets one more attribute, its
place, before the page is parsed: whatever a parser makes of the tag, moves or repeats, keeps it.
"""

import re
from collections.abc import Iterator

PLACE = "data-interop-check-place"

_TAG = re.compile(
    rb"""<!--(?:-?>|.*?(?:--!?>|\Z))        # comments
    | <[!?/][^>]*(?:>|\Z)                  # declarations, end tags: nothing to mark
    | <(?P<name>[A-Za-z][^\s/>]*)          # a start tag; one that never ends swallows the rest of the page
      (?P<rest>(?>=\s*(?:"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))|[^>])*+)(?:>|\Z)""",
    re.DOTALL | re.VERBOSE,
)
_RDFA = re.compile(
    rb"(?i)[\s/\"'](?:about|content|data|datatype|datetime|href|inlist|lang|prefix|property|rel|resource|rev|role|src"
    rb"|typeof|value|vocab|xml:lang|xmlns:[^\s=]*)\s*=?"
)
_RAW = frozenset(
    (b"script", b"style", b"textarea", b"title", b"xmp", b"iframe", b"noembed", b"noframes", b"plaintext")
)
"""Elements whose content is text: nothing in it is a tag but their own end."""


def marked(data: bytes) -> bytes:
    """Return the page with the place (byte offset) of each start tag that carries RDFa in the tag itself."""
    return b"".join(_pieces(data))


def _pieces(data: bytes) -> Iterator[bytes]:
    done = at = 0
    while (found := _TAG.search(data, at)) is not None:
        at = found.end()
        name = found["name"]
        if name is None:
            continue
        if _RDFA.search(found["rest"]):
            after = found.end("name")
            yield data[done:after]
            yield b' %s="%d"' % (PLACE.encode(), found.start())
            done = after
        if name.lower() in _RAW:
            at = _end_of_raw(data, at, name)
    yield data[done:]


def _end_of_raw(data: bytes, at: int, name: bytes) -> int:
    end = re.compile(rb"</%s(?=[\s/>])" % re.escape(name), re.IGNORECASE).search(data, at)
    return end.start() if end else len(data)
