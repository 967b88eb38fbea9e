"""The status words of the register and of addresses on data.vlaanderen.be, brought under a few names."""

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
