"""RDF terms as people read them: well-known namespaces by prefix, long texts cut in the middle."""

import re

LONGEST = 120

PREFIXES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs",
    "http://www.w3.org/2001/XMLSchema#": "xsd",
    "http://www.w3.org/2002/07/owl#": "owl",
    "http://www.w3.org/2004/02/skos/core#": "skos",
    "http://www.w3.org/ns/shacl#": "sh",
    "http://www.w3.org/ns/dcat#": "dcat",
    "http://www.w3.org/ns/org#": "org",
    "http://www.w3.org/ns/prov#": "prov",
    "http://www.w3.org/ns/locn#": "locn",
    "http://www.w3.org/2006/vcard/ns#": "vcard",
    "http://purl.org/dc/terms/": "dct",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://schema.org/": "schema",
    "https://schema.org/": "schema",
    "http://data.europa.eu/eli/ontology#": "eli",
    "https://w3id.org/tree#": "tree",
    "https://w3id.org/ldes#": "ldes",
    "http://data.vlaanderen.be/ns/besluit#": "besluit",
    "http://data.vlaanderen.be/ns/mandaat#": "mandaat",
    "https://data.vlaanderen.be/ns/": "vl",
}

_IRI = re.compile(r"<([^<>\s]+)>")
_BARE = re.compile(r"https?://[^\s<>\"]+")
_NAMESPACE = re.compile("|".join(sorted(map(re.escape, PREFIXES), key=len, reverse=True)))


def short(text: str) -> str:
    """Return `text` with the IRIs of well-known namespaces as prefixed names, and no longer than LONGEST."""
    plain = _IRI.sub(lambda m: _prefixed(m[1]) or m[0], text)
    plain = _BARE.sub(lambda m: _prefixed(m[0]) or m[0], plain) if plain == text else plain
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST // 2]}…{plain[-LONGEST // 2 + 1 :]}"


def _prefixed(iri: str) -> str | None:
    match = _NAMESPACE.match(iri)
    local = iri[match.end() :] if match else ""
    return f"{PREFIXES[match[0]]}:{local}" if match and local else None
