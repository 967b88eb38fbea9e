"""What whoever reads from the network is handed: a function, what it gives, and the one error it raises."""

from dataclasses import dataclass
from typing import Protocol

ANYTHING = "*/*"


@dataclass(frozen=True, slots=True)
class Fetched:
    """Bytes, and the media type that came with them (RFC 9110, 8.3); None where none was said."""

    data: bytes
    media_type: str | None = None


class Fetch(Protocol):
    """Returns at most so many bytes from an address; raises OriginError.

    `accept` says which media types are wanted, as the header of that name does (RFC 9110, 12.5.1).
    """

    def __call__(self, address: str, max_bytes: int, accept: str = ANYTHING, /) -> Fetched: ...  # noqa: D102


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


def off(address: str, max_bytes: int, accept: str = ANYTHING, /) -> Fetched:  # noqa: ARG001 - the shape of a Fetch
    """The network while it is off: refuse every address."""
    raise OriginError("network-off")
