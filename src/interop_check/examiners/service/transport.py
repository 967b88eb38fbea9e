"""Encryption: https only, a certificate that is valid, a version that is still safe, and no way around it."""

import re

from interop_check.examiners.service.verdicts import Verdicts, at
from interop_check.live import links
from interop_check.live.probe import Seen, Service

HTTPS, CERTIFICATE, VERSION = "live/https", "live/certificate", "live/tls-version"
REDIRECT, HSTS = "live/http-redirect", "live/hsts"
RULES = (HTTPS, CERTIFICATE, VERSION, REDIRECT, HSTS)

HALF_A_YEAR = 15_552_000
_OLD = re.compile(r"PROTOCOL|VERSION")
_MAX_AGE = re.compile(r'max-age\s*=\s*"?([0-9]{1,12})', re.IGNORECASE)
_SAFE = frozenset({"TLSv1.2", "TLSv1.3"})


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at the connections to a service."""
    is_https = service.url.lower().startswith("https://")
    verdicts.either(HTTPS, "http", verdicts.at_service, holds=is_https)
    if not is_https:
        return
    own = [one for one in service.seen if links.is_of(one.probe.url, service.url)]
    first = next((one for one in own if one.exchange), next(iter(own), None))
    _connection(first, verdicts)
    _redirect(service.first("http"), verdicts)
    _strict(first, verdicts)


def _connection(seen: Seen | None, verdicts: Verdicts) -> None:
    problem = seen.problem if seen else None
    if seen and problem and problem.code == "gateway-certificate":
        verdicts.bad(CERTIFICATE, problem.args.get("fault", "invalid"), at(seen), **problem.args)
    elif verdicts.answered(CERTIFICATE, seen):
        verdicts.good(CERTIFICATE)
    if seen and problem and problem.code == "gateway-tls" and _OLD.search(problem.args.get("reason", "")):
        verdicts.bad(VERSION, "old", at(seen))
    elif seen and verdicts.answered(VERSION, seen) and seen.exchange and seen.exchange.tls:
        version = seen.exchange.tls.version
        verdicts.either(VERSION, "old", at(seen), holds=version in _SAFE)


def _redirect(seen: Seen | None, verdicts: Verdicts) -> None:
    """Who asks without encryption is sent to https, or gets nothing at all."""
    if seen is None:
        return
    if seen.problem and seen.problem.code in ("gateway-failed", "gateway-deadline"):
        verdicts.good(REDIRECT)  # nobody is there
        return
    if verdicts.answered(REDIRECT, seen) is None:
        return
    goal = links.joined(seen.url, seen.header("location")) if seen.header("location") else ""
    if seen.status // 100 == 3:  # noqa: PLR2004 - the class of redirects
        code = "elsewhere"
        holds = links.origin(goal)[:2] == ("https", links.origin(seen.probe.url)[1])
    else:
        code, holds = "answered", seen.status >= 400  # noqa: PLR2004 - from here on errors
    verdicts.either(REDIRECT, code, at(seen), holds=holds, status=str(seen.status))


def _strict(first: Seen | None, verdicts: Verdicts) -> None:
    seen = verdicts.answered(HSTS, first)
    if seen is None:
        return
    written = seen.header("strict-transport-security")
    age = _MAX_AGE.search(written)
    if age is None:
        verdicts.bad(HSTS, "absent", at(seen))
    else:
        verdicts.either(HSTS, "short", at(seen), holds=int(age[1]) >= HALF_A_YEAR, seconds=age[1])
