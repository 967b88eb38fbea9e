"""Format `json`: the sealed document itself, indented for people; its digest is over the canonical form."""

import json
from collections.abc import Mapping
from typing import Any

from interop_check.reports import Format, View


def render(document: Mapping[str, Any], view: View) -> str:  # noqa: ARG001 - every format has the same shape
    """Return the document as JSON text with sorted keys."""
    return for_logs(json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True)) + "\n"


def for_logs(text: str) -> str:
    """Return JSON that says the same and in which a build's log finds no command (Azure's ##vso[ …)."""
    return text.replace("##", "#\\u0023")


FORMAT = Format(name="json", render=render)
