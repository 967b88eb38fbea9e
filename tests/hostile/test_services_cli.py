"""Running services through the command line: asked only where told to, kept, judged again without network."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import test_cases as cases
from hostile.servers import Authority, answer
from hostile.street import Street, city
from interop_check.cli import main

BASE = "https://api.example/v1"
WELL = cases.document(cases.FOLDER / "service.yaml")["answers"]
SHOWN = "Bearer zeer-geheim-woord"
MANIFEST = """
id: parkeren
name: Parkeren
version: "1"
provider: {name: Proefgemeente, ovo: OVO001234}
contact: {email: a@b.be}
apis: [{id: zones, location: api.yaml, base_url: "https://api.example/v1"}]
"""


@pytest.fixture
def town(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    with city(authority, monkeypatch) as made:
        made.ready(WELL)
        monkeypatch.setenv("GEHEIM", SHOWN)
        yield made


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "api.yaml").write_text(
        cases.document(cases.FOLDER / "service.yaml")["files"]["api.yaml"], encoding="utf-8"
    )
    (tmp_path / "solution.yaml").write_text(MANIFEST, encoding="utf-8")
    own = 'credentials: [{origin: "https://api.example", from_env: GEHEIM}]'
    (tmp_path / "network.yaml").write_text(
        f"gateway: {{host_interval_seconds: 0}}\n{own}\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(authority: Authority, *words: str) -> Result:
    reach = ("--ca-file", str(authority.file), "--network", "network.yaml", "--standards", ".")
    result = CliRunner().invoke(main, [*words, *reach, "--as-of", "2026-11-25", "-q"])
    assert result.exit_code != 4, result.output
    return result


def replay(command: str, kept: str, *more: str) -> Result:
    words = ("api",) if command == "check" else ()
    return CliRunner().invoke(main, [command, *words, "--replay", kept, "-q", *more])


def no_socket(*_: object, **__: object) -> None:
    raise AssertionError("a replay opened a socket")


def blocked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, no_socket)
    monkeypatch.setattr(socket.socket, "connect", no_socket)


def test_a_service_is_asked_kept_and_judged_again_to_the_same_bytes(
    authority: Authority, town: Street, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("check", "api", "api.yaml", "--live", BASE, "--record", "opname")
    result = run(authority, *words, "-f", "json=een.json", "-f", "text=een.txt")
    report = json.loads((folder / "een.json").read_bytes())
    assert len(town.asked) > 20
    judged = {one["criterion"]: one["outcome"] for one in report["results"] if one["profile"] == "live"}
    assert {judged[name] for name in ("LIVE-01", "LIVE-04", "LIVE-11", "LIVE-22")} == {"passed"}
    assert {judged[name] for name in ("LIVE-24", "LIVE-25", "LIVE-27")} == {"not_applicable"}
    assert f"--live {BASE}" in report["reproduce"]

    for path in ("api.yaml", "network.yaml"):
        (folder / path).unlink()
    blocked(monkeypatch)
    again = replay("check", "opname", "-f", "json=twee.json", "-f", "text=twee.txt")
    assert (again.exit_code, again.stderr) == (result.exit_code, result.stderr)
    assert (folder / "twee.json").read_bytes() == (folder / "een.json").read_bytes()
    assert (folder / "twee.txt").read_bytes() == (folder / "een.txt").read_bytes()


def test_what_is_wrong_is_the_same_in_a_replay_and_a_changed_recording_is_refused(
    authority: Authority, town: Street, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.special |= {
        f"GET {BASE}/oud": answer(b"", 503, "Retry-After: 3600"),
        f"GET {BASE}/zones": answer(b""),
    }
    words = ("check", "api", "api.yaml", "--live", BASE, "--param", "zoneId=7", "--record", "opname")
    result = run(authority, *words, "-f", "json=een.json")
    assert result.exit_code == 1
    blocked(monkeypatch)
    assert replay("check", "opname", "-f", "json=twee.json").exit_code == 1
    assert (folder / "twee.json").read_bytes() == (folder / "een.json").read_bytes()
    index = json.loads((folder / "opname" / "index.json").read_bytes())
    asked = [name for name in index["answers"] if name.startswith("ask GET https://api.example/v1/zones/7")]
    assert len(asked) == 1
    kept = folder / "opname" / "objects" / index["answers"][asked[0]]["sha256"]
    kept.write_bytes(kept.read_bytes().replace(b"404", b"200"))
    assert replay("check", "opname").exit_code == 2


def test_credentials_reach_neither_report_nor_recording_though_the_service_repeats_them(
    authority: Authority, town: Street, folder: Path
) -> None:
    echo = f'{{"items": [{{"@id": "{SHOWN}", "id": "{SHOWN}"}}], "next": "/v1/zones?k={SHOWN}"}}'.encode()
    lines = ("Content-Type: application/json", f"Content-Language: {SHOWN}", f"X-Version: {SHOWN}")
    town.special[f"GET {BASE}/zones"] = answer(echo, 200, *lines)
    words = ("check", "api", "api.yaml", "--live", BASE, "--record", "opname")
    result = run(authority, *words, "-f", "json=-", "-f", "text=-")
    told = {one.headers["host"] for one in town.asked if one.headers.get("authorization") == SHOWN}
    assert told == {"api.example"}
    kept = b"".join(path.read_bytes() for path in (folder / "opname").rglob("*") if path.is_file())
    assert b"zeer-geheim-woord" not in result.stdout_bytes + result.stderr_bytes + kept


def test_a_solution_is_assessed_with_the_services_that_it_names(
    authority: Authority, town: Street, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(authority, "assess", ".", "--live", "--record", "opname", "-f", "json=een.json")
    report = json.loads((folder / "een.json").read_bytes())
    assert len(town.asked) > 20
    assert "live" in {one["id"] for one in report["profiles"]}
    assert "--live" in report["reproduce"].split()
    blocked(monkeypatch)
    assert replay("assess", "opname", "-f", "json=twee.json").exit_code == result.exit_code
    assert (folder / "twee.json").read_bytes() == (folder / "een.json").read_bytes()


def test_without_the_option_no_service_is_asked(authority: Authority, town: Street, folder: Path) -> None:
    run(authority, "assess", ".", "-f", "json=een.json")
    assert town.asked == []
    report = json.loads((folder / "een.json").read_bytes())
    assert "live" not in {one["id"] for one in report["profiles"]}


def test_with_the_network_off_nothing_is_asked_and_everything_is_open(
    authority: Authority, town: Street, folder: Path
) -> None:
    words = ("check", "api", "api.yaml", "-p", "live", "--live", BASE, "--offline")
    result = run(authority, *words, "-f", "json=een.json")
    assert (town.connected, result.exit_code) == ([], 3)
    report = json.loads((folder / "een.json").read_bytes())
    outcomes = {one["outcome"] for one in report["results"] if one["profile"] == "live"}
    # That the address is one of the description needs no network.
    assert outcomes <= {"not_assessed", "not_applicable"}
    assert "failed" not in outcomes


def test_the_profile_may_be_named_and_is_then_there_once(
    authority: Authority, town: Street, folder: Path
) -> None:
    run(authority, "check", "api", "api.yaml", "--live", BASE, "-p", "live", "-f", "json=een.json")
    assert [one["id"] for one in json.loads((folder / "een.json").read_bytes())["profiles"]] == ["live"]
    assert town.asked


@pytest.mark.parametrize(
    "words",
    [
        ("api.yaml", "--live", "ftp://api.example"),
        ("api.yaml", "--live", "https://wie:wat@api.example/"),
        ("api.yaml", "--live", "https://api.example/?a=b"),
        ("api.yaml", "--live", "https://api.example/#a"),
        ("api.yaml", "--live", "api.example"),
        ("api.yaml", "api.yaml", "--live", BASE),
        ("api.yaml", "--param", "a=b"),
        ("api.yaml", "--live", BASE, "--param", "a"),
        ("api.yaml", "--live", BASE, "--param", "=a"),
        ("api.yaml", "--live", BASE, "--param", "api_key=zeergeheim"),
    ],
)
def test_wrong_use_is_refused_before_anything_is_asked(
    words: tuple[str, ...], authority: Authority, town: Street, folder: Path
) -> None:
    result = run(authority, "check", "api", *words)
    assert (result.exit_code, result.stdout, town.connected) == (2, "", [])
    assert "zeergeheim" not in result.stderr
    assert folder.exists()


def test_a_solution_without_an_address_of_a_service_is_told_so(
    authority: Authority, town: Street, folder: Path
) -> None:
    bare = MANIFEST.replace(', base_url: "https://api.example/v1"', "")
    (folder / "solution.yaml").write_text(bare, encoding="utf-8")
    result = run(authority, "assess", ".", "--live")
    assert (result.exit_code, town.connected) == (2, [])
    assert "base_url" in result.stderr
