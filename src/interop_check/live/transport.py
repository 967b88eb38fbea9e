"""How a service is reached: what answers at its address without encryption."""

from collections.abc import Iterator

from interop_check.live import links
from interop_check.live.probe import Probe, Service

_PORT = 443


def probes(service: Service) -> Iterator[Probe]:
    """Yield the same address over http, where the service is at the usual port of https."""
    scheme, host, port = links.origin(service.url)
    if scheme == "https" and port == _PORT:
        rest = service.url.partition("://")[2].partition("/")[2]
        named = f"[{host}]" if ":" in host else host
        yield Probe(purpose="http", url=f"http://{named}/{rest}", anonymous=True)
