"""The reports on the sample solutions, to the byte; `python tests/test_golden.py` writes them anew."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from interop_check import api
from interop_check.locales import Texts
from interop_check.reports import View, formats
from interop_check.reports.wording import texts_of
from running import AS_OF, ROOT, sample

GOLDEN = ROOT / "tests" / "golden" / "reports"
SUFFIX = {
    "json": "json",
    "html": "html",
    "text": "txt",
    "md": "md",
    "sarif": "sarif",
    "junit": "xml",
    "csv": "csv",
    "earl": "ttl",
}
WAYS = (*((form, "nl") for form in SUFFIX), ("text", "en"))
SAMPLES = ("parkeerwijzer-goed", "parkeerwijzer-gebrekkig")
WITHOUT = "parkeerwijzer-goed.zonder-standaarden"
FILES = {
    **{f"{name}.{lang}.{SUFFIX[form]}": (name, True, form, lang) for name in SAMPLES for form, lang in WAYS},
    **{f"{WITHOUT}.{lang}.txt": (SAMPLES[0], False, "text", lang) for lang in ("nl", "en")},
}


def render(file: str, standards: Path) -> str:
    name, with_standards, form, language = FILES[file]
    report = sample(name, standards if with_standards else None, language)
    texts = Texts(language, texts_of(api.default_profiles()))
    return formats()[form].render(report, View(texts=texts))


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_report_is_the_stored_one_to_the_byte(file: str, shared: Path) -> None:
    stored = (GOLDEN / file).read_bytes()
    assert render(file, shared / "standards").encode() == stored


def test_no_stored_report_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == set(FILES)


def test_without_standards_the_report_says_what_it_could_not_look_at() -> None:
    told = (GOLDEN / f"{WITHOUT}.nl.txt").read_text(encoding="utf-8")
    flat = " ".join(told.split())
    assert flat.count("steunt op regels van interop-check zelf") == 4, "each standard that the sample claims"
    assert "interop-check standards sync" in flat
    assert AS_OF.isoformat() in told


def renewed(standards: Path) -> Iterator[str]:
    """Write every stored report anew, and tell which differ from what stood there."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for path in GOLDEN.iterdir():
        if path.name not in FILES:
            path.unlink()
            yield path.name
    for file in sorted(FILES):
        made, path = render(file, standards).encode(), GOLDEN / file
        if not path.exists() or path.read_bytes() != made:
            path.write_bytes(made)
            yield file


if __name__ == "__main__":
    place = ROOT / (os.environ.get("INTEROP_CHECK_SHARED") or "../shared") / "standards"
    if not place.is_dir():
        sys.exit(f"{place} does not hold the official standards")
    print(*renewed(place.resolve()), sep="\n")  # noqa: T201 - for whoever renews
