"""Collections in pages: the limit counts, the next page is there, on the same server, and is another one."""

from interop_check.examiners.service.verdicts import Verdicts, at, target
from interop_check.live import links, pages
from interop_check.live.operations import may_be_asked
from interop_check.live.probe import Seen, Service
from interop_check.mask import shown

LIMIT, ORIGIN, NEXT = "live/page-limit", "live/next-origin", "live/next-page"
OVERLAP, HEADER = "live/next-overlap", "live/next-header"
RULES = (LIMIT, ORIGIN, NEXT, OVERLAP, HEADER)


def examine(service: Service, verdicts: Verdicts) -> None:
    """Look at the first page of a collection and at the one after it."""
    few = service.first("first-page")
    seen = verdicts.answered(LIMIT, few) if few else None
    if seen is not None:
        _limit(seen, verdicts)
    page = pages.first_page(service)
    goal = pages.next_page(page) if page else ""
    if page is None or not goal:
        return
    is_own = links.is_of(goal, service.url)
    verdicts.either(ORIGIN, "elsewhere", at(page), holds=is_own, target=target(goal))
    verdicts.either(HEADER, "absent", at(page), holds=bool(page.links("next")))
    if not is_own:
        verdicts.open(NEXT, "service-elsewhere", at(page), target=target(goal))
        return
    if not may_be_asked(service, goal):
        verdicts.open(NEXT, "service-closed", at(page), target=target(goal))
        return
    following = verdicts.answered(NEXT, service.first("next-page"))
    if following is not None:
        _next(page, following, verdicts)


def has_pages(service: Service) -> bool:
    """Whether a collection names a next page."""
    page = pages.first_page(service)
    return bool(page and pages.next_page(page))


def has_collection(service: Service) -> bool:
    """Whether a collection has a next page, or a parameter for the size of its pages."""
    return bool(service.of("first-page")) or has_pages(service)


def _limit(seen: Seen, verdicts: Verdicts) -> None:
    count = len(links.members(seen.document))
    name, _, limit = seen.probe.detail.rpartition("=")
    args = {"name": shown(name), "limit": limit, "count": str(count), "status": str(seen.status)}
    if not seen.is_well:
        verdicts.bad(LIMIT, "status", at(seen), **args)
    else:
        verdicts.either(LIMIT, "more", at(seen), holds=count <= int(limit), **args)


def _next(page: Seen, following: Seen, verdicts: Verdicts) -> None:
    args = {"target": target(following.probe.url), "status": str(following.status)}
    verdicts.either(NEXT, "status", at(page), holds=following.is_well, **args)
    if not following.is_well:
        return
    first, second = (
        {name for one in links.members(seen.document) if (name := links.identity(one))}
        for seen in (page, following)
    )
    if not first or not second:
        verdicts.open(OVERLAP, "service-no-identity", at(page))
        return
    twice = sorted(first & second)
    verdicts.either(
        OVERLAP, "twice", at(page), holds=not twice, count=str(len(twice)), example=target("".join(twice[:1]))
    )
