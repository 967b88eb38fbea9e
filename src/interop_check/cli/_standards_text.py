"""How the standards are laid out as lines of text, and as plain facts for JSON."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from interop_check.standards.problems import StandardError
from interop_check.standards.sheet import read_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interop_check.locales import Texts
    from interop_check.model import Problem
    from interop_check.standards.mirror import Artefacts
    from interop_check.standards.pins import Pin, Standard
    from interop_check.standards.register import Entry

GAP = "  "
INDENT = "  "
NARROW = 60
TOLD = 10

_WORDED = (("reason", "problem"), ("basis", "basis"))

Row = tuple[str, str, str, str]


def columns(rows: Sequence[Row], headings: Row, width: int) -> Iterator[str]:
    """Yield an aligned table; on a narrow screen, and for names too long for it, two lines per row."""
    sizes = [max(len(row[i]) for row in (*rows, headings)) for i in range(len(headings))]
    rest = sum(sizes[1:]) + len(GAP) * (len(headings) - 1)
    first = min(sizes[0], width - rest)
    if width < NARROW or first < len(headings[0]):
        for name, *others in rows:
            yield from textwrap.wrap(name, width) or [""]
            yield from wrapped(", ".join(others), width, INDENT)
        return
    for name, *others in (headings, *rows):
        cells = GAP.join(cell.ljust(size) for cell, size in zip(others, sizes[1:], strict=True))
        if len(name) > first:
            yield name
        yield f"{(name if len(name) <= first else '').ljust(first)}{GAP}{cells}".rstrip()


def table(rows: Sequence[Sequence[str]], headings: Sequence[str], width: int) -> Iterator[str]:
    """Yield a small aligned table; on a narrow screen each row is a line of its own, wrapped."""
    sizes = [max(len(row[i]) for row in (*rows, headings)) for i in range(len(headings))]
    if sum(sizes) + len(GAP) * len(sizes) > width:
        for row in rows:
            yield from wrapped(
                ", ".join(f"{h.lower()} {c}" for h, c in zip(headings, row, strict=True)), width
            )
        return
    for row in (headings, *rows):
        yield GAP.join(cell.ljust(size) for cell, size in zip(row, sizes, strict=True)).rstrip()


def labelled(pairs: Iterator[tuple[str, str]], width: int) -> Iterator[str]:
    """Yield names and values in two columns; a long value goes below its name."""
    listed = list(pairs)
    size = max(len(label) for label, _ in listed) + len(GAP)
    for label, value in listed:
        if size + len(value) <= width:
            yield f"{label.ljust(size)}{value}"
        else:
            yield label
            yield from wrapped(value, width, INDENT)


def wrapped(text: str, width: int, indent: str = "", following: str | None = None) -> list[str]:
    """Return a paragraph within the width; the lines after the first stand a step further in."""
    return textwrap.wrap(
        text,
        max(width, 20),
        initial_indent=indent,
        subsequent_indent=indent + (INDENT if indent else "") if following is None else following,
        break_long_words=False,
        break_on_hyphens=False,
    )


def problem_lines(problems: Sequence[Problem], say: Texts) -> Iterator[str]:
    """Yield a sentence for each of the first problems, and how many more there are."""
    changed_first = sorted(problems, key=lambda problem: problem.code != "standard-changed")
    for problem in changed_first[:TOLD]:
        yield problem_text(problem, say)
    if len(problems) > TOLD:
        yield say("standards-more", count=len(problems) - TOLD)


def problem_text(problem: Problem, say: Texts) -> str:
    """Return the sentence for a problem with an official file, its codes put in words as well."""
    named = {
        name: say(f"{prefix}-{problem.args[name]}") for name, prefix in _WORDED if problem.args.get(name)
    }
    return say(problem.code, **{"reason": "", **problem.args, **named})


def facts(standard: Standard, mirror: Artefacts | None = None) -> dict[str, Any]:
    """Return a standard as plain values; with a mirror also what its shapes hold.

    `digest_of` says what a digest is of; `status` of a version is that in its address.
    """
    preferred = standard.preferred
    return {
        "id": standard.id,
        "title": standard.title,
        "category": standard.category,
        "status": standard.status,
        "usage": standard.usage,
        "register": [_entry_facts(entry) for entry in standard.entries],
        "preferred": preferred.version if preferred else None,
        "versions": [
            {
                "version": version.version,
                "status": version.status,
                "url": version.url,
                "superseded_by": version.superseded_by,
                "artefacts": [_pin_facts(pin) for pin in version.pins],
                **({"shapes": [_sheet_facts(pin, mirror) for pin in version.shapes]} if mirror else {}),
            }
            for version in standard.versions
        ],
    }


def _entry_facts(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "category": entry.category,
        "status": entry.status,
        "usage": entry.usage,
        "published": entry.published or None,
        "acknowledged": entry.acknowledged or None,
        "documents": list(entry.documents),
    }


def _sheet_facts(pin: Pin, mirror: Artefacts) -> dict[str, Any]:
    try:
        sheet = read_sheet(pin, mirror)
    except StandardError as error:
        return {"url": pin.url, "problem": error.problem.code}
    return {
        "url": pin.url,
        "node_shapes": sheet.node_shapes,
        "property_shapes": sheet.property_shapes,
        "repairs": [
            {"id": one.id, "effect": one.effect.value, "count": one.count, "first": list(one.subjects)}
            for one in sheet.repairs
        ],
        "cautions": [
            {"id": one.id, "count": one.count, "first": list(one.subjects)} for one in sheet.cautions
        ],
    }


def _pin_facts(pin: Pin) -> dict[str, Any]:
    return {
        "kind": pin.kind,
        "url": pin.url,
        "media_type": pin.media,
        "bytes": pin.size,
        "sha256": pin.sha256,
        "digest_of": "official" if pin.is_official else pin.basis,
        "dialect": pin.dialect,
        "role": pin.role,
        "origin": pin.origin,
    }
