"""Reading back a stored report, through its own schema."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from interop_check import schemas, yamlfile
from interop_check.cli._refusal import refuse, refuse_mistakes
from interop_check.model import MistakesError
from interop_check.reports.document import SCHEMA

MAX_BYTES = 200_000_000


def read_report(path: Path) -> Mapping[str, Any]:
    """Return a stored report, or end the run as wrong use where it is none."""
    try:
        if path.stat().st_size > MAX_BYTES:
            refuse("report-too-large", path=path, limit=MAX_BYTES)
        value = json.loads(path.read_bytes(), object_pairs_hook=_unique, parse_constant=_no_constant)
    except OSError as error:
        refuse("cannot-read", path=path, detail=error.strerror or type(error).__name__)
    except (ValueError, RecursionError) as error:
        refuse("not-a-report", path=path, detail=str(error))
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        refuse("not-our-report", path=path)
    document = yamlfile.Document(source=path.name, value=value, marks={})
    try:
        mistakes = schemas.mistakes(document, "report")
    except ValueError as error:  # nested deeper than a schema is followed, or text that is not Unicode
        refuse("not-a-report", path=path, detail=str(error))
    if mistakes:
        refuse_mistakes(MistakesError(mistakes))
    report: Mapping[str, Any] = value
    return report


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")
