"""Logins: asked for where the description says so, in the way of HTTP, with published keys; rate limits."""

from typing import Any

from interop_check.examiners.service.verdicts import Verdicts, at, described, target
from interop_check.live.access import issuers
from interop_check.live.probe import Seen, Service
from interop_check.mask import shown
from interop_check.openapi.node import Node

LOGIN, CHALLENGE = "live/login-required", "live/www-authenticate"
DISCOVERY, KEYS, RATE = "live/oidc-discovery", "live/oidc-keys", "live/rate-limit"
RULES = (LOGIN, CHALLENGE, DISCOVERY, KEYS, RATE)

WELL_KNOWN = "/.well-known/openid-configuration"
_UNAUTHORISED = 401
_REFUSED = frozenset({401, 403})
_GOOD = range(200, 300)
_RATE = ("ratelimit", "ratelimit-policy", "ratelimit-limit", "x-ratelimit-limit", "x-rate-limit-limit")


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at what happens without a login, and at what the login publishes of itself."""
    for one in service.of("without-login"):
        seen = verdicts.answered(LOGIN, one)
        if seen is not None:
            _login(seen, verdicts)
    for seen in (*service.of("without-login"), *service.of("operation")):
        if seen.status == _UNAUTHORISED:
            holds = bool(seen.header("www-authenticate"))
            verdicts.either(CHALLENGE, "absent", at(seen), holds=holds)
    _discovery(service, verdicts)
    subject = verdicts.answered(RATE, service.subject)
    if subject is not None:
        verdicts.either(RATE, "absent", at(subject), holds=any(subject.header(name) for name in _RATE))


def _login(seen: Seen, verdicts: Verdicts) -> None:
    operation = seen.probe.operation
    if operation is None:
        return
    args = {"path": shown(seen.probe.detail), "status": str(seen.status)}
    if seen.status in _REFUSED or seen.status in _GOOD:
        holds = seen.status in _REFUSED
        verdicts.either(LOGIN, "served", described(operation), holds=holds, **args)
    else:
        verdicts.open(LOGIN, "service-other-status", at(seen), status=args["status"])


# ---------------------------------------------------------------- OpenID Connect Discovery 1.0


def _discovery(service: Service, verdicts: Verdicts) -> None:
    by_url = {one.probe.url: one for one in service.of("discovery")}
    for url, scheme in issuers(service):
        if not url.lower().startswith("https://"):
            verdicts.bad(DISCOVERY, "insecure", described(scheme), target=_written(scheme))
            continue
        seen = verdicts.answered(DISCOVERY, by_url.get(url))
        if seen is not None:
            _configuration(seen, verdicts)
    for one in service.of("keys"):
        seen = verdicts.answered(KEYS, one)
        if seen is not None:
            _keys(seen, verdicts)


def _written(scheme: Node) -> str:
    return target(str(scheme.fields.get("openIdConnectUrl")))


def _configuration(seen: Seen, verdicts: Verdicts) -> None:
    said = seen.document
    if not seen.is_well or not isinstance(said, dict):
        verdicts.bad(DISCOVERY, "unreadable", at(seen), status=str(seen.status), media_type=seen.media_type)
        return
    missing = [name for name in ("issuer", "jwks_uri") if not isinstance(said.get(name), str)]
    if missing:
        verdicts.bad(DISCOVERY, "missing", at(seen), fields=", ".join(missing))
        return
    issuer = said["issuer"].rstrip("/")
    holds = seen.probe.url == issuer + WELL_KNOWN
    verdicts.either(DISCOVERY, "issuer", at(seen), holds=holds, issuer=target(issuer))
    if not said["jwks_uri"].lower().startswith("https://"):
        verdicts.bad(KEYS, "insecure", at(seen), target=target(said["jwks_uri"]))


def _keys(seen: Seen, verdicts: Verdicts) -> None:
    listed: Any = seen.document.get("keys") if isinstance(seen.document, dict) else None
    if not seen.is_well or not isinstance(listed, list) or not listed:
        verdicts.bad(KEYS, "unreadable", at(seen), status=str(seen.status))
    else:
        secret = any(isinstance(one, dict) and ("d" in one or "k" in one) for one in listed)
        verdicts.either(KEYS, "private", at(seen), holds=not secret)
