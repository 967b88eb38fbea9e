"""What was gathered can be kept and judged again by anybody, to the same bytes."""

import hashlib
import json
import shutil
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import running
from interop_check.cli import main
from interop_check.gather import sandbox
from interop_check.gather.source import Source

ROOT = Path(__file__).parents[1]
FLAWED = ROOT / "fixtures" / "solutions" / "parkeerwijzer-gebrekkig"


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def original(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a recorded assessment of the flawed sample, and its report beside it."""
    folder = tmp_path_factory.mktemp("recorded")
    result = run(
        "assess", FLAWED, "--standards", shared / "standards", "--as-of", "2026-11-15", "--offline",
        "--record", folder / "opname", "-q", "-f", f"json={folder / 'recorded.json'}",
    )  # fmt: skip
    assert result.exit_code == 1, result.output
    return folder


@pytest.fixture
def recording(original: Path, tmp_path: Path) -> Path:
    """A copy of that recording; the report lies beside it."""
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    return tmp_path / "opname"


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


def solution(folder: Path, *lines: str) -> Path:
    """Write a manifest with the provider of the good sample and these lines."""
    text = (running.GOOD / "solution.yaml").read_text(encoding="utf-8").partition("\napis:")[0]
    folder.mkdir()
    path = folder / "solution.yaml"
    path.write_text("\n".join([text, *lines]) + "\n", encoding="utf-8")
    return path


def kept_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_secrets_in_a_manifest_are_not_kept_and_its_digest_stays_that_of_the_file(tmp_path: Path) -> None:
    manifest = solution(
        tmp_path / "s",
        "# before: https://iemand:zeergeheim1@h.example/a?token=zeergeheim2",
        'datasets: [{id: a, location: "http://127.0.0.1:9/a.ttl?token=zeergeheim3", title: "a \\t b"},',
        "  {id: b, location: http://127.0.0.1:9/b.ttl?sig=zeergeheim4&v=2}]",
    )
    recorded = run("assess", manifest, "--record", tmp_path / "opname", "-f", "json=-")
    assert b"zeergeheim" not in kept_in(tmp_path / "opname")
    replayed = run("assess", "--replay", tmp_path / "opname", "-f", "json=-")
    assert replayed.stdout_bytes == recorded.stdout_bytes
    told = json.loads(replayed.stdout)["solution"]
    assert told["sha256"] == hashlib.sha256(manifest.read_bytes()).hexdigest()


def test_a_manifest_without_secrets_is_kept_as_it_is(recording: Path) -> None:
    index = json.loads((recording / "index.json").read_text(encoding="utf-8"))
    data = (FLAWED / "solution.yaml").read_bytes()
    assert index["answers"]["read solution.yaml"] == {
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
    }


def test_what_looks_like_a_secret_only_beside_its_neighbours_changes_no_value(tmp_path: Path) -> None:
    plain = solution(tmp_path / "s", "datasets: [{id: a, location: a.ttl}] # ;key=x")
    run("assess", plain, "--record", tmp_path / "plain", "--offline", "-q")
    assert plain.read_bytes().replace(b"key=x", b"key=REDACTED") in kept_in(tmp_path / "plain")
    beside = solution(tmp_path / "t", "datasets: [{id: a, location: a.ttl, shapes: [a?token,b=1.ttl]}]")
    run("assess", beside, "--record", tmp_path / "beside", "--offline", "-q")
    assert beside.read_bytes() in kept_in(tmp_path / "beside")


def test_a_secret_that_is_written_with_escapes_is_not_recorded(tmp_path: Path) -> None:
    manifest = solution(
        tmp_path / "s", 'datasets: [{id: a, location: "http://127.0.0.1:9/a.ttl?t\\u006fken=zeergeheim"}]'
    )
    result = run("assess", manifest, "--record", tmp_path / "opname")
    assert result.exit_code == 2
    assert "geheim" in result.stderr
    assert "zeergeheim" not in result.stderr
    assert kept_in(tmp_path / "opname") == b""


# ---------------------------------------------------------------- limits, interrupts, and what goes wrong


def test_a_replay_reads_within_the_limits_of_the_recorded_run(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        f"@prefix a: <http://e.x/{'a' * 9000}> .\n" + "".join(f"a:{n} a:p a:o .\n" for n in range(900))
    )
    (tmp_path / "network.yaml").write_text("parser: {memory_mb: 1, memory_mb_per_mb: 0}")
    opname = tmp_path / "opname"
    limits = ("--network", tmp_path / "network.yaml")
    sandbox.close()  # a child that read much before has memory to spare, and comes to no limit
    recorded = run(
        "check", "data", tmp_path / "a.ttl", *limits, "--offline", "--record", opname, "-f", "json=-"
    )
    assert "limit-memory" in recorded.stdout
    sandbox.close()
    assert run("check", "data", "--replay", opname, "-f", "json=-").stdout_bytes == recorded.stdout_bytes
    (tmp_path / "network.yaml").write_text("parser: {memory_mb: 512}")
    more = run("check", "data", "--replay", opname, *limits, "-f", "json=-")
    assert "limit-memory" not in more.stdout


def test_a_recording_of_before_is_read_within_the_limits_of_the_tool(recording: Path) -> None:
    index = json.loads((recording / "index.json").read_text(encoding="utf-8"))
    del index["run"]["parser"], index["run"]["reading"]
    (recording / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert run("assess", "--replay", recording, "-q").exit_code == 1


@pytest.mark.parametrize("limits", [{"seconds": -1}, {"seconds": "1"}, {"hours": 1}])
def test_limits_that_are_none_make_no_recording(limits: object, recording: Path) -> None:
    index = json.loads((recording / "index.json").read_text(encoding="utf-8"))
    index["run"]["parser"] = limits
    (recording / "index.json").write_text(json.dumps(index), encoding="utf-8")
    assert run("assess", "--replay", recording, "-q").exit_code == 2


def test_a_run_that_was_broken_off_leaves_no_recording_to_judge_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def impatient(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a.ttl").write_text(running.DATA)
    monkeypatch.setattr(Source, "get", impatient)
    opname = tmp_path / "opname"
    result = run("check", "data", tmp_path / "a.ttl", "--offline", "--record", opname, "-q")
    assert result.exit_code == 3
    assert "Afgebroken" in result.stderr
    assert str(opname) in result.stderr
    assert run("check", "data", "--replay", opname).exit_code == 2


@pytest.mark.parametrize("place", ["/proc/opname", "file/opname", "taken"])
def test_where_nothing_can_be_written_the_run_ends_as_wrong_use(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("")
    Path("taken").mkdir()
    (Path("taken") / "objects").write_text("")
    Path("a.ttl").write_text(running.DATA)
    result = run("check", "data", "a.ttl", "--offline", "--record", place, "-q")
    assert result.exit_code == 2
    assert place in result.stderr
    assert "Traceback" not in result.stderr


def test_what_stands_beside_a_replay_and_is_not_used_is_refused(recording: Path, tmp_path: Path) -> None:
    for words in (["--record", tmp_path / "x"], ["--standards", tmp_path], [running.GOOD]):
        result = run("assess", "--replay", recording, *words)
        assert result.exit_code == 2
        assert "--replay leest alleen uit de opname" in result.stderr
    assert "--record weg" in run("assess", "--replay", recording, "--record", tmp_path / "x").stderr


def test_where_standards_are_named_for_every_run_a_replay_goes_on(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTEROP_CHECK_STANDARDS", str(tmp_path))
    assert run("assess", "--replay", recording, "-q").exit_code == 1
