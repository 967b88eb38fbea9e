"""The house keeps its shape: who may know whom, who may touch the world; each broken law would be noticed."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent / "src" / "interop_check"
PACKAGE = "interop_check"

ROOMS: Mapping[str, str] = {
    # room: the rooms that it knows, itself left out. Each stands below those that it knows.
    "version": "",
    "mask": "",
    "origin": "",
    "suggest": "",
    "files": "",
    "languages": "",
    "model": "",
    "jsonfile": "",
    "rdf": "jsonfile",
    "notations": "rdf",
    "seal": "",
    "shares": "model",
    "yamlfile": "mask model",
    "shacl": "rdf",
    "openapi": "jsonfile mask model suggest yamlfile",
    "judge": "model",
    "ladders": "model",
    "readiness": "model shares",
    "score": "model readiness shares",
    "schemas": "mask model suggest yamlfile",
    "locales": "languages model yamlfile",
    "solution": "mask model schemas suggest yamlfile",
    "waivers": "model schemas yamlfile",
    "terminology": "rdf suggest",
    "standards": "files model origin rdf terminology",
    "exchange": "",
    "live": "exchange model openapi",
    "cache": "exchange files",
    "gateway": "cache exchange origin",
    "sandbox": "model rdf",
    "gather": (
        "cache exchange files gateway live model notations openapi origin rdf sandbox schemas shacl solution "
        "standards terminology"
    ),
    "examiners": "live mask model notations openapi rdf shacl suggest terminology",
    "profiles": "examiners ladders model schemas suggest yamlfile",
    "assessment": "examiners judge ladders model score",
    "reports": "locales model rdf shacl shares waivers",
    "scaffold": "model rdf solution yamlfile",
    "api": (
        "assessment examiners gather model origin profiles reports seal solution standards terminology "
        "version yamlfile"
    ),
    "__init__": "version",
    "cli": (
        "api assessment cache exchange files gateway gather jsonfile languages locales mask model openapi "
        "origin profiles rdf reports sandbox scaffold schemas score seal shacl shares solution standards "
        "suggest terminology version waivers yamlfile"
    ),
    "__main__": "cli",
}

INNER = {f"gather/{name}": name for name in ("exchange", "cache", "gateway", "sandbox")}
"""Parts of a room that are rooms of their own: the door to the network, and the child that parses."""

TOUCHING: Mapping[str, str] = {
    # what reaches the world outside, or is a library with its own room: the rooms (or files) that may
    "socket": "gateway sandbox",
    "ssl": "gateway cli/doctor.py",
    "http.client": "gateway",
    "http.server": "",
    "urllib.request": "cli/doctor.py",
    "requests": "",
    "httpx": "",
    "asyncio": "",
    "sqlite3": "",
    "random": "",
    "secrets": "",
    "uuid": "",
    "multiprocessing": "",
    "subprocess": "sandbox",
    "signal": "sandbox",
    "ctypes": "sandbox",
    "resource": "sandbox",
    "time": "cache gateway sandbox",
    "os": "api cache cli files gather languages sandbox",
    "shutil": "cli",
    "tempfile": "cache cli files gateway",
    "glob": "",
    "mmap": "rdf shacl",
    "pathlib.Path": "api cache cli exchange files gateway gather profiles sandbox standards",
    "open": "",
    "sys": "cli sandbox gather/network.py",
    "click": "cli",
    "rdflib": "shacl",
    "pyshacl": "shacl",
    "jinja2": "reports",
    "yaml": "openapi yamlfile",
    "jsonschema_rs": "gather openapi profiles schemas",
    "rfc8785": "cache exchange seal",
    "selectolax": "rdf/html/tree.py",
}

SAYING: Mapping[str, str] = {
    # calls that print or end the process: the rooms (or files) that may
    "print": "",
    "exit": "",
    "quit": "",
    "input": "",
    "sys.exit": "",
    "os._exit": "sandbox",
    "os.abort": "",
    "SystemExit": "cli",
    "date.today": "",
    "datetime.now": "cli gateway",
    "datetime.utcnow": "",
}


def room_of(file: str) -> str:
    """The room that a file stands in, by its path below the package."""
    for folder, room in INNER.items():
        if file.startswith(f"{folder}/") or file.removesuffix(".py") == folder:
            return room
    return file.split("/", maxsplit=1)[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """Full names of what is imported, wherever that is done."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports name the whole path"
            yield from (f"{node.module}.{one.name}" for one in node.names)


def known(file: str, tree: ast.AST) -> set[str]:
    """The other rooms that a file imports from."""
    below = (name.removeprefix(f"{PACKAGE}.") for name in imported(tree) if name.startswith(f"{PACKAGE}."))
    paths = {"/".join(name.split(".")) for name in below}
    rooms = {room_of(path) for path in paths}
    rooms = {"version" if room == "__version__" else room for room in rooms}
    return rooms - {room_of(file)}


def touched(tree: ast.AST) -> set[str]:
    """What a file imports of TOUCHING, and whether it opens files by name."""
    names = set(imported(tree))
    found = {way for way in TOUCHING if any(name == way or name.startswith(f"{way}.") for name in names)}
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    if any(isinstance(call, ast.Name) and call.id == "open" for call in calls):
        found.add("open")
    return found


def said(tree: ast.AST) -> set[str]:
    """Which calls of SAYING a file makes, and whether it raises SystemExit."""
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    raised = {ast.unparse(node.exc) for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.exc}
    return {name for name in SAYING if name in calls or name in raised}


def may(file: str, allowed: str) -> bool:
    return room_of(file) in allowed.split() or file in allowed.split()


Deeds = tuple[set[str], set[str], set[str]]
"""What one file knows, touches and says."""


@cache
def deeds(file: str, source: str) -> Deeds:
    tree = ast.parse(source)
    return known(file, tree), touched(tree), said(tree)


def offences(file: str, source: str) -> set[str]:
    """What a file does that the tables do not allow."""
    knows, touches, says = deeds(file, source)
    found = {f"knows {room}" for room in knows - set(ROOMS[room_of(file)].split())}
    found |= {f"touches {way}" for way in touches if not may(file, TOUCHING[way])}
    return found | {f"says {way}" for way in says if not may(file, SAYING[way])}


@cache
def sources() -> Mapping[str, str]:
    return {
        path.relative_to(SRC).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(SRC.rglob("*.py"))
    }


# ---------------------------------------------------------------- the laws


def test_every_file_stands_in_a_room_of_the_table() -> None:
    assert {room_of(file) for file in sources()} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_only_rooms_above_it_in_the_table(room: str) -> None:
    order = list(ROOMS)
    for other in ROOMS[room].split():
        assert order.index(other) < order.index(room), f"{room} and {other} would know each other"


@pytest.mark.parametrize("file", sorted(sources()))
def test_a_file_does_nothing_that_the_laws_do_not_allow(file: str) -> None:
    assert offences(file, sources()[file]) == set()


def test_the_tables_allow_nothing_that_nobody_does() -> None:
    done = {file: deeds(file, source) for file, source in sources().items()}
    for room, allowed in ROOMS.items():
        used = {other for file, (knows, _, _) in done.items() if room_of(file) == room for other in knows}
        assert set(allowed.split()) - used == set(), f"{room} no longer knows them"
    for table, kind in ((TOUCHING, 1), (SAYING, 2)):
        for way, allowed in table.items():
            users = {file for file, deed in done.items() if way in deed[kind]}
            users |= {room_of(file) for file in users}
            assert set(allowed.split()) - users == set(), f"{way} is no longer used there"


PURE = (
    "model",
    "mask",
    "suggest",
    "shares",
    "judge",
    "readiness",
    "score",
    "seal",
    "examiners",
    "assessment",
    "reports",
)


@pytest.mark.parametrize("room", PURE)
def test_pure_rooms_reach_nothing_outside(room: str) -> None:
    libraries = {"jinja2", "rfc8785"}
    assert {way for way, allowed in TOUCHING.items() if room in allowed.split()} <= libraries
    assert {way for way, allowed in SAYING.items() if room in allowed.split()} == set()


def test_the_nouns_know_nobody_and_the_engine_knows_no_solutions() -> None:
    assert ROOMS["model"] == ""
    assert ROOMS["rdf"] == "jsonfile"
    assert ROOMS["shacl"].split() == ["rdf"]
    for room, knows in ROOMS.items():
        assert "cli" not in knows.split() or room == "__main__"
        assert "api" not in knows.split() or room == "cli"


# ---------------------------------------------------------------- canaries: each law would be noticed


@pytest.mark.parametrize(
    ("file", "source", "offence"),
    [
        ("model.py", "from interop_check import solution", "knows solution"),
        ("model.py", "from interop_check.mask import shown", "knows mask"),
        ("model.py", "import interop_check.gather.source", "knows gather"),
        ("rdf/parse.py", "from interop_check.model import Evidence", "knows model"),
        ("rdf/parse.py", "from interop_check.shacl.run import Run", "knows shacl"),
        ("shacl/run.py", "from interop_check.examiners import examiner", "knows examiners"),
        ("openapi/index.py", "from interop_check.gather.source import Source", "knows gather"),
        ("openapi/index.py", "from interop_check.solution import is_address", "knows solution"),
        ("openapi/reading.py", "from pathlib import Path", "touches pathlib.Path"),
        ("examiners/new.py", "from interop_check.gather.source import Source", "knows gather"),
        ("examiners/new.py", "def f():\n    from interop_check.standards import pins", "knows standards"),
        ("judge.py", "from interop_check.score import score", "knows score"),
        ("score.py", "from interop_check.judge import judge", "knows judge"),
        ("reports/new.py", "from interop_check.assessment import Question", "knows assessment"),
        ("gather/new.py", "from interop_check.assessment import assess", "knows assessment"),
        ("standards/new.py", "from interop_check.gather.gateway import Gateway", "knows gateway"),
        ("gather/gateway/new.py", "from interop_check.gather.source import Source", "knows gather"),
        ("api.py", "from interop_check.cli import main", "knows cli"),
        ("examiners/new.py", "import socket", "touches socket"),
        ("examiners/new.py", "import os.path", "touches os"),
        ("examiners/new.py", "from pathlib import Path", "touches pathlib.Path"),
        ("examiners/new.py", "open('x')", "touches open"),
        ("score.py", "import random", "touches random"),
        ("judge.py", "from time import time", "touches time"),
        ("seal.py", "import subprocess", "touches subprocess"),
        ("gather/new.py", "import http.client", "touches http.client"),
        ("gather/new.py", "from http import client", "touches http.client"),
        ("gather/new.py", "from urllib.request import urlopen", "touches urllib.request"),
        ("gather/new.py", "import requests", "touches requests"),
        ("standards/new.py", "import ssl", "touches ssl"),
        ("reports/new.py", "import sqlite3", "touches sqlite3"),
        ("rdf/new.py", "import rdflib", "touches rdflib"),
        ("examiners/new.py", "import click", "touches click"),
        ("profiles.py", "import yaml", "touches yaml"),
        ("assessment.py", "print('x')", "says print"),
        ("gather/new.py", "import sys\nsys.exit(1)", "says sys.exit"),
        ("gather/new.py", "raise SystemExit(1)", "says SystemExit"),
        ("cli/new.py", "print('x')", "says print"),
        ("assessment.py", "from datetime import date\ndate.today()", "says date.today"),
        ("score.py", "from datetime import datetime\ndatetime.now()", "says datetime.now"),
    ],
)
def test_a_canary_that_breaks_a_law_is_caught(file: str, source: str, offence: str) -> None:
    assert offence in offences(file, source)


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("examiners/new.py", "from interop_check.model import Evidence\nfrom pathlib import PurePosixPath"),
        ("gather/gateway/new.py", "import socket, ssl, http.client\nfrom interop_check.origin import Fetch"),
        ("gather/new.py", "from interop_check.gather.gateway import fetch\nfrom http import HTTPStatus"),
        ("cli/new.py", "import click\nfrom interop_check import api, __version__\nraise SystemExit(0)"),
        ("shacl/new.py", "import rdflib\nfrom interop_check.rdf import table"),
        ("judge.py", "from fractions import Fraction\nprinted = opened = None"),
    ],
)
def test_what_is_allowed_is_left_alone(file: str, source: str) -> None:
    assert offences(file, source) == set()
