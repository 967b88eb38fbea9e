"""What is imported before it is needed: nothing. Modules are counted, time is not."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import cast

import click
import pytest

from interop_check.cli import main
from interop_check.cli._language import texts

HEAVY = {"rdflib", "pyshacl", "pyoxigraph", "numpy", "jinja2", "jsonschema_rs", "elementpath", "rfc8785"}
WITHOUT_SPARQL = {"rdflib", "pyshacl", "elementpath", "jinja2", "hypothesis", "pytest"}

# Prints the top-level names of all modules that are not Python's own, on the last line of standard error.
WATCH = """
import json, sys
before = set(sys.modules)
from interop_check.cli import main
try:
    main(sys.argv[1:], prog_name="interop-check")
except SystemExit as error:
    code = error.code
own = {name.partition(".")[0] for name in set(sys.modules) - before} - set(sys.stdlib_module_names)
ours = sorted(name for name in sys.modules if name.startswith("interop_check"))
print(json.dumps([code, sorted(own), ours]), file=sys.stderr)
"""

DATA = "@prefix : <http://e/> . :a a :C ; :p 1 .\n"
CORE_SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
:S a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] .
"""
SPARQL_SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
:S a sh:NodeShape ; sh:targetClass :C ; sh:sparql [ sh:select "SELECT $this WHERE { $this :no ?x }" ] .
"""


def imported(folder: Path, *arguments: str) -> tuple[int, set[str], list[str]]:
    """Run the command line in a fresh interpreter: its exit code, third-party names and our modules."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("INTEROP_CHECK")}
    environment |= {"XDG_CACHE_HOME": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", WATCH, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    code, names, ours = json.loads(done.stderr.splitlines()[-1])
    return int(code or 0), set(names), ours


def compiled(names: set[str]) -> set[str]:
    """Modules that Cython makes up for what it compiled, here PyYAML's parser."""
    return {name for name in names if name.startswith("_cython_")}


def test_the_version_is_told_with_click_alone(tmp_path: Path) -> None:
    code, names, ours = imported(tmp_path, "--version")
    assert code == 0
    assert names == {"interop_check", "click"}
    assert "interop_check.yamlfile" not in ours, "the version needs no sentences"
    assert "interop_check.api" not in ours


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], [], ["nonsense"]])
def test_help_needs_sentences_and_nothing_heavy(arguments: list[str], tmp_path: Path) -> None:
    _, names, _ = imported(tmp_path, *arguments)
    assert names & HEAVY == set()
    assert names <= {"interop_check", "click", "yaml", "_yaml", "cython_runtime", *compiled(names)}


def test_help_says_of_every_command_what_the_command_says_of_itself() -> None:
    group = cast("click.Group", main)
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        assert command.help == texts()(f"cmd-{name}")


@pytest.mark.parametrize("shapes", [CORE_SHAPES, "# nothing\n"])
def test_checking_data_without_sparql_needs_no_rdflib(shapes: str, tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(DATA)
    (tmp_path / "s.ttl").write_text(shapes)
    _, names, _ = imported(tmp_path, "check", "data", "a.ttl", "--shapes", "s.ttl", "--offline", "-q")
    assert "pyoxigraph" in names
    assert names & WITHOUT_SPARQL == set()


def test_a_shape_in_sparql_brings_in_rdflib(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(DATA)
    (tmp_path / "s.ttl").write_text(SPARQL_SHAPES)
    _, names, _ = imported(tmp_path, "check", "data", "a.ttl", "--shapes", "s.ttl", "--offline", "-q")
    assert {"rdflib", "pyshacl"} <= names, "else the test before this one proves nothing"


def test_importing_the_package_imports_no_library(tmp_path: Path) -> None:
    script = (
        "import sys, json; before = set(sys.modules); import interop_check; interop_check.__version__; "
        "names = {name.partition('.')[0] for name in set(sys.modules) - before}; "
        "print(json.dumps(sorted(names - sys.stdlib_module_names)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == ["interop_check"]
