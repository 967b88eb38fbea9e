"""`interop-check assess`: a whole solution against profiles."""

from pathlib import Path
from typing import Any, NoReturn

import click

from interop_check.api import load_solution
from interop_check.cli import _session
from interop_check.cli._language import texts
from interop_check.cli._options import settings, shared
from interop_check.model import MistakesError

MANIFEST = "solution.yaml"


@click.command(name="assess", help=texts()("cmd-assess"))
@click.argument("solution", type=click.Path(path_type=Path))
@shared
def command(solution: Path, **options: Any) -> NoReturn:
    manifest = solution / MANIFEST if solution.is_dir() else solution
    try:
        loaded = load_solution(manifest)
    except FileNotFoundError:
        _session.refuse("no-manifest", path=manifest, folder=manifest.parent)
    except OSError as error:
        _session.refuse("cannot-read", path=manifest, detail=error.strerror or type(error).__name__)
    except MistakesError as error:
        _session.refuse_mistakes(error)
    chosen = settings(**options)
    _session.run(
        chosen,
        solution=loaded,
        artefacts=loaded.artefacts,
        source=_session.source(manifest.parent, chosen),
        reproduce=_session.reproduce(["assess", manifest.name], chosen),
    )
