"""What one result is worth, exactly: credit by evidence, mass, and the shares of a group of results."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from interop_check.model import EvidenceLevel, Layer, Outcome, Result

CREDIT: Mapping[EvidenceLevel, Fraction] = {
    EvidenceLevel.NONE: Fraction(0),
    EvidenceLevel.DECLARED: Fraction(1, 5),
    EvidenceLevel.DOCUMENTED: Fraction(1, 2),
    EvidenceLevel.VERIFIED: Fraction(1),
    EvidenceLevel.ATTESTED: Fraction(1),
}


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


def ratio_of(result: Result) -> Fraction:
    """Return r (SCORING, One result); the counted share speaks only where the outcome is partial."""
    if result.outcome is Outcome.PASSED:
        return Fraction(1)
    if result.outcome is not Outcome.PARTIAL:
        return Fraction(0)
    if result.ratio is None or not 0 <= result.ratio <= 1:
        raise ValueError(f"{result.criterion.id}: partial wants a ratio from 0 to 1, not {result.ratio}")
    return result.ratio


def evidence_of(result: Result) -> EvidenceLevel:
    return min(result.evidence_level, result.criterion.cap)


def mass_of(result: Result) -> Fraction:
    return result.criterion.weight * CREDIT[result.criterion.cap]


def supported_by(result: Result) -> Fraction:
    return result.criterion.weight * ratio_of(result) * CREDIT[evidence_of(result)]


def verified_by(result: Result) -> Fraction:
    return supported_by(result) if evidence_of(result) >= EvidenceLevel.VERIFIED else Fraction(0)


def verifiable_by(result: Result) -> Fraction:
    """Return the most it could give to V: nothing where its check cannot go beyond documents."""
    return mass_of(result) if result.criterion.cap >= EvidenceLevel.VERIFIED else Fraction(0)


def total_of(value: Callable[[Result], Fraction], results: Iterable[Result]) -> Fraction:
    return sum(map(value, results), Fraction(0))


def of_module(results: Iterable[Result], module: str) -> tuple[Result, ...]:
    """Return a module's results, one for each criterion: that of the profile named first."""
    first: dict[str, Result] = {}
    for result in results:
        if result.criterion.module == module:
            first.setdefault(result.criterion.id, result)
    return tuple(first.values())


def of_layer(results: Iterable[Result], layer: Layer) -> tuple[Result, ...]:
    return tuple(result for result in results if result.criterion.layer is layer)
