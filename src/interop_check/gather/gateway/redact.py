"""What may be shown and stored of addresses and headers: everything but the secrets in them."""

import re
from collections.abc import Iterable
from urllib.parse import quote

REDACTED = "REDACTED"
_SHORTEST = 6  # of what is shorter, every other word would be left out

_SECRET = (
    r"[\w.%-]*(?:token|secret|passw|pwd|key|signature|credential|session|jwt)[\w.%-]*|sig|auth|code|sid|pass"
)
_USERINFO = re.compile(r"(?<=//)[^/?#\s]*@")
_IN_QUERY = re.compile(rf"(?i)(?<=[?&;#])({_SECRET})=[^&;#\s\"'<>]*")
_IN_HEADER = re.compile(rf"(?i)(?:(?:proxy-)?authorization|(?:set-)?cookie2?|x-(?:{_SECRET})|{_SECRET})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Redactor:
    """Takes secrets out of text: those it was told, and what is one by its place or name (RFC 3986, 3.2.1)."""

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
        text = _IN_QUERY.sub(rf"\1={REDACTED}", _USERINFO.sub(f"{REDACTED}@", text))
        return _CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", text)

    def header(self, name: str, value: str) -> str:
        """Return a header's value, or that it was left out."""
        return REDACTED if _IN_HEADER.fullmatch(name) else self.text(value)
