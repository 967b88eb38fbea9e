"""init: what lies in a folder becomes a manifest that can be assessed, or says what is still to fill in."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from interop_check import yamlfile
from interop_check.cli import main
from interop_check.cli._language import texts
from interop_check.cli.init import MAX_DEPTH, MAX_FILES
from interop_check.model import MistakesError
from interop_check.scaffold.documents import document_type, spdx
from interop_check.scaffold.found import clean, slug
from interop_check.scaffold.publications import publication
from interop_check.scaffold.remotes import remote, web_address
from interop_check.solution import SECTIONS, load_solution

SAMPLES = Path(__file__).resolve().parent.parent / "fixtures" / "solutions"
START = "from interop_check.cli import main; main(prog_name='interop-check')"


def run(command: str, *args: object, lang: str = "nl") -> tuple[int, str, str]:
    texts.cache_clear()
    settings = {"INTEROP_CHECK_LANG": lang, "COLUMNS": "100"}
    done = CliRunner().invoke(main, [command, *map(str, args)], env=settings)
    texts.cache_clear()
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def run_alone(command: str, *args: object, cwd: Path) -> tuple[int, str, str]:
    """As `run`, in a process of its own: with its own random order of sets."""
    done = subprocess.run(
        [sys.executable, "-c", START, command, *map(str, args)],
        capture_output=True,
        env=os.environ | {"INTEROP_CHECK_LANG": "nl", "PYTHONIOENCODING": "utf-8", "COLUMNS": "100"},
        check=False,
        cwd=cwd,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def made(folder: Path, *args: object) -> dict[str, Any]:
    code, _, err = run("init", folder, *args)
    assert (code, err) == (0, "")
    return read(folder)


def read(folder: Path) -> dict[str, Any]:
    value: dict[str, Any] = yamlfile.load((folder / "solution.yaml").read_bytes(), "solution.yaml").value
    return value


def save(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(params=["parkeerwijzer-goed", "parkeerwijzer-gebrekkig"])
def sample(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name: str = request.param
    folder = tmp_path / name
    shutil.copytree(SAMPLES / name, folder)
    return folder


# ---------------------------------------------------------------- a whole solution


def test_the_samples_are_found_whole(sample: Path) -> None:
    by_hand = read(sample)
    (sample / "solution.yaml").unlink()
    found = made(sample)
    for section in SECTIONS:
        wanted = {item["location"] for item in by_hand[section] if (sample / item["location"]).exists()}
        wanted -= {"repository/publiccode.yml"}  # a person listed it as a document as well
        assert wanted <= {item["location"] for item in found[section]}, section
    assert {item["location"] for item in found["datasets"]} <= {
        item["location"] for item in by_hand["datasets"]
    }, "code lists, contexts and pages of a stream are no datasets"
    by_location = {item["location"]: item for item in found["publications"] + found["documents"]}
    for item in by_hand["publications"] + by_hand["documents"]:
        if item["location"] in by_location:
            assert by_location[item["location"]]["type"] == item["type"]


def test_the_good_sample_gives_what_a_person_wrote(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(SAMPLES / "parkeerwijzer-goed", folder)
    by_hand = read(folder)
    (folder / "solution.yaml").unlink()
    found = made(folder)
    for name in ("id", "name", "version", "provider", "contact"):
        assert found[name] == by_hand[name], name
    assert found["streams"][0]["shapes"] == by_hand["streams"][0]["shapes"]
    assert set(found["features"]) <= set(by_hand["features"])
    assert set(found["roles"]) <= set(by_hand["roles"])
    assert [item["background"] for item in found["datasets"]] == [["data/background/codelijsten.ttl"]] * 3
    for name in ("title", "location", "base_url", "licence"):
        assert found["apis"][0][name] == by_hand["apis"][0][name], name
    assert found["repositories"][0]["licence"] == "EUPL-1.2"
    assert "# context: data/context/parkeerwijzer.jsonld" in (folder / "solution.yaml").read_text()


def test_a_manifest_of_the_good_sample_can_be_assessed_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "x"
    shutil.copytree(SAMPLES / "parkeerwijzer-goed", folder)
    (folder / "solution.yaml").unlink()
    made(folder)
    code, out, err = run("assess", folder, "--offline")
    assert code in (1, 3), err
    assert "Parkeerwijzer Voorbeeldstad 1.2.0" in out


def test_the_same_folder_gives_the_same_bytes(sample: Path) -> None:
    assert run_alone("init", "--force", cwd=sample)[0] == 0
    first = (sample / "solution.yaml").read_bytes()
    assert run_alone("init", "--force", cwd=sample)[0] == 0
    assert (sample / "solution.yaml").read_bytes() == first
    locations = [item["location"] for item in read(sample)["documents"]]
    assert locations == sorted(locations)


# ---------------------------------------------------------------- what only a person knows


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_an_empty_folder_gives_exact_mistakes_at_what_is_to_fill_in(tmp_path: Path, lang: str) -> None:
    folder = tmp_path / "Mijn Oplossing"
    folder.mkdir()
    code, out, _ = run("init", folder, lang=lang)
    assert code == 0
    assert "version, provider.name, provider.ovo, contact.email" in out
    text = (folder / "solution.yaml").read_text(encoding="utf-8")
    open_lines = [
        number for number, line in enumerate(text.splitlines(), 1) if re.search(r"^ *\w+: +# <.+>$", line)
    ]
    with pytest.raises(MistakesError) as caught:
        load_solution(text.encode(), "solution.yaml")
    assert [mistake.at.line for mistake in caught.value.mistakes] == open_lines
    assert len(open_lines) == 4
    code, _, err = run("assess", folder, lang=lang)
    assert code == 2
    assert [int(line.split(":")[1]) for line in err.splitlines()[:-1]] == open_lines


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_example_in_the_comments_is_a_valid_one(tmp_path: Path, lang: str) -> None:
    run("init", tmp_path, lang=lang)
    lines = (tmp_path / "solution.yaml").read_text(encoding="utf-8").splitlines()
    blocks = "|".join((*SECTIONS, "waivers", "roles", "features"))
    example = re.compile(rf"# ((?:(?:{blocks}):|  (?:- |  )[a-z_]+:)(?: .*)?)")
    examples = [found[1] for line in lines if (found := example.fullmatch(line))]
    whole = [
        "id: a",
        "name: a",
        "version: a",
        "provider: {name: a, ovo: OVO001234}",
        "contact: {email: a@b.c}",
    ]
    text = "\n".join([*whole, *(line for line in examples)])
    assert all(f"\n{section}:" in text for section in (*SECTIONS, "waivers", "roles", "features"))
    text = re.sub(r"- id: .*", lambda match: f"- id: a{match.start()}", text)
    text = re.sub(r"artefact: .*", "artefact: a" + str(text.index("- id")), text).replace(
        "<jjjj-mm-dd>", "2030-01-01"
    )
    load_solution(text.replace("<yyyy-mm-dd>", "2030-01-01").encode(), "x.yaml")


def test_comments_are_in_the_language_of_the_user(tmp_path: Path) -> None:
    written = {}
    for lang in ("nl", "en"):
        run("init", tmp_path, "--force", lang=lang)
        written[lang] = (tmp_path / "solution.yaml").read_text(encoding="utf-8")
    assert "# Niets gevonden. Zo ziet het eruit:" in written["nl"]
    assert "# Nothing found. This is what it looks like:" in written["en"]
    assert not re.search(r"# \w*init-|\binit-(?!\w*” )[a-z]+\b", written["nl"] + written["en"]), (
        "a sentence is missing"
    )


# ---------------------------------------------------------------- never over what is there


def test_a_manifest_is_only_overwritten_when_asked(tmp_path: Path) -> None:
    save(tmp_path, "solution.yaml", "id: van-iemand\n")
    code, out, err = run("init", tmp_path)
    assert (code, out) == (2, "")
    assert "bestaat al. Gebruik --force" in err
    assert (tmp_path / "solution.yaml").read_text() == "id: van-iemand\n"
    assert made(tmp_path, "--force")["id"] != "van-iemand"
    assert [path.name for path in tmp_path.iterdir()] == ["solution.yaml"]


def test_a_link_in_the_place_of_the_manifest_is_not_followed(tmp_path: Path) -> None:
    folder, other = tmp_path / "x", tmp_path / "other.yaml"
    folder.mkdir()
    (folder / "solution.yaml").symlink_to(other)
    assert run("init", folder)[0] == 2
    assert not other.exists()
    assert run("init", folder, "--force")[0] == 0
    assert not other.exists()


def test_a_folder_that_is_missing_or_a_file_is_wrong_use(tmp_path: Path) -> None:
    save(tmp_path, "x.yaml", "a: b")
    for target in (tmp_path / "nergens", tmp_path / "x.yaml"):
        code, out, err = run("init", target)
        assert (code, out) == (2, "")
        assert "Geef de map van uw oplossing." in err


def test_without_a_folder_the_current_one_is_meant(tmp_path: Path) -> None:
    assert run_alone("init", cwd=tmp_path)[0] == 0
    assert read(tmp_path)["id"] == slug(tmp_path.name)


# ---------------------------------------------------------------- where it looks


def test_it_stays_in_the_folder_and_out_of_hidden_ones(tmp_path: Path) -> None:
    folder, outside = tmp_path / "x", tmp_path / "outside"
    triple = '<https://example.org/a> a <https://example.org/C> ; <https://example.org/p> "x" .'
    for name in ("in.ttl", ".hidden/a.ttl", "node_modules/a.ttl", ".b.ttl", "sub/venv/a.ttl", "sub/deep.ttl"):
        save(folder, name, triple)
    save(outside, "out.ttl", triple)
    (folder / "link.ttl").symlink_to(outside / "out.ttl")
    (folder / "folder").symlink_to(outside)
    (folder / "loop").symlink_to(folder)
    (folder / "inside.ttl").symlink_to(folder / "in.ttl")
    save(folder, ".well-known/security.txt", "Contact: mailto:a@example.org")
    found = made(folder)
    assert [item["location"] for item in found["datasets"]] == ["in.ttl", "inside.ttl", "sub/deep.ttl"]
    assert [item["location"] for item in found["documents"]] == [".well-known/security.txt"]
    assert found["contact"] == {"email": "a@example.org"}


def test_it_says_when_it_did_not_look_everywhere(tmp_path: Path) -> None:
    deep = "/".join("d" * (MAX_DEPTH + 1)) + "/a.ttl"
    save(tmp_path, deep, "<https://example.org/a> <https://example.org/p> 1 .")
    code, _, err = run("init", tmp_path)
    assert code == 0
    assert f"hoogstens {MAX_FILES} bestanden, {MAX_DEPTH} mappen diep" in err
    assert "datasets" not in read(tmp_path)


def test_a_name_that_no_manifest_can_hold_is_passed_over_and_said(tmp_path: Path) -> None:
    save(tmp_path, "a\x1b[31m\n.ttl", "<https://example.org/a> <https://example.org/p> 1 .")
    save(tmp_path, "b\\dpia.pdf", "")
    code, _, err = run("init", tmp_path)
    assert code == 0
    assert err.count("Overgeslagen") == 2
    assert "\x1b" not in err
    assert {"datasets", "documents"}.isdisjoint(read(tmp_path))


def test_names_that_yaml_would_take_for_something_else_stay_text(tmp_path: Path) -> None:
    for name in (
        "no.ttl",
        "123.ttl",
        "true.ttl",
        "met spatie.ttl",
        "a #b.ttl",
        "é: {x}.ttl",
        "-.ttl",
        "NO.ttl",
    ):
        save(tmp_path, name, "<https://example.org/a> <https://example.org/p> 1 .")
    found = made(tmp_path)["datasets"]
    assert sorted(item["location"] for item in found) == sorted(
        path.name for path in tmp_path.iterdir() if path.suffix == ".ttl"
    )
    names = [item["id"] for item in found]
    assert len(set(names)) == len(names) == 8
    assert all(isinstance(name, str) and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


# ---------------------------------------------------------------- what a file is


def located(folder: Path) -> dict[str, list[str]]:
    found = made(folder)
    return {name: [item["location"] for item in found[name]] for name in SECTIONS if name in found}


PREFIXES = """@prefix tree: <https://w3id.org/tree#> . @prefix ldes: <https://w3id.org/ldes#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix x: <https://example.org/> .
"""


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("x:a a x:C .", "datasets"),
        ("x:a a dcat:Catalog ; dcat:dataset x:b . x:b a dcat:Dataset .", "catalogues"),
        ("x:a a ldes:EventStream .", "streams"),
        ("x:a tree:member x:b . x:b a x:C .", "streams"),
        ("x:a tree:member x:b . x:b a dcat:Catalog .", "streams"),
        ("x:a a dcat:Catalog . x:s a ldes:EventStream .", "catalogues"),
        ("x:a a sh:NodeShape ; sh:targetClass x:C .", None),
        ("x:a a skos:Concept .", "datasets"),
        ("x:a x:p 1 .", "datasets"),
        ("", None),
    ],
)
def test_linked_data_goes_where_it_belongs(tmp_path: Path, text: str, section: str | None) -> None:
    save(tmp_path, "sub/a.ttl", PREFIXES + text)
    place = "sub" if section == "streams" else "sub/a.ttl"
    assert located(tmp_path) == ({section: [place]} if section else {})
    assert "background" not in read(tmp_path).get("datasets", [{}])[0]


def test_vocabularies_and_shapes_are_no_datasets_beside_data(tmp_path: Path) -> None:
    save(tmp_path, "data.ttl", PREFIXES + "x:a a x:C .")
    save(tmp_path, "codes.ttl", PREFIXES + "x:a a skos:Concept, x:Code .")
    save(tmp_path, "shapes.ttl", PREFIXES + "x:s a sh:NodeShape .")
    save(tmp_path, "context.jsonld", '{"@context": {"a": "https://example.org/a"}}')
    (dataset,) = made(tmp_path)["datasets"]
    assert (dataset["location"], dataset["background"]) == ("data.ttl", ["codes.ttl"])
    text = (tmp_path / "solution.yaml").read_text()
    assert "# shapes: [shapes.ttl]" in text
    assert "context.jsonld" in text


def test_a_mapped_stream_holds_all_of_its_folder_and_loose_pages_do_not(tmp_path: Path) -> None:
    for folder in ("mapped", "loose"):
        save(tmp_path, f"{folder}/page.ttl", PREFIXES + "x:a tree:member x:b .")
        save(tmp_path, f"{folder}/deep/page.ttl", PREFIXES + "x:a tree:relation x:b .")
        save(tmp_path, f"{folder}/data.ttl", PREFIXES + "x:a a x:C .")
    save(tmp_path, "mapped/urlmap.tsv", "url\tfile\n")
    assert located(tmp_path) == {"datasets": ["loose/data.ttl"], "streams": ["loose", "mapped"]}


def test_data_that_cannot_be_parsed_is_proposed_with_the_reason(tmp_path: Path) -> None:
    save(tmp_path, "a.ttl", "<https://example.org/a> <https://example.org/p> ,\n")
    assert located(tmp_path) == {"datasets": ["a.ttl"]}
    assert "# Niet gelezen (regel 1): syntaxfout: " in (tmp_path / "solution.yaml").read_text()


def test_a_standard_is_claimed_only_where_the_data_names_a_pinned_version(
    tmp_path: Path, shared: Path
) -> None:
    base = "https://data.vlaanderen.be/doc/applicatieprofiel/"
    context = f"{base}bedrijventerrein/erkendestandaard/2020-06-18/context/bedrijventerrein.jsonld"
    body = f'"@context": "{context}", "@id": "https://example.org/a", "@type": "Bedrijventerrein"'
    save(tmp_path, "by-context.jsonld", f"{{{body}}}")
    conforms = f"x:a a x:C ; dct:conformsTo <{base}bedrijventerrein/erkendestandaard/2020-06-18/> ."
    save(tmp_path, "by-statement.ttl", PREFIXES + conforms)
    save(tmp_path, "by-nothing.ttl", PREFIXES + "x:a a x:C ; dct:conformsTo <https://example.org/> .")
    found = made(tmp_path, "--standards", shared / "standards")["datasets"]
    assert {item["location"]: item.get("standards") for item in found} == {
        "by-context.jsonld": ["bedrijventerrein@2020-06-18"],
        "by-statement.ttl": ["bedrijventerrein@2020-06-18"],
        "by-nothing.ttl": None,
    }
    assert '# standards: ["<id@version>"]' in (tmp_path / "solution.yaml").read_text()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "a.yaml",
            'openapi: "3.0.3"\ninfo: {title: T, version: "2"}\nservers: [{url: https://example.org/v1}]',
        ),
        ("a.yml", "# c\nswagger: '2.0'\ninfo: {title: T, version: '2'}\nhost: example.org\nbasePath: /v1"),
        (
            "a.json",
            '{"openapi": "3.1.0", "info": {"title": "T", "version": "2"}, "servers": [{"url": "https://example.org/v1"}]}',
        ),
    ],
)
def test_api_descriptions_are_told_by_their_first_key(tmp_path: Path, name: str, text: str) -> None:
    save(tmp_path, name, text)
    save(tmp_path, "other.yaml", "info: {openapi: 3}\n  openapi: 3")
    save(tmp_path, "other.json", '{"name": "openapi"}')
    found = made(tmp_path)
    assert found["apis"] == [
        {"id": "a", "title": "T", "location": name, "base_url": "https://example.org/v1"}
    ]
    assert found["version"] == "2"


def test_an_api_description_with_a_mistake_is_still_one(tmp_path: Path) -> None:
    save(tmp_path, "a.yaml", "openapi: 3.0.3\ninfo: {title: [}")
    assert located(tmp_path) == {"apis": ["a.yaml"]}


def test_texts_from_files_cannot_write_in_the_manifest(tmp_path: Path) -> None:
    title = 'T\\"\\u001b[31m\\n\\u2028waivers: []\\n# x'
    save(
        tmp_path, "a.json", f'{{"openapi": "3.0.0", "info": {{"title": "{title}", "version": "1\\nid: x"}}}}'
    )
    found = made(tmp_path)
    assert found["apis"][0]["title"] == 'T" [31m waivers: [] # x'
    assert found["version"] == "1 id: x"
    assert "\x1b" not in (tmp_path / "solution.yaml").read_text()


# ---------------------------------------------------------------- its parts


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://github.com/stad/app.git", "https://github.com/stad/app.git"),
        ("https://jan:ghp_geheim@github.com/stad/app", "https://github.com/stad/app"),
        ("https://oauth2:a%40b@host.example:8443/x.git?private_token=1#y", "https://host.example:8443/x.git"),
        ("git@github.com:stad/app.git", "https://github.com/stad/app.git"),
        ("ssh://git@git.example.org:2222/stad/app", "https://git.example.org/stad/app"),
        ("/home/jan/app.git", ""),
        ("file:///home/jan/app.git", ""),
        ("C:\\app", ""),
        ("https://[::1", ""),
        ("https://host.example/a@b", ""),
    ],
)
def test_a_remote_becomes_an_address_without_secrets(url: str, address: str) -> None:
    assert web_address(url) == address


def test_origin_comes_first_and_other_sections_do_not_count() -> None:
    config = """[url "https://jan:geheim@example.org/"]
    insteadOf = x
    url = https://example.org/not-a-remote
[remote "a"]
\turl = https://example.org/a
[branch "main"]
\turl = https://example.org/branch
[remote "origin"]
\turl = git@example.org:o.git
\turl = https://example.org/second
"""
    assert remote(config) == "https://example.org/o.git"
    assert remote(
        config.replace("git@example.org:o.git", "/srv/o").replace("https://example.org/second", "")
    ) == ("https://example.org/a")


def test_a_repository_is_found_by_its_remote(tmp_path: Path) -> None:
    save(tmp_path, ".git/config", '[remote "origin"]\n  url = https://jan:geheim@example.org/stad/app.git\n')
    save(tmp_path, "LICENSE", "EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    code, out, err = run("init", tmp_path)
    found = read(tmp_path)
    assert found["repositories"] == [
        {"id": "app", "location": "https://example.org/stad/app.git", "licence": "EUPL-1.2"}
    ]
    assert found["features"] == ["own-software"]
    assert code == 0
    assert "geheim" not in (tmp_path / "solution.yaml").read_text() + out + err


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("SPDX-License-Identifier: EUPL-1.2\n", "EUPL-1.2"),
        ("# SPDX-License-Identifier: MIT\nSPDX-License-Identifier: EUPL-1.2\n", ""),
        ("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union", "EUPL-1.2"),
        ("                 Apache License\n           Version 2.0, January 2004", "Apache-2.0"),
        ("MIT License\n\nCopyright", "MIT"),
        ("GNU GENERAL PUBLIC LICENSE\nVersion 3", ""),
        ("We like the Apache License Version 1.1", ""),
    ],
)
def test_a_licence_is_named_only_without_doubt(text: str, licence: str) -> None:
    assert spdx(text) == licence


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("LICENSE", "licence"),
        ("docs/licentie.md", "licence"),
        ("docs/2026-DPIA_v2.pdf", "dpia"),
        ("Toegankelijkheidsverklaring.html", "accessibility-statement"),
        (".well-known/security.txt", "security"),
        ("SECURITY.md", "security"),
        ("protocol.docx", "protocol"),
        ("src/security.py", None),
        ("src/protocol.ts", None),
        ("README.md", None),
        ("CONTRIBUTING.md", None),
        ("docs/index.html", None),
    ],
)
def test_documents_are_told_by_their_names(path: str, kind: str | None) -> None:
    assert document_type(path) == kind


def pages(shared: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted((shared / "corpora" / "lblod" / "pages").glob("*.html")):
        yield path.stem.replace("_", "-").rpartition("-")[2].capitalize(), path


def test_real_publications_show_their_type(shared: Path) -> None:
    seen = 0
    for kind, path in pages(shared):
        about = publication(path.read_text(encoding="utf-8", errors="replace"))
        assert about is not None
        assert about.get("type") == kind, path.name
        seen += 1
    assert seen >= 10


def test_html_without_the_vocabulary_is_no_publication() -> None:
    vocabulary = 'prefix="besluit: http://data.vlaanderen.be/ns/besluit#"'
    assert publication("<p property='x'>") is None
    assert publication(f"<body {vocabulary}><p>") is None
    assert publication(f"<body {vocabulary}><p property='besluit:heeftNotulen' resource='x:n'>") == {
        "type": "Notulen",
        "address": "x:n",
    }
    link = "<a href='x:n' property='besluit:heeftNotulen'>"
    assert publication(f"<title>Agenda</title><body {vocabulary}>{link}") == {
        "type": "Agenda",
        "title": "Agenda",
    }


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Parkeerwijzer Één", "parkeerwijzer-een"),
        ("!!!", ""),
        ("日本", ""),
        ("a" * 99, "a" * 80),
        ("--A--", "a"),
    ],
)
def test_a_short_name_is_a_valid_id(text: str, short: str) -> None:
    assert slug(text) == short


def test_clean_text_is_one_printable_line() -> None:
    assert clean(" a\x00\u2028b\x1b[2J\t\nc\u202e ") == "a b [2J c"
    assert clean(None) == clean(["x"]) == ""
    assert len(clean("x" * 999)) == 300
