"""What holding the values of one description against their schemas may cost, counted and not timed."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What is beyond is not judged, and neither passes nor fails.

    `value_looks` is how often parts of one value may be looked at, `value_looks_together` those of all.
    A regular expression has at most `value_pattern_characters`, and there are at most `value_patterns`;
    `value_matched_characters` are those of all texts, each time that they are held against one.
    `value_schemas_written_out` counts the schemas in all validators together.
    """

    value_looks: int = 2_000_000
    value_looks_together: int = 100_000_000
    value_patterns: int = 5_000
    value_pattern_characters: int = 1_000
    value_matched_characters: int = 5_000_000
    value_schemas_written_out: int = 300_000

    def told(self, name: str) -> dict[str, str]:
        """Return what a finding says of the limit `name`: its name and its number; nothing without a name."""
        return {"name": name, "limit": str(getattr(self, name))} if name else {}


DEFAULT_LIMITS = Limits()
