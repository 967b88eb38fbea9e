"""Results become numbers, a verdict and a readiness level; exact fractions, rounded only to be shown.

S, V, U and coverage are shares of the most that a scope's criteria can give, so a criterion that was not
looked at costs as much as one that failed: leaving things out never pays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from interop_check.model import (
    CORE,
    EvidenceLevel,
    Layer,
    Level,
    Outcome,
    Profile,
    Result,
    Scope,
    Score,
    Verdict,
)

CREDIT: Mapping[EvidenceLevel, Fraction] = {
    EvidenceLevel.NONE: Fraction(0),
    EvidenceLevel.DECLARED: Fraction(1, 5),
    EvidenceLevel.DOCUMENTED: Fraction(1, 2),
    EvidenceLevel.VERIFIED: Fraction(1),
    EvidenceLevel.ATTESTED: Fraction(1),
}
DEFAULT_LAYER_WEIGHTS: Mapping[Layer, int] = {
    Layer.TECHNICAL: 30,
    Layer.SEMANTIC: 30,
    Layer.LEGAL: 20,
    Layer.ORGANISATIONAL: 20,
}
UPSCALING = ("CTY-03", "CTY-04")
"""Criteria that show a solution works for a second authority; level 4 asks them of every profile."""

_Key = TypeVar("_Key")


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


def score(
    results: Sequence[Result],
    profiles: Sequence[Profile],
    *,
    manifest_valid: bool = True,
    upscaling: Sequence[str] = UPSCALING,
    attested: bool = False,
    authorities: int = 0,
) -> Score:
    """Return the numbers, verdict and level of `results` (SCORING); `Result.profile` is a profile's id.

    The profiles set the denominator: a core criterion without a result is open. The total has the layer
    weights of the first profile, and a criterion of several profiles counts once, as the first judged it;
    verdict and blockers look at all of them. `attested`, and in how many `authorities` it runs, are facts
    that results do not tell.
    """
    applicable = _applicable(results, profiles)
    numbers = _numbers(applicable, profiles)
    standing = _Standing(
        results=applicable,
        core=_of_module(applicable, CORE),
        numbers=numbers,
        weights=_weights(profiles),
        floors=_floors(profiles),
        upscaling=tuple(upscaling),
        manifest_valid=manifest_valid,
        attested=attested,
        authorities=authorities,
    )
    readiness, held_back_by = _climb(standing)
    return replace(numbers, readiness=readiness, held_back_by=held_back_by)


def display(fraction: Fraction) -> str:
    """Return a percentage rounded down to 0.1, "69.9": what is shown never exceeds what is (SCORING)."""
    return _decimal(fraction * 100, 1)


def exact(fraction: Fraction) -> str:
    """Return a decimal of at most six places, rounded down, no closing zeros: "0.2", "0.333333", "1".

    Against a threshold of at most six places, all that a profile can state, it decides as the fraction does.
    """
    return _decimal(fraction, 6).rstrip("0").removesuffix(".")


def _decimal(number: Fraction, places: int) -> str:
    units = number * 10**places // 1
    whole, rest = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}}"


def _ratio(result: Result) -> Fraction:
    """Return r (SCORING, One result); the counted share speaks only where the outcome is partial."""
    if result.outcome is Outcome.PASSED:
        return Fraction(1)
    if result.outcome is not Outcome.PARTIAL:
        return Fraction(0)
    if result.ratio is None or not 0 <= result.ratio <= 1:
        raise ValueError(f"{result.criterion.id}: partial wants a ratio from 0 to 1, not {result.ratio}")
    return result.ratio


def _evidence(result: Result) -> EvidenceLevel:
    return min(result.evidence_level, result.criterion.cap)


def _mass(result: Result) -> Fraction:
    return result.criterion.weight * CREDIT[result.criterion.cap]


def _supported(result: Result) -> Fraction:
    return result.criterion.weight * _ratio(result) * CREDIT[_evidence(result)]


def _verified(result: Result) -> Fraction:
    return _supported(result) if _evidence(result) >= EvidenceLevel.VERIFIED else Fraction(0)


def _verifiable(result: Result) -> Fraction:
    """Return the most it could give to V: nothing where its check cannot go beyond documents."""
    return _mass(result) if result.criterion.cap >= EvidenceLevel.VERIFIED else Fraction(0)


def _sum(value: Callable[[Result], Fraction], results: Iterable[Result]) -> Fraction:
    return sum(map(value, results), Fraction(0))


def _applicable(results: Sequence[Result], profiles: Sequence[Profile]) -> tuple[Result, ...]:
    """Return what is applicable by profile and then id, so that nothing hangs on the order of results."""
    rank = {profile.id: index for index, profile in enumerate(profiles)}
    complete = (*results, *_missing(results, profiles))
    applicable = (result for result in complete if result.outcome is not Outcome.NOT_APPLICABLE)
    return tuple(
        sorted(applicable, key=lambda r: (rank.get(r.profile, len(rank)), r.profile, r.criterion.id))
    )


def _missing(results: Sequence[Result], profiles: Sequence[Profile]) -> Iterable[Result]:
    """Return an open result for each criterion of core and of switched-on modules that has none."""
    seen = {(result.profile, result.criterion.id) for result in results}
    if len(seen) < len(results):
        raise ValueError("a criterion has two results in one profile")
    on = {r.criterion.module for r in results if r.outcome is not Outcome.NOT_APPLICABLE} | {CORE}
    for profile in profiles:
        for criterion in profile.criteria:
            if criterion.module in on and (profile.id, criterion.id) not in seen:
                yield Result(
                    criterion=criterion, profile=profile.id, outcome=Outcome.NOT_ASSESSED, reason="missing"
                )


def _of_module(results: Iterable[Result], module: str) -> tuple[Result, ...]:
    """Return a module's results, one for each criterion: that of the profile named first."""
    first: dict[str, Result] = {}
    for result in results:
        if result.criterion.module == module:
            first.setdefault(result.criterion.id, result)
    return tuple(first.values())


def _numbers(applicable: Sequence[Result], profiles: Sequence[Profile]) -> Score:
    """Return the score before the ladder is climbed: scopes and verdict."""
    core = _of_module(applicable, CORE)
    layers = _layers(core)
    return Score(
        total=_total(layers, _weights(profiles)),
        layers=layers,
        principles=_principles(core),
        profiles=_profiles(applicable, profiles),
        modules=_modules(applicable),
        verdict=_verdict(applicable),
        readiness=0,
        held_back_by=(),
    )


def _of_layer(results: Iterable[Result], layer: Layer) -> tuple[Result, ...]:
    return tuple(result for result in results if result.criterion.layer is layer)


def _scope(results: Sequence[Result]) -> Scope | None:
    """Return S, V, U and coverage (SCORING, One scope); nothing to look at is no score, never 100."""
    mass = _sum(_mass, results)
    if not mass:
        return None
    supported = _sum(_supported, results) / mass
    unknown = _sum(_mass, (result for result in results if result.outcome.is_open)) / mass
    return Scope(
        supported=supported,
        verified=_sum(_verified, results) / mass,
        possible=supported + unknown,
        coverage=1 - unknown,
    )


def _scopes(groups: Mapping[_Key, Sequence[Result]]) -> dict[_Key, Scope]:
    scopes = {key: _scope(results) for key, results in groups.items()}
    return {key: scope for key, scope in scopes.items() if scope}


def _layers(core: Sequence[Result]) -> dict[Layer, Scope]:
    return _scopes({layer: _of_layer(core, layer) for layer in Layer})


def _principles(core: Sequence[Result]) -> dict[int, Scope]:
    numbers = sorted({number for result in core for number in result.criterion.principles})
    return _scopes({n: [result for result in core if n in result.criterion.principles] for n in numbers})


def _modules(results: Sequence[Result]) -> dict[str, Scope]:
    names = sorted({result.criterion.module for result in results} - {CORE})
    return _scopes({name: _of_module(results, name) for name in names})


def _profiles(results: Sequence[Result], profiles: Sequence[Profile]) -> dict[str, Scope]:
    """Return each profile's own total, so that where there is one profile it is the total."""
    weights = {result.profile: DEFAULT_LAYER_WEIGHTS for result in results}
    weights |= {profile.id: profile.layer_weights for profile in profiles}
    totals = {
        name: _total(_layers(_of_module((r for r in results if r.profile == name), CORE)), weights[name])
        for name in weights
    }
    return {name: total for name, total in totals.items() if total}


def _total(layers: Mapping[Layer, Scope], weights: Mapping[Layer, int]) -> Scope | None:
    """Return the weighted mean of the layers that have a score; one without a weight adds nothing."""
    whole = sum(weights.get(layer, 0) for layer in layers)
    if not whole:
        return None

    def mean(value: Callable[[Scope], Fraction]) -> Fraction:
        return sum((weights.get(layer, 0) * value(layers[layer]) for layer in layers), Fraction(0)) / whole

    return Scope(
        supported=mean(lambda scope: scope.supported),
        verified=mean(lambda scope: scope.verified),
        possible=mean(lambda scope: scope.possible),
        coverage=mean(lambda scope: scope.coverage),
    )


def _weights(profiles: Sequence[Profile]) -> Mapping[Layer, int]:
    return profiles[0].layer_weights if profiles else DEFAULT_LAYER_WEIGHTS


def _floors(profiles: Sequence[Profile]) -> dict[str, Fraction]:
    """Return the highest floor that a profile sets for each module."""
    floors: dict[str, Fraction] = {}
    for module in (module for profile in profiles for module in profile.modules):
        floors[module.id] = max(module.floor or Fraction(0), floors.get(module.id, Fraction(0)))
    return floors


def _verdict(results: Sequence[Result]) -> Verdict:
    """Return what the musts say (SCORING, Verdict and level)."""
    musts = [result.outcome for result in results if result.criterion.level is Level.MUST]
    if Outcome.FAILED in musts:
        return Verdict.DOES_NOT_CONFORM
    # Without musts nothing can be failed or open; something must then be met before it is said to conform.
    met = any(result.outcome in (Outcome.PASSED, Outcome.PARTIAL) for result in results)
    if not met or any(outcome.is_open for outcome in musts):
        return Verdict.UNDECIDED
    return Verdict.CONFORMS


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
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


def _climb(standing: _Standing) -> tuple[int, tuple[str, ...]]:
    """Return the level, and what keeps the solution from the next one."""
    for rung in LADDER:
        codes = tuple(code for lacks in _CONDITIONS for code in lacks(rung, standing))
        if codes:
            return rung.level - 1, tuple(dict.fromkeys(codes))
    return LADDER[-1].level, ()


def _lacks_manifest(_: Rung, standing: _Standing) -> Iterable[str]:
    return () if standing.manifest_valid else ("manifest:invalid",)


def _lacks_blockers(rung: Rung, standing: _Standing) -> Iterable[str]:
    for result in standing.results:
        if not result.criterion.blocking:
            continue
        if rung.blockers_settled and (result.outcome.is_open or result.outcome is Outcome.FAILED):
            yield f"criterion:{result.criterion.id}:{result.outcome}"
        if rung.blockers_proven and _evidence(result) < result.criterion.cap:
            yield f"criterion:{result.criterion.id}:{_evidence(result).name.lower()}"


def _lacks_coverage(rung: Rung, standing: _Standing) -> Iterable[str]:
    """How much of the whole is known, the layers weighing as they do in the total."""
    total = standing.numbers.total
    if total is None:
        return ("coverage:0.0",)
    gap = rung.coverage - total.coverage
    if gap <= 0:
        return ()
    costs = [(_share(result, standing), result) for result in standing.core if result.outcome.is_open]
    return (f"coverage:{display(total.coverage)}", *_dearest(costs, gap))


def _share(result: Result, standing: _Standing) -> Fraction:
    """Return how much of the total a core criterion is."""
    layer = result.criterion.layer
    whole = sum(standing.weights.get(scored, 0) for scored in standing.numbers.layers)
    mass = _sum(_mass, _of_layer(standing.core, layer))
    return Fraction(standing.weights.get(layer, 0), whole) * _mass(result) / mass if mass else Fraction(0)


def _lacks_layers(rung: Rung, standing: _Standing) -> Iterable[str]:
    """The weakest layer decides: each one that has a score must reach the rung by itself."""
    for layer, scope in standing.numbers.layers.items():
        results = _of_layer(standing.core, layer)
        yield from _short(f"layer:{layer}", results, scope.supported, rung.supported)
        if scope.verified < rung.verified:
            yield f"verified:{layer}:{display(scope.verified)}"
            costs = [(_verifiable(result) - _verified(result), result) for result in results]
            yield from _dearest(costs, (rung.verified - scope.verified) * _sum(_mass, results))


def _lacks_modules(rung: Rung, standing: _Standing) -> Iterable[str]:
    if not rung.module_floors:
        return
    for name, scope in standing.numbers.modules.items():
        floor = standing.floors.get(name, Fraction(0))
        yield from _short(f"module:{name}", _of_module(standing.results, name), scope.supported, floor)


def _lacks_upscaling(rung: Rung, standing: _Standing) -> Iterable[str]:
    if not rung.upscaling:
        return
    for wanted in standing.upscaling:
        outcomes = {result.outcome for result in standing.results if result.criterion.id == wanted}
        if not outcomes:
            yield f"criterion:{wanted}:missing"
        yield from (f"criterion:{wanted}:{outcome}" for outcome in sorted(outcomes - {Outcome.PASSED}))


def _lacks_spread(rung: Rung, standing: _Standing) -> Iterable[str]:
    if rung.attested and not standing.attested:
        yield "attestation:missing"
    if standing.authorities < rung.authorities:
        yield f"authorities:{standing.authorities}"


_CONDITIONS: tuple[Callable[[Rung, _Standing], Iterable[str]], ...] = (
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
    costs = [(_mass(result) - _supported(result), result) for result in results]
    return (f"{name}:{display(supported)}", *_dearest(costs, (asked - supported) * _sum(_mass, results)))


def _dearest(costs: Iterable[tuple[Fraction, Result]], gap: Fraction) -> Iterable[str]:
    """As few criteria as would close the gap: what to mend first, not all that is less than perfect."""
    for cost, result in sorted(costs, key=lambda pair: (-pair[0], pair[1].criterion.id)):
        if gap <= 0 or not cost:
            return
        gap -= cost
        yield f"criterion:{result.criterion.id}:{_shortcoming(result)}"


def _shortcoming(result: Result) -> str:
    """A criterion that passed is short of evidence, any other of its outcome."""
    return _evidence(result).name.lower() if result.outcome is Outcome.PASSED else str(result.outcome)
