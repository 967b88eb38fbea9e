"""Rows 42 to 49 of the bad inputs, through `assess` on a solution that declares them, with the network on.

Nothing of what they refer to is asked for, nothing is unpacked, and nothing is written besides the report.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import running
from hostile import documents as d
from hostile.cases.declared import AT, DECLARED
from hostile.documents import Declared
from hostile.servers import Server, answer, in_turn
from interop_check.gather import gatherers
from interop_check.locales import Texts

KINDS = {one.section: one.kind for one in gatherers().values()}
TYPES = {"apis": "application/json", "streams": "text/turtle", "publications": "text/html", "datasets": ""}
MORE = {"documents": ", type: other"}

# Memory in bytes and processor time in seconds for all cases together: beyond them the run is ended.
BOUNDED = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (240, 240))
from click.testing import CliRunner
from interop_check.cli import main
ends = []
for arguments in json.load(sys.stdin):
    made = CliRunner().invoke(main, arguments, prog_name="interop-check")
    ends.append([made.exit_code, made.stdout, made.stderr])
json.dump(ends, sys.stdout)
"""


@dataclass(frozen=True)
class Judged:
    """What became of one case: the report, how the run ended, what was asked, which files there are now."""

    report: Mapping[str, Any]
    run: running.Run
    asked: list[str]
    files: set[str]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Judged]]:
    folder, spare = tmp_path_factory.mktemp("declared"), tmp_path_factory.mktemp("spare")
    silent, serving = Server(), Server()
    try:
        calls = [prepared(case, number, folder, serving, silent) for number, case in enumerate(DECLARED)]
        done = subprocess.run(
            [sys.executable, "-c", BOUNDED],
            cwd=folder,
            env=running.environment("en", TMPDIR=str(spare), HOME=str(spare)),
            input=json.dumps(calls).encode(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()[-2000:]
        assert list(spare.iterdir()) == []
        assert silent.connections == 0
        ends = [running.Run(*one) for one in json.loads(done.stdout)]
        asked = [one.target for one in serving.asked]
        yield {
            label(case): told(folder / str(number), run, [one for one in asked if one == f"/{number}"])
            for number, (case, run) in enumerate(zip(DECLARED, ends, strict=True))
        }
        assert len(asked) == sum(case.location == AT for case in DECLARED), "something else was asked for"
    finally:
        silent.close()
        serving.close()


def label(case: Declared) -> str:
    return f"{case.row} {case.name}"


def data_of(case: Declared, witness: str) -> bytes:
    return case.data().replace(d.WITNESS, witness.encode())


def prepared(case: Declared, number: int, folder: Path, serving: Server, silent: Server) -> list[str]:
    """Lay out one solution, serve what it declares at an address, and return how it is assessed."""
    data, location = data_of(case, silent.url()), case.location
    own = folder / str(number)
    own.mkdir()
    if location == AT:
        location = serving.url(f"/{number}")
        said = TYPES[case.section]
        served = answer(data, 200, *([f"Content-Type: {said}"] if said else []))
        serving.answers[f"/{number}"] = in_turn(served, answer(b"changed"))
    else:
        (own / location).write_bytes(data)
    more = MORE.get(case.section, "")
    declared = f"{case.section}:\n  - {{id: a, location: {json.dumps(location)}{more}}}\n"
    (own / "solution.yaml").write_text(d.MANIFEST + declared)
    words = ["assess", f"{number}/solution.yaml", "--allow-private", "127.0.0.0/8", "--as-of", "2026-11-15"]
    return [*words, "--lang", "en", "-f", f"json={number}/r.json", "-f", "text=-"]


def told(folder: Path, run: running.Run, asked: list[str]) -> Judged:
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
    return Judged(json.loads((folder / "r.json").read_bytes()), run, asked, files)


GUIDELINES = ("vlaanderen", "security")
"""What is asked of a good API beside what is asked of any: hostile ones follow none of that."""


@pytest.mark.parametrize("case", DECLARED, ids=label)
def test_what_is_declared_ends_as_expected(case: Declared, judged: Mapping[str, Judged]) -> None:
    found = judged[label(case)]
    (evidence,) = [one for one in found.report["evidence"] if one["kind"] == KINDS[case.section]]
    about = {
        one["code"]
        for one in found.report["findings"]
        if one["at"]["source"] == evidence["source"] and one["rule"].partition("/")[0] not in GUIDELINES
    }
    codes = about - {"no-claim", "not-validated"} | (
        {evidence["problem"]["code"]} if evidence["problem"] else set()
    )
    assert codes == set(case.ends)
    is_judged = case.section in {"datasets", "apis", "publications"}
    say = Texts("en")
    line = say("report-kind-not-judged", kind=say(f"kind-{KINDS[case.section]}"), count=1)
    assert (line in " ".join(found.run.out.split())) is not is_judged or bool(case.ends)


@pytest.mark.parametrize("case", DECLARED, ids=label)
def test_it_is_hashed_asked_for_once_and_nothing_else_happens(
    case: Declared, judged: Mapping[str, Judged]
) -> None:
    found = judged[label(case)]
    assert found.run.code in {1, 3}
    assert "Traceback" not in found.run.err
    assert "error" not in {one["outcome"] for one in found.report["results"]}
    (evidence,) = [one for one in found.report["evidence"] if one["kind"] == KINDS[case.section]]
    if d.WITNESS not in case.data():
        data = case.data()
        assert (evidence["bytes"], evidence["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert len(found.asked) == (case.location == AT)
    assert found.files == {"solution.yaml", "r.json"} | ({case.location} - {AT})


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "nl",
            "Er wordt niets uitgepakt: pak het zelf uit en geef de bestanden die erin zitten elk apart op.",
        ),
        ("en", "Nothing is unpacked: unpack it yourself and name the files that are in it, each on its own."),
    ],
)
def test_row_47_the_message_says_what_to_do(language: str, words: str, tmp_path: Path) -> None:
    cases = [case for case in DECLARED if case.ends == ("archive",) and case.location != AT]
    for number, case in enumerate(cases):
        (tmp_path / f"{number}{case.location}").write_bytes(case.data())
    calls = [
        ["check", "data", f"{number}{case.location}", "--offline", "--lang", language]
        for number, case in enumerate(cases)
    ]
    before = set(tmp_path.iterdir())
    for run in running.run_all(calls, cwd=tmp_path, language=language):
        assert run.code == 1
        assert words in " ".join(run.out.split())
    assert set(tmp_path.iterdir()) == before


def test_row_47_what_only_begins_like_an_archive_is_read(tmp_path: Path) -> None:
    """A mark of tar within a text is no archive."""
    text = b"# " + b"x" * 255 + b"ustar\n<urn:a> <urn:b> <urn:c> .\n"
    assert text[257:262] == b"ustar"
    (tmp_path / "a.ttl").write_bytes(text)
    report = running.judged(tmp_path, "a.ttl")
    assert [one.problem for one in running.data_of(report)] == [None]
