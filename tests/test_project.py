"""The project keeps its own promises: licence, metadata, records, workflows, make targets, what stays out."""

import fnmatch
import hashlib
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from interop_check import yamlfile

ROOT = Path(__file__).resolve().parent.parent
ADRS = sorted((ROOT / "docs" / "adr").glob("*.md"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def parsed(path: Path) -> Any:
    return yamlfile.load(path.read_bytes(), path.name).value


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(text("pyproject.toml"))["project"]
    return table


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    document: dict[str, Any] = parsed(ROOT / "publiccode.yml")
    return document


# ---------------------------------------------------------------- licence


def test_the_licence_is_the_whole_eupl() -> None:
    licence = " ".join(text("LICENSE").split())
    articles = [int(number) for number in re.findall(r"(?m)^(\d{1,2})\.\s*[A-Z]", text("LICENSE"))]
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2 EUPL © the European Union 2007, 2016")
    assert articles == list(range(1, 16))
    assert "Appendix \u2018Compatible Licences\u2019 according to Article 5 EUPL are:" in licence
    assert licence.endswith("require the production of a new EUPL version.")
    official = "b265314fe0920ed66121307961dabb70eb3c26c508d2362783e821bbb4a0e16c"
    assert hashlib.sha256(licence.encode()).hexdigest() == official, "a word of the licence differs"


# ---------------------------------------------------------------- publiccode.yml


MANDATORY = (
    "publiccodeYmlVersion",
    "name",
    "url",
    "organisation/uri",
    "platforms",
    "categories",
    "developmentStatus",
    "softwareType",
    "description/nl/shortDescription",
    "description/nl/longDescription",
    "description/nl/features",
    "description/en/shortDescription",
    "description/en/longDescription",
    "description/en/features",
    "legal/license",
    "maintenance/type",
    "maintenance/contacts",
    "localisation/localisationReady",
    "localisation/availableLanguages",
)


@pytest.mark.parametrize("key", MANDATORY)
def test_publiccode_has_every_mandatory_key(publiccode: dict[str, Any], key: str) -> None:
    value: Any = publiccode
    for step in key.split("/"):
        assert isinstance(value, dict), f"{key}: nothing to look into at {step}"
        assert step in value, f"{key} is missing"
        value = value[step]
    assert value not in (None, "", [], {}), f"{key} is empty"


def test_publiccode_keeps_to_the_lists_and_lengths_of_its_standard(publiccode: dict[str, Any]) -> None:
    assert re.fullmatch(r"0\.[4-9]", publiccode["publiccodeYmlVersion"])
    assert publiccode["developmentStatus"] in {"concept", "development", "beta", "stable", "obsolete"}
    assert publiccode["softwareType"] in {"standalone/desktop", "standalone/backend", "standalone/other"}
    assert publiccode["maintenance"]["type"] in {"internal", "community"}, "other types ask for other keys"
    for words in publiccode["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert all(isinstance(feature, str) for feature in words["features"])


def test_publiccode_agrees_with_pyproject(publiccode: dict[str, Any], project: dict[str, Any]) -> None:
    assert publiccode["name"] == project["name"]
    assert publiccode["softwareVersion"] == project["version"]
    assert publiccode["legal"]["license"] == project["license"]


def test_publiccode_names_the_languages_that_are_there(publiccode: dict[str, Any]) -> None:
    locales = ROOT / "src" / "interop_check" / "locales"
    there = {path.name.removesuffix(".yaml") for path in locales.iterdir() if not path.name.startswith("_")}
    assert set(publiccode["localisation"]["availableLanguages"]) == there
    assert set(publiccode["description"]) == there


# ---------------------------------------------------------------- changelog


def changelog_sections() -> dict[str, str]:
    pieces = re.split(r"(?m)^## \[(.+?)\]", text("CHANGELOG.md"))
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def test_the_changelog_has_this_version(project: dict[str, Any], publiccode: dict[str, Any]) -> None:
    section = changelog_sections().get(project["version"], "")
    assert section.startswith(f" - {publiccode['releaseDate']}\n")
    assert "\n- " in section


def test_the_changelog_keeps_scores_and_verdicts_apart() -> None:
    known = {"Scores and verdicts", "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    used = re.findall(r"(?m)^### (.+)$", text("CHANGELOG.md"))
    assert "Scores and verdicts" in used
    assert set(used) <= known


def test_the_changelog_links_to_the_one_repository(publiccode: dict[str, Any]) -> None:
    links = dict(re.findall(r"(?m)^\[(.+?)\]: (\S+)$", text("CHANGELOG.md")))
    assert set(links) == set(changelog_sections())
    assert all(link.startswith(publiccode["url"] + "/") for link in links.values())


# ---------------------------------------------------------------- decision records


def test_decision_records_are_numbered_without_gaps() -> None:
    numbers = [path.name[:5] for path in ADRS]
    assert numbers == [f"{number:04}-" for number in range(1, len(ADRS) + 1)]
    assert len(numbers) >= 2


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_record_has_its_headings(path: Path) -> None:
    record = path.read_text(encoding="utf-8")
    assert record.startswith(f"# {int(path.name[:4])}. ")
    assert re.findall(r"(?m)^## (.+)$", record) == ["Context", "Decision", "Cost"]


def dependencies() -> list[str]:
    settings = tomllib.loads(text("pyproject.toml"))
    wanted = [*settings["build-system"]["requires"], *settings["project"]["dependencies"]]
    for extra in settings["project"].get("optional-dependencies", {}).values():
        wanted += extra
    return sorted({re.split(r"[\s<>=!~;\[]", requirement)[0].lower() for requirement in wanted})


@pytest.mark.parametrize("dependency", dependencies())
def test_a_decision_record_names_each_dependency(dependency: str) -> None:
    records = "".join(path.read_text(encoding="utf-8") for path in ADRS).lower()
    assert f"`{dependency}`" in records, f"say in docs/adr what {dependency} was compared with"


# ---------------------------------------------------------------- make


def offered_targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z][a-z-]*):.*## .", text("Makefile")))


def used_targets(name: str) -> set[str]:
    return set(re.findall(r"(?m)(?:^\s*(?:\$ )?|`|run: )make ([a-z][a-z-]*)\b", text(name)))


@pytest.mark.parametrize(
    "target", ["help", "demo", "test", "lint", "docs", "bench-shacl", "wheel", "clean", "pins"]
)
def test_make_offers_the_target_with_its_help(target: str) -> None:
    assert target in offered_targets()


def test_make_runs_scripts_that_exist() -> None:
    scripts = re.findall(r"python ([\w/-]+\.py)\b", text("Makefile"))
    assert scripts
    assert [script for script in scripts if not (ROOT / script).is_file()] == []


@pytest.mark.parametrize(
    "name", ["README.md", "CONTRIBUTING.md", ".ci/run", *(relative(path) for path in WORKFLOWS)]
)
def test_every_make_target_that_is_named_exists(name: str) -> None:
    used = used_targets(name)
    assert used, f"{name} names no target: is it still read the right way?"
    assert used <= offered_targets()


def test_the_readme_starts_with_its_two_commands() -> None:
    assert used_targets("README.md") >= {"demo", "test"}


# ---------------------------------------------------------------- workflows and forms


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_grants_nothing_by_default(path: Path) -> None:
    workflow = parsed(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert "timeout-minutes" in job, f"{name} could hang"
        granted = job.get("permissions", {})
        assert isinstance(granted, dict), f"{name} grants {granted} as a whole"
        assert set(granted.items()) <= {("contents", "read"), ("id-token", "write")}, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_pins_its_actions_by_commit(path: Path) -> None:
    uses = re.findall(r"(?m)^\s*(?:- )?uses: (.+)$", path.read_text(encoding="utf-8"))
    assert uses
    for line in uses:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_the_gate_waits_for_every_other_job() -> None:
    jobs = parsed(ROOT / ".github" / "workflows" / "ci.yml")["jobs"]
    gate = jobs.pop("gate")
    assert set(gate["needs"]) == set(jobs)
    assert gate["if"] == "always()"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_an_issue_form_is_complete(path: Path) -> None:
    form = parsed(path)
    if path.name == "config.yml":
        assert isinstance(form["blank_issues_enabled"], bool)
        return
    assert {"name", "description", "body"} <= set(form)
    ids = [field["id"] for field in form["body"] if field["type"] != "markdown"]
    assert ids
    assert len(ids) == len(set(ids))


def test_every_hook_runs_what_is_installed_here() -> None:
    repositories = parsed(ROOT / ".pre-commit-config.yaml")["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    for hook in repositories[0]["hooks"]:
        assert hook["language"] == "pygrep" or hook["entry"].startswith(".venv/bin/"), hook["id"]


# ---------------------------------------------------------------- what stays out


MACHINE_PATH = re.compile(rb"(?<![\w.])/(?:work|root)/")
OUTSIDE_PAGES = re.compile(rb"shared/(?:knowledge|design|catalogue|hooks)")
BESIDE = re.compile(rb"\.\./shared")
MAY_NAME_BESIDE = ("README.md", "CONTRIBUTING.md", "Makefile", ".ci/", "tests/", "bench/", "tools/")


def project_files() -> Iterator[Path]:
    """Every file that is or could be committed."""
    ignored = [line.strip("/") for line in text(".gitignore").split() if not line.startswith("#")]
    ignored += [".git"]
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not any(fnmatch.fnmatch(name, rule) for rule in ignored)]
        for name in names:
            if not any(fnmatch.fnmatch(name, rule) for rule in ignored):
                yield Path(folder, name)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b"see /wor" + b"k/main/x", True),
        (b"file:///wor" + b"k/x", True),
        (b"https://example.org/wor" + b"k/1", False),
        (b"runs/workflows/ci.yml", False),
    ],
)
def test_a_machine_path_is_told_from_an_address(line: bytes, found: bool) -> None:  # noqa: FBT001 - a table's column
    assert bool(MACHINE_PATH.search(line)) is found


def test_the_project_names_nothing_of_one_machine() -> None:
    looked_at = 0
    for path in project_files():
        content = path.read_bytes()
        looked_at += 1
        assert not MACHINE_PATH.search(content), f"{relative(path)} holds a path of one machine"
        assert not OUTSIDE_PAGES.search(content), f"{relative(path)} refers to pages outside the project"
        if not relative(path).startswith(MAY_NAME_BESIDE):
            assert not BESIDE.search(content), f"{relative(path)} needs a folder beside the checkout"
    assert looked_at > 30
