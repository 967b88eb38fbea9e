"""What whoever reads from the network is handed: a function, and the one error it raises."""

from collections.abc import Callable

Fetch = Callable[[str, int], bytes]
"""Returns at most so many bytes from an address; raises OriginError."""


class OriginError(Exception):
    """An address that gave nothing usable: the gateway's code, and the HTTP status where there was one."""

    def __init__(self, code: str, status: str = "") -> None:
        super().__init__(code, status)
        self.code = code
        self.status = status


def off(address: str, max_bytes: int) -> bytes:  # noqa: ARG001 - the shape of a Fetch
    """The network while it is off: refuse every address."""
    raise OriginError("network-off")
