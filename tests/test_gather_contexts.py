"""Contexts as evidence: pinned, beside the data, or through the network; never from anywhere else."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from interop_check.gather import gather
from interop_check.gather.contexts import OFFICIAL, Finder, whole
from interop_check.gather.data import Graph
from interop_check.gather.limits import DEFAULT_READING
from interop_check.gather.recording import Recorder, Replay
from interop_check.gather.source import Source
from interop_check.model import Evidence, Problem
from interop_check.origin import off
from interop_check.standards.official_contexts import meanings
from making import Standard, artefact, gathered, library, serving

DOC = "https://data.vlaanderen.be/doc/applicatieprofiel/pand/erkendestandaard/2024-01-01/context/pand.jsonld"
TERMS = {name: f"https://data.vlaanderen.be/ns/pand#{name}" for name in ("a", "b", "c", "d", "e")}
PAND = json.dumps({"@context": TERMS})
STANDARDS = [Standard(id="pand", version="2024-01-01", context=PAND)]
ELSEWHERE = "https://e.example/c.jsonld"


def data(context: Any, **members: Any) -> str:
    return json.dumps({"@context": context, "@id": "http://e/a", **members})


def of_kind(kind: str, evidence: tuple[Evidence, ...]) -> list[Evidence]:
    return [one for one in evidence if one.kind == kind]


def graph(evidence: tuple[Evidence, ...]) -> Graph:
    (one,) = of_kind("data", evidence)
    assert isinstance(one.content, Graph), one.problem
    return one.content


def read(
    tmp_path: Path,
    files: Mapping[str, str],
    network: Mapping[str, str] | None = None,
    location: str = "a.jsonld",
    **about: Any,
) -> tuple[Evidence, ...]:
    known = library(tmp_path / "mirror", STANDARDS)
    return gathered(tmp_path / "s", files, [artefact(location, **about)], known, serving(network or {}))


def problem(evidence: tuple[Evidence, ...]) -> tuple[str, str]:
    (one,) = of_kind("data", evidence)
    assert one.problem is not None
    return one.problem.code, one.problem.args.get("url", "")


def test_a_pinned_context_is_evidence_with_its_digest_and_standard(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.jsonld": data(DOC.replace("https", "http"), a=1)})
    (context,) = of_kind("context", found)
    assert context.source == DOC.replace("https", "http")
    assert context.sha256 == hashlib.sha256(PAND.encode()).hexdigest()
    assert context.size == len(PAND)
    told = {name: context.about[name] for name in ("id", "standard", "version", "status", "recognised")}
    assert told == {
        "id": "pand@2024-01-01",
        "standard": "pand",
        "version": "2024-01-01",
        "status": "erkend",
        "recognised": True,
    }
    assert [one.url for one in graph(found).contexts] == [context.source]


def test_each_context_is_evidence_once_and_the_official_ones_together(tmp_path: Path) -> None:
    files = {"a.jsonld": data(DOC, a=1), "b.jsonld": data([DOC, "x/c.jsonld"], a=1), "x/c.jsonld": PAND}
    known = library(tmp_path / "mirror", STANDARDS)
    found = gathered(tmp_path / "s", files, [artefact("a.jsonld"), artefact("b.jsonld")], known)
    assert sorted(one.source for one in of_kind("context", found)) == [DOC, "x/c.jsonld"]
    (official,) = of_kind("official-contexts", found)
    assert (official.source, official.content.names("pand@2024-01-01")) == (OFFICIAL, tuple("abcde"))
    turtle = gathered(tmp_path / "t", {"a.ttl": ""}, [artefact("a.ttl")], known)
    assert of_kind("official-contexts", turtle) == [], "nobody needs them"


def test_files_are_read_below_the_folder_of_the_data_and_nowhere_else(tmp_path: Path) -> None:
    files = {
        "d/a.jsonld": data("sub/c.jsonld", a=1),
        "d/sub/c.jsonld": '{"@context": ["../e.jsonld", "f.jsonld"]}',
    }
    within = {**files, "d/e.jsonld": PAND, "d/sub/f.jsonld": PAND}
    found = read(tmp_path, within, location="d/a.jsonld")
    assert sorted(one.source for one in of_kind("context", found)) == [
        "d/e.jsonld",
        "d/sub/c.jsonld",
        "d/sub/f.jsonld",
    ]
    for reference in (
        "../c.jsonld",
        "/etc/c.jsonld",
        "file:///etc/c.jsonld",
        "sub\\c.jsonld",
        "C:/c.jsonld",
        "//h/c",
    ):
        outside = {"d/a.jsonld": data(reference, a=1), "c.jsonld": PAND}
        assert problem(read(tmp_path, outside, location="d/a.jsonld"))[0] == "context-outside", reference
    absent = read(tmp_path, {"d/a.jsonld": data("c/no.jsonld")}, location="d/a.jsonld")
    assert problem(absent) == ("context-absent", "d/c/no.jsonld")


def test_a_relative_context_of_data_at_an_address_is_at_an_address(tmp_path: Path) -> None:
    network = {"https://e.example/d/a.jsonld": data("c.jsonld", a=1), "https://e.example/d/c.jsonld": PAND}
    found = read(tmp_path, {}, network, location="https://e.example/d/a.jsonld")
    assert [one.source for one in of_kind("context", found)] == ["https://e.example/d/c.jsonld"]
    assert len(graph(found).table) == 1


def test_what_is_not_pinned_is_read_through_the_network_where_that_is_on(tmp_path: Path) -> None:
    files = {"a.jsonld": data(ELSEWHERE, x=1)}
    found = read(tmp_path, files, {ELSEWHERE: '{"@context": {"x": "http://e/x"}}'})
    (context,) = of_kind("context", found)
    assert (context.about["id"], context.about["unpinned"], context.about["copy_of"]) == (
        None,
        "context-unknown",
        "",
    )
    assert problem(read(tmp_path, files)) == ("context-unknown", ELSEWHERE)
    assert problem(read(tmp_path, files, {"https://e.example/": ""})) == ("context-unknown", ELSEWHERE)


def test_a_pinned_address_is_never_asked_of_the_network(tmp_path: Path) -> None:
    known = library(
        tmp_path / "mirror", [Standard(id="pand", version="2024-01-01", context=PAND, state="absent")]
    )
    found = gathered(
        tmp_path / "s", {"a.jsonld": data(DOC, a=1)}, [artefact("a.jsonld")], known, serving({DOC: PAND})
    )
    assert problem(found) == ("standard-absent", DOC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PAND, "pand@2024-01-01"),
        (PAND + "\n", "pand@2024-01-01"),
        (json.dumps({"@context": [TERMS, {"more": "http://e/more"}]}), "pand@2024-01-01"),
        (json.dumps({"@context": {**TERMS, "a": "http://e/a"}}), ""),
        (json.dumps({"@context": {name: TERMS[name] for name in "abcd"}}), ""),
        (json.dumps({"@context": {}}), ""),
    ],
)
def test_a_copy_holds_all_terms_of_an_official_context(tmp_path: Path, text: str, expected: str) -> None:
    found = read(tmp_path, {"a.jsonld": data(ELSEWHERE)}, {ELSEWHERE: text})
    (context,) = of_kind("context", found)
    assert context.about["copy_of"] == expected
    assert context.about["copy_url"] == (DOC if expected else "")


def test_what_has_no_context_has_no_meanings() -> None:
    assert meanings({"a": 1}) == meanings([]) == frozenset()


@pytest.mark.parametrize(
    ("text", "code", "detail"),
    [
        ("{", "context-malformed", "Expecting property name enclosed in double quotes (1:2)"),
        ('{"@context": {"a": "x:", "a": "y:"}}', "context-malformed", "duplicate key 'a'"),
        ('{"@context": {"a": NaN}}', "context-malformed", "json-number"),
        ("[" * 100_000, "context-malformed", "json-too-deep"),
        ('{"a": 1}', "context-without-context", ""),
        ('{"@context": {"a": {"@id": "http://e/a", "@type": "T"}}}', "context-refused", '"@type": "T"'),
    ],
)
def test_a_context_that_cannot_be_used_is_named(tmp_path: Path, text: str, code: str, detail: str) -> None:
    found = read(tmp_path, {"a.jsonld": data(ELSEWHERE, a=1)}, {ELSEWHERE: text})
    assert problem(found) == (code, ELSEWHERE)
    (one,) = of_kind("data", found)
    assert one.problem is not None
    assert one.problem.args.get("detail", "") == detail


def test_a_context_is_refused_with_its_place_where_it_stands_in_the_data(tmp_path: Path) -> None:
    text = '{"@context": {"b": "http://e/b",\n  "a": {"@id": "http://e/a", "@type": ""}}, "a": 1}'
    (one,) = of_kind("data", read(tmp_path, {"a.jsonld": text}))
    assert one.problem == Problem(
        code="context-refused",
        args={"url": "a.jsonld", "term": "a", "detail": '"@type": ""'},
        line=2,
        column=3,
    )


def test_contexts_have_a_largest_size_and_number(tmp_path: Path) -> None:
    more = DEFAULT_READING.contexts + 1
    many = data([f"https://e.example/{number}" for number in range(more)])
    network = {f"https://e.example/{number}": '{"@context": {}}' for number in range(more)}
    assert problem(read(tmp_path, {"a.jsonld": many}, network))[0] == "context-too-many"
    most = DEFAULT_READING.context_bytes
    padded = {ELSEWHERE: PAND + " " * (most - len(PAND.encode()))}
    assert of_kind("data", read(tmp_path, {"a.jsonld": data(ELSEWHERE)}, padded))[0].problem is None
    found = read(tmp_path, {"a.jsonld": data(ELSEWHERE)}, {ELSEWHERE: padded[ELSEWHERE] + " "})
    assert problem(found) == ("context-too-large", ELSEWHERE)


def test_secrets_in_the_address_of_a_context_are_never_told(tmp_path: Path) -> None:
    address = "https://e.example/c.jsonld?token=geheim123"
    files = {"a.jsonld": data(address, x="y", z=1)}
    context = json.dumps(
        {"@context": {"@vocab": "http://e/", "x": {"@id": "http://e/x", "@type": "http://e/C"}}}
    )
    found = read(tmp_path, files, {address: context})
    assert "geheim123" not in repr(of_kind("context", found))
    assert "geheim123" not in repr(graph(found).contexts)
    reading = graph(found).reading
    assert reading is not None
    assert "geheim123" not in repr(reading)
    assert {one.source for one in reading.terms} == {one.source for one in of_kind("context", found)}


def test_a_run_with_contexts_can_be_recorded_and_judged_again(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s" / "a.jsonld").write_text(data([ELSEWHERE, "c.jsonld"], x=1), encoding="utf-8")
    (tmp_path / "s" / "c.jsonld").write_text(PAND, encoding="utf-8")
    fetch = serving({ELSEWHERE: '{"@context": {"x": "http://e/x"}}'})
    recorder = Recorder(inner=Source(root=tmp_path / "s", fetch=fetch), folder=tmp_path / "recording")
    first = gather([artefact("a.jsonld")], recorder)
    recorder.close({})
    again = gather(
        [artefact("a.jsonld")], Replay(folder=tmp_path / "recording", run={}, answers=recorder.answers)
    )
    assert [(one.kind, one.source, one.sha256) for one in again] == [
        (one.kind, one.source, one.sha256) for one in first
    ]
    assert graph(again).reading == graph(first).reading


# ---------------------------------------------------------------- plain JSON, and contexts for others


def test_plain_json_with_a_context_is_linked_data(tmp_path: Path) -> None:
    files = {
        "d/a.json": '[{"a": "x"}, {"a": "y", "z": 1}]',
        "k/c.jsonld": '{"@context": ["e.jsonld"]}',
        "k/e.jsonld": PAND,
    }
    found = read(tmp_path, files, location="d/a.json", context="k/c.jsonld")
    assert len(graph(found).table) == 2
    reading = graph(found).reading
    assert reading is not None
    assert (reading.applied, [one.name for one in reading.lost]) == (True, ["z"])
    assert [one.source for one in of_kind("context", found)] == ["k/c.jsonld", "k/e.jsonld"]
    assert problem(read(tmp_path, files, location="d/a.json"))[0] == "not-rdf"


@pytest.mark.parametrize(
    ("name", "text", "triples"),
    [
        ("a.jsonld", data({"z": "http://e/z"}, a=1, z=1), 1),
        ("a.json", data({"z": "http://e/z"}, a=1, z=1), 1),
        ("a.ttl", "<http://e/a> <http://e/b> <http://e/c> .", 1),
    ],
)
def test_a_context_beside_data_that_has_its_own_or_needs_none_is_left_alone(
    tmp_path: Path, name: str, text: str, triples: int
) -> None:
    found = read(tmp_path, {name: text, "c.jsonld": PAND}, location=name, context="c.jsonld")
    assert len(graph(found).table) == triples
    assert of_kind("context", found) == []


def test_a_context_beside_data_that_is_not_there_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, {"a.json": '{"a": 1}'}, location="a.json", context="c.jsonld")
    assert problem(found) == ("context-absent", "c.jsonld")


def test_a_whole_context_for_whoever_asks_what_names_mean(tmp_path: Path) -> None:
    (tmp_path / "s" / "k").mkdir(parents=True)
    (tmp_path / "s" / "k" / "c.jsonld").write_text(
        json.dumps({"@context": [DOC, "e.jsonld"]}), encoding="utf-8"
    )
    (tmp_path / "s" / "k" / "e.jsonld").write_text('{"@context": {"x": "http://e/x"}}', encoding="utf-8")
    source = Source(root=tmp_path / "s", library=library(tmp_path / "mirror", STANDARDS), fetch=off)
    assert whole("k/c.jsonld", source) == [TERMS, {"x": "http://e/x"}]
    assert whole(DOC, source) == TERMS
    assert whole("k/no.jsonld", source) == Problem(code="context-absent", args={"url": "k/no.jsonld"})
    (tmp_path / "s" / "k" / "loop.jsonld").write_text('{"@context": "loop.jsonld"}', encoding="utf-8")
    loop = whole("k/loop.jsonld", source)
    assert isinstance(loop, Problem)
    assert loop.code == "context-cycle"


def test_a_finder_without_standards_knows_none(tmp_path: Path) -> None:
    finder = Finder(Source(root=tmp_path), "a.jsonld")
    assert finder(DOC) is None
    assert finder.problems[DOC].code == "context-unknown"
    assert finder.told(DOC) == DOC
