"""Types that a context gives to strings although no literal is of such a type.

“Nothing but a reference” was meant by a class, a text in some language by rdf:langString (which a type cannot
give a language), and any literal by rdfs:Literal. The toolchain of OSLO writes all three.
"""

import re
from enum import StrEnum
from functools import lru_cache

from interop_check.rdf.vocabulary import RDF, RDF_LANG_STRING, RDFS, XSD

_OF_SCHEMA_ORG = (
    *("Boolean", "CssSelectorType", "Date", "DateTime", "Float", "Integer", "Number"),
    *("PronounceableText", "Text", "Time", "URL", "XPathType"),
)
_DATATYPES = frozenset(
    {
        *(RDF + name for name in ("HTML", "JSON", "PlainLiteral", "XMLLiteral")),
        *(f"{scheme}://schema.org/{name}" for scheme in ("http", "https") for name in _OF_SCHEMA_ORG),
    }
)
_LOCAL = re.compile(r"[^/#:]*\Z")


class Fault(StrEnum):
    """What is wrong with a type that a context gives."""

    CLASS = "class"
    LANGUAGE = "lang-string"
    LITERAL = "rdfs-literal"


@lru_cache(maxsize=4096)
def fault(type_: str) -> Fault | None:
    """What is wrong with the type of a term: a keyword, an IRI or nothing.

    That an IRI is a class is told by its name, which does not begin with a small letter: classes are named
    so, datatypes are not. The exceptions of RDF and schema.org are known.
    """
    if not type_ or type_.startswith(("@", XSD)):
        return None
    if type_ == RDF_LANG_STRING:
        return Fault.LANGUAGE
    if type_ == RDFS + "Literal":
        return Fault.LITERAL
    if type_ in _DATATYPES or type_.endswith("Literal"):
        return None
    found = _LOCAL.search(type_)
    name = found[0] if found else ""
    return Fault.CLASS if name and not name[0].islower() else None


def spoils(type_: str) -> bool:
    """Whether values of a term with this type become literals that no shape can be satisfied by."""
    return bool(type_) and fault(type_) is not None
