"""Real pages of local decisions: their triples are those of the reference, nothing more and nothing less.

The reference writes xsd:string out, and white space in literals may differ: it was made from another parser's
tree. Labels of blank nodes are each processor's own.
"""

import csv
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from interop_check.rdf.page import Page, opened

PAGES = (
    "anzegem-echo_cipalschaubroeck_be-agenda",
    "boortmeerbeek_meetingburger_net-agenda",
    "lblod_knokke-heist_be-besluitenlijst",
    "lblod_torhout_be-notulen",
    "publicatie_gelinkt-notuleren_vlaanderen_be-besluitenlijst",
    "raadpleeg-aalst_onlinesmartcities_be-notulen",
    "raadpleeg-aalter_onlinesmartcities_be-besluitenlijst",
)
_STRING = '"^^<http://www.w3.org/2001/XMLSchema#string>'


def compared(lines: Iterable[str]) -> set[str]:
    plain = (line.replace(_STRING, '"') for line in lines)
    return {re.sub(r"_:\w+", "_:b", re.sub(r"(?:\\[nrt]|\s)+", " ", line)).strip() for line in plain if line}


@pytest.fixture(scope="module", params=PAGES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(name: str, shared: Path) -> Page:
    folder = shared / "corpora" / "lblod"
    with (folder / "SOURCES.tsv").open(encoding="utf-8") as stream:
        addresses = {row["path"]: row["original_url"] for row in csv.DictReader(stream, delimiter="\t")}
    return opened((folder / "pages" / f"{name}.html").read_bytes(), addresses[f"pages/{name}.html"])


def test_every_page_with_a_reference_is_compared(shared: Path) -> None:
    assert {path.stem for path in (shared / "corpora" / "lblod" / "triples").glob("*.nt")} == set(PAGES)


def test_the_triples_are_those_of_the_reference(name: str, page: Page, shared: Path) -> None:
    reference = shared / "corpora" / "lblod" / "triples" / f"{name}.nt"
    ours = compared((b"%b %b %b ." % triple).decode() for triple in page.extraction.triples)
    assert ours == compared(reference.read_text(encoding="utf-8").splitlines())


def test_each_place_is_that_of_a_start_tag(page: Page) -> None:
    text = page.decoded.text
    assert len(page.extraction.places) == len(page.extraction.triples) > 50
    for place in set(page.extraction.places):
        assert re.match(rb"<[A-Za-z]", text[place : place + 2])


def test_no_iri_of_these_pages_had_to_be_mended_or_dropped(page: Page) -> None:
    assert (page.extraction.mended, page.extraction.dropped) == (0, 0)
    assert (page.decoded.encoding, page.decoded.undecodable) == ("utf-8", 0)
