"""What the terms of an application profile are called in JSON, and by what that is known."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from interop_check.terminology.known import split
from interop_check.terminology.outline import Outline


class By(StrEnum):
    """By what a name means a term: a context that is named, that of a standard, or how the term is called."""

    CONTEXT = "named-context"
    STANDARD = "standard-context"
    NAME = "names-of-terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names that mean something: each with its IRI or keyword. `of` is the standard or the context."""

    of: str
    by: By
    iris: Mapping[str, str]
    has_vocab: bool = False
    """Whether every other name means something as well (@vocab)."""


def camel_case(label: str) -> str:
    """Return a label as contexts make a name of it: “heeft Dataset” is heeftDataset."""
    first, *rest = label.split() or [""]
    return first + "".join(word[:1].upper() + word[1:] for word in rest)


def by_name(outline: Outline, of: str) -> Names:
    """Return the names that the properties of a profile have where no context gives them any.

    These are local names, of `ns#Vergunning.aanvrager` what stands behind the dot, and the names in the
    shapes, all in lower camel case.
    """
    found: dict[str, str] = {}
    for one in outline.classes.values():
        for iri, term in one.properties.items():
            for name in _written((split(iri)[1].rpartition(".")[2], *term.names.values())):
                found.setdefault(name, iri)
    return Names(of=of, by=By.NAME, iris=found)


def _written(labels: Iterable[str]) -> Iterable[str]:
    for label in labels:
        name = camel_case(label)
        if name:
            yield name[:1].lower() + name[1:]
