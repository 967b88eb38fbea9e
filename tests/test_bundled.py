"""Shapes of our own give the verdicts of the official ones on real data; each difference has a name."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest

from interop_check import shacl
from interop_check.profiles import folders
from interop_check.rdf.parse import SyntaxProblem, media_type
from interop_check.rdf.table import Table, read
from interop_check.standards.claims import Found
from interop_check.standards.library import Library
from interop_check.standards.shipped import BUNDLED, shipped
from running import SOLUTIONS, bare

OWN = shipped(folders().values())
DCAT = "http://www.w3.org/ns/dcat#"

MISSPELT = MappingProxyType(
    {
        f"<{DCAT}servesdataset>": "misspelt: nobody's data has this property, so it never fires",
        f"<{DCAT}servesDataset>": "what is meant by dcat:servesdataset",
        f"<{DCAT}mediatype>": "misspelt: nobody's data has this property, so it never fires",
        f"<{DCAT}mediaType>": "what is meant by dcat:mediatype",
    }
)
NAMED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # path of the official rule: the defect that keeps ours from being the same
        "DCAT-AP-VL@2022-04-21": MISSPELT,
        "metadata-dcat@2021-04-22": MISSPELT,
        "vrachtwagenparkeren@2023-11-30": {
            "<https://data.vlaanderen.be/ns/mobiliteit/trips-en-aanbod#Boeking.status>": (
                "its code list is the address of a PDF: no concept is ever in it"
            )
        },
    }
)
BIG = 2_000_000


class Verdict(NamedTuple):
    """What one file gets: results and open values, each with the path it is about; what was looked at."""

    results: frozenset[tuple[str, str | None, str, str, str]]
    unknown: frozenset[tuple[str, str | None, str, str]]
    looked_at: tuple[int, int]


@cache
def corpus(shared: Path) -> Mapping[str, Table]:
    return dict(_readable(shared / "corpora")) | dict(_readable(SOLUTIONS))


def _readable(root: Path) -> Iterator[tuple[str, Table]]:
    for path in sorted(one for one in root.rglob("*") if one.is_file() and one.stat().st_size < BIG):
        data = path.read_bytes()
        media = media_type(path.name, data)
        try:
            yield str(path), read(data, media or "")
        except SyntaxProblem:
            continue


def verdict(data: Table, shapes: shacl.Shapes) -> Verdict:
    found = shacl.validate(data, shapes)
    return Verdict(
        frozenset((str(r.focus), r.path, str(r.value), r.component, r.severity) for r in found.results),
        frozenset((str(n.focus), n.path, str(n.value), n.klass) for n in found.not_checkable),
        (sum(bool(count) for count in found.focus_nodes.values()) and found.targeted, found.typed),
    )


def found(library: Library, label: str) -> Found:
    one = library.find(label)
    assert isinstance(one, Found)
    return one


def test_there_are_shapes_of_our_own_for_open_data_and_for_what_the_good_sample_claims() -> None:
    assert set(OWN.shapes) == {
        "DCAT-AP-VL@2022-04-21",
        "metadata-dcat@2021-04-22",
        "besluit-publicatie@2025-12-11",
        "organisatie-basis@niet-bepaald",
        "vrachtwagenparkeren@2023-11-30",
    }


@pytest.mark.parametrize("label", sorted(OWN.shapes))
def test_own_shapes_load_whole_under_a_name_of_their_own(label: str, shared: Path) -> None:
    version = found(bare(shared / "standards"), label).version
    loaded = OWN.bundled(version)
    assert loaded is not None
    shapes = shacl.load_shapes(loaded.triples)
    assert shapes.defects == ()
    assert all(shape.id.startswith(f"urn:interop-check:shapes:{label}#") for shape in shapes.core)
    (used,) = loaded.used
    assert (used.basis, used.url) == (BUNDLED, f"urn:interop-check:shapes:{label}")


@pytest.mark.parametrize("label", sorted(OWN.shapes))
def test_own_shapes_judge_real_data_as_the_official_ones_do(label: str, shared: Path) -> None:
    library = bare(shared / "standards")
    one = found(library, label)
    own = OWN.bundled(one.version)
    assert own is not None
    official, ours = shacl.load_shapes(library.shapes(one).triples), shacl.load_shapes(own.triples)
    judged, differing = Counter[str](), Counter[str | None]()
    for table in corpus(shared).values():
        left, right = verdict(table, official), verdict(table, ours)
        assert left.looked_at == right.looked_at
        judged["files"] += bool(left.looked_at[0])
        judged["results"] += len(left.results)
        differing.update(path for _, path, *_ in left.results ^ right.results)
        differing.update(path for _, path, *_ in left.unknown ^ right.unknown)
    assert set(differing) <= NAMED.get(label, {}).keys(), differing
    assert judged["files"] >= 30, "else nothing was compared"
    assert judged["results"] >= 20, "else nothing was compared"


def test_every_named_difference_is_one_between_the_shapes(shared: Path) -> None:
    library = bare(shared / "standards")
    for label, differences in NAMED.items():
        one = found(library, label)
        own = OWN.bundled(one.version)
        assert own is not None
        written = ({str(t.object) for t in triples} for triples in (library.shapes(one).triples, own.triples))
        official, ours = written
        for path, why in differences.items():
            assert (path in official) != (path in ours) or "code list" in why, path
