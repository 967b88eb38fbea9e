"""Descriptions as evidence: which files are read, which are not, and what the examiner makes of it."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from interop_check import api
from interop_check.assessment import assess, has_errors
from interop_check.cli import main
from interop_check.examiners import Examiner, examiners, openapi
from interop_check.gather import gather
from interop_check.gather.api import FILE
from interop_check.gather.source import Source
from interop_check.languages import LANGUAGES
from interop_check.locales import sentences
from interop_check.model import Evidence, Problem, Tally
from interop_check.openapi import document
from interop_check.openapi.description import Description
from interop_check.origin import Fetched, OriginError
from making import artefact, gathered, question
from test_examiners import RULES, codes_in, of_files

SRC = Path(openapi.__file__).parent.parent
HEAD = 'openapi: 3.0.4\ninfo: {title: A, version: "1"}\npaths: {}\n'


def referring(*references: str) -> str:
    schemas = "".join(
        f"    S{number}: {{$ref: {json.dumps(one)}}}\n" for number, one in enumerate(references)
    )
    return f"{HEAD}components:\n  schemas:\n{schemas}"


def codes(evidence: Sequence[Evidence]) -> dict[str, str]:
    return {one.source: one.problem.code if one.problem else "" for one in evidence}


# ---------------------------------------------------------------- files


def test_every_file_of_a_description_is_evidence_of_its_own(tmp_path: Path) -> None:
    files = {
        "api/a.yaml": referring("sub/b.yaml", "../c.json#/x", "gone.yaml"),
        "api/sub/b.yaml": "type: object\nproperties: {c: {$ref: ../../c.json#/x}}\n",
        "c.json": '{"x": {"type": "string"}}',
    }
    found = gathered(tmp_path, files, [artefact("api/a.yaml", "apis")])
    assert [(one.kind, one.source) for one in found] == [
        ("api", "api/a.yaml"),
        (FILE, "api/sub/b.yaml"),
        (FILE, "c.json"),
        (FILE, "api/gone.yaml"),
    ]
    assert codes(found)["api/gone.yaml"] == "file-absent"
    for one in found[:3]:
        assert one.sha256 == hashlib.sha256(files[one.source].encode()).hexdigest()
        assert (one.size, one.about["id"]) == (len(files[one.source]), "api/a.yaml")
    assert isinstance(found[0].content, Description)
    assert list(found[0].content.documents) == ["api/a.yaml", "api/sub/b.yaml", "c.json"]


OUTSIDE = [
    "../secret.json",
    "../../etc/passwd",
    "/etc/passwd",
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "link.json",
    "linked/secret.json",
    "..%2fsecret.json",
    "..\\secret.json",
    "~/secret.json",
]


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize("reference", OUTSIDE)
def test_nothing_outside_the_folder_is_read(
    reference: str, *, strict: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "root"
    (root / "x").mkdir(parents=True)
    (tmp_path / "secret.json").write_text('{"secret": 1}')
    (root / "link.json").symlink_to(tmp_path / "secret.json")
    (root / "linked").symlink_to(tmp_path)
    (root / "a.yaml").write_text(referring(reference))
    monkeypatch.setenv("HOME", str(tmp_path))
    about = {} if strict else {"folder": "root"}
    source = Source(root=root if strict else tmp_path, strict=strict)
    (one, other) = gather([artefact("a.yaml" if strict else "root/a.yaml", "apis", **about)], source)
    assert other.problem is not None
    assert other.problem.code in {"location-outside", "file-absent"}
    assert one.content.references[0].problem.code == other.problem.code
    assert "secret" not in json.dumps([node.value for node in one.content.all_nodes[5:]])


def test_the_folder_may_be_named_wider_than_that_of_the_description(tmp_path: Path) -> None:
    files = {"api/a.yaml": referring("../b.json"), "b.json": '{"type": "string"}'}
    narrow, wide = (artefact("api/a.yaml", "apis", folder=folder) for folder in ("api", ""))
    assert codes(gathered(tmp_path, files, [narrow]))["b.json"] == "location-outside"
    assert codes(gathered(tmp_path, files, [wide]))["b.json"] == ""


@pytest.mark.parametrize(
    ("entry", "reference", "hosts", "asked"),
    [
        ("a.yaml", "http://127.0.0.1:9/b.yaml", (), None),
        ("a.yaml", "https://other.example/b.yaml", (), None),
        ("a.yaml", "https://other.example/b.yaml", ("h.example",), None),
        ("a.yaml", "https://user:secret@h.example/b.yaml", ("h.example",), None),
        ("a.yaml", "http://[::1", ("h.example",), None),
        ("a.yaml", "gopher://h.example/b", ("h.example",), None),
        ("a.yaml", "https://h.example/b.yaml", ("h.example",), "https://h.example/b.yaml"),
        ("https://h.example/api/a.yaml", "../b.yaml", (), "https://h.example/b.yaml"),
        ("https://h.example/api/a.yaml", "http://h.example/b.yaml", (), None),
        ("https://h.example/api/a.yaml", "https://h.example:444/b.yaml", (), None),
        ("https://h.example/api/a.yaml", "file:///etc/passwd", (), None),
    ],
)
def test_from_the_network_only_what_was_agreed_to_is_fetched(
    entry: str, reference: str, hosts: tuple[str, ...], asked: str | None, tmp_path: Path
) -> None:
    fetched: list[str] = []

    def fetch(address: str, _most: int, _accept: str = "", /) -> Fetched:
        fetched.append(address)
        return Fetched(referring(reference).encode() if address == entry else b"type: string\n", None)

    (tmp_path / "a.yaml").write_text(referring(reference))
    (one, other) = gather([artefact(entry, "apis", ref_hosts=hosts)], Source(root=tmp_path, fetch=fetch))
    assert one.problem is None
    assert [address for address in fetched if address != entry] == ([asked] if asked else [])
    expected = "location-outside" if reference.startswith("file:") else "ref-not-followed"
    assert codes([other]) == {other.source: "" if asked else expected}
    assert "secret" not in other.source


def test_what_the_network_refuses_leaves_the_references_open(tmp_path: Path) -> None:
    def fetch(address: str, _most: int, _accept: str = "", /) -> Fetched:
        raise OriginError("gateway-status", url=address, status="404")

    (tmp_path / "a.yaml").write_text(referring("https://h.example/b.yaml", "https://h.example/b.yaml#/x"))
    evidence = gather(
        [artefact("a.yaml", "apis", ref_hosts=("h.example",))], Source(root=tmp_path, fetch=fetch)
    )
    seen = examiners()["openapi"](evidence, {})
    assert seen.tallies["openapi/references"] == Tally(0, 0, 2)
    (found,) = [one for one in seen.findings if one.rule == "openapi/references"]
    assert (found.code, found.count, found.at.line) == ("gateway-status", 2, 6)


# ---------------------------------------------------------------- the examiner


def of_reading() -> set[str]:
    names = ("StopError", "DocumentError")
    files = [*(SRC / "openapi").glob("*.py"), SRC / "jsonfile.py"]
    found = {code for path in files for code in codes_in(path, (*names, "JsonError"))}
    return {code for code in found - {"json-too-deep"} if f"problem-{code}" in sentences("nl")}


PROBLEMS = sorted(of_reading() | of_files() | {"ref-not-followed", "location-outside"})


def test_the_codes_of_problems_are_found_in_the_source() -> None:
    assert {
        "too-many-nodes",
        "yaml-syntax",
        "yaml-cycle",
        "json-syntax",
        "too-deep",
        "not-an-object",
        "file-empty",
    } <= of_reading()


@pytest.mark.parametrize("code", PROBLEMS)
def test_a_problem_is_worded_and_never_a_pass_and_a_limit_or_the_network_blames_nobody(code: str) -> None:
    seen = examiners()["openapi"]([Evidence(kind="api", source="a.yaml", problem=Problem(code=code))], {})
    (found,) = seen.findings
    for language in LANGUAGES:
        assert {found.code, f"problem-{found.code}"} & {*RULES[found.rule].messages, *sentences(language)}
        assert f"problem-{code}" in sentences(language)
    of_server = {"gateway-certificate", "gateway-downgrade"}
    of_network = code.startswith("gateway-") or code in {"network-off", "ref-not-followed"}
    of_limit = code in document.LIMITS or code.startswith("ref-too-many")
    blameless = (of_network and code not in of_server) or of_limit
    assert sum(tally.failed for tally in seen.tallies.values()) == (0 if blameless else 1)
    assert all(seen.tallies[rule].not_checked == 1 for rule in ("openapi/structure", "openapi/references"))
    assert not any(tally.looked_at for rule, tally in seen.tallies.items() if rule == "openapi/structure")


def test_facts_say_what_was_looked_at(tmp_path: Path) -> None:
    evidence = gathered(
        tmp_path, {"a.yaml": referring("b.yaml"), "b.yaml": "{}\n"}, [artefact("a.yaml", "apis")]
    )
    facts = examiners()["openapi"](evidence, {}).facts
    about = {"version": "3.0.4", "files": 2, "operations": 0, "schemas": 1}
    values = dict.fromkeys(("api_examples", "api_defaults", "api_enums"), False)
    assert facts == {"openapi": {"a.yaml": about}, "api_references": True, **values}


def raising(*_: object) -> Any:
    raise ZeroDivisionError("a fault of ours")


def test_values_that_do_not_fit_are_judged(run: Callable[..., Result], tmp_path: Path) -> None:
    schemas = "components: {schemas: {A: {type: string, enum: [a, 1], default: 1, example: a}}}\n"
    (tmp_path / "a.yaml").write_text(HEAD + schemas)
    result = run("check", "api", "a.yaml", "--offline", "-f", "json")
    outcomes = {one["criterion"]: one["outcome"] for one in written(result)["results"]}
    found = {name: outcomes[name] for name in ("REST-09", "REST-10", "REST-11")}
    assert found == {"REST-09": "passed", "REST-10": "failed", "REST-11": "failed"}


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        ("structure.faults", ["REST-05"]),
        ("cycles.endless", ["REST-06"]),
        ("structure.without_effect", ["REST-08"]),
    ],
)
def test_a_fault_in_one_rule_costs_only_the_criteria_that_ask_for_it(
    broken: str, error: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module, name = broken.split(".")
    monkeypatch.setattr(getattr(openapi, module), name, raising)
    files = {"a.yaml": referring("#/components/schemas/S1", "b.yaml"), "b.yaml": "{}\n"}
    evidence = gathered(tmp_path, files, [artefact("a.yaml", "apis")])
    report = assess(question(api.load_profile("rest"), examiners=list(examiners().values())), evidence)
    outcomes = {one.criterion.id: one.outcome.value for one in report.results}
    assert [name for name, outcome in outcomes.items() if outcome == "error"] == error
    mine = {name: outcome for name, outcome in outcomes.items() if name.startswith("REST-")}
    judged = {name: outcome for name, outcome in mine.items() if outcome != "not_applicable"}
    assert [name for name, outcome in judged.items() if outcome != "passed"] == error
    assert {one.detail for one in report.results if one.detail} == {"ZeroDivisionError: a fault of ours"}
    assert has_errors(report)


# ---------------------------------------------------------------- the command


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Result]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", "/nonexistent")

    def invoked(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words])

    return invoked


def written(result: Result) -> Mapping[str, Any]:
    report: Mapping[str, Any] = json.loads(result.stdout)
    return report


def test_check_api_judges_by_the_profile_rest_and_keeps_references_in_the_folder(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "a.yaml").write_text(referring("../b.json"))
    (tmp_path / "b.json").write_text('{"type": "string"}')
    result = run("check", "api", "api/a.yaml", "--offline", "-f", "json", "--lang", "en")
    report = written(result)
    assert result.exit_code == 3
    assert [one["id"] for one in report["profiles"]] == ["rest"]
    (found,) = report["findings"]
    assert (found["code"], found["at"]["line"], found["at"]["pointer"]) == (
        "location-outside",
        6,
        "/components/schemas/S0/$ref",
    )
    assert found["message"] == (
        "The reference “../b.json” leads out of the description's folder and was not followed: b.json. "
        "Name a wider folder with --folder."
    )
    wide = run("check", "api", "api/a.yaml", "--folder", ".", "--offline", "-f", "json", "--lang", "en")
    assert (wide.exit_code, written(wide)["findings"]) == (0, [])
    assert "--folder ." in written(wide)["reproduce"]
    assert [(one["kind"], one["source"]) for one in written(wide)["evidence"]] == [
        ("api", "api/a.yaml"),
        ("api-file", "b.json"),
    ]


def test_a_recorded_check_of_an_api_gives_the_same_bytes_elsewhere(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "api").mkdir()
    (tmp_path / "api" / "a.yaml").write_text(referring("b.yaml", "https://h.example/c.yaml", "gone.yaml"))
    (tmp_path / "api" / "b.yaml").write_text("type: strng\n")
    recorded = run("check", "api", "api/a.yaml", "--as-of", "2026-01-02", "--record", "opname", "-f", "json")
    (tmp_path / "api").rename(tmp_path / "weg")
    replayed = run("check", "api", "--replay", "opname", "-f", "json")
    assert recorded.exit_code == 1
    assert replayed.stdout_bytes == recorded.stdout_bytes
    codes = {one["code"] for one in written(replayed)["findings"]}
    assert codes == {"unknown-value", "ref-not-followed", "file-absent"}


def test_a_description_without_references_is_not_asked_for_them(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(HEAD)
    result = run("check", "api", "a.yaml", "--offline", "-f", "json")
    outcomes = {one["criterion"]: one["outcome"] for one in written(result)["results"]}
    without = {name for name, outcome in outcomes.items() if outcome == "not_applicable"}
    assert (result.exit_code, set(outcomes.values())) == (0, {"not_applicable", "passed"})
    mine = {name for name in without if name.startswith("REST-")}
    wanted = {"REST-06", "REST-09", "REST-10", "REST-11", "REST-12", "REST-13"}
    assert mine == wanted, "nor of values or a context that it has not"
    gone = run("check", "api", "https://h.example/a.yaml", "--offline", "-f", "json")
    outcomes = {one["criterion"]: one["outcome"] for one in written(gone)["results"]}
    left = {name: outcome for name, outcome in outcomes.items() if name not in {"REST-12", "REST-13"}}
    assert (gone.exit_code, set(left.values())) == (3, {"not_assessed"})


def test_the_rules_to_judge_by_can_be_named(run: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD)
    result = run("check", "api", "a.yaml", "--rules", "rest", "--rules", "nothing", "--offline")
    assert result.exit_code == 2
    assert "nothing" in result.stderr
    assert run("check", "api", "a.yaml", "--rules", "rest", "--offline").exit_code == 0


def test_the_files_of_a_description_are_told_in_a_report_but_not_as_things_that_nobody_judges(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "a.yaml").write_text(referring("b.yaml"))
    (tmp_path / "b.yaml").write_text("{}\n")
    told = run("check", "api", "a.yaml", "--offline", "--lang", "en").stdout
    assert told.startswith("a.yaml\nAPI descriptions ")
    assert "no chosen profile assesses this" not in told
    page = run("check", "api", "a.yaml", "--offline", "--lang", "nl", "-f", "html").stdout
    assert "Bestanden van API-beschrijvingen" in page


# ---------------------------------------------------------------- real trees


def test_a_real_tree_of_files_is_followed_and_faults_are_told_in_the_right_file(shared: Path) -> None:
    root = shared / "corpora" / "openapi" / "publiq-tree" / "projects" / "uitdatabank"
    evidence = gather([artefact("reference/search.json", "apis")], Source(root=root))
    read = [one.source for one in evidence if not one.problem]
    assert len(read) > 50
    assert {one.problem.code for one in evidence if one.problem} == {"ref-not-followed"}
    seen = examiners()["openapi"](evidence, {"max_findings": 1000})
    assert seen.tallies["openapi/structure"].failed == 0
    assert seen.tallies["openapi/references"].failed == 0
    assert seen.tallies["openapi/references"].not_checked > 0
    assert {one.at.source for one in seen.findings} <= {*read}
    for one in seen.findings:
        assert one.at.line is not None


def test_every_real_document_comes_to_an_end_without_an_error(shared: Path) -> None:
    root = shared / "corpora"
    files = [*(root / "openapi").glob("*.[jy]*"), *(root / "belgif").rglob("*.yaml")]
    artefacts = [artefact(path.relative_to(root).as_posix(), "apis") for path in sorted(files)]
    evidence = gather(artefacts, Source(root=root))
    assert [one for one in evidence if one.kind == "api" and one.problem] == []
    part: Examiner = examiners()["openapi"]
    for one in part.parts(evidence, {}):
        assert bool(part.look(one).tallies) == bool(one.rules)
