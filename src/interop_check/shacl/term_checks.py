"""Constraints that look at one value node at a time (SHACL 4.1 to 4.4, 4.8): what it is written as."""

from collections.abc import Callable, Iterator

import numpy as np

from interop_check.rdf.table import IRI, LITERAL, Ids, Table
from interop_check.rdf.terms import iri_token, split_literal, token, unescape
from interop_check.rdf.vocabulary import RDF_DIR_LANG_STRING, RDF_LANG_STRING, XSD_STRING
from interop_check.shacl import constraints as c
from interop_check.shacl.automaton import Walk
from interop_check.shacl.compare import order, value_of
from interop_check.shacl.effort import OverLimitError
from interop_check.shacl.lexical import check_for
from interop_check.shacl.values import Found, Mask, Values, decided, failing

Test = Callable[[bytes], bool]


def each_term(values: Values, test: Test) -> Found:
    """Applies a test of tokens once per distinct term."""
    table = values.table
    terms, places = np.unique(table.of_terms(values.nodes), return_inverse=True)
    tokens = table.tokens
    wrong = np.array([not test(tokens[number]) for number in terms.tolist()], np.bool_)
    return failing(values, wrong[places] if wrong.any() else np.zeros(len(places), np.bool_))


def datatype(constraint: c.Datatype, values: Values) -> Found:
    return each_term(values, _datatype_test(constraint.iri))


def _datatype_test(iri: str) -> Test:
    if iri == XSD_STRING:
        return lambda written: written[-1:] == b'"'
    if iri == RDF_LANG_STRING:
        return lambda written: _language(written) is not None and b"--" not in written[written.rindex(b'"') :]
    if iri == RDF_DIR_LANG_STRING:
        return lambda written: _language(written) is not None and b"--" in written[written.rindex(b'"') :]
    suffix = b'"^^' + iri_token(iri)
    end = -len(suffix)
    check = check_for(iri)
    if check is None:
        return lambda written: written.endswith(suffix)
    known = check

    def test(written: bytes) -> bool:
        return written.endswith(suffix) and known(unescape(written[1:end].decode()))

    return test


def _language(written: bytes) -> str | None:
    """The language tag of a literal token, lower case."""
    if written[:1] != b'"' or written[-1:] in b'">':
        return None
    tag = written[written.rindex(b'"') + 2 :].decode().lower()
    return tag.partition("--")[0]


def node_kind(constraint: c.NodeKind, values: Values) -> Found:
    kinds = values.table.kinds[values.nodes]
    return failing(values, ~np.isin(kinds, constraint.kinds))


def value_range(constraint: c.Range, values: Values) -> Found:
    bound = value_of(token(constraint.bound))
    return each_term(values, lambda written: order(value_of(written), bound) in constraint.orders)


def length(constraint: c.Length, values: Values) -> Found:
    def test(written: bytes) -> bool:
        text = string_of(written)
        if text is None:
            return False
        return len(text) >= constraint.number if constraint.least else len(text) <= constraint.number

    return each_term(values, test)


def pattern(walk: Walk, values: Values) -> Found:
    """Texts that cost more than their share are left undecided, the others are judged."""
    table = values.table
    terms, places = np.unique(table.of_terms(values.nodes), return_inverse=True)
    wrong, unsure = np.zeros(len(terms), np.bool_), np.zeros(len(terms), np.bool_)
    over: OverLimitError | None = None
    for place, number in enumerate(terms.tolist()):
        text = string_of(table.tokens[number])
        try:
            wrong[place] = text is None or not walk.search(text)
        except OverLimitError as error:
            unsure[place], over = True, error
    return decided(values, wrong[places], unsure[places], over)


def string_of(written: bytes) -> str | None:
    """SPARQL's str(): a literal's lexical form or an IRI; None for anything else."""
    first = written[:1]
    if first == b'"':
        return split_literal(written)[0]
    return written[1:-1].decode() if first == b"<" and written[1:2] != b"<" else None


def language_in(constraint: c.LanguageIn, values: Values) -> Found:
    ranges = frozenset(constraint.ranges)

    def test(written: bytes) -> bool:
        tag = _language(written)
        return tag is not None and ("*" in ranges or any(part in ranges for part in _widening(tag)))

    return each_term(values, test)


def _widening(tag: str) -> Iterator[str]:
    """A tag and the ranges it is in (RFC 4647 basic filtering, as SPARQL's langMatches): nl-be, nl."""
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]


def one_of(constraint: c.In, values: Values) -> Found:
    table = values.table
    allowed = [table.number(token(term)) for term in constraint.values]
    return failing(values, ~np.isin(table.of_terms(values.nodes), allowed))


def unique_lang(_: c.UniqueLang, values: Values) -> Found:
    table, nodes = values.table, values.nodes
    literal = table.kinds[nodes] == LITERAL
    rows, terms = values.rows[literal], table.of_terms(nodes[literal])
    tags = [_language(table.tokens[number]) for number in terms.tolist()]
    seen: dict[tuple[int, str], int] = {}
    for row, tag in zip(rows.tolist(), tags, strict=True):
        if tag is not None:
            seen[row, tag] = seen.get((row, tag), 0) + 1
    return Found(
        len(values.focus), np.array([row for (row, _), times in seen.items() if times > 1], np.int64)
    )


def undescribed(data: Table, known: Table, nodes: Ids) -> Mask:
    """Per node whether it is an IRI about which the data says nothing; its ids come first in `known`.

    What only the background describes can confirm a class but not deny one: a code list says of its codes
    that they are concepts, and nothing of the other classes that a standard expects them to have.
    """
    said = np.zeros(len(nodes), np.bool_)
    own = nodes < len(data.described)
    said[own] = data.described[nodes[own]]
    result: Mask = (known.kinds[nodes] == IRI) & ~said
    return result
