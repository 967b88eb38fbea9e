"""How often a value is looked at in judging it: counted before, so that no schema makes us look for ever.

A value that has to fit one of two schemas, each of which says so again, is looked at twice, four times, eight
times … Schemas without that are known by a bound that is found once; for others it is counted for the value.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from interop_check.openapi.node import REF
from interop_check.openapi.values.keywords import addresses, same, within

ENDLESS = 1 << 62

MAX_STEPS = 100_000
"""Pairs of a schema and a part of a value that are counted for one value; beyond, the effort is endless."""

MAX_WAY = 300
"""Schemas within schemas that are counted: by recursion."""


class Bounds(NamedTuple):
    """How often a value is looked at, how often a part of it each time at most, and by how many schemas."""

    looks: int
    below: int
    weight: int


_UNKNOWN = Bounds(ENDLESS, ENDLESS, ENDLESS)
"""Until it is known, and for what leads back to where it came from."""


class Effort:
    """Counts for schemas that refer to each other by the addresses of `resources`."""

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._resources = resources
        self._known: dict[str, Bounds] = {}
        self._roots: dict[int, tuple[Any, Bounds]] = {}  # with the schema: an id may be taken again
        for address in resources:
            self._settle(address)

    def most(self, schema: Any, value: Any) -> int:
        """Return how often parts of a value are looked at, at most; ENDLESS where it is not to be counted."""
        if id(schema) not in self._roots:
            self._roots[id(schema)] = (schema, self.bounds(schema))
        bounds = self._roots[id(schema)][1]
        bound = size(value) * bounds.looks * bounds.below
        return bound if bound <= MAX_STEPS else _Count(self._resources).of(schema, value)

    def weight(self, address: str) -> int:
        """Return how many schemas a resource is written out; ENDLESS where it is part of itself."""
        return self._known.get(address, _UNKNOWN).weight

    def bounds(self, schema: Any) -> Bounds:
        """Return the bounds of a schema."""
        if not isinstance(schema, dict):
            return Bounds(1, 1, 1)
        own = [self.bounds(one) for one in same(schema)]
        if REF in schema:
            own.append(self._known.get(schema[REF], Bounds(1, 1, 1)))
        inner = [self.bounds(one) for one in within(schema)]
        is_bare = len(own) == len(schema) == 1
        looks = sum(one.looks for one in own) + (not is_bare)
        below = max([1, *(one.below for one in own), *(one.looks * one.below for one in inner)])
        weight = 1 + sum(one.weight for one in (*own, *inner))
        return Bounds(min(looks, ENDLESS), min(below, ENDLESS), min(weight, ENDLESS))

    def _settle(self, address: str) -> None:
        """Find the bounds of a resource after those of all that it refers to; circles have none."""
        if address in self._known:
            return
        self._known[address] = _UNKNOWN
        way = [(address, addresses(self._resources[address]))]
        while way:
            name, rest = way[-1]
            below = next(rest, None)
            if below is None:
                way.pop()
                self._known[name] = self.bounds(self._resources[name])
            elif below not in self._known and below in self._resources:
                self._known[below] = _UNKNOWN
                way.append((below, addresses(self._resources[below])))


class _TooMuchError(Exception):
    """A count is not worth going on with."""


class _Count:
    """Counts for one value, each pair of schema and part of the value once."""

    def __init__(self, resources: Mapping[str, Any]) -> None:
        self._resources = resources
        self._known: dict[tuple[int, int], int | None] = {}

    def of(self, schema: Any, value: Any) -> int:
        try:
            return self._count(schema, value, 0)
        except _TooMuchError:
            return ENDLESS

    def _count(self, schema: Any, value: Any, depth: int) -> int:
        if not isinstance(schema, dict):
            return 1
        key = (id(schema), id(value))
        known = self._known.get(key, 0)
        if known is None or depth > MAX_WAY or len(self._known) > MAX_STEPS:
            raise _TooMuchError
        if known:
            return known
        self._known[key] = None
        about = [*same(schema), *([self._resources.get(schema[REF])] if REF in schema else ())]
        total = 1 + sum(self._count(one, value, depth + 1) for one in about)
        parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        names = value if isinstance(value, dict) else range(len(parts))
        for name, part in zip(names, parts, strict=True):
            total += sum(self._count(one, part, depth + 1) for one in within(schema, name))
        self._known[key] = min(total, ENDLESS)
        return min(total, ENDLESS)


def size(value: Any) -> int:
    """Return how many values there are in a value, itself included."""
    total, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        total += 1
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return total
