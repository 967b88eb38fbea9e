"""What a service publishes beside its data: its description, contexts, what its identifiers lead to."""

from collections.abc import Iterator, Sequence

from interop_check.live import links
from interop_check.live.operations import may_be_asked
from interop_check.live.probe import ORIGIN, Probe, Seen, Service

PLACES = ("/openapi.json", "/openapi.yaml", "/doc/openapi.json", "/doc/openapi.yaml")
"""Where a description is looked for below the address of a service (Belgif guide; NL API Design Rules)."""

_FROM_ELSEWHERE = ("Origin", ORIGIN)
_DESCRIPTION = (
    "Accept",
    "application/vnd.oai.openapi+json, application/vnd.oai.openapi, application/json, */*;q=0.5",
)
_CONTEXT = ("Accept", "application/ld+json, application/json;q=0.9")
_MOST_CONTEXTS = 5


def probes(service: Service) -> Iterator[Probe]:
    """Yield the places of a description until it is there, the contexts of answers, and one identifier."""
    yield from _descriptions(service)
    for url in context_addresses(service)[:_MOST_CONTEXTS]:
        yield Probe(
            purpose="context", url=url, headers=(_CONTEXT, _FROM_ELSEWHERE), follow=True, anonymous=True
        )
    for url in own_identifiers(service)[:1]:
        yield Probe(
            purpose="identifier",
            url=url,
            headers=(("Accept", "application/ld+json, application/json, */*;q=0.5"),),
        )


def _descriptions(service: Service) -> Iterator[Probe]:
    """Yield those that were asked, and the next one as long as none of them is there."""
    found = service.of("description")
    count = len(found) + (not any(one.is_well for one in found))
    for url in description_addresses(service)[:count]:
        yield Probe(purpose="description", url=url, headers=(_DESCRIPTION, _FROM_ELSEWHERE), anonymous=True)


def description_addresses(service: Service) -> list[str]:
    """Return where a description of the service may be: where it was read, if that is there, and below it."""
    own = service.api.entry.source
    places = [links.below(service.url, path) for path in PLACES]
    return list(dict.fromkeys([own, *places] if links.is_of(own, service.url) else places))


def answers(service: Service) -> Sequence[Seen]:
    """Return the answers of operations that are JSON with status 200."""
    return [one for one in service.of("operation") if one.is_well and one.document is not None]


def context_addresses(service: Service) -> list[str]:
    """Return the addresses of contexts that answers name, in their body or in a Link header."""
    found: dict[str, None] = {}
    for seen in answers(service):
        things = (seen.document, *links.members(seen.document)[:1])
        written = [
            *seen.links(links.CONTEXT_RELATION),
            *(url for one in things for url in links.contexts(one)),
        ]
        for one in written:
            url = links.joined(seen.url, one)
            if url.lower().startswith(("http://", "https://")):
                found.setdefault(url.partition("#")[0])
    return list(found)


def identifiers(seen: Seen) -> list[str]:
    """Return the @id of a body and of the first things that it holds."""
    things = (seen.document, *links.members(seen.document)[:20])
    found = (one.get("@id") for one in things if isinstance(one, dict))
    return [one for one in found if isinstance(one, str)]


def own_identifiers(service: Service) -> list[str]:
    """Return the identifiers in answers that stand on the service's own origin and may be asked."""
    found = (one for seen in answers(service) for one in identifiers(seen))
    return list(dict.fromkeys(one for one in found if may_be_asked(service, one)))
