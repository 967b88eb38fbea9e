"""`interop-check render REPORT -f …`: other formats of a stored report."""

from pathlib import Path

import click

from interop_check import seal
from interop_check.cli import _session
from interop_check.cli._language import LANGUAGES, language, texts
from interop_check.cli._options import FormatOption
from interop_check.cli._reading import read_report
from interop_check.locales import Texts


@click.command(name="render", help=texts()("cmd-render"))
@click.argument("report", type=click.Path(path_type=Path))
@click.option("-f", "--format", "wanted", multiple=True, type=FormatOption(), help=texts()("opt-format"))
@click.option("--lang", type=click.Choice(LANGUAGES), default=language, help=texts()("opt-lang"))
def command(report: Path, wanted: tuple[tuple[str, str], ...], lang: str) -> None:
    document = read_report(report)
    found = seal.verify(document)
    if not found.intact:
        _session.refuse("report-broken-seal", path=report)
    _session.write_formats(document, wanted or (("text", "-"),), Texts(lang), quiet=False)
