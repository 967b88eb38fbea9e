"""The limits under `reading` of network.yaml: hit by a small value, told by name and number, recorded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from interop_check import schemas
from interop_check.cli import main
from interop_check.gather.limits import Reading
from interop_check.gather.source import Source
from interop_check.model import Problem
from interop_check.origin import Fetched, OriginError

MEBIBYTE = 1_048_576
HEAD = 'openapi: 3.1.1\ninfo: {title: A, version: "1"}\npaths: {}\n'
CONTEXT = '{"@context": {"a": "http://e.x/a"}}'
MANIFEST = """id: grenzen
name: Grenzen
version: "1"
provider: {name: Voorbeeldleverancier, kbo: "1999.999.844"}
contact: {email: info@voorbeeldleverancier.example}
"""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A solution within its limits, with what goes beyond the limit once that is `most`."""

    most: int
    section: str
    location: str
    files: Mapping[str, str]


def data(**files: str) -> dict[str, Any]:
    return {
        "section": "datasets",
        "location": "a.jsonld",
        "files": {f"{k}.jsonld": v for k, v in files.items()},
    }


def api(entry: str, **files: str) -> dict[str, Any]:
    told = {"a.yaml": HEAD + entry, **{f"{name}.yaml": text for name, text in files.items()}}
    return {"section": "apis", "location": "a.yaml", "files": told}


def document(*contexts: str) -> str:
    return json.dumps({"@context": [f"{one}.jsonld" for one in contexts], "@id": "http://e.x/1", "a": "b"})


REFERS = "components: {schemas: {A: {$ref: b.yaml}, B: {$ref: c.yaml}}}\n"
ALIASES = "x-a: &a [1, 2, 3]\nx-b: [*a, *a, *a]\n"
CASES = {
    "file_bytes": Case(most=MEBIBYTE, **data(a=document("b") + " " * MEBIBYTE, b=CONTEXT)),
    "folder_files": Case(
        most=2, section="repositories", location="m", files=dict.fromkeys(("m/a", "m/b", "m/c"), "")
    ),
    "context_bytes": Case(most=20, **data(a=document("b"), b=CONTEXT)),
    "contexts": Case(most=1, **data(a=document("b", "c"), b=CONTEXT, c=CONTEXT)),
    "contexts_together_bytes": Case(most=30, **data(a=document("b", "c"), b=CONTEXT, c=CONTEXT)),
    "api_file_bytes": Case(most=30, **api("")),
    "api_file_nodes": Case(most=15, **api("")),
    "api_file_aliased_nodes": Case(most=9, **api(ALIASES)),
    "api_files": Case(most=2, **api(REFERS, b="{type: string}", c="{type: string}")),
    "api_files_together_bytes": Case(most=20, **api(REFERS, b="{type: string}", c="{type: string}")),
}


def laid(folder: Path, case: Case) -> None:
    for name, text in case.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    manifest = folder / "solution.yaml"
    manifest.write_text(
        f"{MANIFEST}{case.section}: [{{id: een, location: {case.location}}}]\n", encoding="utf-8"
    )


def assessed(*more: str) -> str:
    """Return the report as JSON: of the solution here, or of a recording."""
    made = CliRunner().invoke(
        main, ["assess", *more, "-q", "-f", "json=-"], env={"XDG_CACHE_HOME": "nowhere"}
    )
    assert made.exception is None or isinstance(made.exception, SystemExit)
    assert made.stdout, made.stderr
    return made.stdout


def test_every_limit_of_reading_has_a_case_and_can_be_set() -> None:
    names = {one.name for one in fields(Reading)}
    assert CASES.keys() == names
    assert schemas.schema("network")["properties"]["reading"]["properties"].keys() == names
    recorded = schemas.schema("recording")["properties"]["run"]["properties"]["reading"]
    assert recorded["properties"].keys() == names


@pytest.fixture
def limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> Case:
    """Lay out the solution of a case and the file that sets its limit, and go there."""
    monkeypatch.chdir(tmp_path)
    laid(tmp_path, CASES[name])
    text = f"reading: {{{name}: {CASES[name].most}}}\n"
    (tmp_path / "network.yaml").write_text(text, encoding="utf-8")
    return CASES[name]


@pytest.mark.parametrize("name", CASES)
def test_a_limit_that_is_hit_is_told_by_its_name_and_number(name: str, limited: Case) -> None:
    assert f"reading.{name}" not in assessed("solution.yaml", "--offline")
    for language in ("nl", "en"):
        beyond = assessed("solution.yaml", "--offline", "--network", "network.yaml", "--lang", language)
        told = _told(json.loads(beyond), name)
        assert told
        for one in told:
            assert f"reading.{name}" in one
            assert str(limited.most) in one


def _told(report: Mapping[str, Any], name: str) -> list[str]:
    """Return the sentence of every finding and of every problem of evidence that is about a limit."""
    problems = [one["problem"] for one in report["evidence"] if one.get("problem")]
    about = [one for one in (*report["findings"], *problems) if one.get("args", {}).get("name") == name]
    return [one["message"] for one in about]


@pytest.mark.parametrize("name", CASES)
def test_a_recording_keeps_the_limits_that_it_was_made_within(name: str, limited: Case) -> None:
    made = assessed("solution.yaml", "--offline", "--network", "network.yaml", "--record", "opname")
    index = json.loads(Path("opname/index.json").read_bytes())
    assert index["run"]["reading"][name] == limited.most
    assert assessed("--replay", "opname") == made


def test_a_body_is_told_by_the_limit_that_stopped_it(tmp_path: Path) -> None:
    def fetch(address: str, max_bytes: int, accept: str = "", /) -> Fetched:  # noqa: ARG001 - the shape of a fetch
        error = OriginError("gateway-too-large")
        error.args_ = {"limit": "body_bytes", "value": f"{min(max_bytes, 100)} B"}
        raise error

    def limit(most: int) -> str:
        found = Source(root=tmp_path, fetch=fetch, reading=Reading(file_bytes=most)).get(
            "https://e.example/a"
        )
        assert isinstance(found, Problem)
        return f"{found.args['limit']}: {found.args['value']}"

    assert limit(99) == "reading.file_bytes: 99 B"
    assert limit(101) == "body_bytes: 100 B"
