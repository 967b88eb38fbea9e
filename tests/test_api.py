"""The public Python API, as README shows it."""

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import interop_check
from interop_check import api
from interop_check.gather.source import Source
from interop_check.model import MistakesError, Profile, Solution, Verdict
from interop_check.origin import Fetched
from interop_check.profiles import UnknownProfileError
from running import AS_OF, FLAWED, GOOD, ROOT, SOLUTIONS, environment, oslo_now, run, sample

HEAVY = {
    "numpy",
    "pyoxigraph",
    "rdflib",
    "pyshacl",
    "jinja2",
    "jsonschema_rs",
    "yaml",
    "click",
    "elementpath",
}


def loaded_after(code: str) -> set[str]:
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        env=environment(),
        capture_output=True,
        check=True,
        text=True,
    )
    return {name.partition(".")[0] for name in told.stdout.split()}


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_after("import interop_check") & HEAVY == set()
    assert {"yaml", "pyoxigraph"} <= loaded_after("import interop_check; interop_check.assess")


def test_the_example_of_the_readme_runs_as_it_stands(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = readme[readme.index("## From Python") :].partition("\n## ")[0]
    code = re.sub(r"^    ", "", shown.partition("\n")[2], flags=re.MULTILINE)
    assert code.count("mirror/") == 1
    monkeypatch.chdir(GOOD)
    names: dict[str, Any] = {}
    exec(code.replace("mirror/", str(shared / "standards")), names)  # noqa: S102 - that is the point
    assert names["report"]["score"]["verdict"] == "conforms"


@pytest.mark.parametrize("path", [GOOD, FLAWED])
def test_assess_gives_the_very_report_of_the_command_line(path: Path, shared: Path) -> None:
    place = shared / "standards"
    told = run("assess", path, "--standards", place, "--as-of", AS_OF.isoformat(), "-f", "json")
    assert json.loads(told.out) == sample(path.name, place)


def test_assess_names_profiles_and_language_in_the_command_that_repeats_it() -> None:
    manifest = SOLUTIONS / "leeg" / "solution.yaml"
    report = interop_check.assess(manifest, [oslo_now()], as_of=AS_OF, language="en")
    assert report["lang"] == "en"
    wanted = f"interop-check assess solution.yaml -p {oslo_now()} --lang en --as-of {AS_OF.isoformat()}"
    assert report["reproduce"] == wanted


def test_assess_reads_nothing_from_the_network_unless_it_is_told_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    manifest = tmp_path / "solution.yaml"
    text = (SOLUTIONS / "leeg" / "solution.yaml").read_text(encoding="utf-8")
    manifest.write_text(f"{text}\ndatasets:\n  - id: d\n    location: https://example.org/a.ttl\n")
    report = interop_check.assess(manifest, as_of=AS_OF)
    assert report["evidence"][0]["problem"]["code"] == "network-off"
    asked: list[str] = []

    def fetch(address: str, _most: int, _accept: str = "", /) -> Fetched:
        asked.append(address)
        return Fetched(b"<http://x.example/a> <http://x.example/b> <http://x.example/c> .", "text/turtle")

    report = interop_check.assess(manifest, as_of=AS_OF, fetch=fetch)
    assert asked == ["https://example.org/a.ttl"]
    assert report["facts"]["triples"] == 1


@pytest.mark.parametrize("wanted", ["oslo", oslo_now(), str(ROOT / "profiles" / "oslo")])
def test_a_profile_is_loaded_by_name_version_or_folder(wanted: str) -> None:
    profile: Profile = interop_check.load_profile(wanted)
    assert f"{profile.id}@{profile.version}" == oslo_now()
    assert profile == interop_check.load_profile("oslo")


@pytest.mark.parametrize("wanted", ["osla", "oslo@9", "oslo@0.1.0", ""])
def test_an_unknown_profile_is_told_with_those_that_are_known(wanted: str) -> None:
    with pytest.raises(UnknownProfileError) as caught:
        interop_check.load_profile(wanted)
    assert any(known.startswith("oslo") for known in caught.value.known)


def test_a_solution_is_loaded_or_every_mistake_in_it_is_told() -> None:
    solution: Solution = interop_check.load_solution(GOOD / "solution.yaml")
    assert (solution.id, len(solution.artefacts)) == ("parkeerwijzer-voorbeeldstad", 17)
    with pytest.raises(MistakesError) as caught:
        interop_check.load_solution(SOLUTIONS / "manifest-met-fouten" / "solution.yaml")
    assert len(caught.value.mistakes) == 25
    with pytest.raises(FileNotFoundError):
        interop_check.load_solution(ROOT / "nergens.yaml")


def test_without_standards_nothing_is_said_against_a_good_solution() -> None:
    report = sample(GOOD.name, None)
    assert report["score"]["verdict"] == "conforms"
    assert {one["basis"] for one in report["standards"]} == {"bundled"}
    assert [one for one in report["findings"] if one["level"] == "must"] == []
    bundled = {one["args"]["standard"] for one in report["findings"] if one["code"] == "standard-bundled"}
    assert bundled == {f"{one['id']}@{one['version']}" for one in report["standards"]}
    alone = Source(root=GOOD, library=None)
    loaded = interop_check.load_solution(GOOD / "solution.yaml")
    made = api.report(loaded, loaded.artefacts, alone, [api.load_profile("oslo")], as_of=AS_OF)
    assert made.score.verdict is Verdict.UNDECIDED


def test_verify_tells_a_changed_report_from_an_intact_one() -> None:
    report = dict(sample("leeg", None))
    assert interop_check.verify(report).intact
    changed = interop_check.verify({**report, "as_of": "2026-11-16"})
    assert (changed.intact, changed.code, changed.stated) == (False, "digest-differs", report["digest"])
    assert interop_check.verify({}).code == "digest-missing"
