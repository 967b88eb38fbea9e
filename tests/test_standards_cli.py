import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from interop_check.cli._language import texts
from interop_check.cli._standards_show import show_lines
from interop_check.cli.standards import command, pinned_catalogue
from interop_check.standards.claims import Found
from interop_check.standards.mirror import Mirror
from interop_check.standards.sheet import sheet

WIDTHS = (40, 60, 80, 100)


def run(*arguments: str, columns: int = 80) -> Result:
    # A store that is not there: what a test reads must come from what it names.
    environment = {"COLUMNS": str(columns), "XDG_CACHE_HOME": "/nonexistent", "INTEROP_CHECK_STANDARDS": ""}
    return CliRunner(env=environment).invoke(command, list(arguments))


def test_list_shows_every_standard_aligned() -> None:
    result = run("list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    shown = {line.split(" ")[0] for line in lines}
    assert {standard.id for standard in pinned_catalogue().standards} <= shown
    assert len({line.index("2025-12-11") for line in lines if "2025-12-11" in line}) == 1
    assert texts()("pinned-nothing") in result.stdout


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize(
    "arguments",
    [
        ("list",),
        ("list", "--pinned"),
        ("show", "besluit-publicatie"),
        ("show", "DCAT-AP-VL"),
        ("show", "vocabularium-adres"),
        ("show", "openbaar-domein-2-0-0"),
    ],
)
def test_lines_fit_the_screen_but_for_addresses_and_digests(
    arguments: tuple[str, ...], columns: int, shared: Path
) -> None:
    place = ("--standards", str(shared / "standards")) if "show" in arguments else ()
    result = run(*arguments, *place, columns=columns)
    assert result.exit_code == 0
    for line in result.stdout.splitlines():
        words = line.split()
        assert len(line) <= columns or (len(words) == 1 and len(words[0]) > columns - 8), line


def ids(*arguments: str) -> list[str]:
    return [one["id"] for one in json.loads(run("list", "-f", "json", *arguments).stdout)]


def test_list_can_be_narrowed_by_what_the_register_says() -> None:
    assert ids("--usage", "verplicht") == ["besluit-publicatie", "mandatendatabank", "vocabularium-bestuur"]
    assert ids("--status", "ontwerp", "--pinned") == ["vrachtwagenparkeren"]
    assert {"ldes", "perceel", "vocabularium-adres"} <= set(ids("--status", "erkend"))
    assert "DCAT-AP-VL" in set(ids("--status", "erkend")) & set(ids("--status", "kandidaat"))
    assert ids("--status", "nota", "--category", "technische-standaard") == [
        "api-richtlijnen",
        "conformiteitsraamwerk-voor-data-standaarden",
    ]
    assert "ldes" not in ids("--pinned")
    assert "vocabularium-adres" in ids("--pinned")
    assert run("list", "--status", "goed").exit_code == 2


@pytest.mark.parametrize(("status", "count"), [("erkend", 180), ("kandidaat", 48), ("nota", 3)])
def test_as_many_entries_are_shown_as_the_register_has(status: str, count: int) -> None:
    shown = json.loads(run("list", "-f", "json", "--status", status).stdout)
    entries = {entry["id"]: entry["status"].lower() for one in shown for entry in one["register"]}
    assert sum(written.startswith(status) for written in entries.values()) == count
    assert str(count) in run("list", "--status", status).stdout.splitlines()[-2]


def test_json_says_what_a_digest_is_of() -> None:
    listed = {one["id"]: one for one in json.loads(run("list", "--format", "json").stdout)}
    versions = {one["version"]: one for one in listed["besluit-publicatie"]["versions"]}
    digests = {name: {a["digest_of"] for a in one["artefacts"]} for name, one in versions.items()}
    assert digests == {"2018-07-20": {"official"}, "2025-12-11": {"reproduced"}}
    assert listed["besluit-publicatie"]["preferred"] == "2025-12-11"


class Codes:
    """Says the code itself and its values, so that a test does not depend on wording."""

    def __call__(self, code: str, **args: object) -> str:
        return f"{code} {sorted(args.values(), key=str)}"


def test_show_never_gives_the_digest_of_a_copy_as_the_official_one(tmp_path: Path) -> None:
    catalogue = pinned_catalogue()
    seen: set[str] = set()
    for claim in ("besluit-publicatie@2018-07-20", "besluit-publicatie", "vrachtwagenparkeren"):
        found = catalogue.find(claim)
        assert isinstance(found, Found)
        lines = list(show_lines(found, catalogue, Mirror(tmp_path), Codes(), 400))  # type: ignore[arg-type]
        for pin in found.version.pins:
            line = next(line for line in lines if pin.sha256 in line)
            expected = "show-digest" if pin.is_official else "show-digest-of-copy"
            assert line.split()[0] == expected
            assert f"basis-{pin.basis}" in line
            seen.add(pin.basis)
    assert seen == {"official", "reproduced", "approximated"}


def test_show_tells_the_repairs_and_without_a_store_how_to_get_one(shared: Path) -> None:
    shown = run("show", "besluit-publicatie", "--standards", str(shared / "standards")).stdout
    assert "57" in shown
    absent = run("show", "besluit-publicatie", columns=400)
    assert absent.exit_code == 0
    assert "/nonexistent/interop-check/standards" in absent.stdout


@pytest.mark.parametrize("claim", ["ldes", "ldes@2022-12-01", "openbaar-domein-2-0-0"])
def test_show_says_of_a_standard_without_pins_that_it_is_known(claim: str) -> None:
    result = run("show", claim)
    assert result.exit_code == 0
    assert texts()("show-unpinned")[:30] in result.stdout
    assert "2021-" in result.stdout or "2022-12-01" in result.stdout


def test_show_gives_the_terms_of_a_vocabulary() -> None:
    shown = run("show", "vocabularium-adres").stdout
    assert "https://data.vlaanderen.be/ns/adres.ttl" in shown
    assert texts()("show-unpinned")[:30] not in shown


def lines_of(claim: str, place: Path) -> list[str]:
    catalogue = pinned_catalogue()
    found = catalogue.find(claim)
    assert isinstance(found, Found)
    return list(show_lines(found, catalogue, Mirror(place), Codes(), 400))  # type: ignore[arg-type]


def codes_of(lines: Sequence[str]) -> list[str]:
    return [line.split()[0] for line in lines if line.strip()]


def test_show_gives_every_version_with_its_status_and_its_shapes(shared: Path) -> None:
    lines = lines_of("besluit-publicatie@2018-07-20", shared / "standards")
    counts = [line.split()[-2:] for line in lines if line.startswith(("2018-07-20", "2025-12-11"))]
    assert counts == [["23", "76"], ["18", "76"]]
    assert [line for line in lines if line.startswith("show-newer ")]
    assert not any("show-disagreement" in line for line in lines)


def test_node_shapes_are_counted_with_or_without_type_target_and_properties() -> None:
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://e/> .
    :A a sh:NodeShape . :B sh:targetClass :C . :D sh:property :P , [ sh:path :q ] . :P sh:path :p .
    :P sh:targetClass :C ."""
    quads = ox.parse(text.encode(), format=ox.RdfFormat.TURTLE)
    counted = sheet(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    assert (counted.node_shapes, counted.property_shapes) == (3, 2)


def test_show_says_when_the_address_and_the_register_disagree(tmp_path: Path) -> None:
    lines = lines_of("inname-openbaar-domein", tmp_path)
    assert any("show-disagreement" in line for line in lines)
    assert "show-undated" not in str(lines)


def test_show_says_of_each_fault_what_it_means(shared: Path) -> None:
    lines = codes_of(lines_of("generieke-terugmeldfaciliteit@2019-02-07", shared / "standards"))
    faults = lines[lines.index("effect-never") :]
    assert faults[:2] == ["effect-never", "show-times"]
    told = [code for code in faults if code.startswith("means-")]
    assert {"means-placeholder-path", "means-placeholder-class", "means-placeholder-target"} <= set(told)
    assert len(told) == faults.count("show-times")


def test_show_says_that_sound_shapes_are_sound(shared: Path) -> None:
    assert codes_of(lines_of("DCAT-AP-VL", shared / "standards"))[-1] == "show-no-repairs"


def test_json_tells_what_the_shapes_hold(tmp_path: Path, shared: Path) -> None:
    shown = json.loads(
        run("show", "DCAT-AP-VL", "-f", "json", "--standards", str(shared / "standards")).stdout
    )
    shapes = {one["version"]: one["shapes"][0] for one in shown["versions"]}
    assert (shapes["2022-04-21"]["node_shapes"], shapes["2022-04-21"]["property_shapes"]) == (28, 305)
    assert shapes["2022-04-21"]["repairs"] == []
    assert [(one["id"], one["effect"]) for one in shapes["2019-06-13"]["repairs"]] == [
        ("count-n", "loadable")
    ]
    absent = json.loads(run("show", "DCAT-AP-VL", "-f", "json", "--standards", str(tmp_path)).stdout)
    assert absent["versions"][0]["shapes"][0]["problem"] == "standard-absent"


@pytest.mark.parametrize(
    ("claim", "told"), [("besluit-publikatie", "besluit-publicatie"), ("perceel@1999", "2020-06-18")]
)
def test_an_unknown_standard_or_version_is_wrong_use_and_says_what_to_do(claim: str, told: str) -> None:
    result = run("show", claim)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert told in result.stderr


def test_control_characters_of_the_user_do_not_reach_the_screen() -> None:
    assert "\x1b" not in run("show", "\x1b[2Jx").stderr


def test_sync_fills_a_store_that_show_then_reads(tmp_path: Path, shared: Path) -> None:
    origin, store = str(shared / "standards"), str(tmp_path / "store")
    first = run("sync", "--from", origin, "--to", store)
    assert (first.exit_code, first.stderr) == (0, "")
    assert "288" in first.stdout
    assert run("sync", "--from", str(tmp_path / "empty"), "--to", store).exit_code == 0
    assert "57" in run("show", "besluit-publicatie", "--standards", store).stdout


def test_sync_tells_changed_and_missing_files_apart(tmp_path: Path, shared: Path) -> None:
    origin = tmp_path / "origin"
    (origin / "ns").mkdir(parents=True)
    for file in (shared / "standards" / "ns").iterdir():
        shutil.copyfile(file, origin / "ns" / file.name)
    assert run("sync", "--from", str(origin), "--to", str(tmp_path / "a")).exit_code == 3
    (origin / "ns" / "adres.ttl").write_bytes(b"other")
    changed = run("sync", "--from", str(origin), "--to", str(tmp_path / "b"))
    assert changed.exit_code == 1
    assert "adres.ttl" in changed.stderr
    assert not (tmp_path / "b" / "ns" / "adres.ttl").exists()
    assert (tmp_path / "b" / "ns" / "besluit.ttl").exists()


def test_sync_tells_that_another_file_than_a_copy_says_nothing_of_the_publisher(
    tmp_path: Path, shared: Path
) -> None:
    origin = tmp_path / "origin"
    shutil.copytree(shared / "standards", origin, copy_function=shutil.copyfile)
    pin = next(pin for pin in pinned_catalogue().pins() if pin.basis == "reproduced")
    (origin / pin.path).write_bytes(b"as published")
    synced = run("sync", "--from", str(origin), "--to", str(tmp_path / "store"))
    assert synced.exit_code == 3
    assert pin.url in synced.stderr
    assert texts()("basis-reproduced") in synced.stderr


def test_sync_that_is_broken_off_says_how_to_go_on(
    tmp_path: Path, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Mirror, "read", break_off)
    result = run("sync", "--from", str(shared / "standards"), "--to", str(tmp_path / "store"))
    assert result.exit_code == 3
    assert str(tmp_path / "store") in result.stderr


def test_sync_refuses_what_is_no_network_and_a_store_that_cannot_be_written(
    tmp_path: Path, shared: Path
) -> None:
    assert run("sync", "--allow-private", "10.0.0.0/99", "--to", str(tmp_path)).exit_code == 2
    file = tmp_path / "file"
    file.write_bytes(b"")
    written = run("sync", "--from", str(shared / "standards"), "--to", str(file))
    assert written.exit_code == 2
    assert str(file) in written.stderr


def test_sync_over_the_network_keeps_private_addresses_out(tmp_path: Path) -> None:
    result = run("sync", "--from", "http://127.0.0.1:1/", "--to", str(tmp_path))
    assert result.exit_code == 3
    assert texts()("problem-gateway-private") in result.stderr
    assert texts()("problem-host-silent") in result.stderr
    assert len(result.stderr.splitlines()) == 12
