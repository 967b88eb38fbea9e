"""`interop-check check KIND TARGET...`: artefacts without a manifest."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from interop_check.cli import _session
from interop_check.cli._job import Job
from interop_check.cli._language import texts
from interop_check.cli._options import settings, shared
from interop_check.cli._refusal import refuse
from interop_check.mask import shown
from interop_check.model import Artefact, Place
from interop_check.solution import is_address, location_fault


@click.group(name="check", help=texts()("cmd-check"))
def command() -> None:
    pass


@command.command(name="data", help=texts()("cmd-check-data"))
@click.argument("targets", nargs=-1, metavar="FILE...")
@click.option("--standard", "claims", multiple=True, metavar="ID[@VERSION]", help=texts()("opt-standard"))
@click.option("--shapes", multiple=True, metavar="FILE", help=texts()("opt-shapes"))
@click.option("--background", multiple=True, metavar="FILE", help=texts()("opt-background"))
@click.option("--context", metavar="FILE", help=texts()("opt-context"))
@shared
def data(
    targets: tuple[str, ...],
    claims: tuple[str, ...],
    shapes: tuple[str, ...],
    background: tuple[str, ...],
    context: str | None,
    **options: Any,
) -> NoReturn:
    chosen = settings(**options)
    if not targets and chosen.replay is None:
        refuse("check-what")
    given = {"standards": claims, "shapes": shapes, "background": background}
    _session.run(chosen, _job(targets, given, context or "") if chosen.replay is None else None)


def _job(targets: Sequence[str], given: Mapping[str, tuple[str, ...]], context: str) -> Job:
    contexts = (context,) if context else ()
    for target in (*targets, *given["shapes"], *given["background"], *contexts):
        fault = location_fault(target) if is_address(target) else None
        if fault:  # what stands here stands in the report
            refuse(fault, value=shown(target))
        if not is_address(target) and not Path(target).is_file():
            refuse("not-a-file" if Path(target).exists() else "no-such-file", path=target)
    options = {"--standard": "standards", "--shapes": "shapes", "--background": "background"}
    words = [word for option, name in options.items() for value in given[name] for word in (option, value)]
    words += [word for value in contexts for word in ("--context", value)]
    about = {**given, "context": context} if context else given
    return Job(
        command=("check", "data", *targets, *words),
        artefacts=[
            Artefact(section="datasets", id=Path(t).name, location=t, about=about, at=Place(source=t))
            for t in targets
        ],
        root=Path(),
        strict=False,
    )
