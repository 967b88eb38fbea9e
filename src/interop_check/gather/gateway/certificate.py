"""Who a certificate is of, who signed it and until when: what a report shows of X.509 (RFC 5280).

Python tells them only of certificates that it accepts; these are asked for when it did not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

_NAMES = {"550403": "CN", "55040a": "O", "55040b": "OU", "550406": "C", "550407": "L", "550408": "ST"}
_UTC_TIME, _VERSION, _UTF16_STRING, _LONG = 0x17, 0xA0, 0x1E, 0x80
_FIELDS = 5


@dataclass(frozen=True, slots=True)
class Certificate:
    """Names as `CN=…, O=…`, times as ISO 8601."""

    subject: str = ""
    issuer: str = ""
    not_before: str = ""
    expires: str = ""


def described(der: bytes) -> Certificate:
    """Return what a certificate in DER says; nothing where it is not one."""
    try:
        [(_, body)] = _parts(der)
        (_, signed), *_ = _parts(body)
        fields = [part for part in _parts(signed) if part[0] != _VERSION]
        _, _, issuer, validity, subject = (content for _, content in fields[:_FIELDS])
        not_before, expires = (_time(tag, content) for tag, content in _parts(validity))
    except (ValueError, IndexError):
        return Certificate()
    return Certificate(_name(subject), _name(issuer), not_before, expires)


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield tag and content of each value (ITU-T X.690, 8.1). ValueError, IndexError."""
    at = 0
    while at < len(data):
        tag, length, at = data[at], data[at + 1], at + 2
        if length >= _LONG:
            count = length - _LONG
            length, at = int.from_bytes(data[at : at + count]), at + count
        if at + length > len(data):
            raise ValueError("a value longer than what holds it")
        yield tag, data[at : at + length]
        at += length


def _name(data: bytes) -> str:
    words: list[str] = []
    for _, attributes in _parts(data):
        for _, pair in _parts(attributes):
            (_, oid), (tag, value) = _parts(pair)
            text = value.decode("utf-16-be" if tag == _UTF16_STRING else "utf-8", "replace")
            words.append(f"{_NAMES.get(oid.hex(), oid.hex())}={text}")
    return ", ".join(words)


def _time(tag: int, content: bytes) -> str:
    written = content.decode("ascii")
    if tag == _UTC_TIME:
        # Two digits of a year are of 1950 to 2049 (RFC 5280, 4.1.2.5.1).
        written = ("19" if written >= "50" else "20") + written
    moment = datetime.strptime(written, "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)
    return moment.isoformat().replace("+00:00", "Z")
