"""Web pages of others as clients: CORS, as the Fetch standard has it."""

from interop_check.examiners.service.verdicts import Verdicts, at
from interop_check.live.access import is_protected
from interop_check.live.probe import ORIGIN, Seen, Service

READ, PREFLIGHT, CREDENTIALS = "live/cors", "live/cors-preflight", "live/cors-credentials"
RULES = (READ, PREFLIGHT, CREDENTIALS)

ALLOW = "access-control-allow-origin"
_GOOD = range(200, 300)


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at one answer and one preflight for somebody else's page; what needs a login may refuse both."""
    subject = service.subject
    operation = subject.probe.operation if subject else None
    is_public = operation is None or not is_protected(service, operation)
    seen = service.first("cors")
    if is_public:
        read = verdicts.answered(READ, seen)
        if read is not None:
            verdicts.either(READ, "refused", at(read), holds=lets_in(read))
        asked = verdicts.answered(PREFLIGHT, service.first("preflight"))
        if asked is not None:
            holds = asked.status in _GOOD and lets_in(asked)
            verdicts.either(PREFLIGHT, "refused", at(asked), holds=holds, status=str(asked.status))
    strange = verdicts.answered(CREDENTIALS, seen)
    if strange is not None:
        holds = not (lets_in(strange) and strange.header("access-control-allow-credentials"))
        verdicts.either(CREDENTIALS, "anybody", at(strange), holds=holds)


def lets_in(seen: Seen) -> bool:
    """Whether an answer may be read by a page of anybody."""
    return seen.header(ALLOW).strip() in ("*", ORIGIN)
