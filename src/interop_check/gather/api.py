"""Evidence of kind `api`: the description of an API with all files that it refers to, each of them hashed.

Descriptions are parsed here and not in the sandbox; docs/adr/0007-api-descriptions.md says why that is safe.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from interop_check.gather import Gatherer
from interop_check.gather.source import Reader, evidence_of
from interop_check.model import Artefact, Evidence, Problem
from interop_check.openapi.description import described
from interop_check.openapi.document import DocumentError
from interop_check.openapi.references import is_remote
from interop_check.solution import is_address, location_fault

FILE = "api-file"
"""The kind of evidence of a file that a description refers to."""


def gathered(artefact: Artefact, source: Reader) -> Iterator[Evidence]:
    """Yield the description, then each file that it refers to and that was read or should have been.

    `about["folder"]` is the folder that references may not leave, where it is not that of all files;
    `about["ref_hosts"]` names the hosts from which they may be fetched.
    """
    about = {"id": artefact.id, **artefact.about}
    data = source.read(artefact.location)
    if isinstance(data, Problem):
        yield evidence_of("api", artefact.location, data, about)
        return
    files = _Files(artefact.location, source, about)
    read: dict[str, Any] = {}
    try:
        read["content"] = described(data, artefact.location, files.read, source.reading)
    except DocumentError as error:
        read["problem"] = error.problem
    digest = hashlib.sha256(data).hexdigest()
    yield Evidence(kind="api", source=artefact.location, sha256=digest, size=len(data), about=about, **read)
    yield from files.evidence


@dataclass(frozen=True, slots=True)
class _Files:
    """Reads what a description refers to: files below one folder; from the network what was agreed to."""

    entry: str
    source: Reader
    about: Mapping[str, Any]
    evidence: list[Evidence] = field(default_factory=list)

    def read(self, location: str) -> bytes | Problem:
        """Return the bytes of a file that is referred to, or why they cannot be had."""
        data = self._allowed(location) or self.source.read(location, self.about.get("folder", ""))
        self.evidence.append(evidence_of(FILE, location, data, {"id": self.about["id"]}))
        return data

    def _allowed(self, location: str) -> Problem | None:
        code = None
        if is_address(location):
            code = None if not location_fault(location) and self._is_agreed(location) else "ref-not-followed"
        elif location.lower().startswith("file:"):
            code = "location-outside"
        elif is_remote(location):
            code = "ref-not-followed"
        return Problem(code=code, args={"location": location}) if code else None

    def _is_agreed(self, address: str) -> bool:
        """Whether an address is on an agreed host, or where a description that was fetched itself is."""
        wanted = urlsplit(address)
        own = urlsplit(self.entry) if is_address(self.entry) else None
        is_own = own is not None and (wanted.scheme, wanted.netloc) == (own.scheme, own.netloc)
        return is_own or wanted.hostname in self.about.get("ref_hosts", ())


GATHERER = Gatherer(section="apis", kind="api", read=gathered)
