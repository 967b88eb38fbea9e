"""The W3C RDFa 1.1 suite for HTML5: every required test, and those of pages that are not valid HTML."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from interop_check.rdf.page import opened

ROOT = Path(__file__).resolve().parent.parent
SUITE = (ROOT / (os.environ.get("INTEROP_CHECK_SHARED") or "../shared")).resolve() / "suites" / "rdfa"
REQUIRED = "http://www.w3.org/2006/03/test-description#required"
ADDRESS = "http://rdfa.info/test-suite/test-cases/rdfa1.1"
HOSTS = ("html5", "html5-invalid")


def entries() -> list[Mapping[str, Any]]:
    manifest = SUITE / "manifest.jsonld"
    return json.loads(manifest.read_bytes())["@graph"] if manifest.exists() else []


CASES = [
    (host, test["num"], test.get("expectedResults", True))
    for test in entries()
    for host in HOSTS
    if host in test["hostLanguages"] and "rdfa1.1" in test["versions"]
]


def test_the_suite_is_all_there(shared: Path) -> None:
    assert shared / "suites" / "rdfa" == SUITE
    assert {host: sum(host == one for one, _, _ in CASES) for host in HOSTS} == {
        "html5": 170,
        "html5-invalid": 28,
    }
    html5 = [test for test in entries() if "html5" in test["hostLanguages"] and "rdfa1.1" in test["versions"]]
    assert {test["classification"] for test in html5} == {REQUIRED}


@pytest.mark.parametrize(("host", "number", "expected"), CASES, ids=str)
def test_a_page_states_what_the_suite_asks(host: str, number: str, expected: bool, shared: Path) -> None:  # noqa: FBT001 - as the manifest has it
    folder = shared / "suites" / "rdfa" / "test-cases" / "rdfa1.1" / host
    address = f"{ADDRESS}/{host}/{number}.html"
    extraction = opened((folder / f"{number}.html").read_bytes(), address).extraction
    store = ox.Store()
    lines = b"".join(b"%b %b %b .\n" % triple for triple in extraction.triples)
    store.load(lines, format=ox.RdfFormat.N_TRIPLES)
    query = (folder / f"{number}.sparql").read_text(encoding="utf-8")
    assert bool(store.query(query, base_iri=address)) is expected
