"""How names are written: one linear pattern for each way."""

import re
from collections.abc import Mapping

CASINGS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        # Each repeated part begins with what no other part holds, so that none is ever tried twice.
        "lowerCamel": r"[a-z0-9]+(?:[A-Z][a-z0-9]+)*[A-Z]?",
        "lowerCamel-parts": r"{0}(?:[._]{0})*".format(r"[a-z0-9]+(?:[A-Z][a-z0-9]+)*[A-Z]?"),
        "camel": r"[a-z][a-z0-9]*(?:[A-Z][a-z0-9]*)*",  # abbreviations in capitals: baseURL
        "UpperCamel": r"(?:[A-Z][a-z0-9]+)+",
        "kebab": r"[a-z0-9]+(?:-[a-z0-9]+)*",
        "Upper-Kebab": r"[A-Z][a-z0-9]*(?:-[A-Z][a-z0-9]*)*",
        "snake": r"[a-z0-9]+(?:_[a-z0-9]+)*",
        "UPPER_SNAKE": r"[A-Z0-9]+(?:_[A-Z0-9]+)*",
        "lower": r"[^A-Z]*",
    }.items()
}


def is_cased(name: str, casing: str) -> bool:
    """Whether a name is written in one of CASINGS."""
    return CASINGS[casing].fullmatch(name) is not None
