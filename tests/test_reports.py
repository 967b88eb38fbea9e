"""The report: valid, sealed, the same everywhere, readable in two languages, safe with hostile content."""

import copy
import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check import api, schemas, seal
from interop_check.locales import Texts, sentences
from interop_check.reports import View, formats
from interop_check.reports.html import _template
from interop_check.reports.text import MOST_FINDINGS, safe
from interop_check.reports.wording import texts_of
from interop_check.yamlfile import Document
from running import AS_OF, BESLUIT, DATA, FLAWED, GOOD, PREFIXES, bare, judged, run, sample, written

LANGUAGES = ("nl", "en")
SAMPLES = ("parkeerwijzer-goed", "parkeerwijzer-gebrekkig", "leeg")
WIDTHS = (40, 60, 80, 100)
VOID = {"meta", "br", "link", "img", "input", "hr"}
EVIL = '</script><img src=x onerror=alert(1)> javascript:alert(1) **vet** [x](javascript:alert(1)) `c` & "q"'
BIDI = "\u202egood\u2066\u200b"

Path_ = tuple[str | int, ...]


def text_of(report: Mapping[str, Any], language: str = "nl", width: int = 80) -> str:
    return formats()["text"].render(report, View(texts=speaking(language), width=width))


def page_of(report: Mapping[str, Any], language: str = "nl") -> str:
    return formats()["html"].render(report, View(texts=speaking(language)))


def json_of(report: Mapping[str, Any]) -> str:
    return formats()["json"].render(report, View(texts=speaking("nl")))


def speaking(language: str) -> Texts:
    return Texts(language, texts_of(api.default_profiles()))


def mistakes_in(report: Mapping[str, Any]) -> tuple[Any, ...]:
    return schemas.mistakes(Document(source="report.json", value=report, marks={}), "report")


# ---------------------------------------------------------------- valid and sealed


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("with_standards", [True, False])
def test_a_report_is_what_its_schema_says_and_sealed(name: str, with_standards: bool, shared: Path) -> None:  # noqa: FBT001
    report = sample(name, shared / "standards" if with_standards else None)
    assert mistakes_in(report) == ()
    assert api.verify(report).code == "intact"
    assert json.loads(json_of(report)) == report


def leaves(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, below in inside:
        yield (*path, step)
        yield from leaves(below, (*path, step))


def changed(report: Mapping[str, Any], path: Path_, how: str) -> dict[str, Any]:
    copied: dict[str, Any] = copy.deepcopy(dict(report))
    holder: Any = copied
    for step in path[:-1]:
        holder = holder[step]
    last = path[-1]
    value = holder[last]
    if how == "remove":
        del holder[last]
    elif how == "empty":
        holder[last] = "" if value != "" else " "
    elif how == "replace":
        holder[last] = {"str": f"{value}.", "int": 7_777, "bool": not value}.get(type(value).__name__, "x")
    elif isinstance(holder, dict):
        holder[f"{last} "] = value
    else:
        holder.insert(int(last), value)
    return copied


def somewhere() -> st.SearchStrategy[Path_]:
    return st.sampled_from(list(leaves(sample("parkeerwijzer-gebrekkig", None))))


@settings(max_examples=200)
@given(path=st.deferred(somewhere), how=st.sampled_from(["remove", "empty", "replace", "add"]))
def test_any_one_change_is_detected(path: Path_, how: str) -> None:
    report = sample("parkeerwijzer-gebrekkig", None)
    assert not api.verify(changed(report, path, how)).intact


def test_a_change_of_order_is_detected_in_lists_and_means_nothing_in_objects() -> None:
    report = sample("parkeerwijzer-gebrekkig", None)
    assert not api.verify({**report, "results": report["results"][::-1]}).intact
    assert api.verify(dict(reversed(list(report.items())))).intact


def test_scores_and_shares_are_strings_and_no_float_stands_anywhere(shared: Path) -> None:
    report = sample("parkeerwijzer-gebrekkig", shared / "standards")
    scopes = [report["score"], *report["score"]["layers"].values(), *report["score"]["profiles"].values()]
    names = ("supported", "verified", "possible", "coverage")
    assert {type(scope[name]) for scope in scopes for name in names} == {str}
    floats: list[str] = []
    json.loads(json_of(report), parse_float=floats.append)
    assert floats == []


# ---------------------------------------------------------------- the same everywhere


def test_the_same_inputs_give_the_same_bytes_wherever_and_whenever(tmp_path: Path, shared: Path) -> None:
    elsewhere = tmp_path / "een andere map"
    shutil.copytree(FLAWED, elsewhere / "kopie")
    fixed = ("--standards", str(shared / "standards"), "--as-of", AS_OF.isoformat(), "-q", "-f", "json=-")
    first = run("assess", FLAWED, *fixed, PYTHONHASHSEED="1", TZ="Pacific/Kiritimati", LC_ALL="C")
    second = run(
        *("assess", "kopie/solution.yaml", *fixed),
        cwd=elsewhere,
        PYTHONHASHSEED="2",
        TZ="America/Los_Angeles",
        LANG="de_DE.UTF-8",
    )
    assert (first.code, second.code) == (1, 1)
    assert first.out == second.out
    assert first.out == json_of(sample("parkeerwijzer-gebrekkig", shared / "standards"))


def test_no_absolute_path_of_this_machine_stands_in_a_report(tmp_path: Path, shared: Path) -> None:
    shutil.copytree(FLAWED, tmp_path / "kopie")
    (tmp_path / "leeg").mkdir()
    for standards in (shared / "standards", tmp_path / "leeg", None):
        report = api.assess(tmp_path / "kopie" / "solution.yaml", as_of=AS_OF, standards=standards)
        text = json_of(report)
        assert str(tmp_path) not in text
        assert str(shared) not in text


def test_the_order_of_files_on_disk_means_nothing(tmp_path: Path) -> None:
    for folder, names in {"heen": ["b", "a", "c"], "terug": ["c", "b", "a"]}.items():
        source = tmp_path / folder / "repository"
        source.mkdir(parents=True)
        for name in names:
            (source / name).write_text(name)
        shutil.copy(GOOD / "solution.yaml", source.parent)
    first, second = (
        api.assess(tmp_path / folder / "solution.yaml", as_of=AS_OF)["evidence"]
        for folder in ("heen", "terug")
    )
    assert first == second
    assert next(one for one in first if one["kind"] == "repository")["sha256"]


# ---------------------------------------------------------------- findings


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.ttl", PREFIXES + 'ex:z a besluit:Zitting ;\n  besluit:geplandeStart "nu" .\n', (4, 25)),
        (
            "a.nt",
            """<http://x.example/z> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> \
<http://data.vlaanderen.be/ns/besluit#Zitting> .
<http://x.example/z> <http://data.vlaanderen.be/ns/besluit#geplandeStart> "nu" .
""",
            (2, 75),
        ),
        (
            "a.jsonld",
            """{"@context": {"start": "http://data.vlaanderen.be/ns/besluit#geplandeStart"},
 "@id": "http://x.example/z", "@type": "http://data.vlaanderen.be/ns/besluit#Zitting",
 "start": "nu"}
""",
            (3, 11),
        ),
    ],
)
def test_a_finding_says_file_line_and_column(
    name: str, text: str, place: tuple[int, int], tmp_path: Path, shared: Path
) -> None:
    (tmp_path / name).write_text(text)
    report = written(judged(tmp_path, name, standards=[BESLUIT], library=bare(shared / "standards")))
    found = next(one for one in report["findings"] if one["rule"] == "shacl/datatype")
    assert (found["at"]["source"], found["at"]["line"], found["at"]["column"]) == (name, *place)
    assert f"{name}:{place[0]}:{place[1]}" in page_of(report)


def test_findings_beyond_the_cap_are_counted_and_told(tmp_path: Path, shared: Path) -> None:
    (tmp_path / "a.ttl").write_text(PREFIXES + "".join(f"ex:z{n} a besluit:Zitting .\n" for n in range(9)))
    library = bare(shared / "standards")
    whole, cut = (
        written(judged(tmp_path, "a.ttl", standards=[BESLUIT], library=library, max_findings=most))
        for most in (1_000, 2)
    )
    rules = [one["rule"] for one in cut["findings"]]
    assert max(rules.count(rule) for rule in rules) == 2
    assert whole["omitted"] == {}
    assert len(cut["findings"]) + sum(cut["omitted"].values()) == len(whole["findings"])
    assert [one["outcome"] for one in cut["results"]] == [one["outcome"] for one in whole["results"]]
    beyond = cut["omitted"]["shacl/min-count"]
    assert speaking("nl")("html-omitted", count=beyond) in page_of(cut)
    unseen = len(whole["findings"]) - min(len(cut["findings"]), MOST_FINDINGS)
    assert speaking("nl")("report-more-findings", count=unseen) in text_of(cut)


WAIVERS = """
waivers:
  - {id: lopend, rule: shacl/max-count, artefact: d, reason: Later., owner: Jan, expires: "2027-01-01"}
  - {id: vervallen, rule: shacl/datatype, artefact: d, reason: Later., owner: Jan, expires: "2026-11-14"}
  - {id: vandaag, rule: shacl/min-count, reason: Later., owner: Jan, expires: "2026-11-15"}
  - {id: nergens, rule: shacl/pattern, artefact: d, reason: Later., owner: Jan, expires: "2027-01-01"}
"""


def solution(folder: Path, *, name: str = "Proef", more: str = "", location: str = "a.ttl") -> Path:
    manifest = folder / "solution.yaml"
    said = json.dumps(name)
    manifest.write_text(
        f'id: proef\nname: {said}\nversion: "1"\nprovider: {{name: {said}, kbo: "1999.999.844"}}\n'
        f"contact: {{name: {said}, email: a@b.example}}\ndatasets:\n  - id: d\n    title: {said}\n"
        f'    location: {json.dumps(location)}\n    standards: ["{BESLUIT}"]\n{more}',
        encoding="utf-8",
    )
    return manifest


def test_waivers_show_their_state_and_leave_the_score_alone(tmp_path: Path, shared: Path) -> None:
    (tmp_path / "a.ttl").write_text(
        PREFIXES + 'ex:z a besluit:Zitting ; besluit:geplandeStart "nu", "straks" .\n'
        "ex:z <http://www.w3.org/ns/prov#startedAtTime> 1, 2 .\n"
    )
    place = shared / "standards"
    bare_of_waivers = api.assess(solution(tmp_path), as_of=AS_OF, standards=place)
    report = api.assess(solution(tmp_path, more=WAIVERS), as_of=AS_OF, standards=place)
    states = {one["id"]: one["state"] for one in report["waivers"]}
    wanted = {"lopend": "active", "vervallen": "expired", "vandaag": "active", "nergens": "unused"}
    assert states == wanted
    covered = {one["rule"]: one["waiver"] for one in report["findings"]}
    assert (covered["shacl/max-count"], covered["shacl/datatype"]) == ("lopend", None)
    assert covered["shacl/min-count"] == "vandaag"
    uncounted = [{**one, "waived": 0} for one in report["results"]]
    assert (report["score"], uncounted) == (bare_of_waivers["score"], bare_of_waivers["results"])
    assert sum(one["waived"] for one in report["results"]) > 0
    for one in report["waivers"]:
        assert one["id"] in text_of(report)
        assert speaking("nl")(f"waiver-{one['state']}", **one) in " ".join(words_of(page_of(report)))


# ---------------------------------------------------------------- in words


def shown(name: str, place: Path | None, language: str) -> Iterator[str]:
    report = sample(name, place)
    yield text_of(report, language)
    yield " ".join(words_of(page_of(report, language)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("with_standards", [True, False])
def test_no_code_and_no_unfilled_value_is_left_in_what_people_read(
    language: str,
    name: str,
    with_standards: bool,  # noqa: FBT001
    shared: Path,
) -> None:
    families = {code.partition("-")[0] for code in sentences("nl")} - {"not", "no", "type"}
    for text in shown(name, shared / "standards" if with_standards else None, language):
        codes: list[str] = re.findall(r"(?<![\w/.-])[a-z]+(?:-[a-z0-9_]+)+(?![\w/.@])", text)
        assert [word for word in codes if word.partition("-")[0] in families] == []
        unfilled = re.sub(r"/\{\w+\}", "", text)  # but for the paths of APIs, as /parkings/{parkingId}
        assert not re.search(r"[{}]|\[\[|\]\]|None|True|False", unfilled)


@pytest.mark.parametrize("render", [page_of, text_of])
def test_a_stored_report_reads_the_same_as_one_made_in_that_language(
    render: Callable[[Mapping[str, Any], str], str], shared: Path
) -> None:
    dutch = sample("parkeerwijzer-gebrekkig", shared / "standards")
    english = sample("parkeerwijzer-gebrekkig", shared / "standards", "en")

    def said(report: Mapping[str, Any], language: str) -> str:
        return render(report, language).replace(f"--lang {report['lang']}", "").replace(report["digest"], "")

    assert said(dutch, "en") == said(english, "en") != said(dutch, "nl")
    assert said(english, "nl") == said(dutch, "nl")


def test_the_languages_differ_and_say_the_same(shared: Path) -> None:
    report = sample("parkeerwijzer-gebrekkig", shared / "standards")
    dutch, english = text_of(report, "nl", 100), text_of(report, "en", 100)
    assert "voldoet niet" in dutch
    assert "does not conform" in english
    assert re.findall(r"OSLO-\d\d|[✔✘◐?–] |\S+:\d+:\d+", dutch) == re.findall(
        r"OSLO-\d\d|[✔✘◐?–] |\S+:\d+:\d+", english
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SAMPLES)
def test_the_text_fits_the_terminal(name: str, language: str, width: int, shared: Path) -> None:
    lines = text_of(sample(name, shared / "standards"), language, width).splitlines()
    assert [line for line in lines if len(line) > width] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_the_text_tells_verdict_level_and_every_criterion(shared: Path) -> None:
    text = text_of(sample("parkeerwijzer-goed", shared / "standards"))
    assert "voldoet aan alle verplichte criteria" in text
    criteria = [one.id for one in api.load_profile("oslo").criteria]
    assert set(re.findall(r"OSLO-\d\d", text)) == set(criteria)


# ---------------------------------------------------------------- as a page


class Page(HTMLParser):
    """Reads a page and keeps what tests ask for; refuses what is not well formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"{tag} has an attribute twice"
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data.split()


def words_of(page: str) -> list[str]:
    return Page(page).words


@pytest.fixture(params=SAMPLES)
def page(request: pytest.FixtureRequest, shared: Path) -> str:
    return page_of(sample(request.param, shared / "standards"))


def test_a_page_is_well_formed_and_says_its_language(page: str) -> None:
    tags = Page(page).tags
    assert page.startswith("<!DOCTYPE html>")
    assert tags[0] == ("html", {"lang": "nl"})
    names = [tag for tag, _ in tags]
    assert [names.count(one) for one in ("title", "main", "header", "h1")] == [1, 1, 1, 1]
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {href for _, a in tags if (href := a.get("href"))} == {f"#{one}" for one in ids}


def test_headings_are_in_order_and_tables_say_what_their_heads_are_of(page: str) -> None:
    tags = Page(page).tags
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    heads = [attributes.get("scope") for tag, attributes in tags if tag == "th"]
    assert heads
    assert set(heads) == {"col", "row"}


def test_a_page_needs_no_network_and_runs_nothing(page: str) -> None:
    tags = Page(page).tags
    assert {tag for tag, _ in tags} & {"script", "iframe", "object", "embed", "img", "link", "form"} == set()
    policies = [a["content"] for tag, a in tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    assert (policies[0] or "").startswith("default-src 'none';")
    assert "script-src" not in (policies[0] or "")
    for tag, attributes in tags:
        assert not any(name.startswith("on") or name in ("style", "srcset") for name in attributes), tag
        assert {value for name, value in attributes.items() if name in ("src", "href")} <= {"#main"}
    style = page[page.index("<style>") : page.index("</style>")]
    assert not re.search(r"url\(|@import|https?:|expression\(", style)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    whole = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(whole[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_colour_of_text_stands_out_from_every_ground_it_is_on() -> None:
    source = page_of(sample("leeg", None))
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]+)", source))
    inks = set(re.findall(r"[^-]color: (.+?);? ?\}", source))
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert all(re.fullmatch(r"var\(--[a-z]+\)(;.*)?", ink) for ink in inks), inks
    used = {re.findall(r"--([a-z]+)", ink)[0] for ink in inks} | {"ink", "accent"}
    assert {"soft", "good", "partly", "bad", "open"} <= used
    weak = [
        (ink, ground)
        for ink in used
        for ground in ("paper", "band")
        if contrast(colours[ink], colours[ground]) < 4.5
    ]
    assert weak == []


# ---------------------------------------------------------------- hostile content


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, shared: Path) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("hostile")
    location = "data/<img src=x onerror=alert(2)>.ttl"
    (folder / "data").mkdir()
    literal = EVIL.replace('"', '\\"') + "\\u202E\\u001B[31m\\u0007\\u0001\\u2028" + "A" * 5_000
    (folder / location).write_text(
        PREFIXES + f'<javascript:alert(1)> a besluit:Zitting ; besluit:geplandeStart "{literal}" ;\n'
        '  <http://www.w3.org/ns/prov#startedAtTime> "<img>"^^<http://x.example/\\u202E/img> .\n'
        f"<http://x.example/{'B' * 5_000}> a besluit:Besluit .\n"
    )
    evil = json.dumps(EVIL + BIDI)
    more = (
        f"documents:\n  - {{id: weg, type: other, location: 'weg<img src=q>.md'}}\n"
        f"waivers:\n  - {{id: w, rule: shacl/datatype, artefact: d, expires: '2027-01-01',\n"
        f"     reason: {evil}, owner: {evil}}}\n"
    )
    manifest = solution(folder, name=EVIL + BIDI, more=more, location=location)
    return api.assess(manifest, as_of=AS_OF, standards=shared / "standards")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_shows_hostile_content_and_obeys_none_of_it(hostile: dict[str, Any], language: str) -> None:
    page = page_of(hostile, language)
    read = Page(page)
    assert {tag for tag, _ in read.tags} & {"img", "script"} == set()
    assert not re.search(r"<(?:img|script|/script)", page, re.IGNORECASE)
    assert "<img src=x onerror=alert(1)>" in " ".join(read.words)
    assert all(
        "javascript:" not in str(value) for _, attributes in read.tags for value in attributes.values()
    )
    assert obeyed(page) == set()


def obeyed(text: str) -> set[str]:
    """Return the characters in a text that a screen obeys instead of showing them."""
    return {one for one in text if unicodedata.category(one).startswith("C")} - {"\n"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_a_terminal_shows_hostile_content_and_obeys_none_of_it(
    hostile: dict[str, Any], language: str, width: int
) -> None:
    text = text_of(hostile, language, width)
    assert obeyed(text) == set()
    assert "\\u202e" in text
    assert [line for line in text.splitlines() if len(line) > width] == []


def test_the_json_keeps_hostile_content_to_the_letter(hostile: dict[str, Any]) -> None:
    assert hostile["solution"]["name"] == EVIL + BIDI
    values = [one["at"].get("value", "") for one in hostile["findings"]]
    assert any("\\u001B[31m\\u0007\\u0001" in value and len(value) > 5_000 for value in values)
    stored = json.loads(json_of(hostile))
    assert stored == hostile
    assert api.verify(stored).intact
    assert mistakes_in(hostile) == ()


def test_a_long_value_is_cut_where_people_read_it(hostile: dict[str, Any]) -> None:
    assert max(len(one["message"]) for one in hostile["findings"]) < 1_000


@given(st.text())
def test_whatever_text_comes_a_screen_obeys_none_of_it(text: str) -> None:
    assert obeyed(safe(text)) == set()


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_text_comes_the_page_stays_a_page(text: str) -> None:
    report = copy.deepcopy(dict(sample("leeg", None)))
    report["solution"] = {**report["solution"], "name": text, "provider": {"name": text}}
    sealed = seal.sealed({key: value for key, value in report.items() if key != "digest"})
    names = [tag for tag, _ in Page(page_of(sealed)).tags]
    assert names == [tag for tag, _ in Page(page_of(sample("leeg", None))).tags]


def test_every_value_of_the_page_goes_through_the_encoder() -> None:
    environment = _template().environment
    assert environment.autoescape is True
    source = (Path(api.__file__).parent / "reports/templates/report.html.jinja").read_text(encoding="utf-8")
    assert not re.search(r"\|\s*(?:safe|tojson|xmlattr|urlize)|autoescape", source)
    assert environment.from_string("{{ x }}").render(x="<\u202e\x1b") == "&lt;\\u202e\\u001b"


def test_data_without_a_standard_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(DATA)
    assert "a.ttl" in text_of(written(judged(tmp_path, "a.ttl")))


# ---------------------------------------------------------------- one cause, told once


KINDS_SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
<http://e/S> a sh:NodeShape ; sh:targetClass <http://e/Dataset> ;
  sh:property [ sh:path <http://e/publisher> ; sh:class <http://e/Agent> ; sh:nodeKind sh:BlankNodeOrIRI ] .
"""


@pytest.fixture(scope="module")
def cascade(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """A text where an object is due: it is no object, and so not of its class either."""
    root = tmp_path_factory.mktemp("cascade")
    (root / "s.ttl").write_text(KINDS_SHAPES, encoding="utf-8")
    data = '<http://e/1> a <http://e/Dataset> ; <http://e/publisher> "Stad" .'
    (root / "d.ttl").write_text(data, encoding="utf-8")
    return written(judged(root, "d.ttl", shapes=("s.ttl",)))


def test_what_has_one_cause_is_told_once_and_kept_whole(cascade: Mapping[str, Any]) -> None:
    found = {one["rule"]: one for one in cascade["findings"] if one["rule"].startswith("shacl/")}
    assert found["shacl/class"]["follows"] == "shacl/node-kind"
    assert "follows" not in found["shacl/node-kind"]
    for shown in (text_of(cascade), page_of(cascade)):
        assert shown.count("Dezelfde oorzaak ook bij: shacl/class.") == 1
        assert "waar geen tekst hoort" in " ".join(shown.split())
