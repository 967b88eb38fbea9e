"""Where results stand on somebody else's scale, such as the levels of the OSLO conformance framework."""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from interop_check.model import Ladder, Outcome, Profile, Result, Stand, Step, Tally

_WELL = (Outcome.PASSED, Outcome.NOT_APPLICABLE)

Held = tuple[str, Outcome]


def ladder(value: Mapping[str, Any]) -> Ladder:
    """Return the ladder that an entry of a profile describes."""
    return Ladder(
        id=value["id"],
        title=value["title"],
        note=value["note"],
        source=value["source"],
        steps=tuple(
            Step(
                number=number,
                title=step["title"],
                criteria=tuple(step.get("criteria", ())),
                rules=tuple(step.get("rules", ())),
            )
            for number, step in enumerate(value["steps"], start=1)
        ),
    )


def stands(
    profiles: Sequence[Profile], results: Sequence[Result], tallies: Mapping[str, Tally]
) -> tuple[Stand, ...]:
    """Return where the results stand on each ladder of the profiles.

    A step needs all steps below it. What is open neither reaches a step nor excludes it; where no criterion
    of the first step was applicable there is nothing to stand on, and the ladder is left out.
    """
    return tuple(
        _stand(one, profile, results, tallies)
        for profile in profiles
        for one in profile.ladders
        if _applies(one, profile, results)
    )


def _applies(one: Ladder, profile: Profile, results: Sequence[Result]) -> bool:
    outcomes = [r.outcome for r in results if _is_asked(r, profile, one.steps[0])]
    return any(outcome is not Outcome.NOT_APPLICABLE for outcome in outcomes)


def _is_asked(result: Result, profile: Profile, step: Step) -> bool:
    return result.profile == profile.id and result.criterion.id in step.criteria


def _stand(one: Ladder, profile: Profile, results: Sequence[Result], tallies: Mapping[str, Tally]) -> Stand:
    held = [tuple(_held(step, profile, results, tallies)) for step in one.steps]
    reached = next((n for n, factors in enumerate(held) if factors), len(held))
    closed = (n for n, factors in enumerate(held) if any(not outcome.is_open for _, outcome in factors))
    return Stand(
        ladder=one,
        profile=profile.id,
        reached=reached,
        possible=next(closed, len(held)),
        held_back_by=held[reached] if reached < len(held) else (),
    )


def _held(
    step: Step, profile: Profile, results: Sequence[Result], tallies: Mapping[str, Tally]
) -> Iterator[Held]:
    for result in results:
        if _is_asked(result, profile, step) and result.outcome not in _WELL:
            yield result.criterion.id, result.outcome
    for rule, tally in tallies.items():
        if tally.failed and any(fnmatchcase(rule, pattern) for pattern in step.rules):
            yield rule, Outcome.FAILED
