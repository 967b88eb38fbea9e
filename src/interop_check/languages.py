"""The languages that there are sentences in: one folder of locales/ each."""

import os

_FOLDER = os.path.join(os.path.dirname(__file__), "locales")  # noqa: PTH118, PTH120 - starts faster than pathlib

LANGUAGES = tuple(
    sorted((one.name for one in os.scandir(_FOLDER) if one.is_dir() and one.name[0] != "_"), reverse=True)
)
