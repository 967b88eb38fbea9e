"""The limits of values in descriptions: a profile sets them, a finding tells the one that was hit."""

import json
import shutil
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from interop_check.cli import main
from interop_check.openapi.values.limits import Limits
from interop_check.profiles import folders

EXAMINED = "    examiner: openapi\n    rules: [openapi/examples]\n"


@dataclass(frozen=True, kw_only=True)
class Case:
    """Schemas whose examples go beyond a limit once that is `most`, and how their findings are called."""

    most: int
    code: str
    schemas: dict[str, Any]


TEXT = {"type": "string", "pattern": "^a+$", "example": "aaa"}
TWO = {"A": {"type": "string", "example": "a"}, "B": {"type": "string", "maxLength": 9, "example": "b"}}
LONG = {"A": {**TEXT, "pattern": "^a{1,9}$"}}
CASES = {
    "value_looks": Case(most=1, code="too-many-looks", schemas={"A": {"items": {}, "example": [1, 2, 3]}}),
    "value_looks_together": Case(most=1, code="too-many-looks", schemas=TWO),
    "value_patterns": Case(most=1, code="pattern-left-out", schemas={**LONG, "B": TEXT}),
    "value_pattern_characters": Case(most=5, code="pattern-left-out", schemas=LONG),
    "value_matched_characters": Case(most=2, code="too-many-looks", schemas={"A": TEXT}),
    "value_schemas_written_out": Case(most=1, code="too-many-looks", schemas=TWO),
}


def test_every_limit_has_a_case() -> None:
    assert CASES.keys() == {one.name for one in fields(Limits)}


@pytest.fixture
def laid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> Case:
    """Lay out a description, and a profile of ones own that sets a limit; go there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "nowhere")
    case = CASES[name]
    api = {
        "openapi": "3.1.1",
        "info": {"title": "A", "version": "1"},
        "components": {"schemas": case.schemas},
    }
    Path("a.json").write_text(json.dumps(api), encoding="utf-8")
    shutil.copytree(folders()["rest"], "eigen")
    own = Path("eigen/profile.yaml")
    text = own.read_text(encoding="utf-8").replace("id: rest\n", "id: eigen\n")
    assert text.count(EXAMINED) == 1
    limit = f"    with: {{limits: {{{name}: {case.most}}}}}\n"
    own.write_text(text.replace(EXAMINED, EXAMINED + limit), encoding="utf-8")
    return case


def judged(*words: str) -> tuple[bytes, list[dict[str, Any]]]:
    """Return the report, and what it says of examples."""
    made = CliRunner().invoke(main, ["check", "api", *words, "-q", "-f", "json=-"])
    assert made.exception is None or isinstance(made.exception, SystemExit), made.output
    assert made.stdout, made.stderr
    found = json.loads(made.stdout)["findings"]
    return made.stdout_bytes, [one for one in found if one["rule"] == "openapi/examples"]


@pytest.mark.parametrize("name", CASES)
def test_a_limit_that_is_hit_is_told_by_its_name_and_number(name: str, laid: Case) -> None:
    assert judged("a.json", "-p", "rest", "--offline")[1] == []
    for language in ("nl", "en"):
        kept = f"opname-{language}"
        words = ("a.json", "-p", "./eigen", "--offline", "--lang", language, "--record", kept)
        report, (found,) = judged(*words)
        assert (found["code"], found["args"]) == (laid.code, {"name": name, "limit": str(laid.most)})
        assert f"{name}: {laid.most}" in found["message"]
        assert judged("--replay", kept)[0] == report
