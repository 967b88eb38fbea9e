"""Writes docs/reference from the code and data that it describes; `--check` fails where a page is stale."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

os.environ["INTEROP_CHECK_LANG"] = "en"
os.environ["COLUMNS"] = "100"

import click

from interop_check import api, schemas
from interop_check.cli import main as cli
from interop_check.examiners import examiners
from interop_check.model import Criterion, Profile, Rule
from interop_check.profiles import folders
from interop_check.reports import formats

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
NOTE = "<!-- Written by tools/docs.py (make docs); edit what it describes, not this page. -->"


def pages() -> Mapping[str, str]:
    """Return every page of the reference by file name."""
    profiles = [api.load_profile(name) for name in folders()]
    return {
        "commands.md": _page(_commands()),
        "profiles.md": _page(line for profile in profiles for line in _profile(profile)),
        "rules.md": _page(line for profile in profiles for line in _rules(profile, profiles)),
        "parts.md": _page(_parts()),
    }


def _page(lines: Iterator[str]) -> str:
    return "\n".join([NOTE, "", *lines]).rstrip() + "\n"


def _commands() -> Iterator[str]:
    yield "# Commands"
    for path, command in _walk(cli, ("interop-check",)):
        context = _context(path)
        yield from ("", f"## {' '.join(path)}", "", "```text", command.get_help(context), "```")


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(_context(path)):
            below = command.get_command(_context(path), name)
            if below:
                yield from _walk(below, (*path, name))


def _context(path: tuple[str, ...]) -> click.Context:
    context = click.Context(cli, info_name=path[0], max_content_width=100, terminal_width=100)
    for name in path[1:]:
        context = click.Context(
            cli, info_name=name, parent=context, max_content_width=100, terminal_width=100
        )
    return context


def _profile(profile: Profile) -> Iterator[str]:
    yield f"# {profile.id} {profile.version}: {profile.title['en']}"
    yield from ("", profile.description["en"], "", f"*{profile.description['nl']}*")
    for criterion in profile.criteria:
        yield from ("", f"## {criterion.id}: {criterion.title['en']}", "", f"*{criterion.title['nl']}*", "")
        yield from _criterion(criterion)


def _criterion(criterion: Criterion) -> Iterator[str]:
    partial = f", partly from {criterion.partial_at}" if criterion.partial_at is not None else ""
    principles = ", ".join(map(str, criterion.principles))
    yield "| what | value |"
    yield "|---|---|"
    yield f"| level | {criterion.level}{', blocking' if criterion.blocking else ''} |"
    yield f"| layer, principles | {criterion.layer}, {principles} |"
    yield f"| weight | {criterion.weight} |"
    yield f"| module | {criterion.module} |"
    yield f"| judged by | `{criterion.examiner}` on `{criterion.evidence}` |"
    yield f"| rules | {', '.join(f'`{rule}`' for rule in criterion.rules)} |"
    yield f"| passed | from {criterion.pass_at}{partial} |"
    yield f"| highest evidence | {criterion.cap.name.lower()} |"
    yield f"| source | {criterion.source} |"
    yield from ("", f"Mend: {criterion.remedy['en']}", "", f"*Herstellen: {criterion.remedy['nl']}*")


def _rules(profile: Profile, profiles: Sequence[Profile]) -> Iterator[str]:
    """A rule of a profile that this one extends or uses is told there."""
    ids = {rule.id for rule in profile.rules}
    others = ({rule.id for rule in one.rules} for one in profiles if one is not profile)
    elsewhere = {rule for other in others if other < ids for rule in other}
    yield f"# Rules of {profile.id} {profile.version}"
    for rule in (one for one in profile.rules if one.id not in elsewhere):
        yield from ("", f"## {rule.id}: {rule.title['en']}", "", f"*{rule.title['nl']}*", "")
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"Level: {rule.level}. Source: {rule.source}."
    yield from ("", f"Why: {rule.why['en']}", "", f"Mend: {rule.remedy['en']}", "", "Findings:", "")
    for code, text in rule.messages.items():
        yield f"- `{code}`: {text['en']}"


def _parts() -> Iterator[str]:
    yield "# Examiners, report formats and schemas"
    yield from ("", "## Examiners", "", "| name | evidence | what it looks at |", "|---|---|---|")
    for one in examiners().values():
        first = one.doc.partition("\n")[0]
        yield f"| `{one.name}` | {', '.join(one.evidence)} | {first} |"
    yield from ("", "## Report formats", "", "| name | what |", "|---|---|")
    for form in formats().values():
        doc = (sys.modules[form.render.__module__].__doc__ or "").partition(": ")[2].partition("\n")[0]
        yield f"| `{form.name}` | {doc} |"
    yield from ("", "## Schemas", "", "| name | what |", "|---|---|")
    for name in schemas.names():
        yield f"| `{name}` | {schemas.schema(name)['title']} |"


def main() -> int:
    """Write the pages, or with `--check` say which are stale."""
    check = "--check" in sys.argv[1:]
    stale = [name for name, text in pages().items() if not _is_current(FOLDER / name, text)]
    if check:
        print("\n".join(f"docs/reference/{name} is stale: run make docs" for name in stale))
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(pages()[name], encoding="utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


def _is_current(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    raise SystemExit(main())
