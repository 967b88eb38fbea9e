import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from interop_check import yamlfile
from interop_check.model import Problem
from interop_check.rdf.coercion import Fault, fault
from interop_check.rdf.context_terms import definitions
from interop_check.rdf.contexts import ContextError, inline, read_json
from interop_check.rdf.iris import is_placeholder
from interop_check.standards.catalogue import load_catalogue
from interop_check.standards.contexts import Context, load, resolver, unpinned
from interop_check.standards.mirror import Mirror
from interop_check.standards.official_contexts import read_contexts

PINS = Path(__file__).resolve().parents[1] / "profiles" / "oslo" / "pins.yaml"
CATALOGUE = load_catalogue(yamlfile.load(PINS.read_bytes(), "pins.yaml").value)
CONTEXTS = [pin for pin in CATALOGUE.pins() if pin.kind == "context"]
DOC = "https://data.vlaanderen.be/doc/applicatieprofiel/"
PERCEEL = DOC + "perceel/erkendestandaard/2020-06-18/context/perceel.jsonld"
NOT_JSON = {
    "begraafplaatsenbeheer": (121, 3),
    "begroeid-voorkomen": (45, 11),
    "besluit-mobiliteit": (302, 3),
    "dienst-transactiemodel": (47, 3),
    "logies-basis": (30, 3),
    "notificatie-basis": (146, 3),
    "openbaar-domein": (81, 3),
    "organisatie-basis": (190, 3),
    "subsidieregister": (165, 3),
    "vegetatie-elementen": (79, 1),
    "watervoorkomen": (10, 2),
    "wegenregister": (157, 3),
}


@pytest.fixture
def mirror(shared: Path) -> Mirror:
    return Mirror(shared / "standards")


def test_the_contexts_that_cannot_be_used_are_defects_of_the_standard_with_their_place(
    mirror: Mirror,
) -> None:
    found = {pin.url.split("/")[5]: load(CATALOGUE, mirror, pin.url) for pin in CONTEXTS}
    problems = {name: one for name, one in found.items() if isinstance(one, Problem)}
    unusable = problems.pop("verkeersborden")
    assert (unusable.code, unusable.args["detail"]) == ("context-unusable", "Inconsistent expansion")
    assert {one.code for one in problems.values()} == {"context-not-json"}
    assert {name: (one.line, one.column) for name, one in problems.items()} == NOT_JSON
    assert len(CONTEXTS) - len(NOT_JSON) == 30


def test_every_other_context_can_be_used_by_a_json_ld_parser(mirror: Mirror) -> None:
    resolve = resolver(CATALOGUE, mirror)
    for pin in CONTEXTS:
        if pin.url.split("/")[5] not in {*NOT_JSON, "verkeersborden"}:
            data = json.dumps(
                {"@context": pin.url, "@id": "https://example.org/id/1", "@type": "https://e/T"}
            )
            inlined = inline(data.encode(), resolve)
            assert (inlined.used, inlined.missing) == ((pin.url,), ())
            assert len(list(ox.parse(inlined.to_bytes(), ox.RdfFormat.JSON_LD))) == 1


@pytest.mark.parametrize("url", [PERCEEL, PERCEEL.replace("https:", "http:"), PERCEEL + "#"])
def test_spellings_of_one_address_give_the_same_pin(mirror: Mirror, url: str) -> None:
    found = load(CATALOGUE, mirror, url)
    assert isinstance(found, Context)
    assert (found.pin.url, found.version.label) == (PERCEEL, "perceel@2020-06-18")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://data.vlaanderen.be/context/perceel.jsonld", "context-unversioned"),
        (DOC + "perceel/context/perceel.jsonld", "context-unversioned"),
        (DOC + "ldes/erkendestandaard/2022-12-01/context/ldes.jsonld", "context-unpinned"),
        ("https://data.test-vlaanderen.be/context/perceel.jsonld", "context-test-host"),
        ("https://data.dev-vlaanderen.be/context/perceel.jsonld", "context-test-host"),
        ("https://test.data.vlaanderen.be/doc/x/ontwerpstandaard/2025/context/x.jsonld", "context-test-host"),
        ("https://raw.githubusercontent.com/iemand/x/main/perceel.jsonld", "context-code-host"),
        ("https://iemand.github.io/perceel.jsonld", "context-code-host"),
        ("https://www.w3.org/ns/activitystreams", "context-unknown"),
        ("https://notgithub.com/x.jsonld", "context-unknown"),
        ("perceel.jsonld", "context-unknown"),
        ("https://[broken/x", "context-unknown"),
    ],
)
def test_an_address_that_is_not_pinned_is_not_mapped_to_one_that_is(
    mirror: Mirror, url: str, code: str
) -> None:
    found = load(CATALOGUE, mirror, url)
    assert isinstance(found, Problem)
    assert found.code == code
    assert found == unpinned(url)
    assert resolver(CATALOGUE, mirror)(url) is None


def test_a_changed_or_absent_context_is_not_used(tmp_path: Path, shared: Path) -> None:
    absent = load(CATALOGUE, Mirror(tmp_path), PERCEEL)
    assert isinstance(absent, Problem)
    assert absent.code == "standard-absent"
    path = PERCEEL.removeprefix("https://data.vlaanderen.be/")
    (tmp_path / path).parent.mkdir(parents=True)
    shutil.copyfile(shared / "standards" / path, tmp_path / path)
    (tmp_path / path).chmod(0o644)
    assert isinstance(load(CATALOGUE, Mirror(tmp_path), PERCEEL), Context)
    (tmp_path / path).write_bytes((tmp_path / path).read_bytes() + b"\n")
    changed = load(CATALOGUE, Mirror(tmp_path), PERCEEL)
    assert isinstance(changed, Problem)
    assert changed.code == "standard-changed"


def test_the_defects_of_the_contexts_are_as_many_as_were_counted(mirror: Mirror) -> None:
    """Of 30 that are JSON; elsewhere 40 were counted, ten of them made again and no publication.

    There it was 1,187 classes, 208 langStrings, 107 Literals, 33 placeholders and 35 names in 4,161 terms;
    the classes with schema.org's two URLs, which are a datatype.
    """
    counts: Counter[str] = Counter()
    for pin in CONTEXTS:
        try:
            document: Any = read_json(mirror.read(pin))
        except ContextError:
            continue
        for _, one in definitions(document["@context"]):
            counts["terms"] += 1
            counts[fault(one.type) or "sound"] += 1
            counts["placeholder"] += is_placeholder(one.iri or "")
            counts["name"] += any(letter in " ()" for letter in one.name)
            counts["url"] += one.type == "http://schema.org/URL"
    assert counts == {
        "terms": 2623,
        "sound": 2623 - 498 - 103 - 40,
        Fault.CLASS: 498,
        Fault.LANGUAGE: 103,
        Fault.LITERAL: 40,
        "placeholder": 28,
        "name": 30,
        "url": 2,
    }


def test_the_terms_of_a_version_are_those_of_its_context(mirror: Mirror) -> None:
    official = read_contexts(CATALOGUE, mirror)
    assert len(official.contexts) == 30
    assert "Gebouw.ligtOp" in official.names("perceel@2020-06-18")
    assert official.names("perceel@1999-01-01") == ()


def test_no_official_context_is_taken_for_a_copy_of_another(mirror: Mirror) -> None:
    official = read_contexts(CATALOGUE, mirror)
    for one in official.contexts:
        document = read_json(mirror.read(one.pin))
        found = official.copied(document, "no digest")
        assert found is None or found.meanings == one.meanings, one.version.label
