"""Whoever breaks off gets a report that says so, or none; never a verdict on what was not read."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from interop_check import schemas
from interop_check.cli import _progress, main
from interop_check.gather.source import Source
from interop_check.model import Problem
from interop_check.origin import ANYTHING, Fetched
from interop_check.yamlfile import Document

ROOT = Path(__file__).parents[1]
GOOD = ROOT / "fixtures" / "solutions" / "parkeerwijzer-goed"


@pytest.fixture
def interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who presses Ctrl-C while the second dataset is read."""
    get = Source.get

    def impatient(
        source: Source, location: str, accept: str = ANYTHING, below: str | None = None
    ) -> Fetched | Problem:
        if location == "data/organisaties.jsonld":
            raise KeyboardInterrupt
        return get(source, location, accept, below)

    monkeypatch.setattr(Source, "get", impatient)


@pytest.mark.usefixtures("interrupted")
def test_a_report_that_was_broken_off_is_marked_and_decides_nothing(shared: Path) -> None:
    words = ["assess", str(GOOD), "--standards", str(shared / "standards"), "-f", "json=-"]
    result = CliRunner().invoke(main, words)

    report = json.loads(result.stdout)
    assert result.exit_code == 3
    assert report["score"]["verdict"] == "undecided"
    unread = {
        e["source"] for e in report["evidence"] if e["problem"] and e["problem"]["code"] == "interrupted"
    }
    assert {"data/organisaties.jsonld", "data/parkeerterreinen.nt"} <= unread
    assert "data/besluiten.ttl" not in unread
    assert schemas.mistakes(Document(source="report", value=report, marks={}), "report") == ()


@pytest.mark.usefixtures("interrupted")
def test_whoever_breaks_off_is_told_what_became_of_it_whatever_is_written(shared: Path) -> None:
    words = ["assess", str(GOOD), "--standards", str(shared / "standards"), "-q"]
    assert "Afgebroken; het verslag is onvolledig" in CliRunner().invoke(main, words).stderr


@pytest.mark.usefixtures("interrupted")
def test_the_summary_says_that_it_is_incomplete(shared: Path) -> None:
    result = CliRunner().invoke(main, ["assess", str(GOOD), "--standards", str(shared / "standards")])
    assert "ONVOLLEDIG" in result.stdout


def test_an_interrupt_after_the_reading_leaves_no_report(
    monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    def broken_off(*_: object) -> tuple[()]:
        raise KeyboardInterrupt

    monkeypatch.setattr("interop_check.gather.standard.claimed", broken_off)
    result = CliRunner().invoke(main, ["assess", str(GOOD), "--standards", str(shared / "standards")])
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "Afgebroken" in result.stderr


@pytest.mark.parametrize("words", [["assess", str(GOOD), "--offline"], ["profiles"]])
def test_whoever_breaks_off_before_anything_is_read_has_no_verdict(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken_off(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("interop_check.api.default_profiles", broken_off)
    monkeypatch.setattr("interop_check.api.load_profile", broken_off)
    result = CliRunner().invoke(main, words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("Afgebroken; er is niets beslist.")


def test_progress_is_told_artefact_by_artefact_and_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _progress.progress() is None
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    show = _progress.progress()
    assert show is not None
    show(2, 3, "data/\x1b[2Jgevaarlijk.ttl")
    shown = capsys.readouterr().err
    assert "2/3" in shown
    assert "\x1b[2J" not in shown
