"""How much one running service is asked."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Requests to one service, redirects and retries not counted; operations among them; bytes of answers.

    The requests that operations leave are for all other questions: errors, pages, logins, protocols.
    """

    service_requests: int = 200
    service_operations: int = 150
    service_bytes: int = 64 * 1024 * 1024

    def told(self, name: str) -> dict[str, str]:
        """Return what a problem says of the limit `name`: its name and its number."""
        return {"name": name, "limit": str(getattr(self, name))}


DEFAULT_LIMITS = Limits()
