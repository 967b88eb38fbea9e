"""Results become numbers, a verdict and a readiness level; exact fractions, rounded only to be shown.

S, V, U and coverage are shares of the most that a scope's criteria can give, so a criterion that was not
looked at costs as much as one that failed: leaving things out never pays.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from interop_check.model import (
    CORE,
    DEFAULT_LAYERS,
    Layer,
    Level,
    Outcome,
    Profile,
    Result,
    Scope,
    Score,
    Verdict,
)
from interop_check.readiness import UPSCALING, Standing, climb
from interop_check.shares import mass_of, of_layer, of_module, supported_by, total_of, verified_by

_Key = TypeVar("_Key")


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
    standing = Standing(
        results=applicable,
        core=of_module(applicable, CORE),
        numbers=numbers,
        weights=_weights(profiles),
        floors=_floors(profiles),
        upscaling=tuple(upscaling),
        manifest_valid=manifest_valid,
        attested=attested,
        authorities=authorities,
    )
    readiness, held_back_by = climb(standing)
    return replace(numbers, readiness=readiness, held_back_by=held_back_by)


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


def _numbers(applicable: Sequence[Result], profiles: Sequence[Profile]) -> Score:
    """Return the score before the ladder is climbed: scopes and verdict."""
    core = of_module(applicable, CORE)
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


def _scope(results: Sequence[Result]) -> Scope | None:
    """Return S, V, U and coverage (SCORING, One scope); nothing to look at is no score, never 100."""
    mass = total_of(mass_of, results)
    if not mass:
        return None
    supported = total_of(supported_by, results) / mass
    unknown = total_of(mass_of, (result for result in results if result.outcome.is_open)) / mass
    return Scope(
        supported=supported,
        verified=total_of(verified_by, results) / mass,
        possible=supported + unknown,
        coverage=1 - unknown,
    )


def _scopes(groups: Mapping[_Key, Sequence[Result]]) -> dict[_Key, Scope]:
    scopes = {key: _scope(results) for key, results in groups.items()}
    return {key: scope for key, scope in scopes.items() if scope}


def _layers(core: Sequence[Result]) -> dict[Layer, Scope]:
    return _scopes({layer: of_layer(core, layer) for layer in Layer})


def _principles(core: Sequence[Result]) -> dict[int, Scope]:
    numbers = sorted({number for result in core for number in result.criterion.principles})
    return _scopes({n: [result for result in core if n in result.criterion.principles] for n in numbers})


def _modules(results: Sequence[Result]) -> dict[str, Scope]:
    names = sorted({result.criterion.module for result in results} - {CORE})
    return _scopes({name: of_module(results, name) for name in names})


def _profiles(results: Sequence[Result], profiles: Sequence[Profile]) -> dict[str, Scope]:
    """Return each profile's own total, so that where there is one profile it is the total."""
    weights = {result.profile: DEFAULT_LAYERS for result in results}
    weights |= {profile.id: profile.layer_weights for profile in profiles}
    totals = {
        name: _total(_layers(of_module((r for r in results if r.profile == name), CORE)), weights[name])
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
    return profiles[0].layer_weights if profiles else DEFAULT_LAYERS


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
