"""Rule level-1/votes (rows B46, B52, B54 and B55): the votes that are named are as many as are counted."""

from collections.abc import Mapping

from interop_check.examiners.publication.faults import Fault, Faults
from interop_check.examiners.publication.sheet import Sheet
from interop_check.examiners.publication.vocabulary import BESLUIT, VOTE
from interop_check.rdf.terms import iri_token

VOTES = "level-1/votes"

_COUNTED: Mapping[str, tuple[bytes, bytes]] = {
    row: (iri_token(f"{BESLUIT}heeft{who}"), iri_token(f"{BESLUIT}aantal{who}s"))
    for row, who in (("B52", "Onthouder"), ("B54", "Tegenstander"), ("B55", "Voorstander"))
}
_PRESENT = iri_token(f"{BESLUIT}heeftAanwezige")
_DIGITS = 9
"""More voters than that there are nowhere, and so long a number costs time to read."""

_SECRET = iri_token(f"{BESLUIT}geheim")


def examine(sheet: Sheet, faults: Faults) -> None:
    """Look at each vote; who voted what in secret is rightly not named."""
    for vote in sheet.each(VOTE):
        is_secret = any(sheet.text(value).strip() in ("true", "1") for value in sheet.of(vote, _SECRET))
        for row, (path, _) in _COUNTED.items():
            voters = sheet.of(vote, path)
            if voters or not is_secret:
                _compare(sheet, vote, row, len(voters), faults)
        for path in (_PRESENT, *(path for path, _ in _COUNTED.values())):
            _named(sheet, vote, path, faults)


def _compare(sheet: Sheet, vote: int, row: str, voters: int, faults: Faults) -> None:
    path, count = _COUNTED[row]
    for value in sheet.of(vote, count):
        written = sheet.text(value).strip()
        if written.isascii() and written.isdigit():
            faults.look(VOTES)
            if int(written[:_DIGITS]) != voters:
                args = {"row": row, "counted": written[:_DIGITS], "named": str(voters)}
                faults.add(Fault(rule=VOTES, code="votes-differ", node=vote, path=path, args=args))


def _named(sheet: Sheet, vote: int, path: bytes, faults: Faults) -> None:
    persons = sheet.of(vote, path)
    if persons:
        faults.look(VOTES)
        if any(map(sheet.is_blank, persons)):
            faults.add(Fault(rule=VOTES, code="nameless", node=vote, path=path, args={"row": "B46"}))
