"""Rows 1 to 10, 28 to 41, 55 and 56 of the bad inputs: manifests, documents, shapes, and a bad day around us.

Each row runs the real path: the command line for manifests and endings, the Python API for data. The expected
outcomes are those of the table in users.md (E2, F, NT, ER, OK); where a row says ER, a limit of ours leaves
the criterion `not_assessed`, and what is wrong by its own standard makes it `failed`.
"""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

import running
from hostile import documents as d
from hostile.cases.data import CASES, ONE, OPEN, PASSED, SOON
from hostile.cases.manifests import MANIFESTS, more
from hostile.documents import Data, Manifest
from hostile.judging import judged, rendered, texts
from interop_check import api, seal
from interop_check.gather.source import Source
from interop_check.model import Artefact, Finding, Place, Report
from making import Standard, library

# ---------------------------------------------------------------- rows 1 to 10: the manifest


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, running.Run]:
    folder = tmp_path_factory.mktemp("manifests")
    calls = []
    for case in MANIFESTS:
        (folder / case.name).mkdir()
        (folder / case.name / "solution.yaml").write_bytes(case.text())
        calls.append(["assess", f"{case.name}/solution.yaml", "--offline", "--lang", "en"])
    runs = running.run_all(calls, cwd=folder, language="en")
    return {case.name: run for case, run in zip(MANIFESTS, runs, strict=True)}


@pytest.mark.parametrize("case", MANIFESTS, ids=lambda case: f"{case.row} {case.name}")
def test_a_manifest_is_refused_with_place_and_reason(
    case: Manifest, refused: Mapping[str, running.Run]
) -> None:
    run = refused[case.name]
    assert (run.code, run.out) == (2, "")
    assert [words for words in case.says if words not in run.err] == []


def test_row_7_plain_words_stay_as_written(tmp_path: Path) -> None:
    text = d.MANIFEST.replace("name: A\n", "name: NO\ndescription: 12:30\n").replace('"1.0"', "1.10")
    (tmp_path / "solution.yaml").write_text(text)
    solution = api.load_solution(tmp_path / "solution.yaml")
    assert (solution.name, solution.version) == ("NO", "1.10")


def test_row_10_ten_thousand_artefacts_are_looked_at_and_counted(tmp_path: Path) -> None:
    listed = "".join(f"  - {{id: d{number}, location: d{number}.ttl}}\n" for number in range(10_000))
    (tmp_path / "solution.yaml").write_bytes(more("datasets:\n" + listed))
    report = api.assess(tmp_path / "solution.yaml", as_of=running.AS_OF)
    absent = [one for one in report["findings"] if one["code"] == "file-absent"]
    assert len(absent) + report["omitted"]["rdf/readable"] == 10_000


# ---------------------------------------------------------------- rows 28 to 41: data and its own shapes


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row} {case.name}")
def test_a_document_ends_as_expected(case: Data, tmp_path: Path) -> None:
    report = judged(tmp_path, case)
    outcomes = {result.criterion.id: result.outcome.value for result in report.results}
    codes = {code for _, code in running.finding_codes(report)} - {"no-claim", "not-targeted"}
    expected = set(case.codes) or {"not-validated"}
    assert (outcomes["OSLO-01"], codes) == (case.outcome, expected)
    assert "error" not in outcomes.values()
    page = " ".join(rendered(report, "text").split())
    assert [words for words in case.says if words not in page] == []
    assert [
        one.code
        for language in ("nl", "en")
        for one in report.findings
        if not is_worded(one, language, report)
    ] == []


def is_worded(one: Finding, language: str, report: Report) -> bool:
    say = texts(report, language)
    return any(code in say for code in (f"{one.rule}:{one.code}", f"problem-{one.code}", one.code))


# ---------------------------------------------------------------- contexts


def standard(folder: Path, context: Any, state: str = "present") -> tuple[Any, str]:
    one = Standard(id="x", version="2020-01-01", context=json.dumps(context), state=state)
    known = library(folder / "mirror", [one])
    return known, known.catalogue.standards[0].versions[0].contexts[0].url


@pytest.mark.parametrize(
    ("state", "code", "outcome"),
    [("changed", "standard-changed", OPEN), ("absent", "standard-absent", OPEN), ("present", None, PASSED)],
)
def test_row_31_a_context_that_is_not_the_pinned_one_is_not_used(
    state: str, code: str | None, outcome: str, tmp_path: Path
) -> None:
    known, url = standard(tmp_path, {"@context": {"name": "http://e.x/name"}}, state)
    (tmp_path / "a.jsonld").write_bytes(d.json_ld(url, name="n"))
    report = running.judged(tmp_path, "a.jsonld", library=known)
    outcomes = {result.criterion.id: result.outcome.value for result in report.results}
    assert outcomes["OSLO-01"] == outcome
    assert {one.code for one in report.findings if one.rule == "rdf/context"} == ({code} if code else set())


def test_row_30_a_context_that_includes_itself(tmp_path: Path) -> None:
    url = library(tmp_path / "m", [Standard(id="x", version="2020-01-01", context="{}")])
    address = url.catalogue.standards[0].versions[0].contexts[0].url
    known, _ = standard(tmp_path, {"@context": [address, {"name": "http://e.x/name"}]})
    (tmp_path / "a.jsonld").write_bytes(d.json_ld(address, name="n"))
    report = running.judged(tmp_path, "a.jsonld", library=known)
    assert ("rdf/context", "context-cycle") in running.finding_codes(report)


def test_row_6_a_key_twice_is_seen_where_the_context_is_remote_too(tmp_path: Path) -> None:
    known, url = standard(tmp_path, {"@context": {"name": "http://e.x/name"}})
    (tmp_path / "a.jsonld").write_text(f'{{"@context": "{url}", "name": "a", "name": "b"}}')
    report = running.judged(tmp_path, "a.jsonld", library=known)
    assert ("rdf/syntax", "rdf-syntax") in running.finding_codes(report)


# ---------------------------------------------------------------- nothing fetches on its own


class Blocked(socket.socket):
    def __init__(self, *_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")


def test_with_sockets_blocked_everything_runs(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a name was looked up or a connection made")

    for name in ("create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket, "socket", Blocked)
    standards = shared / "standards"
    for manifest in (running.GOOD, running.FLAWED):
        report = api.assess(manifest / "solution.yaml", as_of=running.AS_OF, standards=standards)
        assert not any(result["outcome"] == "error" for result in report["results"])
    hostile = [case for case in CASES if d.PRIVATE.encode() in case.data()[:5000] or d.PRIVATE in case.shapes]
    assert len(hostile) >= 7
    for case in hostile:
        assert judged(tmp_path, case).results


# ---------------------------------------------------------------- row 55: an edited report


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    case = Data(row=55, name="", data=lambda: ONE, outcome=PASSED)
    return running.written(judged(tmp_path_factory.mktemp("sealed"), case))


EDITS: Mapping[str, Mapping[str, Any]] = {
    "date": {"as_of": "2099-01-01"},
    "findings": {"findings": []},
    "field": {"extra": 1},
}


def test_row_55_an_edited_report_is_told_from_a_written_one(
    sealed: Mapping[str, Any], tmp_path: Path
) -> None:
    reports = {"whole": sealed, **{name: {**sealed, **edit} for name, edit in EDITS.items()}}
    reports["unsealed"] = {key: value for key, value in sealed.items() if key != seal.KEY}
    for name, report in reports.items():
        (tmp_path / name).write_text(json.dumps(report, indent=3))
    runs = running.run_all([["verify", name] for name in reports], cwd=tmp_path, language="en")
    codes = {name: run.code for name, run in zip(reports, runs, strict=True)}
    assert codes.pop("whole") == 0
    assert 0 not in codes.values()
    assert codes["date"] == 1


# ---------------------------------------------------------------- row 56: what goes wrong around us


def test_row_56_a_full_disk_and_a_folder_that_is_read_only(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(ONE)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "interop_check", "check", "data", "a.ttl", "--offline"],
            cwd=tmp_path,
            env=running.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode in {2, 4}
    assert b"Traceback" not in done.stderr
    run = running.run("check", "data", "a.ttl", "--offline", "-f", "json=/proc/r.json", cwd=tmp_path)
    assert run.code in {2, 4}
    assert "Traceback" not in run.err


@pytest.mark.parametrize("epoch", ["0", "4102444800", "-1", "9" * 30])
def test_row_56_any_clock_will_do(epoch: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(ONE)
    run = running.run("check", "data", "a.ttl", "--offline", cwd=tmp_path, SOURCE_DATE_EPOCH=epoch)
    assert run.code in {1, 2, 3}
    assert "Traceback" not in run.err


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=["TERM", "INT", "KILL"]
)
def test_row_56_a_run_that_is_ended_leaves_no_child_and_no_file(
    number: signal.Signals, tmp_path: Path
) -> None:
    (tmp_path / "a.rdf").write_bytes(d.nested_xml())
    command = [
        sys.executable,
        "-m",
        "interop_check",
        "check",
        "data",
        "a.rdf",
        "--offline",
        "-f",
        "json=r.json",
    ]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=running.environment(TMPDIR=str(tmp_path)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    child = waited_for(process)
    process.send_signal(number)
    process.wait()
    assert process.returncode == (3 if number == signal.SIGINT else -number)
    assert gone(child)
    kept = {path.name for path in tmp_path.iterdir()} - {"a.rdf"}
    assert kept == ({"r.json"} if number == signal.SIGINT else set())  # Ctrl-C leaves an incomplete report


def waited_for(process: subprocess.Popen[bytes]) -> int:
    """Return the child that parses, once it is there."""
    for _ in range(6000):
        for task in Path(f"/proc/{process.pid}/task").glob("*/children"):
            pids = task.read_text().split()
            if pids and int(Path(f"/proc/{pids[0]}/stat").read_text().rpartition(")")[2].split()[11]) > 20:
                return int(pids[0])
        assert process.poll() is None
        time.sleep(0.01)
    raise AssertionError("no child")


def gone(pid: int) -> bool:
    for _ in range(6000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def test_one_bad_file_does_not_cost_the_others_their_result(tmp_path: Path) -> None:
    (tmp_path / "a.rdf").write_bytes(d.nested_xml())
    (tmp_path / "b.ttl").write_bytes(ONE)
    about: Mapping[str, Any] = {"standards": (), "shapes": (), "background": ()}
    files = [
        Artefact(section="datasets", id=name, location=name, about=about, at=Place(source=name))
        for name in ("b.ttl", "a.rdf", "b.ttl")
    ]
    source = Source(root=tmp_path, limits=SOON)
    report = api.report(None, files, source, [running.oslo()], as_of=running.AS_OF)
    ends = [one.problem.code if one.problem else "" for one in running.data_of(report)]
    assert ends == ["", "limit-cpu", ""]
    assert "more than 1 seconds of processor time" in " ".join(rendered(report, "text").split())
    assert "meer dan 1 seconden rekentijd" in " ".join(rendered(report, "text", "nl").split())
