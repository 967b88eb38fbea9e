"""Format `json`: the sealed document itself, indented for people; its digest is over the canonical form."""

import json
from collections.abc import Mapping
from typing import Any

from interop_check.reports import Format, View


def render(document: Mapping[str, Any], view: View) -> str:  # noqa: ARG001 - every format has the same shape
    """Return the document as JSON text with sorted keys."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


FORMAT = Format(name="json", render=render)
