"""Values held against their schemas, inside limits.

`jsonschema-rs` judges; it fetches nothing, and matches regular expressions in a time that grows with the text
alone. Record 11 says why, and what it was compared with.
"""

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any

from interop_check.openapi.description import Description
from interop_check.openapi.values.effort import ENDLESS, Effort, size
from interop_check.openapi.values.keywords import addresses
from interop_check.openapi.values.limits import DEFAULT_LIMITS, Limits
from interop_check.openapi.values.links import reaching
from interop_check.openapi.values.mismatch import MOST, Mismatch, mismatch
from interop_check.openapi.values.pool import Pool, UnusableError, compiled
from interop_check.openapi.values.samples import Sample, samples
from interop_check.openapi.values.translation import LOST, JsonSchema, Translator

AS_SENT = "as-sent"
"""A value in the notation in which it is sent: there is nothing to hold against a schema."""

_MAX_TOLD = 20_000
"""Looks up to which a validator is asked what does not fit, and not only whether."""

_UNFIT = Mismatch(code="unfit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of holding a value against its schema: what does not fit, or a code why it was not held.

    `limit` has name and number of the limit that was hit, where one was.
    """

    mismatch: Mismatch | None = None
    open: str = ""
    limit: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A schema as JSON Schema, and as text; `is_whole` where no regular expression in it was left out."""

    schema: JsonSchema
    text: str
    is_whole: bool


class Validators:
    """The values of one description, and what its schemas say of them; found when somebody asks.

    With `given` those values in place of its own: what a service answers, for instance.
    """

    def __init__(
        self, api: Description, given: Sequence[Sample] | None = None, limits: Limits = DEFAULT_LIMITS
    ) -> None:
        self._api = api
        self._limits = limits
        self._given = given
        self._patterns: dict[str, bool] = {}
        self._verdicts: dict[tuple[str, int, str], Verdict] = {}
        self._pattern_limit = ""
        self._looks_left, self._matched_left = limits.value_looks_together, limits.value_matched_characters

    @cached_property
    def samples(self) -> Sequence[Sample]:
        """All values that have a schema."""
        return tuple(samples(self._api) if self._given is None else self._given)

    def verdict(self, sample: Sample) -> Verdict:
        """Return what came of holding a value of `samples` against its schema."""
        plan = self._plans[_key(sample)]
        key = (plan.text, id(sample.value), sample.direction)
        if key not in self._verdicts:
            self._verdicts[key] = self._judged(sample, plan)
        return self._verdicts[key]

    def _judged(self, sample: Sample, plan: _Plan) -> Verdict:
        looks, matched = self._asked(plan, sample.value)
        if limit := self._limit_of(looks, matched):
            # What has no end is beyond any number, so that none is told.
            return Verdict(open="too-many-looks", limit=self._limits.told(limit if looks < ENDLESS else ""))
        self._looks_left -= looks
        self._matched_left -= matched
        try:
            return self._held(sample, plan, looks)
        except UnusableError as error:
            if error.is_large:
                return Verdict(open="too-many-looks", limit=self._limits.told(error.limit))
            is_lost = any(one in self._lost for one in addresses(plan.schema))
            return Verdict(open="schema-lost" if is_lost else "schema-broken")

    def _held(self, sample: Sample, plan: _Plan, looks: int) -> Verdict:
        if self._pool.is_valid(plan.schema, plan.text, sample.value):
            leads = bool(self._left_out) and any(one in self._left_out for one in addresses(plan.schema))
            if plan.is_whole and not leads:
                return Verdict()
            return Verdict(open="pattern-left-out", limit=self._limits.told(self._pattern_limit))
        if looks > _MAX_TOLD:
            return Verdict(mismatch=_UNFIT)
        errors = self._pool.errors(plan.schema, plan.text, sample.value)
        found = mismatch(islice(errors, MOST), sample.direction, self._pool)
        is_text = isinstance(sample.value, str) and found.code == "type"
        if is_text and not found.at and found.expected <= sample.sent_as_text:
            return Verdict(open=AS_SENT)
        return Verdict(mismatch=found)

    # ---------------------------------------------------------------- limits

    def _asked(self, plan: _Plan, value: Any) -> tuple[int, int]:
        """Return how often parts of a value will be looked at, at most, and how many characters matched."""
        looks = self._effort.most(plan.schema, value)
        matched = _characters(value) * max(1, looks // size(value)) if self._patterns else 0
        return looks, matched

    def _limit_of(self, looks: int, matched: int) -> str:
        """Return the name of the limit that so much would be beyond; "" where there is room for it."""
        if looks > self._limits.value_looks:
            return "value_looks"
        if looks > self._looks_left:
            return "value_looks_together"
        return "value_matched_characters" if matched > self._matched_left else ""

    def _runs(self, pattern: str) -> bool:
        """Whether a regular expression can be matched in linear time, and is of a decent size."""
        if pattern not in self._patterns:
            limit = self._limit_of_pattern(pattern)
            self._pattern_limit = self._pattern_limit or limit
            self._patterns[pattern] = not limit and compiled(json.dumps({"pattern": pattern})) is not None
        return self._patterns[pattern]

    def _limit_of_pattern(self, pattern: str) -> str:
        if len(pattern) > self._limits.value_pattern_characters:
            return "value_pattern_characters"
        return "value_patterns" if len(self._patterns) >= self._limits.value_patterns else ""

    # ---------------------------------------------------------------- what is made once

    @cached_property
    def _translator(self) -> Translator:
        return Translator(self._api, self._runs)

    @cached_property
    def _plans(self) -> Mapping[tuple[int, str, str], _Plan]:
        plans: dict[tuple[int, str, str], _Plan] = {}
        for one in self.samples:
            if _key(one) not in plans:
                schema, is_whole = self._translator.translated(one.schema, one.direction, one.without)
                text = json.dumps(schema, ensure_ascii=False)
                plans[_key(one)] = _Plan(schema=schema, text=text, is_whole=is_whole)
        return plans

    @cached_property
    def _effort(self) -> Effort:
        return Effort(self._translator.resources)

    @cached_property
    def _pool(self) -> Pool:
        return Pool(self._translator.resources, self._effort, self._limits.value_schemas_written_out)

    @cached_property
    def _left_out(self) -> AbstractSet[str]:
        """The resources that lead to where a regular expression was left out."""
        return reaching(self._translator.resources, self._translator.left_out)

    @cached_property
    def _lost(self) -> AbstractSet[str]:
        """The resources that lead to what cannot be had."""
        return reaching(self._translator.resources, {LOST})


def _key(sample: Sample) -> tuple[int, str, str]:
    return id(sample.schema), sample.direction, sample.without


def _characters(value: Any) -> int:
    """Return how long all texts and names in a value are together."""
    total, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            total += len(one)
        elif isinstance(one, dict):
            total += sum(map(len, one))
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return total
