"""`interop-check render REPORT -f …`: other formats of a stored report."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from interop_check import seal
from interop_check.cli import _session
from interop_check.cli._language import language, texts
from interop_check.cli._options import FormatOption, NamedFormats
from interop_check.cli._reading import read_report
from interop_check.cli._refusal import refuse
from interop_check.languages import LANGUAGES
from interop_check.locales import Texts
from interop_check.model import Profile
from interop_check.profiles import folders
from interop_check.reports.wording import texts_of


@click.command(name="render", help=texts()("cmd-render"))
@click.argument("report", type=click.Path(path_type=Path))
@click.option("-f", "--format", "wanted", cls=NamedFormats, multiple=True, type=FormatOption())
@click.option("--lang", type=click.Choice(LANGUAGES), default=language, help=texts()("opt-lang"))
def command(report: Path, wanted: tuple[tuple[str, str], ...], lang: str) -> None:
    document = read_report(report)
    found = seal.verify(document)
    if not found.intact:
        refuse("report-broken-seal", path=report)
    say = Texts(lang, texts_of(_profiles(document)))
    _session.write_formats(document, wanted or (("text", "-"),), say, quiet=False)


def _profiles(document: Mapping[str, Any]) -> list[Profile]:
    """Return the profiles by which the report was made, as far as they are here and still the same."""
    digests = {one["id"]: one["digest"] for one in document["profiles"]}
    here = [_session.profile(name) for name in folders() if name in digests]
    return [one for one in here if one.digest == digests[one.id]]
