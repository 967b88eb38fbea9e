"""The network as an origin of artefacts, through the gateway."""

from collections.abc import Callable, Sequence

TIMEOUT = 30.0

Fetch = Callable[[str, int], bytes]
"""Returns at most so many bytes from an address; raises OriginError."""


class OriginError(Exception):
    """An address that gave nothing usable: the gateway's code, and the HTTP status where there was one."""

    def __init__(self, code: str, status: str = "") -> None:
        super().__init__(code, status)
        self.code = code
        self.status = status


def network(allow: Sequence[str] = ()) -> Fetch:
    """Return a fetch over the network; `allow` are networks (CIDR) that may be reached though not public."""

    def fetched(address: str, max_bytes: int) -> bytes:
        # The gateway's package needs the standards, which need the gateway only here.
        from interop_check.gather.gateway import GatewayError, fetch  # noqa: PLC0415

        try:
            return fetch(address, max_bytes=max_bytes, timeout=TIMEOUT, allow=allow)
        except GatewayError as error:
            raise OriginError(error.code, error.args_.get("status", "")) from error

    return fetched
