"""Forms for comparing: two ways of writing the same address or licence have the same form."""

import re
from collections.abc import Mapping, Sequence

from interop_check.examiners.licences import bare

_HOST = re.compile(r"https?://([^/?#\s]+)(\S*)", re.IGNORECASE)
_SPDX_ADDRESS = re.compile(
    r"(?:spdx\.org/licenses|opensource\.org/licen[cs]es?)/(?P<name>[^/#?]+?)(?:\.json)?", re.IGNORECASE
)
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def address(written: str) -> str:
    """Return an address without scheme, usual port and closing slash; nothing for what is none.

    Names of hosts do not mind capitals. Whether an address should be https is not compared here.
    """
    found = _HOST.fullmatch(written.strip())
    if not found:
        return ""
    host = re.sub(r":(80|443)?$", "", found[1].lower())
    return f"{host}{found[2]}".rstrip("/")


def same_licences(groups: Sequence[Sequence[str]]) -> Mapping[str, str]:
    """Return of each form of a licence in the groups the form that stands for all of its group."""
    return {_form(one): _form(group[0]) for group in groups for one in group}


def licence(written: str, same: Mapping[str, str]) -> str:
    """Return a licence by the form that stands for all of its names; nothing for a text in words."""
    form = _form(written)
    return same.get(form, form)


def _form(written: str) -> str:
    """Return an address as what its spellings share, or the name that SPDX gives; nothing for words."""
    is_address = _HOST.fullmatch(written.strip())
    shared = bare(written)
    name = _SPDX_ADDRESS.fullmatch(shared) if is_address else _SPDX.fullmatch(written.strip())
    if name:
        return name["name"].lower().replace(".", "-") if is_address else name[0].lower().replace(".", "-")
    return shared if is_address else ""
