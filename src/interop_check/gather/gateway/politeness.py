"""One host at a time: a pause between requests, and the time that it asks for (RFC 9110, 10.2.3)."""

import threading
from datetime import UTC
from email.utils import parsedate_to_datetime

from interop_check.gather.gateway.clock import Clock, Deadline
from interop_check.gather.gateway.limits import Limits

BUSY = frozenset({429, 503})
_MOST_DIGITS = 9


class Politeness:
    """Knows when each host may be asked again; shared by all threads of a session."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self._limits = limits
        self._clock = clock
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._closed: dict[str, float] = {}

    def turn(self, host: str, deadline: Deadline) -> None:
        """Wait for this request's turn. GatewayError `gateway-busy` where the host asked for longer."""
        with self._lock:
            now = self._clock.monotonic()
            left = self._closed.get(host, now) - now
            if left > 0:
                raise self._limits.hit("retry_after_seconds", host=host, retry_after=f"{left:.0f}")
            start = max(now, self._next.get(host, now))
            self._next[host] = start + self._limits.host_interval_seconds
        deadline.wait(start - now)

    def close(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long."""
        with self._lock:
            self._closed[host] = self._clock.monotonic() + seconds

    def asked_for(self, retry_after: str | None) -> float | None:
        """Return the seconds that a Retry-After header asks for, or None where it says nothing of use."""
        written = (retry_after or "").strip()
        if written.isascii() and written.isdigit():
            return float(written[:_MOST_DIGITS])
        try:
            moment = parsedate_to_datetime(written)
        except (ValueError, IndexError, OverflowError):
            return None
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - self._clock.now()).total_seconds())
