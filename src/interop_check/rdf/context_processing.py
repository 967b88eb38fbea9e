"""Local contexts become active ones (JSON-LD 1.1 API, 4.1 and 4.2), for contexts that a parser has accepted.

Nothing here refuses a context: what the algorithms call an error leaves the term without a definition.
Remote contexts are those that `rdf.contexts.inline` has put together, with @import done.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin

from interop_check.rdf.active_context import KEYWORDS, ActiveContext, Definition, has_keyword_form
from interop_check.rdf.parse import DEFAULT_BASE

DEEPEST_SCOPE = 8
"""How far scoped contexts within one another are followed where nobody uses them."""

Documents = Mapping[str, Sequence[Any] | None]
"""By address the contexts that stand there, one after the other."""

_DELIMITERS = (":", "/", "?", "#", "[", "]", "@")
_Memo = tuple[ActiveContext, Any, ActiveContext]


class _Use(NamedTuple):
    """How a context is used: from which document, and what of the context around it may be changed."""

    source: str = ""
    propagates: bool = True
    overrides: bool = False


class Contexts:
    """Makes active contexts, each once.

    `made` are those of contexts that are not scoped. `redefined` are definitions with the one of another
    document that they take the place of. `vocabularies` are the addresses of contexts that set @vocab.
    """

    def __init__(self, documents: Documents, base: str) -> None:
        self.base = base
        self.empty = ActiveContext(base=DEFAULT_BASE)
        self.made: dict[int, ActiveContext] = {}
        self.vocabularies: dict[str, None] = {}
        self.redefined: list[tuple[Definition, Definition]] = []
        self._documents = documents
        self._known: dict[tuple[int, int | str, bool], _Memo] = {}

    def local(self, active: ActiveContext, context: Any) -> ActiveContext:
        """The active context within an object that carries @context."""
        found = self._process(active, context, _Use())
        self.made[id(found)] = found
        return found

    def of_property(self, active: ActiveContext, definition: Definition) -> ActiveContext:
        """The active context within the values of a property with a scoped context."""
        return self._process(active, definition.context, _Use(definition.source, overrides=True))

    def of_type(self, active: ActiveContext, definition: Definition) -> ActiveContext:
        """The active context within an object of a class with a scoped context."""
        return self._process(active, definition.context, _Use(definition.source, propagates=False))

    def definitions(self) -> Iterator[tuple[str, Definition]]:
        """Every definition that was made, with the term in whose scoped context it stands, if any."""
        for active in list(self.made.values()):
            yield from self._definitions(active, "", 0, set())

    def _definitions(
        self, active: ActiveContext, scope: str, depth: int, seen: set[int]
    ) -> Iterator[tuple[str, Definition]]:
        for one in active.definitions.values():
            yield scope, one
            if one.is_scoped and depth < DEEPEST_SCOPE and id(one.context) not in seen:
                seen.add(id(one.context))
                yield from self._definitions(self.of_type(active, one), one.name, depth + 1, seen)

    def _process(self, active: ActiveContext, context: Any, use: _Use) -> ActiveContext:
        key = (id(active), context if isinstance(context, str) else id(context), use.propagates)
        known = self._known.get(key)
        if known is None:  # what an id stands for is kept, so that it stands for nothing else
            known = self._known[key] = (active, context, self._make(active, context, use))
        return known[2]

    def _make(self, active: ActiveContext, context: Any, use: _Use) -> ActiveContext:
        result = ActiveContext(active)
        written = context.get("@propagate") if isinstance(context, Mapping) else None
        propagates = written if isinstance(written, bool) else use.propagates
        if not propagates and result.previous is None:
            result.previous = active
        for part in context if isinstance(context, list) else [context]:
            self._add(result, part, use)
        return result

    def _add(self, result: ActiveContext, part: Any, use: _Use) -> None:
        if part is None:
            result.clear(DEFAULT_BASE)
        elif isinstance(part, str):
            address = part if part in self._documents else _joined(self.base, part)
            for one in self._documents.get(address) or ():
                self._add(result, one, _Use(address))
        elif isinstance(part, Mapping):
            _Making(self, result, part, use).add()


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        return reference


class _Making:
    """One context's definitions on their way into an active context."""

    def __init__(
        self, contexts: Contexts, result: ActiveContext, local: Mapping[str, Any], use: _Use
    ) -> None:
        self._contexts = contexts
        self._result = result
        self._local = local
        self._source = use.source
        self._overrides = use.overrides
        self._done: set[str] = set()

    def add(self) -> None:
        """Define everything that the context says."""
        result, local = self._result, self._local
        if "@base" in local and not self._source:
            base = local["@base"]
            result.base = _joined(result.base or "", base) if isinstance(base, str) else None
        if "@vocab" in local:
            vocab = local["@vocab"]
            result.vocab = self._vocabulary(vocab) if isinstance(vocab, str) else None
            if result.vocab is not None:
                self._contexts.vocabularies[self._source] = None
        if "@language" in local:
            language = local["@language"]
            result.language = language if isinstance(language, str) else None
        for name in local:
            self._define(name)

    def _vocabulary(self, written: str) -> str | None:
        expanded = self._expanded(written) if written else None
        if expanded is not None and ":" in expanded:
            return expanded
        if self._result.vocab is not None:
            return self._result.vocab + written
        return _joined(self._result.base or "", written)

    def _define(self, name: str) -> None:
        if name in self._done or not name or has_keyword_form(name):
            return
        self._done.add(name)
        value = self._local[name]
        if value is None or isinstance(value, str):
            value = {"@id": value}
        if not isinstance(value, Mapping):
            return
        definition = self._definition(name, value)
        previous = self._result.definition(name)
        if previous is not None:
            if previous.is_protected and not self._overrides:
                return
            if previous.source != self._source:
                self._contexts.redefined.append((definition, previous))
        self._result.definitions[name] = definition

    def _definition(self, name: str, value: Mapping[str, Any]) -> Definition:
        reverse = value.get("@reverse")
        written = reverse if isinstance(reverse, str) else value.get("@id", name)
        iri = None if written is None else self._iri(name, written) if isinstance(written, str) else ""
        language = value.get("@language")
        return Definition(
            name=name,
            iri=iri,
            type=self._type(value.get("@type")),
            container=_strings(value.get("@container")),
            language=language if isinstance(language, str) else "" if "@language" in value else None,
            is_reverse=isinstance(reverse, str),
            is_prefix=_is_prefix(name, iri, value, simple=isinstance(self._local[name], str)),
            is_protected=_flag(value, "@protected", default=_flag(self._local, "@protected", default=False)),
            nest=value["@nest"] if isinstance(value.get("@nest"), str) else "",
            index=value["@index"] if isinstance(value.get("@index"), str) else "",
            context=value.get("@context"),
            is_scoped="@context" in value,
            source=self._source,
            holder=self._local,
        )

    def _iri(self, name: str, written: str) -> str:
        """The IRI of a term (4.2, steps 13 to 18), or what is none."""
        if written != name:
            return self._expanded(written) or ""
        prefix, colon, suffix = name.partition(":")
        if prefix and colon:
            self._define_first(prefix)
            known = self._result.definition(prefix)
            return known.iri + suffix if known is not None and known.iri else name
        if "/" in name:
            return _joined(self._source or self._result.base or "", name)
        return "" if self._result.vocab is None else self._result.vocab + name

    def _type(self, written: Any) -> str:
        return (self._expanded(written) or "") if isinstance(written, str) and written else ""

    def _define_first(self, name: str) -> None:
        """What a definition leans on may stand after it."""
        if name in self._local:
            self._define(name)

    def _expanded(self, written: str) -> str | None:
        """IRI expansion while definitions are made (5.2), relative to @vocab."""
        if has_keyword_form(written):
            return written if written in KEYWORDS else None
        self._define_first(written)
        known = self._result.definition(written)
        if known is not None:
            return known.iri
        prefix, colon, suffix = written.partition(":")
        if prefix and colon:
            if prefix == "_" or suffix.startswith("//"):
                return written
            self._define_first(prefix)
            known = self._result.definition(prefix)
            return known.iri + suffix if known is not None and known.is_prefix and known.iri else written
        return written if self._result.vocab is None else self._result.vocab + written


def _is_prefix(name: str, iri: str | None, value: Mapping[str, Any], *, simple: bool) -> bool:
    """Whether a term may stand before a colon: as it says, or a plain one whose IRI ends like a namespace."""
    if isinstance(value.get("@prefix"), bool):
        return bool(value["@prefix"])
    if iri is None or not simple or ":" in name or "/" in name:
        return False
    return iri.endswith(_DELIMITERS) or iri.startswith("_:")


def _flag(value: Mapping[str, Any], name: str, *, default: bool) -> bool:
    found = value.get(name, default)
    return found if isinstance(found, bool) else default


def _strings(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(sorted(one for one in values if isinstance(one, str)))
