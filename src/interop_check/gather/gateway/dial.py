"""Open a connection to an address that was checked, and to no other; the TLS name stays that of the URL."""

import socket
import ssl
from collections.abc import Sequence
from dataclasses import dataclass

from interop_check.gather.exchange import Tls
from interop_check.gather.gateway.address import Target
from interop_check.gather.gateway.clock import Deadline
from interop_check.gather.gateway.credentials import ClientCertificate
from interop_check.gather.gateway.errors import GatewayError
from interop_check.gather.gateway.proxy import Proxies, tunnel
from interop_check.gather.gateway.tls import Trust, refused, secured


@dataclass(frozen=True, slots=True)
class Line:
    """An open connection: to which address, and what its encryption is."""

    sock: socket.socket
    address: str
    tls: Tls | None


@dataclass(frozen=True, slots=True)
class Dialler:
    """Opens connections; knows whom to trust and through which proxies."""

    trust: Trust
    proxies: Proxies

    def line(
        self, target: Target, addresses: Sequence[str], client: ClientCertificate | None, deadline: Deadline
    ) -> Line:
        """Return a connection to the first address that answers. GatewayError where none does."""
        context = self.trust.context(client) if target.scheme == "https" else None
        failed: OSError | None = None
        for address in addresses:
            try:
                return self._to(target, address, context, deadline)
            except OSError as error:
                failed = error
        deadline.left()
        raise _told(failed, target, deadline) from failed

    def _to(self, target: Target, address: str, context: ssl.SSLContext | None, deadline: Deadline) -> Line:
        plain = self._plain(target, address, deadline)
        if context is None:
            return Line(plain, address, None)
        try:
            wrapped, facts = secured(plain, target.host, context, deadline)
        except ssl.SSLCertVerificationError as error:
            raise refused(
                error, target.host, lambda: self._plain(target, address, deadline), deadline
            ) from error
        return Line(wrapped, address, facts)

    def _plain(self, target: Target, address: str, deadline: Deadline) -> socket.socket:
        via = self.proxies.of(target)
        if via is not None:
            return tunnel(via, address, target.port, deadline)
        timeout = min(deadline.left(), deadline.limits.connect_seconds)
        return socket.create_connection((address, target.port), timeout=timeout)


def _told(failed: OSError | None, target: Target, deadline: Deadline) -> GatewayError:
    """Return the kind of failure; never the system's sentence, which differs between systems."""
    if isinstance(failed, TimeoutError):
        return deadline.limits.hit("connect_seconds", host=target.host)
    if isinstance(failed, ssl.SSLError):
        return GatewayError("gateway-tls", host=target.host, reason=failed.reason or "SSLError")
    return GatewayError("gateway-failed", host=target.host, reason=type(failed).__name__)
