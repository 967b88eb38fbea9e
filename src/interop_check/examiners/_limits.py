"""The parameter `limits` of examiners whose work is counted: a profile sets what decides what is judged."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any


def limits_param(limits: type, description: str) -> Mapping[str, Any]:
    """Return the JSON Schema of a dataclass of whole numbers, each with its default."""
    return {
        "type": "object",
        "additionalProperties": False,
        "description": description,
        "properties": {
            one.name: {"type": "integer", "minimum": 0, "description": f"{one.default} by default."}
            for one in fields(limits)
        },
    }
