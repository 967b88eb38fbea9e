"""Rules oslo/context-type, -term, -override, -vocab and -standard: what is wrong with the contexts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from interop_check.examiners._context_names import Seen
from interop_check.model import Evidence, Finding, Place, Tally
from interop_check.rdf.coercion import Fault, fault
from interop_check.rdf.iris import is_placeholder, namespace, twin
from interop_check.rdf.parse import DEFAULT_BASE
from interop_check.rdf.reading import Reading, Redefined, Spoilt, Term
from interop_check.terminology.known import Known

TYPE, TERM, OVERRIDE = "oslo/context-type", "oslo/context-term", "oslo/context-override"
VOCAB, STANDARD = "oslo/context-vocab", "oslo/context-standard"

_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Whose the contexts of a dataset are: `official` gives the label of a standard by address."""

    official: Mapping[str, str]

    def is_own(self, source: str) -> bool:
        """Whether a context is the solution's own: in the data, in a file beside it, or somewhere else."""
        return source not in self.official


def sources_of(one: Evidence, files: Mapping[str, Evidence]) -> Sources:
    """Whose the contexts of a dataset are; a copy has the faults of what it was copied from."""
    used = [files[file.url] for file in one.content.contexts if file.url in files]
    return Sources(
        official={file.source: label for file in used if (label := file.about["id"] or file.about["copy_of"])}
    )


def told_here(one: Evidence, files: Mapping[str, Evidence], known: Known) -> frozenset[str]:
    """The terms of a dataset whose fault was made in its context: said there, and nowhere else again."""
    reading = one.content.reading
    if reading is None:
        return frozenset()
    sources = sources_of(one, files)
    own = {term.iri for term in reading.terms if sources.is_own(term.source)}
    return frozenset(
        (
            *(iri for iri in own if is_placeholder(iri) or known.has_other_scheme(iri)),
            *(DEFAULT_BASE + name.name for name in reading.classes),
            *(name.iri for name in reading.undeclared),
        )
    )


def of_terms(one: Evidence, reading: Reading, sources: Sources, known: Known) -> Iterator[Seen]:
    """Yield what each rule about contexts sees in a dataset; one that had nothing to look at says nothing."""
    own = [term for term in reading.terms if sources.is_own(term.source)]
    if own:
        yield _types(one, own, reading.spoilt)
        yield _terms(one, own, known)
    if own or any(map(sources.is_own, reading.vocab)):
        yield _vocab(one, reading, sources)
    if own and sources.official:
        yield _overrides(one, own, reading.redefined, sources)
    if sources.official:
        yield _standards(one, reading.spoilt, sources)


def _types(one: Evidence, own: Sequence[Term], spoilt: Sequence[Spoilt]) -> Seen:
    """Terms of own contexts whose type is none, whether or not this data has a value for them."""
    faulty: defaultdict[Fault, list[Term]] = defaultdict(list)
    spoiling = {(value.source, value.name) for value in spoilt}
    for term in own:
        found = fault(term.type)
        # Texts that stand by language get it from there, whatever the type.
        is_by_language = found is Fault.LANGUAGE and "@language" in term.container
        if found and ((term.source, term.name) in spoiling or not is_by_language):
            faulty[found].append(term)
    sources = {term.source for term in own}
    values = _values(value for value in spoilt if value.source in sources)
    findings = tuple(
        _of_type(one, TYPE, _Faulty(kind, terms, values.get(kind, 0), terms[0].source))
        for kind, terms in sorted(faulty.items())
    )
    return Seen(TYPE, Tally(len(own), sum(map(len, faulty.values()))), findings)


def _standards(one: Evidence, spoilt: Sequence[Spoilt], sources: Sources) -> Seen:
    """Official contexts that spoil values of this data: their publisher's fault, one finding per kind."""
    faulty: defaultdict[tuple[str, Fault], list[Spoilt]] = defaultdict(list)
    for value in spoilt:
        found = fault(value.type)
        if found and not sources.is_own(value.source):
            faulty[sources.official[value.source], found].append(value)
    findings = tuple(
        _of_type(one, STANDARD, _Faulty(kind, values, sum(value.times for value in values), label))
        for (label, kind), values in sorted(faulty.items())
    )
    return Seen(STANDARD, Tally(len(sources.official), len({label for label, _ in faulty})), findings)


def _values(spoilt: Iterable[Spoilt]) -> Mapping[Fault, int]:
    counts: defaultdict[Fault, int] = defaultdict(int)
    for one in spoilt:
        found = fault(one.type)
        if found:
            counts[found] += one.times
    return counts


class _Faulty(NamedTuple):
    """Terms of one context with the same fault, and how many values of the data they spoil."""

    kind: Fault
    terms: Sequence[Term | Spoilt]
    values: int
    context: str


def _of_type(one: Evidence, rule: str, faulty: _Faulty) -> Finding:
    first = faulty.terms[0]
    args = {
        "context": faulty.context,
        "terms": _listed(term.name for term in faulty.terms),
        "type": first.type,
        "values": str(faulty.values) if faulty.values else "",
    }
    at = Place(source=one.source, line=first.line, column=first.column)
    return Finding(rule=rule, code=f"type-{faulty.kind}", at=at, args=args, count=max(1, faulty.values))


def _terms(one: Evidence, own: Sequence[Term], known: Known) -> Seen:
    """Terms of own contexts that were never filled in, are no name elsewhere, or miss their namespace."""
    faulty: defaultdict[tuple[str, str], list[Term]] = defaultdict(list)
    for term in own:
        if is_placeholder(term.iri):
            faulty["placeholder", ""].append(term)
        elif known.has_other_scheme(term.iri):
            faulty["namespace-twin", namespace(term.iri)].append(term)
        if any(letter in " ()" for letter in term.name):
            faulty["term-name", ""].append(term)
    bad = {(term.source, term.scope, term.name) for terms in faulty.values() for term in terms}
    looked_at = len({(term.source, term.scope, term.name) for term in own})
    findings = tuple(_of_term(one, code, space, terms) for (code, space), terms in sorted(faulty.items()))
    return Seen(TERM, Tally(looked_at, len(bad)), findings)


def _of_term(one: Evidence, code: str, space: str, terms: Sequence[Term]) -> Finding:
    first = terms[0]
    args = {
        "context": first.source,
        "terms": _listed(term.name for term in terms),
        "iri": first.iri,
        "namespace": space.partition("://")[2],
        "written": space.partition("://")[0],
        "right": twin(space).partition("://")[0],
    }
    at = Place(source=one.source, line=first.line, column=first.column)
    return Finding(rule=TERM, code=code, at=at, args=args, count=len(terms))


def _overrides(one: Evidence, own: Sequence[Term], redefined: Sequence[Redefined], sources: Sources) -> Seen:
    findings = tuple(
        _override(one, term, sources)
        for term in redefined
        if sources.is_own(term.source) and not sources.is_own(term.of_source) and _differs(term)
    )
    return Seen(OVERRIDE, Tally(max(len(own), len(findings)), len(findings)), findings)


def _differs(term: Redefined) -> bool:
    """Whether a term now means something else. What mends a type that is none, is no fault."""
    if term.iri != term.of_iri:
        return True
    return term.type != term.of_type and fault(term.of_type) is None


def _override(one: Evidence, term: Redefined, sources: Sources) -> Finding:
    code, was, now = _change(term)
    args = {"term": term.name, "context": sources.official[term.of_source], "was": was, "now": now}
    at = Place(source=one.source, line=term.line, column=term.column)
    return Finding(rule=OVERRIDE, code=code, at=at, args=args)


def _change(term: Redefined) -> tuple[str, str, str]:
    """What kind of change it is, what there was and what there is now."""
    if term.iri == term.of_iri:
        return "other-type", term.of_type, term.type
    if twin(term.iri) == term.of_iri:
        return "other-scheme", term.of_iri.partition(":")[0], term.iri.partition(":")[0]
    return "other-meaning", term.of_iri, term.iri


def _vocab(one: Evidence, reading: Reading, sources: Sources) -> Seen:
    if not any(map(sources.is_own, reading.vocab)):
        return Seen(VOCAB, Tally(1, 0))
    names = reading.by_vocab
    args = {"names": _listed(name.name for name in names)}
    first = names[0] if names else None
    at = Place(source=one.source, line=first and first.line, column=first and first.column)
    finding = Finding(rule=VOCAB, code="vocab", at=at, args=args, count=max(1, len(names)))
    return Seen(VOCAB, Tally(1, 1), (finding,))


def _listed(names: Iterable[str]) -> str:
    """The first few names."""
    distinct = list(dict.fromkeys(names))
    return ", ".join(distinct[:_SHOWN]) + (" …" if len(distinct) > _SHOWN else "")
