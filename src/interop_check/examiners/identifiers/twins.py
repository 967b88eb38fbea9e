"""Rule oslo/id-twin: one thing under two identifiers that differ in scheme, slash, escapes or case only."""

import re
from urllib.parse import unquote_to_bytes

from interop_check.examiners.dataset import Dataset, groups
from interop_check.examiners.identifiers.iris import Iris

TWIN = "oslo/id-twin"
_ESCAPE = re.compile(rb"(?:%[0-9a-f]{2})+")


def examine(data: Dataset, iris: Iris) -> None:
    """Look at all IRIs; pairs of which neither is described here are left to whoever describes them."""
    pairs = [pair for pair in _alike(iris) if iris.described[pair[0]] or iris.described[pair[1]]]
    told = [(code, *pair) for pair in pairs if (code := _difference(iris, *pair))]
    data.look(TWIN, int(iris.described.sum()), len(told))
    for first, count in groups([code for code, _, _ in told]):
        code, one, other = told[first]
        odd, usual = (one, other) if iris.described[other] and not iris.described[one] else (other, one)
        args = {"iri": iris.text(odd), "other": iris.text(usual)}
        data.note(TWIN, code, data.statement(int(iris.ids[odd])), args, count)


def _alike(iris: Iris) -> list[tuple[int, int]]:
    """Pairs of an IRI and a later one that are the same in lower case, with one scheme and no escapes."""
    joined = (b"\n".join(iris.texts) + b"\n").lower().replace(b"https://", b"http://").replace(b"/\n", b"\n")
    if b"%" in joined:
        joined = _ESCAPE.sub(lambda found: unquote_to_bytes(found[0]).lower().replace(b"\n", b"%0a"), joined)
    keys = joined.split(b"\n")[:-1]
    if len(set(keys)) == len(keys):
        return []
    first: dict[bytes, int] = {}
    return [
        (known, index) for index, key in enumerate(keys) if (known := first.setdefault(key, index)) != index
    ]


def _difference(iris: Iris, one: int, other: int) -> str:
    """Return what tells a pair apart, as a code; "" where the two may well be two things."""
    first, second = (iris.texts[index].replace(b"https://", b"http://", 1) for index in (one, other))
    if first == second:
        return "twin-scheme"
    first, second = first.removesuffix(b"/"), second.removesuffix(b"/")
    if first == second:
        return "twin-slash"
    # Terms of a vocabulary may differ in case (tree#View, tree#view). So may references that are codes, but
    # not if only one of the two is described; before the reference it is a slip.
    both = iris.described[one] and iris.described[other]
    if first.partition(b"#")[0] == second.partition(b"#")[0]:
        return ""
    if both and first.rpartition(b"/")[0] == second.rpartition(b"/")[0]:
        return ""
    return "twin-escape" if unquote_to_bytes(first) == unquote_to_bytes(second) else "twin-case"
