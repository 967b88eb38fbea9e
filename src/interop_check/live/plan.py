"""Which requests a service gets: all that can be asked by what is known so far, always in the same order.

    while new := [one for one in probes(service) if nobody asked it yet]: ask, and look again

Nothing but GET and OPTIONS, and of operations only those that are declared as GET.
"""

from collections.abc import Collection, Iterator, Sequence

from interop_check.live import (
    access,
    errors,
    links,
    operations,
    pages,
    protocols,
    representations,
    served,
    transport,
)
from interop_check.live.probe import Probe, Service, Skipped

_THEMES = (representations, errors, pages, served, access, protocols)


def probes(service: Service) -> Sequence[Probe]:
    """Return everything that can be asked of a service, what was asked before among it."""
    first = [one for one in operations.planned(service) if isinstance(one, Probe)]
    themes = [one for theme in _THEMES for one in theme.probes(service) if _is_open(one, service)]
    return [*transport.probes(service), *first, *themes]


def _is_open(probe: Probe, service: Service) -> bool:
    """Whether nothing in the description keeps a request back."""
    return not links.is_of(probe.url, service.url) or operations.may_be_asked(service, probe.url)


def skipped(service: Service, asked: Collection[Probe]) -> Iterator[Skipped]:
    """Yield the operations that were not asked: no value is known for them, or asking ended before."""
    for one in operations.planned(service):
        if isinstance(one, Skipped):
            yield one
        elif one.operation and one not in asked:
            yield Skipped(
                operation=one.operation, path=one.detail, code=service.stopped, args=service.limit_hit
            )
