"""A JSON-LD text made ready for the parser: contexts put in, and without what no processor reads."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from interop_check.jsonfile import MAX_DEPTH
from interop_check.rdf.context_refusal import Refusal, refusal
from interop_check.rdf.contexts import (
    CONTEXT,
    DEFAULT_LIMITS,
    ContextError,
    Inlined,
    Limits,
    Resolve,
    inline,
    read_json,
)
from interop_check.rdf.json_places import Spot, places
from interop_check.rdf.key_counts import Counts
from interop_check.rdf.key_reading import has_context, walk
from interop_check.rdf.parse import guard_json
from interop_check.rdf.reading import Reading


@dataclass(frozen=True, kw_only=True)
class LinkedJson:
    """A document with what its names came to. Where contexts are `missing`, nothing did."""

    data: bytes
    document: Any
    inlined: Inlined
    counts: Counts | None
    applied: bool

    @property
    def used(self) -> tuple[str, ...]:
        """The addresses of the remote contexts."""
        return self.inlined.used

    @property
    def missing(self) -> tuple[str, ...]:
        """The addresses of the contexts that are not at hand."""
        return self.inlined.missing

    @cached_property
    def reading(self) -> Reading | None:
        """What its names came to, with their places."""
        if self.counts is None:
            return None
        return self.counts.reading(self.data, self.document, applied=self.applied)

    def to_bytes(self) -> bytes:
        """The text for the parser: unchanged where nothing had to be put in or left out.

        A member without a meaning does not exist (JSON-LD 1.1 API, 5.1.2, 13.3). It is left out because the
        parser keeps the classes and lists within it, and takes the graph beside it for a named one.
        """
        gone = self.counts.gone if self.counts else frozenset()
        if not gone and not self.used:
            return self.data
        guard_json(self.data)  # a key that stands twice is gone once the document is written anew
        if gone:
            whole: Any = self.inlined.document
            _leave_out(self.document, whole["@graph"] if self.applied else whole, gone)
        return self.inlined.to_bytes()

    def refusal(self) -> Refusal | None:
        """The definition that processors refuse the contexts for, with its place if that is in the data."""
        made = self.counts.contexts.definitions() if self.counts else ()
        found = refusal(one for _, one in made)
        if found is None or found.definition.source:
            return found
        spot = (id(found.definition.holder), found.definition.name)
        line, column = places(self.data, self.document, [spot]).get(spot, (None, None))
        return Refusal(found.definition, found.detail, line, column)


def open_json(
    data: bytes,
    resolve: Resolve,
    *,
    base: str = "",
    context: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> LinkedJson:
    """Read a JSON-LD text. ContextError where its JSON or its contexts cannot be used.

    `base` is its own address, `context` that of a context for JSON that has none (JSON-LD 1.1, 6.1).
    """
    document = read_json(data)
    context = "" if has_context(document) else context
    inlined = inline(document, resolve, base=base, context=context, limits=limits)
    counts = None if inlined.missing else _counts(document, inlined, base, context)
    return LinkedJson(data=data, document=document, inlined=inlined, counts=counts, applied=bool(context))


def _counts(document: Any, inlined: Inlined, base: str, context: str) -> Counts:
    try:
        return walk(document, inlined.contexts, base=base, context=context)
    except RecursionError:
        raise ContextError("json-too-deep", limit=str(MAX_DEPTH)) from None


def _leave_out(document: Any, copy: Any, gone: Collection[Spot]) -> None:
    """Take members out of a copy with other contexts, given by their place in the document."""
    if isinstance(document, list):
        for one, other in zip(document, copy, strict=True):
            _leave_out(one, other, gone)
    elif isinstance(document, dict):
        for name, member in document.items():
            if (id(document), name) in gone:
                del copy[name]
            elif name != CONTEXT and isinstance(member, (dict, list)):
                _leave_out(member, copy[name], gone)
