"""Rows 36 and 50 to 54 of the bad inputs: values that end up in what people, browsers and programs read."""

import copy
import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

import cmarkgfm
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import running
from hostile.cases.data import PASSED, constraint, literal
from hostile.documents import Data
from hostile.judging import judged, rendered
from interop_check import seal
from interop_check.locales import Texts
from interop_check.model import Report
from interop_check.reports import View, formats
from interop_check.reports.csv import SEPARATOR
from interop_check.reports.sarif import MOST_RESULTS, is_inside

NASTY = {
    "image": "<img src=x onerror=alert(1)>",
    "script": "</script><script>alert(1)</script>",
    "link": "javascript:alert(1)",
    "drawing": "data:image/svg+xml,<svg onload=alert(1)>",
    "attribute": '" onmouseover="alert(1)" \'',
    "template": "{{ 7 * 7 }} {% raw %} ${7*7}",
    "commands": "x\n::error::y\n##vso[task.setvariable variable=a]b",
    "escapes": "\x1b[31mred\x1b]0;title\x07\x9b31m",
    "bidi": "\u202egnp.exe\u2066\u200b\ufeff",
    "formula": '=WEBSERVICE("http://127.0.0.1:9/")\t+1',
    "markdown": "`a` | b | *c* __d__ ~~e~~ # f\n# g\n- h\n> i\n```\nj",
    "picture": "![x](http://127.0.0.1:9/x.png) [y](javascript:alert(1)) <http://127.0.0.1:9/>",
    "mention": "@team @org/team a@b.example #12 org/repo#12 https://127.0.0.1:9/ www.a.example",
}
READABLE = ["text", "html", "md", "csv", "junit", "earl", "sarif"]
Document = Mapping[str, Any]


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report in which every nasty value is a value, a focus node's name, and a message of a shape."""
    values = " , ".join(json.dumps(value) for value in NASTY.values())
    case = Data(
        row=50,
        name="",
        data=lambda: literal(values).replace(b"\\u001b", b"\\u001B"),
        outcome=PASSED,
        shapes=constraint(f"sh:maxLength 0 ; sh:name {values} ; sh:message {values}"),
    )
    return judged(tmp_path_factory.mktemp("nasty"), case)


def everywhere(report: Document, value: str) -> Document:
    """The report with a value in every place where somebody else's words may stand."""
    changed = copy.deepcopy(dict(report))
    changed["solution"] = {
        "id": "a",
        "name": value,
        "version": value,
        "provider": {"name": value},
        "contact": {"name": value},
        "call": None,
        "roles": [],
        "features": [],
        "source": "solution.yaml",
        "sha256": "0" * 64,
    }
    waiver = {"id": value, "rule": "rdf/syntax", "artefact": None, "reason": value, "owner": value}
    changed["waivers"] = [{**waiver, "expires": "2099-01-01", "state": "active", "findings": 1}]
    changed["evidence"] = [{**one, "source": value} for one in changed["evidence"]]
    changed["reproduce"] = value
    changed["facts"] = {"t": [{"of": value, "columns": [value, "b"], "rows": [[value, [value, "c"]]]}]}
    place = dict.fromkeys(("source", "focus", "path", "value", "pointer"), value)
    changed["findings"] = [
        {**one, "message": value, "at": {**one["at"], **place}, "waiver": waived, "args": {"a": value}}
        for one in changed["findings"][:2]
        for waived in (None, value)
    ]
    return seal.sealed({key: one for key, one in changed.items() if key != seal.KEY})


def shown(report: Document, name: str, suffix: str = "") -> str:
    return formats()[name].render(report, View(texts=Texts("en"), suffix=suffix))


@pytest.fixture(scope="module")
def spread(nasty: Report) -> Mapping[str, Document]:
    written = running.written(nasty)
    return {name: everywhere(written, value) for name, value in NASTY.items()}


def test_the_nasty_values_are_in_the_report(nasty: Report) -> None:
    values = {
        json.loads(f'"{one.at.value[1:-1]}"')
        for one in nasty.findings
        if one.at.value and "\\u" not in one.at.value
    }
    assert len([one for one in nasty.findings if one.code == "max-length"]) == len(NASTY)
    assert NASTY["image"] in values


# ---------------------------------------------------------------- HTML


def test_row_50_a_value_is_text_in_html(nasty: Report) -> None:
    page = rendered(nasty, "html")
    assert "alert(1)" in page
    for markup in ("<img", "<script", "<svg", 'href="javascript:', 'href="data:', 'onmouseover="'):
        assert markup not in page.lower()
    assert "default-src 'none'" in page
    assert "{{ 7 * 7 }}" in page


# ---------------------------------------------------------------- terminals and logs

STEERING = "\x1b\x07\x9b\u202e\u2066\ufeff"
COMMAND = re.compile(r"^\s*(::|##)|##(vso)?\[", re.IGNORECASE)


@pytest.mark.parametrize("name", READABLE)
def test_rows_36_and_52_nothing_in_a_page_steers_a_terminal_a_log_or_the_reading_order(
    name: str, nasty: Report, spread: Mapping[str, Document]
) -> None:
    for page in (rendered(nasty, name), *(shown(one, name) for one in spread.values())):
        body = page.removeprefix("\ufeff")  # a spreadsheet's mark of UTF-8
        assert [sign for sign in STEERING if sign in body] == []
        assert [line for line in body.splitlines() if COMMAND.search(line) and line[:2] != "##"] == []
        assert [line for line in body.splitlines() if line.startswith("##[")] == []


@pytest.mark.parametrize(
    "value", ["::error::x", " ::set-env name=A::b", "##[add-mask]x", "a ##vso[task.complete]"]
)
@pytest.mark.parametrize("name", [*READABLE, "json"])
def test_row_52_a_command_in_the_name_of_a_file_is_no_command_of_a_log(
    name: str, value: str, nasty: Report
) -> None:
    page = shown(everywhere(running.written(nasty), value), name)
    assert [line for line in page.splitlines() if COMMAND.search(line) and not line.startswith("## ")] == []


def test_row_36_the_json_says_everything_exactly(nasty: Report, spread: Mapping[str, Document]) -> None:
    for report in (running.written(nasty), *spread.values()):
        text = shown(report, "json")
        assert json.loads(text) == report
        assert seal.verify(json.loads(text)).intact
        assert [sign for sign in "\x1b\x07\r\t" if sign in text] == []


# ---------------------------------------------------------------- spreadsheets

FORMULAS = {
    **{f"51 {name}": f"{name}1+1" for name in "=+-@"},
    "51 tab": "\t=1+1",
    "51 carriage return": "\r=1+1",
    "51 line end": "\n=1+1",
    "51 tab before words": "\tx",
    "51 spaces": "  =1+1",
    "51 bell": "\x07=1+1",
    "51 bell within": "=\x071+1",
    "51 no-break space": "\u00a0=1+1",
    "51 zero width": "\u200b=1+1",
    "51 full width": "\uff1d1+1",
    "51 call": '=WEBSERVICE("http://127.0.0.1:9/"&A1)',
    "51 exchange": "=cmd|' /C calc'!A0",
    "51 breaking out": 'x";=1+1;"',
    "51 breaking the row": 'x"\r\n=1+1;"',
    "51 mark": "\ufeff=1+1",
}


def cells_of(report: Document) -> list[list[str]]:
    text = shown(report, "csv")
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=SEPARATOR, strict=True))
    assert len(rows) == len(report["findings"]) + len(report["omitted"]) + 1 == text.count("\n")
    return rows


def assert_no_formula(report: Document) -> None:
    rows = cells_of(report)
    assert {len(row) for row in rows} == {len(rows[0])}
    for cell in (cell for row in rows for cell in row):
        bare = cell.lstrip().lstrip("\u00a0")
        assert not bare.startswith(
            ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
        )
        assert not re.search(r"[\x00-\x1f\x7f-\x9f]", cell)


HARMLESS = {"51 zero width", "51 breaking out", "51 breaking the row", "51 mark"}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_value_is_never_a_formula(name: str, nasty: Report) -> None:
    report = everywhere(running.written(nasty), FORMULAS[name])
    assert_no_formula(report)
    source = cells_of(report)[1][3]
    assert source.startswith("'") == (name not in HARMLESS)
    assert "\x07" not in source


def test_row_51_a_row_is_a_line_and_words_stay_apart(nasty: Report) -> None:
    cells = cells_of(everywhere(running.written(nasty), "a\r\nb\tc"))
    assert cells[1][3] == "a  b c"


@settings(max_examples=60)
@given(value=st.text(st.characters(exclude_categories=["Cs"])))
def test_row_51_whatever_text_comes_it_is_no_formula(value: str) -> None:
    assert_no_formula(everywhere(plain(), value))


# ---------------------------------------------------------------- Markdown

ALLOWED = {
    *("page", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "strong"),
    *("code", "br"),
}


def plain() -> Document:
    return running.sample("parkeerwijzer-gebrekkig", None, "en")


def as_github_shows(text: str) -> ET.Element:
    # HTML would be left in: GitHub lets much of it through.
    page = cmarkgfm.github_flavored_markdown_to_html(text, cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE)
    return ET.fromstring(f"<page>{page}</page>")  # noqa: S314 - our own renderer's


def assert_only_text(report: Document) -> str:
    text = shown(report, "md")
    tree = as_github_shows(text)
    assert {one.tag for one in tree.iter()} <= ALLOWED
    assert [one.attrib for one in tree.iter() if one.attrib] == []
    headings = [one.tag for one in tree if one.tag in {"h1", "h2"}]
    assert headings[0] == "h1"
    assert "h1" not in headings[1:]
    outside = [part for one in tree.iter() if one.tag != "code" for part in (one.text or "", *tails(one))]
    spoken = " ".join(outside)
    assert not re.search(r"(?<!\w)@\w|\w@\w+\.\w|#\d", spoken), "a mention, an address or a reference is left"
    return " ".join("".join(tree.itertext()).split())


def tails(one: ET.Element) -> list[str]:
    return [inner.tail or "" for inner in one]


@pytest.mark.parametrize("name", NASTY)
def test_row_53_a_value_is_text_in_markdown(name: str, spread: Mapping[str, Document]) -> None:
    words = assert_only_text(spread[name])
    if name in {"image", "script", "markdown", "picture"}:
        assert " ".join(NASTY[name].split()) in words.replace("\u200b", "")


def test_row_53_the_canary_is_seen_where_nothing_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interop_check.reports.md._SPECIAL", re.compile(r"(?!)"))
    with pytest.raises(AssertionError):
        assert_only_text(everywhere(plain(), NASTY["picture"]))


@settings(max_examples=60)
@given(value=st.text(st.characters(exclude_categories=["Cs"])) | st.text("`|*_[]()!<>&@#\\~:/. \n-=+1aw"))
def test_row_53_whatever_text_comes_it_stays_text(value: str) -> None:
    assert_only_text(everywhere(plain(), value))


# ---------------------------------------------------------------- SARIF

ELSEWHERE = {
    "54 out of the folder": "../../.git/config",
    "54 out and in again": "data/../../a.ttl",
    "54 file address": "file:///etc/passwd",
    "54 address": "https://e.example/a.ttl?x=1#y",
    "54 other scheme": "javascript:alert(1)",
    "54 absolute": "/etc/passwd",
    "54 double slash": "//e.example/a.ttl",
    "54 home": "~/a.ttl",
    "54 drive": "C:\\a.ttl",
    "54 backslashes": "..\\..\\a.ttl",
    "54 nothing": "",
}
INSIDE = {
    "54 inside": ("data/a.ttl", "data/a.ttl"),
    "54 space and sign": ("data/a b#1?é%.ttl", "data/a%20b%231%3F%C3%A9%25.ttl"),
    "54 markup": ("<img>.ttl", "%3Cimg%3E.ttl"),
    "54 dots in a name": ("a..b/..c.ttl", "a..b/..c.ttl"),
}


def only_result(source: str) -> dict[str, Any]:
    report = everywhere(plain(), "x")
    one = {**report["findings"][0], "at": {"source": source, "line": 7, "column": 3}, "message": "Wrong."}
    changed = seal.sealed({**{k: v for k, v in report.items() if k != seal.KEY}, "findings": [one]})
    (told,) = json.loads(shown(changed, "sarif"))["runs"][0]["results"]
    assert isinstance(told, dict)
    return told


@pytest.mark.parametrize("source", ELSEWHERE.values(), ids=ELSEWHERE.keys())
def test_what_lies_elsewhere_is_reported_on_the_manifest_with_its_place_in_the_message(source: str) -> None:
    told = only_result(source)
    assert not is_inside(source)
    assert told["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "solution.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }
    assert told["message"]["text"] == f"{source}: Wrong." if source else "Wrong."


@pytest.mark.parametrize(("source", "uri"), INSIDE.values(), ids=INSIDE.keys())
def test_what_lies_inside_has_its_own_place(source: str, uri: str) -> None:
    told = only_result(source)
    assert told["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 7, "startColumn": 3},
    }
    assert told["message"]["text"] == "Wrong."


def test_row_54_a_message_holds_no_link_and_no_placeholder() -> None:
    report = everywhere(plain(), "[x](javascript:alert(1)) {0} {{1}}")
    told = json.loads(shown(report, "sarif"))["runs"][0]["results"][0]["message"]["text"]
    assert "[x\\](javascript:alert(1)) {{0}} {{{{1}}}}" in told


def test_row_54_of_20000_findings_5000_are_kept_and_the_rest_is_counted() -> None:
    report = everywhere(plain(), "x")
    findings = [report["findings"][0]] * 20_000
    changed = seal.sealed({**{k: v for k, v in report.items() if k != seal.KEY}, "findings": findings})
    told = json.loads(shown(changed, "sarif"))["runs"][0]
    assert len(told["results"]) == MOST_RESULTS == 5_000
    assert told["properties"]["resultsLeftOut"] == 15_000 + sum(report["omitted"].values())
    prints = [one["partialFingerprints"]["interopCheck/v1"] for one in told["results"]]
    assert len(set(prints)) == 5_000, "a scanner drops results with equal fingerprints"


# ---------------------------------------------------------------- XML and RDF


@settings(max_examples=60)
@given(value=st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_text_comes_the_results_stay_xml_and_rdf(value: str) -> None:
    report = everywhere(plain(), value)
    ET.fromstring(shown(report, "junit"))  # noqa: S314 - our own
    triples = [*ox.parse(shown(report, "earl").encode(), format=ox.RdfFormat.TURTLE)]
    linked = [*ox.parse(shown(report, "earl", ".jsonld").encode(), format=ox.RdfFormat.JSON_LD)]
    assert len(triples) == len(linked) > 50


@pytest.mark.parametrize("sign", ["\x00", "\x0b", "\x1b", "\ufffe", "\uffff", "\x85"])
def test_a_sign_that_xml_does_not_have_is_shown_instead(sign: str) -> None:
    text = shown(everywhere(plain(), f"a{sign}b"), "junit")
    assert sign not in text
    assert f"a\\u{ord(sign):04x}b" in text
