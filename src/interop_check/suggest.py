"""“Did you mean”: the known name that is nearest to what was written."""

import difflib
from collections.abc import Iterable, Sequence

_MANY = 500
_LONGEST = 200
_SLACK = 2


def near(written: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """Return the nearest of the known names, or nothing where none is as alike as `cutoff` (0 to 1).

    Of many names only those are looked at that begin and end alike, and are about as long.
    """
    names = list(known)
    if len(written) > _LONGEST:
        return ""
    if len(names) > _MANY:
        names = _alike(written, names)
    return next(iter(difflib.get_close_matches(written, names, n=1, cutoff=cutoff)), "")


def _alike(written: str, names: Sequence[str]) -> list[str]:
    close = [name for name in names if abs(len(name) - len(written)) <= _SLACK]
    return [name for name in close if name[:1] == written[:1] and name[-1:] == written[-1:]][:_MANY]
