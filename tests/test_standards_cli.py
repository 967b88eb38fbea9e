import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from interop_check.cli._language import texts
from interop_check.cli._standards_text import show_lines
from interop_check.cli.standards import command, pinned_catalogue
from interop_check.standards.claims import Found
from interop_check.standards.mirror import Mirror

WIDTHS = (40, 60, 80, 100)


def run(*arguments: str, columns: int = 80) -> Result:
    # A store that is not there: what a test reads must come from what it names.
    environment = {"COLUMNS": str(columns), "XDG_CACHE_HOME": "/nonexistent", "INTEROP_CHECK_STANDARDS": ""}
    return CliRunner(env=environment).invoke(command, list(arguments))


def test_list_shows_every_pinned_standard_aligned() -> None:
    result = run("list")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    shown = {line.split(" ")[0] for line in lines}
    assert {standard.id for standard in pinned_catalogue().standards if standard.versions} <= shown
    assert len({line.index("2025-12-11") for line in lines if "2025-12-11" in line}) == 1


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("arguments", [("list",), ("list", "--all"), ("show", "besluit-publicatie")])
def test_lines_fit_the_screen_but_for_addresses_and_digests(
    arguments: tuple[str, ...], columns: int, shared: Path
) -> None:
    place = ("--standards", str(shared / "standards")) if "show" in arguments else ()
    result = run(*arguments, *place, columns=columns)
    assert result.exit_code == 0
    for line in result.stdout.splitlines():
        words = line.split()
        assert len(line) <= columns or (len(words) == 1 and len(words[0]) > columns - 8), line


def test_list_can_be_narrowed_to_a_status_and_widened_to_the_register() -> None:
    def ids(*arguments: str) -> list[str]:
        return [one["id"] for one in json.loads(run("list", "-f", "json", *arguments).stdout)]

    assert ids("--status", "ontwerp") == ["vrachtwagenparkeren"]
    assert "ldes" not in ids()
    assert "ldes" in ids("--all")
    assert run("list", "--status", "goed").exit_code == 2


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


def test_show_knows_standards_without_pins() -> None:
    result = run("show", "ldes")
    assert result.exit_code == 0
    assert "ldes" in result.stdout


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
    assert len(result.stderr.splitlines()) == 11
