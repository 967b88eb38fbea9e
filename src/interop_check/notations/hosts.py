"""Hosts of web addresses: which of them cannot last, and which belong to others than a solution."""

import re
from functools import lru_cache

_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_LOCAL = frozenset({"corp", "home", "intern", "internal", "intranet", "lan", "local", "localhost", "private"})
"""Top-level names that no public name server knows (RFC 6761, RFC 6762, ICANN: .internal)."""

_PLACEHOLDERS = re.compile(r"(?:.+\.)?example\.(?:com|net|org|edu)|.+\.invalid|(?:.+\.)?fixme\.com|wherever")
_TEST_ENDS = frozenset({"dev", "test"})
_TEST_WORDS = frozenset(
    {"acceptance", "acceptatie", "dev", "develop", "development", "ontwikkel", "ontwikkeling"}
    | {"preprod", "sandbox", "staging", "test", "tst", "uat"}
)
_TEST_WORDS_BELOW = frozenset({"acc", "beta", "demo", "oefen", "qa"})
"""Names that may as well be somebody's own: they tell of a test only in front of the registered name."""

_OTHERS = frozenset(
    {"creativecommons.org", "dbpedia.org", "geonames.org", "iana.org", "marineregions.org"}
    | {"opengis.net", "purl.org", "qudt.org", "schema.org", "semanticweb.org", "spdx.org", "unece.org"}
    | {"vocab.belgif.be", "w3.org", "w3id.org", "wikidata.org", "wikipedia.org", "xmlns.com"}
)
_OTHERS_ENDS = (".europa.eu", *(f".{host}" for host in sorted(_OTHERS)))


@lru_cache(maxsize=1024)
def fault(host: str) -> str:
    """Return why identifiers cannot last on a host (lower case, with its port), as a code; "" where they can.

    local: known only on one machine or network; ip: an address in place of a name; placeholder: never filled
    in; test: an environment for trying out; port: tied to one server. The names under .example are left
    alone: documentation and samples have no others (RFC 2606).
    """
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdigit():
        name = host
    labels = name.rstrip(".").split(".")
    if name.startswith("[") or _IPV4.fullmatch(name):
        return "ip"
    if labels[-1] in _LOCAL:
        return "local"
    if _PLACEHOLDERS.fullmatch(name):
        return "placeholder"
    if len(labels) == 1:
        return "local"
    if labels[-1] in _TEST_ENDS or _is_test(labels):
        return "test"
    return "port" if name != host else ""


def _is_test(labels: list[str]) -> bool:
    *below, registered, _ = labels
    words = {word for label in below for word in label.split("-")}
    # The Flemish government tests on beta-vlaanderen.be; test-achats.be is somebody's name.
    before = registered.removesuffix("-vlaanderen")
    words |= {before} if before != registered else {registered} & _TEST_WORDS
    return bool(words & (_TEST_WORDS | _TEST_WORDS_BELOW))


def is_reserved(host: str) -> bool:
    """Whether a host is one of documentation and samples, which no name server knows (RFC 2606)."""
    return host.endswith(".example")


def is_of_others(host: str) -> bool:
    """Whether a host is that of a body that publishes vocabularies, code lists or facts for everybody."""
    return host in _OTHERS or host.endswith(_OTHERS_ENDS)
