"""Which language the user reads: --lang, INTEROP_CHECK_LANG, the locale, else Dutch."""

import os
import sys
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from interop_check.languages import LANGUAGES

if TYPE_CHECKING:
    from interop_check.locales import Texts

DEFAULT = "nl"


def language() -> str:
    """Return the language tag to speak before any option has been parsed."""
    return _from_arguments(sys.argv[1:]) or _from_environment() or DEFAULT


def _from_arguments(arguments: Sequence[str]) -> str | None:
    for index, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            wanted = value or next(iter(arguments[index + 1 :]), "")
            return wanted if wanted in LANGUAGES else None
    return None


def _from_environment() -> str | None:
    for name in ("INTEROP_CHECK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        wanted = os.environ.get(name, "")[:2].lower()
        if wanted in LANGUAGES:
            return wanted
    return None


@cache
def texts() -> "Texts":
    """Return the sentences in the user's language."""
    from interop_check.locales import Texts  # noqa: PLC0415 - --version needs no sentences

    return Texts(language())
