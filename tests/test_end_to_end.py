"""Looked at nothing is never a pass: whatever is empty, absent, misspelt or changed, no run ends with 0."""

import hashlib
import json
import shutil
from collections.abc import Mapping
from os import mkfifo
from pathlib import Path
from typing import Any

import pytest

from running import AS_OF, BESLUIT, DATA, GOOD, PREFIXES, Run, run, run_all

CONTEXT = "https://data.vlaanderen.be/doc/applicatieprofiel/nergens/niet-bepaald/2099-01-01/context/x.jsonld"
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix besluit: <http://data.vlaanderen.be/ns/besluit#> .
<urn:shape> a sh:NodeShape ; sh:targetClass besluit:TARGET ;
  sh:property [ sh:path besluit:geplandeStart ; sh:MAX 1 ] .
"""
WELL = PREFIXES + 'ex:zitting a besluit:Zitting ; besluit:geplandeStart "nu" .\n'


def shapes(target: str = "Zitting", limit: str = "minCount") -> str:
    return SHAPES.replace("TARGET", target).replace("MAX", limit)


def checked(folder: Path, files: Mapping[str, str | bytes], *calls: str) -> list[Run]:
    """Write `files` and run `check data` with each line of arguments."""
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    asked = [["check", "data", *call.split(), "-f", "json", "--as-of", AS_OF.isoformat()] for call in calls]
    return run_all(asked, cwd=folder)


def codes(one: Run) -> set[str]:
    return {finding["code"] for finding in json.loads(one.out)["findings"]}


def outcome(one: Run, criterion: str) -> str:
    results = json.loads(one.out)["results"]
    return next(str(result["outcome"]) for result in results if result["criterion"] == criterion)


def test_the_counterproof_data_that_follows_its_shapes_passes(tmp_path: Path) -> None:
    files = {"a.ttl": WELL, "s.ttl": shapes(), "b.ttl": DATA}
    well, wrong = checked(tmp_path, files, "a.ttl --shapes s.ttl", "b.ttl --shapes s.ttl")
    assert (well.code, wrong.code) == (0, 1)
    assert codes(wrong) == {"absent"}


@pytest.mark.parametrize(
    ("name", "content", "code", "ends"),
    [
        ("leeg.ttl", "", "rdf-empty", 1),
        ("leeg.nt", "\n\n", "rdf-empty", 1),
        ("leeg.jsonld", "{}", "rdf-empty", 1),
        ("leeg.jsonld", "", "json-syntax", 1),
        ("prefixen.ttl", PREFIXES, "rdf-empty", 1),
        ("commentaar.ttl", "# niets\n", "rdf-empty", 1),
        ("stuk.ttl", WELL + "ex:z besluit:", "rdf-syntax", 1),
        ("stuk.nt", "<a> <b>", "rdf-syntax", 1),
        ("tabel.csv", "a;b\n1;2\n", "not-rdf", 1),
        ("beeld.png", b"\x89PNG\r\n\x1a\n\x00\x01\xff", "not-rdf", 1),
        ("context.jsonld", f'{{"@context": "{CONTEXT}", "@id": "urn:a"}}', "context-unpinned", 3),
        ("context.jsonld", '{"@context": "https://example.org/x", "@id": "urn:a"}', "context-unknown", 3),
        ("niets-gericht.ttl", PREFIXES + "ex:a ex:b ex:c .\n", "nothing-targeted", 1),
    ],
)
def test_data_that_cannot_be_judged_never_conforms(
    name: str, content: str | bytes, code: str, ends: int, tmp_path: Path
) -> None:
    files = {name: content, "s.ttl": shapes()}
    (one,) = checked(tmp_path, files, f"{name} --shapes s.ttl")
    assert (one.code, one.err) == (ends, "")
    assert code in codes(one)
    assert outcome(one, "OSLO-03") == "not_assessed"
    readable = {
        "nothing-targeted": "passed",
        "context-unpinned": "not_assessed",
        "context-unknown": "not_assessed",
    }
    assert outcome(one, "OSLO-01") == readable.get(code, "failed")


@pytest.mark.parametrize(
    ("content", "code", "ends"),
    [
        ("", "shapes-empty", 3),
        ("@prefix sh: <http://www.w3.org/ns/shacl#> .\n", "shapes-empty", 3),
        (WELL, "shapes-empty", 3),
        (shapes("Zittng"), "nothing-targeted", 1),
        (shapes()[:-3], "rdf-syntax", 3),
        ("a;b\n", "rdf-syntax", 3),
    ],
)
def test_shapes_that_say_nothing_are_no_pass(content: str, code: str, ends: int, tmp_path: Path) -> None:
    (one,) = checked(tmp_path, {"a.ttl": WELL, "s.ttl": content}, "a.ttl --shapes s.ttl")
    assert (one.code, one.err) == (ends, "")
    assert code in codes(one)
    assert outcome(one, "OSLO-03") != "passed"


def test_one_good_file_does_not_carry_a_bad_one(tmp_path: Path) -> None:
    files = {"a.ttl": WELL, "leeg.ttl": "", "s.ttl": shapes(), "leeg-s.ttl": ""}
    empty, unjudged, alone = checked(
        tmp_path,
        files,
        "a.ttl leeg.ttl --shapes s.ttl",
        "a.ttl --shapes s.ttl --shapes leeg-s.ttl",
        "a.ttl --shapes s.ttl",
    )
    assert (empty.code, unjudged.code, alone.code) == (1, 3, 0)


def test_data_that_names_no_standard_or_an_unknown_one_does_not_conform(tmp_path: Path, shared: Path) -> None:
    place = f"--standards {shared / 'standards'}"
    without, unknown = checked(
        tmp_path,
        {"a.ttl": WELL},
        f"a.ttl {place}",
        f"a.ttl {place} --standard besluit-publikatie",
    )
    assert [one.code for one in (without, unknown)] == [1, 1]
    assert "no-claim" in codes(without)
    assert {"claim-unknown", "not-validated"} <= codes(unknown)
    assert "besluit-publicatie" in unknown.out


def test_a_standard_that_nothing_is_pinned_of_is_nobodys_fault(tmp_path: Path, shared: Path) -> None:
    place = f"--standards {shared / 'standards'}"
    unpinned, version = checked(
        tmp_path,
        {"a.ttl": WELL},
        f"a.ttl {place} --standard ldes@2022-12-01",
        f"a.ttl {place} --standard besluit-publicatie@1999-01-01",
    )
    assert [one.code for one in (unpinned, version)] == [3, 3]
    assert {"standard-without-shapes", "not-validated"} <= codes(unpinned)
    assert "version-unverified" in codes(version)


@pytest.mark.parametrize("kind", ["absent", "folder", "pipe", "loop"])
def test_a_solution_whose_data_cannot_be_opened_does_not_conform(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "data.ttl"
    if kind == "folder":
        place.mkdir()
    elif kind == "loop":
        place.symlink_to(place)
    elif kind == "pipe":
        mkfifo(place)
    (tmp_path / "solution.yaml").write_text(
        'id: proef\nname: Proef\nversion: "1"\nprovider: {name: P, kbo: "1999.999.844"}\n'
        "contact: {email: a@b.example}\n"
        f"datasets:\n  - id: d\n    location: data.ttl\n    standards: [{BESLUIT!r}]\n"
    )
    one = run("assess", tmp_path, "-f", "json")
    assert one.code == 1
    problem = json.loads(one.out)["evidence"][0]["problem"]["code"]
    # What a link to itself is, Python says otherwise since 3.13.
    assert problem in {
        "absent": ("file-absent",),
        "folder": ("is-folder",),
        "pipe": ("file-unreadable",),
        "loop": ("location-outside", "file-unreadable"),
    }.get(kind, ())
    assert outcome(one, "OSLO-01") == "failed"


# ---------------------------------------------------------------- the mirror of the standards


@pytest.fixture
def mirror(tmp_path: Path, shared: Path) -> Path:
    """Return a copy of the mirror that holds only the shapes of the standard that tests use."""
    path = pin(shared)["path"]
    copied = tmp_path / "spiegel" / path
    copied.parent.mkdir(parents=True)
    shutil.copyfile(shared / "standards" / path, copied)
    return tmp_path / "spiegel"


def pin(shared: Path) -> dict[str, Any]:
    told = run("standards", "show", BESLUIT, "-f", "json", "--standards", shared / "standards").out
    versions = json.loads(told)["versions"]
    version = next(one for one in versions if one["version"] == BESLUIT.partition("@")[2])
    found = [one for one in version["artefacts"] if one["kind"] == "shacl"]
    path = str(found[0]["url"]).removeprefix("https://data.vlaanderen.be/")
    return {"path": path, "sha256": found[0]["sha256"]}


def test_without_the_standard_nothing_is_said_of_the_data(tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    (one,) = checked(tmp_path, {"a.ttl": WELL}, f"a.ttl --standard {BESLUIT} --standards leeg")
    assert one.code == 3
    assert {"standard-absent", "not-validated"} <= codes(one)
    assert (outcome(one, "OSLO-02"), outcome(one, "OSLO-03")) == ("passed", "not_assessed")
    assert json.loads(one.out)["standards"] == []
    assert str(tmp_path) not in one.out
    told = run("check", "data", "a.ttl", "--standard", BESLUIT, cwd=tmp_path)
    assert told.code == 3
    assert "interop-check standards sync" in " ".join(told.out.split())


def test_the_good_solution_without_standards_is_undecided() -> None:
    one = run("assess", GOOD, "-f", "json")
    assert one.code == 3
    assert json.loads(one.out)["score"]["verdict"] == "undecided"


def test_a_standard_with_one_changed_byte_is_told_with_both_digests_and_never_used(
    mirror: Path, tmp_path: Path, shared: Path
) -> None:
    call = f"a.ttl --standard {BESLUIT} --standards {mirror.name}"
    (intact,) = checked(tmp_path, {"a.ttl": WELL}, call)
    assert json.loads(intact.out)["standards"][0]["sha256"] == pin(shared)["sha256"]
    (path,) = (one for one in mirror.rglob("*") if one.is_file())
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (changed,) = checked(tmp_path, {}, call)
    assert (intact.code, changed.code) == (1, 3)
    found = next(one for one in json.loads(changed.out)["findings"] if one["code"] == "standard-changed")
    digests = pin(shared)["sha256"], hashlib.sha256(data).hexdigest()
    assert (found["args"]["pinned"], found["args"]["found"]) == digests
    assert all(digest in found["message"] for digest in digests)
    assert json.loads(changed.out)["standards"] == []
    assert outcome(changed, "OSLO-03") == "not_assessed"
