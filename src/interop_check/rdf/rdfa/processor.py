"""The RDFa processor: elements in, triples with their places out (RDFa Core 1.1, 7.5; HTML+RDFa 1.1, 3.1)."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from interop_check.rdf.html.tree import Node, Tree
from interop_check.rdf.parse import DepthProblem
from interop_check.rdf.rdfa.context import Context, Incomplete, Lists
from interop_check.rdf.rdfa.element import Element, roles
from interop_check.rdf.rdfa.names import SPACE, Names, Scope, declared, initial_scope, is_term, words
from interop_check.rdf.rdfa.values import value
from interop_check.rdf.terms import iri_token
from interop_check.rdf.vocabulary import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE

MAX_DEPTH = 2_000
"""Elements within each other; a literal is all text below, so that depth costs its square."""

Triple = tuple[bytes, bytes, bytes]

_TYPE = iri_token(RDF_TYPE)
_USES_VOCABULARY = iri_token("http://www.w3.org/ns/rdfa#usesVocabulary")
_FIRST, _REST, _NIL = iri_token(RDF_FIRST), iri_token(RDF_REST), iri_token(RDF_NIL)
_XMLNS = "xmlns:"
_SCOPE = frozenset(("lang", "prefix", "vocab", "xml:lang"))
_READ = frozenset(("about", "href", "property", "rel", "resource", "rev", "src", "typeof"))


_Frame = tuple[Iterator[Node], Context, tuple[Lists, ...]]
"""The children of an element that are still to come, where they stand, and the lists that end with it."""


_Relations = tuple[Iterable[bytes], Iterable[bytes]]
"""What @rel and @rev name."""


class Processor:
    """Walks a page with a stack of its own, so that no depth of nesting matters to Python."""

    def __init__(self, tree: Tree, names: Names) -> None:
        self.triples: list[Triple] = []
        self.places = array("q")
        self._tree = tree
        self._names = names

    def run(self) -> None:
        """Process all elements, in the order of the page. DepthProblem beyond MAX_DEPTH."""
        if self._tree.root is None:
            return
        subject = self._names.subject
        start = Context(initial_scope(), subject, subject, (), Lists(subject), 0)
        stack: list[_Frame] = [(iter((self._tree.root,)), start, (start.lists,))]
        while stack:
            siblings, context, lists = stack[-1]
            node = next(siblings, None)
            if node is None:
                stack.pop()
                self._close(lists, context.place)
                continue
            if len(stack) > MAX_DEPTH:
                raise DepthProblem("too many elements stand in each other", limit=MAX_DEPTH)
            inner, made = self._element(node, context, is_root=len(stack) == 1)
            children = node.iter()
            first = next(children, None)
            if first is None:
                self._close(made, inner.place)
            else:
                stack.append((chain((first,), children), inner, made))

    def _element(self, node: Node, context: Context, *, is_root: bool) -> tuple[Context, tuple[Lists, ...]]:
        """Process one element; return what holds within it, and the lists that end with it."""
        written = node.attributes
        scopes = not _SCOPE.isdisjoint(written) or (self._tree.has_namespaces and _has_namespace(written))
        if not scopes and _READ.isdisjoint(written):
            return context, ()
        given = self._tree.cleaned(written)
        place = self._tree.place(given, context.place)
        scope = self._scope(given, context.scope, place) if scopes else context.scope
        rels = self._relations("rel", given, scope) if "rel" in given else None
        revs = self._relations("rev", given, scope) if "rev" in given else None
        one = Element(node, given, scope, context, place, is_root, rels is not None or revs is not None)
        subject, about, typed, is_skipped = roles(one, self._names)
        for klass in self._names.predicates(given["typeof"], scope) if typed else ():
            self._say(typed, _TYPE, klass, place)
        own = _lists_of(subject, context.lists)
        waiting: tuple[Incomplete, ...] = ()
        if one.is_related:
            waiting = self._relate(one, (subject, about), (rels or (), revs or ()), own)
            about = about or self._names.blank()
        if "property" in given:
            self._state(one, subject, typed, own)
        if is_skipped:
            return context._replace(scope=scope, place=place), ()
        if context.incomplete:
            self._complete(one, subject)
        theirs = _lists_of(about or subject, own)
        made = (theirs, own) if theirs is not own else (own,)
        inner = Context(scope, subject, about or subject, waiting, theirs, place)
        return inner, made if own is not context.lists else made[:-1]

    # ------------------------------------------------------------ steps 2 to 4

    def _scope(self, given: Mapping[str, str], scope: Scope, place: int) -> Scope:
        """Apply the language, @vocab and the prefixes."""
        language = given.get("xml:lang", given.get("lang"))
        if language is not None:
            scope = scope._replace(language=language.strip(SPACE))
        prefixes = {
            name.removeprefix(_XMLNS).lower(): namespace.strip(SPACE)
            for name, namespace in given.items()
            if name.startswith(_XMLNS) and name != "xmlns:_"
        }
        if "prefix" in given:
            prefixes.update(declared(given["prefix"]))
        if not prefixes and "vocab" not in given:
            return scope
        vocabulary = scope.vocabulary
        if "vocab" in given:
            vocabulary = self._vocabulary(given["vocab"], place)
        return Scope(scope.language, vocabulary, {**scope.prefixes, **prefixes}, {}, {})

    def _vocabulary(self, written: str, place: int) -> str | None:
        """Return the vocabulary that holds from here, and say that it is used; None for none."""
        if not written.strip(SPACE):
            return None
        vocabulary = self._names.iri(written)
        if not vocabulary:
            return None
        self._say(self._names.subject, _USES_VOCABULARY, vocabulary, place)
        return vocabulary[1:-1].decode()

    # ------------------------------------------------------------ statements: steps 6 to 12

    def _relations(self, name: str, given: Mapping[str, str], scope: Scope) -> tuple[bytes, ...] | None:
        """Return what @rel or @rev names; beside @property a mere term in them is HTML's own affair."""
        written = given[name]
        if "property" in given:
            left = [word for word in words(written) if not is_term(word)]
            if not left:
                return None
            written = " ".join(left)
        return self._names.predicates(written, scope)

    def _relate(
        self, one: Element, ends: tuple[bytes, bytes], named: _Relations, own: Lists
    ) -> tuple[Incomplete, ...]:
        """State @rel and @rev; return what waits for the elements inside, where there is no other end."""
        (subject, value), waiting = ends, []
        for predicate in named[0]:
            if "inlist" in one.given:
                values = own.values.setdefault(predicate, [])
                if value:
                    values.append(value)
                else:
                    waiting.append(Incomplete(predicate, values=values))
            elif value:
                self._say(subject, predicate, value, one.place)
            else:
                waiting.append(Incomplete(predicate))
        for predicate in named[1]:
            if value:
                self._say(value, predicate, subject, one.place)
            else:
                waiting.append(Incomplete(predicate, is_forward=False))
        return tuple(waiting)

    def _state(self, one: Element, subject: bytes, typed: bytes, own: Lists) -> None:
        """State @property."""
        predicates = self._names.predicates(one.given["property"], one.scope)
        if not predicates:
            return
        said = value(one, typed, self._names, self._tree)
        for predicate in predicates:
            if "inlist" in one.given:
                own.values.setdefault(predicate, []).append(said)
            else:
                self._say(subject, predicate, said, one.place)

    def _complete(self, one: Element, subject: bytes) -> None:
        """State what the elements around left open."""
        around = one.context.parent_subject
        for waiting in one.context.incomplete:
            if waiting.values is not None:
                waiting.values.append(subject)
            elif waiting.is_forward:
                self._say(around, waiting.predicate, subject, one.place)
            else:
                self._say(subject, waiting.predicate, around, one.place)

    # ------------------------------------------------------------ lists: step 14

    def _close(self, ended: Iterable[Lists], place: int) -> None:
        """State lists of which all that is in them is known."""
        for lists in ended:
            for predicate, values in lists.values.items():
                cells = [self._names.blank() for _ in values]
                for cell, item, following in zip(cells, values, [*cells, _NIL][1:], strict=True):
                    self._say(cell, _FIRST, item, place)
                    self._say(cell, _REST, following, place)
                self._say(lists.owner, predicate, cells[0] if cells else _NIL, place)

    def _say(self, subject: bytes, predicate: bytes, said: bytes, place: int) -> None:
        if predicate[:1] == b"<":  # a blank node may be no predicate
            self.triples.append((subject, predicate, said))
            self.places.append(place)


def _lists_of(owner: bytes, around: Lists) -> Lists:
    """Return the lists of a subject: those around where they are its own, else new ones."""
    return around if around.owner == owner else Lists(owner)


def _has_namespace(given: Iterable[str]) -> bool:
    return any(name.startswith(_XMLNS) for name in given)
