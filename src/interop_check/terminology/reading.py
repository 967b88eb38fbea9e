"""What one class or property in data is: of the claimed profile, of OSLO, of another standard, or its own."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from interop_check.rdf.iris import is_placeholder, twin
from interop_check.suggest import near
from interop_check.terminology.known import OSLO, Known, split
from interop_check.terminology.outline import Outline

_TEST_HOST = re.compile(
    r"https?://(localhost|[\d.]+|\[[^]]*\]|([^/:]*[.-])?(test|dev|staging|acc|example)([.-][^/:]*)?)(:\d+)?(/.*)?"
)
_OSLO_NAMESPACE = re.compile(r"https?://data\.vlaanderen\.be/ns/.*")
_ALIKE = 0.85
_NAMESPACE_ALIKE = 0.93
_LEAST = 4
_RELATIVE = "https://relative.invalid/"
"""What a parser glues a relative address to: the term is one that a context does not know."""


class Origin(StrEnum):
    """Where a term comes from, the nearest first."""

    PROFILE = "profile"
    OSLO = "oslo"
    STANDARD = "standard"
    UNLISTED = "unlisted"
    MOTIVATED = "motivated"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A term as it is read. `doubt` is a code where it is likely a mistake, with the term that was meant.

    The origin is that of the term that was meant. `whose` is the prefix or host of where it comes from.
    """

    iri: str
    origin: Origin
    whose: str = ""
    doubt: str = ""
    meant: str = ""


class Reader:
    """Reads terms beside the outlines of the claimed profiles (none, where nothing usable is claimed).

    `motivated` are beginnings of own terms that the provider gave a reason for.
    """

    def __init__(self, known: Known, outlines: Sequence[Outline], motivated: Sequence[str] = ()) -> None:
        self._known = known
        self._outlines = outlines
        self._motivated = tuple(motivated)
        self._profile = frozenset(
            iri for one in outlines for iri in (*one.classes, *one.properties, *one.ranges)
        )

    def read(self, iri: str) -> Reading:
        """Return what `iri` is, or most likely was meant to be."""
        if iri in self._profile:
            return Reading(iri=iri, origin=Origin.PROFILE)
        if iri.startswith(_RELATIVE):
            return Reading(iri=iri.removeprefix(_RELATIVE), origin=Origin.OWN, doubt="relative")
        if is_placeholder(iri):
            return Reading(iri=iri, origin=Origin.OWN, doubt="placeholder")
        meant, doubt = self._meant(iri)
        if doubt:
            origin = self._origin(meant) if meant else Origin.OWN
            return Reading(iri=iri, origin=origin, whose=self._whose(meant or iri), doubt=doubt, meant=meant)
        return Reading(iri=iri, origin=self._origin(iri), whose=self._whose(iri))

    def replaced(self, iri: str) -> tuple[str, str] | None:
        """Return what to use in place of a deprecated term ("" for nothing) and where that is written."""
        vocabulary = self._known.vocabulary(iri)
        if vocabulary is None or iri in self._profile:
            return None
        _, name = split(iri)
        return (vocabulary.replaced[name], vocabulary.source) if name in vocabulary.replaced else None

    def shadowed(self, iri: str, classes: Iterable[str]) -> str:
        """Return the profile's term of the same name as a foreign one: at these classes, or a class."""
        name = _plain(split(iri)[1])
        if is_class_name(iri):
            return self._classes_by_name.get(name, "")
        for klass in sorted(classes):
            for outline in self._outlines:
                if klass in outline.classes:
                    for one in outline.classes[klass].properties.values():
                        if name in {_plain(split(one.iri)[1]), *map(_plain, one.names.values())}:
                            return one.iri
        return ""

    @cached_property
    def _classes_by_name(self) -> Mapping[str, str]:
        classes = sorted((iri for one in self._outlines for iri in one.classes), reverse=True)
        return {_plain(split(iri)[1]): iri for iri in classes}

    def _meant(self, iri: str) -> tuple[str, str]:
        """Return the term that was meant, and by which mistake another stands there; two blanks for none."""
        other = twin(iri)
        if other in self._profile:
            return other, "scheme-twin"
        if iri in self._known.kinds:
            return "", ""
        if other in self._known.kinds:
            return other, "scheme-twin"
        if _TEST_HOST.fullmatch(iri):
            return "", "test-host"
        prefix, _, name = iri.partition(":")
        if prefix in self._known.prefixes:
            return self._known.prefixes[prefix] + name, "prefix-undeclared"
        return self._near(iri)

    def _near(self, iri: str) -> tuple[str, str]:
        namespace, name = split(iri)
        for base in dict.fromkeys((namespace, twin(namespace))):
            names = self._names(base)
            same = next((one for one in names if one.lower() == name.lower()), "")
            if same:
                return base + same, "case-twin" if base == namespace else "scheme-twin"
            alike = [one for one in names if one[:1].isupper() == name[:1].isupper()]
            close = near(name, alike, cutoff=_ALIKE) if len(name) >= _LEAST else ""
            if close:
                return base + close, "misspelt"
        vocabulary = self._known.vocabulary(iri)
        if vocabulary and vocabulary.closed:
            return "", "no-such-term"
        if vocabulary is None and self._known.vocabulary(twin(iri)):
            return twin(iri), "scheme-twin"
        return self._near_namespace(iri)

    def _near_namespace(self, iri: str) -> tuple[str, str]:
        namespace, name = split(iri)
        if self._names(namespace) or self._known.vocabulary(iri) or _OSLO_NAMESPACE.fullmatch(iri):
            return "", ""
        for known in self._known.vocabularies:
            if iri.startswith(known[:-1]) and iri[len(known) - 1 :] in self._names(known):
                return known + iri[len(known) - 1 :], "namespace-misspelt"
        close = near(namespace, self._known.names, cutoff=_NAMESPACE_ALIKE)
        return (close + name, "namespace-misspelt") if close and name in self._names(close) else ("", "")

    def _names(self, namespace: str) -> Sequence[str]:
        own = [iri.removeprefix(namespace) for iri in self._profile if split(iri)[0] == namespace]
        return [*own, *self._known.names.get(namespace, ())]

    def _origin(self, iri: str) -> Origin:
        if iri in self._profile:
            return Origin.PROFILE
        if self._known.owners.get(iri) == OSLO:
            return Origin.OSLO
        if iri in self._known.kinds or self._known.vocabulary(iri):
            return Origin.STANDARD
        if _OSLO_NAMESPACE.fullmatch(iri):
            return Origin.UNLISTED
        return Origin.MOTIVATED if iri.startswith(self._motivated) else Origin.OWN

    def _whose(self, iri: str) -> str:
        vocabulary = self._known.vocabulary(iri)
        return vocabulary.title if vocabulary else split(iri)[0]


def is_class_name(iri: str) -> bool:
    """Whether a term is a class by the custom of vocabularies: its local name begins with a capital."""
    return split(iri)[1][:1].isupper()


def _plain(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()
