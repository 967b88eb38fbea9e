"""The official code lists beside a value that is no known code: why it cannot be one, and which was meant."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlsplit

from interop_check.rdf.iris import twin
from interop_check.rdf.terms import iri_token
from interop_check.suggest import near
from interop_check.terminology.concepts import NOTATION, PREF_LABEL, Concepts, plain
from interop_check.terminology.known import split

OF_LISTS = "/id/conceptscheme/"

_PATHS = (OF_LISTS, "/id/concept/", "/doc/conceptscheme/", "/doc/concept/")
"""How lists, codes and the pages about them begin in the Flemish URI strategy; they are often mixed up."""

_ALIKE = 0.85
_TELLING = 4
"""A shorter name stands in too many lists to tell which one was meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is wrong with one value: a code, what there is to say of it, and the cause that others may share.

    In `args`: `meant` the code that it should be, `list` the list that it is or should be of.
    """

    code: str
    args: Mapping[str, str] = field(default_factory=dict)
    cause: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Space:
    """A namespace: which namespaces with official codes it is a spelling of, itself first, and whose it is.

    It is silent where the official lists say nothing of any address in it.
    """

    known: tuple[str, ...]
    is_complete: bool
    is_silent: bool


class Codes:
    """The official code lists, read beside an address or a text that is none of their codes.

    `complete_at` are the hosts whose lists are held in full: what such a list lacks does not exist. Of lists
    by others what is pinned may be an excerpt, so that nothing follows from it; nor does it of `unread`,
    namespaces and lists that files name which cannot be read.
    """

    def __init__(
        self, official: Concepts, complete_at: Collection[str], unread: Collection[str] = ()
    ) -> None:
        self.official = official
        self._complete_at = complete_at
        self._unread = unread
        self._spaces: dict[str, _Space] = {}

    def doubt(self, iri: str) -> Doubt | None:
        """Return why an address that is no known code cannot be one; None where its list is not known."""
        namespace, name = split(iri)
        space = self._space(namespace)
        if space.is_silent:
            return None
        if self._is_scheme(iri):
            return Doubt(code="code-is-list", cause=iri)
        for known in space.known:
            if name in self._names[known]:
                return self._spelt_otherwise(iri, known + name)
        if space.known:
            args = {"list": self._lists[space.known[0]]}
            return Doubt(code="code-unlisted", args=args, cause=namespace) if space.is_complete else None
        nearby = self._near_space(namespace, name) if space.is_complete else ""
        if nearby:
            return Doubt(code="code-misspelt", args={"meant": nearby + name}, cause=namespace)
        return self._misplaced(iri)

    def _spelt_otherwise(self, iri: str, other: str) -> Doubt | None:
        if OF_LISTS in other and OF_LISTS not in iri:
            return None  # the address is as the URI strategy has it: it is the official list that strays
        code = "code-scheme-twin" if other == twin(iri) else "code-misspelt"
        return Doubt(code=code, args={"meant": other}, cause=split(iri)[0])

    def _misplaced(self, iri: str) -> Doubt | None:
        if OF_LISTS not in iri:
            return None
        if "/" not in iri.partition(OF_LISTS)[2].rstrip("/"):
            return Doubt(code="code-is-list", cause=iri)
        return Doubt(code="code-misplaced") if self.is_misplaced(iri) else None

    def is_misplaced(self, iri: str) -> bool:
        """Whether a code stands under the path of lists, and whoever wrote the data chose it.

        Official lists have such codes themselves: nobody who uses those can do anything about it.
        """
        return OF_LISTS in iri and not self._is_of_host(iri)

    def is_complete(self, iri: str) -> bool:
        """Whether a list or namespace is held in full."""
        return self._is_of_host(iri) and iri not in self._unread

    def _is_of_host(self, iri: str) -> bool:
        host = urlsplit(iri).hostname or ""
        return any(host == one or host.endswith(f".{one}") for one in self._complete_at)

    def nearest(self, iri: str) -> str:
        """Return the code of the same list that an address is nearest to, or nothing."""
        namespace, name = split(iri)
        for known in self._space(namespace).known:
            names = self._names[known]
            same = next((one for one in names if one.casefold() == name.casefold()), "")
            found = same or near(name, names, cutoff=_ALIKE)
            if found:
                return known + found
        return ""

    def called(self, text: str, lists: Iterable[str] | None) -> tuple[str, str]:
        """Return the one code with this notation or name in these lists (None: in any), and by which of both.

        Nothing where there is none, or where several are called so: a guess would mislead.
        """
        if lists is None and (len(text) < _TELLING or not any(map(str.isalpha, text))):
            return "", ""
        name = plain(text)
        for predicate, how in ((NOTATION, "code-notation"), (PREF_LABEL, "code-label")):
            found = self.official.called(predicate, name)
            if found and lists is not None:
                inside = self.official.is_in(lists)
                found = [one for one in found if inside[one]]
            if len(found) == 1:
                return self.official.iri(found[0]), how
        return "", ""

    def pinned(self, lists: Iterable[str]) -> tuple[str, ...]:
        """Return those of the lists that are held with their codes, as the official lists spell them."""
        found = (
            other for one in lists for other in (one, *_spellings(one)) if other in self.official.schemes
        )
        return tuple(dict.fromkeys(found))

    def list_of(self, iri: str) -> str:
        """Return a list that an official code is in, else the namespace that it lies in."""
        schemes = self.lists_of([iri_token(iri)])
        return schemes[0] if schemes else split(iri)[0]

    def lists_of(self, tokens: Sequence[bytes]) -> list[str]:
        """Return the official lists that any of these terms are in."""
        return self.official.schemes_of(self.official.numbers(tokens))

    def _is_scheme(self, iri: str) -> bool:
        number = self.official.number(iri)
        return number >= 0 and bool(self.official.is_scheme[number])

    def _space(self, namespace: str) -> _Space:
        if namespace not in self._spaces:
            known = tuple(one for one in (namespace, *_spellings(namespace)) if one in self._names)
            complete = all(map(self.is_complete, (namespace, *known)))
            silent = not known and not complete and OF_LISTS not in namespace
            self._spaces[namespace] = _Space(known=known, is_complete=complete, is_silent=silent)
        return self._spaces[namespace]

    def _near_space(self, space: str, name: str) -> str:
        """Return the namespace of a code with the same name that only the last part is spelt otherwise of."""
        if name.isdigit():
            return ""
        before, part = _last_part(space)
        found = [one for one in self._spaces_of.get(name, ()) if _last_part(one)[0] == before]
        beside = {_last_part(one)[1]: one for one in found}
        return beside.get(near(part, beside, cutoff=_ALIKE), "")

    @cached_property
    def _names(self) -> Mapping[str, Mapping[str, None]]:
        """The names of all official codes (what follows the last slash) by their namespace, in order."""
        names: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for iri in self.official.iris():
            space, name = split(iri)
            names[space][name] = None
        return dict(names)

    @cached_property
    def _spaces_of(self) -> Mapping[str, Sequence[str]]:
        """The namespaces that hold a code of each name."""
        spaces: defaultdict[str, list[str]] = defaultdict(list)
        for space, names in self._names.items():
            for name in names:
                spaces[name].append(space)
        return dict(spaces)

    @cached_property
    def _lists(self) -> Mapping[str, str]:
        """The list that the codes of each namespace are in; the namespace itself where there are several."""
        found = {}
        for space, names in self._names.items():
            lists = self.lists_of([iri_token(space + name) for name in names])
            found[space] = lists[0] if len(lists) == 1 else space
        return found


def _spellings(iri: str) -> Iterator[str]:
    """Yield how else an address may have been meant: the other scheme, the path of a code or of a list."""
    for one in (iri, twin(iri)):
        if one != iri:
            yield one
        for path in _PATHS:
            if path in one:
                yield from (one.replace(path, other, 1) for other in _PATHS if other != path)


def _last_part(space: str) -> tuple[str, str]:
    before, _, part = space.rstrip("/#").rpartition("/")
    return before, part.casefold()
