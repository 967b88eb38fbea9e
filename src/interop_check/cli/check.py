"""`interop-check check KIND TARGET...`: artefacts without a manifest."""

import posixpath
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from interop_check.cli import _live, _session
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
    "folder": "--folder",
    "ref_hosts": "--ref-host",
    "live": "--live",
    "params": "--param",
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
@click.option("--context", metavar="FILE", help=texts()("opt-context"))
@shared
def data(
    targets: tuple[str, ...],
    claims: tuple[str, ...],
    shapes: tuple[str, ...],
    background: tuple[str, ...],
    upgrade_to: str | None,
    context: str | None,
    **options: Any,
) -> NoReturn:
    if upgrade_to and not claims and options["replay"] is None:
        refuse("upgrade-from-what", version=shown(upgrade_to))
    given: dict[str, Any] = {"standards": claims, "shapes": shapes, "background": background}
    given |= {"upgrade_to": (upgrade_to,)} if upgrade_to else {}
    given |= {"context": context} if context else {}
    _run("data", "datasets", targets, given, options)


@command.command(name="catalogue", help=texts()("cmd-check-catalogue"))
@click.argument("targets", nargs=-1, metavar="FILE...")
@click.option(
    "--standard", "claims", multiple=True, metavar="ID[@VERSION]", help=texts()("opt-standard-catalogue")
)
@shared
def catalogue(targets: tuple[str, ...], claims: tuple[str, ...], **options: Any) -> NoReturn:
    _run("catalogue", "catalogues", targets, {"standards": claims}, options)


@command.command(name="publication", help=texts()("cmd-check-publication"))
@click.argument("targets", nargs=-1, metavar="FILE|URL...")
@click.option("--base", metavar="URL", help=texts()("opt-base"))
@shared
def publication(targets: tuple[str, ...], base: str | None, **options: Any) -> NoReturn:
    if base and (not is_address(base) or location_fault(base)):
        refuse("expected-url", value=shown(base))
    if base and len(targets) > 1:
        refuse("base-of-several")
    _run("publication", "publications", targets, {"base_url": base} if base else {}, options)


@command.command(name="api", help=texts()("cmd-check-api"))
@click.argument("targets", nargs=-1, metavar="FILE|URL...")
@click.option("--rules", multiple=True, metavar="SET", help=texts()("opt-rules"))
@click.option(
    "--folder", type=click.Path(exists=True, file_okay=False), metavar="DIR", help=texts()("opt-folder")
)
@click.option("--ref-host", "hosts", multiple=True, metavar="HOST", help=texts()("opt-ref-host"))
@click.option("--live", metavar="URL", help=texts()("opt-live"))
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help=texts()("opt-param"))
@click.option("--context", metavar="FILE|URL", help=texts()("opt-context-api"))
@click.option("--standard", "claims", multiple=True, metavar="ID[@VERSION]", help=texts()("opt-standard-api"))
@shared
def api(
    targets: tuple[str, ...],
    rules: tuple[str, ...],
    folder: str | None,
    hosts: tuple[str, ...],
    context: str | None,
    claims: tuple[str, ...],
    live: str | None,
    params: tuple[str, ...],
    **options: Any,
) -> NoReturn:
    given: dict[str, Any] = {"ref_hosts": hosts, **({"folder": (folder,)} if folder else {})}
    given |= _live.given(live, params, targets)
    given |= {"standards": claims} if claims else {}
    given |= {"context": context} if context else {}
    own = {"live": live} if live else {}
    options["profiles"] = (*options["profiles"], *rules)
    _run(
        "api",
        "apis",
        targets,
        given,
        options,
        lambda one: {"folder": folder or posixpath.dirname(one), **own},
    )


_FILES = ("shapes", "background")

Own = Callable[[str], Mapping[str, Any]]
"""What is said of one target alone."""


def _nothing(target: str) -> Mapping[str, Any]:  # noqa: ARG001 - the shape of Own
    return {}


def _run(
    kind: str,
    section: str,
    targets: Sequence[str],
    given: Mapping[str, Any],
    options: Mapping[str, Any],
    own: Own = _nothing,
) -> NoReturn:
    chosen = settings(**options)
    if not targets and chosen.replay is None:
        refuse("check-what")
    _session.run(chosen, _job(kind, section, targets, given, own) if chosen.replay is None else None)


def _job(kind: str, section: str, targets: Sequence[str], given: Mapping[str, Any], own: Own) -> Job:
    contexts = (given["context"],) if given.get("context") else ()
    for target in (*targets, *contexts, *(file for name in _FILES for file in given.get(name, ()))):
        fault = location_fault(target) if is_address(target) else None
        if fault:  # what stands here stands in the report
            refuse(fault, value=shown(target))
        if not is_address(target) and not Path(target).is_file():
            refuse("not-a-file" if Path(target).exists() else "no-such-file", path=target)
    words = [
        word for name, option in _OPTIONS.items() for value in given.get(name, ()) for word in (option, value)
    ]
    words += [word for value in contexts for word in ("--context", value)]
    words += ["--base", given["base_url"]] if "base_url" in given else []
    return Job(
        command=("check", kind, *targets, *words),
        artefacts=[
            Artefact(
                section=section, id=Path(t).name, location=t, about={**given, **own(t)}, at=Place(source=t)
            )
            for t in targets
        ],
        root=Path(),
        strict=False,
    )
