"""Row 24: what a server says that its answer is, is believed; a web page in place of data is told as that."""

import json
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hostile.servers import Answer, Server, Talk, answer
from interop_check import api
from interop_check.cli import main
from interop_check.gather import sandbox
from interop_check.profiles import folders
from interop_check.rdf.parse import ACCEPT, FORMATS

TURTLE = b"<urn:a> a <urn:B> ."
LINES = b"<urn:a> <urn:b> <urn:c> .\n"
JSON_LD = b'{"@id": "urn:a", "@type": "urn:B"}'
RDF_XML = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="urn:a"><rdf:value>1</rdf:value></rdf:Description></rdf:RDF>"""
PAGE = b"<!doctype html><title>Even geduld</title><p>De dienst is in onderhoud.</p>"
WRONG = "media-type-wrong"


def of_type(body: bytes, *types: str) -> Answer:
    return answer(body, 200, *(f"Content-Type: {one}" for one in types))


def check(*words: object) -> Result:
    given = ["check", "data", *words, "--allow-private", "127.0.0.0/8", "--as-of", "2026-11-15"]
    return CliRunner().invoke(main, [str(word) for word in given])


def judged(server: Server, path: str) -> Mapping[str, Any]:
    report: Mapping[str, Any] = json.loads(check(server.url(path), "-f", "json=-").stdout)
    return report


def judged_catalogue(server: Server, path: str) -> Mapping[str, Any]:
    words = ["check", "catalogue", server.url(path), "--allow-private", "127.0.0.0/8", "-f", "json=-"]
    report: Mapping[str, Any] = json.loads(CliRunner().invoke(main, words).stdout)
    return report


def ended(report: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The media type that the evidence has, and the code of what kept it from being read."""
    (one,) = [one for one in report["evidence"] if one["kind"] == "data"]
    return one["media_type"], one["problem"] and one["problem"]["code"]


@pytest.mark.parametrize("path", ["/a.ttl", "/a", "/a.jsonld?x=1", "/a.html"])
@pytest.mark.parametrize("said", ["text/html", "TEXT/HTML; charset=utf-8", "application/xhtml+xml"])
def test_row_24_a_web_page_is_no_data_and_is_not_parsed(
    path: str, said: str, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "parse", lambda *_: pytest.fail("it was parsed"))
    server.answers[path] = of_type(PAGE, said)
    report = judged(server, path)
    assert ended(report) == (said.lower().partition(";")[0], WRONG)
    assert report["rules"]["rdf/media-type"]["failed"] == 1
    assert "rdf/syntax" not in report["rules"]
    outcomes = {result["criterion"]: result["outcome"] for result in report["results"]}
    assert (outcomes["OSLO-01"], report["score"]["verdict"]) == ("failed", "does_not_conform")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "wordt aangeboden als text/html; verwacht is text/turtle. De inhoud is niet gelezen."),
        ("en", "is served as text/html; expected is text/turtle. The content was not read."),
    ],
)
def test_row_24_the_finding_names_what_was_served_and_what_was_expected(
    language: str, words: str, server: Server
) -> None:
    server.answers["/a.ttl"] = of_type(PAGE, "text/html")
    result = check(server.url("/a.ttl"), "--lang", language)
    assert result.exit_code == 1
    assert words in " ".join(result.stdout.split())


def test_where_nothing_tells_which_rdf_all_of_it_is_expected(server: Server) -> None:
    server.answers["/a"] = of_type(PAGE, "text/html")
    (finding,) = [one for one in judged(server, "/a")["findings"] if one["code"] == WRONG]
    assert finding["args"]["expected"].split(", ") == list(FORMATS)


TOLD: Mapping[str, tuple[bytes, str, str, str]] = {
    # what is served, as what, at which path: the syntax that it is read in
    "turtle": (TURTLE, "text/turtle", "/a", "text/turtle"),
    "with a character set": (TURTLE, "text/turtle;charset=utf-8", "/a", "text/turtle"),
    "in capitals": (TURTLE, "Text/Turtle", "/a", "text/turtle"),
    "an older name": (TURTLE, "application/x-turtle", "/a", "text/turtle"),
    "another suffix": (JSON_LD, "application/ld+json", "/a.ttl", "application/ld+json"),
    "json": (JSON_LD, "application/json", "/a", "application/ld+json"),
    "json with a suffix": (b"{}", "application/json", "/a.jsonld", "application/ld+json"),
    "xml": (RDF_XML, "application/xml", "/a", "application/rdf+xml"),
    "xml with a suffix": (RDF_XML, "text/xml", "/a.rdf", "application/rdf+xml"),
    "text with a suffix": (TURTLE, "text/plain", "/a.ttl", "text/turtle"),
    "text without": (LINES, "text/plain", "/a", "application/n-triples"),
    "bytes": (JSON_LD, "application/octet-stream", "/a", "application/ld+json"),
}


@pytest.mark.parametrize(("body", "said", "path", "media"), TOLD.values(), ids=TOLD.keys())
def test_what_is_said_tells_the_syntax_and_what_says_nothing_leaves_it_to_a_look(
    body: bytes, said: str, path: str, media: str, server: Server
) -> None:
    server.answers[path] = of_type(body, said)
    assert ended(judged(server, path)) == (media, None)


@pytest.mark.parametrize(
    "said",
    [
        *("text/csv", "application/pdf", "image/svg+xml", "application/sparql-results+json", "text/n3"),
        *("application/json", "application/xml"),
    ],
)
def test_whatever_else_a_server_says_is_not_read_as_rdf(said: str, server: Server) -> None:
    server.answers["/a"] = of_type(b"<a/>" if "xml" in said else b"{}", said)
    assert ended(judged(server, "/a")) == (said, WRONG)


NONSENSE = [
    "",
    ";",
    "html",
    "text/",
    "/html",
    "text/html/x",
    "text html",
    "\x01/\x02",
    "x" * 9000,
    "t\xe9xt/html",
]


@pytest.mark.parametrize("said", NONSENSE, ids=range(len(NONSENSE)))
def test_what_is_no_media_type_says_nothing_and_reaches_no_report(said: str, server: Server) -> None:
    server.answers["/a.ttl"] = of_type(TURTLE, said)
    assert ended(judged(server, "/a.ttl")) == ("text/turtle", None)


def test_an_answer_without_a_media_type_is_read_by_its_suffix(server: Server) -> None:
    server.answers["/a.ttl"] = answer(TURTLE)
    assert ended(judged(server, "/a.ttl")) == ("text/turtle", None)


def test_rdf_is_what_is_asked_for(server: Server) -> None:
    def negotiating(talk: Talk) -> None:
        wanted = server.asked[-1].headers["accept"]
        of_type(*((TURTLE, "text/turtle") if "text/turtle" in wanted else (PAGE, "text/html")))(talk)

    server.answers["/id/a"] = negotiating
    assert ended(judged(server, "/id/a")) == ("text/turtle", None)
    assert server.asked[0].headers["accept"] == ACCEPT
    assert set(FORMATS) <= set(ACCEPT.split(", "))


def test_own_rules_that_are_a_web_page_are_told_as_that(server: Server) -> None:
    server.answers |= {"/a.ttl": of_type(TURTLE, "text/turtle"), "/s.ttl": of_type(PAGE, "text/html")}
    words = (server.url("/a.ttl"), "--shapes", server.url("/s.ttl"), "-f", "json=-")
    found = {one["code"]: one["message"] for one in json.loads(check(*words).stdout)["findings"]}
    assert "text/html" in found[WRONG]


def test_a_recording_keeps_what_was_said_and_gives_the_same_report(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers |= {
        "/page": of_type(PAGE, "text/html"),
        "/id": of_type(JSON_LD, "application/ld+json"),
        "/a.ttl": answer(TURTLE),
    }
    kept = tmp_path / "r"
    first = check(*map(server.url, server.answers), "--record", kept, "-f", "json=-")
    told = json.loads((kept / "index.json").read_text())["answers"]
    said = {key: one.get("media_type") for key, one in told.items() if key.endswith(f" as {ACCEPT}")}
    assert list(said.values()) == [None, "application/ld+json", "text/html"]
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    again = check("--replay", kept, "-f", "json=-")
    assert (again.exit_code, again.stdout) == (first.exit_code, first.stdout)
    assert WRONG in again.stdout


def test_a_recording_made_before_media_types_were_kept_still_replays(server: Server, tmp_path: Path) -> None:
    server.answers["/a.ttl"] = of_type(TURTLE, "text/turtle")
    kept = tmp_path / "r"
    check(server.url("/a.ttl"), "--record", kept, "-q")
    index = json.loads((kept / "index.json").read_text())
    answers = {key.removesuffix(f" as {ACCEPT}"): dict(one) for key, one in index["answers"].items()}
    for one in answers.values():
        one.pop("media_type", None)
    (kept / "index.json").write_text(json.dumps({**index, "answers": answers}))
    report = json.loads(check("--replay", kept, "-f", "json=-").stdout)
    assert ended(report) == ("text/turtle", None)


def test_an_answer_from_the_cache_is_what_it_was(server: Server, tmp_path: Path) -> None:
    own = tmp_path / "network.yaml"
    own.write_text("cache: bewaard")
    words = (server.url("/a"), "--network", own, "-f", "json=-")
    server.answers["/a"] = answer(PAGE, 200, "Content-Type: text/html", 'ETag: "1"')
    first = json.loads(check(*words).stdout)
    server.answers["/a"] = answer(b"", 304, "Content-Type: text/turtle", 'ETag: "1"')
    assert ended(json.loads(check(*words).stdout)) == ended(first) == ("text/html", WRONG)


@pytest.mark.parametrize(("body", "said", "failed"), [(PAGE, "text/html", 1), (TURTLE, "text/turtle", 0)])
def test_a_catalogue_is_held_to_the_same(body: bytes, said: str, failed: int, server: Server) -> None:
    server.answers["/c"] = of_type(body, said)
    report = judged_catalogue(server, "/c")
    tally = report["rules"]["rdf/media-type"]
    assert (tally["looked_at"], tally["failed"]) == (1, failed)


def test_every_criterion_that_reads_syntax_reads_the_media_type() -> None:
    criteria = [
        one for name in folders() for one in api.load_profile(name).criteria if "rdf/syntax" in one.rules
    ]
    assert len(criteria) >= 2
    assert [one.id for one in criteria if "rdf/media-type" not in one.rules] == []
