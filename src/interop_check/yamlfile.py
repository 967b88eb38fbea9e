"""YAML read strictly: what stands there is what is meant, and every value knows its line.

YAML 1.2 core without floats: `true`, `false`, `null` and plain decimal integers are special, every other
scalar is text. So `NO`, `1.10`, `12:30` and `2026-01-01` stay as written, and numbers with a fraction are
text until their reader makes an exact fraction of them. Tags, cycles, duplicate keys and alias bombs are
refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from interop_check.model import Mistake, MistakesError, Place

Path = tuple[str | int, ...]
Mark = tuple[int, int]

MAX_BYTES = 1_048_576
MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_ALIASED_NODES = 10_000

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A parsed file: its value, and for each path the line and column (from 1) of its key or item."""

    source: str
    value: Any
    marks: Mapping[Path, Mark] = field(repr=False)

    def place(self, path: Path) -> Place:
        """Return where `path` stands, or the nearest ancestor that does stand in the file."""
        known = path
        while known and known not in self.marks:
            known = known[:-1]
        line, column = self.marks.get(known, (1, 1))
        return Place(source=self.source, line=line, column=column, pointer=pointer(path))


def pointer(path: Path) -> str:
    """Return `path` as a JSON Pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def load(data: bytes, source: str) -> Document:
    """Parse one YAML 1.2 document. Raises MistakesError with everything that is wrong with it."""
    text = _decoded(data, source)
    composer = _Composer(source)
    try:
        value = composer.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        raise MistakesError([_syntax_mistake(error, text, source)]) from error
    if composer.mistakes:
        raise MistakesError(composer.mistakes)
    if value is None:
        raise _refusal("file-empty", source)
    return Document(source=source, value=value, marks=composer.marks)


def _decoded(data: bytes, source: str) -> str:
    if len(data) > MAX_BYTES:
        raise _refusal("file-too-large", source, limit=str(MAX_BYTES))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal("not-utf-8", source, offset=str(error.start)) from error
    forbidden = re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", text)
    if forbidden:
        raise _refusal("control-character", source, offset=str(len(text[: forbidden.start()].encode())))
    if not text.strip():
        raise _refusal("file-empty", source)
    return text


def _refusal(code: str, source: str, **args: str) -> MistakesError:
    return MistakesError([Mistake(code=code, at=Place(source=source, line=1, column=1), args=args)])


def _syntax_mistake(error: yaml.MarkedYAMLError, text: str, source: str) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    indented_by_tab = written[: len(written) - len(written.lstrip())].count("\t")
    code = "yaml-tab" if indented_by_tab else "yaml-syntax"
    return Mistake(
        code=code, at=Place(source=source, line=line, column=column), args={"detail": error.problem or ""}
    )


class _Composer:
    """Turns parser events into plain values, noting marks and mistakes on the way."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.marks: dict[Path, Mark] = {}
        self.mistakes: list[Mistake] = []
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open: set[str] = set()
        self._nodes = 0
        self._aliased = 0

    def document(self, events: Iterator[yaml.Event]) -> Any:
        value: Any = None
        seen = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    raise MistakesError([self._mistake("several-documents", event)])
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, ())
        return value

    def _mistake(self, code: str, event: yaml.Event, **args: str) -> Mistake:
        line, column = _mark(event)
        return Mistake(code=code, at=Place(source=self.source, line=line, column=column), args=args)

    def _stop(self, code: str, event: yaml.Event, **args: str) -> MistakesError:
        return MistakesError([*self.mistakes, self._mistake(code, event, **args)])

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        self.marks.setdefault(path, _mark(event))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._count(event, path)
        tag, anchor = getattr(event, "tag", None), getattr(event, "anchor", None)
        if tag is not None and tag != "!":
            self.mistakes.append(self._mistake("yaml-tag", event, tag=tag))
        before = self._nodes
        if anchor:
            self._open.add(anchor)
        value = self._value(event, events, path)
        if anchor:
            self._open.discard(anchor)
            self._anchors[anchor] = (value, self._nodes - before + 1)
        return value

    def _count(self, event: yaml.Event, path: Path) -> None:
        self._nodes += 1
        if len(path) > MAX_DEPTH:
            raise self._stop("too-deep", event, limit=str(MAX_DEPTH))
        if self._nodes > MAX_NODES:
            raise self._stop("too-many-nodes", event, limit=str(MAX_NODES))

    def _alias(self, event: yaml.AliasEvent) -> Any:
        anchor = event.anchor or ""
        if anchor in self._open:
            raise self._stop("yaml-cycle", event, anchor=anchor)
        if anchor not in self._anchors:
            raise self._stop("yaml-unknown-anchor", event, anchor=anchor)
        value, size = self._anchors[anchor]
        self._aliased += size
        self._nodes += size
        if self._aliased > MAX_ALIASED_NODES:
            raise self._stop("alias-budget", event, limit=str(MAX_ALIASED_NODES))
        return value

    def _value(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path) -> Any:
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return _scalar(event)

    def _sequence(self, events: Iterator[yaml.Event], path: Path) -> list[Any]:
        items: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, (*path, len(items))))
        return items

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Any]:
        members: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event)
            line, column = _mark(event)
            if key in lines:
                self.mistakes.append(self._mistake("duplicate-key", event, key=key, first=str(lines[key])))
            lines.setdefault(key, line)
            self.marks[*path, key] = (line, column)
            members[key] = self._node(next(events), events, (*path, key))
        return members

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._stop("key-not-text", event)
        return str(event.value)


def _mark(event: yaml.Event) -> Mark:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _scalar(event: yaml.Event) -> str | int | bool | None:
    text = str(getattr(event, "value", ""))
    if not getattr(event, "implicit", (True,))[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
