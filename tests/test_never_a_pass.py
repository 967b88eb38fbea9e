"""Whatever there is too little of, the answer is never “conforms”: through the real command line."""

import json
import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from interop_check.cli import main

SOLUTIONS = Path(__file__).resolve().parent.parent / "fixtures" / "solutions"
DATA = "@prefix : <http://e/> . :a a :C ; :p 1 .\n"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
:S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] .
"""
HEAD = """id: own
name: Own
version: "1"
provider: {name: P, ovo: OVO001234}
contact: {email: a@b.be}
"""

DOES_NOT, WRONG_USE, UNDECIDED = 1, 2, 3


def run(folder: Path, *arguments: str) -> Result:
    environment = {"XDG_CACHE_HOME": str(folder / "cache"), "INTEROP_CHECK_STANDARDS": ""}
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner(env=environment).invoke(main, [*arguments])
    finally:
        os.chdir(before)


def check(folder: Path, *arguments: str) -> Result:
    return run(folder, "check", "data", *arguments, "--offline", "-q", "-f", "json=r.json")


def outcomes(folder: Path) -> dict[str, str]:
    report = json.loads((folder / "r.json").read_text())
    return {result["criterion"]: result["outcome"] for result in report["results"]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {
        "a.ttl": DATA,
        "s.ttl": SHAPES,
        "empty.ttl": "",
        "comment.ttl": "# nothing\n",
        "misspelt.ttl": SHAPES.replace("targetClass :C", "targetClass :c"),
        "untargeted.ttl": SHAPES.replace("sh:targetClass :C ; ", ""),
        "unconstrained.ttl": SHAPES.partition(" ; sh:property")[0] + " .",
        "deactivated.ttl": SHAPES.replace("sh:targetClass", "sh:deactivated true ; sh:targetClass"),
        "broken.ttl": SHAPES[:-4],
        "bad.ttl": DATA.replace(":p 1", ":q 1"),
        "a.json": "{}",
        "a.jsonld": '{"@context": "https://e.example/c", "@id": "http://e/a", "@type": "http://e/C"}',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "map").mkdir()
    return tmp_path


def test_data_that_follows_its_shapes_passes_what_can_be_judged(folder: Path) -> None:
    check(folder, "a.ttl", "--shapes", "s.ttl")
    judged = outcomes(folder)
    passed = ("OSLO-01", "OSLO-02", "OSLO-03", "OSLO-04")
    assert {judged[name] for name in passed} == {"passed"}, "else nothing below proves anything"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["a.ttl", "--shapes", "empty.ttl"], UNDECIDED),
        (["a.ttl", "--shapes", "comment.ttl"], UNDECIDED),
        (["a.ttl", "--shapes", "untargeted.ttl"], UNDECIDED),
        (["a.ttl", "--shapes", "broken.ttl"], UNDECIDED),
        (["a.ttl", "--shapes", "misspelt.ttl"], DOES_NOT),
        (["a.ttl", "--shapes", "unconstrained.ttl"], UNDECIDED),
        (["a.ttl", "--shapes", "deactivated.ttl"], UNDECIDED),
        (["a.ttl", "--shapes", "s.ttl", "--shapes", "comment.ttl"], UNDECIDED),
        (["a.ttl"], DOES_NOT),
        (["a.ttl", "--standard", "perceel@2020-06-18"], UNDECIDED),
        (["a.ttl", "--standard", "besluit-publicatie@2025-12-11"], DOES_NOT),
        (["a.ttl", "--standard", "besluit-publikatie"], DOES_NOT),
        (["empty.ttl", "--shapes", "s.ttl"], DOES_NOT),
        (["comment.ttl", "--shapes", "s.ttl"], DOES_NOT),
        (["bad.ttl", "--shapes", "s.ttl"], DOES_NOT),
        (["broken.ttl", "--shapes", "s.ttl"], DOES_NOT),
        (["a.json", "--shapes", "s.ttl"], DOES_NOT),
        (["a.jsonld", "--shapes", "s.ttl"], UNDECIDED),
        (["a.ttl", "broken.ttl", "--shapes", "s.ttl"], DOES_NOT),
        (["a.ttl", "a.jsonld", "--shapes", "s.ttl"], UNDECIDED),
        (["https://e.example/a.ttl", "--shapes", "s.ttl"], UNDECIDED),
        (["a.ttl", "https://e.example/a.ttl", "--shapes", "s.ttl"], UNDECIDED),
        (["map", "--shapes", "s.ttl"], WRONG_USE),
        (["gone.ttl", "--shapes", "s.ttl"], WRONG_USE),
        (["a.ttl", "--shapes", "map"], WRONG_USE),
        (["a.ttl", "--shapes", "gone.ttl"], WRONG_USE),
        ([], WRONG_USE),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_too_little_to_look_at_never_conforms(arguments: list[str], code: int, folder: Path) -> None:
    result = check(folder, *arguments)
    assert result.exit_code == code, result.output
    assert isinstance(result.exception, SystemExit)
    if code == WRONG_USE:
        assert not (folder / "r.json").exists()
    else:
        assert json.loads((folder / "r.json").read_text())["score"]["verdict"] != "conforms"


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        ("", UNDECIDED),
        ("datasets: []\n", UNDECIDED),
        ("datasets: [{id: x, location: gone.ttl, shapes: [s.ttl]}]\n", DOES_NOT),
        ("datasets: [{id: x, location: map, shapes: [s.ttl]}]\n", DOES_NOT),
        ("datasets: [{id: x, location: link.ttl, shapes: [s.ttl]}]\n", DOES_NOT),
        ("datasets: [{id: x, location: loop.ttl, shapes: [s.ttl]}]\n", DOES_NOT),
        ("datasets: [{id: x, location: pipe, shapes: [s.ttl]}]\n", DOES_NOT),
        ("datasets: [{id: x, location: empty.ttl, shapes: [s.ttl]}]\n", DOES_NOT),
        ("datasets: [{id: x, location: a.ttl}]\n", DOES_NOT),
        ("datasets: [{id: x, location: a.ttl, shapes: [map]}]\n", UNDECIDED),
        ("datasets: [{id: x, location: a.ttl, shapes: [gone.ttl]}]\n", UNDECIDED),
        ("datasets: [{id: x, location: a.ttl, shapes: [misspelt.ttl]}]\n", DOES_NOT),
        ("datasets: [{id: x, location: 'https://e.example/a', shapes: [s.ttl]}]\n", UNDECIDED),
        ("documents: [{id: x, type: dpia, location: a.ttl}]\n", UNDECIDED),
    ],
)
def test_a_solution_with_too_little_never_conforms(
    extra: str, code: int, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "a.ttl"
    outside.write_text(DATA)
    (folder / "link.ttl").symlink_to(outside)
    (folder / "loop.ttl").symlink_to("loop.ttl")
    os.mkfifo(folder / "pipe")
    (folder / "solution.yaml").write_text(HEAD + extra)
    result = run(folder, "assess", ".", "--offline", "-q", "-f", "json=r.json")
    assert result.exit_code == code, result.output
    assert json.loads((folder / "r.json").read_text())["score"]["verdict"] != "conforms"


def test_the_empty_sample_is_undecided_at_level_0(folder: Path) -> None:
    shutil.copy(SOLUTIONS / "leeg" / "solution.yaml", folder)
    result = run(folder, "assess", ".", "--offline", "-q", "-f", "json=r.json")
    score = json.loads((folder / "r.json").read_text())["score"]
    assert result.exit_code == UNDECIDED
    assert (score["verdict"], score["readiness"], score["coverage"]) == ("undecided", 0, "0")


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        ("", "leeg"),
        (HEAD.replace("name: Own", "nmae: Own"), "name"),
        ("id: [\n", "YAML"),
        (HEAD + "datasets: [{id: x, location: 'https://u:geheim@host/a'}]\n", "wachtwoord"),
    ],
)
def test_a_manifest_with_mistakes_is_refused_before_anything_is_judged(
    manifest: str, said: str, folder: Path
) -> None:
    (folder / "solution.yaml").write_text(manifest)
    result = run(folder, "assess", ".", "--offline", "--lang", "nl", "-f", "json=r.json")
    assert result.exit_code == WRONG_USE
    assert said in result.stderr
    assert "geheim" not in result.output
    assert not (folder / "r.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["https://u:geheim@host/a"],
        ["a.ttl", "--shapes", "https://u:geheim@host/a"],
        ["a.ttl", "--background", "https://u:geheim/x@host/a"],
    ],
)
def test_an_address_with_a_password_on_the_command_line_is_refused_and_not_repeated(
    arguments: list[str], folder: Path
) -> None:
    result = check(folder, *arguments)
    assert result.exit_code == WRONG_USE
    assert "geheim" not in result.output
    assert not (folder / "r.json").exists()


@pytest.mark.parametrize("target", [".", "solution.yaml", "gone", "map"])
def test_a_manifest_that_is_not_there_is_wrong_use(target: str, folder: Path) -> None:
    assert run(folder, "assess", target, "--offline").exit_code == WRONG_USE
