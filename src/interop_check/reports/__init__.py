"""Report formats: pure, one file each, found by walking this package. They see only the JSON document.

A module with a `FORMAT` serves one name of `-f NAME`.
"""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from interop_check.locales import Texts

WIDTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a reader wants to see a report: in which sentences, how many columns, to a file of which suffix."""

    texts: Texts
    width: int = WIDTH
    suffix: str = ""


Render = Callable[[Mapping[str, Any], View], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One output format: its name, and the function from sealed document to text.

    `complete` says that it makes no sense with only the first findings of each rule.
    """

    name: str
    render: Render
    complete: bool = False


@cache
def formats() -> Mapping[str, Format]:
    """Return every format by name."""
    modules = (import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    found = [vars(module)["FORMAT"] for module in modules if "FORMAT" in vars(module)]
    return {one.name: one for one in sorted(found, key=lambda f: f.name)}
