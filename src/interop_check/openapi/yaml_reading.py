"""YAML -> values and marks, by libyaml's parser."""

from dataclasses import dataclass
from typing import Any

import yaml

from interop_check.openapi.document import MAX_DEPTH, Flaws, Marks
from interop_check.openapi.limits import DEFAULT_LIMITS, Limits
from interop_check.openapi.yaml_composer import Composer, StopError

_OTHER_LINE_ENDS = "\x85\u2028\u2029"
_PRIVATE_USE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """What a text holds: its value, where everything stands, and what was odd."""

    value: Any
    marks: Marks
    flaws: Flaws


def composed(text: str, limits: Limits = DEFAULT_LIMITS) -> Composed:
    """Parse one YAML document. Raises StopError.

    libyaml ends lines at U+0085, U+2028 and U+2029, as YAML 1.1 does and YAML 1.2 does not; so it sees other
    characters in their place.
    """
    stand_ins = _stand_ins(text) if any(sign in text for sign in _OTHER_LINE_ENDS) else {}
    composer = Composer(text, {ord(new): chr(old) for old, new in stand_ins.items()}, limits)
    if stand_ins:
        first = min(offset for code in stand_ins if (offset := text.find(chr(code))) >= 0)
        composer.flaws.add("line-separator", first, value=f"U+{ord(text[first]):04X}")
    try:
        value = composer.run(yaml.CSafeLoader(text.translate(stand_ins) if stand_ins else text).get_event)
    except yaml.YAMLError as error:
        raise _stop(error, text) from error
    marks = Marks(composer.root, composer.starts, composer.offsets)
    return Composed(value=value, marks=marks, flaws=composer.flaws)


def _stand_ins(text: str) -> dict[int, str]:
    free = (chr(code) for code in _PRIVATE_USE if chr(code) not in text)
    return dict(zip(map(ord, _OTHER_LINE_ENDS), free, strict=False))


def _stop(error: yaml.YAMLError, text: str) -> StopError:
    if isinstance(error, yaml.MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        offset = mark.index if mark else 0
        if "nesting depth" in (error.problem or ""):  # libyaml looks ahead, and has a limit of its own
            return StopError("too-deep", offset, limit=str(MAX_DEPTH))
        line = text[text.rfind("\n", 0, offset) + 1 : offset + 1]
        by_tab = "\t" in line[: len(line) - len(line.lstrip())]
        return StopError("yaml-tab" if by_tab else "yaml-syntax", offset, detail=error.problem or "")
    if isinstance(error, yaml.reader.ReaderError):
        return StopError("control-character", error.position)
    return StopError("yaml-syntax", 0, detail=type(error).__name__)
