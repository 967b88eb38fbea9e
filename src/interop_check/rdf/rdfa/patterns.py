"""Property copying: what an rdfa:Pattern says once, said of all that copy it (HTML+RDFa 1.1, section 3.5)."""

from collections import defaultdict
from collections.abc import Sequence

from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF_TYPE

Triple = tuple[bytes, bytes, bytes]

_TYPE = iri_token(RDF_TYPE)
_COPY = iri_token("http://www.w3.org/ns/rdfa#copy")
_PATTERN = iri_token("http://www.w3.org/ns/rdfa#Pattern")


def copied(triples: Sequence[Triple], places: Sequence[int]) -> tuple[Sequence[Triple], Sequence[int]]:
    """Return the triples with patterns copied to where they are asked for, and gone themselves."""
    patterns = {s for s, p, o in triples if o == _PATTERN and p == _TYPE}
    asked = [(s, o) for s, p, o in triples if p == _COPY and o in patterns] if patterns else []
    if not asked:
        return triples, places
    said: dict[bytes, list[tuple[Triple, int]]] = defaultdict(list)
    for triple, place in zip(triples, places, strict=True):
        said[triple[0]].append((triple, place))
    made: dict[Triple, int] = {}
    for subject in dict.fromkeys(subject for subject, _ in asked):
        made |= _reached(subject, said, patterns)
    used = {pattern for _, pattern in asked}
    kept = {
        triple: place
        for triple, place in zip(triples, places, strict=True)
        if triple[0] not in used and not (triple[1] == _COPY and triple[2] in patterns)
    }
    kept |= {triple: place for triple, place in made.items() if triple[0] not in used}
    return list(kept), list(kept.values())


def _reached(
    subject: bytes, said: dict[bytes, list[tuple[Triple, int]]], patterns: set[bytes]
) -> dict[Triple, int]:
    """Return what a subject takes over from patterns, and from the patterns that those copy."""
    found: dict[Triple, int] = {}
    seen: set[bytes] = set()
    waiting = [o for (_, p, o), _ in said[subject] if p == _COPY and o in patterns]
    while waiting:
        pattern = waiting.pop()
        if pattern in seen:
            continue
        seen.add(pattern)
        for (_, predicate, value), place in said[pattern]:
            if predicate == _COPY and value in patterns:
                waiting.append(value)
            elif not (predicate == _TYPE and value == _PATTERN):
                found[subject, predicate, value] = place
    return found
