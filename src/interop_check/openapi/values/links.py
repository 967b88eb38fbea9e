"""Which references a compiled validator follows by itself, and which lead from one validator to another.

The compiler writes out what refers to itself in every way there is, and again for each schema that leads
there. So a reference to a schema that is part of itself, or is large, is made a keyword of our own, `x-ref`,
by which one validator asks another. What a schema says of the very same value stays together, because
`unevaluatedProperties` has to see all of it.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import partial
from typing import Any

from interop_check.openapi.node import REF
from interop_check.openapi.values.effort import Effort
from interop_check.openapi.values.keywords import PARTS, SAME, addresses, inline, remade

X_REF = "x-ref"

_LARGE = 500
"""Schemas that are written out, all below them included, at most."""

_DEEPEST = 100
"""References from one schema to the next about the very same value."""

_SEE_ALL = frozenset({"unevaluatedItems", "unevaluatedProperties"})


def reaching(resources: Mapping[str, Any], wanted: AbstractSet[str]) -> AbstractSet[str]:
    """Return the resources that lead to one of some addresses, and these themselves."""
    users: dict[str, list[str]] = defaultdict(list)
    for address, schema in resources.items() if wanted else ():
        for one in addresses(schema):
            users[one].append(address)
    found = set(wanted)
    waiting = list(wanted)
    while waiting:
        new = [one for one in users[waiting.pop()] if one not in found]
        found.update(new)
        waiting += new
    return found


def sizes(resources: Mapping[str, Any], effort: Effort) -> Mapping[str, int]:
    """Return how many schemas are written out for each resource.

    Those that apply themselves to the very same value, or go too deep in doing so, are left out.
    """
    needs = {one: set(addresses(resources[one], parts=False)) & resources.keys() for one in resources}
    users: dict[str, list[str]] = defaultdict(list)
    for address, needed in needs.items():
        for one in needed:
            users[one].append(address)
    left = {address: len(needed) for address, needed in needs.items()}
    depth = dict.fromkeys(resources, 0)
    found: dict[str, int] = {}
    ready = [address for address, count in left.items() if not count]
    for one in ready:  # grows while it is gone through
        found[one] = written_out(resources[one], effort, found)
        for user in users[one]:
            left[user] -= 1
            depth[user] = max(depth[user], depth[one] + 1)
            if not left[user] and depth[user] <= _DEEPEST:
                ready.append(user)
    return found


def written_out(schema: Any, effort: Effort, known: Mapping[str, int]) -> int:
    """Return how many schemas are written out for one, where `known` says it of those that it refers to."""
    about_itself = Counter(addresses(schema, parts=False))
    about_parts = Counter(addresses(schema)) - about_itself
    own = sum(1 for _ in inline(schema))
    same = sum(count * known.get(one, 1) for one, count in about_itself.items())
    weights = {one: effort.weight(one) for one in about_parts}
    return own + same + sum(weight for weight in weights.values() if weight <= _LARGE)


def linked(schema: Any, effort: Effort, *, below: bool = False, whole: bool = False) -> Any:
    """Return a copy with `x-ref` in place of references, for parts of the value, to what is large."""
    if not isinstance(schema, dict):
        return schema
    whole = whole or not _SEE_ALL.isdisjoint(schema)
    made = dict(schema)
    if below and not whole and REF in schema and effort.weight(schema[REF]) > _LARGE:
        made[X_REF] = made.pop(REF)
    for name, held in schema.items():
        if name in SAME:
            made[name] = remade(name, held, partial(linked, effort=effort, below=below, whole=whole))
        elif name in PARTS:
            made[name] = remade(name, held, partial(linked, effort=effort, below=True))
    return made
