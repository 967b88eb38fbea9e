"""The public Python API: what the command line, a web application or a notebook does, in four functions."""

import os
import shlex
from collections.abc import Container, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from interop_check import profiles, seal, solution, yamlfile
from interop_check.assessment import Question
from interop_check.assessment import assess as judge_all
from interop_check.examiners import examiners
from interop_check.gather import Tell, gather
from interop_check.gather.source import Reader, Source
from interop_check.model import Artefact, Profile, Report, Solution, Waiver
from interop_check.origin import Fetch, off
from interop_check.reports.document import document
from interop_check.standards.library import Library
from interop_check.standards.shipped import shipped
from interop_check.terminology import known as terminology
from interop_check.terminology.known import Known
from interop_check.version import VERSION

NO_MIRROR = Path(os.devnull)
"""A mirror that holds nothing: claims are known by their pins, and the report says what is not at hand."""


def load_profile(wanted: str) -> Profile:
    """Return a profile by id, `id@version` or folder. Raises UnknownProfileError or MistakesError."""
    return profiles.load_profile(wanted, examiners())


def default_profiles(kinds: Container[str] | None = None) -> tuple[Profile, ...]:
    """Return the installed profiles that are meant for whoever asks for none, by name.

    With `kinds` those that judge any of these kinds of evidence: what nobody gave is not asked for.
    """
    installed = (load_profile(name) for name in sorted(profiles.may_be_default(kinds)))
    return tuple(
        one
        for one in installed
        if one.default and (kinds is None or any(c.evidence in kinds for c in one.criteria))
    )


def load_solution(manifest: Path) -> Solution:
    """Return what a solution.yaml says. Raises OSError, or MistakesError with every mistake in it."""
    with manifest.open("rb") as stream:
        return solution.load_solution(stream.read(yamlfile.MAX_BYTES + 1), manifest.name)


def library(place: Path | str, fetch: Fetch = off) -> Library:
    """Return the official standards as pinned, read from the mirror at `place` (a folder or an address)."""
    pins = (profiles.folders()["oslo"] / "pins.yaml").read_bytes()
    document = yamlfile.load(pins, "pins.yaml").value
    return Library(document, place, fetch, known_terms, shipped(profiles.folders().values()))


def known_terms() -> Known:
    """Return the terms of OSLO and of well-known vocabularies, as the profile `oslo` lists them."""
    folder = profiles.folders()["oslo"]
    vocabularies = yamlfile.load((folder / "vocabularies.yaml").read_bytes(), "vocabularies.yaml")
    return terminology.read((folder / "terms.tsv").read_bytes(), vocabularies.value)


def report(
    loaded: Solution | None,
    artefacts: Sequence[Artefact],
    source: Reader,
    chosen: Sequence[Profile],
    *,
    as_of: date,
    language: str = "nl",
    reproduce: str = "",
    max_findings: int = 100,
    waivers: Sequence[Waiver] = (),
    tell: Tell | None = None,
) -> Report:
    """Gather the artefacts and judge them by the chosen profiles; `tell` hears what is read next.

    `waivers` are findings that somebody answers for, beside those of the manifest.
    """
    question = Question(
        solution=loaded,
        profiles=tuple(chosen),
        examiners=examiners(),
        as_of=as_of,
        language=language,
        tool_version=VERSION,
        reproduce=reproduce,
        max_findings=max_findings,
        waivers=tuple(waivers),
    )
    return judge_all(question, gather(artefacts, source, tell))


def assess(
    manifest: Path,
    wanted: Sequence[str] = (),
    *,
    as_of: date,
    standards: Path | str | None = None,
    fetch: Fetch = off,
    language: str = "nl",
) -> dict[str, Any]:
    """Return the sealed report on the solution that `manifest` describes, as plain JSON values.

    It is judged by the profiles that are wanted; where none are, by the default ones. Without `standards` no
    official shapes are at hand, only those of our own that come along; without `fetch` nothing is read from
    the network. What could not be looked at for that reason is said in the report. Raises what `load_profile`
    and `load_solution` raise.
    """
    loaded = load_solution(manifest)
    source = Source(root=manifest.parent, fetch=fetch, library=library(standards or NO_MIRROR, fetch))
    chosen = [load_profile(name) for name in wanted] or default_profiles()
    words = ["interop-check", "assess", manifest.name, *(word for name in wanted for word in ("-p", name))]
    reproduce = shlex.join([*words, "--lang", language, "--as-of", as_of.isoformat()])
    made = report(
        loaded, loaded.artefacts, source, chosen, as_of=as_of, language=language, reproduce=reproduce
    )
    return seal.sealed(document(made))


def verify(sealed: Mapping[str, Any]) -> seal.Verification:
    """Return whether a report is still what it was when it was sealed."""
    return seal.verify(sealed)
