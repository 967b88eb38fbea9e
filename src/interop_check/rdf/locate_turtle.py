"""Places in Turtle and TriG: a scan that follows punctuation, for text the parser has accepted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from urllib.parse import urljoin

from interop_check.rdf.places import Place
from interop_check.rdf.terms import unescape
from interop_check.rdf.vocabulary import RDF_TYPE

_TOKEN = re.compile(
    rb"""
    (?P<skip>[ \t\r\n]+|\#[^\n]*)
  | (?P<long>\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*''')
  | (?P<short>\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')
  | (?P<iri><[^<>\s]*>)
  | (?P<suffix>@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*|\^\^)
  | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?<!\.))
  | (?P<label>_:[^\s;,.\[\](){}<>\"']+(?:\.+[^\s;,.\[\](){}<>\"']+)*)
  | (?P<mark>[\[\](){};,.])
  | (?P<word>(?:[^\s;,\[\](){}<>\"'#.\\]|\\.|\.(?=[^\s;,\[\](){}<>\"'#]))+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_LOCAL_ESCAPE = re.compile(r"\\(.)")


@dataclass(slots=True)
class _Frame:
    """A statement being read: what it is about, and which part comes next."""

    opened: str
    subject: str = ""
    predicate: str = ""


class _Scanner:
    def __init__(self, base: str) -> None:
        self.base = base
        self.prefixes: dict[str, str] = {}
        self.frames = [_Frame("")]
        self.directive = ""
        self.skip_datatype = False
        self.fresh = count()

    def term(self, kind: str, written: bytes) -> str | None:
        """A term token as a key; None for what is no term."""
        text = written.decode(errors="replace")
        if kind == "iri":
            return self.resolve(unescape(text[1:-1]))
        if kind in {"long", "short"}:
            width = 3 if kind == "long" else 1
            return '"' + unescape(text[width:-width])
        if kind == "number" or text in {"true", "false"}:
            return '"' + text
        if kind == "label":
            return text
        return self.prefixed(text)

    def resolve(self, iri: str) -> str:
        if ":" in iri.partition("/")[0]:
            return iri
        # urljoin drops a fragment that is empty, and prefixes often end in one.
        return urljoin(self.base, iri) + ("#" if iri.endswith("#") else "")

    def prefixed(self, text: str) -> str | None:
        prefix, colon, local = text.partition(":")
        if not colon:
            return RDF_TYPE if text == "a" else None
        return self.prefixes.get(prefix, prefix + ":") + _LOCAL_ESCAPE.sub(r"\1", local)

    def place(self, key: str, offset: int) -> Place | None:
        """Takes a term as subject, predicate or value, whichever is due; a value gives a place."""
        frame = self.frames[-1]
        if frame.opened == "(":
            return None
        if not frame.subject:
            frame.subject = key
        elif not frame.predicate:
            frame.predicate = key
        else:
            return Place(frame.subject, frame.predicate, key, offset)
        return None

    def mark(self, mark: str, offset: int) -> Place | None:
        frame = self.frames[-1]
        if mark in "[(":
            key = f"_:#{next(self.fresh)}"
            found = self.place(key, offset)
            self.frames.append(_Frame(mark, subject=key if mark == "[" else ""))
            return found
        if mark in "])" and len(self.frames) > 1:
            self.frames.pop()
        elif mark == ";":
            frame.predicate = ""
        elif mark in ".{}":
            self.frames = [_Frame("")]
        return None

    def declare(self, kind: str, written: bytes) -> bool:
        """Takes the parts of a prefix or base directive; whether this token was one."""
        text = written.decode(errors="replace")
        if kind in {"word", "suffix"} and text.lower().lstrip("@") in {"prefix", "base"} and not self._busy():
            self.directive = text.lower().lstrip("@") + " "
        elif self.directive == "prefix " and kind == "word":
            self.directive = "prefix " + text
        elif self.directive and kind == "iri":
            iri = self.resolve(unescape(text[1:-1]))
            if self.directive == "base ":
                self.base = iri
            else:
                self.prefixes[self.directive[7:].rstrip(":")] = iri
            self.directive = ""
        else:
            return False
        return True

    def _busy(self) -> bool:
        return bool(self.frames[-1].subject) or len(self.frames) > 1


def places(data: bytes, base: str) -> Iterator[Place]:
    """The values of a Turtle or TriG text and their byte offsets."""
    scanner = _Scanner(base)
    for found in _TOKEN.finditer(data):
        kind, written, offset = found.lastgroup or "", found[0], found.start()
        if kind in {"skip", "other"} or scanner.declare(kind, written):
            continue
        if kind == "suffix":
            scanner.skip_datatype = written == b"^^"
            continue
        if kind == "mark":
            place = scanner.mark(written.decode(), offset)
        elif scanner.skip_datatype:
            scanner.skip_datatype = False
            continue
        else:
            key = scanner.term(kind, written)
            place = None if key is None else scanner.place(key, offset)
        if place is not None:
            yield place
