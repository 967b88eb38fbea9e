"""How the standards are laid out as lines of text, and as plain facts for JSON."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from interop_check.standards.claims import Found
from interop_check.standards.loading import read_shapes
from interop_check.standards.problems import StandardError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interop_check.locales import Texts
    from interop_check.model import Problem
    from interop_check.standards.catalogue import Catalogue
    from interop_check.standards.claims import Unpinned
    from interop_check.standards.mirror import Mirror
    from interop_check.standards.pins import Pin, Standard, Version

GAP = "  "
INDENT = "  "
NARROW = 60
TOLD = 10

Row = tuple[str, str, str, str]


def columns(rows: Sequence[Row], headings: Row, width: int) -> Iterator[str]:
    """Yield an aligned table; on a narrow screen, and for names too long for it, two lines per row."""
    sizes = [max(len(row[i]) for row in (*rows, headings)) for i in range(len(headings))]
    rest = sum(sizes[1:]) + len(GAP) * (len(headings) - 1)
    first = min(sizes[0], width - rest)
    if width < NARROW or first < len(headings[0]):
        for name, *others in rows:
            yield from textwrap.wrap(name, width) or [""]
            yield from _wrapped(", ".join(others), width, INDENT)
        return
    for name, *others in (headings, *rows):
        cells = GAP.join(cell.ljust(size) for cell, size in zip(others, sizes[1:], strict=True))
        if len(name) > first:
            yield name
        yield f"{(name if len(name) <= first else '').ljust(first)}{GAP}{cells}".rstrip()


def show_lines(
    found: Found | Unpinned, catalogue: Catalogue, mirror: Mirror, say: Texts, width: int
) -> Iterator[str]:
    """Yield all that is known of one standard, and of the version that was found."""
    standard = found.standard
    version = found.version if isinstance(found, Found) else None
    yield version.label if version else standard.id
    yield from _wrapped(standard.title, width, "")
    yield ""
    yield from _labelled(_about(standard, version, catalogue, say), width)
    if version is None:
        yield ""
        yield from _wrapped(say("standard-unpinned", standard=standard.id), width, "")
        return
    yield ""
    yield say("show-files")
    for pin in version.pins:
        yield from _pin_lines(pin, say, width)
    yield ""
    yield say("show-repairs")
    for pin in found.shapes if isinstance(found, Found) else ():
        yield from _repair_lines(pin, mirror, say, width)


def _about(
    standard: Standard, version: Version | None, catalogue: Catalogue, say: Texts
) -> Iterator[tuple[str, str]]:
    status, usage = say(f"standing-{standard.standing.value}"), say(f"usage-{standard.usage.lower()}")
    yield say("show-register", date=catalogue.register_date), f"{status}, {usage}"
    if version is None:
        return
    yield say("show-status"), f"{say(f'standing-{version.standing.value}')} ({version.status})"
    yield say("show-address"), version.url
    newer = catalogue.newer_recognised(version)
    if newer:
        code = "show-newer-pinned" if newer.pinned else "show-newer-unpinned"
        yield say("show-newer"), say(code, version=newer.version)
    others = [other.version for other in standard.versions if other is not version]
    if others:
        yield say("show-others"), ", ".join(others)


def _labelled(pairs: Iterator[tuple[str, str]], width: int) -> Iterator[str]:
    listed = list(pairs)
    size = max(len(label) for label, _ in listed) + len(GAP)
    for label, value in listed:
        if size + len(value) <= width:
            yield f"{label.ljust(size)}{value}"
        else:
            yield label
            yield from _wrapped(value, width, INDENT)


def _pin_lines(pin: Pin, say: Texts, width: int) -> Iterator[str]:
    notes = [
        say(f"artefact-{pin.kind}"),
        *([pin.dialect] if pin.dialect else []),
        say("show-bytes", count=pin.size),
        *([say(f"role-{pin.role}")] if pin.role != "main" else []),
        *([say(f"origin-{pin.origin}")] if pin.origin != "publication" else []),
    ]
    yield from _wrapped(", ".join(notes), width, INDENT)
    yield INDENT * 2 + pin.url
    # A digest of a copy that was made again must not pass for that of the published file.
    code = "show-digest" if pin.is_official else "show-digest-of-copy"
    yield from _wrapped(say(code, digest=pin.sha256, basis=say(f"basis-{pin.basis}")), width, INDENT * 2)


def _repair_lines(pin: Pin, mirror: Mirror, say: Texts, width: int) -> Iterator[str]:
    try:
        repaired = read_shapes(pin, mirror)
    except StandardError as error:
        yield from _wrapped(problem_text(error.problem, say), width, INDENT)
        return
    told = [
        *(_told(one.count, f"repair-{one.id}", f"effect-{one.effect}", say) for one in repaired.repairs),
        *(_told(one.count, f"caution-{one.id}", "effect-none", say) for one in repaired.cautions),
    ]
    for line in told or [say("show-no-repairs")]:
        yield from _wrapped(line, width, INDENT)


def _told(count: int, code: str, effect: str, say: Texts) -> str:
    return say("show-times", count=count, what=say(code), effect=say(effect))


def _wrapped(text: str, width: int, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        max(width, 20),
        initial_indent=indent,
        subsequent_indent=indent + (INDENT if indent else ""),
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
    """Return the sentence for a problem with an official file, its deeper reason put in words as well."""
    reason = problem.args.get("reason")
    return say(problem.code, **{**problem.args, "reason": say(f"problem-{reason}") if reason else ""})


def facts(standard: Standard) -> dict[str, Any]:
    """Return a standard as plain values; `digest_of` says what a digest is of."""
    preferred = standard.preferred
    return {
        "id": standard.id,
        "title": standard.title,
        "status": standard.status,
        "usage": standard.usage,
        "register": list(standard.register),
        "preferred": preferred.version if preferred else None,
        "versions": [
            {
                "version": version.version,
                "status": version.status,
                "url": version.url,
                "superseded_by": version.superseded_by,
                "artefacts": [_pin_facts(pin) for pin in version.pins],
            }
            for version in standard.versions
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
