"""Bytes -> Document, whether they are JSON or YAML; everything that stands in the way is a DocumentError."""

import codecs

from interop_check.openapi import json_reading, yaml_reading
from interop_check.openapi.document import Document, DocumentError, Flaws, Lines, Marks
from interop_check.openapi.limits import DEFAULT_LIMITS, Limits
from interop_check.openapi.yaml_composer import StopError

_BOMS = (  # the longer ones first: that of UTF-32 begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_JSON_BEGINS = (b"{", b"[")


def read(data: bytes, source: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Parse a file: as JSON where it is called so or looks so, else as YAML. Raises DocumentError."""
    if len(data) > limits.api_file_bytes:
        raise DocumentError("file-too-large", name="api_file_bytes", limit=str(limits.api_file_bytes))
    bare = data.removeprefix(codecs.BOM_UTF8)
    if not bare.strip():
        raise DocumentError("file-empty", line=1, column=1)
    is_json = source.lower().partition("?")[0].endswith(".json")
    if is_json or bare.lstrip().startswith(_JSON_BEGINS):
        try:
            return _json(bare, source, limits)
        except DocumentError as error:
            if is_json or error.code != "json-syntax":
                raise
    return _yaml(bare, source, limits)


def _json(data: bytes, source: str, limits: Limits) -> Document:
    value, twice = json_reading.parsed(data, limits)
    flaws = Flaws()

    def marks(noting: Flaws | None = None) -> Marks:
        return json_reading.marks(data.decode(), value, twice, noting)

    known = marks(flaws) if twice else None
    return Document(
        source=source,
        value=value,
        flaws=flaws,
        lines=Lines(data, "utf-8"),
        read_marks=lambda: known or marks(),
    )


def _yaml(data: bytes, source: str, limits: Limits) -> Document:
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), "utf-8")
    bare = data if encoding == "utf-8" else data[4 if "32" in encoding else 2 :]
    text = _decoded(bare, encoding)
    try:
        composed = yaml_reading.composed(text, limits)
    except StopError as stop:
        line, column = Lines(bare, encoding).position(stop.offset)
        raise DocumentError(stop.code, line=line, column=column, **stop.args_) from stop
    if composed.value is None:
        raise DocumentError("file-empty", line=1, column=1)
    if encoding != "utf-8":
        composed.flaws.add("encoding", 0, encoding=encoding[:6].upper())
    return Document(
        source=source,
        value=composed.value,
        flaws=composed.flaws,
        lines=Lines(bare, encoding),
        read_marks=lambda: composed.marks,
    )


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = Lines(before, encoding).position(len(before.decode(encoding)))
        raise DocumentError("not-utf-8", line=line, column=column, offset=str(error.start)) from error
