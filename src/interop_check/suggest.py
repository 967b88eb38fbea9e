"""“Did you mean”: the known name that is nearest to what was written."""

import difflib
from collections.abc import Iterable


def near(written: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return the nearest of the known names, or nothing where none is as alike as `cutoff` (0 to 1)."""
    return next(iter(difflib.get_close_matches(written, list(known), n=1, cutoff=cutoff)), "")
