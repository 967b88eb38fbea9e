"""All that is known of one standard, as lines of text: the register, the versions, their files and faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interop_check.cli._standards_text import INDENT, labelled, problem_text, table, wrapped
from interop_check.standards.claims import Found
from interop_check.standards.edits import Effect
from interop_check.standards.problems import StandardError
from interop_check.standards.sheet import Sheet, read_sheet
from interop_check.standards.standing import Standing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interop_check.locales import Texts
    from interop_check.model import Problem
    from interop_check.standards.catalogue import Catalogue
    from interop_check.standards.cautions import Caution
    from interop_check.standards.claims import Unpinned
    from interop_check.standards.mirror import Artefacts
    from interop_check.standards.pins import Pin, Standard, Version
    from interop_check.standards.register import Entry
    from interop_check.standards.repairs import Repair


def show_lines(
    found: Found | Unpinned, catalogue: Catalogue, mirror: Artefacts, say: Texts, width: int
) -> Iterator[str]:
    """Yield all that is known of one standard, and of the version that was found."""
    standard = found.standard
    version = found.version if isinstance(found, Found) else None
    yield version.label if version else standard.id
    yield from wrapped(standard.title, width, "")
    yield ""
    yield say("show-register", date=catalogue.register_date)
    yield from _registered(standard, say, width)
    if not isinstance(found, Found):
        yield from _unpinned(standard, catalogue, say, width)
        return
    yield ""
    yield from labelled(_about(found.version, catalogue, say), width)
    yield from _disagreement(standard, found.version, say, width)
    sheets = {one.label: _sheets(one.shapes, mirror) for one in standard.versions}
    yield ""
    yield from _versions(standard, sheets, say, width)
    yield ""
    yield say("show-files")
    for pin in found.version.pins:
        yield from _pin_lines(pin, say, width)
    for one in sheets[found.version.label] if found.pin is None else _sheets(found.shapes, mirror):
        yield ""
        yield from _faults(one, say, width)


def _registered(standard: Standard, say: Texts, width: int) -> Iterator[str]:
    for entry in standard.entries:
        yield from wrapped(_entry(entry, say), width, INDENT)
        for document in entry.documents:
            yield INDENT * 2 + document
    if not standard.entries:
        yield from wrapped(say("show-unregistered"), width, INDENT)


def _entry(entry: Entry, say: Texts) -> str:
    undated = entry.standing is Standing.RECOGNISED and not entry.acknowledged
    return say(
        "show-entry",
        title=entry.title,
        status=say(f"standing-{entry.standing.value}"),
        usage=say(f"usage-{entry.usage.lower()}"),
        published=entry.published,
        acknowledged=entry.acknowledged,
        undated=say("show-undated") if undated else "",
    )


def _unpinned(standard: Standard, catalogue: Catalogue, say: Texts, width: int) -> Iterator[str]:
    vocabularies = catalogue.vocabularies_of(standard)
    yield ""
    yield from wrapped(say("show-vocabulary" if vocabularies else "show-unpinned"), width, "")
    for pin in vocabularies:
        yield from _pin_lines(pin, say, width)


def _about(version: Version, catalogue: Catalogue, say: Texts) -> Iterator[tuple[str, str]]:
    yield say("show-status"), f"{say(f'standing-{version.standing.value}')} ({version.status})"
    yield say("show-address"), version.url
    newer = catalogue.newer_recognised(version)
    if newer:
        code = "show-newer-pinned" if newer.pinned else "show-newer-unpinned"
        yield say("show-newer"), say(code, version=newer.version)


def _disagreement(standard: Standard, version: Version, say: Texts, width: int) -> Iterator[str]:
    if standard.entries and version.standing not in (standard.standing, Standing.ALIAS):
        words = {
            "register": say(f"standing-{standard.standing.value}"),
            "address": say(f"standing-{version.standing.value}"),
        }
        yield from wrapped(say("show-disagreement", **words), width, INDENT)


def _sheets(pins: Sequence[Pin], mirror: Artefacts) -> list[Sheet | Problem]:
    found: list[Sheet | Problem] = []
    for pin in pins:
        try:
            found.append(read_sheet(pin, mirror))
        except StandardError as error:
            found.append(error.problem)
    return found


def _versions(
    standard: Standard, sheets: dict[str, list[Sheet | Problem]], say: Texts, width: int
) -> Iterator[str]:
    heads = [say(f"show-column-{name}") for name in ("version", "status", "classes", "rules")]
    rows = []
    for version in sorted(standard.versions, key=lambda one: one.version, reverse=True):
        status = say(f"standing-{version.standing.value}")
        rows.append([version.version, status, *_counts(sheets[version.label], say)])
    yield from table(rows, heads, width)


def _counts(sheets: Sequence[Sheet | Problem], say: Texts) -> tuple[str, str]:
    read = [one for one in sheets if isinstance(one, Sheet)]
    if not read:
        return (say("show-not-read"),) * 2 if sheets else (say("show-none"),) * 2
    return str(sum(one.node_shapes for one in read)), str(sum(one.property_shapes for one in read))


def _pin_lines(pin: Pin, say: Texts, width: int) -> Iterator[str]:
    notes = [
        say(f"artefact-{pin.kind}"),
        *([pin.dialect] if pin.dialect else []),
        say("show-bytes", count=pin.size),
        *([say(f"role-{pin.role}")] if pin.role != "main" else []),
        *([say(f"origin-{pin.origin}")] if pin.origin != "publication" else []),
    ]
    yield from wrapped(", ".join(notes), width, INDENT)
    yield INDENT * 2 + pin.url
    # A digest of a copy that was made again must not pass for that of the published file.
    code = "show-digest" if pin.is_official else "show-digest-of-copy"
    yield from wrapped(say(code, digest=pin.sha256, basis=say(f"basis-{pin.basis}")), width, INDENT * 2)


def _faults(sheet: Sheet | Problem, say: Texts, width: int) -> Iterator[str]:
    if not isinstance(sheet, Sheet):
        yield from wrapped(problem_text(sheet, say), width, "")
        return
    groups: list[tuple[str, str, Sequence[Repair | Caution]]] = [
        (f"effect-{effect.value}", "repair", [one for one in sheet.repairs if one.effect is effect])
        for effect in (Effect.NEVER, Effect.VERDICT, Effect.LOADABLE)
    ]
    groups.append(("effect-none", "caution", sheet.cautions))
    told = [group for group in groups if group[2]]
    if not told:
        yield from wrapped(say("show-no-repairs"), width, "")
    for number, (heading, kind, faults) in enumerate(told):
        if number:
            yield ""
        yield from wrapped(say(heading), width, "")
        for one in faults:
            yield from _fault(kind, one, say, width)


def _fault(kind: str, one: Repair | Caution, say: Texts, width: int) -> Iterator[str]:
    what = say("show-times", count=one.count, what=say(f"{kind}-{one.id}"))
    yield from wrapped(what, width, INDENT)
    yield from wrapped(say(f"means-{one.id}"), width, INDENT * 2, INDENT * 2)
