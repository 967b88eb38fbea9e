"""The network as a function to hand out; every call goes through the gateway."""

from collections.abc import Sequence

from interop_check.gather.gateway import GatewayError, fetch
from interop_check.origin import Fetch, OriginError

TIMEOUT = 30.0


def network(allow: Sequence[str] = ()) -> Fetch:
    """Return a fetch over the network; `allow` are networks (CIDR) that may be reached though not public."""

    def fetched(address: str, max_bytes: int) -> bytes:
        try:
            return fetch(address, max_bytes=max_bytes, timeout=TIMEOUT, allow=allow)
        except GatewayError as error:
            raise OriginError(error.code, error.args_.get("status", "")) from error

    return fetched
