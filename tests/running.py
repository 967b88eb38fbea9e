"""Runs of the tool that tests share: as a process, many in one process, and through its Python API."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from interop_check import api, seal
from interop_check.cli._options import Settings
from interop_check.gather.source import Source
from interop_check.model import Artefact, Evidence, Level, Place, Profile, Report
from interop_check.reports.document import document
from interop_check.standards.background import Background
from interop_check.standards.claims import Found
from interop_check.standards.library import Library
from interop_check.standards.loading import Loaded

ROOT = Path(__file__).resolve().parent.parent
SOLUTIONS = ROOT / "fixtures" / "solutions"
GOOD, FLAWED = SOLUTIONS / "parkeerwijzer-goed", SOLUTIONS / "parkeerwijzer-gebrekkig"
NOWHERE = "/nonexistent"
"""A folder that is not there, and that nobody makes."""
AS_OF = date(2026, 11, 15)
BESLUIT = "besluit-publicatie@2025-12-11"

PREFIXES = "@prefix besluit: <http://data.vlaanderen.be/ns/besluit#> .\n@prefix ex: <http://x.example/> .\n"
DATA = PREFIXES + "ex:zitting a besluit:Zitting .\n"

_MANY = """
import json, sys
from click.testing import CliRunner
from interop_check.cli import main
runs = []
for arguments in json.load(sys.stdin):
    made = CliRunner().invoke(main, arguments, prog_name="interop-check")
    runs.append([made.exit_code, made.stdout, made.stderr])
json.dump(runs, sys.stdout)
"""


_UNSET: dict[str, Any] = dict.fromkeys(Settings.__dataclass_fields__)
MUSTS = Settings(**{**_UNSET, "fail_on": Level.MUST})
"""What the exit code is decided by when no option says otherwise."""


@dataclass(frozen=True, slots=True)
class Run:
    """How one run ended."""

    code: int
    out: str
    err: str


def environment(language: str = "nl", **more: str) -> dict[str, str]:
    """Return an environment in which only what is named here differs from machine to machine."""
    names = ("PATH", "PYTHONPATH", "SYSTEMROOT", "HOME", "TMPDIR")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    fixed = {"INTEROP_CHECK_LANG": language, "XDG_CACHE_HOME": NOWHERE, "COLUMNS": "80"}
    return {**kept, "PYTHONUTF8": "1", **fixed, **more}


def run(*arguments: str | Path, cwd: Path = ROOT, language: str = "nl", **more: Any) -> Run:
    """Run the tool as a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "interop_check", *map(str, arguments)],
        cwd=cwd,
        env=environment(language, **more),
        capture_output=True,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_all(
    calls: Sequence[Sequence[str]], *, cwd: Path = ROOT, language: str = "nl", **more: str
) -> list[Run]:
    """Run the command line many times in one process: starting Python is what takes the time."""
    done = subprocess.run(
        [sys.executable, "-c", _MANY],
        cwd=cwd,
        env=environment(language, **more),
        input=json.dumps(calls).encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return [Run(*one) for one in json.loads(done.stdout)]


class Bare(Library):
    """The official standards read once, without the vocabularies and code lists: those take a run's time."""

    def background(self) -> Background:
        """Return nothing that is known beforehand."""
        return Background(quads=(), pins=(), problems=())

    def shapes(self, found: Found) -> Loaded:
        """Return the shapes as they were read and repaired the first time."""
        kept: dict[str, Loaded] = self.__dict__.setdefault("kept", {})
        key = f"{found.version.label} {found.pin}"
        if key not in kept:
            kept[key] = super().shapes(found)
        return kept[key]


@cache
def bare(place: Path) -> Library:
    """Return the standards at `place` without background."""
    whole = api.library(place)
    whole.__class__ = Bare
    return whole


@cache
def oslo() -> Profile:
    """Return the profile that all runs judge by."""
    return api.load_profile("oslo")


def oslo_now() -> str:
    """Return the profile `oslo` with its version, as a command or another profile names it."""
    return f"oslo@{oslo().version}"


def judged(
    root: Path,
    *files: str,
    standards: Sequence[str] = (),
    shapes: Sequence[str] = (),
    library: Library | None = None,
    max_findings: int = 100,
) -> Report:
    """Return the report on files below `root`, as `check data` makes it."""
    about = {"standards": tuple(standards), "shapes": tuple(shapes), "background": ()}
    artefacts = [
        Artefact(section="datasets", id=name, location=name, about=about, at=Place(source=name))
        for name in files
    ]
    source = Source(root=root, library=library, strict=False)
    return api.report(None, artefacts, source, [oslo()], as_of=AS_OF, max_findings=max_findings)


def data_of(report: Report) -> tuple[Evidence, ...]:
    """Return the evidence that was judged."""
    return tuple(one for one in report.evidence if one.kind == "data")


@cache
def sample(name: str, place: Path | None, language: str = "nl") -> Mapping[str, Any]:
    """Return the sealed report on one of the sample solutions."""
    manifest = SOLUTIONS / name / "solution.yaml"
    return api.assess(manifest, as_of=AS_OF, standards=place, language=language)


def written(report: Report) -> dict[str, Any]:
    """Return the sealed document of a report."""
    return seal.sealed(document(report))


def finding_codes(report: Report) -> set[tuple[str, str]]:
    """Return rule and code of every finding."""
    return {(one.rule, one.code) for one in report.findings}
