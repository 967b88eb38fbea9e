import hashlib
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

from interop_check import yamlfile

ROOT = Path(__file__).resolve().parents[1]
PINS = ROOT / "profiles" / "oslo" / "pins.yaml"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pin_standards", ROOT / "tools" / "pin_standards.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pins_are_what_the_tool_writes_for_the_mirror(tool: ModuleType, shared: Path) -> None:
    assert PINS.read_text(encoding="utf-8") == tool.document(shared / "standards")


def test_every_yaml_reader_reads_the_same() -> None:
    data = PINS.read_bytes()
    assert yamlfile.load(data, "pins.yaml").value == yaml.safe_load(data)


NOT_PUBLISHED = {"thema"}
"""Shapes that editors patched in their own repositories: nobody published them as a standard (ADR 3)."""


def test_every_published_file_of_the_mirror_is_pinned_once_with_its_digest(shared: Path) -> None:
    from interop_check.standards.catalogue import load_catalogue  # noqa: PLC0415

    mirror = shared / "standards"
    catalogue = load_catalogue(yamlfile.load(PINS.read_bytes(), "pins.yaml").value)
    paths = [pin.path for pin in catalogue.pins()]
    held = {
        file.relative_to(mirror).as_posix()
        for folder in mirror.iterdir()
        if folder.is_dir() and folder.name not in NOT_PUBLISHED
        for file in folder.rglob("*")
        if file.is_file() and file.suffix != ".tsv"
    }
    assert set(paths) == held
    assert len(paths) == len(held)
    for pin in catalogue.pins():
        data = (mirror / pin.path).read_bytes()
        assert (pin.sha256, pin.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_only_byte_copies_of_published_files_count_as_official(shared: Path) -> None:
    from interop_check.standards.catalogue import load_catalogue  # noqa: PLC0415

    catalogue = load_catalogue(yamlfile.load(PINS.read_bytes(), "pins.yaml").value)
    lines = (shared / "standards" / "SOURCES.tsv").read_text(encoding="utf-8").splitlines()[1:]
    doubtful = {
        line.split("\t")[0]
        for line in lines
        if re.search("REPRODUCED|transcribed|approximated|minus", line.split("\t")[8])
    }
    assert {pin.path for pin in catalogue.pins() if not pin.is_official} == doubtful
    assert len(doubtful) == 10


@pytest.mark.parametrize(
    ("note", "basis"),
    [
        ("raw copy by the publication environment", None),
        ("REPRODUCED with the official toolchain; not length-checked", "reproduced"),
        ("transcribed; length 1 equal", "transcribed"),
        ("path approximated", "approximated"),
        ("thema copy minus the added owl:imports; length 1 equal", "derived"),
    ],
)
def test_a_note_on_the_source_decides_what_a_digest_is_of(
    tool: ModuleType, note: str, basis: str | None
) -> None:
    assert tool.basis(note).get("basis") == basis


@pytest.mark.parametrize("text", ["2019-06-13", "yes", "no", "null", "1e5", "0x1", "12:30", "a: b", "é", "~"])
def test_text_that_some_reader_would_take_for_something_else_is_quoted(tool: ModuleType, text: str) -> None:
    assert yaml.safe_load(tool.scalar(text)) == text
    assert yamlfile.load(f"a: {tool.scalar(text)}".encode(), "x").value == {"a": text}


def test_the_address_without_version_status_or_index_page_names_the_profile(tool: ModuleType) -> None:
    base = "https://data.vlaanderen.be/doc/applicatieprofiel/"
    documents = f"{base}a/;{base}b/index_en.html;{base}C/kandidaatstandaard/2025-12-09/;{base}d/e;https://x/y"
    assert list(tool.profiles_in(documents)) == ["a", "b", "C", "d/e"]


@pytest.mark.parametrize(
    ("written", "date"),
    [("2018-07-20", "2018-07-20"), ("17/04/2024", "2024-04-17"), ("TBD", ""), ("N.v.t.", ""), ("", "")],
)
def test_a_date_of_the_register_is_a_date_or_nothing(tool: ModuleType, written: str, date: str) -> None:
    assert tool.iso(written) == date


def row(name: str, documents: str, category: str = "Applicatieprofiel") -> dict[str, str]:
    facts = {
        "status": "ErkendeStandaard",
        "usage": "TBD",
        "publicationDate": "TBD",
        "ackSteering": "2020-01-01",
    }
    return {"id": name, "title": name, "category": category, "specificationDocuments": documents, **facts}


def test_an_entry_names_the_profiles_it_is_of_as_their_pins_do(tool: ModuleType) -> None:
    base = "https://data.vlaanderen.be/doc/applicatieprofiel/"
    rows = [
        row("a", f"{base}Perceel/"),
        row("b", f"{base}terreindelen;{base}nieuw"),
        row("c", ";".join(base + name for name in "wxyz")),
        row("d", f"{base}perceel", category="Vocabularium"),
    ]
    entries = {one["id"]: one for one in tool.register_of(rows, ["perceel", "terreindeel"])}
    assert {name: one.get("profiles") for name, one in entries.items()} == {
        "a": ["perceel"],
        "b": ["nieuw", "terreindeel"],
        "c": None,
        "d": None,
    }
    assert entries["a"] == {
        "id": "a",
        "title": "a",
        "category": "Applicatieprofiel",
        "status": "ErkendeStandaard",
        "usage": "unknown",
        "acknowledged": "2020-01-01",
        "documents": [f"{base}Perceel/"],
        "profiles": ["perceel"],
    }


def test_wrong_use_of_the_tool_says_how(tool: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main([]) == 2
    assert "usage" in capsys.readouterr().err
