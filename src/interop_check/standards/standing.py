"""The words of the register and of addresses on data.vlaanderen.be, brought under a few names."""

from enum import StrEnum


class Standing(StrEnum):
    """How far a standard has come, the furthest first."""

    RECOGNISED = "erkend"
    CANDIDATE = "kandidaat"
    DRAFT = "ontwerp"
    NOTE = "nota"
    NONE = "zonder"
    ALIAS = "alias"
    UNKNOWN = "unknown"

    @property
    def rank(self) -> int:
        """Return the place in the order of preference, 0 being the best."""
        return list(Standing).index(self)


_WORDS = {
    "standaard": Standing.RECOGNISED,
    "erkend": Standing.RECOGNISED,
    "kandidaat": Standing.CANDIDATE,
    "ontwerp": Standing.DRAFT,
    "nota": Standing.NOTE,
    "zonder": Standing.NONE,
    "alias": Standing.ALIAS,
}


def standing(status: str) -> Standing:
    """Return the name for a status as written, such as `erkendestandaard` or `KandidaatStandaard`."""
    written = status.lower()
    return next((name for word, name in _WORDS.items() if written.startswith(word)), Standing.UNKNOWN)


CATEGORIES = (
    "applicatieprofiel",
    "vocabularium",
    "implementatiemodel",
    "technische-standaard",
    "organisatorische-interoperabiliteit",
)
USAGES = ("verplicht", "pas-toe-of-leg-uit", "aanbevolen")
REGISTERED = tuple(one for one in Standing if one not in (Standing.ALIAS, Standing.UNKNOWN))
"""The statuses that the register itself gives."""


def is_same(written: str, name: str) -> bool:
    """Return whether a word of the register, such as `PasToeOfLegUit`, is the one called `name`."""
    return written.lower() == name.replace("-", "")
