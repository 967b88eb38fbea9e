"""`interop-check init [DIR]`: a first solution.yaml from what lies in a folder."""

import os
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from interop_check import api
from interop_check.cli import _session
from interop_check.cli._language import texts
from interop_check.cli._options import STANDARDS_VARIABLE, default_store
from interop_check.cli._refusal import refuse
from interop_check.gather.data import parsed_graph
from interop_check.gather.limits import Reading
from interop_check.gather.source import Source
from interop_check.languages import LANGUAGES
from interop_check.model import Problem
from interop_check.rdf.table import Table
from interop_check.reports.terms import short
from interop_check.scaffold import (
    Found,
    Looker,
    Sighting,
    arrange,
    is_worth_reading,
    look,
    manifest,
    placeholders,
)
from interop_check.solution import SECTIONS, is_address, location_fault
from interop_check.standards.claims import Found as FoundStandard
from interop_check.standards.library import Library

MANIFEST = "solution.yaml"
MAX_FILES = 5_000
MAX_DEPTH = 8
MAX_LOOK_BYTES = 4_000_000
MAX_LOOKED_BYTES = 256_000_000

_SKIPPED = frozenset({"node_modules", "__pycache__", "venv"})
_WELL_KNOWN = ".well-known"
_GIT = ".git"
_GIT_CONFIG = f"{_GIT}/config"


@click.command(name="init", help=texts()("cmd-init"))
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=texts()("opt-force"))
@click.option("--standards", metavar="DIR", envvar=STANDARDS_VARIABLE, help=texts()("opt-standards"))
@click.option("--lang", type=click.Choice(LANGUAGES), expose_value=False, help=texts()("opt-lang"))
def command(folder: Path, force: bool, standards: str | None) -> None:
    path = folder / MANIFEST
    if not folder.is_dir():
        refuse("init-no-folder", path=folder)
    if os.path.lexists(path) and not force:
        refuse("init-exists", path=path)
    if standards and not is_address(standards) and not Path(standards).is_dir():
        refuse("no-such-folder", path=standards)
    walk = _Walk(folder)
    sightings = _sightings(walk, api.library(standards or str(default_store())))
    say = texts()
    found = arrange(sightings, folder.resolve().name, (say.language,))
    _session.write_file(path, manifest(found, say, short))
    _tell(found, walk, path)


def _sightings(walk: "_Walk", library: Library) -> list[Sighting]:
    """Look at every file below the folder; only an address of a pinned version becomes a claim."""
    source = Source(root=walk.root, library=library, reading=Reading(file_bytes=MAX_LOOK_BYTES))

    def parse(data: bytes, media: str) -> Table | Problem:
        graph = parsed_graph(data, media, "", source)
        return graph if isinstance(graph, Problem) else graph.table

    def claim(address: str) -> str:
        standard = library.find(address)
        return standard.version.label if isinstance(standard, FoundStandard) else ""

    looker = Looker(parse=parse, claim=claim)
    seen = (look(path, data, looker) for path, data in _contents(walk, source))
    return [one for one in seen if one is not None]


def _contents(walk: "_Walk", source: Source) -> Iterator[tuple[str, bytes | None]]:
    """Yield each file with its bytes: none where the name is enough, None where there are too many."""
    left = MAX_LOOKED_BYTES
    for path in walk.files():
        data = source.read(path) if is_worth_reading(path) else b""
        if isinstance(data, Problem):
            if data.code == "file-too-large":
                yield path, None
            else:
                walk.unreadable.append(path)
            continue
        left -= len(data)
        yield path, data if left >= 0 else None


@dataclass(slots=True)
class _Walk:
    """The files below a folder in a fixed order, within bounds; and what was passed over."""

    root: Path
    unreadable: list[str] = field(default_factory=list)
    is_cut: bool = False

    def files(self) -> Iterator[str]:
        """Yield paths relative to the folder."""
        for number, path in enumerate(self._below(self.root, "", 0)):
            if number == MAX_FILES:
                self.is_cut = True
                return
            yield path

    def _below(self, folder: Path, prefix: str, depth: int) -> Iterator[str]:
        if depth > MAX_DEPTH:
            self.is_cut = True
            return
        for entry in self._entries(folder, prefix):
            path = f"{prefix}{entry.name}"
            if entry.name == _GIT and (folder / _GIT_CONFIG).is_file():
                yield f"{prefix}{_GIT_CONFIG}"
            elif not path.isprintable() or location_fault(path):
                self.unreadable.append(path)
            elif entry.is_dir(follow_symlinks=False) and _is_open(entry.name):
                yield from self._below(folder / entry.name, f"{path}/", depth + 1)
            elif entry.is_file() and not entry.name.startswith(".") and self._is_inside(folder / entry.name):
                yield path

    def _entries(self, folder: Path, prefix: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError:
            self.unreadable.append(prefix or ".")
            return []

    def _is_inside(self, path: Path) -> bool:
        return not path.is_symlink() or path.resolve().is_relative_to(self.root.resolve())


def _is_open(name: str) -> bool:
    return name == _WELL_KNOWN or not (name.startswith(".") or name in _SKIPPED)


def _tell(found: Found, walk: _Walk, path: Path) -> None:
    """Say what was written, what was passed over, and what to do next."""
    say = texts()
    click.echo(say("init-written", path=path))
    for section in SECTIONS:
        count = sum(item.section == section for item in found.items)
        if count:
            click.echo(f"  {section}: {count}")
    if walk.is_cut:
        click.echo(say("init-cut", files=MAX_FILES, depth=MAX_DEPTH), err=True)
    for passed in sorted(walk.unreadable):
        click.echo(say("init-passed-over", path=ascii(passed)), err=True)
    open_fields = ", ".join(placeholders(found))
    command_line = f"interop-check assess {shlex.quote(str(path.parent))}"
    click.echo(say("init-next", fields=open_fields, command=command_line))
