"""The encoding of a page, found as the HTML standard finds it (13.2.3.2), and its text in UTF-8.

What a server said of it is not known here: a byte order mark counts first, then what the page declares, then
whether the bytes are UTF-8; else it is windows-1252, as in browsers set to Dutch or English.
"""

import codecs
import re
from encodings.aliases import aliases
from typing import NamedTuple

from interop_check.rdf.html.marks import attributes, tags

_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xfe\xff", "utf-16be"), (b"\xff\xfe", "utf-16le"))
_LOOKED_AT = 65_536
"""Bytes in which a declaration counts: browsers look at 1,024, and start anew at one that comes later."""

_CHARSET = re.compile(
    r"charset[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)\"|'([^']*)'|([^\t\n\f\r ;\"']+))", re.IGNORECASE
)
_XML = re.compile(rb"<\?xml[^>]*?encoding[\t\n\f\r ]*=[\t\n\f\r ]*[\"']([^\"'>]+)")
_REPLACEMENT = "\ufffd"

_CODECS = {
    # The Encoding standard's name of an encoding: Python's codec of it, then those that are read as this one.
    "utf-8": "utf_8 utf_16 utf_16_le utf_16_be",
    "utf-16le": "utf_16_le",
    "utf-16be": "utf_16_be",
    "windows-1252": "cp1252 latin_1 ascii",
    "windows-1254": "cp1254 iso8859_9",
    "windows-874": "cp874 iso8859_11 tis_620",
    **{f"windows-{number}": f"cp{number}" for number in (1250, 1251, 1253, 1255, 1256, 1257, 1258)},
    **{f"iso-8859-{number}": f"iso8859_{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    "ibm866": "cp866",
    "koi8-r": "koi8_r",
    "koi8-u": "koi8_u",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "gb18030": "gb18030 gbk gb2312",
    "big5": "big5hkscs big5",
    "euc-kr": "cp949 euc_kr",
    "shift_jis": "cp932 shift_jis",
    "euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
}
_DECODERS = {name: codecs.lookup(known.split()[0]).decode for name, known in _CODECS.items()}
"""Looked up beforehand: the process that reads untrusted pages can open no file later, not even a module."""

_NAMES = {codec: name for name, known in reversed(_CODECS.items()) for codec in known.split()}
"""The standard's name by that of Python's codec; where two would do the first: none is declared as UTF-16."""


class Decoded(NamedTuple):
    """A page in UTF-8, its encoding as the Encoding standard names it, and how much was not in it."""

    text: bytes
    encoding: str
    undecodable: int


def decoded(page: bytes) -> Decoded:
    """Return the text of a page; what is not in its encoding is replaced by U+FFFD."""
    page, encoding = _sniffed(page)
    if encoding == "utf-8" and _is_utf_8(page):
        return Decoded(page, encoding, 0)
    text = _DECODERS[encoding](page, "replace")[0]
    own = page.count(_REPLACEMENT.encode()) if encoding == "utf-8" else 0
    return Decoded(text.encode(errors="replace"), encoding, text.count(_REPLACEMENT) - own)


def _sniffed(page: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if page.startswith(mark):
            return page[len(mark) :], encoding
    declared = _declared(page[:_LOOKED_AT])
    return page, declared or ("utf-8" if _is_utf_8(page) else "windows-1252")


def _is_utf_8(page: bytes) -> bool:
    try:
        page.decode()
    except UnicodeDecodeError:
        return False
    return True


def _declared(head: bytes) -> str:
    for tag in tags(head):
        if tag["name"].lower() == b"meta" and not tag["slash"]:
            encoding = _of_meta(attributes(tag, "latin-1"))
            if encoding:
                return encoding
    found = _XML.match(head)
    return _named(found[1].decode("latin-1")) if found else ""


def _of_meta(attributes: dict[str, str]) -> str:
    if "charset" in attributes:
        return _named(attributes["charset"])
    if attributes.get("http-equiv", "").lower() != "content-type":
        return ""
    found = _CHARSET.search(attributes.get("content", ""))
    return _named("".join(found.groups(""))) if found else ""


def _named(label: str) -> str:
    """Return the standard's name of an encoding by one of its labels; "" for a label that is not known."""
    label = label.strip("\t\n\f\r ").lower()
    if label in _CODECS:
        return "utf-8" if label.startswith("utf-16") else label
    codec = label.replace("-", "_")
    return _NAMES.get(aliases.get(codec, codec), "")
