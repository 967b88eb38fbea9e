"""Save what was gathered and judge it again: bytes by their digest, and an index that people can read.

A recording is a folder with `index.json` and `objects/<sha256>`. Addresses in it are without secrets.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import jsonschema_rs

from interop_check import schemas
from interop_check.files import write_whole
from interop_check.gather import exchanges
from interop_check.gather.exchange import Body, Exchange, Request
from interop_check.gather.gateway.redact import REDACTOR
from interop_check.gather.limits import DEFAULT_ASKING, DEFAULT_READING, Asking, Reading
from interop_check.gather.sandbox.limits import DEFAULT_LIMITS, Limits
from interop_check.gather.source import Reader, only_bytes
from interop_check.model import Problem
from interop_check.origin import ANYTHING, Fetched
from interop_check.solution import is_address
from interop_check.standards.library import Library
from interop_check.standards.mirror import Artefacts
from interop_check.standards.pins import Pin
from interop_check.standards.problems import StandardError

FORMAT = "urn:interop-check:recording:1.0"
INDEX = "index.json"
OBJECTS = "objects"
MAX_INDEX_BYTES = 50_000_000

Answer = Mapping[str, Any]
"""What the index says of one location: sha256, bytes and media type, or files, or problem."""


class RecordingError(ValueError):
    """A folder that is no recording, was changed, or takes none: a code, and what it is about."""

    def __init__(self, code: str, **args: str) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args


@dataclass(frozen=True, slots=True)
class Recorder:
    """Keeps what another reader gives, and hands it on."""

    inner: Reader
    folder: Path
    library: Library | None = None
    answers: dict[str, Answer] = field(default_factory=dict)

    @property
    def limits(self) -> Limits:
        """Return those of the inner reader."""
        return self.inner.limits

    @property
    def reading(self) -> Reading:
        """Return those of the inner reader."""
        return self.inner.reading

    @property
    def asking(self) -> Asking:
        """Return those of the inner reader."""
        return self.inner.asking

    def get(self, location: str, accept: str = ANYTHING, below: str | None = None) -> Fetched | Problem:
        """Return what the inner reader gives."""
        found = self.inner.get(location, accept, below)
        told = _told(found) if isinstance(found, Problem) else self._kept(found)
        self.answers[_asked(location, accept)] = told
        return found

    def read(self, location: str, below: str | None = None) -> bytes | Problem:
        """Return what the inner reader gives."""
        return only_bytes(self.get(location, below=below))

    def files(self, location: str) -> tuple[str, ...] | Problem:
        """Return what the inner reader gives."""
        found = self.inner.files(location)
        told = _told(found) if isinstance(found, Problem) else {"files": list(found)}
        self.answers[_key("list", location)] = told
        return found

    def is_folder(self, location: str) -> bool:
        """Return what the inner reader says."""
        found = self.inner.is_folder(location)
        self.answers[_key("kind", location)] = {"folder": found}
        return found

    def ask(self, request: Request, *, follow: bool = False, anonymous: bool = False) -> Exchange | Problem:
        """Return what the inner reader gives; the body is kept beside what came with it."""
        found = self.inner.ask(request, follow=follow, anonymous=anonymous)
        if isinstance(found, Problem):
            told = _told(found)
        else:
            self.keep(found.body.read())
            told = self.keep(exchanges.packed(found))
        self.answers[_question(request, anonymous=anonymous)] = told
        return found

    def _kept(self, found: Fetched) -> Answer:
        said = {"media_type": found.media_type} if found.media_type else {}
        return {**self.keep(found.data), **said}

    def keep(self, data: bytes) -> Answer:
        """Write bytes under their digest, and return how the index names them. RecordingError."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.folder / OBJECTS / digest
        if not path.exists():
            _write(path, data)
        return {"sha256": digest, "bytes": len(data)}

    def keep_manifest(self, location: str, shown: Callable[[bytes], bytes]) -> None:
        """Keep the manifest as it may be `shown`; where that is less, with the digest of the whole."""
        data = self.inner.read(location)
        if isinstance(data, Problem):
            self.answers[_key("read", location)] = _told(data)
            return
        kept = shown(data)
        less = {} if kept == data else {"redacted_from": hashlib.sha256(data).hexdigest()}
        self.answers[_key("read", location)] = {**self.keep(kept), **less}

    def close(self, run: Mapping[str, Any]) -> None:
        """Write the index; `run` is what the command was asked, so that it can be asked again.

        RecordingError where the disk says no.
        """
        index = {"format": FORMAT, "run": run, "answers": self.answers}
        text = json.dumps(index, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        _write(self.folder / INDEX, text.encode())


@dataclass(frozen=True, slots=True)
class RecordedArtefacts:
    """The pinned artefacts that were read while recording, kept like everything else."""

    inner: Artefacts
    recorder: Recorder

    def read(self, pin: Pin) -> bytes:
        """Return the pinned bytes. Raises what the inner one raises."""
        try:
            data = self.inner.read(pin)
        except StandardError as error:
            self.recorder.answers[_key("pin", pin.url)] = _told(error.problem)
            raise
        self.recorder.answers[_key("pin", pin.url)] = self.recorder.keep(data)
        return data


@dataclass(frozen=True, slots=True)
class Replay:
    """Reads from a recording and nothing else; bytes are checked against their digest again."""

    folder: Path
    run: Mapping[str, Any]
    answers: Mapping[str, Answer]
    library: Library | None = None
    limits: Limits = DEFAULT_LIMITS
    reading: Reading = DEFAULT_READING
    asking: Asking = DEFAULT_ASKING

    def get(
        self,
        location: str,
        accept: str = ANYTHING,
        below: str | None = None,  # noqa: ARG002 - as it was then
    ) -> Fetched | Problem:
        """Return what was recorded. RecordingError where it was changed."""
        asked = _asked(location, accept)
        # Recordings of before knew one answer per address, whatever it had been asked for.
        key = asked if asked in self.answers else _key("read", location)
        data = self._answer(key, location)
        return data if isinstance(data, Problem) else Fetched(data, self.answers[key].get("media_type"))

    def read(self, location: str, below: str | None = None) -> bytes | Problem:
        """Return what was recorded. RecordingError where it was changed."""
        return only_bytes(self.get(location, below=below))

    def redacted_from(self, location: str) -> str | None:
        """Return the sha256 of what stood there, where secrets were taken out of what was recorded."""
        return self.answers.get(_key("read", location), {}).get("redacted_from")

    def files(self, location: str) -> tuple[str, ...] | Problem:
        """Return the file names that were recorded."""
        told = self.answers.get(_key("list", location))
        if told is None or "problem" in told:
            return _problem(told, location)
        return tuple(told["files"])

    def is_folder(self, location: str) -> bool:
        """Return whether it was a folder."""
        return bool(self.answers.get(_key("kind", location), {}).get("folder"))

    def ask(
        self,
        request: Request,
        *,
        follow: bool = False,  # noqa: ARG002 - as it was then
        anonymous: bool = False,
    ) -> Exchange | Problem:
        """Return the answer that was recorded. RecordingError where it was changed."""
        packed = self._answer(_question(request, anonymous=anonymous), request.url)
        if isinstance(packed, Problem):
            return packed
        try:
            exchange = exchanges.unpacked(packed)
        except ValueError as error:
            raise RecordingError("recording-changed", sha256=Body.of(packed).sha256) from error
        return replace(exchange, body=Body.of(stored(self.folder, exchange.body.sha256)))

    def artefact(self, pin: Pin) -> bytes:
        """Return a pinned artefact as recorded. StandardError where it could not be had then."""
        found = self._answer(_key("pin", pin.url), pin.url)
        if isinstance(found, Problem):
            raise StandardError(found.code, **found.args)
        return found

    def _answer(self, key: str, location: str) -> bytes | Problem:
        told = self.answers.get(key)
        if told is None or "sha256" not in told:
            return _problem(told, location)
        return stored(self.folder, told["sha256"])


@dataclass(frozen=True, slots=True)
class ReplayedArtefacts:
    """The pinned artefacts of a recording."""

    replay: Replay

    def read(self, pin: Pin) -> bytes:
        """Return the recorded bytes. StandardError where there are none."""
        return self.replay.artefact(pin)


def load(folder: Path) -> Replay:
    """Open a recording. RecordingError `not-a-recording` where it is none."""
    try:
        if (folder / INDEX).stat().st_size > MAX_INDEX_BYTES:
            raise RecordingError("not-a-recording", path=str(folder))
        index = json.loads((folder / INDEX).read_bytes())
        valid = jsonschema_rs.is_valid(dict(schemas.schema("recording")), index)
    except (OSError, ValueError, RecursionError) as error:
        raise RecordingError("not-a-recording", path=str(folder)) from error
    if not valid:
        raise RecordingError("not-a-recording", path=str(folder))
    run = index["run"]
    limits = Limits(**run.get("parser", {}))  # recordings of before had those of the tool
    reading, asking = Reading(**run.get("reading", {})), Asking(**run.get("asking", {}))
    answers = index["answers"]
    return Replay(folder=folder, run=run, answers=answers, limits=limits, reading=reading, asking=asking)


def stored(folder: Path, digest: str) -> bytes:
    """Return the bytes of a digest. RecordingError where they are gone or changed."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise RecordingError("recording-changed", sha256=digest)
    try:
        data = (folder / OBJECTS / digest).read_bytes()
    except OSError as error:
        raise RecordingError("recording-changed", sha256=digest) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise RecordingError("recording-changed", sha256=digest)
    return data


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        detail = error.strerror or type(error).__name__
        raise RecordingError("cannot-write", path=str(path), detail=detail) from error


def _key(question: str, location: str) -> str:
    return f"{question} {REDACTOR.text(location)}"


def _asked(location: str, accept: str) -> str:
    """Return the key of what was read: a server may answer differently to who wants something else."""
    wanted = f" as {accept}" if accept != ANYTHING and is_address(location) else ""
    return _key("read", location) + wanted


def _question(request: Request, *, anonymous: bool) -> str:
    """Return the key of what a service was asked."""
    headers = "".join(f" {name}={value}" for name, value in REDACTOR.headers(request.headers))
    who = " anonymous" if anonymous else ""
    return _key(f"ask {request.method}", request.url) + headers + who


def _told(problem: Problem) -> Answer:
    return {
        "problem": {
            "code": problem.code,
            "args": {name: REDACTOR.text(value) for name, value in problem.args.items()},
        }
    }


def _problem(told: Answer | None, location: str) -> Problem:
    if told is None or "problem" not in told:
        return Problem(code="not-recorded", args={"location": location})
    return Problem(code=told["problem"]["code"], args=told["problem"]["args"])
