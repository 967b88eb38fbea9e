"""Where official artefacts are read from: a folder or an address laid out as data.vlaanderen.be."""

import hashlib
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from interop_check.origin import Fetch, OriginError, off
from interop_check.standards.pins import Pin
from interop_check.standards.problems import StandardError


class Artefacts(Protocol):
    """Whatever gives pinned bytes: a mirror, or a recording of what one gave."""

    def read(self, pin: Pin) -> bytes:
        """Return the pinned bytes. Raises StandardError."""


class Mirror:
    """A source of artefacts; whatever it gives is checked against the pin before anybody sees it."""

    def __init__(self, place: Path | str, fetch: Fetch = off) -> None:
        remote = isinstance(place, str) and place.lower().startswith(("http://", "https://"))
        self.base = str(place).rstrip("/") + "/" if remote else None
        self.folder = None if remote else Path(place)
        self._fetch = fetch

    def read(self, pin: Pin) -> bytes:
        """Return the pinned bytes. StandardError `standard-absent`, `-unreachable` or `-changed`."""
        if self.folder is not None:
            data = self._from_folder(self.folder, pin)
        else:
            data = fetched(f"{self.base}{quote(pin.path)}", pin, self._fetch)
        return verified(data, pin)

    def _from_folder(self, folder: Path, pin: Pin) -> bytes:
        root = folder.resolve()
        path = (root / pin.path).resolve()
        if not path.is_relative_to(root):
            raise StandardError("standard-absent", url=pin.url, place=str(folder))
        try:
            with path.open("rb") as file:
                return file.read(pin.size + 1)
        except OSError as error:
            raise StandardError("standard-absent", url=pin.url, place=str(folder)) from error


def fetched(address: str, pin: Pin, fetch: Fetch) -> bytes:
    """Return what stands at `address`. StandardError `standard-absent` or `standard-unreachable`."""
    try:
        return fetch(address, pin.size + 1).data
    except OriginError as error:
        if error.code == "gateway-too-large":
            raise StandardError("standard-changed", url=pin.url, pinned=pin.sha256, found="") from error
        if error.code == "gateway-status" and error.args_.get("status") in ("404", "410"):
            raise StandardError("standard-absent", url=pin.url, place=address) from error
        raise StandardError("standard-unreachable", url=pin.url, place=address, reason=error.code) from error


def verified(data: bytes, pin: Pin) -> bytes:
    """Return `data` if it is what was pinned. StandardError `standard-changed` with both digests."""
    found = hashlib.sha256(data).hexdigest()
    if found != pin.sha256:
        # A digest over the first bytes only would be of no use to anybody who compares it.
        shown = found if len(data) <= pin.size else ""
        raise StandardError("standard-changed", url=pin.url, pinned=pin.sha256, found=shown)
    return data
