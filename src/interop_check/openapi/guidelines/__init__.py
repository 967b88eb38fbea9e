"""Rules that no table can say: functions over the index by their names, found by walking this package.

They belong to no guideline: a profile's table names them, gives them their id there and their parameters.
"""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from interop_check.openapi.rules import NodeRule


@cache
def functions() -> Mapping[str, NodeRule]:
    """Return every function by name. Raises ValueError where two have the same."""
    found: dict[str, NodeRule] = {}
    for module in pkgutil.iter_modules(__path__):
        for one in vars(import_module(f"{__name__}.{module.name}")).values():
            if isinstance(one, NodeRule):
                if one.id in found:
                    raise ValueError(one.id)
                found[one.id] = one
    return found
