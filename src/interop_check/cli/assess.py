"""`interop-check assess`: a whole solution against profiles."""

from pathlib import Path
from typing import Any, NoReturn

import click

from interop_check.api import load_solution
from interop_check.cli import _live, _session
from interop_check.cli._job import Job
from interop_check.cli._language import texts
from interop_check.cli._options import settings, shared
from interop_check.cli._refusal import refuse, refuse_mistakes
from interop_check.model import MistakesError

MANIFEST = "solution.yaml"


@click.command(name="assess", help=texts()("cmd-assess"))
@click.argument("solution", type=click.Path(path_type=Path), required=False)
@click.option("--live", is_flag=True, help=texts()("opt-live-assess"))
@shared
def command(solution: Path | None, live: bool, **options: Any) -> NoReturn:
    chosen = settings(**options)
    if solution is None and chosen.replay is None:
        refuse("assess-what")
    _session.run(chosen, _job(solution, live=live) if solution and chosen.replay is None else None)


def _job(solution: Path, *, live: bool) -> Job:
    manifest = solution / MANIFEST if solution.is_dir() else solution
    try:
        loaded = load_solution(manifest)
    except FileNotFoundError:
        refuse("no-manifest", path=manifest, folder=manifest.parent)
    except OSError as error:
        refuse("cannot-read", path=manifest, detail=error.strerror or type(error).__name__)
    except MistakesError as error:
        refuse_mistakes(error)
    artefacts = _live.with_services(loaded.artefacts) if live else loaded.artefacts
    if live and not _live.is_live(artefacts):
        refuse("live-where", path=manifest.name)
    return Job(
        command=("assess", manifest.name, *(["--live"] if live else [])),
        solution=loaded,
        artefacts=artefacts,
        root=manifest.parent,
        manifest=manifest.name,
    )
