"""What was found, written as a solution.yaml with an explanation above every block."""

import json
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Protocol

from interop_check.scaffold.found import Fact, Found, Item, Note, clean
from interop_check.solution import SECTIONS

WIDTH = 100
LONGEST_REMARK = 4000

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*|https?://[A-Za-z0-9_.:/%~-]+[A-Za-z0-9/]")
# What some reader of YAML, if not ours, takes for something else than text.
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
_PLACEHOLDERS = ("id", "name", "version", "provider.name", "provider.ovo", "contact.email")
_EXAMPLES = {
    "apis": ("location: api/openapi.yaml",),
    "datasets": ("location: data/example.ttl", 'standards: ["<id@version>"]'),
    "streams": ("location: https://example.org/stream",),
    "publications": ("location: publications/agenda.html", "type: Agenda"),
    "catalogues": ("location: catalogue/catalogue.ttl",),
    "repositories": ("location: https://example.org/repository", "licence: EUPL-1.2"),
    "documents": ("type: dpia", "location: documents/dpia.md"),
}


class Say(Protocol):
    """The sentences in one language."""

    def __call__(self, code: str, **args: object) -> str:
        """Return the sentence for a code."""


Short = Callable[[str], str]
"""Returns an IRI as people read it."""


def manifest(found: Found, say: Say, short: Short) -> str:
    """Return the text of the manifest. What a person must fill in is empty, with its wish behind it."""
    blocks = [
        _comment(say("init-head")),
        *_identity(found.identity, say),
        _choices("roles", found.roles, say),
        _choices("features", found.features, say),
        *(_section(name, found.items, say, short) for name in SECTIONS),
        [*_comment(say("init-waivers")), *(f"# {line}" for line in say("init-waivers-example").split("\n"))],
        *(_comment(_worded(remark, say, short)) for remark in found.remarks),
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def placeholders(found: Found) -> tuple[str, ...]:
    """Return the fields that only a person can fill in."""
    known = {name.replace("kbo", "ovo").replace("contact.url", "contact.email") for name in found.identity}
    return tuple(name for name in _PLACEHOLDERS if name not in known)


def _identity(facts: Mapping[str, Fact], say: Say) -> Iterator[list[str]]:
    lines = [_field(name, facts, say) for name in ("id", "name", "version")]
    if "description" in facts:
        lines.append(_field("description", facts, say))
    yield [*_comment(say("init-identity")), *lines]
    number = "provider.kbo" if "provider.kbo" in facts and "provider.ovo" not in facts else "provider.ovo"
    provider = [_field(name, facts, say) for name in ("provider.name", number)]
    yield [*_comment(say("init-provider")), "provider:", *provider]
    known = [name for name in ("contact.name", "contact.email", "contact.url") if name in facts]
    contact = [_field(name, facts, say) for name in known or ["contact.email"]]
    yield [*_comment(say("init-contact")), "contact:", *contact]


def _field(name: str, facts: Mapping[str, Fact], say: Say) -> str:
    _, dot, key = name.rpartition(".")
    indent = "  " if dot else ""
    fact = facts.get(name)
    if fact is None:
        # Empty and not “<…>”: as a text that would pass for a name or a version, and be reported as one.
        return f"{indent}{key}:  # <{say('init-fill-' + name.replace('.', '-'))}>"
    source = f"  # {say('init-from', path=fact.source)}" if fact.source else ""
    return f"{indent}{key}: {_scalar(fact.value, quoted=name != 'id')}{source}"


def _choices(name: str, chosen: Sequence[str], say: Say) -> list[str]:
    line = f"{name}: [{', '.join(chosen)}]" if chosen else f"# {name}: []"
    return [*_comment(say(f"init-{name}")), line]


def _section(name: str, items: Sequence[Item], say: Say, short: Short) -> list[str]:
    own = [item for item in items if item.section == name]
    explained = _comment(say(f"init-{name}"))
    if own:
        return [*explained, f"{name}:", *(line for item in own for line in _item(item, say, short))]
    first, *rest = _EXAMPLES[name]
    example = [f"{name}:", "  - id: <id>", *(f"    {line}" for line in (first, *rest))]
    return [*explained, f"# {say('init-none')}", *(f"# {line}" for line in example)]


def _item(item: Item, say: Say, short: Short) -> Iterator[str]:
    yield f"  - id: {_scalar(item.id)}"
    if "title" in item.fields:
        yield f"    title: {_scalar(item.fields['title'], quoted=True)}"
    yield f"    location: {_scalar(item.location)}"
    for name, value in item.fields.items():
        if name != "title":
            yield f"    {name}: {_scalar(value)}"
    for note in item.notes:
        yield from (f"    {line}" for line in _comment(_worded(note, say, short)))
    for name, value in item.hints.items():
        yield f"    # {name}: {_scalar(value)}"


def _worded(note: Note, say: Say, short: Short) -> str:
    code, args = note
    values = {name: clean(value, LONGEST_REMARK) for name, value in args.items()}
    if "classes" in values:
        values["classes"] = ", ".join(short(iri) for iri in values["classes"].split())
    sentence = clean(say(code, **values), LONGEST_REMARK)
    return say("init-unread", problem=sentence, line=values["line"]) if "line" in values else sentence


def _comment(text: str) -> list[str]:
    paragraphs = (textwrap.wrap(part, WIDTH - 2, break_on_hyphens=False) for part in text.split("\n"))
    return [f"# {line}" for lines in paragraphs for line in lines]


def _scalar(value: str | Sequence[str], *, quoted: bool = False) -> str:
    if not isinstance(value, str):
        return f"[{', '.join(_scalar(one) for one in value)}]"
    plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS and not quoted
    return value if plain else json.dumps(value, ensure_ascii=False)
