"""The command line as its users meet it: help, wrong use, streams, exit codes, and reports read back."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from click.testing import CliRunner, Result

from interop_check import api, seal
from interop_check.cli import _session, main
from interop_check.gather.source import Source
from interop_check.locales import Texts, sentences
from interop_check.model import Level, Outcome, Report
from interop_check.score import score
from running import (
    AS_OF,
    BESLUIT,
    DATA,
    FLAWED,
    GOOD,
    MUSTS,
    SOLUTIONS,
    Run,
    bare,
    environment,
    oslo,
    run,
    run_all,
    sample,
)

LANGUAGES = ("nl", "en")
COMMANDS: tuple[tuple[str, ...], ...] = (
    (),
    ("assess",),
    ("check",),
    ("check", "api"),
    ("check", "catalogue"),
    ("check", "data"),
    ("check", "publication"),
    ("doctor",),
    ("explain",),
    ("extract",),
    ("init",),
    ("profiles",),
    ("profiles", "list"),
    ("profiles", "show"),
    ("render",),
    ("rules",),
    ("rules", "list"),
    ("rules", "show"),
    ("schema",),
    ("standards",),
    ("standards", "list"),
    ("standards", "show"),
    ("standards", "diff"),
    ("standards", "sync"),
    ("verify",),
)
FIXED = ("--as-of", AS_OF.isoformat())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "a.ttl"
    path.write_text(DATA)
    return path


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Return a function that runs the command line in this process, where tests can look and meddle."""
    monkeypatch.setenv("XDG_CACHE_HOME", "/nonexistent")
    for name in ("INTEROP_CHECK_STANDARDS", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)

    def invoked(*arguments: str | Path) -> Result:
        return CliRunner().invoke(main, [str(one) for one in arguments])

    return invoked


# ---------------------------------------------------------------- help


def subcommands(names: Sequence[str]) -> set[tuple[str, ...]]:
    found: Any = main
    for name in names:
        found = found.get_command(None, name)
    inner = found.list_commands(None) if hasattr(found, "list_commands") else []
    return {(*names, one) for one in inner}


def test_the_list_of_commands_in_this_test_is_whole() -> None:
    assert {one for names in COMMANDS for one in subcommands(names)} | {()} == set(COMMANDS)


@pytest.mark.parametrize(("language", "usage"), [("nl", "Gebruik: "), ("en", "Usage: ")])
def test_every_command_explains_itself_in_both_languages(language: str, usage: str) -> None:
    made = run_all([[*names, "--help"] for names in COMMANDS], language=language)
    said = dict(zip(COMMANDS, made, strict=True))
    codes = {code for one in LANGUAGES for code in sentences(one)} | {
        f"cmd-{'-'.join(names)}" for names in COMMANDS
    }
    for names, one in said.items():
        assert (one.code, one.err) == (0, ""), names
        assert one.out.startswith(f"{usage}interop-check {' '.join(names)}".rstrip()), names
        assert len(one.out.splitlines()) > 4, names
        assert set(re.findall(r"[a-z]+(?:-[a-z]+)+", one.out)) & codes <= {"standard-unknown"}, names
        assert max(map(len, one.out.splitlines())) <= 80, names


def test_help_in_one_language_is_not_that_in_the_other() -> None:
    dutch, english = (run_all([[*n, "--help"] for n in COMMANDS], language=one) for one in LANGUAGES)
    for names, one, other in zip(COMMANDS, dutch, english, strict=True):
        assert one.out != other.out, names
        shared_lines = set(one.out.splitlines()) & set(other.out.splitlines()) - {""}
        assert all(len(line.split()) < 6 for line in shared_lines), (names, shared_lines)


@pytest.mark.parametrize("names", [("assess",), ("explain",), ("profiles",), ("rules", "list"), ("schema",)])
def test_every_command_can_be_told_the_language(names: tuple[str, ...]) -> None:
    assert run(*names, "--lang", "en", "--help", language="nl").out.startswith("Usage: ")
    assert run(*names, "--help", "--lang=nl", language="en").out.startswith("Gebruik: ")


def test_the_main_help_tells_every_exit_code() -> None:
    lines = run("--help").out.splitlines()
    assert [line.split()[0] for line in lines[-5:]] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_explain_profiles_and_rules_read_well(language: str) -> None:
    criteria = [one.id for one in api.load_profile("oslo").criteria]
    rules = [one.id for one in api.load_profile("oslo").rules]
    calls = [["explain", one] for one in (*criteria[::3], *rules[::9])]
    calls += [["profiles"], ["profiles", "show", "oslo"], ["rules"], ["rules", "show", "rdf/syntax"]]
    for call, one in zip(calls, run_all(calls, language=language, COLUMNS="60"), strict=True):
        assert (one.code, one.err) == (0, ""), call
        assert max(map(len, one.out.splitlines())) <= 60, call
        assert not re.search(r"[{}]|\[\[|None", one.out), call
        assert "\n\n\n" not in one.out, call
    assert run_all([["explain", "oslo-03"]])[0].out.startswith("OSLO-03 — ")


# ---------------------------------------------------------------- wrong use


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_use_ends_with_2_and_says_what_to_do(language: str, data: Path, tmp_path: Path) -> None:
    check = ["check", "data", str(data)]
    file = str(tmp_path / "bestand")
    Path(file).write_text("")
    expected: dict[tuple[str, ...], str] = {
        ("asses",): "assess",
        ("check", "dta", str(data)): "dta",
        ("check", "data", str(tmp_path / "weg.ttl")): "weg.ttl",
        ("check", "data", str(tmp_path)): str(tmp_path),
        (*check, "--shapes", "weg.ttl"): "weg.ttl",
        (*check, "--background", "weg.ttl"): "weg.ttl",
        (*check, "--standaard", "x"): "--standard",
        (*check, "-f", "jsn"): "json",
        (*check, "-p", "osla"): "oslo",
        (*check, "-p", "oslo@9.9"): "oslo",
        (*check, "--lang", "fr"): "nl",
        (*check, "--as-of", "2026-02-30"): "2026-02-30",
        (*check, "--fail-on", "shall"): "should",
        (*check, "--fail-under", "101"): "101",
        (*check, "--fail-under", "-1"): "-1",
        (*check, "--min-coverage", "veel"): "veel",
        (*check, "--max-findings", "-1"): "-1",
        (*check, "--standards", "weg"): "--standards",
        (*check, "--offline", "--standards", "https://example.org/"): "https://example.org/",
        (*check, "-f", f"json={tmp_path}"): str(tmp_path),
        (*check, "-f", f"json={file}/onder/verslag.json"): "verslag.json",
        ("assess", str(tmp_path)): "interop-check init",
        ("assess", str(tmp_path / "nergens")): "nergens",
        ("explain", "OSLO-003"): "OSLO-03",
        ("explain", "shacl/mincount"): "shacl/min-count",
        ("rules", "show", "shacl/mincount"): "shacl/min-count",
        ("profiles", "show", "osla"): "oslo",
        ("schema", "rapport"): "report",
        ("standards", "show", "besluit-publikatie"): "besluit-publicatie",
        ("verify", str(tmp_path / "weg.json")): "weg.json",
        ("verify", str(tmp_path)): str(tmp_path),
        ("render", file): file,
    }
    calls = [list(call) for call in expected]
    for (call, told), one in zip(expected.items(), run_all(calls, language=language), strict=True):
        assert one.code == 2, call
        assert one.out == "", call
        assert told in one.err, call
        assert "Traceback" not in one.err, call
        assert ("Fout: " if language == "nl" else "Error: ") in one.err, call
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_without_a_command_the_help_is_wrong_use() -> None:
    without = run()
    assert (without.code, without.out) == (2, "")
    assert without.err == run("--help").out


FAULTY = sorted((SOLUTIONS / "manifest-met-fouten").glob("*.yaml"))


def test_a_faulty_manifest_is_told_by_file_and_line_and_nothing_is_assessed() -> None:
    assert len(FAULTY) == 10
    for path, one in zip(FAULTY, run_all([["assess", str(path)] for path in FAULTY]), strict=True):
        assert (one.code, one.out) == (2, ""), path
        assert re.match(rf"{path.name}:[1-9]\d*:[1-9]\d*: \S", one.err), path


def test_every_line_that_is_marked_wrong_is_told_at_once() -> None:
    path = SOLUTIONS / "manifest-met-fouten" / "solution.yaml"
    told = {
        int(line) for line in re.findall(r"^solution\.yaml:(\d+):", run("assess", path).err, re.MULTILINE)
    }
    marked = [n for n, line in enumerate(path.read_text().splitlines(), 1) if re.search(r"# +fout:", line)]
    # A field that is missing has no line of its own: it is told at the object that misses it.
    assert {line for line in marked if line not in told} == {9}
    assert told - set(marked) == {23, 44}


def test_names_that_a_terminal_would_obey_are_shown_instead(tmp_path: Path) -> None:
    name = "a\x1b[31m\u202e.ttl"
    refused = run("check", "data", name, cwd=tmp_path)
    assert "\\u001b[31m\\u202e.ttl" in refused.err
    (tmp_path / name).write_text(DATA)
    assert not re.search("[\x1b\u202e]", run("check", "data", name, cwd=tmp_path).out)


def test_a_name_that_is_no_unicode_is_wrong_use(tmp_path: Path) -> None:
    name = os.fsdecode(b"a\xff.ttl")
    (tmp_path / name).write_text(DATA)
    refused = run("check", "data", name, cwd=tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert "a\\udcff.ttl" in refused.err


@pytest.mark.parametrize("epoch", ["gisteren", "9" * 30, "1.5", "-9999999999999"])
def test_a_clock_that_cannot_be_read_is_wrong_use(epoch: str, data: Path) -> None:
    refused = run("check", "data", data, SOURCE_DATE_EPOCH=epoch)
    assert (refused.code, refused.out) == (2, "")
    assert epoch in refused.err


# ---------------------------------------------------------------- streams, formats and paths


def test_json_on_standard_output_is_alone_there(data: Path) -> None:
    made = run("check", "data", data.name, "-f", "json=-", *FIXED, cwd=data.parent)
    assert (made.code, made.err) == (1, "")
    assert api.verify(json.loads(made.out)).intact


def test_quiet_writes_nothing_but_what_was_asked_for(data: Path) -> None:
    quiet, asked = run_all(
        [["check", "data", "a.ttl", "-q"], ["check", "data", "a.ttl", "-q", "-f", "json=uit.json"]],
        cwd=data.parent,
    )
    assert (quiet.out, quiet.err, quiet.code) == ("", "", 1)
    assert (asked.out, asked.err, asked.code) == ("", "", 1)
    assert (data.parent / "uit.json").exists()


def test_several_formats_come_from_one_run_into_folders_that_are_made(data: Path) -> None:
    paths = {name: f"een/twee/verslag.{name}" for name in ("json", "html", "text", "shacl")}
    wanted = [word for name, path in paths.items() for word in ("-f", f"{name}={path}")]
    made = run("check", "data", "a.ttl", *wanted, "-f", "text", *FIXED, cwd=data.parent)
    assert made.code == 1
    for name, path in paths.items():
        assert (data.parent / path).stat().st_mode & 0o777 == 0o644
        assert f"{name} geschreven naar {path}" in made.err
    assert made.out == (data.parent / paths["text"]).read_text()
    report = json.loads((data.parent / paths["json"]).read_text())
    assert report["digest"] in (data.parent / paths["html"]).read_text()
    assert sorted(p.name for p in (data.parent / "een/twee").iterdir()) == sorted(
        Path(path).name for path in paths.values()
    )


def test_text_to_a_file_or_program_is_utf_8_whatever_the_terminal_can(data: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "interop_check", "check", "data", data.name],
        cwd=data.parent,
        env=environment(PYTHONUTF8="0", PYTHONIOENCODING="cp1252"),
        capture_output=True,
        check=False,
    )
    assert (made.returncode, made.stderr) == (1, b"")
    assert "✔ OSLO-01" in made.stdout.decode()
    narrow = environment(PYTHONUTF8="0", PYTHONIOENCODING="latin-1")
    told = subprocess.run(
        [sys.executable, "-m", "interop_check"], env=narrow, capture_output=True, check=False
    )
    assert told.returncode == 2
    assert b"Begin met ?interop-" in told.stderr + told.stdout or b"Begin met \\u201c" in told.stderr


def test_a_reader_that_stops_early_does_not_change_the_exit_code(shared: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(
            [sys.executable, "-m", "interop_check", "assess", GOOD, "--standards", shared / "standards"],
            env=environment(),
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_told_and_is_not_a_verdict(data: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "interop_check", "check", "data", data],
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_a_fault_of_the_tool_ends_with_4_and_never_as_a_verdict(
    inside: Callable[..., Result], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("stuk")

    monkeypatch.setattr(_session, "sealed", broken)
    made = inside("check", "data", data)
    assert made.exit_code == 4
    assert made.stdout == ""
    assert "KeyError" in made.stderr


def test_an_examiner_that_fails_ends_with_4_and_the_report_says_so(
    inside: Callable[..., Result], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("stuk")

    monkeypatch.setattr("interop_check.examiners.shacl._examine_dataset", broken)
    made = inside("check", "data", data, "-f", "json")
    assert made.exit_code == 4
    outcomes = {one["criterion"]: one["outcome"] for one in json.loads(made.stdout)["results"]}
    assert outcomes["OSLO-03"] == "error"
    assert outcomes["OSLO-01"] == "passed"


# ---------------------------------------------------------------- exit codes


def test_the_samples_end_as_they_should(shared: Path) -> None:
    place = ["--standards", str(shared / "standards"), *FIXED, "-q"]
    good, flawed, empty = run_all(
        [["assess", str(path), *place] for path in (GOOD, FLAWED, SOLUTIONS / "leeg")]
    )
    assert (good.code, flawed.code, empty.code) == (0, 1, 3)


ENDINGS: Mapping[tuple[str, ...], tuple[int, int]] = MappingProxyType(
    {
        (): (0, 1),
        ("--fail-on", "must"): (0, 1),
        ("--fail-on", "should"): (1, 1),
        ("--fail-on", "may"): (1, 1),
        ("--fail-on", "never"): (0, 0),
        ("--fail-under", "93.6"): (0, 1),
        ("--fail-under", "93.7"): (1, 1),
        ("--fail-under", "99%"): (1, 1),
        ("--fail-under", "100"): (1, 1),
        ("--fail-on", "never", "--fail-under", "1.9"): (0, 0),
        ("--fail-on", "never", "--fail-under", "2"): (0, 1),
        ("--min-coverage", "94"): (0, 1),
        ("--min-coverage", "95"): (3, 1),
        ("--fail-on", "never", "--min-coverage", "68"): (0, 0),
        ("--fail-on", "never", "--min-coverage", "69"): (0, 3),
    }
)


def test_the_bar_can_be_moved(
    inside: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, shared: Path
) -> None:
    made = {path: report_on(path, shared) for path in (GOOD, FLAWED)}
    ends: dict[tuple[str, ...], tuple[int, ...]] = {}
    for more in ENDINGS:
        codes = []
        for path, report in made.items():
            monkeypatch.setattr(api, "report", lambda *_, report=report, **__: report)
            codes.append(inside("assess", path, "-q", *more).exit_code)
        ends[more] = tuple(codes)
    assert ends == dict(ENDINGS)


def report_on(path: Path, shared: Path, artefacts: slice = slice(None)) -> Report:
    loaded = api.load_solution(path / "solution.yaml")
    source = Source(root=path, library=bare(shared / "standards"))
    return api.report(loaded, loaded.artefacts[artefacts], source, [oslo()], as_of=AS_OF)


NOTHING_APPLIES = MappingProxyType({one.id: "not_applicable" for one in oslo().criteria})


@pytest.mark.parametrize(
    ("outcomes", "fail_on", "code"),
    [
        ({"OSLO-07": "partial"}, Level.MUST, 0),
        ({"OSLO-07": "partial"}, Level.SHOULD, 1),
        ({"OSLO-07": "not_assessed"}, Level.SHOULD, 3),
        ({"OSLO-07": "not_assessed"}, None, 0),
        ({"OSLO-07": "not_applicable"}, Level.SHOULD, 0),
        (NOTHING_APPLIES, Level.MUST, 3),
        (NOTHING_APPLIES, Level.SHOULD, 3),
        ({"OSLO-08": "error"}, None, 4),
    ],
)
def test_the_exit_code_reads_the_results(
    outcomes: Mapping[str, str], fail_on: Level | None, code: int, shared: Path
) -> None:
    made = report_on(GOOD, shared, slice(0))
    results = tuple(
        replace(one, outcome=Outcome(outcomes.get(one.criterion.id, "passed")), ratio=Fraction(1, 2))
        for one in made.results
    )
    report = replace(made, results=results, score=score(results, [oslo()]))
    assert _session.exit_code(report, replace(MUSTS, fail_on=fail_on)) == code


# ---------------------------------------------------------------- clock, network, repeating a run


def test_the_clock_is_that_of_the_option_the_variable_or_the_day(data: Path) -> None:
    asked = ["check", "data", str(data), "-f", "json"]
    told = [*asked, "--as-of", "2020-02-29"]
    with_variable = run_all([asked, told], SOURCE_DATE_EPOCH="1000000000")
    dates = [json.loads(one.out)["as_of"] for one in (*with_variable, *run_all([asked, told]))]
    assert [dates[0], dates[1], dates[3]] == ["2001-09-09", "2020-02-29", "2020-02-29"]
    assert date.fromisoformat(dates[2]) >= date(2026, 1, 1)


def test_offline_opens_no_socket_and_says_what_was_not_read(
    inside: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    address = "https://example.org/data.ttl"
    made = inside("check", "data", address, "--offline", "--standard", BESLUIT, "-f", "json")
    report = json.loads(made.stdout)
    assert made.exit_code == 3
    assert report["evidence"][0]["problem"]["code"] == "network-off"
    outcomes = {one["criterion"]: one["outcome"] for one in report["results"]}
    assert outcomes["OSLO-01"] == outcomes["OSLO-03"] == "not_assessed"


def test_the_command_that_a_report_names_gives_that_report_again(data: Path, shared: Path) -> None:
    place = {"INTEROP_CHECK_STANDARDS": str(shared / "standards")}
    (data.parent / "met een spatie.ttl").write_text(DATA)
    asked = ("--standard", BESLUIT, "-p", "oslo", "--lang", "en", "--max-findings", "1", *FIXED, "--offline")
    first = run(
        *("check", "data", "a.ttl", "met een spatie.ttl", *asked, "-f", "json", "-f", "html=x.html"),
        cwd=data.parent,
        **place,
    )
    words = json.loads(first.out)["reproduce"]
    assert "--max-findings 1" in words
    program, *arguments = shlex.split(words)
    assert program == "interop-check"
    assert run(*arguments, "-f", "json", cwd=data.parent, **place).out == first.out


def test_findings_of_a_format_that_wants_them_all_are_not_cut(data: Path, shared: Path) -> None:
    text = "".join(f"ex:z{n} a besluit:Zitting .\n" for n in range(5))
    data.write_text(DATA + text)
    asked = ["check", "data", "a.ttl", "--standard", BESLUIT, "--standards", str(shared / "standards")]
    asked += ["--max-findings", "1", "-f", "json"]
    cut, whole = run_all([asked, [*asked, "-f", "shacl=uit.ttl"]], cwd=data.parent)
    assert json.loads(cut.out)["omitted"] != {}
    assert json.loads(whole.out)["omitted"] == {}


# ---------------------------------------------------------------- reports read back


def edited(report: Mapping[str, Any], **changes: Any) -> str:
    return json.dumps({**report, **changes})


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verslagen")
    report = dict(sample("leeg", None))
    whole = json.dumps(report)
    facts = {"huge": 10**30, "float": 1.5, "surrogate": "\ud800"}
    texts = {
        "intact": whole,
        "indented": json.dumps(report, indent=4, ensure_ascii=False),
        "edited": edited(report, as_of="2026-11-16"),
        "other-digest": edited(report, digest="sha256:" + "0" * 64),
        **{name: edited(report, facts={"x": value}) for name, value in facts.items()},
        "deep-inside": whole.replace('"facts": {', '"facts": {"x": ' + "[" * 500 + "]" * 500 + ", ", 1),
        "without-digest": json.dumps({key: value for key, value in report.items() if key != "digest"}),
        "other-verdict": edited(report, score={**report["score"], "verdict": "prima"}),
        "more": edited(report, more=1),
        "truncated": whole[: len(whole) // 2],
        "empty": "",
        "text": "hallo",
        "number": "7",
        "list": "[]",
        "other": '{"hello": "world"}',
        "deep-list": "[" * 200_000 + "]" * 200_000,
        "deep-object": '{"a":' * 200_000 + "1" + "}" * 200_000,
        "long-integer": '{"a": ' + "9" * 5_000 + "}",
        "nan": whole.replace('"facts": {', '"facts": {"x": NaN, ', 1),
        "infinity": whole.replace('"facts": {', '"facts": {"x": -Infinity, ', 1),
        "twice": whole.replace('"as_of":', '"as_of": "2026-01-01", "as_of":', 1),
    }
    for name, text in texts.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    (folder / "bytes.json").write_bytes(b"\xff\xfe\x00\x80")
    return folder


ENDS_OF_VERIFY: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("intact", "indented"), 0),
        **dict.fromkeys(("edited", "other-digest", "huge", "float", "surrogate", "deep-inside"), 1),
        **dict.fromkeys(("without-digest", "other-verdict", "more", "truncated", "empty", "text"), 2),
        **dict.fromkeys(("number", "list", "other", "deep-list", "deep-object", "long-integer"), 2),
        **dict.fromkeys(("nan", "infinity", "twice", "bytes"), 2),
    }
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_verify_tells_intact_from_changed_from_no_report(stored: Path, language: str) -> None:
    made = run_all([["verify", f"{name}.json"] for name in ENDS_OF_VERIFY], cwd=stored, language=language)
    assert {name: one.code for name, one in zip(ENDS_OF_VERIFY, made, strict=True)} == dict(ENDS_OF_VERIFY)
    for name, one in zip(ENDS_OF_VERIFY, made, strict=True):
        told, silent = (one.err, one.out) if one.code == 2 else (one.out, one.err)
        assert f"{name}.json" in told
        assert silent == ""
        assert len(told) < 600
        assert "Traceback" not in told


def test_verify_looks_at_every_report_and_one_changed_report_decides(stored: Path) -> None:
    made = run("verify", "intact.json", "edited.json", "indented.json", cwd=stored)
    assert made.code == 1
    assert len(made.out.splitlines()) == 3


def test_verify_shows_both_digests_of_a_changed_report(stored: Path) -> None:
    changed = json.loads((stored / "edited.json").read_text())
    told = run("verify", "edited.json", cwd=stored).out
    assert changed["digest"] in told
    assert seal.digest(changed) in told


def test_render_gives_the_stored_report_in_every_format(stored: Path) -> None:
    report = json.loads((stored / "intact.json").read_text())
    again = run("render", "intact.json", "-f", "json", cwd=stored)
    assert json.loads(again.out) == report
    dutch, english = (run("render", "intact.json", "--lang", one, cwd=stored).out for one in LANGUAGES)
    assert Texts("nl")("verdict-undecided").split(":")[0] in dutch
    assert Texts("en")("verdict-undecided").split(":")[0] in english
    assert '<html lang="en">' in run("render", "intact.json", "--lang", "en", "-f", "html", cwd=stored).out


def test_render_refuses_a_report_that_was_changed(stored: Path) -> None:
    refused: Run = run("render", "edited.json", "-f", "html", cwd=stored)
    assert (refused.code, refused.out) == (2, "")
    assert "interop-check verify" in refused.err
