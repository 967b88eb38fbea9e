"""Looking identifiers up: which few, in what order, never more than allowed, recorded and replayed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from interop_check.examiners import examiners
from interop_check.gather import gather
from interop_check.gather.limits import DEFAULT_ASKING
from interop_check.gather.recording import Recorder, load
from interop_check.gather.source import Source
from interop_check.model import INTERRUPTED, Evidence, Problem, Tally
from interop_check.origin import Fetch, Fetched, OriginError
from making import artefact

HOST = "https://data.parkeerdata-proef.be/id/zaal"


def data(folder: Path, *iris: str) -> None:
    folder.mkdir(exist_ok=True)
    text = "".join(f"<{iri}> a <http://e/C> .\n" for iri in iris)
    (folder / "a.ttl").write_text(text, encoding="utf-8")


def answering(asked: list[str], answer: Callable[[str], bytes]) -> Fetch:
    def fetch(address: str, _most: int, _accept: str = "", /) -> Fetched:
        asked.append(address)
        return Fetched(answer(address), None)

    return fetch


def described(address: str) -> bytes:
    return f"<{address}> a <http://e/C> .".encode()


def looked_up(evidence: tuple[Evidence, ...]) -> list[Evidence]:
    return [one for one in evidence if one.kind == "dereferenced"]


@pytest.mark.parametrize(
    ("count", "chosen"), [(0, []), (1, [0]), (5, [0, 1, 2, 3, 4]), (6, [0, 1, 2, 3, 5]), (1000, [])]
)
def test_a_few_identifiers_are_chosen_evenly_and_always_the_same(
    count: int, chosen: list[int], tmp_path: Path
) -> None:
    data(tmp_path, *(f"{HOST}/{number:04}" for number in range(count)))
    most, told = DEFAULT_ASKING.identifiers_looked_up, DEFAULT_ASKING.told("identifiers_looked_up")
    asked: list[str] = []
    for _ in range(2):
        evidence = gather([artefact("a.ttl")], Source(root=tmp_path, fetch=answering(asked, described)))
        found = [one for one in looked_up(evidence) if one.content]
        assert len(found) == min(count, most)
        left = [(one.source, one.problem) for one in looked_up(evidence) if one.problem]
        assert left == ([("a.ttl", Problem(code="identifiers-left", args=told))] if count > most else [])
    half = len(asked) // 2
    assert asked[:half] == asked[half:]
    if chosen:
        assert asked[:half] == [f"{HOST}/{number:04}" for number in chosen]
    elif count:
        assert (asked[0], asked[half - 1]) == (f"{HOST}/0000", f"{HOST}/0999")


def test_while_the_network_is_off_one_address_is_tried_and_no_more(tmp_path: Path) -> None:
    data(tmp_path, f"{HOST}/a", f"{HOST}/b")
    asked: list[str] = []

    def off(_: str) -> bytes:
        raise OriginError("network-off")

    (one,) = looked_up(gather([artefact("a.ttl")], Source(root=tmp_path, fetch=answering(asked, off))))
    assert one.problem is not None
    assert one.problem.code == "network-off"
    assert asked == [f"{HOST}/a"]


def test_an_interrupt_ends_the_looking_up_and_not_the_run(tmp_path: Path) -> None:
    data(tmp_path, f"{HOST}/a", f"{HOST}/b", f"{HOST}/c")
    asked: list[str] = []

    def broken_off(address: str) -> bytes:
        if address.endswith("b"):
            raise KeyboardInterrupt
        return described(address)

    evidence = gather([artefact("a.ttl")], Source(root=tmp_path, fetch=answering(asked, broken_off)))
    first, second = looked_up(evidence)
    assert first.problem is None
    assert second.problem is not None
    assert second.problem.code == INTERRUPTED
    assert examiners()["dereferencing"](evidence, {}).tallies == {"oslo/id-resolves": Tally(1, 0, 1)}


def test_after_an_interrupt_nothing_is_looked_up(tmp_path: Path) -> None:
    data(tmp_path, f"{HOST}/a")
    asked: list[str] = []

    def broken_off(_: str) -> bytes:
        raise KeyboardInterrupt

    artefacts = [artefact("a.ttl"), artefact("https://data.parkeerdata-proef.be/x.ttl")]
    evidence = gather(artefacts, Source(root=tmp_path, fetch=answering(asked, broken_off)))
    assert asked == ["https://data.parkeerdata-proef.be/x.ttl"]
    assert looked_up(evidence) == []


def test_what_was_looked_up_is_recorded_and_replayed(tmp_path: Path) -> None:
    data(tmp_path / "in", f"{HOST}/a", f"{HOST}/b")
    asked: list[str] = []

    def answer(address: str) -> bytes:
        if address.endswith("b"):
            raise OriginError("gateway-status", url=address, status="404")
        return described(address)

    recorder = Recorder(
        inner=Source(root=tmp_path / "in", fetch=answering(asked, answer)), folder=tmp_path / "kept"
    )
    live = gather([artefact("a.ttl")], recorder)
    run = {"command": ["check"], "profiles": [], "lang": "nl", "as_of": "2026-11-15", "offline": False}
    recorder.close({**run, "max_findings": 100, "artefacts": []})
    replayed = gather([artefact("a.ttl")], load(tmp_path / "kept"))
    assert len(asked) == 2
    examine = examiners()["dereferencing"]
    assert examine(live, {}).tallies == examine(replayed, {}).tallies == {"oslo/id-resolves": Tally(2, 1)}
    assert [(one.source, one.sha256, one.problem) for one in looked_up(live)] == [
        (one.source, one.sha256, one.problem) for one in looked_up(replayed)
    ]
