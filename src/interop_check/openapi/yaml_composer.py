"""Events of libyaml -> values and offsets: no node objects, no tags resolved, no recursion."""

from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import yaml

from interop_check.mask import shown
from interop_check.openapi import scalars
from interop_check.openapi.document import MAX_DEPTH, Flaws
from interop_check.openapi.limits import DEFAULT_LIMITS, Limits
from interop_check.openapi.scalars import MERGE

_TAG = "tag:yaml.org,2002:"
_CONTAINER_TAGS = frozenset({"!", f"{_TAG}map", f"{_TAG}seq"})
_TEXT_TAGS = frozenset({"!", f"{_TAG}str"})
_PLAIN_TAGS = frozenset(_TAG + name for name in ("bool", "float", "int", "null"))


class StopError(Exception):
    """The text cannot be followed from a character on: a code, values, how many characters stand before."""

    def __init__(self, code: str, offset: int, **args: str) -> None:
        super().__init__(code)
        self.code = code
        self.offset = offset
        self.args_ = args


@dataclass(slots=True, kw_only=True)
class _Oddity:
    """What few containers have: an anchor, keys that stand twice, members merged in."""

    anchor: str | None = None
    offsets_before: int = 0
    aliased_before: int = 0
    deepest_before: int = 0
    keys: list[str] | None = None
    firsts: dict[str, int] | None = None
    merges: bool = False


class Composer:
    """Turns the events of one text into values, one handler for each kind of event. Raises StopError.

    `_into` is the container that is being filled, `_own` the offsets of what it holds, `_key` the key whose
    value comes next. What few containers have stands in `_odd`, by depth, so that the others do not pay.
    """

    def __init__(self, text: str, restored: Mapping[int, str], limits: Limits = DEFAULT_LIMITS) -> None:
        self.root = 0
        self.starts: dict[int, int] = {}
        self.offsets: array[int] = array("I")
        self.flaws = Flaws()
        self._text = text
        self._restored = restored
        self._limits = limits
        self._value: Any = None
        self._documents = 0
        self._into: Any = None
        self._own: list[int] = []
        self._key: str | None = None
        self._stack: list[tuple[Any, list[int]]] = []
        self._odd: dict[int, _Oddity] = {}
        self._names = scalars.Names()
        self._plain = scalars.Plain()
        self._anchors: dict[str, tuple[Any, int, int]] = {}
        self._open: set[str] = set()
        self._aliased = 0
        self._deepest = 0
        self._flow: tuple[int, int, int] | None = None

    def run(self, get_event: Callable[[], Any]) -> Any:
        """Return the value that the events make, None where they make none."""
        handlers: Mapping[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._restored_scalar if self._restored else self._scalar,
            yaml.MappingStartEvent: self._start_mapping,
            yaml.SequenceStartEvent: self._start_sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._start_document,
            yaml.DocumentEndEvent: _nothing,
            yaml.StreamStartEvent: _nothing,
        }
        most = self._limits.api_file_nodes
        for event in islice(iter(get_event, None), most):  # counted where it costs nothing
            if isinstance(event, yaml.StreamEndEvent):
                return self._value
            handlers[type(event)](event)
        told = self._limits.told("api_file_nodes")
        raise StopError("too-many-nodes", get_event().start_mark.index, **told)

    def _start_document(self, event: Any) -> None:
        self._documents += 1
        if self._documents > 1:
            raise StopError("several-documents", event.start_mark.index)

    def _restored_scalar(self, event: Any) -> None:
        event.value = event.value.translate(self._restored)
        self._scalar(event)

    def _scalar(self, event: Any) -> None:
        text = event.value
        offset = event.start_mark.index
        if self._key is None and type(self._into) is dict:
            name = self._names[text]
            if name in self._names.odd or event.anchor is not None:
                self._odd_key(name, event)
            self._take_key(name, offset)
            return
        if event.implicit[0]:
            value = self._plain[text]
            if text in self._plain.odd:
                self._odd_value(text, offset)
        else:
            value = text if event.tag is None else self._tagged(event)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1, 0)
        self._put(value, offset)

    def _take_key(self, name: str, offset: int) -> None:
        if name in self._into or self._odd:
            self._note_key(name, offset)
        self._own.append(offset)
        self._key = name

    def _put(self, value: Any, offset: int) -> None:
        into = self._into
        if into is None:
            self._value, self.root = value, offset
            return
        self._own.append(offset)
        if type(into) is dict:
            into[self._key] = value
            self._key = None
        else:
            into.append(value)

    def _start_mapping(self, event: Any) -> None:
        self._start({}, event)

    def _start_sequence(self, event: Any) -> None:
        self._start([], event)

    def _start(self, container: Any, event: Any) -> None:
        offset = event.start_mark.index
        if type(self._into) is dict and self._key is None:
            raise StopError("key-not-text", offset)
        if event.tag is not None and event.tag not in _CONTAINER_TAGS:
            self.flaws.add("yaml-tag", offset, tag=shown(event.tag))
        if event.flow_style and self._flow is None:
            self._flow = (len(self._stack), event.start_mark.line, self._indent(offset))
        self._put(container, offset)
        self._stack.append((self._into, self._own))
        self._into, self._own = container, []
        depth = len(self._stack)
        if depth > self._deepest:
            self._deepest = depth
            if depth > MAX_DEPTH:
                raise StopError("too-deep", offset, limit=str(MAX_DEPTH))
        if event.anchor is not None:
            self._open.add(event.anchor)
            self._odd[depth] = _Oddity(
                anchor=event.anchor,
                offsets_before=len(self.offsets),
                aliased_before=self._aliased,
                deepest_before=self._deepest,
            )
            self._deepest = depth

    def _end(self, event: Any) -> None:
        depth = len(self._stack)
        odd = self._odd.pop(depth, None) if self._odd else None
        if odd is not None and (odd.keys is not None or odd.merges):
            self._settle(odd)
        self.starts[id(self._into)] = len(self.offsets)
        self.offsets.extend(self._own)
        if odd is not None and odd.anchor is not None:
            self._close(odd, odd.anchor, depth)
        self._into, self._own = self._stack.pop()
        self._key = None
        if self._flow is not None and self._flow[0] == depth - 1:
            self._end_flow(event.start_mark)

    # ---------------------------------------------------------------- what is rare

    def _odd_key(self, name: str, event: Any) -> None:
        offset = event.start_mark.index
        if event.anchor is not None:
            self._anchors[event.anchor] = (name, 1, 0)
        if event.implicit[0] and name == MERGE:
            self._odd.setdefault(len(self._stack), _Oddity()).merges = True
            self.flaws.add("merge-key", offset)
        elif event.implicit[0] and name in self._names.odd:
            self.flaws.add("key-not-quoted", offset, key=shown(name), reading=self._names.odd[name])

    def _note_key(self, name: str, offset: int) -> None:
        """Keep the order of keys where one of them stands twice."""
        odd = self._odd.get(len(self._stack))
        if name in self._into:
            odd = odd or self._odd.setdefault(len(self._stack), _Oddity())
            if odd.keys is None or odd.firsts is None:
                odd.keys = list(self._into)
                odd.firsts = dict(zip(odd.keys, self._own[::2], strict=True))
            self.flaws.add("duplicate-key", offset, odd.firsts.get(name), key=shown(name))
        if odd is not None and odd.keys is not None:
            odd.keys.append(name)

    def _odd_value(self, text: str, offset: int) -> None:
        code, reading = self._plain.odd[text]
        self.flaws.add(code, offset, value=shown(text), reading=reading)

    def _tagged(self, event: Any) -> Any:
        if event.tag in _TEXT_TAGS:
            return event.value
        if event.tag in _PLAIN_TAGS:
            return scalars.value(event.value)
        self.flaws.add("yaml-tag", event.start_mark.index, tag=shown(event.tag))
        return event.value

    def _alias(self, event: Any) -> None:
        offset = event.start_mark.index
        name = event.anchor
        if name in self._open:
            raise StopError("yaml-cycle", offset, anchor=shown(name))
        if name not in self._anchors:
            raise StopError("yaml-unknown-anchor", offset, anchor=shown(name))
        value, size, height = self._anchors[name]
        self._aliased += size
        self._deepest = max(self._deepest, len(self._stack) + height)
        if self._aliased > self._limits.api_file_aliased_nodes:
            raise StopError("alias-budget", offset, **self._limits.told("api_file_aliased_nodes"))
        if self._deepest > MAX_DEPTH:
            raise StopError("too-deep", offset, limit=str(MAX_DEPTH))
        if type(self._into) is dict and self._key is None:
            if not isinstance(value, str):
                raise StopError("key-not-text", offset)
            self._take_key(value, offset)
            return
        self._put(value, offset)

    def _close(self, odd: _Oddity, anchor: str, depth: int) -> None:
        """Keep an anchored container with how many nodes it has and how deep it goes, aliases included."""
        self._open.discard(anchor)
        size = len(self.offsets) - odd.offsets_before + self._aliased - odd.aliased_before + 1
        self._anchors[anchor] = (self._into, size, self._deepest - depth + 1)
        self._deepest = max(self._deepest, odd.deepest_before)

    def _settle(self, odd: _Oddity) -> None:
        """Bring the offsets of a mapping in the order of its members: of equal keys the last one counts."""
        keys = list(self._into) if odd.keys is None else odd.keys
        last = {key: number for number, key in enumerate(keys)}
        placed = {key: self._own[2 * number : 2 * number + 2] for key, number in last.items()}
        if odd.merges and MERGE in self._into:
            at = placed[MERGE]
            for key, value in _merged(self._into.pop(MERGE)):
                placed.setdefault(key, at)
                self._into.setdefault(key, value)
        self._own = [offset for key in self._into for offset in placed[key]]

    def _indent(self, offset: int) -> int:
        """Return the column that a flow collection at `offset` has to stay right of."""
        if self._into is None:
            return -1
        if type(self._into) is dict:
            key = self._own[-1]
            return key - self._text.rfind("\n", 0, key) - 1
        line = self._text[self._text.rfind("\n", 0, offset) + 1 : offset]
        return len(line) - len(line.lstrip(" "))

    def _end_flow(self, mark: Any) -> None:
        _, line, indent = self._flow or (0, 0, 0)
        self._flow = None
        if mark.line > line and mark.column <= indent:
            self.flaws.add("flow-indent", mark.index)


def _merged(value: Any) -> Iterator[tuple[str, Any]]:
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, dict):
            yield from one.items()


def _nothing(event: Any) -> None:
    """Pass over an event that says nothing."""
    del event
