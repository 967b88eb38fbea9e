"""What another version would break: told beside the judgement on the claimed version, never part of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from running import Run, environment, run_all

CATALOGUE = """\
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix ex: <https://stad.eigen/id/> .
ex:catalogus a dcat:Catalog ; dct:title "Catalogus"@nl ; dct:description "Alles"@nl ;
  dct:license ex:licentie ; dct:publisher ex:stad ; dcat:dataset ex:bomen .
ex:bomen a dcat:Dataset ; dct:title "Bomen"@nl ; dct:description "Alle bomen"@nl ; dct:publisher ex:stad ;
  dcat:contactPoint ex:balie , ex:loket ; dcat:theme ex:natuur ; dcat:distribution ex:csv .
ex:stad a foaf:Agent ; foaf:name "Stad" .
"""
OLD, NEW = "DCAT-AP-VL@2019-06-13", "DCAT-AP-VL@2022-04-21"


def checked(folder: Path, place: Path, *calls: str) -> list[tuple[Run, dict[str, Any]]]:
    """Check the catalogue once per call; each writes its report beside it."""
    (folder / "a.ttl").write_text(CATALOGUE, encoding="utf-8")
    arguments = [
        [
            *("check", "data", *call.split(), "-q", "-f", f"json=r{number}.json", "--lang", "en"),
            *(() if "--replay" in call else ("--standards", str(place))),
        ]
        for number, call in enumerate(calls)
    ]
    runs = run_all(arguments, cwd=folder, **environment())
    reports = [folder / f"r{number}.json" for number in range(len(calls))]
    return [
        (run, json.loads(path.read_bytes()) if path.exists() else {})
        for run, path in zip(runs, reports, strict=True)
    ]


def test_the_judgement_on_the_claimed_version_stays_as_it_is(tmp_path: Path, shared: Path) -> None:
    plain, upgraded = checked(
        tmp_path,
        shared / "standards",
        f"a.ttl --standard {OLD}",
        f"a.ttl --standard {OLD} --upgrade-to 2022-04-21",
    )
    assert plain[0].code == upgraded[0].code
    for part in ("standards", "ladders", "evidence"):
        assert plain[1][part] == upgraded[1][part]
    for part in ("verdict", "supported", "verified", "possible", "coverage", "readiness", "layers"):
        assert plain[1]["score"][part] == upgraded[1]["score"][part]
    others = [
        {one["criterion"]: one for one in report["results"] if one["criterion"] != "OSLO-29"}
        for _, report in (plain, upgraded)
    ]
    assert others[0] == others[1]
    outcomes = [
        next(one["outcome"] for one in report["results"] if one["criterion"] == "OSLO-29")
        for _, report in (plain, upgraded)
    ]
    assert outcomes == ["not_applicable", "failed"]


def test_what_would_break_and_what_would_no_longer_is_told(tmp_path: Path, shared: Path) -> None:
    ((_, report),) = checked(
        tmp_path, shared / "standards", f"a.ttl --standard {OLD} --upgrade-to {NEW} --max-findings 500"
    )
    told = [one for one in report["findings"] if one["rule"] == "oslo/upgrade-breaks"]
    absent = {(one["at"]["focus"], one["at"]["path"]) for one in told if one["code"] == "absent"}
    dataset = "<https://stad.eigen/id/bomen>"
    assert (dataset, "<http://purl.org/dc/terms/identifier>") in absent
    assert {"class-gone", "property-gone", "max-count"} <= {one["code"] for one in told}
    gone = next(one for one in told if one["code"] == "class-gone")
    assert gone["args"]["meant"] == "http://purl.org/dc/terms/Agent"
    assert NEW in gone["message"]
    changes = {one["code"] for one in report["findings"] if one["rule"] == "oslo/upgrade-changes"}
    assert {"maximum", "minimum", "classes"} <= changes
    (fact,) = report["facts"]["upgrades"]
    assert (fact["from"], fact["to"]) == (OLD, NEW)
    assert fact["new"] >= len(absent)
    assert fact["gone"] == 0, "an agent of either name is an agent, by what is known beforehand"
    assert len(fact["sha256"]) == 64


def test_a_cap_on_findings_drops_none_in_silence(tmp_path: Path, shared: Path) -> None:
    whole, capped = checked(
        tmp_path,
        shared / "standards",
        f"a.ttl --standard {OLD} --upgrade-to {NEW} --max-findings 500",
        f"a.ttl --standard {OLD} --upgrade-to {NEW} --max-findings 2",
    )
    rules = ("oslo/upgrade-breaks", "oslo/upgrade-changes")
    for rule in rules:
        all_of_it = sum(one["rule"] == rule for one in whole[1]["findings"])
        kept = sum(one["rule"] == rule for one in capped[1]["findings"])
        assert kept == 2
        assert kept + capped[1]["omitted"][rule] == all_of_it


def test_the_same_version_breaks_and_changes_nothing(tmp_path: Path, shared: Path) -> None:
    ((_, report),) = checked(tmp_path, shared / "standards", f"a.ttl --standard {OLD} --upgrade-to {OLD}")
    assert not [one for one in report["findings"] if one["rule"].startswith("oslo/upgrade")]
    (fact,) = report["facts"]["upgrades"]
    assert (fact["new"], fact["gone"]) == (0, 0)
    assert fact["same"] > 0


def test_a_version_that_is_not_pinned_leaves_the_question_open(tmp_path: Path, shared: Path) -> None:
    ((run, report),) = checked(
        tmp_path, shared / "standards", f"a.ttl --standard {OLD} --upgrade-to 2026-02-24"
    )
    assert run.code == 1
    result = next(one for one in report["results"] if one["criterion"] == "OSLO-29")
    assert result["outcome"] == "not_assessed"
    told = next(one for one in report["findings"] if one["rule"] == "oslo/upgrade-breaks")
    assert "2026-02-24" in told["message"]
    assert "2022-04-21" in told["message"]


def test_a_recorded_run_is_judged_again_to_the_same_bytes(tmp_path: Path, shared: Path) -> None:
    recorded, replayed = checked(
        tmp_path,
        shared / "standards",
        f"a.ttl --standard {OLD} --upgrade-to {NEW} --record kept",
        "--replay kept",
    )
    assert recorded[1]["facts"]["upgrades"]
    assert recorded[1] == replayed[1]
    assert f"--upgrade-to {NEW}" in recorded[1]["reproduce"]


@pytest.mark.parametrize("call", ["a.ttl --upgrade-to 2022-04-21", "a.ttl --shapes a.ttl --upgrade-to x"])
def test_without_a_claimed_standard_there_is_nothing_to_move_from(
    call: str, tmp_path: Path, shared: Path
) -> None:
    ((run, _),) = checked(tmp_path, shared / "standards", call)
    assert run.code == 2
    assert "--standard" in run.err
