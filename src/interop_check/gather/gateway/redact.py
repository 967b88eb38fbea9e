"""What may be shown and stored of addresses and headers: everything but the secrets in them."""

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

REDACTED = "REDACTED"
_SHORTEST = 6  # of what is shorter, every other word would be left out

_BY_NAME = re.compile(
    r"(?i)token|secret|passw|pwd|key|signature|credential|session|jwt|authorization|cookie|^(sig|auth|code|sid|pass)$"
)
_USERINFO = re.compile(r"(?<=//)[^/?#]*@")
# No two stars in a row: a server must not be able to make this slow.
_IN_QUERY = re.compile(r"([?&;#])([^=?&;#\s\"'<>]{1,256})=[^&;#\s\"'<>]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _parameter(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}={REDACTED}" if _BY_NAME.search(unquote(match[2])) else match[0]


class Redactor:
    """Takes secrets out of text: those it was told, and those by place or name (RFC 3986, 3.2.1)."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        written = {
            form
            for secret in secrets
            if len(secret) >= _SHORTEST
            for form in (secret, quote(secret, safe=""))
        }
        # The longest first: one secret may be the beginning of another.
        self._secrets = sorted(written, key=len, reverse=True)

    def text(self, text: str) -> str:
        """Return `text` without secrets; control characters as escapes, so that no line of it is made up."""
        for secret in self._secrets:
            text = text.replace(secret, REDACTED)
        text = _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)
        return _IN_QUERY.sub(_parameter, _USERINFO.sub(f"{REDACTED}@", text))

    def data(self, data: bytes) -> bytes:
        """Return bytes without the secrets that it was told, as they are in UTF-8."""
        for secret in self._secrets:
            data = data.replace(secret.encode(), REDACTED.encode())
        return data

    def header(self, name: str, value: str) -> str:
        """Return a header's value, or that it was left out."""
        return REDACTED if _BY_NAME.search(name) else self.text(value)

    def headers(self, pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        """Return headers as they may be shown."""
        return tuple((self.text(name), self.header(name, value)) for name, value in pairs)


REDACTOR = Redactor()
"""Knows no secret by itself, only what looks like one."""
