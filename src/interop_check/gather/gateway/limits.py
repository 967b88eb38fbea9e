"""Every limit of the gateway by name, with its unit and the code of the error it gives."""

from dataclasses import dataclass, field, fields
from typing import Any

from interop_check.gather.gateway.errors import GatewayError

MEBIBYTE = 1_048_576


def _limit(default: float, unit: str, code: str = "") -> Any:
    return field(default=default, metadata={"unit": unit, "code": code})


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one exchange may take; redirects, retries and waiting all count.

    Time: `total_seconds`, `connect_seconds` (one address), `idle_seconds` (no byte at all). Sizes:
    `body_bytes` (decoded), `wire_bytes` (as sent), `ratio` of the two once more than `ratio_from_bytes` came
    out. Heads: `header_bytes`, `header_count`, `url_characters`. How often: `hops`, `encodings`, `retries`,
    the first after `backoff_seconds`. Politeness: `host_interval_seconds` between two requests to one host,
    and the longest wait that a server may ask for, `retry_after_seconds`. Beyond `memory_bytes` a body goes
    to a file; bodies beyond `cache_bytes` are removed from the cache.
    """

    total_seconds: float = _limit(60, "s", "gateway-deadline")
    connect_seconds: float = _limit(10, "s", "gateway-deadline")
    idle_seconds: float = _limit(20, "s", "gateway-deadline")
    body_bytes: int = _limit(256 * MEBIBYTE, "B", "gateway-too-large")
    wire_bytes: int = _limit(256 * MEBIBYTE, "B", "gateway-too-large")
    ratio: int = _limit(100, "x", "gateway-ratio")
    ratio_from_bytes: int = _limit(MEBIBYTE, "B")
    header_bytes: int = _limit(65_536, "B", "gateway-headers")
    header_count: int = _limit(100, "", "gateway-headers")
    url_characters: int = _limit(8_192, "", "gateway-url")
    hops: int = _limit(5, "", "gateway-redirects")
    encodings: int = _limit(1, "", "gateway-encoding")
    retries: int = _limit(2, "", "gateway-busy")
    backoff_seconds: float = _limit(0.5, "s")
    retry_after_seconds: float = _limit(20, "s", "gateway-busy")
    host_interval_seconds: float = _limit(0.1, "s")
    memory_bytes: int = _limit(8 * MEBIBYTE, "B")
    cache_bytes: int = _limit(2048 * MEBIBYTE, "B")

    def shown(self) -> dict[str, str]:
        """Return every limit by name as text with its unit, for people."""
        return {one.name: self._shown(one.name, one.metadata["unit"]) for one in fields(self)}

    def hit(self, name: str, **args: str) -> GatewayError:
        """Return the error that says that the limit `name` was hit."""
        known = next(one for one in fields(self) if one.name == name)
        value = self._shown(name, known.metadata["unit"])
        return GatewayError(known.metadata["code"], **{**args, "limit": name, "value": value})

    def _shown(self, name: str, unit: str) -> str:
        return (
            f"{getattr(self, name):g} {unit}".rstrip()
            if unit == "s"
            else f"{getattr(self, name)} {unit}".rstrip()
        )
