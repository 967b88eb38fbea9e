"""`interop-check check KIND TARGET...`: artefacts without a manifest."""

from pathlib import Path
from typing import Any, NoReturn

import click

from interop_check.cli import _session
from interop_check.cli._language import texts
from interop_check.cli._options import settings, shared
from interop_check.model import Artefact, Place
from interop_check.solution import is_address


@click.group(name="check", help=texts()("cmd-check"))
def command() -> None:
    pass


@command.command(name="data", help=texts()("cmd-check-data"))
@click.argument("targets", nargs=-1, required=True, metavar="FILE...")
@click.option("--standard", "claims", multiple=True, metavar="ID[@VERSION]", help=texts()("opt-standard"))
@click.option("--shapes", multiple=True, metavar="FILE", help=texts()("opt-shapes"))
@click.option("--background", multiple=True, metavar="FILE", help=texts()("opt-background"))
@shared
def data(
    targets: tuple[str, ...],
    claims: tuple[str, ...],
    shapes: tuple[str, ...],
    background: tuple[str, ...],
    **options: Any,
) -> NoReturn:
    claimed = [word for name in claims for word in ("--standard", name)]
    claimed += [word for name in shapes for word in ("--shapes", name)]
    claimed += [word for name in background for word in ("--background", name)]
    about = {"standards": claims, "shapes": shapes, "background": background}
    for target in (*targets, *shapes, *background):
        if not is_address(target) and not Path(target).is_file():
            _session.refuse("not-a-file" if Path(target).exists() else "no-such-file", path=target)
    chosen = settings(**options)
    _session.run(
        chosen,
        solution=None,
        artefacts=[
            Artefact(section="datasets", id=Path(t).name, location=t, about=about, at=Place(source=t))
            for t in targets
        ],
        source=_session.source(Path(), chosen, strict=False),
        reproduce=_session.reproduce(["check", "data", *targets, *claimed], chosen),
    )
