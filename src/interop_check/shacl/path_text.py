"""Property paths read back from the SPARQL text that `paths.render` writes."""

import re
from collections.abc import Iterator

from interop_check.shacl.paths import Alternative, BadPath, Inverse, Path, Predicate, Repeat, Sequence

_TOKEN = re.compile(r"<([^<>]*)>|([\^/|*+?()])")
_REPEATS = {"*": (0, False), "+": (1, False), "?": (0, True)}
_DEPTH = 100


def parse_path(text: str) -> Path:
    """Return the path that `text` stands for. Raises BadPath."""
    tokens = _tokens(text)
    path = _alternative(tokens, 0)
    if tokens:
        raise BadPath
    return path


def _tokens(text: str) -> list[tuple[str, str]]:
    """Return (iri, sign) pairs, the next one last."""
    found = list(_TOKEN.finditer(text))
    if "".join(match[0] for match in found) != text:
        raise BadPath
    return [(match[1] or "", match[2] or "") for match in reversed(found)]


def _alternative(tokens: list[tuple[str, str]], depth: int) -> Path:
    steps = tuple(_separated(tokens, "|", depth))
    return steps[0] if len(steps) == 1 else Alternative(steps)


def _sequence(tokens: list[tuple[str, str]], depth: int) -> Path:
    steps = tuple(_separated(tokens, "/", depth))
    return steps[0] if len(steps) == 1 else Sequence(steps)


def _separated(tokens: list[tuple[str, str]], sign: str, depth: int) -> Iterator[Path]:
    step = _sequence if sign == "|" else _step
    yield step(tokens, depth)
    while tokens and tokens[-1][1] == sign:
        tokens.pop()
        yield step(tokens, depth)


def _step(tokens: list[tuple[str, str]], depth: int) -> Path:
    if not tokens or depth > _DEPTH:
        raise BadPath
    iri, sign = tokens.pop()
    if sign == "^":
        return Inverse(_step(tokens, depth + 1))
    path: Path
    if sign == "(":
        path = _alternative(tokens, depth + 1)
        if not tokens or tokens.pop()[1] != ")":
            raise BadPath
    elif sign:
        raise BadPath
    else:
        path = Predicate(iri)
    if tokens and tokens[-1][1] in _REPEATS:
        least, once = _REPEATS[tokens.pop()[1]]
        return Repeat(path, least, once=once)
    return path
