import hashlib
import os
import socket
from collections.abc import Mapping
from pathlib import Path

import pytest

from interop_check.gather import gather, gatherers
from interop_check.gather.limits import Reading
from interop_check.gather.source import Source
from interop_check.model import Evidence, Problem
from interop_check.origin import Fetched, OriginError
from interop_check.rdf.parse import ACCEPT
from interop_check.solution import SECTIONS, load_solution
from making import Standard, artefact, gathered, library

SOLUTIONS = Path(__file__).resolve().parent.parent / "fixtures" / "solutions"
KINDS = {
    "apis": "api",
    "datasets": "data",
    "streams": "stream",
    "publications": "publication",
    "catalogues": "catalogue",
    "repositories": "repository",
    "documents": "document",
}
TURTLE = "<http://e/a> a <http://e/C> ."
OPENAPI = 'openapi: 3.1.1\ninfo: {title: A, version: "1"}\npaths: {}\n'
SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e/S> a sh:NodeShape ; sh:targetClass <http://e/C> ; sh:nodeKind sh:IRI .
"""


def problem_of(evidence: Evidence | tuple[Evidence, ...]) -> tuple[str, Mapping[str, str]]:
    one = evidence if isinstance(evidence, Evidence) else evidence[0]
    assert one.problem is not None
    assert one.content is None
    return one.problem.code, one.problem.args


# ---------------------------------------------------------------- the gatherers


def test_every_section_of_the_manifest_has_a_gatherer_of_its_own_kind() -> None:
    assert {section: one.kind for section, one in gatherers().items()} == KINDS
    assert set(KINDS) == set(SECTIONS)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_byte_is_hashed_whatever_the_section(section: str, tmp_path: Path) -> None:
    text = OPENAPI if section == "apis" else TURTLE
    (one, *_) = gathered(tmp_path, {"a.ttl": text}, [artefact("a.ttl", section, title="T")])
    assert one.kind == KINDS[section]
    assert one.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (one.source, one.size, one.problem) == ("a.ttl", len(text), None)
    assert one.content is not None
    assert one.about["id"] == "a.ttl"
    assert one.about["title"] == "T"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_problem_is_kept_as_a_value_whatever_the_section(section: str, tmp_path: Path) -> None:
    (one, *_) = gathered(tmp_path, {}, [artefact("gone.ttl", section)])
    assert problem_of(one) == ("file-absent", {"location": "gone.ttl", "detail": "FileNotFoundError"})
    assert (one.sha256, one.size) == (None, 0)


def test_evidence_comes_in_the_order_of_the_artefacts_and_standards_after_it(tmp_path: Path) -> None:
    files = {"b.ttl": TURTLE, "a.md": "x", "s.ttl": SHAPES}
    artefacts = [artefact("b.ttl", shapes=("s.ttl",)), artefact("a.md", "documents")]
    found = gathered(tmp_path, files, artefacts)
    assert [(one.kind, one.source) for one in found] == [
        ("data", "b.ttl"),
        ("document", "a.md"),
        ("standard", "s.ttl"),
    ]


@pytest.mark.parametrize("name", ["parkeerwijzer-goed", "parkeerwijzer-gebrekkig"])
def test_every_artefact_of_the_samples_gives_evidence(name: str) -> None:
    folder = SOLUTIONS / name
    solution = load_solution((folder / "solution.yaml").read_bytes(), "solution.yaml")
    found = gather(solution.artefacts, Source(root=folder))
    assert {one.about["id"] for one in found if one.kind in KINDS.values()} == {
        a.id for a in solution.artefacts
    }
    assert all(one.sha256 or one.problem for one in found)


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    "location",
    ["../secret", "/etc/passwd", "a/../../secret", "link", "linked/secret", "loop", "~/x", "C:x"],
)
def test_nothing_outside_the_folder_is_read(location: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "secret").write_text("s")
    (root / "link").symlink_to(tmp_path / "secret")
    (root / "linked").symlink_to(tmp_path)
    (root / "loop").symlink_to(root / "loop")
    assert Source(root=root).read(location) == Problem(code="location-outside", args={"location": location})


def test_a_link_that_stays_inside_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "link").symlink_to("a")
    assert Source(root=tmp_path).read("link") == b"x"


def test_a_path_on_the_command_line_may_lead_anywhere(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "root").mkdir()
    assert Source(root=tmp_path / "root", strict=False).read("../a") == b"x"
    assert Source(root=Path(), strict=False).read(str(tmp_path / "a")) == b"x"


@pytest.mark.parametrize("strict", [True, False])
@pytest.mark.parametrize(
    ("location", "code", "detail"),
    [
        ("gone", "file-absent", "FileNotFoundError"),
        ("folder", "is-folder", "IsADirectoryError"),
        ("file/x", "file-unreadable", "NotADirectoryError"),
        ("x" * 300, "file-unreadable", "OSError"),
        ("a\0b", "file-unreadable", "ValueError"),
        ("pipe", "file-unreadable", "SpecialFile"),
        ("socket", "file-unreadable", "SpecialFile"),
    ],
)
def test_what_is_no_readable_file_is_told_and_never_waited_for(
    location: str,
    code: str,
    detail: str,
    *,
    strict: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        found = Source(root=tmp_path, strict=strict).read(location)
    if "\0" in location and strict:
        assert found == Problem(code="location-outside", args={"location": location})
    else:
        assert found == Problem(code=code, args={"location": location, "detail": detail})


def test_a_file_that_may_not_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(_: Path) -> bytes:
        raise PermissionError

    (tmp_path / "a").write_text("x")
    monkeypatch.setattr(Path, "read_bytes", denied)
    found = Source(root=tmp_path).read("a")
    assert found == Problem(code="file-unreadable", args={"location": "a", "detail": "PermissionError"})


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x" * 11)
    assert Source(root=tmp_path, reading=Reading(file_bytes=11)).read("a") == b"x" * 11
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    assert Source(root=tmp_path, reading=Reading(file_bytes=10)).read("a") == Problem(
        code="file-too-large", args={"location": "a", "name": "file_bytes", "limit": "10"}
    )


# ---------------------------------------------------------------- folders


def test_a_folder_is_the_digests_of_its_files(tmp_path: Path) -> None:
    files = {"r/b.txt": "b", "r/a/c.txt": "c", "r/.git/config": "hidden", "r/.env": "hidden"}
    (one,) = gathered(tmp_path, files, [artefact("r", "repositories")])
    assert one.problem is None
    assert one.content == {
        name: hashlib.sha256(text.encode()).hexdigest() for name, text in (("a/c.txt", "c"), ("b.txt", "b"))
    }
    assert one.size == 2
    (changed,) = gathered(tmp_path, {"r/b.txt": "B"}, [artefact("r", "repositories")])
    (renamed,) = gathered(tmp_path, {"q/d.txt": "b", "q/a/c.txt": "c"}, [artefact("q", "repositories")])
    assert len({one.sha256, changed.sha256, renamed.sha256}) == 3


def test_a_link_out_of_a_folder_is_no_file_of_it(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    root = tmp_path / "root"
    (root / "r").mkdir(parents=True)
    (root / "r" / "a").write_text("x")
    (root / "r" / "link").symlink_to(tmp_path / "secret")
    (root / "r" / "loop").symlink_to("loop")
    assert Source(root=root).files("r") == ("a",)


# ---------------------------------------------------------------- addresses


def test_nothing_is_fetched_while_the_network_is_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    found = gathered(tmp_path, {}, [artefact("http://e.example/a.ttl")])
    assert problem_of(found)[0] == "network-off"


def test_what_is_fetched_is_hashed_and_parsed(tmp_path: Path) -> None:
    asked: list[tuple[str, int, str]] = []

    def fetch(address: str, max_bytes: int, accept: str = "", /) -> Fetched:
        asked.append((address, max_bytes, accept))
        return Fetched(TURTLE.encode(), "text/turtle")

    source = Source(root=tmp_path, fetch=fetch, reading=Reading(file_bytes=99))
    (one,) = gather([artefact("https://e.example/a.ttl")], source)
    assert asked == [("https://e.example/a.ttl", 99, ACCEPT)]
    assert len(one.content.table) == 1


def test_why_an_address_gave_nothing_is_kept(tmp_path: Path) -> None:
    def fetch(address: str, max_bytes: int, accept: str = "", /) -> Fetched:  # noqa: ARG001 - the shape of a fetch
        raise OriginError("gateway-status", status="404")

    found = gather([artefact("https://e.example/a.ttl")], Source(root=tmp_path, fetch=fetch))
    assert problem_of(found)[0] == "gateway-status"
    assert problem_of(found)[1]["status"] == "404"


# ---------------------------------------------------------------- linked data


@pytest.mark.parametrize(
    ("name", "text", "media", "triples"),
    [
        ("a.ttl", TURTLE, "text/turtle", 1),
        ("a.nt", TURTLE.replace(" a ", " <http://e/p> "), "application/n-triples", 1),
        ("a.trig", f"<http://e/g> {{ {TURTLE} }}", "application/trig", 1),
        ("a.jsonld", '{"@id": "http://e/a", "@type": "http://e/C"}', "application/ld+json", 1),
        ("a.ttl", "# nothing", "text/turtle", 0),
    ],
)
def test_data_is_parsed_once_into_a_table(
    name: str, text: str, media: str, triples: int, tmp_path: Path
) -> None:
    (one,) = gathered(tmp_path, {name: text}, [artefact(name)])
    assert one.problem is None
    assert one.media_type == media
    assert len(one.content.table) == triples
    assert one.content.data == text.encode()


@pytest.mark.parametrize(
    ("name", "text", "code", "line"),
    [
        ("a.ttl", "<http://e/a> a\n<", "rdf-syntax", 2),
        ("a.jsonld", '{"@id": \n', "json-syntax", 2),
        ("a.jsonld", '{"a": NaN}', "json-number", None),
        ("a.jsonld", '{"@id": "http://e/a", "@id": "http://e/b"}', "rdf-syntax", None),
        ("a.rdf", '<!DOCTYPE r [<!ENTITY a "b">]><r/>', "rdf-syntax", 1),
        ("a.pdf", "%PDF", "not-rdf", None),
        ("a", "no data", "not-rdf", None),
        ("a.json", '{"plain": 1}', "not-rdf", None),
        ("a.jsonld", '{"@context": "http://e.example/c", "@id": "x"}', "context-unknown", None),
        ("a.jsonld", '{"@context": "file:///etc/passwd", "@id": "x"}', "context-outside", None),
        ("a.jsonld", '{"@context": "../c.jsonld", "@id": "x"}', "context-outside", None),
        ("a.jsonld", '{"@context": "c.jsonld", "@id": "x"}', "context-absent", None),
    ],
)
def test_data_that_cannot_be_read_says_why_and_where(
    name: str, text: str, code: str, line: int | None, tmp_path: Path
) -> None:
    (one,) = gathered(tmp_path, {name: text}, [artefact(name)])
    assert problem_of(one)[0] == code
    assert one.problem is not None
    assert one.problem.line == line
    assert one.sha256 == hashlib.sha256(text.encode()).hexdigest(), "what was read is named all the same"


def test_background_is_evidence_of_its_own_and_is_not_judged(tmp_path: Path) -> None:
    files = {"a.ttl": TURTLE, "k.ttl": TURTLE}
    found = gathered(tmp_path, files, [artefact("a.ttl", background=("k.ttl", "gone.ttl"))])
    assert [(one.kind, one.source) for one in found] == [
        ("data", "a.ttl"),
        ("background", "k.ttl"),
        ("background", "gone.ttl"),
    ]
    assert problem_of(found[2])[0] == "file-absent"


# ---------------------------------------------------------------- what the data claims


OFFICIAL = (
    Standard(id="pand", version="2020-01-01", shapes=SHAPES),
    Standard(id="pand", version="2024-01-01", shapes=SHAPES),
    Standard(id="kaal", version="2024-01-01"),
    Standard(id="leeg", version="2024-01-01", shapes="# nothing"),
    Standard(id="stuk", version="2024-01-01", shapes="<x"),
    Standard(id="weg", version="2024-01-01", shapes=SHAPES, state="absent"),
    Standard(id="anders", version="2024-01-01", shapes=SHAPES, state="changed"),
    Standard(
        id="ontwerp",
        version="2024-01-01",
        shapes=SHAPES,
        status="ontwerpstandaard",
        register_status="OntwerpStandaard",
    ),
)


def claimed(tmp_path: Path, claim: str) -> Evidence:
    known = library(tmp_path / "mirror", OFFICIAL)
    found = gathered(tmp_path, {"a.ttl": TURTLE}, [artefact("a.ttl", standards=(claim,))], known)
    (one,) = [e for e in found if e.kind == "standard"]
    return one


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (
            "pand@2024-01-01",
            {"version": "2024-01-01", "version_named": True, "recognised": True, "newer": ""},
        ),
        ("pand@2020-01-01", {"version": "2020-01-01", "version_named": True, "newer": "2024-01-01"}),
        ("pand", {"version": "2024-01-01", "version_named": False}),
        ("ontwerp@2024-01-01", {"recognised": False}),
    ],
)
def test_a_standard_that_is_at_hand_is_loaded_and_described(
    claim: str, expected: dict[str, object], tmp_path: Path
) -> None:
    one = claimed(tmp_path, claim)
    assert one.problem is None
    assert not one.content.is_empty
    assert one.about["claims"] == (claim,)
    assert {key: one.about[key] for key in expected} == expected
    assert [used.sha256 for used in one.about["used"]] == [one.sha256]


@pytest.mark.parametrize(
    ("claim", "code", "known"),
    [
        ("padn", "standard-unknown", False),
        ("pand@1999-01-01", "standard-without-shapes", True),
        ("kaal@2024-01-01", "standard-without-shapes", True),
        ("leeg@2024-01-01", "standard-empty", True),
        ("stuk@2024-01-01", "standard-not-rdf", True),
        ("weg@2024-01-01", "standard-absent", True),
        ("anders@2024-01-01", "standard-changed", True),
    ],
)
def test_a_standard_that_cannot_be_used_says_why(
    claim: str,
    code: str,
    *,
    known: bool,
    tmp_path: Path,
) -> None:
    one = claimed(tmp_path, claim)
    assert problem_of(one)[0] == code
    assert bool(one.about.get("id")) is known


def test_a_misspelt_standard_is_met_with_a_suggestion(tmp_path: Path) -> None:
    assert problem_of(claimed(tmp_path, "padn"))[1] == {"suggestion": "pand"}


def test_without_standards_a_claim_stays_open(tmp_path: Path) -> None:
    found = gathered(tmp_path, {"a.ttl": TURTLE}, [artefact("a.ttl", standards=("pand",))])
    assert problem_of(found[1])[0] == "no-standards"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("s.ttl", "# nothing", "shapes-empty"),
        ("s.ttl", "<http://e/S> a <http://www.w3.org/ns/shacl#NodeShape> .", "shapes-empty"),
        ("s.ttl", "<x", "rdf-syntax"),
        ("s.pdf", "%PDF", "not-rdf"),
        (".", "", "is-folder"),
        ("gone.ttl", "", "file-absent"),
        ("../s.ttl", "", "location-outside"),
        ("http://e.example/s.ttl", "", "network-off"),
    ],
)
def test_own_shapes_that_cannot_be_used_say_why(name: str, text: str, code: str, tmp_path: Path) -> None:
    files = {"a.ttl": TURTLE, **({name: text} if text else {})}
    found = gathered(tmp_path, files, [artefact("a.ttl", shapes=(name,))])
    assert found[1].about["own"] is True
    assert problem_of(found[1])[0] == code


def test_a_claim_of_several_datasets_is_loaded_once(tmp_path: Path) -> None:
    files = {"a.ttl": TURTLE, "b.ttl": TURTLE, "s.ttl": SHAPES}
    artefacts = [artefact(name, standards=("pand",), shapes=("s.ttl",)) for name in ("a.ttl", "b.ttl")]
    known = library(tmp_path / "mirror", OFFICIAL)
    found = gathered(tmp_path, files, artefacts, known)
    assert [one.about["label"] for one in found if one.kind == "standard"] == ["s.ttl", "pand@2024-01-01"]
