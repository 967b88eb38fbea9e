"""The RDFa processor: elements in, triples with their places out (RDFa Core 1.1, 7.5; HTML+RDFa 1.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from interop_check.rdf.parse import DepthProblem
from interop_check.rdf.rdfa import elements, terms
from interop_check.rdf.rdfa.context import Context, Incomplete, Lists, Names, initial
from interop_check.rdf.rdfa.elements import Node
from interop_check.rdf.rdfa.patterns import copied
from interop_check.rdf.rdfa.tags import PLACE
from interop_check.rdf.rdfa.values import literal, time_datatype
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE

MAX_DEPTH = 2_000
"""Elements within each other; a literal is all text below, so that depth costs its square."""

Triple = tuple[bytes, bytes, bytes]

TYPE = iri_token(RDF_TYPE)
USES_VOCABULARY = iri_token("http://www.w3.org/ns/rdfa#usesVocabulary")
_MARKUP = {iri_token(f"{RDF}XMLLiteral"), iri_token(f"{RDF}HTML")}
_FIRST, _REST, _NIL = iri_token(RDF_FIRST), iri_token(RDF_REST), iri_token(RDF_NIL)
_ROOTS = frozenset(("head", "body"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """The triples of a page as tokens, in the order of the page; `places` are byte offsets of start tags."""

    triples: Sequence[Triple]
    places: Sequence[int]
    base: str


def extract(page: bytes, base: str) -> Extraction:
    """Return what a page (bytes in UTF-8) states; `base` is its address, which <base href> may replace.

    Raises DepthProblem beyond MAX_DEPTH.
    """
    root = elements.root(page)
    if root is None:
        return Extraction(triples=(), places=(), base=base)
    processor = _Processor(_base_of(root, base))
    processor.run(root)
    triples, places = copied(processor.triples, processor.places)
    return Extraction(triples=triples, places=places, base=processor.names.base)


def _base_of(root: Node, base: str) -> str:
    for node in root.css("base[href]"):
        return terms.resolve(base, elements.attributes(node)["href"].strip()).partition("#")[0]
    return base


@dataclass(slots=True)
class _Element:
    """One element at work: its attributes, and what the steps find out in turn."""

    node: Node
    names: Mapping[str, str]
    is_root: bool
    context: Context
    place: int
    subject: bytes | None = None
    object: bytes | None = None
    typed: bytes | None = None
    skip: bool = False
    incomplete: list[Incomplete] = field(default_factory=list)
    rels: tuple[bytes, ...] = ()
    revs: tuple[bytes, ...] = ()
    related: bool = False


class _Processor:
    """Walks a page with a stack of its own, so that no depth of nesting matters."""

    def __init__(self, base: str) -> None:
        self.names = Names(base)
        self.triples: list[Triple] = []
        self.places: list[int] = []

    def run(self, root: Node) -> None:
        """Process all elements, in the order of the page."""
        start = initial(self.names.base)
        work: list[tuple[Node, Context, int] | tuple[Lists, int]] = [(root, start, 0)]
        while work:
            task = work.pop()
            if len(task) == 2:  # noqa: PLR2004 - lists wait with their place, elements with their depth
                self._close(*task)
                continue
            node, context, depth = task
            if depth > MAX_DEPTH:
                raise DepthProblem(f"more than {MAX_DEPTH} elements stand in each other")
            inner, closing = self._element(node, context, is_root=depth == 0)
            work.extend(closing)
            work.extend((child, inner, depth + 1) for child in reversed(list(elements.elements(node))))
        self._close(start.lists, 0)

    def _element(
        self, node: Node, context: Context, *, is_root: bool
    ) -> tuple[Context, list[tuple[Lists, int]]]:
        """Process one element; return the context of its children, and the lists to close after them."""
        names = elements.attributes(node)
        if not names and not is_root:
            return context, []
        place = int(names.get(PLACE, 0))
        local = self._scoped(names, context, place)
        one = _Element(node, names, is_root, local, place)
        self._relate(one)
        (self._subject_with_rel if one.related else self._subject)(one)
        self._types(one)
        one.context = _owned(local, one.subject or local.lists.owner)
        self._objects(one)
        self._properties(one)
        if not one.skip and one.subject is not None:
            self._complete(one, context)
        inner = self._inner(one, context)
        own, theirs = one.context.lists, inner.lists
        closing = [(own, place)] if own is not context.lists else []
        return inner, [
            *closing,
            (theirs, place),
        ] if theirs is not own and theirs is not context.lists else closing

    def _scoped(self, names: Mapping[str, str], context: Context, place: int) -> Context:
        """Apply @vocab, @prefix and the language."""
        changes: dict[str, object] = {}
        if "vocab" in names:
            written = names["vocab"].strip()
            changes["vocabulary"] = terms.resolve(self.names.base, written) if written else None
            if written:
                self._say(iri_token(self.names.base), USES_VOCABULARY, self.names.iri(written), place)
        declared = {
            n[6:].lower(): v.strip() for n, v in names.items() if n.startswith("xmlns:") and n != "xmlns:_"
        }
        declared |= dict(terms.prefixes(names.get("prefix", "")))
        if declared:
            changes["prefixes"] = {**context.prefixes, **declared}
        language = names.get("xml:lang", names.get("lang"))
        if language is not None:
            changes["language"] = language.strip()
        return replace(context, **changes) if changes else context  # type: ignore[arg-type]

    def _relate(self, one: _Element) -> None:
        """Read @rel and @rev; beside @property a mere term in them is HTML's own affair."""
        for name in ("rel", "rev"):
            if name not in one.names:
                continue
            words = one.names[name].split()
            if "property" in one.names:
                words = [word for word in words if not terms.is_term(word)]
                if not words:
                    continue
            one.related = True
            found = tuple(p for word in words if (p := self.names.predicate(word, one.context)))
            if name == "rel":
                one.rels = found
            else:
                one.revs = found

    # ------------------------------------------------------------ subjects (steps 5 and 6)

    def _subject(self, one: _Element) -> None:
        names = one.names
        if "property" in names and "content" not in names and "datatype" not in names:
            one.subject = self._about(one) or self._default(one)
            if "typeof" in names:
                one.typed = self._about(one) or self._root(one) or self._resource(one) or self.names.blank()
                one.object = one.typed
            return
        one.subject = self._about(one) or self._resource(one) or self._root(one)
        if one.subject is None and "typeof" in names:
            is_top = str(one.node.tag) in _ROOTS
            one.subject = one.context.parent_object if is_top else self.names.blank()
        if one.subject is None:
            one.subject = one.context.parent_object
            one.skip = "property" not in names
        if "typeof" in names:
            one.typed = one.subject

    def _subject_with_rel(self, one: _Element) -> None:
        about = self._about(one)
        one.subject = about or self._default(one)
        if "typeof" in one.names:
            one.typed = about
        one.object = self._resource(one)
        if "typeof" in one.names and "about" not in one.names:
            one.object = one.object or self.names.blank()
            one.typed = one.object

    def _about(self, one: _Element) -> bytes | None:
        return self.names.resource(one.names["about"], one.context) if "about" in one.names else None

    def _root(self, one: _Element) -> bytes | None:
        return iri_token(self.names.base) if one.is_root else None

    def _default(self, one: _Element) -> bytes:
        return self._root(one) or one.context.parent_object

    def _resource(self, one: _Element) -> bytes | None:
        if "resource" in one.names and (found := self.names.resource(one.names["resource"], one.context)):
            return found
        for name in ("href", "src"):
            if name in one.names:
                return self.names.iri(one.names[name])
        return None

    # ------------------------------------------------------------ statements (steps 7 to 12)

    def _types(self, one: _Element) -> None:
        if one.typed is None:
            return
        for word in one.names["typeof"].split():
            klass = self.names.predicate(word, one.context)
            if klass:
                self._say(one.typed, TYPE, klass, one.place)

    def _objects(self, one: _Element) -> None:
        """State @rel and @rev, or leave them to the elements inside."""
        if not one.related:
            return
        in_list = "inlist" in one.names
        known = one.object
        if known is None and (one.rels or one.revs):
            one.object = self.names.blank()
        for predicate in one.rels:
            if in_list:
                values = one.context.lists.values.setdefault(predicate, [])
                if known is not None:
                    values.append(known)
                else:
                    one.incomplete.append(Incomplete(predicate, list=values))
            elif known is not None:
                self._say(one.subject or b"", predicate, known, one.place)
            else:
                one.incomplete.append(Incomplete(predicate))
        for predicate in one.revs:
            if known is not None:
                self._say(known, predicate, one.subject or b"", one.place)
            else:
                one.incomplete.append(Incomplete(predicate, forward=False))

    def _properties(self, one: _Element) -> None:
        if "property" not in one.names:
            return
        predicates = [
            p for word in one.names["property"].split() if (p := self.names.predicate(word, one.context))
        ]
        if not predicates:
            return
        value = self._value(one)
        for predicate in predicates:
            if "inlist" in one.names:
                one.context.lists.values.setdefault(predicate, []).append(value)
            else:
                self._say(one.subject or b"", predicate, value, one.place)

    def _value(self, one: _Element) -> bytes:
        datatype = self._datatype(one)
        if datatype in _MARKUP and "content" not in one.names:
            return literal(elements.markup(one.node), datatype=datatype[1:-1].decode())
        if datatype:
            return literal(self._lexical(one), datatype=datatype[1:-1].decode())
        if "datatype" in one.names or "content" in one.names:
            return literal(self._lexical(one), one.context.language)
        return self._named(one) or self._timed(one) or literal(self._lexical(one), one.context.language)

    def _named(self, one: _Element) -> bytes | None:
        """Return the resource that @property points to, where there is one."""
        found = None if one.related else self._resource(one)
        if found is None and "typeof" in one.names and "about" not in one.names:
            return one.typed
        return found

    def _datatype(self, one: _Element) -> bytes:
        written = one.names.get("datatype", "").strip()
        found = self.names.predicate(written, one.context) if written else None
        return found if found and not found.startswith(b"_") else b""

    def _lexical(self, one: _Element) -> str:
        for name in ("content", "datetime"):
            if name in one.names:
                return one.names[name]
        if str(one.node.tag) == "data" and "value" in one.names:
            return one.names["value"]
        return elements.text(one.node)

    def _timed(self, one: _Element) -> bytes | None:
        """Return a time as what its form shows: of @datetime anywhere, or of what a <time> holds."""
        if "datetime" not in one.names and str(one.node.tag) != "time":
            return None
        lexical = self._lexical(one)
        datatype = time_datatype(lexical)
        return literal(lexical, datatype=datatype) if datatype else None

    def _complete(self, one: _Element, context: Context) -> None:
        """State what the elements around left open."""
        subject = one.subject or b""
        for open_end in context.incomplete:
            if open_end.list is not None:
                open_end.list.append(subject)
            elif open_end.forward:
                self._say(context.parent_subject, open_end.predicate, subject, one.place)
            else:
                self._say(subject, open_end.predicate, context.parent_subject, one.place)

    # ------------------------------------------------------------ what follows (steps 13 and 14)

    def _inner(self, one: _Element, context: Context) -> Context:
        if one.skip:
            if one.context is context:
                return context
            return replace(one.context, incomplete=context.incomplete)
        parent_object = one.object or one.subject or context.parent_subject
        return replace(
            _owned(one.context, parent_object),
            parent_subject=one.subject or context.parent_subject,
            parent_object=parent_object,
            incomplete=tuple(one.incomplete),
        )

    def _close(self, lists: Lists, place: int) -> None:
        """State the lists of a subject, now that all that is in them is known."""
        for predicate, values in lists.values.items():
            cells = [self.names.blank() for _ in values]
            for cell, value, following in zip(cells, values, [*cells, _NIL][1:], strict=True):
                self._say(cell, _FIRST, value, place)
                self._say(cell, _REST, following, place)
            self._say(lists.owner, predicate, cells[0] if cells else _NIL, place)

    def _say(self, subject: bytes, predicate: bytes, value: bytes, place: int) -> None:
        if not predicate.startswith(b"_"):
            self.triples.append((subject, predicate, value))
            self.places.append(place)


def _owned(context: Context, owner: bytes) -> Context:
    """Return the context with lists of `owner`: the same where they are, else new ones."""
    return context if context.lists.owner == owner else replace(context, lists=Lists(owner))
