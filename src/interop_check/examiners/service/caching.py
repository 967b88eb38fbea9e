"""Caching: who may keep an answer, and whether one may ask if it changed (RFC 9110, 13; RFC 9111)."""

from interop_check.examiners.service.verdicts import Verdicts, at
from interop_check.live.probe import Seen, Service

CONTROL, VALIDATOR, UNCHANGED = "live/cache-control", "live/validator", "live/not-modified"
RULES = (CONTROL, VALIDATOR, UNCHANGED)

_NOT_MODIFIED = 304


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at one answer, and at the answer to the question whether it changed."""
    subject = verdicts.answered(CONTROL, service.subject)
    if subject is None:
        verdicts.answered(VALIDATOR, None)
        return
    verdicts.either(CONTROL, "absent", at(subject), holds=bool(subject.header("cache-control")))
    holds = bool(subject.header("etag") or subject.header("last-modified"))
    verdicts.either(VALIDATOR, "absent", at(subject), holds=holds)
    if holds:
        _unchanged(service.first("unchanged"), subject, verdicts)


def _unchanged(one: Seen | None, subject: Seen, verdicts: Verdicts) -> None:
    seen = verdicts.answered(UNCHANGED, one)
    if seen is None:
        return
    name = seen.probe.detail
    if seen.is_well and seen.header(name) != subject.header(name):
        verdicts.open(UNCHANGED, "service-changed", at(seen))
    else:
        holds = seen.status == _NOT_MODIFIED
        verdicts.either(UNCHANGED, "sent", at(seen), holds=holds, status=str(seen.status), header=name)
