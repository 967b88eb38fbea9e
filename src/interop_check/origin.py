"""What whoever reads from the network is handed: a function, and the one error it raises."""

from collections.abc import Callable

Fetch = Callable[[str, int], bytes]
"""Returns at most so many bytes from an address; raises OriginError."""


class OriginError(Exception):
    """An address that gave nothing usable: a code and values, never a sentence, and never a secret.

    `status` is the HTTP status where there was one; where a limit was hit, `limit` is its name and `value`
    what it was.
    """

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code, args)
        self.code = code
        self.args_ = args

    def __str__(self) -> str:
        return f"{self.code} {self.args_}"


def off(address: str, max_bytes: int) -> bytes:  # noqa: ARG001 - the shape of a Fetch
    """The network while it is off: refuse every address."""
    raise OriginError("network-off")
