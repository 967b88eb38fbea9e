"""Examiner `service`: does a running service do what its description and the guidelines say."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import Any

from interop_check.examiners import Part, examiner, together
from interop_check.examiners._limits import limits_param
from interop_check.examiners.service import (
    access,
    bodies,
    caching,
    conformity,
    description,
    lifecycle,
    linked,
    negotiation,
    origins,
    paging,
    problems,
    protocols,
    transport,
)
from interop_check.examiners.service.verdicts import Verdicts
from interop_check.examiners.tallying import PARAMS as SHARED_PARAMS
from interop_check.examiners.tallying import Tallying
from interop_check.live.access import issuers
from interop_check.live.probe import Service
from interop_check.live.served import answers
from interop_check.model import Evidence, Examination, Finding, Place, Tally
from interop_check.openapi.values.limits import Limits

PARAMS: Mapping[str, Any] = {
    **SHARED_PARAMS,
    "properties": {
        **SHARED_PARAMS["properties"],
        "limits": limits_param(Limits, "What holding the answers of one service to their schemas may cost."),
    },
}
THEMES = (
    transport,
    conformity,
    bodies,
    problems,
    negotiation,
    paging,
    caching,
    origins,
    access,
    lifecycle,
    description,
    linked,
    protocols,
)


@examiner("service", evidence=("service",), params=PARAMS, judges_problems=True)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Sequence[Part]:
    """Whether a service answers as it is described, safely, and in the ways that others can build on.

    Rules live/*: encryption, statuses, media types, errors, negotiation, pages, caching, CORS, languages,
    logins, deprecation, the description itself, JSON-LD, and the entry points of OGC API Features, NGSI-LD
    and SensorThings. What was not asked, or did not answer, stays open, with the reason. Source: RFC 9110,
    RFC 9111, RFC 9457, RFC 8288, Fetch standard; REST API-richtlijnen and Generieke Hypermedia API; Belgif
    REST guide; the specifications of the protocols.
    """
    services = [one.content for one in evidence if one.content is not None]
    unread = [one for one in evidence if one.problem]
    facts = Examination(tallies={}, facts=_facts(services, unread=bool(unread)))
    return (
        Part(rules=(conformity.ANSWERS,), look=lambda: together([facts, _unread(unread, params)])),
        *(Part(rules=theme.RULES, look=partial(_theme, theme, services, params)) for theme in THEMES),
    )


def _theme(theme: ModuleType, services: Sequence[Service], params: Mapping[str, Any]) -> Examination:
    tallying = Tallying.of(params)
    look: Callable[[Service, Verdicts], None] = theme.examine
    limits = Limits(**params.get("limits", {}))
    for service in services:
        look(service, Verdicts(service, tallying, limits))
    return tallying.examination({})


def _unread(unread: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    tallying = Tallying.of(params)
    for one in unread:
        tallying.add(conformity.ANSWERS, Tally(not_checked=1))
        if one.problem and tallying.has_room(conformity.ANSWERS):
            at = Place(source=one.source)
            found = Finding(rule=conformity.ANSWERS, code=one.problem.code, at=at, args=one.problem.args)
            tallying.findings.append(found)
    return tallying.examination({})


def _facts(services: Sequence[Service], *, unread: bool) -> dict[str, Any]:
    def some(holds: Callable[[Service], object]) -> bool:
        return any(bool(holds(one)) for one in services)

    return {
        "service": bool(services) or unread,
        "service_asked": {one.url: _counts(one) for one in services},
        "service_bodies": some(bodies.has_bodies),
        "service_several_types": some(lambda one: one.of("media-type")),
        "service_collections": some(paging.has_collection),
        "service_pages": some(paging.has_pages),
        "service_validator": some(lambda one: one.of("unchanged")),
        "service_login": some(lambda one: one.of("without-login")),
        "service_oidc": some(lambda one: list(issuers(one))),
        "service_deprecated": some(lifecycle.has_deprecated),
        "service_linked": some(lambda one: any(map(linked.is_linked, answers(one)))),
        "service_ogc": some(lambda one: one.of("ogc-landing")),
        "service_ngsi": some(lambda one: one.of("ngsi-types") or one.of("ngsi-entities")),
        "service_sensorthings": some(lambda one: one.of("sta-root")),
    }


def _counts(service: Service) -> dict[str, Any]:
    requests = {
        (one.probe.method, one.probe.url, one.probe.headers, one.probe.anonymous) for one in service.seen
    }
    methods = sorted({method for method, *_ in requests})
    return {
        "requests": {name: sum(method == name for method, *_ in requests) for name in methods},
        "operations": len(service.of("operation")),
        "not_asked": len(service.skipped),
        "stopped": service.stopped,
    }
