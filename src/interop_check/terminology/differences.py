"""What changed of one property from one outline to another: its address, how often, and of what range."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from interop_check.rdf.vocabulary import SH
from interop_check.terminology.known import twin
from interop_check.terminology.outline import PropertyOutline

_NODES = ("IRI", "BlankNode", "Literal")
_KINDS: Mapping[str, frozenset[str]] = {
    **{name: frozenset([name]) for name in _NODES},
    "BlankNodeOrIRI": frozenset(("BlankNode", "IRI")),
    "BlankNodeOrLiteral": frozenset(("BlankNode", "Literal")),
    "IRIOrLiteral": frozenset(("IRI", "Literal")),
}


class Effect(StrEnum):
    """What a change means for data that followed the old version: more is asked, less, or something else."""

    STRICTER = "stricter"
    LOOSER = "looser"
    OTHER = "other"


class Aspect(StrEnum):
    """What of a term can change; the first is its address, the others are of a property."""

    NAMESPACE = "namespace"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    CLASSES = "classes"
    CLASS_NAMESPACE = "class-namespace"
    DATATYPES = "datatypes"
    NODE_KINDS = "node-kinds"
    CODE_LIST = "code-list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One aspect before and after: IRIs, a number or kinds of node; none where nothing was, or is, said."""

    aspect: Aspect
    effect: Effect
    old: tuple[str, ...]
    new: tuple[str, ...]


def differences(old: PropertyOutline, new: PropertyOutline) -> Iterator[Difference]:
    """Yield each aspect in which the same property differs, in a fixed order."""
    yield from moved(old.iri, new.iri)
    if old.minimum != new.minimum:
        stricter = new.minimum > old.minimum
        yield _counted(Aspect.MINIMUM, old.minimum, new.minimum, stricter=stricter)
    if old.maximum != new.maximum:
        stricter = old.maximum is None or (new.maximum is not None and new.maximum < old.maximum)
        yield _counted(Aspect.MAXIMUM, old.maximum, new.maximum, stricter=stricter)
    yield from _classes(old.classes, new.classes)
    yield from _range(Aspect.DATATYPES, old.datatypes, new.datatypes)
    if old.node_kinds or new.node_kinds:
        yield from _kinds(_kinds_of(old), _kinds_of(new))
    yield from _range(Aspect.CODE_LIST, _one(old.code_list), _one(new.code_list))


def moved(former: str, iri: str) -> Iterator[Difference]:
    """Yield that a term has another address, where it has."""
    if former != iri:
        yield Difference(aspect=Aspect.NAMESPACE, effect=Effect.OTHER, old=(former,), new=(iri,))


def _kinds_of(one: PropertyOutline) -> frozenset[str]:
    """Return which kinds of node a value may be, said or implied by datatype or class; none for any."""
    kinds = frozenset(_NODES)
    for said in one.node_kinds or _implied(one):
        # What several official shapes say of one property holds all at once.
        kinds &= _KINDS.get(said.removeprefix(SH), kinds)
    return frozenset() if len(kinds) == len(_NODES) else kinds


def _implied(one: PropertyOutline) -> tuple[str, ...]:
    if bool(one.datatypes) == bool(one.classes):
        return ()
    return ("Literal",) if one.datatypes else ("BlankNodeOrIRI",)


def _one(iri: str) -> frozenset[str]:
    return frozenset([iri] if iri else [])


def _counted(aspect: Aspect, old: int | None, new: int | None, *, stricter: bool) -> Difference:
    effect = Effect.STRICTER if stricter else Effect.LOOSER
    before, after = (() if count is None else (str(count),) for count in (old, new))
    return Difference(aspect=aspect, effect=effect, old=before, new=after)


def _classes(old: Collection[str], new: Collection[str]) -> Iterator[Difference]:
    shifted = sorted(iri for iri in old if iri not in new and twin(iri) in new and twin(iri) not in old)
    if shifted:
        after = tuple(map(twin, shifted))
        yield Difference(aspect=Aspect.CLASS_NAMESPACE, effect=Effect.OTHER, old=tuple(shifted), new=after)
    yield from _range(Aspect.CLASSES, {twin(iri) if iri in shifted else iri for iri in old}, new)


def _kinds(old: frozenset[str], new: frozenset[str]) -> Iterator[Difference]:
    for one in _range(Aspect.NODE_KINDS, old, new):
        narrower, wider = bool(new) and new < old, bool(old) and old < new
        yield replace(one, effect=Effect.STRICTER if narrower else Effect.LOOSER if wider else one.effect)


def _range(aspect: Aspect, old: Iterable[str], new: Iterable[str]) -> Iterator[Difference]:
    """Compare what values may be, nothing said being anything.

    Several classes may all have to hold or one of them: shapes have both, and an outline tells not which.
    """
    before, after = frozenset(old), frozenset(new)
    if before == after:
        return
    effect = Effect.OTHER if before and after else Effect.STRICTER if after else Effect.LOOSER
    yield Difference(aspect=aspect, effect=effect, old=_sorted(before), new=_sorted(after))


def _sorted(iris: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(iris))
