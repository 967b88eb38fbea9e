"""What was gathered can be kept and judged again by anybody, to the same bytes."""

import json
import shutil
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from interop_check.cli import main

ROOT = Path(__file__).parents[1]
FLAWED = ROOT / "fixtures" / "solutions" / "parkeerwijzer-gebrekkig"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def recording(shared: Path, tmp_path: Path) -> Path:
    """A recorded assessment of the flawed sample; its report lies beside it."""
    folder = tmp_path / "opname"
    result = run(
        "assess", FLAWED, "--standards", shared / "standards", "--as-of", "2026-11-15", "--offline",
        "--record", folder, "-q", "-f", f"json={tmp_path / 'recorded.json'}",
    )  # fmt: skip
    assert result.exit_code == 1, result.output
    return folder


def test_a_replay_needs_no_file_no_standard_and_no_network_and_gives_the_same_bytes(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_socket(*_: object, **__: object) -> None:
        raise AssertionError("a replay opened a socket")

    elsewhere = tmp_path / "elders"
    shutil.copytree(recording, elsewhere)
    shutil.rmtree(recording)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket.socket, "connect", no_socket)
    monkeypatch.setattr(socket, "getaddrinfo", no_socket)

    result = run("assess", "--replay", elsewhere, "-q", "-f", f"json={tmp_path / 'replayed.json'}")

    assert result.exit_code == 1, result.output
    assert (tmp_path / "replayed.json").read_bytes() == (tmp_path / "recorded.json").read_bytes()


def test_a_replayed_check_of_single_files_gives_the_same_bytes(shared: Path, tmp_path: Path) -> None:
    target = ROOT / "fixtures" / "solutions" / "parkeerwijzer-goed" / "data" / "besluiten.ttl"
    recorded = run(
        "check", "data", target, "--standard", "besluit-publicatie", "--standards", shared / "standards",
        "--as-of", "2026-11-15", "--record", tmp_path / "opname", "-f", "json=-",
    )  # fmt: skip
    replayed = run("check", "data", "--replay", tmp_path / "opname", "-f", "json=-")
    assert json.loads(recorded.stdout)["score"]["verdict"] == "conforms"
    assert replayed.stdout_bytes == recorded.stdout_bytes


def test_an_option_given_now_goes_before_the_recorded_one(recording: Path) -> None:
    replayed = run("assess", "--replay", recording, "--as-of", "2031-01-01", "-f", "json=-")
    assert json.loads(replayed.stdout)["as_of"] == "2031-01-01"


def test_the_index_names_what_was_read_and_why_something_was_not(recording: Path) -> None:
    answers = json.loads((recording / "index.json").read_text(encoding="utf-8"))["answers"]
    assert answers["read data/besluiten.ttl"]["bytes"] == (FLAWED / "data/besluiten.ttl").stat().st_size
    assert answers["read data/reservaties.nt"]["problem"]["code"] == "file-absent"
    assert any(name.startswith("pin https://data.vlaanderen.be/") for name in answers)


def test_a_changed_object_is_refused(recording: Path) -> None:
    changed = max((recording / "objects").iterdir(), key=lambda path: path.stat().st_size)
    changed.write_bytes(changed.read_bytes() + b" ")
    result = run("assess", "--replay", recording)
    assert result.exit_code == 2
    assert changed.name in result.stderr


@pytest.mark.parametrize(
    "index", ["", "{}", "[1]", "[" * 100_000, '{"format": "x", "run": {}, "answers": {}}']
)
def test_what_is_no_recording_is_refused(index: str, tmp_path: Path) -> None:
    (tmp_path / "index.json").write_text(index)
    result = run("assess", "--replay", tmp_path)
    assert result.exit_code == 2
    assert "geen opname" in result.stderr


def test_a_name_in_the_index_reaches_no_file_outside_the_recording(recording: Path, tmp_path: Path) -> None:
    (tmp_path / "geheim").write_text("geheim")
    index = json.loads((recording / "index.json").read_text(encoding="utf-8"))
    index["answers"]["read data/besluiten.ttl"] = {"sha256": "../geheim", "bytes": 6}
    (recording / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert run("assess", "--replay", recording).exit_code == 2


def test_secrets_in_an_address_are_not_kept(tmp_path: Path) -> None:
    address = "http://127.0.0.1:9/data.ttl?token=zeergeheim"
    run("check", "data", address, "--record", tmp_path / "opname", "-q")
    index = (tmp_path / "opname" / "index.json").read_text(encoding="utf-8")
    assert "127.0.0.1" in index
    assert "zeergeheim" not in index


def test_secrets_in_an_address_do_not_reach_a_report() -> None:
    address = "http://127.0.0.1:9/data.ttl?token=zeergeheim"
    result = run("check", "data", address, "--shapes", f"{address}&v=2", "-f", "json=-", "-f", "text")
    assert "127.0.0.1" in result.stdout
    assert "zeergeheim" not in result.output
