"""JSON-LD whose remote contexts are put in from a local store, so that no parser needs the network."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from interop_check import jsonfile
from interop_check.jsonfile import MAX_DEPTH, JsonError, ReadingError

MAX_REMOTE_DEPTH = 16
"""Contexts within contexts are put in by recursion."""

CONTEXT = "@context"
IMPORT = "@import"

Resolve = Callable[[str], object | None]
"""The document (or bare context) at an absolute URL, None where it is not at hand."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many remote contexts a document may have, and how many bytes they are each time they are put in."""

    contexts: int = 100
    contexts_together_bytes: int = 64 * 1024 * 1024


DEFAULT_LIMITS = Limits()


class ContextError(ReadingError):
    """A document whose contexts cannot be put in; line and column for `json-…`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inlined:
    """A document with its remote contexts put in; those `missing` still stand in it as addresses.

    `contexts` are the remote ones by address, each as the contexts that stand there one after the other.
    """

    document: object
    used: tuple[str, ...]
    missing: tuple[str, ...]
    contexts: Mapping[str, Sequence[Any] | None] = field(default_factory=dict, repr=False, compare=False)

    def to_bytes(self) -> bytes:
        """Return the document as UTF-8 JSON."""
        return json.dumps(self.document, ensure_ascii=False).encode("utf-8", "surrogatepass")


def inline(
    document: bytes | object,
    resolve: Resolve,
    *,
    base: str = "",
    context: str = "",
    limits: Limits = DEFAULT_LIMITS,
) -> Inlined:
    """Put every remote context that `resolve` knows in its place. ContextError where that cannot be done.

    `base` is the document's own address, for relative ones; `context` the address of a context for a document
    that has none of its own (JSON-LD 1.1, section 6.1). A context that includes itself is refused.
    """
    parsed = read_json(document) if isinstance(document, bytes) else document
    splicer = _Splicer(resolve, limits)
    try:
        result = splicer.node(parsed, base, 0)
        if context:
            result = {CONTEXT: splicer.context(context, ""), "@graph": result}
    except RecursionError:
        raise ContextError("json-too-deep", limit=str(MAX_DEPTH)) from None
    return Inlined(
        document=result, used=tuple(splicer.used), missing=tuple(splicer.missing), contexts=splicer.made
    )


def read_json(data: bytes) -> Any:
    """Return parsed JSON (UTF-8). ContextError `json-…` with line and column where known."""
    try:
        return jsonfile.read(data)
    except JsonError as error:
        raise ContextError(error.code, line=error.line, column=error.column, **error.args_) from error


def _absolute(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:
        # Not an address at all; under its own spelling it will be missing.
        return reference


class _Splicer:
    """Walks one document. Contexts of one address are made once and shared."""

    def __init__(self, resolve: Resolve, limits: Limits) -> None:
        self.used: dict[str, None] = {}
        self.missing: dict[str, None] = {}
        self._resolve = resolve
        self._limits = limits
        self.made: dict[str, list[Any] | None] = {}
        self._open: list[str] = []
        self._sizes: dict[str, int] = {}
        self._spliced = 0

    def node(self, value: Any, base: str, depth: int) -> Any:
        """Return a part of the document with the contexts in it put in."""
        if depth > MAX_DEPTH:
            raise ContextError("json-too-deep", limit=str(MAX_DEPTH))
        if isinstance(value, list):
            return [self.node(item, base, depth + 1) for item in value]
        if not isinstance(value, Mapping):
            return value
        return {
            key: self.context(member, base) if key == CONTEXT else self.node(member, base, depth + 1)
            for key, member in value.items()
        }

    def context(self, value: Any, base: str) -> Any:
        """Return a local context with its remote parts put in: unchanged in shape where there are none."""
        parts = self._parts(value, base, remote=False)
        return parts[0] if len(parts) == 1 and not isinstance(value, list) else parts

    def _parts(self, value: Any, base: str, *, remote: bool) -> list[Any]:
        """Return the contexts that `value` stands for, one after the other: arrays of arrays do not exist."""
        if isinstance(value, list):
            return [part for item in value for part in self._parts(item, base, remote=remote)]
        if isinstance(value, str):
            url = _absolute(base, value)
            found = self._remote(url)
            return [value if not remote else url] if found is None else found
        if isinstance(value, Mapping):
            return [self._definitions(value, base, remote=remote)]
        return [value]

    def _definitions(self, value: Mapping[str, Any], base: str, *, remote: bool) -> dict[str, Any]:
        """Return a context's terms with scoped contexts and @import put in; a remote one sets no @base."""
        own = {
            key: self._term(member, base, remote=remote)
            for key, member in value.items()
            if not (remote and key == "@base")
        }
        if not isinstance(value.get(IMPORT), str):
            return own
        url = _absolute(base, value[IMPORT])
        imported = self._remote(url)
        if imported is None:
            return own
        if len(imported) != 1 or not isinstance(imported[0], Mapping) or IMPORT in imported[0]:
            raise ContextError("context-import", url=url)
        del own[IMPORT]
        return dict(imported[0]) | own

    def _term(self, definition: Any, base: str, *, remote: bool) -> Any:
        if not isinstance(definition, Mapping) or CONTEXT not in definition:
            return definition
        scoped = definition[CONTEXT]
        parts = self._parts(scoped, base, remote=remote)
        whole = parts[0] if len(parts) == 1 and not isinstance(scoped, list) else parts
        return {**definition, CONTEXT: whole}

    def _remote(self, url: str) -> list[Any] | None:
        """Return the contexts at `url`, None where it is not at hand."""
        if url in self._open:
            raise ContextError("context-cycle", url=url)
        if len(self._open) >= MAX_REMOTE_DEPTH:
            raise ContextError("context-too-deep", url=url, limit=str(MAX_REMOTE_DEPTH))
        if url not in self.made:
            most = self._limits.contexts
            if len(self.made) >= most:
                raise ContextError("context-too-many", name="contexts", limit=str(most))
            self.made[url] = self._make(url)
        made = self.made[url]
        if made is not None:
            self._spliced += self._sizes[url]
            most = self._limits.contexts_together_bytes
            if self._spliced > most:
                name = "contexts_together_bytes"
                raise ContextError("context-too-large", url=url, name=name, limit=str(most))
        return made

    def _make(self, url: str) -> list[Any] | None:
        document = self._resolve(url)
        if document is None:
            self.missing[url] = None
            return None
        self.used[url] = None
        if not isinstance(document, Mapping) or CONTEXT not in document:
            raise ContextError("context-without-context", url=url)
        self._open.append(url)
        made = self._parts(document[CONTEXT], url, remote=True)
        self._open.pop()
        self._sizes[url] = len(json.dumps(made))
        return made
