"""What a user wrote, as a sentence may repeat it: without credentials, on one line, and not endless."""

import re
from collections.abc import Iterable

LONGEST = 120

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def without_credentials(text: str) -> str:
    """Return `text` with what may be a user name and password masked, however carelessly it is written."""
    before, _, after = text.rpartition("@")
    if ":" not in before and "//" not in before:
        return text
    scheme = _SCHEME.match(before)
    return f"{scheme[0] if scheme else ''}…@{after}"


def shown(text: str) -> str:
    """Return `text` as it may be shown: masked, on one line, and cut in the middle where it is long."""
    line = " ".join(without_credentials(text).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST // 2]}…{line[1 - LONGEST // 2 :]}"


def listed(names: Iterable[str]) -> str:
    """Return names one after the other, as many as can be shown; `…` stands for the rest."""
    found = ""
    for name in map(shown, names):
        if len(found) + len(name) + len(", , …") > LONGEST and found:
            return f"{found}, …"
        found = f"{found}, {name}" if found else name
    return found
