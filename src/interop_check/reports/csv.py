"""Format `csv`: one finding a row, for a spreadsheet; what could be read as a formula is text.

Between fields stands a semicolon: a spreadsheet that opens a file by itself takes the list separator of the
system, and that is a semicolon where the comma is the decimal sign, as in Dutch. The byte order mark makes it
read UTF-8. Programs have the format `json`.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from interop_check.reports import Format, View
from interop_check.reports.summary import Summary
from interop_check.reports.text import safe
from interop_check.reports.wording import reworded

SEPARATOR = ";"
LONGEST_CELL = 32_000
"""A cell of Excel holds 32,767 characters; what is longer spills into others."""

COLUMNS = (
    *("level", "criterion", "rule", "source", "line", "column", "focus", "path", "value"),
    *("message", "remedy", "count", "waiver"),
)
_OF_PLACE = ("source", "line", "column", "focus", "path", "value")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the start of a formula (OWASP, CSV injection), in full width as well."""
_BLANKS = str.maketrans("\t\r\n", "   ")


def render(document: Mapping[str, Any], view: View) -> str:
    """Return the findings as rows, the most binding first, then how many of each rule are not shown."""
    summary = Summary(reworded(document, view.texts), view.texts)
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=SEPARATOR, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(view.texts(f"csv-{name}") for name in COLUMNS)
    writer.writerows([_cell(row.get(name)) for name in COLUMNS] for row in _rows(summary))
    return "\ufeff" + written.getvalue()


def _rows(summary: Summary) -> Iterator[Mapping[str, Any]]:
    say = summary.texts
    for finding in summary.findings:
        place = {name: finding["at"].get(name) for name in _OF_PLACE}
        remedy = summary.remedies.get(finding["criterion"])
        yield {**finding, **place, "level": say(f"level-{finding['level']}"), "remedy": remedy}
    for rule, count in summary.document["omitted"].items():
        level = summary.document["rules"].get(rule, {}).get("level", "may")
        yield {"rule": rule, "level": say(f"level-{level}"), "message": say("html-omitted", count=count)}


def _cell(value: object) -> str:
    """Return a value as one line that no spreadsheet computes, without control characters."""
    text = str(value or "")
    short = text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
    line = short.translate(_BLANKS)
    kept = line if line.isprintable() else "".join(c for c in line if unicodedata.category(c) != "Cc")
    computed = text.startswith(_FORMULA) or kept.lstrip().startswith(_FORMULA)
    return f"'{safe(kept)}" if computed else safe(kept)


FORMAT = Format(name="csv", render=render)
