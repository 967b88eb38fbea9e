"""Time as something that is handed in, and the one deadline of an exchange."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from interop_check.gather.gateway.limits import Limits


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the gateway knows of time; a test hands in its own."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = _now


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment at which an exchange is over, whatever the server does."""

    end: float
    clock: Clock
    limits: Limits

    def left(self) -> float:
        """Return the seconds that are left. GatewayError `gateway-deadline` where none are."""
        seconds = self.end - self.clock.monotonic()
        if seconds <= 0:
            raise self.limits.hit("total_seconds")
        return seconds

    def wait(self, seconds: float) -> None:
        """Sleep, unless the deadline falls in that time: then there is no use in waiting for it."""
        if seconds <= 0:
            return
        if seconds >= self.left():
            raise self.limits.hit("total_seconds")
        self.clock.sleep(seconds)
