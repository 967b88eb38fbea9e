"""Why a JSON-LD processor refuses a context: the first definition that breaks a rule (JSON-LD 1.1 API, 4.2).

Processors name whichever such term they come across first, which differs from run to run. This one reads in
the order of the document, so that a report is the same every time. It knows the rules that are broken in
practice.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from interop_check.rdf.active_context import Definition, is_iri

_ENTRIES = frozenset(
    {
        *("@container", "@context", "@direction", "@id", "@index", "@language"),
        *("@nest", "@prefix", "@protected", "@reverse", "@type"),
    }
)
_LONGEST = 40
_TYPES = frozenset({"@id", "@json", "@none", "@vocab"})


class Refusal(NamedTuple):
    """A definition, and the entry of it that no processor accepts, as JSON would have it."""

    definition: Definition
    detail: str
    line: int | None = None
    column: int | None = None


def refusal(definitions: Iterable[Definition]) -> Refusal | None:
    """The first definition that makes a processor refuse its context, if any."""
    for one in definitions:
        detail = _detail(one)
        if detail:
            return Refusal(one, detail)
    return None


def _detail(definition: Definition) -> str:
    written: Any = definition.holder[definition.name] if isinstance(definition.holder, Mapping) else None
    if not isinstance(written, Mapping):
        return ""
    unknown = next((name for name in written if name not in _ENTRIES), None)
    if unknown is not None:
        return _short(unknown)
    if "@type" in written and not (definition.type in _TYPES or is_iri(definition.type)):
        return f'"@type": {_short(written["@type"])}'
    if not written.keys() & {"@id", "@reverse"} and not definition.iri:
        return '"@id"'
    return ""


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
