"""Code lists of local decisions: which codes there are, and which are no longer to be used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CODES: Mapping[str, Any] = {"type": "array", "items": {"type": "string", "minLength": 1}}

SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "description": "Code lists: what their addresses begin with, the codes in force, those that are not.",
    "additionalProperties": {
        "type": "object",
        "additionalProperties": False,
        "required": ["base", "codes"],
        "properties": {
            "base": {"type": "string", "minLength": 1},
            "codes": _CODES,
            "deprecated": _CODES,
        },
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """One list; codes as tokens of their addresses."""

    name: str
    base: str
    codes: frozenset[bytes]
    deprecated: frozenset[bytes]

    def fault(self, written: bytes) -> str:
        """Return what is wrong with a value that ought to be of this list, as a code; "" for nothing."""
        if written in self.codes:
            return ""
        return "code-unknown" if written[:1] == b"<" else "code-no-address"


def code_lists(value: Mapping[str, Any]) -> Mapping[str, CodeList]:
    """Return the lists of a table in a profile by name."""
    return {
        name: CodeList(
            name=name,
            base=one["base"],
            codes=_tokens(one["base"], one["codes"]),
            deprecated=_tokens(one["base"], one.get("deprecated", ())),
        )
        for name, one in value.items()
    }


def _tokens(base: str, codes: Any) -> frozenset[bytes]:
    return frozenset(f"<{base}{code}>".encode() for code in codes)
