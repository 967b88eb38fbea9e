"""“Did you mean”: the known name that is nearest to what was written."""

import difflib
from collections.abc import Iterable


def near(written: str, known: Iterable[str]) -> str:
    """Return the nearest of the known names, or nothing where none is near."""
    return next(iter(difflib.get_close_matches(written, list(known), n=1)), "")
