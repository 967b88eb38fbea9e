"""Rules oslo/lang-tag, oslo/lang-missing and oslo/lang-unique: texts and their languages."""

import re

import numpy as np

from interop_check.examiners.dataset import Statement
from interop_check.examiners.literals.expected import Expected
from interop_check.examiners.literals.values import Values
from interop_check.model import Finding, Place, Tally
from interop_check.notations import languages
from interop_check.rdf.table import Ids, distinct_ids
from interop_check.rdf.vocabulary import RDF_LANG_STRING, RDFS, RDFS_LABEL, SKOS

TAG, MISSING, UNIQUE = "oslo/lang-tag", "oslo/lang-missing", "oslo/lang-unique"
_DCT, _DC = "http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.1/"
_SCHEMAS = ("http://schema.org/", "https://schema.org/")

_ONE_EACH = frozenset({RDFS_LABEL, SKOS + "prefLabel", _DCT + "title", _DCT + "description"})
"""Properties with one text per language: SKOS S14, and the usage notes of DCAT-AP-VL."""

_TEXTS = _ONE_EACH | frozenset(
    {RDFS + "comment", _DCT + "abstract", _DCT + "alternative", _DC + "title", _DC + "description"}
    | {SKOS + name for name in ("altLabel", "definition", "editorialNote", "example", "note", "scopeNote")}
    | {"http://www.w3.org/ns/dcat#keyword", "http://www.w3.org/ns/adms#versionNotes"}
    | {schema + "description" for schema in _SCHEMAS}
)
_WORD = re.compile(rb'"(?!https?:)[^"]*?[^\W\d_]{3}', re.DOTALL)
_IN_JSON = re.compile(rb'"@language"\s*:\s*"((?:[^"\\]|\\.)*)"')
_JSON_LD = "application/ld+json"


def examine(values: Values, expected: Expected) -> None:
    """Look at every tag, and at the texts of properties that are for people to read."""
    _tags(values)
    _dropped(values)
    for predicate in values.table.predicates.tolist():
        iri = values.iri(predicate)
        kinds = expected.of(iri)
        if RDF_LANG_STRING in kinds or (iri in _TEXTS and not kinds):
            edges = values.table.edges(predicate)
            _missing(values, predicate, edges.o, known=expected.complete or bool(kinds))
            if iri in _ONE_EACH:
                _unique(values, predicate, edges.s, edges.o)


def _tags(values: Values) -> None:
    for tag, numbers in values.by_language.items():
        fault = languages.fault(tag)
        values.data.look(TAG, len(numbers), len(numbers) if fault else 0)
        if fault:
            at, _ = values.uses(numbers[:1])[0]
            args = {"tag": tag, "proper": languages.proper(tag)}
            values.data.note(TAG, f"tag-{fault}", at, args, len(numbers))


def _dropped(values: Values) -> None:
    """JSON-LD texts whose tag has not the form of one: readers leave them out without a word."""
    content = values.data.evidence.content
    if content.media != _JSON_LD:
        return
    for found in _IN_JSON.finditer(content.data):
        tag = found[1].decode(errors="replace")
        if languages.is_well_formed(tag):
            continue
        values.data.look(TAG, 1, 1)
        if values.data.tallying.has_room(TAG):
            line = content.data.count(b"\n", 0, found.start(1)) + 1
            column = found.start(1) - content.data.rfind(b"\n", 0, found.start(1))
            place = Place(source=values.data.evidence.source, line=line, column=column)
            args = {"tag": tag, "proper": languages.proper(tag)}
            values.data.tallying.findings.append(Finding(rule=TAG, code="tag-form", at=place, args=args))


def _missing(values: Values, predicate: int, objects: Ids, *, known: bool) -> None:
    """What is no text, such as a code or an address, needs no language.

    A standard that is not at hand may ask for plain text: then nothing is said of texts without a language.
    """
    tokens = values.table.tokens
    numbers = distinct_ids(objects)
    tagged = int(np.count_nonzero(values.tags[numbers]))
    plain = numbers[np.isin(numbers, values.plain)].tolist()
    wrong = [number for number in plain if _WORD.match(tokens[number])]
    if not known:
        values.data.tallying.add(MISSING, Tally(tagged, 0, len(wrong)))
        return
    values.data.look(MISSING, tagged + len(wrong), len(wrong))
    if wrong:
        at = values.statement(predicate, wrong[0])
        values.data.note(MISSING, "untagged", at, {"text": values.text(wrong[0])}, len(wrong))


def _unique(values: Values, predicate: int, subjects: Ids, objects: Ids) -> None:
    tags = values.tags[objects]
    texts = np.flatnonzero(tags)
    keys = (subjects[texts].astype(np.int64) << 32) | tags[texts]
    _, firsts, counts = np.unique(keys, return_index=True, return_counts=True)
    wrong = firsts[counts > 1]
    values.data.look(UNIQUE, len(firsts), len(wrong))
    if len(wrong):
        first = int(wrong.min())
        pair = [texts[place] for place in np.flatnonzero(keys == keys[first])[:2].tolist()]
        at = Statement(int(subjects[pair[1]]), predicate, int(objects[pair[1]]))
        tag = list(values.by_language)[tags[pair[1]] - 1]
        values.data.note(UNIQUE, "second-text", at, {"tag": tag}, len(wrong))
