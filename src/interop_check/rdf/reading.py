"""What the names in a JSON-LD document came to, as values that travel: what `key_reading` finds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar

LONGEST = 200
MOST = 1_000
MOST_TERMS = 10_000

Row = TypeVar("Row")


class Name(NamedTuple):
    """A name in the document: how often, and where first. `iri` is what it came to, if anything."""

    name: str
    iri: str
    times: int
    line: int | None
    column: int | None


class Term(NamedTuple):
    """A definition of a context: in which document ("" for the data itself), and of which class or property.

    `container` lists the keywords of @container. Lines and columns are those of the data; a definition
    elsewhere has none.
    """

    source: str
    scope: str
    name: str
    iri: str
    type: str
    container: str
    line: int | None
    column: int | None


class Spoilt(NamedTuple):
    """A definition whose type no literal has, and how many values it turned into such literals."""

    source: str
    name: str
    iri: str
    type: str
    times: int
    line: int | None
    column: int | None


class Redefined(NamedTuple):
    """A term that one context defines otherwise than the context before it, of another document."""

    source: str
    name: str
    iri: str
    type: str
    of_source: str
    of_iri: str
    of_type: str
    line: int | None
    column: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The names of a document. Lists hold each name once, and the first `MOST` of them; numbers count all.

    `names` are those of members that are no keywords, `types` those of classes, `prefixed` those of either
    that are a prefix and a name. `lost` have no meaning, or one that is no IRI, so that they and what is in
    them are gone. `classes` are written as @type and mean nothing. `by_vocab` have a meaning only because
    @vocab gives one to every name. `undeclared` look like a prefix and a name, and the prefix is declared
    nowhere. `references` are values of @id, `nameless` those that are no IRI, so that what they stand for is
    gone. `vocab` are the contexts that set @vocab. `applied` says that the context was given beside the
    document.
    """

    names: int = 0
    types: int = 0
    prefixed: int = 0
    references: int = 0
    lost_names: int = 0
    lost: tuple[Name, ...] = ()
    classes: tuple[Name, ...] = ()
    by_vocab: tuple[Name, ...] = ()
    undeclared: tuple[Name, ...] = ()
    nameless: tuple[Name, ...] = ()
    spoilt: tuple[Spoilt, ...] = ()
    terms: tuple[Term, ...] = ()
    redefined: tuple[Redefined, ...] = ()
    vocab: tuple[str, ...] = ()
    applied: bool = False

    def plain(self) -> dict[str, Any]:
        """Return it as values of JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    def with_sources(self, told: Callable[[str], str]) -> "Reading":
        """Return it with other words for the addresses of contexts."""
        return replace(
            self,
            spoilt=tuple(one._replace(source=told(one.source)) for one in self.spoilt),
            terms=tuple(one._replace(source=told(one.source)) for one in self.terms),
            redefined=tuple(
                one._replace(source=told(one.source), of_source=told(one.of_source)) for one in self.redefined
            ),
            vocab=tuple(told(one) for one in self.vocab),
        )


def of_plain(value: Mapping[str, Any]) -> Reading:
    """Return what `plain` gave. TypeError, KeyError or ValueError where it cannot be that."""
    names, types, prefixed, references, lost_names = (
        int(value[name]) for name in ("names", "types", "prefixed", "references", "lost_names")
    )
    return Reading(
        names=names,
        types=types,
        prefixed=prefixed,
        references=references,
        lost_names=lost_names,
        lost=_rows(Name, value["lost"]),
        classes=_rows(Name, value["classes"]),
        by_vocab=_rows(Name, value["by_vocab"]),
        undeclared=_rows(Name, value["undeclared"]),
        nameless=_rows(Name, value["nameless"]),
        spoilt=_rows(Spoilt, value["spoilt"]),
        terms=_rows(Term, value["terms"]),
        redefined=_rows(Redefined, value["redefined"]),
        vocab=tuple(map(str, value["vocab"])),
        applied=bool(value["applied"]),
    )


def _rows(make: Callable[..., Row], rows: Iterable[Iterable[Any]]) -> tuple[Row, ...]:
    readers = [_READERS[hint] for hint in make.__annotations__.values()]
    return tuple(make(*(read(one) for read, one in zip(readers, row, strict=True))) for row in rows)


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


_READERS: Mapping[Any, Callable[[Any], Any]] = {str: str, int: int, int | None: _number}
