"""What can be seen of an IRI without knowing what it names."""

import re

_PLACEHOLDER = re.compile(
    r"https?://(www\.)?(fixme\.com|wherever)([/#].*)?|.*[/#]TODO", re.IGNORECASE | re.DOTALL
)


def is_placeholder(iri: str) -> bool:
    """Return whether an IRI stands where a real term was still to be chosen."""
    return _PLACEHOLDER.fullmatch(iri) is not None


def namespace(iri: str) -> str:
    """Return an IRI up to its last `#` or `/`; nothing where there is no path."""
    found = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    return "" if found.endswith("//") else found


def twin(iri: str) -> str:
    """Return the same address under the other scheme; an IRI that is no web address is its own twin."""
    for scheme, other in (("http://", "https://"), ("https://", "http://")):
        if iri.startswith(scheme):
            return other + iri.removeprefix(scheme)
    return iri
