"""Facts that are tables reach readers in their words, and nothing in them is markup."""

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from interop_check import api
from interop_check.locales import Texts
from interop_check.reports import View, formats
from interop_check.reports.tables import tables
from interop_check.reports.wording import texts_of
from running import sample

EVIL = "</td><script>alert(1)</script>"
COLUMNS = ["dataset", "points", "total", "band"]


def speaking(language: str) -> Texts:
    return Texts(language, texts_of(api.default_profiles()))


def with_facts(shared: Path, **facts: Any) -> Mapping[str, Any]:
    report = copy.deepcopy(dict(sample("parkeerwijzer-goed", shared / "standards")))
    report["facts"] |= facts
    return report


def test_heads_and_codes_are_said_in_the_language_of_the_reader() -> None:
    fact = [{"of": "c.ttl", "columns": COLUMNS, "rows": [["Parkings", "260", "405", ["good", "bad"]]]}]
    (dutch,), (english,) = (list(tables({"mqa": fact}, speaking(language))) for language in ("nl", "en"))
    assert (dutch.heads, english.heads) == (
        ("Dataset", "Punten", "Van", "Klasse"),
        ("Dataset", "Points", "Of", "Class"),
    )
    assert (dutch.rows, english.rows) == (
        (("Parkings", "260", "405", "Goed, Slecht"),),
        (("Parkings", "260", "405", "Good, Bad"),),
    )


def test_a_code_without_words_shows_itself() -> None:
    fact = [{"columns": ["unheard-of"], "rows": [["unheard-of-too"]]}]
    (one,) = tables({"mqa": fact}, speaking("nl"))
    assert (one.heads, one.rows) == (("unheard-of",), (("unheard-of-too",),))


@pytest.mark.parametrize("fact", [{"columns": [], "rows": []}, ["a"], [{"rows": []}], 3, "text"])
def test_a_fact_of_another_shape_is_no_table(fact: Any) -> None:
    assert list(tables({"mqa": fact}, speaking("nl"))) == []


@pytest.mark.parametrize("form", ["text", "html"])
def test_details_stand_in_the_page_and_not_in_the_short_text(form: str, shared: Path) -> None:
    told = formats()[form].render(
        sample("parkeerwijzer-goed", shared / "standards"), View(texts=speaking("nl"))
    )
    assert "Metadatakwaliteit volgens data.europa.eu (MQA)" in told
    assert "Bezetting van de parkeerterreinen" in told
    assert ("niet gemeten zonder netwerk" in told) == (form == "html")


@pytest.mark.parametrize("at", ["of", "columns", "rows"])
def test_what_a_catalogue_says_of_itself_is_never_markup(at: str, shared: Path) -> None:
    table: dict[str, Any] = {"of": "c.ttl", "columns": ["dataset"], "rows": [["title"]]}
    table[at] = {"of": EVIL, "columns": [EVIL], "rows": [[EVIL]]}[at]
    report = with_facts(shared, mqa=[table, {**table, "detail": True}])
    page = formats()["html"].render(report, View(texts=speaking("nl")))
    assert EVIL not in page
    assert "&lt;/td&gt;&lt;script&gt;" in page
