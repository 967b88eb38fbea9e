"""Identifiers as the Flemish URI standard reads them: {domain}/{type}/{concept}(/{reference})*.

Vlaamse URI-standaard voor data v1.0 (recognised 2018-05-22); the checklist in annex 6.1 of the draft OSLO
conformance framework.
"""

import re
from typing import NamedTuple

TYPES = frozenset({"id", "doc", "ns"})
_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
MARKS = (b"?", b"#", b".", b";", b"\n\n")
"""What occurs in lines of segments where there is anything for `segment_fault` to find."""

_PLAIN = re.compile(rb"[^?#.;]+")
_SEGMENT = re.compile(
    rb"(?P<session>.*[;?&](?:jsessionid|phpsessid|aspsessionid\w*|session_?id|sid|cftoken|utm_\w+|fbclid|gclid)=.*)"
    rb"|(?P<query>[^#?]*\?.*)"
    rb"|(?P<extension>[^#]*\.(?:aspx?|cgi|csv|do|html?|jspx?|json|jsonld|nt|pdf|php\d?|rdf|ttl|txt|xhtml|xlsx?|xml|zip)(?:\#.*)?)"
    rb"|(?P<fragment>[^#]*\#.*)"
    rb"|(?P<slash>)",
    re.IGNORECASE | re.DOTALL,
)


class Address(NamedTuple):
    """A web address in its parts; `segments` are those of the path, `rest` is query and fragment."""

    scheme: str
    host: str
    segments: tuple[str, ...]
    rest: str

    @property
    def type(self) -> str:
        """The first segment: id, doc or ns in an address that follows the standard."""
        return self.segments[0] if self.segments else ""

    @property
    def concept(self) -> str:
        """The second segment."""
        return self.segments[1] if len(self.segments) > 1 else ""

    @property
    def is_skolem(self) -> bool:
        """Whether it stands for a blank node (RDF 1.1 Concepts, section 3.5)."""
        return self.segments[:2] == (".well-known", "genid")


def read(iri: str) -> Address | None:
    """Return the parts of an http or https IRI, scheme and host in lower case; None for any other."""
    found = _PARTS.fullmatch(iri)
    if found is None:
        return None
    host = found[2].rpartition("@")[2].lower()
    return Address(found[1].lower(), host, tuple(found[3][1:].split("/")) if found[3] else (), found[4])


def form_fault(address: Address) -> str:
    """Return what keeps a path from the pattern, as a code; "" where nothing does.

    no-type: it does not begin with id, doc or ns; type-later: one of these comes further on; no-concept:
    nothing follows.
    """
    if address.type not in TYPES:
        return "type-later" if TYPES.intersection(address.segments[1:-1]) else "no-type"
    return "" if address.concept else "no-concept"


def segment_fault(last: bytes) -> str:
    """Return what is wrong with all that follows the last slash of an IRI, as a code; "" where nothing is.

    session: of one visit; query: of one programme; extension: of one file format; fragment: of one document;
    slash: nothing follows, so that the identifier is easily written in two ways.
    """
    if _PLAIN.fullmatch(last):
        return ""
    found = _SEGMENT.fullmatch(last)
    return (found.lastgroup or "") if found else ""
