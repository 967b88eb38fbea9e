"""interop-check: assess smart-region solutions against OSLO, VSDS, LBLOD and Living-in.EU.

`assess`, `load_profile`, `load_solution` and `verify` are the public API; see interop_check.api.
"""

from importlib import import_module
from typing import Any

from interop_check.version import VERSION

__version__ = VERSION

__all__ = ["__version__", "assess", "load_profile", "load_solution", "verify"]


def __getattr__(name: str) -> Any:
    """Import the API when it is first asked for: the command line must start without it."""
    if name in __all__:
        return getattr(import_module("interop_check.api"), name)
    raise AttributeError(name)
