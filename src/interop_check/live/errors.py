"""What a service says of what is not there: a thing with an identifier that nobody has, or else a path."""

from collections.abc import Iterator

from interop_check.live import links
from interop_check.live.operations import Get, NoValueError, Values, gets
from interop_check.live.probe import Probe, Service
from interop_check.openapi import views

UNKNOWN = "interop-check-onbekend"
_UUID = "00000000-0000-4000-8000-000000000000"
_NUMBER = "2147483646"


def probes(service: Service) -> Iterator[Probe]:
    """Yield one request for what is not there, once it is known what is."""
    asked = {one.probe.detail: one for one in service.of("operation")}
    known = [get for get in gets(service.api) if get.last and get.path in asked]
    known.sort(key=lambda get: not asked[get.path].is_well)
    for get in known:
        instead = {get.last: _unknown(get, service)}
        try:
            url, headers = Values(service, {}, instead).filled(get)
        except NoValueError:
            continue
        wanted = (("Accept", "application/problem+json, application/json"), *headers)
        yield Probe(purpose="absent", url=url, headers=wanted, operation=get.operation, detail=get.path)
        return
    if asked:
        url = links.below(service.url, f"/{UNKNOWN}")
        yield Probe(
            purpose="absent", url=url, headers=(("Accept", "application/problem+json, application/json"),)
        )


def _unknown(get: Get, service: Service) -> str:
    """Return an identifier that nobody has, of the kind that the operation takes."""
    one = next(one for one in get.parameters if one.fields.get("name") == get.last)
    schema = views.schema_of(service.api, one)
    said = schema.fields if schema else {}
    if said.get("type") in ("integer", "number"):
        return _NUMBER
    return _UUID if said.get("format") == "uuid" else UNKNOWN
