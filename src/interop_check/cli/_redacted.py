"""A manifest as a recording may hold it: without the secrets in its addresses, every other value as it is."""

import re
from collections.abc import Iterator
from typing import Any

from interop_check import yamlfile
from interop_check.cli._refusal import refuse
from interop_check.gather.gateway.redact import REDACTOR
from interop_check.model import MistakesError

_STRETCH = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Text without control characters, which are shown as escapes elsewhere but stay as they are here."""


def redacted(manifest: bytes) -> bytes:
    """Return a valid manifest without secrets; ends the run where one cannot be taken out."""
    for secret in _secrets(manifest):
        manifest = manifest.replace(secret.encode(), REDACTOR.text(secret).encode())
    if _secrets(manifest):  # written with escapes, or over several lines
        refuse("recording-secret")
    # What is left stands in comments, or looks like a secret only beside what stands around it.
    bare = _STRETCH.sub(lambda found: REDACTOR.text(found[0]), manifest.decode()).encode()
    return bare if _value(bare) == _value(manifest) else manifest


def _secrets(manifest: bytes) -> list[str]:
    """Return the stretches of values that hold a secret, the longest first: one may be a part of another."""
    stretches = {found for text in _texts(_value(manifest)) for found in _STRETCH.findall(text)}
    return sorted((one for one in stretches if one != REDACTOR.text(one)), key=len, reverse=True)


def _value(manifest: bytes) -> Any:
    try:
        return yamlfile.load(manifest, "solution.yaml").value
    except MistakesError:
        return None


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
