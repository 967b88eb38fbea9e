"""What a service says when something is wrong: the right status, problem+json, and nothing of its inside."""

import re
from collections.abc import Sequence

from interop_check.examiners.service.verdicts import Verdicts, at
from interop_check.live.probe import Seen, Service

ABSENT, TYPE, MEMBERS = "live/absent-status", "live/problem-type", "live/problem-members"
INTERNALS, PARAMETER = "live/no-internals", "live/unknown-parameter"
RULES = (ABSENT, TYPE, MEMBERS, INTERNALS, PARAMETER)

_ERROR = 400
_NOT_THERE = frozenset({404, 410})
_LOGIN = frozenset({401, 403, 407})
_REFUSED = frozenset({400, 422})
_WANTED = ("type", "title", "status")
_PROBLEM = frozenset({"application/problem+json", "application/problem+xml"})
_PURPOSES = ("absent", "unknown-parameter", "operation", "ogc-bad-bbox", "ogc-bad-datetime", "ogc-bad-limit")
_TRACES = re.compile(
    rb"Traceback \(most recent call last\)|\n\s+at [\w.$<>]+\(|java\.lang\.|org\.springframework\.|"
    rb"System\.[A-Za-z]+Exception|SQLSTATE\[|ORA-[0-9]{5}|PHP (?:Fatal|Parse) error|site-packages/|"
    rb"node_modules/|panic: runtime error"
)


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at every error that a service gave, two of them asked for."""
    _absent(service.of("absent"), verdicts)
    _parameter(service.first("unknown-parameter"), verdicts)
    errors = [one for purpose in _PURPOSES for one in service.of(purpose) if one.status >= _ERROR]
    if not errors:
        for rule in (TYPE, MEMBERS, INTERNALS):
            verdicts.answered(rule, None)
    for seen in errors:
        _problem(seen, verdicts)
        trace = _TRACES.search(seen.data)
        shown = trace[0].decode("ascii", "replace").strip() if trace else ""
        verdicts.either(
            INTERNALS, "trace", at(seen), holds=trace is None, status=str(seen.status), text=shown
        )


def _absent(all_seen: Sequence[Seen], verdicts: Verdicts) -> None:
    for one in all_seen or (None,):
        seen = verdicts.answered(ABSENT, one)
        if seen is None:
            continue
        if seen.status in _LOGIN:
            verdicts.open(ABSENT, "service-login", at(seen), status=str(seen.status))
        elif seen.probe.operation and seen.status in _REFUSED:
            # An identifier that was made up need not have the form that theirs have.
            verdicts.open(ABSENT, "service-other-form", at(seen), status=str(seen.status))
        else:
            holds = seen.status in _NOT_THERE
            verdicts.either(ABSENT, "status", at(seen), holds=holds, status=str(seen.status))


def _parameter(one: Seen | None, verdicts: Verdicts) -> None:
    seen = verdicts.answered(PARAMETER, one)
    if seen is not None:
        holds = seen.status in _REFUSED
        verdicts.either(PARAMETER, "accepted", at(seen), holds=holds, status=str(seen.status))


def _problem(seen: Seen, verdicts: Verdicts) -> None:
    status = str(seen.status)
    holds = seen.media_type in _PROBLEM
    verdicts.either(TYPE, "other", at(seen), holds=holds, status=status, media_type=seen.media_type)
    if seen.media_type != "application/problem+json":
        return
    said = seen.document if isinstance(seen.document, dict) else {}
    missing = [name for name in _WANTED if name not in said]
    if missing:
        verdicts.bad(MEMBERS, "missing", at(seen), status=status, fields=", ".join(missing))
    else:
        own = said["status"]
        verdicts.either(
            MEMBERS, "status", at(seen), holds=own == seen.status, status=status, value=str(own)[:40]
        )
