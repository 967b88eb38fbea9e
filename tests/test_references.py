"""What publications refer to: which addresses are asked for, how, and when no more."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from interop_check.gather.limits import DEFAULT_ASKING
from interop_check.model import Evidence, Problem
from interop_check.origin import Fetched, OriginError
from making import artefact, gathered

MOST = DEFAULT_ASKING.references_followed
ID = "http://data.lblod.info/id/"
ONE, TWO, THREE = (f"mandatarissen/{sign * 24}" for sign in "abc")
OFFICE_HOLDER = "<{0}> a <http://data.vlaanderen.be/ns/mandaat#Mandataris> ."


def page(*addresses: str) -> str:
    links = "".join(f'<link property="besluit:heeftAanwezige" href="{one}">' for one in addresses)
    return f'<body prefix="besluit: http://data.vlaanderen.be/ns/besluit#" about="http://e/s">{links}'


class Network:
    """Answers by address, and what was asked for; what is not there has status 404."""

    def __init__(self, answers: Mapping[str, str], problem: str = "gateway-status") -> None:
        self.answers = answers
        self.problem = problem
        self.asked: list[str] = []

    def __call__(self, address: str, _most: int, _accept: str = "", /) -> Fetched:
        self.asked.append(address)
        if address not in self.answers:
            raise OriginError(self.problem, url=address, status="404")
        return Fetched(self.answers[address].encode(), "text/turtle")


def followed(folder: Path, network: Network, *pages: str, section: str = "publications") -> list[Evidence]:
    files = {f"{number}.html": text for number, text in enumerate(pages)}
    evidence = gathered(folder, files, [artefact(name, section) for name in files], None, network)
    return [one for one in evidence if one.kind == "reference"]


def test_each_address_is_asked_for_once_by_https_and_named_as_it_is_written(tmp_path: Path) -> None:
    network = Network({f"https{(ID + ONE)[4:]}": OFFICE_HOLDER.format(ID + ONE)})
    found = followed(tmp_path, network, page(ID + ONE, ID + TWO), page(ID + ONE))
    assert network.asked == [f"https{(ID + one)[4:]}" for one in (ONE, TWO)]
    assert [(one.source, one.content is not None) for one in found] == [(ID + ONE, True), (ID + TWO, False)]


@pytest.mark.parametrize(
    "address",
    [
        "http://data.example/id/mandatarissen/" + "a" * 24,
        f"{ID}zittingen/{'a' * 24}",
        f"{ID}mandatarissen/burgemeester",
        f"{ID}mandatarissen/{'a' * 24}?key=secret",
        f"{ID}mandatarissen/{'a' * 24}/verder",
    ],
)
def test_other_addresses_are_not_asked_for(address: str, tmp_path: Path) -> None:
    network = Network({})
    assert followed(tmp_path, network, page(address)) == []
    assert network.asked == []


def test_only_publications_are_followed(tmp_path: Path) -> None:
    network = Network({})
    assert followed(tmp_path, network, page(ID + ONE), section="datasets") == []


@pytest.mark.parametrize("problem", ["network-off", "gateway-name", "gateway-timeout"])
def test_a_host_that_cannot_be_reached_is_asked_once(problem: str, tmp_path: Path) -> None:
    network = Network({}, problem)
    (one,) = followed(tmp_path, network, page(ID + ONE, ID + TWO, ID + THREE))
    assert one.problem is not None
    assert (one.problem.code, len(network.asked)) == (problem, 1)


def test_there_is_an_end_to_what_is_followed(tmp_path: Path) -> None:
    network = Network({})
    many = [f"{ID}personen/{number:024x}" for number in range(MOST + 10)]
    *found, left = followed(tmp_path, network, page(*many))
    assert len(found) == len(network.asked) == MOST
    assert left.problem == Problem(
        code="references-left", args={"name": "references_followed", "limit": str(MOST)}
    )
    assert left.source == "0.html"
