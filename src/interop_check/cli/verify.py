"""`interop-check verify REPORT...`: is a report still what the tool wrote."""

from pathlib import Path

import click

from interop_check import seal
from interop_check.cli._language import texts
from interop_check.cli._options import speaks
from interop_check.cli._reading import read_report
from interop_check.cli._refusal import CONFORMS, DOES_NOT_CONFORM


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
    raise SystemExit(CONFORMS if intact else DOES_NOT_CONFORM)
