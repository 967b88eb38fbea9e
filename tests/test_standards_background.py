import hashlib
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from interop_check import yamlfile
from interop_check.standards.background import background_pins, read_background
from interop_check.standards.claims import Found
from interop_check.standards.library import Library
from interop_check.standards.loading import load_shapes
from interop_check.standards.mirror import Mirror
from interop_check.standards.problems import StandardError

PINS = Path(__file__).resolve().parents[1] / "profiles" / "oslo" / "pins.yaml"
DOCUMENT = yamlfile.load(PINS.read_bytes(), "pins.yaml").value
SUB_CLASS_OF = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
CONCEPT = ox.NamedNode("http://www.w3.org/2004/02/skos/core#Concept")


@pytest.fixture(scope="module")
def library(shared: Path) -> Library:
    return Library(DOCUMENT, shared / "standards")


def found(library: Library, claim: str) -> Found:
    answer = library.find(claim)
    assert isinstance(answer, Found)
    return answer


def test_all_vocabularies_and_code_lists_that_parse_are_known(library: Library) -> None:
    background = library.background()
    assert len(library.catalogue.vocabularies) == 16
    assert len(library.catalogue.codelists) == 161
    assert len(background.pins) == 16 + 161 - 10
    assert len(background.problems) == 10
    assert any(quad.predicate == SUB_CLASS_OF for quad in background.quads)
    assert sum(quad.object == CONCEPT for quad in background.quads) > 2900


def test_a_code_list_that_does_not_parse_is_a_defect_of_the_standard_with_its_place(
    library: Library,
) -> None:
    problems = library.background().problems
    assert {one.code for one in problems} == {"background-not-rdf"}
    places = {one.args["url"].rpartition("/")[2]: (one.line, one.column) for one in problems}
    assert places["kwalificatie.ttl"] == (44, 1)
    assert places["gebouwstatus.ttl"] == (29, 61)
    assert all(one.args["detail"] for one in problems)


def test_what_unreadable_code_lists_speak_of_is_known_to_be_unread(library: Library) -> None:
    unread = library.background().unread
    assert "https://data.vlaanderen.be/id/concept/JuridischeCategorie/" in unread, "document-type.ttl"
    assert "https://data.vlaanderen.be/id/conceptscheme/Verwerkingstypes" in unread
    assert "https://data.vlaanderen.be/id/concept/BesluitType/" not in unread


def test_what_is_absent_or_changed_is_told_and_the_rest_is_read(library: Library, tmp_path: Path) -> None:
    pins = background_pins(library.catalogue)[:2]
    (tmp_path / "ns").mkdir()
    (tmp_path / pins[1].path).write_bytes(b"<a:> <b:> <c:> .")
    changed = read_background(pins, Mirror(tmp_path))
    assert [one.code for one in changed.problems] == ["standard-absent", "standard-changed"]
    own = replace(pins[1], sha256=hashlib.sha256(b"<a:> <b:> <c:> .").hexdigest())
    read = read_background((pins[0], own), Mirror(tmp_path))
    assert (read.pins, len(read.quads), len(read.problems)) == ((own,), 1, 1)


def test_loaded_shapes_name_what_the_report_must_say(library: Library) -> None:
    used = library.shapes(found(library, "besluit-publicatie")).used[0]
    assert (used.id, used.version, used.status) == ("besluit-publicatie", "2025-12-11", "erkend")
    assert used.basis == "reproduced"
    assert used.url.endswith("/besluit-publicatie-SHACL.ttl")
    assert used.repairs == (("count-as-string", 57), ("datatype-target", 5))
    official = library.shapes(found(library, "perceel")).used[0]
    assert official.basis == "official"
    isolated = library.shapes(found(library, "vrachtwagenparkeren")).used[0]
    assert "repair-two-paths" in isolated.defects


def test_every_pinned_standard_gives_shapes(library: Library) -> None:
    for standard in library.catalogue.standards:
        if standard.versions:
            loaded = library.shapes(found(library, standard.id))
            assert loaded.triples
            assert len(loaded.used) == 1


def test_a_version_without_shapes_and_shapes_that_do_not_parse_are_told(
    library: Library, tmp_path: Path
) -> None:
    with pytest.raises(StandardError) as raised:
        library.shapes(found(library, "generiek-basis@2019-07-01"))
    assert raised.value.problem.code == "standard-without-shapes"
    pin = replace(
        found(library, "perceel").shapes[0],
        path="x.ttl",
        sha256=hashlib.sha256(b"<a:>\n?").hexdigest(),
        size=6,
    )
    (tmp_path / "x.ttl").write_bytes(b"<a:>\n?")
    answer = replace(found(library, "perceel"), pin=pin)
    with pytest.raises(StandardError) as raised:
        load_shapes(answer, Mirror(tmp_path))
    assert raised.value.problem.code == "standard-not-rdf"
    assert raised.value.problem.args["line"] == "2"
