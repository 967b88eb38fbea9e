"""One run from settings to exit code: gather, assess, seal, write. Only this module decides exit codes."""

import os
import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

import click

from interop_check import api, yamlfile
from interop_check.assessment import has_errors
from interop_check.cli import _recording
from interop_check.cli._job import Job
from interop_check.cli._language import texts
from interop_check.cli._live import LIVE, is_live
from interop_check.cli._network import fetch_of, network_of, service_of
from interop_check.cli._options import MAX_FINDINGS, Settings, default_store
from interop_check.cli._progress import progress
from interop_check.cli._refusal import (
    CONFORMS,
    DOES_NOT_CONFORM,
    TOOL_FAILED,
    UNDECIDED,
    refuse,
    refuse_mistakes,
)
from interop_check.cli._table import width
from interop_check.files import write_whole
from interop_check.gather import gatherers
from interop_check.gather.gateway.redact import REDACTOR
from interop_check.gather.recording import RecordingError
from interop_check.gather.source import Reader, Source, silent
from interop_check.locales import Texts
from interop_check.model import INTERRUPTED, Level, MistakesError, Outcome, Profile, Report, Verdict, Waiver
from interop_check.origin import off
from interop_check.profiles import UnknownProfileError
from interop_check.reports import View, formats
from interop_check.reports.document import document
from interop_check.reports.wording import texts_of
from interop_check.score import score
from interop_check.seal import sealed
from interop_check.solution import is_address
from interop_check.waivers import load_waivers, waived

_OF_VERDICT = {
    Verdict.CONFORMS: CONFORMS,
    Verdict.DOES_NOT_CONFORM: DOES_NOT_CONFORM,
    Verdict.UNDECIDED: UNDECIDED,
}
_FAILING_LEVELS = {
    Level.MUST: (Level.MUST,),
    Level.SHOULD: (Level.MUST, Level.SHOULD),
    Level.MAY: (Level.MUST, Level.SHOULD, Level.MAY),
}


def profile(wanted: str) -> Profile:
    """Return a profile by name, or end the run as wrong use."""
    try:
        return api.load_profile(wanted)
    except UnknownProfileError as error:
        known = ", ".join(error.known)
        refuse("unknown-profile", value=wanted, suggestion=error.suggestion, known=known)
    except MistakesError as error:
        refuse_mistakes(error)


def run(settings: Settings, job: Job | None) -> NoReturn:
    """Assess, write every format that was asked for, and exit with the verdict's code.

    The job is None where a recording brings its own.
    """
    replayed = _recording.replayed(settings)
    if replayed:
        settings, job = replayed.settings, replayed.job
    if job is None:
        raise TypeError("a run without a recording needs a job")
    profiles = _profiles(settings, job)
    report = _report(settings, job, replayed.reader, profiles) if replayed else _live(settings, job, profiles)
    if _is_broken_off(report):
        click.echo(texts()("interrupted-report"), err=True)
    wanted = settings.formats or (() if settings.quiet else (("text", "-"),))
    say = Texts(settings.language, texts_of(profiles))
    write_formats(sealed(document(report)), wanted, say, quiet=settings.quiet)
    raise SystemExit(exit_code(report, settings))


def _live(settings: Settings, job: Job, profiles: Sequence[Profile]) -> Report:
    """Gather and assess; a run that was broken off leaves no recording, for it could not be judged again."""
    live = source(job, settings)
    try:
        recorder = _recording.recorder(settings, job, live)
        report = _report(settings, job, recorder or live, profiles)
        if recorder and _is_broken_off(report):
            click.echo(texts()("interrupted-recording", path=recorder.folder), err=True)
        elif recorder:
            recorder.close(_recording.asked(settings, job, live))
    except RecordingError as error:
        refuse(error.code, **error.args_)
    return report


def _is_broken_off(report: Report) -> bool:
    return any(one.problem and one.problem.code == INTERRUPTED for one in report.evidence)


def _profiles(settings: Settings, job: Job) -> Sequence[Profile]:
    """Return the profiles that are asked for, or the default ones; with a running service also its own."""
    chosen = [profile(name) for name in settings.profiles] or list(_defaults(job))
    if is_live(job.artefacts) and all(one.id != LIVE for one in chosen):
        chosen.append(profile(LIVE))
    return chosen


def _defaults(job: Job) -> Sequence[Profile]:
    """Return the default profiles; for single artefacts those that have something to say about them."""
    kinds = None if job.solution else {gatherers()[one.section].kind for one in job.artefacts}
    try:
        return api.default_profiles(kinds)
    except MistakesError as error:
        refuse_mistakes(error)


def _report(settings: Settings, job: Job, reader: Reader, profiles: Sequence[Profile]) -> Report:
    try:
        return api.report(
            job.solution,
            job.artefacts,
            reader,
            profiles,
            as_of=settings.as_of,
            language=settings.language,
            reproduce=reproduce(job.command, settings),
            max_findings=settings.most_findings,
            waivers=_ignored(settings.ignore),
            tell=None if settings.quiet else progress(),
        )
    except RecordingError as error:
        refuse(error.code, **error.args_)
    except KeyboardInterrupt:
        click.echo(texts()("interrupted"), err=True)
        raise SystemExit(UNDECIDED) from None


def _ignored(path: Path | None) -> Sequence[Waiver]:
    if path is None:
        return ()
    try:
        with path.open("rb") as stream:
            return load_waivers(stream.read(yamlfile.MAX_BYTES + 1), path.name)
    except OSError as error:
        refuse("cannot-read", path=path, detail=error.strerror or type(error).__name__)
    except MistakesError as error:
        refuse_mistakes(error)


def exit_code(report: Report, settings: Settings) -> int:
    """Return 0 conforms, 1 does not, 3 undecided, 4 the tool failed: as --fail-on and the thresholds say."""
    if has_errors(report):
        return TOOL_FAILED
    if _is_broken_off(report):
        return UNDECIDED
    code = _verdict_code(_without_waived(report) if settings.accept_waived else report, settings.fail_on)
    total = report.score.total
    below = settings.fail_under and (total is None or total.supported * 100 < Fraction(settings.fail_under))
    if code == CONFORMS and below:
        return DOES_NOT_CONFORM
    thin = settings.min_coverage and (total is None or total.coverage * 100 < Fraction(settings.min_coverage))
    return UNDECIDED if code == CONFORMS and thin else code


def _without_waived(report: Report) -> Report:
    """Return a report in which what failed only for what somebody answers for is not asked."""
    known = waived(report)
    wrong = (Outcome.FAILED, Outcome.PARTIAL)
    left = [
        replace(one, outcome=Outcome.NOT_APPLICABLE) if one.outcome in wrong and known.answered(one) else one
        for one in report.results
    ]
    return replace(report, results=tuple(left), score=score(left, report.profiles))


def _verdict_code(report: Report, fail_on: Level | None) -> int:
    if fail_on is None:
        return CONFORMS
    if fail_on is Level.MUST:
        return _OF_VERDICT[report.score.verdict]
    asked = [
        result
        for result in report.results
        if result.criterion.level in _FAILING_LEVELS[fail_on] and result.outcome is not Outcome.NOT_APPLICABLE
    ]
    if any(r.outcome in (Outcome.FAILED, Outcome.PARTIAL) for r in asked):
        return DOES_NOT_CONFORM
    if not asked or any(r.outcome.is_open for r in asked):
        return UNDECIDED
    return CONFORMS


def write_formats(
    document: Mapping[str, Any], wanted: Sequence[tuple[str, str]], say: Texts, *, quiet: bool
) -> None:
    """Write a sealed document in each format, to its path or to standard output."""
    for name, path in wanted:
        view = View(texts=say, width=width()) if path == "-" else View(texts=say, suffix=Path(path).suffix)
        content = formats()[name].render(document, view)
        if path == "-":
            _print(content)
            continue
        write_file(Path(path), content)
        if not quiet:
            click.echo(texts()("written", format=name, path=path), err=True)


def _print(content: str) -> None:
    """Write to standard output: for a terminal in its encoding, for a file or another program in UTF-8."""
    try:
        click.echo(content if sys.stdout.isatty() else content.encode(), nl=False)
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python fails again at its end
        if not isinstance(error, BrokenPipeError):  # that reader has seen enough; the exit code still counts
            refuse("cannot-write", path="-", detail=error.strerror or type(error).__name__)


def write_file(path: Path, content: str) -> None:
    """Write a file whole or not at all, or end the run."""
    try:
        write_whole(path, content.encode())
    except OSError as error:
        refuse("cannot-write", path=path, detail=error.strerror or type(error).__name__)


def source(job: Job, settings: Settings) -> Source:
    """Return where this run reads from: a mirror of the standards, or what was synchronised earlier."""
    place = settings.standards or str(default_store())
    if settings.offline and is_address(place):
        refuse("standards-need-network", place=place)
    if settings.standards and not is_address(place) and not Path(place).is_dir():
        refuse("no-such-folder", path=place)
    own = network_of(settings.network)
    reach = (own, settings.allow_private, settings.ca_file)
    fetch = off if settings.offline else fetch_of(*reach)
    service = silent if settings.offline else service_of(*reach)
    return Source(
        root=job.root,
        fetch=fetch,
        service=service,
        library=api.library(place, fetch),
        strict=job.strict,
        limits=own.parser,
        reading=own.reading,
        asking=own.asking,
    )


def reproduce(command: Sequence[str], settings: Settings) -> str:
    """Return the command that gives this report again; nothing in it depends on this machine."""
    words = ["interop-check", *(REDACTOR.text(word) for word in command)]
    words += [word for name in settings.profiles for word in ("-p", name)]
    words += ["--ignore", str(settings.ignore)] if settings.ignore else []
    words += ["--lang", settings.language, "--as-of", settings.as_of.isoformat()]
    if settings.most_findings != MAX_FINDINGS:
        words += ["--max-findings", str(settings.most_findings)]
    for word in words:
        if any("\ud800" <= letter <= "\udfff" for letter in word):
            refuse("name-not-unicode", value=word)
    return shlex.join([*words, *(["--offline"] if settings.offline else [])])
