"""Findings that somebody answers for: which are covered, what it is worth, and that nothing is lifted."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from interop_check import api
from interop_check.cli import main
from interop_check.gather.source import Source
from interop_check.model import MistakesError, Waiver
from interop_check.waivers import load_waivers, waived
from making import artefact
from running import AS_OF

SCHEMAS = """\
openapi: 3.1.1
info: {title: A, version: "1"}
components:
  schemas:
    A:
      type: string
      example: 1
    B:
      type: object
      properties:
        c: {type: integer, default: x}
"""
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "/nonexistent")

    def invoked(*words: str) -> Result:
        return CliRunner().invoke(main, list(words))

    return invoked


def checked(run: Run, text: str, *words: str) -> dict[str, Any]:
    Path("a.yaml").write_text(text)
    found: dict[str, Any] = json.loads(
        run("check", "api", "a.yaml", "--offline", "-f", "json", *words).stdout
    )
    return found


def covered(report: dict[str, Any]) -> dict[str, str | None]:
    return {one["rule"]: one["waiver"] for one in report["findings"]}


def states(report: dict[str, Any]) -> dict[tuple[str, str], tuple[str, int]]:
    return {(one["id"], one["rule"]): (one["state"], one["findings"]) for one in report["waivers"]}


def ignoring(at: str, text: str = SCHEMAS, **rules: str) -> str:
    """A description that says at an object, by a line of it, what to ignore there."""
    line = next(one for one in text.split("\n") if one.strip() == at)
    below = " " * (len(line) - len(line.lstrip()) + 2)
    listed = ", ".join(f'"{name.replace("_", "/")}": {reason}' for name, reason in rules.items())
    return text.replace(line, f"{line}\n{below}x-ignore-rules: {{{listed}}}", 1)


@pytest.mark.parametrize(
    ("at", "rules", "who"),
    [
        ("A:", {"openapi_examples": "old clients"}, {"openapi/examples"}),
        ("A:", {"examples": "old clients"}, {"openapi/examples"}),
        ("A:", {"REST-09": "old clients"}, {"openapi/examples"}),
        ("components:", {"examples": "a", "defaults": "b"}, {"openapi/examples", "openapi/defaults"}),
        ("B:", {"openapi_examples": "old clients"}, set()),
        ("B:", {"openapi_defaults": "old clients"}, {"openapi/defaults"}),
        ("A:", {"openapi_examples": '""'}, set()),
        ("A:", {"openapi_examples": "null"}, set()),
        ("A:", {"openapi_exam": "old clients"}, set()),
    ],
)
def test_a_description_says_itself_what_to_ignore_at_an_object_and_below(
    run: Run, at: str, rules: dict[str, str], who: set[str]
) -> None:
    report = checked(run, ignoring(at, **rules))
    assert {rule for rule, waiver in covered(report).items() if waiver} == who
    assert len(report["waivers"]) == len(rules), "those that cover nothing are told too"
    assert {one["by"] for one in report["waivers"]} == {"description"}


def test_what_covers_nothing_is_told_with_why(run: Run) -> None:
    text = ignoring("A:", openapi_enums="no enums any more", openapi_examples='""')
    at = "a.yaml#/components/schemas/A"
    assert states(checked(run, text)) == {
        (at, "openapi/enums"): ("unused", 0),
        (at, "openapi/examples"): ("without-reason", 0),
    }


def test_nothing_is_lifted_by_it_and_the_report_says_how_many_and_why(run: Run) -> None:
    bare, ignored = checked(run, SCHEMAS), checked(run, ignoring("A:", examples="until version 2"))
    assert bare["score"] == ignored["score"]
    before, after = ({one["criterion"]: one for one in report["results"]} for report in (bare, ignored))
    assert {name: one["outcome"] for name, one in before.items()} == {
        name: one["outcome"] for name, one in after.items()
    }
    assert (before["REST-09"]["waived"], after["REST-09"]["waived"]) == (0, 1)
    assert after["REST-09"]["outcome"] == "failed"
    told = run("check", "api", "a.yaml", "--offline", "--lang", "nl").stdout
    assert "voor 1 bevindingen staat iemand in" in " ".join(told.split())
    assert "until version 2" in told


@pytest.mark.parametrize(
    ("entry", "is_covered"),
    [
        ("rule: openapi/examples", True),
        ("rule: openapi/examples, file: a.yaml", True),
        ("rule: openapi/examples, file: b.yaml", False),
        ("rule: openapi/examples, pointer: /components", True),
        ("rule: openapi/examples, pointer: /components/schemas/A/example", True),
        ("rule: openapi/examples, pointer: /components/schem", False),
        ("rule: openapi/examples, pointer: ''", True),
        ("rule: openapi/examples, expires: '2020-01-01'", False),
        ("rule: openapi/examples, expires: '2999-01-01', owner: API team", True),
        ("rule: openapi/defaults", False),
        ("rule: openapi/examples, fingerprint: '00000000000000000000000000000000'", False),
    ],
)
def test_a_file_says_what_to_ignore_by_rule_and_place(run: Run, entry: str, *, is_covered: bool) -> None:
    Path("ignore.yaml").write_text(f"ignore: [{{{entry}, reason: known}}]\n")
    report = checked(run, SCHEMAS, "--ignore", "ignore.yaml")
    assert bool(covered(report)["openapi/examples"]) == is_covered
    assert [one["by"] for one in report["waivers"]] == ["file"]
    assert "--ignore ignore.yaml" in report["reproduce"]


def test_a_fingerprint_means_one_finding_wherever_its_line_moves(run: Run) -> None:
    found = {one["rule"]: one["fingerprint"] for one in checked(run, SCHEMAS)["findings"]}
    assert len(set(found.values())) == len(found)
    mark = found["openapi/examples"]
    Path("ignore.yaml").write_text(
        f"ignore: [{{rule: openapi/examples, fingerprint: '{mark}', reason: known}}]\n"
    )
    moved = checked(run, f"# one line more\n{SCHEMAS}", "--ignore", "ignore.yaml")
    assert covered(moved)["openapi/examples"] == "ignore.yaml:1"
    other = checked(run, SCHEMAS.replace("example: 1", "example: 2"), "--ignore", "ignore.yaml")
    assert covered(other)["openapi/examples"] is None, "another value is another fault"


@pytest.mark.parametrize(
    ("rules", "words", "code"),
    [
        ({}, ("--fail-on", "should"), 1),
        ({"examples": "a"}, ("--fail-on", "should", "--accept-waived"), 1),
        ({"examples": "a", "defaults": "b"}, ("--fail-on", "should"), 1),
        ({"examples": "a", "defaults": "b"}, ("--fail-on", "should", "--accept-waived"), 0),
    ],
)
def test_a_build_may_pass_where_somebody_answers_for_everything(
    run: Run, rules: dict[str, str], words: tuple[str, ...], code: int
) -> None:
    Path("a.yaml").write_text(ignoring("components:", **rules) if rules else SCHEMAS)
    assert run("check", "api", "a.yaml", "--offline", "-q", *words).exit_code == code


def test_a_build_does_not_pass_where_one_of_two_findings_is_left(run: Run) -> None:
    two = SCHEMAS.replace("      example: 1\n", "      examples: [1, 2]\n")
    words = ("--offline", "-q", "--fail-on", "should", "--accept-waived", "--ignore", "ignore.yaml")
    for pointer, code in (("/components/schemas/A/examples/0", 1), ("/components/schemas/A", 0)):
        Path("ignore.yaml").write_text(
            f"ignore: [{{rule: examples, pointer: {pointer}, reason: a}}, {{rule: defaults, reason: b}}]\n"
        )
        Path("a.yaml").write_text(two)
        assert run("check", "api", "a.yaml", *words).exit_code == code


def test_nobody_answers_for_findings_beyond_the_cap(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SCHEMAS.replace("      example: 1\n", "      examples: [1, 2]\n"))
    everything = Waiver(id="w", rule="examples", reason="known", by="file")
    answered = {}
    for most in (1, 2):
        report = api.report(
            None,
            [artefact("a.yaml", "apis")],
            Source(root=tmp_path),
            [api.load_profile("rest")],
            as_of=AS_OF,
            max_findings=most,
            waivers=[everything],
        )
        result = next(one for one in report.results if one.criterion.id == "REST-09")
        answered[most] = waived(report).answered(result)
    assert answered == {1: False, 2: True}


def test_a_build_may_pass_over_a_must_too_and_the_report_still_says_no(run: Run) -> None:
    text = ignoring("info:", "openapi: 3.1.1\ninfo:\n  title: A\npaths: {}\n", structure="agreed")
    Path("a.yaml").write_text(text)
    assert run("check", "api", "a.yaml", "--offline", "-q").exit_code == 1
    passed = run("check", "api", "a.yaml", "--offline", "--accept-waived", "-f", "json")
    assert (passed.exit_code, json.loads(passed.stdout)["score"]["verdict"]) == (0, "does_not_conform")


@pytest.mark.parametrize(
    "text",
    [
        "ignore: [{rule: a}]",
        "ignore: [{rule: a, reason: ' '}]",
        "ignore: [{rule: a, reason: b, line: 3}]",
        "ignore: [{rule: a, reason: b, expires: '2026-02-30'}]",
        "ignore: [{rule: a, reason: b, pointer: components}]",
        "other: []",
        "",
    ],
)
def test_a_file_with_a_mistake_is_refused(run: Run, text: str) -> None:
    with pytest.raises(MistakesError):
        load_waivers(text.encode(), "ignore.yaml")
    Path("ignore.yaml").write_text(text)
    Path("a.yaml").write_text(SCHEMAS)
    assert run("check", "api", "a.yaml", "--ignore", "ignore.yaml").exit_code == 2
    assert run("check", "api", "a.yaml", "--ignore", "none.yaml").exit_code == 2
