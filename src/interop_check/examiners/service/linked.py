"""Linked data in answers: a context that is there and that anybody can load, identifiers that are whole."""

import re
from typing import Any

from interop_check.examiners.service.origins import lets_in
from interop_check.examiners.service.verdicts import Verdicts, at, target
from interop_check.live import links
from interop_check.live.probe import Seen, Service
from interop_check.live.served import answers, identifiers
from interop_check.mask import shown

PRESENT, RESOLVES, TYPE = "live/context-present", "live/context-resolves", "live/context-media-type"
READABLE, ABSOLUTE, LEADS = "live/context-cors", "live/id-absolute", "live/id-resolves"
RULES = (PRESENT, RESOLVES, TYPE, READABLE, ABSOLUTE, LEADS)

_KEYWORDS = ("@id", "@type", "@graph", "@context")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]")
_TYPES = frozenset({"application/ld+json", "application/json"})
_FAULTS = {
    "gateway-private": "private",
    "gateway-downgrade": "insecure",
    "gateway-certificate": "certificate",
}
_GONE = frozenset({404, 410})


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at the answers that are linked data, and at what they refer to."""
    for seen in answers(service):
        if is_linked(seen):
            verdicts.either(PRESENT, "absent", at(seen), holds=_has_context(seen))
        for written in identifiers(seen):
            if not written.startswith("_:"):
                holds = _ABSOLUTE.match(written) is not None
                verdicts.either(ABSOLUTE, "relative", at(seen), holds=holds, value=target(written))
    for one in service.of("context"):
        _context(one, verdicts)
    for one in service.of("identifier"):
        found = verdicts.answered(LEADS, one)
        if found is not None:
            holds = found.status not in _GONE
            verdicts.either(LEADS, "gone", at(found), holds=holds, status=str(found.status))


def is_linked(seen: Seen) -> bool:
    """Whether an answer says that it is JSON-LD, or uses its keywords."""
    things = (seen.document, *links.members(seen.document)[:1])
    used = any(isinstance(one, dict) and any(name in one for name in _KEYWORDS) for one in things)
    return seen.media_type == "application/ld+json" or used or bool(seen.links(links.CONTEXT_RELATION))


def _has_context(seen: Seen) -> bool:
    held: Any = seen.document
    things = (held, *links.members(held)[:1])
    inside = any(isinstance(one, dict) and one.get("@context") for one in things)
    return inside or bool(seen.links(links.CONTEXT_RELATION))


def _context(one: Seen, verdicts: Verdicts) -> None:
    fault = _FAULTS.get(one.problem.code) if one.problem else None
    if fault:
        verdicts.bad(RESOLVES, fault, at(one))
        return
    seen = verdicts.answered(RESOLVES, one)
    if seen is None:
        return
    if not seen.is_well:
        verdicts.bad(RESOLVES, "status", at(seen), status=str(seen.status))
        return
    well = isinstance(seen.document, dict) and "@context" in seen.document
    verdicts.either(RESOLVES, "no-context", at(seen), holds=well)
    code, media = "other" if seen.media_type else "absent", shown(seen.media_type)
    verdicts.either(TYPE, code, at(seen), holds=seen.media_type in _TYPES, media_type=media)
    verdicts.either(READABLE, "refused", at(seen), holds=lets_in(seen))
