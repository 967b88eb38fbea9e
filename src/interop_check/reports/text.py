"""Format `text`: the summary for a terminal, plain and wrapped to a width."""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from interop_check.reports import Format, View
from interop_check.reports.summary import Summary, percent
from interop_check.reports.tables import Table
from interop_check.reports.wording import reworded

MOST_FINDINGS = 10
NARROWEST = 40
LAYER_INDENT = 4
SCOPES = ("supported", "verified", "possible", "coverage")

_COMMAND = re.compile(
    r"::(?=(?:add-|debug|echo|end|error|group|notice|remove-|save-|set-|stop-|warning))|##(?=(?:vso)?\[)",
    re.IGNORECASE,
)

MARKS = {
    "passed": "✔",
    "partial": "◐",
    "failed": "✘",
    "not_applicable": "–",
    "not_assessed": "?",
    "error": "!",
}


def render(document: Mapping[str, Any], view: View) -> str:
    """Return the summary of a report, within the view's width."""
    summary, width = Summary(reworded(document, view.texts), view.texts), max(view.width, NARROWEST)
    parts = (
        *(_head, _verdict, _layers, _criteria, _ladders, _tables),
        *(_findings, _standards, _waivers, _unseen, _foot),
    )
    blocks = ("\n".join(part(summary, width)) for part in parts)
    return "\n\n".join(block for block in blocks if block) + "\n"


def safe(text: str) -> str:
    """Return `text` with what a screen or a build's log obeys shown as escapes.

    That is control, format and bidi characters, and the commands of GitHub Actions and Azure Pipelines.
    """
    plain = _COMMAND.sub(lambda match: _escape(match[0][0]) + match[0][1], text)
    if plain.isprintable():
        return plain
    return "".join(c if unicodedata.category(c)[0] != "C" or c == "\n" else _escape(c) for c in plain)


def _escape(letter: str) -> str:
    return f"\\u{ord(letter):04x}"


def _wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    indent = first if rest is None else rest
    lines = textwrap.wrap(
        safe(text), width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False
    )
    yield from (line.rstrip() for line in lines or [first])


def _head(summary: Summary, width: int) -> Iterator[str]:
    yield from _wrapped(summary.title, width)
    yield from _wrapped(summary.subtitle, width)


def _verdict(summary: Summary, width: int) -> Iterator[str]:
    say = summary.texts
    rows = [(say("report-verdict"), summary.verdict), (say("report-readiness"), summary.readiness)]
    if summary.score["supported"] is not None:
        rows.append((say("report-score"), summary.score_line))
    label = max(len(name) for name, _ in rows) + 2
    for name, value in rows:
        yield from _wrapped(value, width, name.ljust(label), " " * label)
    for line in summary.held_back_by:
        yield from _wrapped(line, width, " " * label + "- ", " " * label + "  ")


def _layers(summary: Summary, width: int) -> Iterator[str]:
    if not summary.score["layers"]:
        return
    say = summary.texts
    heads = [say(f"report-{name}") for name in SCOPES]
    size = max(10, *(len(head) + 2 for head in heads))
    label = width - size * len(heads)
    if label < max(len(say(f"layer-{layer}")) for layer in summary.score["layers"]) + LAYER_INDENT:
        yield from _stacked_layers(summary, heads)
        return
    yield safe(say("report-layers")).ljust(label) + "".join(head.rjust(size) for head in heads)
    for layer, scope in summary.score["layers"].items():
        numbers = (percent(scope[name]) for name in SCOPES)
        yield f"  {say(f'layer-{layer}')}".ljust(label) + "".join(n.rjust(size) for n in numbers)


def _stacked_layers(summary: Summary, heads: Sequence[str]) -> Iterator[str]:
    """One number a line, for terminals too narrow for a table."""
    for layer, scope in summary.score["layers"].items():
        yield safe(summary.texts(f"layer-{layer}"))
        for head, name in zip(heads, SCOPES, strict=True):
            yield f"  {head.ljust(max(map(len, heads)))}  {percent(scope[name]).rjust(5)}"


def _criteria(summary: Summary, width: int) -> Iterator[str]:
    yield from _wrapped(summary.texts("report-criteria"), width)
    for result in summary.results:
        mark = MARKS[result["outcome"]]
        say = summary.texts
        head = f"{result['title']} — {say('outcome-' + result['outcome'])} ({summary.counted(result)})"
        lead = f"  {mark} {result['criterion']}  "
        yield from _wrapped(head, width, lead, " " * len(lead))


def _ladders(summary: Summary, width: int) -> Iterator[str]:
    if not summary.ladders:
        return
    yield from _wrapped(summary.texts("report-ladders"), width)
    for line in summary.ladders:
        yield from _wrapped(line, width, "  - ", "    ")


def _tables(summary: Summary, width: int) -> Iterator[str]:
    shown = [one for one in summary.tables if not one.detail]
    for number, table in enumerate(shown):
        if number == 0 or shown[number - 1].title != table.title:
            yield from _wrapped(table.title, width)
        if table.of:
            yield from _wrapped(table.of, width, "  ")
        yield from _aligned(table, width)


def _aligned(table: Table, width: int) -> Iterator[str]:
    """The rows in columns where they fit, else one cell a line with its head."""
    cells = [[safe(cell) for cell in row] for row in (table.heads, *table.rows)]
    sizes = [max(map(len, column)) for column in zip(*cells, strict=True)]
    if sum(sizes) + 2 * len(sizes) <= width:
        yield from ("  " + "  ".join(map(str.ljust, row, sizes)).rstrip() for row in cells)
        return
    for row in table.rows:
        lines = list(zip(table.heads, row, strict=True))
        yield from _wrapped(f"{lines[0][0]}: {lines[0][1]}", width, "  - ", "    ")
        for head, cell in lines[1:]:
            yield from _wrapped(f"{head}: {cell}", width, "    ", "      ")


def _findings(summary: Summary, width: int) -> Iterator[str]:
    shown = summary.findings[:MOST_FINDINGS]
    if not shown:
        return
    yield from _wrapped(summary.texts("report-findings"), width)
    for finding in shown:
        level = summary.texts(f"level-{finding['level']}")
        yield from _wrapped(f"{summary.place(finding)}  [{level}] {finding['rule']}", width, "  ", "    ")
        waived = f" ({summary.texts('html-waived', id=finding['waiver'])})" if finding["waiver"] else ""
        yield from _wrapped(f"{finding['message']}{waived}", width, "    ")
        if same := summary.same_cause(finding):
            yield from _wrapped(same, width, "    ")
    more = summary.finding_count - len(shown)
    if more > 0:
        yield from _wrapped(summary.texts("report-more-findings", count=more), width, "  ")


def _standards(summary: Summary, width: int) -> Iterator[str]:
    if not summary.standards:
        return
    yield from _wrapped(summary.texts("report-standards"), width)
    for line in summary.standards:
        yield from _wrapped(line, width, "  - ", "    ")


def _waivers(summary: Summary, width: int) -> Iterator[str]:
    if not summary.waivers:
        return
    yield from _wrapped(summary.texts("report-waivers"), width)
    for line in summary.waivers:
        yield from _wrapped(line, width, "  - ", "    ")


def _unseen(summary: Summary, width: int) -> Iterator[str]:
    lines: Sequence[str] = summary.not_looked_at
    if not lines:
        return
    yield from _wrapped(summary.texts("report-not-looked-at"), width)
    for line in lines:
        yield from _wrapped(line, width, "  - ", "    ")


def _foot(summary: Summary, width: int) -> Iterator[str]:
    yield from _wrapped(summary.reproduce, width, "", "  ")
    yield from _wrapped(summary.digest, width, "", "  ")


FORMAT = Format(name="text", render=render)
