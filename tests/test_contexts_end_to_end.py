"""Contexts from a file to an outcome: one cause counts once, and a standard's fault is nobody's failure."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from interop_check import shacl
from interop_check.examiners._context_names import CLASS, KEY
from interop_check.gather.data import Graph
from interop_check.locales import Texts
from interop_check.model import Finding, Outcome, Report, Verdict
from interop_check.rdf.table import Table
from interop_check.rdf.vocabulary import SH, SH_VIOLATION
from interop_check.reports.wording import message, texts_of
from interop_check.standards.library import Library
from making import Standard, library
from running import bare, data_of, judged, oslo, run

BESLUIT = "besluit-publicatie@2025-12-11"
BESLUIT_CONTEXT = (
    "https://data.vlaanderen.be/doc/applicatieprofiel/besluit-publicatie/erkendestandaard/2025-12-11/"
    "context/besluit-publicatie_nl.jsonld"
)
PAND = "https://data.vlaanderen.be/doc/applicatieprofiel/pand/erkendestandaard/2024-01-01/context/pand.jsonld"
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
:S a sh:NodeShape ; sh:targetClass :Pand ;
  sh:property [ sh:path :eigenaar ; sh:class :Eigenaar ; sh:minCount 1 ;
    sh:name "eigenaar van het pand"@nl ] .
:T a sh:NodeShape ; sh:targetClass :Eigenaar ; sh:nodeKind sh:IRI .
"""
CONTEXT = {
    "Pand": "http://e/Pand",
    "Eigenaar": "http://e/Eigenaar",
    "eigenaar": {"@id": "http://e/eigenaar", "@type": "http://e/Eigenaar"},
    "naam": "http://e/naam",
    "Gebouw": {"@id": "http://e/Gebouw", "@context": {"hoogte": "http://e/hoogte"}},
}


@pytest.fixture
def known(tmp_path: Path) -> Library:
    made = Standard(id="pand", version="2024-01-01", shapes=SHAPES, context=json.dumps({"@context": CONTEXT}))
    return library(tmp_path / "mirror", [made])


def assessed(
    folder: Path, known: Library, document: Any, claims: Sequence[str] = ("pand@2024-01-01",)
) -> Report:
    (folder / "a.jsonld").write_text(json.dumps(document, indent=1), encoding="utf-8")
    return judged(folder, "a.jsonld", standards=claims, library=known)


def outcomes(report: Report) -> Mapping[str, Outcome]:
    return {one.criterion.id: one.outcome for one in report.results}


def sentences(report: Report, rule: str, language: str = "en") -> list[str]:
    texts = Texts(language, texts_of([oslo()]))
    return [
        message(one.rule, one.code, {"source": one.at.source, "value": one.at.value}, one.args, texts)
        for one in report.findings
        if one.rule == rule
    ]


ID = "https://data.voorbeeldstad.example/id"
PANDEN = {
    "@graph": [
        {"@id": f"{ID}/pand/1", "@type": "Pand", "eigenaar": f"{ID}/eigenaar/1"},
        {"@id": f"{ID}/eigenaar/1", "@type": "Eigenaar"},
    ]
}


def as_object(document: Any) -> Any:
    (pand, owner) = document["@graph"]
    return {**document, "@graph": [{**pand, "eigenaar": {"@id": pand["eigenaar"]}}, owner]}


def of_identifiers(one: Finding) -> bool:
    """The made-up addresses and terms of these tests are nobody's."""
    return one.rule.startswith(("oslo/id-", "oslo/term-"))


def test_a_context_of_the_standard_that_spoils_values_leaves_the_criterion_open(
    tmp_path: Path, known: Library
) -> None:
    report = assessed(tmp_path, known, {"@context": PAND, **PANDEN})
    assert outcomes(report)["OSLO-03"] is Outcome.NOT_ASSESSED
    assert report.score.verdict is Verdict.UNDECIDED
    told = {(one.rule, one.code, one.count) for one in report.findings if not of_identifiers(one)}
    assert told == {("oslo/context-standard", "type-class", 1), ("shacl/coerced", "coerced", 1)}
    assert outcomes(report)["OSLO-12"] is outcomes(report)["OSLO-14"] is Outcome.PASSED
    assert outcomes(report)["OSLO-13"] is Outcome.NOT_APPLICABLE, "no context of its own"


def test_the_same_data_written_as_objects_conforms(tmp_path: Path, known: Library) -> None:
    report = assessed(tmp_path, known, as_object({"@context": PAND, **PANDEN}))
    assert outcomes(report)["OSLO-03"] is Outcome.PASSED
    assert report.score.verdict is Verdict.CONFORMS
    assert [one for one in report.findings if not of_identifiers(one)] == []


def test_a_context_of_ones_own_that_spoils_values_fails_where_it_is_judged_and_nowhere_else(
    tmp_path: Path, known: Library
) -> None:
    report = assessed(tmp_path, known, {"@context": CONTEXT, **PANDEN})
    found = outcomes(report)
    assert (found["OSLO-03"], found["OSLO-13"]) == (Outcome.NOT_ASSESSED, Outcome.FAILED)
    assert [one.rule for one in report.findings if one.rule.startswith("shacl")] == ["shacl/coerced"]
    (told,) = (one for one in report.findings if one.rule == "oslo/context-type")
    assert (told.at.line, told.count) == (5, 1)


def test_what_is_spoilt_would_have_been_a_violation(tmp_path: Path, known: Library) -> None:
    report = assessed(tmp_path, known, {"@context": PAND, **PANDEN})
    (one,) = data_of(report)
    assert isinstance(one.content, Graph)
    shapes = shacl.load_shapes(ox.parse(SHAPES.encode(), ox.RdfFormat.TURTLE))
    before = shacl.validate(one.content.table, shapes)
    after = shacl.validate(one.content.table, shapes, coerced={"http://e/Eigenaar"})
    assert [str(result.value) for result in before.results] == [f'"{ID}/eigenaar/1"^^<http://e/Eigenaar>']
    assert (after.results, [n.is_coerced for n in after.not_checkable]) == ([], [True])
    key = (SH_VIOLATION, f"{SH}ClassConstraintComponent")
    assert (before.tallies[key], after.tallies[key]) == (shacl.Tally(1, 1), shacl.Tally(0, 0))


def test_the_newest_official_context_spoils_every_reference_written_as_text(
    shared: Path, tmp_path: Path
) -> None:
    zitting = {
        "@context": BESLUIT_CONTEXT,
        "@id": "https://data.voorbeeldstad.example/id/zitting/1",
        "@type": "Zitting",
        "isGehoudenDoor": "https://data.voorbeeldstad.example/id/orgaan/1",
        "behandelt": ["https://data.voorbeeldstad.example/id/agendapunt/1"],
    }
    report = assessed(tmp_path, bare(shared / "standards"), zitting, [BESLUIT])
    rules = {one.rule: one for one in report.findings}
    assert rules["oslo/context-standard"].args["values"] == "2"
    assert rules["oslo/context-standard"].args["context"] == BESLUIT
    assert not {"shacl/class", "shacl/datatype", "shacl/node-kind"} & set(rules)
    assert report.tallies["shacl/coerced"].not_checked == 2


def test_a_shape_for_the_other_engine_is_spared_as_well() -> None:
    shapes = shacl.load_shapes(
        ox.parse(
            (
                SHAPES + ":S sh:property [ sh:path :eigenaar ; sh:nodeKind sh:IRI ; sh:sparql [ "
                'sh:select "SELECT $this WHERE { $this <http://e/no> ?x }" ] ] .'
            ).encode(),
            ox.RdfFormat.TURTLE,
        )
    )
    assert shapes.routed
    text = b'<http://e/1> a <http://e/Pand> ; <http://e/eigenaar> "x"^^<http://e/Eigenaar> .'
    table = Table.from_quads(ox.parse(text, ox.RdfFormat.TURTLE))
    before = shacl.validate(table, shapes)
    after = shacl.validate(table, shapes, coerced=["http://e/Eigenaar"])
    assert {result.component for result in before.results} == {
        f"{SH}ClassConstraintComponent",
        f"{SH}NodeKindConstraintComponent",
    }
    assert (after.results, len(after.not_checkable)) == ([], 2)


def test_criteria_of_json_ld_do_not_apply_to_turtle(tmp_path: Path, known: Library) -> None:
    (tmp_path / "a.ttl").write_text("<http://e/1> a <http://e/Pand> .", encoding="utf-8")
    report = judged(tmp_path, "a.ttl", standards=["pand@2024-01-01"], library=known)
    found = outcomes(report)
    names = ("OSLO-08", "OSLO-12", "OSLO-13", "OSLO-14")
    assert {found[name] for name in names} == {Outcome.NOT_APPLICABLE}
    assert not any(rule.startswith(("oslo/context", "rdf/context")) for rule in report.tallies)


def test_a_context_that_is_not_at_hand_leaves_all_that_depends_on_it_open(
    tmp_path: Path, known: Library
) -> None:
    report = assessed(tmp_path, known, {"@context": "https://e.example/c.jsonld", **PANDEN})
    found = outcomes(report)
    assert found["OSLO-08"] is Outcome.FAILED
    assert {found[name] for name in ("OSLO-01", "OSLO-12", "OSLO-13", "OSLO-14")} == {Outcome.NOT_ASSESSED}


# ---------------------------------------------------------------- what is suggested


def test_a_name_that_is_lost_comes_with_what_was_meant(tmp_path: Path, known: Library) -> None:
    document = {
        "@context": PAND,
        "@id": "http://e/1",
        "@type": "pand",
        "Naam": "x",
        "namm": "x",
        "hoogte": 1,
        "eigenaarVanHetPandd": "y",
        "iets": 1,
    }
    report = assessed(tmp_path, known, document)
    told = dict(zip(("Naam", "namm", "hoogte", "label", "none"), sentences(report, KEY), strict=True))
    assert "Did you mean “naam”?" in told["Naam"]
    assert "Did you mean “naam”?" in told["namm"]
    assert "only exists within an object of the class Gebouw" in told["hoogte"]
    assert "Did you mean “eigenaarVanHetPand”?" in told["label"], "of the label in the claimed shapes"
    assert told["none"] == "The key “iets” is not in the context and is dropped."
    assert sentences(report, CLASS, "nl") == ["De klasse “pand” staat niet in de context. Bedoelde u “Pand”?"]


def test_more_names_than_are_told_are_counted(tmp_path: Path, known: Library) -> None:
    names = {f"iets{number}": 1 for number in range(1200)}
    report = assessed(tmp_path, known, {"@context": PAND, "naam": "x", **names})
    assert report.tallies[KEY].failed == 1200
    told = [one for one in report.findings if one.rule == KEY]
    assert (len(told), report.omitted[KEY]) == (100, 1100)


# ---------------------------------------------------------------- on the command line


def test_plain_json_is_checked_against_a_context(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"naam": "x",\n "Straat": "y"}', encoding="utf-8")
    context = {"@context": {"naam": "http://e/naam", "straat": "http://e/straat"}}
    (tmp_path / "c.jsonld").write_text(json.dumps(context), encoding="utf-8")
    done = run("check", "data", "a.json", "--context", "c.jsonld", "--offline", "-f", "json", cwd=tmp_path)
    report = json.loads(done.out)
    (told,) = (one for one in report["findings"] if one["rule"] == "oslo/context-coverage")
    assert (told["at"]["line"], told["at"]["column"]) == (2, 2)
    assert told["message"] == (
        "De eigenschap “Straat” staat niet in de context; 1 van de 2 eigenschappen wel. Bedoelde u “straat”?"
    )
    assert "--context c.jsonld" in report["reproduce"]
    evidence = {one["kind"]: one["source"] for one in report["evidence"]}
    assert {**evidence, "background": ""} == {"data": "a.json", "context": "c.jsonld", "background": ""}
    text = run("check", "data", "a.json", "--context", "c.jsonld", "--offline", cwd=tmp_path).out
    assert text.startswith("a.json\n"), "the title names what was assessed, not what it was read with"


def test_a_recorded_run_keeps_the_context(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"naam": "x"}', encoding="utf-8")
    (tmp_path / "c.jsonld").write_text('{"@context": {"naam": "http://e/naam"}}', encoding="utf-8")
    words = (
        "check",
        "data",
        "a.json",
        "--context",
        "c.jsonld",
        "--as-of",
        "2026-11-15",
        "--offline",
        "-f",
        "json",
    )
    first = run(*words, "--record", "kept", cwd=tmp_path)
    (tmp_path / "c.jsonld").unlink()
    again = run("check", "data", "--replay", "kept", "-f", "json", cwd=tmp_path)
    assert again.out == first.out
    assert first.out


@pytest.mark.parametrize(
    ("context", "told"),
    [("no.jsonld", "no.jsonld"), ("https://u:p@e.example/c", "wachtwoord"), (".", "geen bestand")],
)
def test_a_context_that_cannot_be_named_is_wrong_use(tmp_path: Path, context: str, told: str) -> None:
    (tmp_path / "a.json").write_text('{"naam": "x"}', encoding="utf-8")
    done = run("check", "data", "a.json", "--context", context, cwd=tmp_path)
    assert done.code == 2
    assert "u:p" not in done.err
    assert told in done.err
