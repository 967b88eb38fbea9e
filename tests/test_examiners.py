import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from interop_check.examiners import (
    ENTRY_POINTS,
    DuplicateExaminerError,
    Examiner,
    claims,
    contexts,
    examiner,
    examiners,
    rdf,
)
from interop_check.examiners._shacl_rules import rule_of
from interop_check.gather import gatherers
from interop_check.languages import LANGUAGES
from interop_check.locales import sentences
from interop_check.model import Evidence, Examination, Finding, Problem, Tally
from interop_check.profiles import folders, load_profile
from interop_check.shacl.parameters import READERS, component

ROOT = Path(__file__).resolve().parent.parent
SRC = ROOT / "src" / "interop_check"
RULES = {rule.id: rule for name in folders() for rule in load_profile(name, examiners()).rules}


def named(name: str) -> Examiner:
    @examiner(name, evidence=("data",), params={})
    def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:  # noqa: ARG001
        """What it looks at."""
        return Examination(tallies={"x/count": Tally(len(evidence), 0)})

    return examine


# ---------------------------------------------------------------- the registry


def test_examiners_are_found_by_walking_and_sorted_by_name() -> None:
    assert list(examiners()) == sorted(examiners())
    for name, one in examiners().items():
        declared_in = one.examine.__module__.removeprefix("interop_check.examiners.")
        assert declared_in.split(".")[0] == name, "an examiner has the name of its module"


@pytest.mark.parametrize("name", sorted(examiners()))
def test_an_examiner_has_the_name_of_its_file_and_says_what_it_reports_and_why(name: str) -> None:
    one = examiners()[name]
    assert one.name == name
    first, *rest = one.doc.split("\n")
    assert len(first) > 30
    assert "Rules " in "\n".join(rest)
    assert "Source:" in "\n".join(rest)


@pytest.mark.parametrize("name", sorted(examiners()))
def test_an_examiner_reads_kinds_of_evidence_that_are_gathered(name: str) -> None:
    gathered = {one.kind for one in gatherers().values()} | {"standard", "background", "terminology"}
    gathered |= {"context", "official-contexts", "dereferenced", "reference", "service", "upgrade"}
    gathered |= {"api-context", "api-standard", "solution"}
    assert set(examiners()[name].evidence) <= gathered


def test_an_examiner_is_handed_evidence_of_its_kinds_only() -> None:
    evidence = [Evidence(kind=kind, source="a") for kind in ("data", "api", "data")]
    assert named("x")(evidence, {}).tallies == {"x/count": Tally(2, 0)}


class Point:
    """An entry point as another distribution would bring it."""

    def __init__(self, value: object) -> None:
        self.value = value

    def load(self) -> object:
        return self.value


def with_others(monkeypatch: pytest.MonkeyPatch, *values: object) -> Mapping[str, Examiner]:
    def points(group: str) -> list[Point]:
        assert group == ENTRY_POINTS
        return [Point(value) for value in values]

    monkeypatch.setattr(metadata, "entry_points", points)
    return examiners.__wrapped__()


def test_another_distribution_brings_an_examiner_or_a_module_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("others")
    vars(module).update(one=named("one"), two=named("two"), something="else")
    found = with_others(monkeypatch, named("zero"), module)
    assert set(found) == {*examiners(), "zero", "one", "two"}
    assert list(found) == sorted(found)


def test_two_examiners_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DuplicateExaminerError, match="rdf"):
        with_others(monkeypatch, named("rdf"))
    with pytest.raises(DuplicateExaminerError, match="one"):
        with_others(monkeypatch, named("one"), named("one"))


def test_the_same_examiner_named_twice_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    one = named("one")
    assert with_others(monkeypatch, one, one)["one"] is one


# ---------------------------------------------------------------- an examiner from another distribution


PLUGIN = '''
from interop_check.examiners import examiner
from interop_check.model import Examination, Finding, Place, Tally

@examiner("count-triples", evidence=("data",), params={
    "type": "object", "additionalProperties": False, "required": ["least"],
    "properties": {"least": {"type": "integer", "description": "Triples that are enough."}}})
def count(evidence, params):
    """Whether each file holds enough triples. Rules other/enough. Source: a test."""
    few = [e for e in evidence if len(e.content.table) < params["least"]]
    findings = [Finding(rule="other/enough", code="few", at=Place(source=e.source),
                        args={"count": str(len(e.content.table))}) for e in few]
    return Examination(tallies={"other/enough": Tally(len(evidence), len(few))}, findings=tuple(findings))
'''
PROFILE = """
id: other
version: "1.0"
title: {nl: Andere, en: Other}
description: {nl: Andere, en: Other}
criteria:
  - id: OTHER-01
    title: {nl: Genoeg triples, en: Enough triples}
    level: must
    layer: semantic
    principles: [1]
    weight: 1
    evidence: data
    examiner: count-triples
    with: {least: 2}
    rules: [other/enough]
    source: a test
    remedy: {nl: Geef er meer., en: Give more.}
"""
PLUGIN_RULES = """
rules:
  - id: other/enough
    level: must
    title: {nl: Genoeg, en: Enough}
    why: {nl: Daarom, en: Because}
    remedy: {nl: Meer, en: More}
    source: a test
    messages:
      few: {nl: "{source} heeft maar {count} triple(s).", en: "{source} holds only {count} triple(s)."}
"""


@pytest.fixture(scope="module")
def distribution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder on which another distribution lies as pip would have put it there."""
    folder = tmp_path_factory.mktemp("site")
    files = {
        "other_checks.py": PLUGIN,
        "other_profiles/__init__.py": "",
        "other_profiles/other/profile.yaml": PROFILE,
        "other_profiles/other/rules/other.yaml": PLUGIN_RULES,
        "other_checks-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: other-checks\nVersion: 1.0\n",
        "other_checks-1.0.dist-info/entry_points.txt": (
            "[interop_check.examiners]\ncounting = other_checks\n"
            "[interop_check.profiles]\nown = other_profiles\n"
        ),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def run(distribution: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(distribution), "XDG_CACHE_HOME": str(folder)}
    environment.pop("INTEROP_CHECK_STANDARDS", None)
    return subprocess.run(
        [sys.executable, "-m", "interop_check", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("data", "code", "outcome", "messages"),
    [
        ("<http://e/a> a <http://e/C>, <http://e/D> .", 0, "passed", []),
        ("<http://e/a> a <http://e/C> .", 1, "failed", ["a.ttl holds only 1 triple(s)."]),
        ("<http://e/a> a", 4, "error", []),
    ],
)
def test_an_examiner_and_a_profile_of_another_distribution_are_used_without_editing_ours(
    data: str, code: int, outcome: str, messages: list[str], *, distribution: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in sorted(SRC.rglob("*.py"))}
    (tmp_path / "a.ttl").write_text(data)
    arguments = (
        "check",
        "data",
        "a.ttl",
        "-p",
        "other",
        "--offline",
        "--lang",
        "en",
        "-q",
        "-f",
        "json=r.json",
    )
    done = run(distribution, tmp_path, *arguments)
    assert done.returncode == code, done.stderr
    report = json.loads((tmp_path / "r.json").read_text())
    assert [(r["criterion"], r["outcome"]) for r in report["results"]] == [("OTHER-01", outcome)]
    assert [finding["message"] for finding in report["findings"]] == messages
    assert {path: path.read_bytes() for path in sorted(SRC.rglob("*.py"))} == before


def test_a_profile_of_another_distribution_is_listed_beside_ours(distribution: Path, tmp_path: Path) -> None:
    listed = run(distribution, tmp_path, "profiles")
    assert listed.returncode == 0, listed.stderr
    assert "oslo@" in listed.stdout
    assert "other@1.0" in listed.stdout


# ---------------------------------------------------------------- every code has a sentence


def codes_in(path: Path, names: Sequence[str]) -> Iterator[str]:
    """Texts given as `code=…`, assigned to `code`, or first argument of what is called one of `names`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        found: list[ast.expr] = []
        if isinstance(node, ast.Call):
            found += [keyword.value for keyword in node.keywords if keyword.arg == "code"]
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            found += node.args[:1] if called in names else []
        if isinstance(node, ast.Assign) and any(ast.unparse(target) == "code" for target in node.targets):
            found.append(node.value)
        for value in found:
            constants = [n.value for n in ast.walk(value) if isinstance(n, ast.Constant)]
            yield from (
                one for one in constants if isinstance(one, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", one)
            )


def of_files() -> set[str]:
    names = {"network-off", "file-absent", "is-folder"}
    return {*codes_in(SRC / "gather" / "source.py", ()), *names, *of_network()} - {"folder-too-large"}


def of_network() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in (SRC / "gather").rglob("*.py"))
    return {"network-off", *(code for text in texts for code in re.findall(r'"(gateway-[a-z-]+)"', text))}


def of_contexts() -> set[str]:
    local = codes_in(SRC / "rdf" / "contexts.py", ("ContextError",))
    json = codes_in(SRC / "jsonfile.py", ("JsonError",))
    official = codes_in(SRC / "standards" / "contexts.py", ())
    own = codes_in(SRC / "gather" / "contexts.py", ())
    return {*local, *json, *official, *own, *of_mirror()}


def of_mirror() -> set[str]:
    return set(codes_in(SRC / "standards" / "mirror.py", ("StandardError",)))


def of_standards() -> set[str]:
    return of_mirror() | set(codes_in(SRC / "standards" / "loading.py", ("StandardError",)))


def of_sandbox() -> set[str]:
    return {code for path in (SRC / "gather" / "sandbox").glob("*.py") for code in codes_in(path, ())}


DATA_PROBLEMS = sorted(of_files() | of_contexts() | of_sandbox() | {"not-rdf", "rdf-syntax"})
OUR_LIMITS = {
    *("file-too-large", "json-too-deep", "parser-died"),
    *("context-too-deep", "context-too-large", "context-too-many"),
}
SHAPES_PROBLEMS = sorted(
    of_files() | of_standards() | {"not-rdf", "rdf-syntax", "shapes-empty", "standard-empty"}
)


def test_the_codes_of_problems_are_found_in_the_source() -> None:
    assert {"file-too-large", "file-unreadable", "location-outside"} <= of_files()
    assert {"gateway-status", "gateway-private", "gateway-too-large"} <= of_network()
    assert {"context-cycle", "json-syntax", "context-unpinned", "context-not-json"} <= of_contexts()
    assert of_mirror() == {"standard-absent", "standard-changed", "standard-unreachable"}
    assert {"standard-not-rdf", "standard-without-shapes"} <= of_standards()
    assert {"limit-time", "limit-memory", "parser-died"} <= of_sandbox()


def assert_worded(finding: Finding) -> None:
    assert finding.rule in RULES, finding.rule
    for language in LANGUAGES:
        known = {*RULES[finding.rule].messages, *sentences(language)}
        assert {finding.code, f"problem-{finding.code}"} & known, f"no sentence for {finding.code}"


def of_a_problem(code: str) -> list[Examination]:
    """What is said of JSON-LD with a problem, by the examiners that judge such evidence."""
    one = Evidence(
        kind="data", source="a.jsonld", media_type="application/ld+json", problem=Problem(code=code)
    )
    return [rdf.examine([one], {}), contexts.examine([one], {})]


@pytest.mark.parametrize("code", DATA_PROBLEMS)
def test_every_problem_that_data_can_have_has_a_sentence_under_its_rule(code: str) -> None:
    findings = [finding for one in of_a_problem(code) for finding in one.findings]
    assert len(findings) == 1
    assert_worded(findings[0])
    assert all(f"problem-{code}" in sentences(language) for language in LANGUAGES)


@pytest.mark.parametrize("code", DATA_PROBLEMS)
def test_a_problem_is_never_well_and_only_the_data_own_faults_are_failures(
    code: str,
) -> None:
    tallies = {rule: tally for one in of_a_problem(code) for rule, tally in one.tallies.items()}
    failed = sum(tally.failed for tally in tallies.values())
    official = of_mirror() | {"context-not-json", "context-unusable"}
    of_the_server = {
        "gateway-certificate",
        "gateway-downgrade",
    }  # nobody should read data over such a connection
    blameless = code in (of_network() - of_the_server) | official | OUR_LIMITS or code.startswith("limit-")
    assert failed == (0 if blameless else 1)
    assert failed + sum(tally.not_checked for tally in tallies.values()) > 0
    assert rdf.CONTENT not in tallies or tallies[rdf.CONTENT].looked_at == 0


@pytest.mark.parametrize("code", SHAPES_PROBLEMS)
def test_every_problem_that_shapes_can_have_has_a_sentence_and_blames_nobody(code: str) -> None:
    about = {"claims": ("x",), "own": False, "id": "x", "label": "x@1", "defects": ()}
    about |= {
        "version": "1",
        "status": "s",
        "recognised": True,
        "version_named": True,
        "verified": True,
        "newer": "",
    }
    evidence = [
        Evidence(kind="data", source="a.ttl", about={"claims": ("x",)}),
        Evidence(kind="standard", source="x", about=about, problem=Problem(code=code)),
    ]
    examination = claims.examine(evidence, {})
    assert examination.tallies[claims.LOADABLE] == Tally(0, 0, 1)
    assert all(tally.failed == 0 for tally in examination.tallies.values())
    assert_worded(examination.findings[0])


@pytest.mark.parametrize("severity", ["Violation", "Warning", "Info"])
@pytest.mark.parametrize("name", [*sorted(READERS.keys() - {"property"}), "sparql", "expression", "own"])
def test_every_constraint_component_at_every_severity_has_a_rule_with_a_sentence(
    name: str, severity: str
) -> None:
    special = {"sparql": "SPARQL", "qualifiedValueShape": "QualifiedMinCount", "expression": "Expression"}
    if name == "own":
        iri = "http://example.org/OwnConstraintComponent"
    elif name in special:
        iri = f"http://www.w3.org/ns/shacl#{special[name]}ConstraintComponent"
    else:
        iri = component(name)
    rule = rule_of(f"http://www.w3.org/ns/shacl#{severity}", iri)
    assert rule in RULES
    assert rule.partition("/")[2] in RULES[rule].messages


def test_a_severity_of_ones_own_counts_as_a_violation() -> None:
    assert rule_of("http://e/Own", component("minCount")) == "shacl/min-count"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_the_sentences_of_a_rule_have_the_same_places_in_every_language(rule: str) -> None:
    for code, text in RULES[rule].messages.items():
        assert set(text) == set(LANGUAGES)
        places = [sorted(re.findall(r"\{(\w+)\}", text[language])) for language in LANGUAGES]
        assert places[0] == places[1], code
        optional = [len(re.findall(r"\[\[.*?\]\]", text[language])) for language in LANGUAGES]
        assert optional[0] == optional[1], code
