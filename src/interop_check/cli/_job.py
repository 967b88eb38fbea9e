"""What one command is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interop_check.model import Artefact, Solution


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What one command is asked: its words, what it assesses, and the folder that locations are below.

    `strict` keeps files below `root`; `manifest` is the manifest's name in it.
    """

    command: tuple[str, ...]
    artefacts: Sequence[Artefact]
    root: Path
    solution: Solution | None = None
    manifest: str | None = None
    strict: bool = True
