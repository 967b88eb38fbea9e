"""How large the files of a description may be before reading them is given up."""

from dataclasses import dataclass

MEBIBYTE = 1_048_576


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Of one file its bytes, its values and those that aliases stand for; of all files number and bytes."""

    api_file_bytes: int = 32 * MEBIBYTE
    api_file_nodes: int = 1_000_000
    api_file_aliased_nodes: int = 200_000
    api_files: int = 500
    api_files_together_bytes: int = 64 * MEBIBYTE

    def told(self, name: str) -> dict[str, str]:
        """Return what a problem says of the limit `name`: its name and its number."""
        return {"name": name, "limit": str(getattr(self, name))}


DEFAULT_LIMITS = Limits()
