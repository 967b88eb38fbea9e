"""What reading one document may cost before it is given up; each limit grows with the document."""

from dataclasses import dataclass

MB = 1_048_576


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Time in seconds, memory and document size in units of 2**20 bytes.

    The defaults let ten million triples through in any syntax on a machine with 24 GB, as bench/sandbox.py
    and docs/adr/0006-sandbox.md tell. Memory is what the document adds to the process that reads it.
    """

    seconds: float = 120.0
    seconds_per_mb: float = 4.0
    cpu_seconds: float = 60.0
    cpu_seconds_per_mb: float = 2.0
    memory_mb: float = 1024.0
    memory_mb_per_mb: float = 64.0
    memory_mb_at_most: float = 16384.0

    def wall(self, size: int) -> float:
        """Return the seconds that may go by while `size` bytes are read."""
        return self.seconds + self.seconds_per_mb * size / MB

    def cpu(self, size: int) -> int:
        """Return the whole seconds of processor time for `size` bytes: the system counts no finer."""
        return max(1, round(self.cpu_seconds + self.cpu_seconds_per_mb * size / MB))

    def memory(self, size: int) -> int:
        """Return the bytes of memory for `size` bytes."""
        wanted = self.memory_mb + self.memory_mb_per_mb * size / MB
        return round(min(wanted, self.memory_mb_at_most) * MB)


DEFAULT_LIMITS = Limits()
