"""Format `html`: one self-contained page, readable without network and without scripts (WCAG 2.1 AA)."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from interop_check.reports import Format, View
from interop_check.reports.summary import Summary, percent
from interop_check.reports.text import SCOPES, safe
from interop_check.reports.wording import reworded

if TYPE_CHECKING:
    from jinja2 import Template


def render(document: Mapping[str, Any], view: View) -> str:
    """Return the report as an HTML page; every value is escaped by the template engine."""
    shown = reworded(document, view.texts)
    return _template().render(
        summary=Summary(shown, view.texts),
        document=shown,
        say=view.texts,
        percent=percent,
        scopes=SCOPES,
        language=view.texts.language,
    )


@cache
def _template() -> "Template":
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - only this format needs it

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.finalize = lambda value: safe(value) if isinstance(value, str) else value
    source = (
        resources.files(__package__).joinpath("templates", "report.html.jinja").read_text(encoding="utf-8")
    )
    return environment.from_string(source)


FORMAT = Format(name="html", render=render)
