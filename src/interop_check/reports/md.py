"""Format `md`: a summary in Markdown, for a comment on a pull request or the summary of a build step.

GitHub Flavored Markdown without HTML. Values are text in it: no markup, image, link or mention works.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interop_check.reports import Format, View
from interop_check.reports.summary import Summary, percent
from interop_check.reports.tables import Table
from interop_check.reports.text import MARKS, SCOPES, safe
from interop_check.reports.wording import reworded

MOST_BYTES = 900_000
"""GitHub drops a step summary of more than 1 MiB as a whole."""
LONGEST = 1_000
_ROOM = 20_000  # for the line that tells what was left out, which names so many headings of such a length
_MOST_NAMED, _LONGEST_NAME = 20, 100

_SPECIAL = re.compile(r"[\\`*_\[\]|~!$]|:(?=//)|(?<=\bwww)\.", re.IGNORECASE)
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TRIGGER = re.compile(r"(?<!\w)@(?=\w)|@(?=[\w.-]*\.\w)|#(?=\d)")
"""Where GitHub sees a mention, an address of mail, or the number of an issue."""
_OPEN = ("failed", "partial", "not_assessed")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it, one line each; a table has its head before its lines."""

    heading: str
    lines: Sequence[str]
    head: tuple[str, ...] = ()


def render(document: Mapping[str, Any], view: View) -> str:
    """Return the report in Markdown, at most MOST_BYTES of it; what is left out is counted in a last line."""
    summary = Summary(reworded(document, view.texts), view.texts)
    first, last = "\n".join(_head(summary)), "\n".join(_foot(summary))
    room = MOST_BYTES - _ROOM - len(first.encode()) - len(last.encode())
    shown, left_out = _fitting([section for section in _sections(summary) if section.lines], room)
    named = [*left_out[:_MOST_NAMED], *(["…"] if len(left_out) > _MOST_NAMED else [])]
    omitted = [view.texts("md-left-out", what=", ".join(named))] if left_out else []
    return "\n\n".join([first, *shown, *omitted, last]) + "\n"


def markdown(text: str) -> str:
    """Return `text` as one line of Markdown that shows it and does nothing else."""
    escaped = _SPECIAL.sub(r"\\\g<0>", _line(text))
    plain = "".join(_ENTITIES.get(letter, letter) for letter in escaped)
    # A character without width breaks mentions and references: they are looked for in what is rendered.
    return _TRIGGER.sub(r"\g<0>&#8203;", plain)


def code(text: str) -> str:
    """Return `text` as code on one line, whatever marks stand in it (CommonMark, code spans)."""
    plain = _line(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", plain)), default=0))
    pad = " " if plain.startswith(("`", " ")) or plain.endswith(("`", " ")) else ""
    return f"{fence}{pad}{plain}{pad}{fence}"


def _line(text: str) -> str:
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return " ".join(safe(short).split())


def _fitting(sections: Sequence[Section], room: int) -> tuple[list[str], list[str]]:
    """Return the sections as far as there is room, and of each other heading how many lines are missing."""
    shown: list[str] = []
    missing: list[str] = []
    for section in sections:
        kept = [f"## {markdown(section.heading)}", "", *section.head]
        room -= _size(kept)
        count = 0
        for line in section.lines:
            room -= _size([line])
            if room < 0:
                break
            count += 1
        if count:
            shown.append("\n".join([*kept, *section.lines[:count]]))
        if count < len(section.lines):
            name = markdown(section.heading[:_LONGEST_NAME])
            missing.append(f"{name} {len(section.lines) - count}")
    return shown, missing


def _size(lines: Sequence[str]) -> int:
    return sum(len(line.encode()) + 2 for line in lines)


def _head(summary: Summary) -> Iterator[str]:
    say = summary.texts
    yield f"# {markdown(summary.title)}"
    yield from ("", markdown(summary.subtitle), "")
    yield from _table([say("report-verdict"), say("report-readiness"), say("report-score")])
    score = summary.score_line if summary.score["supported"] is not None else "–"
    yield _row([f"**{markdown(summary.verdict)}**", markdown(summary.readiness), markdown(score)])


def _foot(summary: Summary) -> Iterator[str]:
    say, document = summary.texts, summary.document
    yield f"{markdown(say('report-reproduce', command=''))} {code(document['reproduce'])}  "
    yield f"{markdown(say('report-digest', digest=''))} {code(document['digest'])}"


def _sections(summary: Summary) -> Iterator[Section]:
    say = summary.texts
    yield Section(say("html-held-back").rstrip(":"), _items(summary.held_back_by))
    yield _layers(summary)
    columns = ("col-criterion", "col-title", "col-level", "html-outcome", "explain-remedy")
    criteria = [_criterion(result, summary) for result in summary.results]
    yield Section(say("report-criteria"), criteria, tuple(_table([say(name) for name in columns])))
    yield Section(say("report-ladders"), _items(summary.ladders))
    yield from (_told(table) for table in summary.tables if not table.detail)
    yield Section(say("report-findings"), list(_findings(summary)))
    yield Section(say("report-not-looked-at"), _items(summary.not_looked_at))
    yield Section(say("report-waivers"), _items(summary.waivers))
    yield Section(say("report-standards"), _items([*summary.standards, *summary.cautions]))


def _layers(summary: Summary) -> Section:
    say = summary.texts
    head = [say("col-layer"), *(say(f"report-{name}") for name in SCOPES)]
    rows = [
        _row([say(f"layer-{layer}"), *(percent(scope[name]) for name in SCOPES)])
        for layer, scope in summary.score["layers"].items()
    ]
    return Section(say("report-layers"), rows, tuple(_table(head)))


def _told(table: Table) -> Section:
    rows = [_row([markdown(cell) for cell in row]) for row in table.rows]
    heading = f"{table.title} — {table.of}" if table.of else table.title
    return Section(heading, rows, tuple(_table([markdown(head) for head in table.heads])))


def _criterion(result: Mapping[str, Any], summary: Summary) -> str:
    say, outcome = summary.texts, result["outcome"]
    ended = f"{MARKS[outcome]} {say('outcome-' + outcome)} ({summary.counted(result)})"
    remedy = result["remedy"] if outcome in _OPEN else ""
    cells = (result["criterion"], result["title"], say(f"level-{result['level']}"), ended, remedy)
    return _row([markdown(cell) for cell in cells])


def _findings(summary: Summary) -> Iterator[str]:
    say = summary.texts
    for finding in summary.findings:
        waived = f" ({markdown(say('html-waived', id=finding['waiver']))})" if finding["waiver"] else ""
        level = markdown(say(f"level-{finding['level']}"))
        same = f" {markdown(same)}" if (same := summary.same_cause(finding)) else ""
        told = f"{markdown(finding['message'])}{same}{waived} {code(finding['rule'])}"
        yield f"- **{level}** {code(summary.place(finding))}: {told}"
    for rule, count in summary.document["omitted"].items():
        yield f"- {code(rule)}: {markdown(say('html-omitted', count=count))}"


def _items(lines: Sequence[str]) -> list[str]:
    return [f"- {markdown(line)}" for line in lines]


def _table(heads: Sequence[str]) -> list[str]:
    return [_row(heads), _row(["---"] * len(heads))]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


FORMAT = Format(name="md", render=render)
