"""Official numbers of Belgium and Flanders: of organisations, branches, municipalities and persons.

Enterprise and branch numbers: royal decree of 24 June 2003; the last two digits are 97 less the first eight
modulo 97. National numbers: royal decree of 3 April 1984; the last two are 97 less the first nine modulo 97,
with a 2 before them for who was born from 2000 on. OVO: Wegwijs organisatie. NIS: Statbel.
"""

import re
from typing import NamedTuple

OVO, ENTERPRISE, BRANCH, NIS = "ovo", "enterprise", "branch", "nis"

FORM, CHECK_DIGITS = "form", "check-digits"
"""What can be wrong with a number: how it is written, or the digits that guard the others."""

_OVO = re.compile(r"OVO[\s._-]*(\d+)", re.IGNORECASE)
_DOTTED = re.compile(
    r"(?:BE[ .]?)?([01]\d{3})\.(\d{3})\.(\d{3})|(\d)\.(\d{3})\.(\d{3})\.(\d{3})", re.IGNORECASE
)
_VAT = re.compile(r"BE ?([01]?\d{9})", re.IGNORECASE)
_DIGITS = re.compile(r"[\d .-]*\d")

_NATIONAL = re.compile(
    r"(?<![\d.])(\d\d)([. ]?)(\d\d)\2(\d\d)[ .-]?(\d{3})[ .-]?(\d\d)(?![\d])",
)
_MODULUS = 97
_BORN_UNTIL = 50
"""Two-digit years from here on are taken for those of the twentieth century only."""

_MONTHS = frozenset({*range(13), *range(20, 33), *range(40, 53)})
"""Of a national number: 20 or 40 higher for who is not in the register, 0 where the date is unknown."""


class Official(NamedTuple):
    """A text that is meant as an official number: of which kind, what is wrong ("" nothing), how to write it.

    `proper` is "" where only the owner can tell.
    """

    kind: str
    fault: str = ""
    proper: str = ""


def by_looks(text: str) -> Official | None:
    """Return what a text is meant as by its looks alone: OVO000001, 0123.456.789, 2.123.456.789."""
    found = _OVO.fullmatch(text)
    if found:
        return _ovo(text, found[1])
    if _DOTTED.fullmatch(text) or _VAT.fullmatch(text):
        return number_of_kbo(text)
    return None


def _ovo(text: str, digits: str) -> Official:
    if re.fullmatch(r"OVO\d{6}", text):
        return Official(OVO)
    bare = digits.lstrip("0")
    return Official(OVO, FORM, f"OVO{bare:0>6}" if bare and len(digits) <= 6 else "")  # noqa: PLR2004 - OVO and six


def number_of_kbo(text: str) -> Official | None:
    """Return the enterprise or branch number that a text is, well or badly written; None for other texts."""
    bare = re.sub(r"^BE(?=[ .]?\d)", "", text.strip(), flags=re.IGNORECASE)
    if not _DIGITS.fullmatch(bare):
        return None
    digits = re.sub(r"\D", "", bare)
    if len(digits) == 9:  # noqa: PLR2004 - as it was before 2005, and as a number loses its nought
        padded = f"0{digits}"
        return Official(ENTERPRISE, FORM, padded if _guarded(padded) else "")
    kind = ENTERPRISE if digits[:1] in ("0", "1") else BRANCH
    if len(digits) != 10 or digits[0] == "9":  # noqa: PLR2004 - ten digits, the first of a branch is 2 to 8
        return Official(kind, FORM)
    return Official(kind, "" if _guarded(digits) else CHECK_DIGITS)


def _guarded(digits: str) -> bool:
    return _MODULUS - int(digits[:8]) % _MODULUS == int(digits[8:])


def number_of_nis(text: str) -> Official | None:
    """Return the NIS code that a number is meant to be; None for other texts, such as statistical sectors."""
    if not text.isdecimal():
        return None
    if len(text) == 5:  # noqa: PLR2004 - five digits
        return Official(NIS)
    # The codes of the regions begin with the nought that a number loses.
    return Official(NIS, FORM, f"0{text}" if re.fullmatch(r"[234]000", text) else "")


def is_national(text: str) -> bool:
    """Whether a text is the national number of a person: plausible date, right check digits."""
    found = _NATIONAL.fullmatch(text)
    return found is not None and _is_person(found)


def is_national_as_people_write_it(text: str) -> bool:
    """Whether it is one with the marks between the parts that only such numbers have: 00.00.00-000.00."""
    return bool(re.fullmatch(r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d", text)) and is_national(text)


def masked(text: str) -> str:
    """Return a text without the national numbers in it: no report may repeat those."""
    return _NATIONAL.sub(lambda found: "[…]" if _is_person(found) else found[0], text)


def _is_person(found: re.Match[str]) -> bool:
    year, month, day, serial = found[1], int(found[3]), int(found[4]), found[5]
    if month not in _MONTHS or day > 31 or serial in ("000", "999"):  # noqa: PLR2004 - days of a month
        return False
    first = int(f"{year}{found[3]}{found[4]}{serial}")
    checks = {_MODULUS - first % _MODULUS}
    if int(year) < _BORN_UNTIL:
        checks.add(_MODULUS - (2_000_000_000 + first) % _MODULUS)
    return int(found[6]) in checks
