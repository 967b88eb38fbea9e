"""The readiness ladder: which level the numbers reach, and what keeps them from the next one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from interop_check.model import Layer, Outcome, Result, Score
from interop_check.shares import (
    display,
    evidence_of,
    mass_of,
    of_layer,
    of_module,
    supported_by,
    total_of,
    verifiable_by,
    verified_by,
)

UPSCALING = ("CTY-03", "CTY-04")
"""Criteria that show a solution works for a second authority; level 4 asks them of every profile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """What one readiness level asks on top of those below it (SCORING, Verdict and level)."""

    level: int
    coverage: Fraction
    supported: Fraction = Fraction(0)
    verified: Fraction = Fraction(0)
    blockers_settled: bool = False
    module_floors: bool = False
    blockers_proven: bool = False
    upscaling: bool = False
    attested: bool = False
    authorities: int = 0


LADDER = (
    Rung(level=1, coverage=Fraction("0.50")),
    Rung(
        level=2,
        coverage=Fraction("0.50"),
        supported=Fraction("0.40"),
        blockers_settled=True,
        module_floors=True,
    ),
    Rung(level=3, coverage=Fraction("0.80"), supported=Fraction("0.60"), verified=Fraction("0.50")),
    Rung(
        level=4,
        coverage=Fraction("0.90"),
        supported=Fraction("0.70"),
        verified=Fraction("0.70"),
        blockers_proven=True,
        upscaling=True,
    ),
    Rung(
        level=5,
        coverage=Fraction(1),
        supported=Fraction("0.85"),
        verified=Fraction("0.85"),
        attested=True,
        authorities=2,
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that the ladder looks at."""

    results: tuple[Result, ...]
    core: tuple[Result, ...]
    numbers: Score
    weights: Mapping[Layer, int]
    floors: dict[str, Fraction]
    upscaling: tuple[str, ...]
    manifest_valid: bool
    attested: bool
    authorities: int


def climb(standing: Standing) -> tuple[int, tuple[str, ...]]:
    """Return the level, and what keeps the solution from the next one."""
    for rung in LADDER:
        codes = tuple(code for lacks in _CONDITIONS for code in lacks(rung, standing))
        if codes:
            return rung.level - 1, tuple(dict.fromkeys(codes))
    return LADDER[-1].level, ()


def _lacks_manifest(_: Rung, standing: Standing) -> Iterable[str]:
    return () if standing.manifest_valid else ("manifest:invalid",)


def _lacks_blockers(rung: Rung, standing: Standing) -> Iterable[str]:
    for result in standing.results:
        if not result.criterion.blocking:
            continue
        if rung.blockers_settled and (result.outcome.is_open or result.outcome is Outcome.FAILED):
            yield f"criterion:{result.criterion.id}:{result.outcome}"
        if rung.blockers_proven and evidence_of(result) < result.criterion.cap:
            yield f"criterion:{result.criterion.id}:{evidence_of(result).name.lower()}"


def _lacks_coverage(rung: Rung, standing: Standing) -> Iterable[str]:
    """How much of the whole is known, the layers weighing as they do in the total."""
    total = standing.numbers.total
    if total is None:
        return ("coverage:0.0",)
    gap = rung.coverage - total.coverage
    if gap <= 0:
        return ()
    costs = [(_share(result, standing), result) for result in standing.core if result.outcome.is_open]
    return (f"coverage:{display(total.coverage)}", *_dearest(costs, gap))


def _share(result: Result, standing: Standing) -> Fraction:
    """Return how much of the total a core criterion is."""
    layer = result.criterion.layer
    whole = sum(standing.weights.get(scored, 0) for scored in standing.numbers.layers)
    mass = total_of(mass_of, of_layer(standing.core, layer))
    return Fraction(standing.weights.get(layer, 0), whole) * mass_of(result) / mass if mass else Fraction(0)


def _lacks_layers(rung: Rung, standing: Standing) -> Iterable[str]:
    """The weakest layer decides: each one that has a score must reach the rung by itself."""
    for layer, scope in standing.numbers.layers.items():
        results = of_layer(standing.core, layer)
        yield from _short(f"layer:{layer}", results, scope.supported, rung.supported)
        if scope.verified < rung.verified:
            yield f"verified:{layer}:{display(scope.verified)}"
            costs = [(verifiable_by(result) - verified_by(result), result) for result in results]
            yield from _dearest(costs, (rung.verified - scope.verified) * total_of(mass_of, results))


def _lacks_modules(rung: Rung, standing: Standing) -> Iterable[str]:
    if not rung.module_floors:
        return
    for name, scope in standing.numbers.modules.items():
        floor = standing.floors.get(name, Fraction(0))
        yield from _short(f"module:{name}", of_module(standing.results, name), scope.supported, floor)


def _lacks_upscaling(rung: Rung, standing: Standing) -> Iterable[str]:
    if not rung.upscaling:
        return
    for wanted in standing.upscaling:
        outcomes = {result.outcome for result in standing.results if result.criterion.id == wanted}
        if not outcomes:
            yield f"criterion:{wanted}:missing"
        yield from (f"criterion:{wanted}:{outcome}" for outcome in sorted(outcomes - {Outcome.PASSED}))


def _lacks_spread(rung: Rung, standing: Standing) -> Iterable[str]:
    if rung.attested and not standing.attested:
        yield "attestation:missing"
    if standing.authorities < rung.authorities:
        yield f"authorities:{standing.authorities}"


_CONDITIONS: tuple[Callable[[Rung, Standing], Iterable[str]], ...] = (
    _lacks_manifest,
    _lacks_blockers,
    _lacks_coverage,
    _lacks_layers,
    _lacks_modules,
    _lacks_upscaling,
    _lacks_spread,
)


def _short(name: str, results: Sequence[Result], supported: Fraction, asked: Fraction) -> Iterable[str]:
    """A scope whose S is below what is asked, and the criteria that cost it most."""
    if supported >= asked:
        return ()
    costs = [(mass_of(result) - supported_by(result), result) for result in results]
    return (
        f"{name}:{display(supported)}",
        *_dearest(costs, (asked - supported) * total_of(mass_of, results)),
    )


def _dearest(costs: Iterable[tuple[Fraction, Result]], gap: Fraction) -> Iterable[str]:
    """As few criteria as would close the gap: what to mend first, not all that is less than perfect."""
    for cost, result in sorted(costs, key=lambda pair: (-pair[0], pair[1].criterion.id)):
        if gap <= 0 or not cost:
            return
        gap -= cost
        yield f"criterion:{result.criterion.id}:{_shortcoming(result)}"


def _shortcoming(result: Result) -> str:
    """A criterion that passed is short of evidence, any other of its outcome."""
    return evidence_of(result).name.lower() if result.outcome is Outcome.PASSED else str(result.outcome)
