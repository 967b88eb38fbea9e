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

_OPTIONS = {
    "standards": "--standard",
    "shapes": "--shapes",
    "background": "--background",
    "upgrade_to": "--upgrade-to",
}


@click.group(name="check", help=texts()("cmd-check"))
def command() -> None:
    pass


@command.command(name="data", help=texts()("cmd-check-data"))
@click.argument("targets", nargs=-1, metavar="FILE...")
@click.option("--standard", "claims", multiple=True, metavar="ID[@VERSION]", help=texts()("opt-standard"))
@click.option("--shapes", multiple=True, metavar="FILE", help=texts()("opt-shapes"))
@click.option("--background", multiple=True, metavar="FILE", help=texts()("opt-background"))
@click.option("--upgrade-to", metavar="VERSION|ID[@VERSION]", help=texts()("opt-upgrade-to"))
@shared
def data(
    targets: tuple[str, ...],
    claims: tuple[str, ...],
    shapes: tuple[str, ...],
    background: tuple[str, ...],
    upgrade_to: str | None,
    **options: Any,
) -> NoReturn:
    chosen = settings(**options)
    if not targets and chosen.replay is None:
        refuse("check-what")
    if upgrade_to and not claims and chosen.replay is None:
        refuse("upgrade-from-what", version=shown(upgrade_to))
    given = {"standards": claims, "shapes": shapes, "background": background}
    given |= {"upgrade_to": (upgrade_to,)} if upgrade_to else {}
    _session.run(chosen, _job(targets, given) if chosen.replay is None else None)


def _job(targets: Sequence[str], given: Mapping[str, tuple[str, ...]]) -> Job:
    for target in (*targets, *given["shapes"], *given["background"]):
        fault = location_fault(target) if is_address(target) else None
        if fault:  # what stands here stands in the report
            refuse(fault, value=shown(target))
        if not is_address(target) and not Path(target).is_file():
            refuse("not-a-file" if Path(target).exists() else "no-such-file", path=target)
    words = [
        word for name, option in _OPTIONS.items() for value in given.get(name, ()) for word in (option, value)
    ]
    return Job(
        command=("check", "data", *targets, *words),
        artefacts=[
            Artefact(section="datasets", id=Path(t).name, location=t, about=given, at=Place(source=t))
            for t in targets
        ],
        root=Path(),
        strict=False,
    )
