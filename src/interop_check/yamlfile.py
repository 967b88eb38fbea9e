"""YAML read strictly: what stands there is what is meant, and every value knows its line.

YAML 1.2 core without floats: `true`, `false`, `null` and plain decimal integers are special, every other
scalar is text. So `NO`, `1.10`, `12:30` and `2026-01-01` stay as written, and numbers with a fraction are
text until their reader makes an exact fraction of them. Tags, cycles, duplicate keys, alias bombs and
control characters are refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from interop_check.mask import shown
from interop_check.model import Mistake, MistakesError, Place

Path = tuple[str | int, ...]
Mark = tuple[int, int]

MAX_BYTES = 1_048_576
MAX_DEPTH = 64
MAX_NODES = 100_000
MAX_ALIASED_NODES = 10_000

_BYTE_ORDER_MARK = "\ufeff"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_TOO_DEEP = "exceeded maximum nesting depth"
"""What libyaml says at a limit of its own, beyond ours: it looks ahead for the end of a key."""
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
    written = _decoded(data, source)
    text = written.removeprefix(_BYTE_ORDER_MARK)
    composer = _Composer(source, written)
    try:
        value = composer.document(yaml.parse(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        raise MistakesError([*composer.mistakes, _syntax_mistake(error, text, source)]) from error
    if composer.mistakes:
        raise MistakesError(composer.mistakes)
    if value is None:
        raise _refusal("file-empty", source)
    return Document(source=source, value=value, marks=composer.marks)


def _decoded(data: bytes, source: str) -> str:
    """Return the text of `data`, still with its byte order mark: offsets are those of the file."""
    if len(data) > MAX_BYTES:
        raise _refusal("file-too-large", source, limit=str(MAX_BYTES))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        raise MistakesError([_at_offset("not-utf-8", before, source)]) from error
    start = int(text.startswith(_BYTE_ORDER_MARK))
    forbidden = _FORBIDDEN.search(text, start)
    if forbidden:
        raise MistakesError([_at_offset("control-character", text[: forbidden.start()], source)])
    if not text[start:].strip():
        raise _refusal("file-empty", source)
    return text


def _at_offset(code: str, before: str, source: str) -> Mistake:
    """Return a mistake that stands behind the text `before`."""
    shown = before.removeprefix(_BYTE_ORDER_MARK)
    at = Place(source=source, line=shown.count("\n") + 1, column=len(shown) - shown.rfind("\n"))
    return Mistake(code=code, at=at, args={"offset": str(len(before.encode()))})


def _refusal(code: str, source: str, **args: str) -> MistakesError:
    return MistakesError([Mistake(code=code, at=Place(source=source, line=1, column=1), args=args)])


def _syntax_mistake(error: yaml.YAMLError, text: str, source: str) -> Mistake:
    marked = error if isinstance(error, yaml.MarkedYAMLError) else yaml.MarkedYAMLError()
    mark = marked.problem_mark or marked.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    lines = text.splitlines()
    written = lines[line - 1] if line <= len(lines) else ""
    indented_by_tab = written[: len(written) - len(written.lstrip())].count("\t")
    code = "yaml-tab" if indented_by_tab else "yaml-syntax"
    at = Place(source=source, line=line, column=column)
    if marked.problem == _TOO_DEEP:
        return Mistake(code="too-deep", at=at, args={"limit": str(MAX_DEPTH)})
    return Mistake(code=code, at=at, args={"detail": marked.problem or ""})


class _Composer:
    """Turns parser events into plain values, noting marks and mistakes on the way."""

    def __init__(self, source: str, text: str) -> None:
        self.source = source
        self.text = text
        self.marks: dict[Path, Mark] = {}
        self.mistakes: list[Mistake] = []
        self._anchors: dict[str, tuple[Any, int, int]] = {}
        self._open: set[str] = set()
        self._nodes = 0
        self._aliased = 0
        self._deepest = 0

    def document(self, events: Iterator[yaml.Event]) -> Any:
        value: Any = None
        seen = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    raise self._stop("several-documents", event)
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
            return self._alias(event, path)
        self._count(event)
        self._go_down(event, len(path))
        self._check(event)
        anchor = getattr(event, "anchor", None)
        return self._anchored(event, events, path, anchor) if anchor else self._value(event, events, path)

    def _anchored(self, event: yaml.Event, events: Iterator[yaml.Event], path: Path, anchor: str) -> Any:
        """Return a value, keeping it with how many nodes it has and how deep it goes."""
        nodes, deepest = self._nodes, self._deepest
        self._deepest = len(path)
        self._open.add(anchor)
        value = self._value(event, events, path)
        self._open.discard(anchor)
        self._anchors[anchor] = (value, self._nodes - nodes + 1, self._deepest - len(path))
        self._deepest = max(deepest, self._deepest)
        return value

    def _check(self, event: yaml.Event) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self.mistakes.append(self._mistake("yaml-tag", event, tag=shown(tag)))
        if _FORBIDDEN.search(str(getattr(event, "value", ""))) and event.start_mark:
            start = event.start_mark.index + self.text.startswith(_BYTE_ORDER_MARK)
            self.mistakes.append(_at_offset("control-character", self.text[:start], self.source))

    def _count(self, event: yaml.Event, nodes: int = 1) -> None:
        self._nodes += nodes
        if self._nodes > MAX_NODES:
            raise self._stop("too-many-nodes", event, limit=str(MAX_NODES))

    def _go_down(self, event: yaml.Event, depth: int) -> None:
        self._deepest = max(self._deepest, depth)
        if depth > MAX_DEPTH:
            raise self._stop("too-deep", event, limit=str(MAX_DEPTH))

    def _alias(self, event: yaml.AliasEvent, path: Path) -> Any:
        anchor = event.anchor or ""
        if anchor in self._open:
            raise self._stop("yaml-cycle", event, anchor=anchor)
        if anchor not in self._anchors:
            raise self._stop("yaml-unknown-anchor", event, anchor=anchor)
        value, size, height = self._anchors[anchor]
        self._aliased += size
        if self._aliased > MAX_ALIASED_NODES:
            raise self._stop("alias-budget", event, limit=str(MAX_ALIASED_NODES))
        self._count(event, size)
        self._go_down(event, len(path) + height)
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
                self.mistakes.append(
                    self._mistake("duplicate-key", event, key=shown(key), first=str(lines[key]))
                )
            lines.setdefault(key, line)
            self.marks[*path, key] = (line, column)
            members[key] = self._node(next(events), events, (*path, key))
        return members

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._stop("key-not-text", event)
        self._check(event)
        if event.anchor:
            self._anchors[event.anchor] = (event.value, 1, 0)
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
