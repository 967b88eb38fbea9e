"""The European points: the published table, and what holds of the arithmetic whatever a catalogue says."""

import os
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check import api
from interop_check.examiners.dcat import Catalogue
from interop_check.examiners.points import Assessment, Marks
from interop_check.examiners.tallying import Tallying
from interop_check.gather.data import Graph
from interop_check.model import Evidence
from interop_check.rdf.table import read

DIMENSIONS = {
    # dimension: points, in the methodology of data.europa.eu
    "findability": 100,
    "accessibility": 100,
    "interoperability": 110,
    "reusability": 75,
    "contextuality": 20,
}
BANDS = [(405, "excellent"), (351, "excellent"), (350, "good"), (221, "good"), (220, "sufficient")]
BANDS += [(121, "sufficient"), (120, "bad"), (0, "bad")]

ADDRESSES = ("http://e/access", "http://e/download")
LINES = (
    'dcat:keyword "k"',
    "dcat:theme <http://publications.europa.eu/resource/authority/data-theme/TRAN>",
    'dcat:theme "verkeer"',
    "dct:spatial <http://e/place>",
    "dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC>",
    "dcat:contactPoint <http://e/desk>",
    "dcat:distribution <http://e/{n}/x>",
    "dcat:distribution <http://e/{n}/y>",
)
DISTRIBUTION = (
    "dcat:accessURL <http://e/access>",
    "dcat:downloadURL <http://e/download>",
    "dct:format <http://publications.europa.eu/resource/authority/file-type/CSV>",
    "dct:license <http://publications.europa.eu/resource/authority/licence/CC0>",
    "dcat:byteSize 12",
)
PREFIXES = "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"

some = settings(max_examples=60, deadline=None, derandomize="CI" in os.environ, database=None)
statements = st.lists(st.sampled_from(LINES), unique=True)
distributions = st.lists(st.sampled_from(DISTRIBUTION), unique=True)
statuses: st.SearchStrategy[Mapping[str, str]] = st.dictionaries(
    st.sampled_from(ADDRESSES), st.sampled_from(["200", "301", "404", "500"])
)


def _marks() -> Marks:
    (params,) = (one.params for one in api.load_profile("metadata").criteria if one.id == "META-10")
    return Marks(params["marks"], params["lists"])


MARKS = _marks()


def catalogue(*datasets: tuple[list[str], list[str]]) -> Catalogue:
    """Return a catalogue; of each dataset what it says, and what each of its distributions does."""
    told = [PREFIXES]
    for number, (lines, given_) in enumerate(datasets):
        described = " ; ".join(["a dcat:Dataset", *lines]).replace("{n}", str(number))
        told.append(f"<http://e/{number}> {described} .")
        told += [
            f"<http://e/{number}/{one}> {' ; '.join(['a dcat:Distribution', *given_])} ." for one in "xy"
        ]
    data = "\n".join(told).encode()
    graph = Graph(table=read(data, "text/turtle"), data=data, media="text/turtle")
    evidence = Evidence(kind="catalogue", source="c.ttl", size=len(data), content=graph)
    return Catalogue(evidence=evidence, tallying=Tallying.of({}))


def test_the_indicators_are_those_of_the_methodology() -> None:
    sums = dict.fromkeys(DIMENSIONS, 0)
    for one in MARKS.indicators:
        sums[one.dimension] += one.points
    assert sums == DIMENSIONS
    assert MARKS.total == 405
    assert len({one.id for one in MARKS.indicators}) == len(MARKS.indicators) == 23


@pytest.mark.parametrize(("points", "band"), BANDS)
def test_a_band_begins_where_the_methodology_says(points: int, band: str) -> None:
    assert MARKS.band(points) == band


def assessed(one: Catalogue, answers: Mapping[str, str]) -> list[Assessment]:
    return [MARKS.of_dataset(dataset, answers) for dataset in one.datasets]


@some
@given(statements, distributions, statuses)
def test_what_the_network_tells_lies_within_what_was_said_without_it(
    lines: list[str], given_: list[str], answers: Mapping[str, str]
) -> None:
    one = catalogue((lines, given_))
    (offline,), (online,) = assessed(one, {}), assessed(one, answers)
    assert 0 <= offline.least <= online.least <= online.most <= offline.most <= 405
    (everything,) = assessed(one, dict.fromkeys(ADDRESSES, "404") | dict(answers))
    assert everything.least == everything.most, "nothing is open once every address was asked"


@some
@given(statements, distributions, statuses)
def test_a_catalogue_of_one_dataset_or_of_equal_ones_has_their_points(
    lines: list[str], given_: list[str], answers: Mapping[str, str]
) -> None:
    (alone,) = assessed(catalogue((lines, given_)), answers)
    for count in (1, 2, 3):
        together = MARKS.of_all(assessed(catalogue(*[(lines, given_)] * count), answers))
        assert (together.least, together.most) == (alone.least, alone.most)


@some
@given(statements, statements)
def test_a_catalogue_has_no_more_points_than_its_best_dataset_and_no_fewer_than_its_worst(
    left: list[str], right: list[str]
) -> None:
    # without distributions: of those the shares are of all, so that a dataset with many counts for more
    one, other = ([line for line in lines if "distribution" not in line] for lines in (left, right))
    each = assessed(catalogue((one, []), (other, [])), {})
    whole = MARKS.of_all(each)
    assert min(a.least for a in each) <= whole.least <= max(a.least for a in each)
    assert min(a.most for a in each) <= whole.most <= max(a.most for a in each)


def test_without_an_address_nothing_is_open() -> None:
    (one,) = assessed(catalogue((list(LINES), [])), {})
    assert one.least == one.most > 0


def test_only_the_best_distribution_counts_for_interoperability() -> None:
    lines = [*LINES[:1], "dcat:distribution <http://e/0/x>", "dcat:distribution <http://e/0/unseen>"]
    (one,) = assessed(catalogue((lines, list(DISTRIBUTION))), {})
    counts = {measure.indicator.id: f"{measure.well} of {measure.population}" for measure in one.measures}
    assert (counts["format"], counts["licence"]) == ("1 of 1", "1 of 2")
