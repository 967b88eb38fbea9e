"""--record and --replay: what a run was asked and what it read, kept in a folder and judged again."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from interop_check import api
from interop_check.cli._job import Job
from interop_check.cli._live import is_live, with_services
from interop_check.cli._network import network_of
from interop_check.cli._options import Settings
from interop_check.cli._redacted import redacted
from interop_check.cli._refusal import refuse, refuse_mistakes
from interop_check.gather import recording
from interop_check.gather.gateway.redact import REDACTOR
from interop_check.gather.recording import (
    RecordedArtefacts,
    Recorder,
    RecordingError,
    Replay,
    ReplayedArtefacts,
)
from interop_check.gather.source import Reader, Source
from interop_check.model import Artefact, MistakesError, Place, Problem
from interop_check.solution import load_solution

_RESTORED = {"profiles": "profiles", "lang": "language", "as_of": "as_of", "max_findings": "max_findings"}
"""Options of the recorded run by their name in the index, and the setting that each is."""


def recorder(settings: Settings, job: Job, source: Source) -> Recorder | None:
    """Return a recorder around the source where --record asks for one."""
    if settings.record is None:
        return None
    kept = Recorder(inner=source, folder=settings.record, library=source.library)
    try:
        settings.record.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        refuse("cannot-write", path=settings.record, detail=error.strerror or type(error).__name__)
    if job.manifest is not None:
        kept.keep_manifest(job.manifest, redacted)
    if source.library is not None:
        source.library.read_through(RecordedArtefacts(source.library.mirror, kept))
    return kept


def asked(settings: Settings, job: Job, source: Source) -> dict[str, Any]:
    """Return what the index says of the run, among it the limits that `source` reads within."""
    artefacts = () if job.solution else job.artefacts
    return {
        "command": [REDACTOR.text(word) for word in job.command],
        **({"manifest": job.manifest} if job.manifest else {}),
        **({"live": True} if job.solution and is_live(job.artefacts) else {}),
        "profiles": list(settings.profiles),
        "lang": settings.language,
        "as_of": settings.as_of.isoformat(),
        "offline": settings.offline,
        "max_findings": settings.max_findings,
        "parser": asdict(source.limits),
        "reading": asdict(source.reading),
        "asking": asdict(source.asking),
        "artefacts": [
            {
                "section": a.section,
                "id": REDACTOR.text(a.id),
                "location": REDACTOR.text(a.location),
                "about": _plain(a.about),
            }
            for a in artefacts
        ],
    }


_RECORDED = frozenset({"record", "standards"})
"""Options that make no sense beside --replay: what was read is read again, from the recording."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A recorded run, ready to be judged again."""

    settings: Settings
    job: Job
    reader: Reader


def replayed(settings: Settings) -> Replayed | None:
    """Return the recorded run where --replay asks for one; options given now go before the recorded ones."""
    if settings.replay is None:
        return None
    _refuse_what_a_recording_has()
    try:
        replay = recording.load(settings.replay)
        restored = _restored(settings, replay.run)
        library = api.library(settings.replay)
        library.read_through(ReplayedArtefacts(replay))
        reader = replace(replay, library=library)
        if settings.network:
            own = network_of(settings.network)
            reader = replace(reader, limits=own.parser, reading=own.reading, asking=own.asking)
        return Replayed(restored, _job(replay), reader)
    except RecordingError as error:
        refuse(error.code, **error.args_)


def _refuse_what_a_recording_has() -> None:
    """End the run where the command names, beside a recording, what only a recording can bring."""
    context = click.get_current_context()
    for parameter in context.command.params:
        if context.get_parameter_source(parameter.name or "") is not ParameterSource.COMMANDLINE:
            continue
        if isinstance(parameter, click.Argument):
            refuse("replay-files")
        if parameter.name in _RECORDED:
            refuse("replay-option", option=parameter.opts[0])


def _restored(settings: Settings, run: Mapping[str, Any]) -> Settings:
    context = click.get_current_context()
    recorded: dict[str, Any] = {"offline": run["offline"]}
    for name, setting in _RESTORED.items():
        if context.get_parameter_source(name) in (ParameterSource.DEFAULT, ParameterSource.DEFAULT_MAP, None):
            recorded[setting] = run[name]
    if "as_of" in recorded:
        recorded["as_of"] = date.fromisoformat(recorded["as_of"])
    if "profiles" in recorded:
        recorded["profiles"] = tuple(recorded["profiles"])
    return replace(settings, **recorded)


def _job(replay: Replay) -> Job:
    run = replay.run
    command = tuple(run["command"])
    if "manifest" not in run:
        return Job(command=command, artefacts=tuple(_artefact(a) for a in run["artefacts"]), root=Path())
    data = replay.read(run["manifest"])
    if isinstance(data, Problem):
        raise RecordingError("not-a-recording", path=str(replay.folder))
    try:
        solution = load_solution(data, run["manifest"])
        solution = replace(solution, digest=replay.redacted_from(run["manifest"]) or solution.digest)
    except MistakesError as error:
        refuse_mistakes(error)
    return Job(
        command=command,
        solution=solution,
        artefacts=with_services(solution.artefacts) if run.get("live") else solution.artefacts,
        root=Path(),
        manifest=run["manifest"],
    )


def _artefact(told: Mapping[str, Any]) -> Artefact:
    about = {
        name: tuple(value) if isinstance(value, list) else value for name, value in told["about"].items()
    }
    place = Place(source=told["location"])
    return Artefact(section=told["section"], id=told["id"], location=told["location"], about=about, at=place)


def _plain(about: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _without_secrets(value) for name, value in about.items()}


def _without_secrets(value: Any) -> Any:
    if isinstance(value, tuple):
        return [REDACTOR.text(word) for word in value]
    return REDACTOR.text(value) if isinstance(value, str) else value
