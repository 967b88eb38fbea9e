"""`interop-check verify REPORT...`: is a report still what the tool wrote."""

from pathlib import Path

import click

from interop_check import seal
from interop_check.cli import _session
from interop_check.cli._language import texts
from interop_check.cli._options import speaks
from interop_check.cli._reading import read_report


@click.command(name="verify", help=texts()("cmd-verify"))
@click.argument("reports", nargs=-1, required=True, type=click.Path(path_type=Path))
@speaks
def command(reports: tuple[Path, ...]) -> None:
    intact = True
    for path in reports:
        found = seal.verify(read_report(path))
        intact = intact and found.intact
        args = {"path": path, "stated": found.stated or "-", "computed": found.computed or "-"}
        click.echo(texts()(f"verify-{found.code}", **args))
    raise SystemExit(_session.CONFORMS if intact else _session.DOES_NOT_CONFORM)
