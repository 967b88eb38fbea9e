"""What parsers say of a fault of syntax -> its code and values, so that it can be said in any language.

Patterns of the messages of pyoxigraph, Python's json and our own guards; the first that is found counts.
What none of them knows stays the parser's own words.
"""

import re
from collections.abc import Mapping

_QUOTED = r"'(?P<found>(?s:.)+?)'(?!')"

_PATTERNS = (
    # IRIs, in whatever syntax
    ("iri-character", rf"Invalid (IRI code point|character) {_QUOTED}"),
    ("iri-percent", rf"Invalid IRI percent encoding {_QUOTED}"),
    ("iri-relative", r"No scheme found in an absolute IRI"),
    # Turtle and TriG
    ("end", r"^Unexpected end( of file)?$"),
    (
        "dot",
        r"^A dot is expected at the end of statements$|^(Triples|Quads) (must|should) be followed by a dot$",
    ),
    ("prefix-unknown", r"^The prefix (?P<found>\S*:) has not been declared$|^Unknown prefix "),
    ("prefix-declaration", r"^The PREFIX (keyword|declaration) should be followed by "),
    ("base-declaration", r"^The BASE keyword should be followed by an IRI$"),
    ("graph-declaration", r"^The GRAPH keyword should be followed by |is not a valid graph name$"),
    ("subject", r"^(?P<found>.+) is not a valid (subject or graph name|RDF subject)$"),
    ("predicate", r"^(?P<found>.+) is not a valid predicate$"),
    ("object", r"^(?P<found>.+) is not a valid RDF object$"),
    ("datatype", r"^Expecting a datatype IRI after \^\^, found |^A literal datatype must be an IRI$"),
    ("bracket", r"^blank node property lists should end with a '\]'$"),
    ("line-end", r"^Line jumps are not allowed in string literals"),
    ("escape", rf"^Unexpected escape character {_QUOTED}"),
    ("language", r"language code should always start|language subtag is invalid|^The allowed base direction"),
    ("language", r"subtag (may be eight characters|should not be empty)"),
    ("number", r"^An? (integer|decimal|double exponent) (should not|cannot) be empty$"),
    ("blank-node", r"^A blank node ID cannot be empty$"),
    (
        "character",
        rf"^Unexpected character {_QUOTED}|^'(?P<first>.+)' is not allowed at the beginning of a pre",
    ),
    # N-Triples and N-Quads
    ("subject-kind", r"^The subject of a triple must be an IRI or a blank node$"),
    ("predicate-kind", r"^The predicate of a triple must be an IRI$"),
    ("object-kind", r"^The object of a triple must be an IRI, a blank node or a literal$"),
    (
        "one-line",
        r"^Only a single triple or quad can be written in a line|^line jumps are not allowed in the m",
    ),
    # RDF/XML
    ("xml-doctype", r"^a document type declaration is not accepted$"),
    ("xml-open", r"tag not closed: |xml declaration not closed: "),
    (
        "xml-mismatch",
        r"^ill-formed document: expected `(?P<expected></(?s:.)*>)`, but `(?P<found></(?s:.)*>)` was found$",
    ),
    ("xml-close", r"^ill-formed document: close tag `(?P<found></.*>)` does not match any open tag$"),
    ("xml-text", r"^Unexpected text event: |^Unexpected node, a text value is already present$"),
    ("xml-attribute", r"^error while parsing attribute: "),
    ("xml-namespaces", r"^XML namespaces are required in RDF/XML$"),
    ("xml-entity", r"^Error while escaping character at range |: unrecognized entity `"),
    ("xml-property", r"^Invalid property element tag name: (?P<found>\S+)$"),
    # JSON and JSON-LD
    ("json-delimiter", rf"^Expecting {_QUOTED} delimiter$"),
    ("json-name", r"^Expecting property name enclosed in double quotes$|^Illegal trailing comma "),
    ("json-value", r"^Expecting value$"),
    ("json-string", r"^Unterminated string starting at$"),
    ("json-control", r"^Invalid control character at$"),
    ("json-escape", r"^Invalid \\(escape|uXXXX escape)$"),
    ("json-extra", r"^Extra data$"),
    ("json-twice", rf"^duplicate key {_QUOTED}$"),
    ("json-constant", r"^(?P<found>\S+) is not a JSON number$"),
    ("json-ld-keyword", r"^(?P<found>@\w+) keyword can't be redefined in context$"),
    # bytes
    ("encoding", r"^encoded as (?P<found>.+), expected UTF-8$"),
    ("utf-8", r"^Invalid UTF-8|^cannot decode input using UTF-8|^not UTF-8$"),
)
_FAULTS = tuple((code, re.compile(pattern)) for code, pattern in _PATTERNS)

FAULTS = frozenset(code for code, _ in _PATTERNS)
"""Every code that there is a sentence for."""


def fault(detail: str) -> Mapping[str, str]:
    """Return `syntax`, the fault's code, and its values; nothing where what a parser says is unknown."""
    for code, pattern in _FAULTS:
        match = pattern.search(detail)
        if match:
            values = {name: value for name, value in match.groupdict().items() if value}
            return {"syntax": code, **({"found": values.pop("first")} if "first" in values else {}), **values}
    return {}
