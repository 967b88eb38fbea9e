"""extract: the same data gives the same bytes, and what cannot be read is said with its place."""

import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from interop_check.cli import main
from interop_check.cli._language import texts

SAMPLES = Path(__file__).resolve().parent.parent / "fixtures" / "solutions" / "parkeerwijzer-goed"


def run(*args: object, lang: str = "nl") -> tuple[int, bytes, str]:
    texts.cache_clear()
    done = CliRunner().invoke(main, ["extract", *map(str, args)], env={"INTEROP_CHECK_LANG": lang})
    texts.cache_clear()
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout_bytes, done.stderr


def run_alone(*args: object, lang: str = "nl") -> tuple[int, bytes, str]:
    """As `run`, in a process of its own: with its own random order of sets."""
    done = subprocess.run(
        [sys.executable, "-m", "interop_check", "extract", *map(str, args)],
        capture_output=True,
        env=os.environ | {"INTEROP_CHECK_LANG": lang, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr.decode()


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


TURTLE = """@prefix ex: <https://example.org/> .
ex:b ex:naam "Bé", "a"@nl , "a" ; ex:in [ ex:n 01 ] .
ex:a ex:naam "x" .
ex:a ex:naam "x" .
"""
LINES = b"""<https://example.org/a> <https://example.org/naam> "x" .
<https://example.org/b> <https://example.org/in> _:b0 .
<https://example.org/b> <https://example.org/naam> "B\xc3\xa9" .
<https://example.org/b> <https://example.org/naam> "a" .
<https://example.org/b> <https://example.org/naam> "a"@nl .
_:b0 <https://example.org/n> "01"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""


def test_statements_come_sorted_and_once_with_terms_as_written(tmp_path: Path) -> None:
    assert run(written(tmp_path / "x.ttl", TURTLE)) == (0, LINES, "")
    assert LINES.splitlines() == sorted(LINES.splitlines())


def test_the_order_of_writing_makes_no_difference(tmp_path: Path) -> None:
    lines = [line for line in LINES.splitlines(keepends=True) if b"_:" not in line]
    path = tmp_path / "x.nt"
    path.write_bytes(b"".join(reversed(lines)))
    assert run(path)[1] == b"".join(lines)


def test_turtle_comes_with_the_prefixes_that_it_uses(tmp_path: Path) -> None:
    text = '<https://example.org/a> <http://purl.org/dc/terms/title> "x" .'
    code, out, _ = run(written(tmp_path / "x.nt", text), "--to", "ttl")
    assert code == 0
    assert out == b'@prefix dct: <http://purl.org/dc/terms/> .\n<https://example.org/a> dct:title "x" .\n'


@pytest.mark.parametrize(
    "name",
    ["data/besluiten.ttl", "data/parkeerterreinen.nt", "data/organisaties.jsonld", "stream/op-tijd.ttl"],
)
def test_all_forms_of_a_sample_say_the_same(name: str) -> None:
    lines, quads, turtle = (run(SAMPLES / name, "--to", form) for form in ("nt", "nq", "ttl"))
    assert [code for code, _, _ in (lines, quads, turtle)] == [0, 0, 0]
    assert lines[1] == quads[1] == b"".join(sorted(lines[1].splitlines(keepends=True)))
    formats = ((lines[1], ox.RdfFormat.N_TRIPLES), (turtle[1], ox.RdfFormat.TURTLE))
    graphs = [ox.Dataset(ox.parse(text, format=form)) for text, form in formats]
    for graph in graphs:
        graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    assert graphs[0] == graphs[1]
    assert len(graphs[0]) == lines[1].count(b"\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.ttl", "<x:a> <x:p> [ <x:q> 1 ], [ <x:q> 2 ] ."),
        ("x.jsonld", '{"@id": "x:a", "x:p": [{"x:q": 1}, {"x:q": 2}]}'),
    ],
)
def test_blank_nodes_are_named_alike_in_every_run(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path / name, text)
    first, second = (run_alone(path)[1] for _ in range(2))
    assert first == second
    assert {word for word in first.split() if word.startswith(b"_:")} == {b"_:b0", b"_:b1"}


def test_named_graphs_stay_apart_in_quads_and_are_merged_elsewhere(tmp_path: Path) -> None:
    text = '<x:b> <x:p> "2" <x:g> .\n<x:a> <x:p> "1" <x:g> .\n<x:a> <x:p> "1" <x:f> .\n<x:a> <x:p> "1" .\n'
    path = written(tmp_path / "x.nq", text)
    code, out, err = run(path, "--to", "nq")
    assert (code, err) == (0, "")
    assert out.decode().splitlines() == [
        '<x:a> <x:p> "1" .',
        '<x:a> <x:p> "1" <x:f> .',
        '<x:a> <x:p> "1" <x:g> .',
        '<x:b> <x:p> "2" <x:g> .',
    ]
    code, out, err = run(path)
    assert (code, out) == (0, b'<x:a> <x:p> "1" .\n<x:b> <x:p> "2" .\n')
    assert "Met --to nq blijven ze apart" in err


def test_a_pinned_context_is_taken_from_the_mirror(tmp_path: Path, shared: Path) -> None:
    context = "https://data.vlaanderen.be/doc/applicatieprofiel/bedrijventerrein/erkendestandaard/2020-06-18/context/bedrijventerrein.jsonld"
    text = f'{{"@context": "{context}", "@id": "https://example.org/a", "@type": "Bedrijventerrein"}}'
    path = written(tmp_path / "x.jsonld", text)
    code, out, err = run(path, "--standards", shared / "standards")
    assert (code, err) == (0, "")
    assert out.startswith(
        b"<https://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://"
    )
    code, out, err = run(path, "--standards", tmp_path)
    assert (code, out) == (3, b"")
    assert f"{path}: het officiële artefact {context} is hier niet aanwezig" in err


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("x.ttl", "<x:a> <x:p> 1 .\n<x:a> <x:p> ,", 1, ":2:13: syntaxfout: "),
        ("x.nt", '<x:a> <x:p> "1" .\n<x:a> <x:p> "2"\n', 1, ":3:1: syntaxfout: "),
        ("x.jsonld", '{"@context": {},\n "@id": }', 1, ":2:9: geen geldige JSON: "),
        ("x.jsonld", '{"@context": "https://example.org/c", "@id": "x:a"}', 3, "is niet vastgelegd"),
        ("x.jsonld", '{"@context": {}, "naam": "x"}', 3, "een machine leest hier niets"),
        ("x.ttl", "@prefix ex: <https://example.org/> .", 3, "een machine leest hier niets"),
        ("x.html", "<!DOCTYPE html><p typeof='x'>", 3, "een machine leest hier niets"),
        ("x.pdf", "%PDF", 3, "geen RDF in een gekende vorm"),
    ],
    ids=["turtle", "lines", "json", "context", "empty-json", "empty", "html", "pdf"],
)
def test_what_cannot_be_read_is_said_with_its_place(
    tmp_path: Path, name: str, text: str, code: int, said: str
) -> None:
    path = written(tmp_path / name, text)
    found, out, err = run(path)
    assert (found, out) == (code, b"")
    assert err.startswith(f"{path}:")
    assert said in err
    assert err.count("\n") == 1


def test_a_file_that_is_missing_or_a_folder_is_wrong_use(tmp_path: Path) -> None:
    for target, sentence in (
        (tmp_path / "x.ttl", "bestaat niet"),
        (tmp_path, "is een map. Geef één bestand."),
    ):
        code, out, err = run(target)
        assert (code, out) == (2, b"")
        assert sentence in err


def test_an_address_is_not_fetched() -> None:
    code, out, err = run("https://example.org/x.ttl", lang="en")
    assert (code, out) == (3, b"")
    assert "is on the network and was not fetched" in err


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    source, out = written(tmp_path / "x.ttl", TURTLE), tmp_path / "out" / "x.nt"
    assert run(source, "-o", out)[0] == 2, "the folder is not there"
    out.parent.mkdir()
    assert run(source, "-o", out) == (0, b"", "")
    assert out.read_bytes() == LINES
    broken = written(tmp_path / "y.ttl", "<x:a> <x:p> ,")
    assert run(broken, "-o", out)[0] == 1
    assert out.read_bytes() == LINES, "a run that fails leaves what was there"
    assert [path.name for path in out.parent.iterdir()] == ["x.nt"]
    assert run(source, "-o", out.parent)[0] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "x.ttl", "y.ttl"]


PAGE = """<!DOCTYPE html><html lang="nl">
<p about="a b" typeof="foaf:Document"><b property="dcterms:title">t</b></p>
<script type="application/ld+json">{"@id": "c", "@graph": [{"@id": "d", "http://v/p": 1}]}</script>
"""
AT = ("--base", "https://e.example/x/")


def test_a_page_gives_what_a_machine_reads_in_it(tmp_path: Path) -> None:
    path = written(tmp_path / "p.html", PAGE)
    code, out, err = run(path, "--to", "nq", *AT)
    assert code == 0
    document, integer = "http://xmlns.com/foaf/0.1/Document", "http://www.w3.org/2001/XMLSchema#integer"
    assert out.decode().splitlines() == [
        '<https://e.example/x/a%20b> <http://purl.org/dc/terms/title> "t"@nl .',
        f"<https://e.example/x/a%20b> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{document}> .",
        f'<https://e.example/x/d> <http://v/p> "1"^^<{integer}> <https://e.example/x/c> .',
    ]
    assert "1 verschillende IRI’s" in err
    _, turtle, _ = run(path, "--to", "ttl", *AT)
    assert b'<https://e.example/x/a%20b> dct:title "t"@nl' in turtle


def test_json_ld_comes_out_with_its_graphs_and_goes_in_again(tmp_path: Path) -> None:
    path = written(tmp_path / "p.html", PAGE)
    _, out, _ = run(path, "--to", "jsonld", *AT)
    again = written(tmp_path / "again.jsonld", out.decode())
    _, quads, _ = run(path, "--to", "nq", *AT)
    assert run(again, "--to", "nq")[1] == quads


def test_a_script_that_cannot_be_read_is_said_and_leaves_it_open(tmp_path: Path) -> None:
    path = written(tmp_path / "p.html", PAGE + '\n<script type="application/ld+json">{"@id": }</script>')
    code, out, err = run(path, *AT)
    assert code == 3
    assert b'"t"@nl' in out
    assert f"{path}:5:44: geen geldige JSON" in err


@pytest.mark.parametrize("base", ["e.example", "ftp://e.example/", "https://a:b@e.example/"])
def test_a_base_that_is_no_address_is_wrong_use(tmp_path: Path, base: str) -> None:
    assert run(written(tmp_path / "p.html", PAGE), "--base", base)[0] == 2


def test_what_is_not_in_the_encoding_of_a_page_is_said(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_bytes(
        b'<meta charset=utf-8><a href="http://a:b/" property="dc:source"></a><p property=dc:title>\xe9'
    )
    code, _, err = run(path)
    assert code == 0
    assert "1 keer past iets niet in de codering utf-8" in err
    assert "1 verschillende verwijzingen zijn geen IRI" in err
