"""Collections in pages: the first with few members, and the one that it names as the next."""

from collections.abc import Iterator

from interop_check.live import links
from interop_check.live.operations import may_be_asked
from interop_check.live.probe import Probe, Seen, Service
from interop_check.openapi import views

LIMITS = ("limit", "pageSize", "page-size", "page_size", "per_page", "perPage", "size", "$top", "rows")
_MOST = 100


def probes(service: Service) -> Iterator[Probe]:
    """Yield the first page of a collection with one member, then the next page that it names."""
    seen = service.collection
    if seen is None:
        return
    name = limit_parameter(service, seen)
    if name:
        few = _fewest(service, seen, name)
        yield Probe(
            purpose="first-page",
            url=links.with_query(seen.probe.url, name, few),
            headers=seen.probe.headers,
            detail=f"{name}={few}",
            operation=seen.probe.operation,
        )
    page = first_page(service)
    target = next_page(page) if page else ""
    if page and may_be_asked(service, target):
        yield Probe(
            purpose="next-page", url=target, headers=page.probe.headers, operation=seen.probe.operation
        )


def _fewest(service: Service, seen: Seen, name: str) -> str:
    """Return the smallest page that a parameter allows by its schema."""
    for one in views.parameters(service.api, seen.probe.operation) if seen.probe.operation else ():
        schema = views.schema_of(service.api, one) if one.fields.get("name") == name else None
        least = schema.fields.get("minimum") if schema else None
        if isinstance(least, int) and 1 < least <= _MOST:
            return str(least)
    return "1"


def limit_parameter(service: Service, seen: Seen) -> str:
    """Return the query parameter of an operation that says how many members a page has; "" without."""
    operation = seen.probe.operation
    declared = views.parameters(service.api, operation) if operation else ()
    names = {one.fields.get("name") for one in declared if one.fields.get("in") == "query"}
    return next((one for one in LIMITS if one in names and f"{one}=" not in seen.probe.url), "")


def first_page(service: Service) -> Seen | None:
    """Return the answer that is the first page; None while it was not asked."""
    seen = service.collection
    if seen is None or not limit_parameter(service, seen):
        return seen
    few = service.first("first-page")
    return few if few is None or (few.is_well and next_page(few)) else seen


def next_page(seen: Seen) -> str:
    """Return the address of the next page, by the Link header or the body; "" where there is none."""
    for written in (*seen.links("next"), links.next_in_body(seen.document)):
        if written:
            return links.joined(seen.url, written)
    return ""
