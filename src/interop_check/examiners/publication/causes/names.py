"""Rules cause/names and cause/link-types: prefixes nobody declared, misspelt names, HTML's words as names."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from interop_check.examiners.publication.causes.cause import Cause, Page, of_lost
from interop_check.examiners.publication.vocabulary import TYPE

RULE, LINK_TYPES = "cause/names", "cause/link-types"

_LINK_TYPES = frozenset(
    {
        "alternate",
        "author",
        "bookmark",
        "canonical",
        "external",
        "help",
        "icon",
        "license",
        "next",
        "nofollow",
    }
    | {"noopener", "noreferrer", "opener", "preload", "prev", "search", "stylesheet", "tag"}
)
"""Words that @rel has a meaning of its own for (HTML standard, 4.6.7)."""


@dataclass(slots=True)
class _Group:
    """Names with one fault: where the first stands, how often they are used, and what they are meant as."""

    offset: int
    first: str
    uses: int = 0
    meant: dict[str, None] = field(default_factory=dict)


def find(page: Page) -> Iterator[Cause]:
    """Look at each property, and each class that something has."""
    groups: dict[tuple[str, str], _Group] = {}
    for name, offset, count in _used(page):
        for code, key, meant in _faults(page, name):
            group = groups.setdefault((code, key), _Group(offset, name))
            group.uses += count
            group.meant |= dict.fromkeys(meant.split())
    for (code, key), group in groups.items():
        meant = next(iter(group.meant), "")
        yield Cause(
            rule=LINK_TYPES if code == "link-type" else RULE,
            code=code,
            offset=group.offset,
            count=group.uses,
            spoilt=group.uses,
            args={
                "name": key,
                "written": group.first,
                "meant": meant,
                "namespace": page.blueprint.namespaces.get(key, ""),
            },
            explains=of_lost(group.meant),
        )


def _used(page: Page) -> Iterator[tuple[str, int, int]]:
    """Yield each property and class with the first place and the number of its uses."""
    type_ = page.sheet.table.number(TYPE)
    firsts: dict[int, int] = {}
    counts: Counter[int] = Counter()
    for _, predicate, value, offset in page.rows:
        name = value if predicate == type_ else predicate
        firsts.setdefault(name, offset)
        counts[name] += 1
    for name, offset in firsts.items():
        yield page.sheet.token(name)[1:-1].decode(errors="replace"), offset, counts[name]


def _faults(page: Page, name: str) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with a name: a code, what such faults share, and the name that is meant."""
    terms, known = page.blueprint.terms, page.blueprint.namespaces
    prefix, _, local = name.partition(":")
    if prefix in known and not local.startswith("//"):
        meant = known[prefix] + local
        yield "undeclared", prefix, terms.get(meant.lower(), meant)
        return
    proper = terms.get(name.lower(), name)
    if proper != name:
        yield "misspelt", proper, proper
        return
    word = name.rpartition("#")[2].rpartition("/")[2]
    if word in _LINK_TYPES and name[: -len(word)] in _values(known):
        yield "link-type", word, ""


def _values(known: Mapping[str, str]) -> frozenset[str]:
    return frozenset(known.values())
