"""Writes docs/api-findings/: what the rules of each guideline find in real descriptions, for a reviewer.

    python tools/api_findings.py [PROFILE …]

The descriptions are read in place below INTEROP_CHECK_SHARED. Of each rule the first ten findings are
listed, two of each description at first, and what a reviewer made of them: tools/api_findings/<profile>.yaml
says that.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from interop_check import yamlfile
from interop_check.examiners import examiners
from interop_check.gather import gather
from interop_check.gather.source import Source
from interop_check.locales import Texts
from interop_check.model import Artefact, Evidence, Finding, Place, Profile, Tally
from interop_check.profiles import load_profile
from interop_check.reports.wording import message, texts_of

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("INTEROP_CHECK_SHARED", "../shared")) / "corpora" / "openapi"
PAGES, REVIEWS = ROOT / "docs" / "api-findings", ROOT / "tools" / "api_findings"
EXAMINER = "guidelines"
SHOWN, OF_ONE, LONGEST = 10, 2, 300

HEAD = """# What the rules of {profile} find in real descriptions

Written by `python tools/api_findings.py`, not by hand. Of each rule it lists the first ten findings in the
descriptions that we hold, two of each at first, and under them what a reviewer made of these. A rule that
cried wolf was mended, and has a case in `fixtures/examiners/guidelines/`. Where the descriptions come from
stands in the `SOURCES.tsv` beside them.
"""


class Told(NamedTuple):
    """A finding in a description, as a sentence."""

    document: str
    finding: Finding
    sentence: str


def documents() -> Sequence[Path]:
    """Return every entry of a description, in a fixed order."""
    suffixes = {".json", ".yaml", ".yml"}
    files = sorted(path for path in SHARED.rglob("*") if path.suffix in suffixes)
    return [path for path in files if b"openapi" in (head := path.read_bytes()[:400]) or b'swagger"' in head]


def gathered(path: Path) -> Sequence[Evidence]:
    """Return a description with all that it refers to and that we hold."""
    name = path.relative_to(SHARED).as_posix()
    one = Artefact(section="apis", id=name, location=name, about={}, at=Place(source=name))
    return gather([one], Source(root=SHARED))


def first(told: Sequence[Told]) -> Sequence[Told]:
    """Return ten findings: two of each description, then whatever comes next."""
    seen: dict[str, int] = defaultdict(int)
    early: list[Told] = []
    late: list[Told] = []
    for one in told:
        seen[one.document] += 1
        (early if seen[one.document] <= OF_ONE else late).append(one)
    return [*early, *late][:SHOWN]


def section(profile: Profile, files: Sequence[Path], review: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines of one profile."""
    texts = Texts("en", texts_of([profile]))
    params = next(one.params for one in profile.criteria if one.examiner == EXAMINER)
    told: dict[str, list[Told]] = defaultdict(list)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for path in files:
        found = examiners()[EXAMINER](gathered(path), {**params, "max_findings": 10_000})
        for rule, tally in found.tallies.items():
            tallies[rule] += tally
        for one in found.findings:
            at = {name: value for name in Place.__dataclass_fields__ if (value := getattr(one.at, name))}
            sentence = message(one.rule, one.code, at, one.args, texts)
            told[one.rule].append(Told(path.relative_to(SHARED).as_posix(), one, sentence))
    yield f"\n## {profile.title['en']}\n"
    yield f"{len(files)} descriptions, {sum(map(len, told.values()))} findings.\n"
    for rule in sorted({entry["rule"] for entry in params["checks"]}):
        tally = tallies[rule]
        yield f"### {rule}\n"
        yield f"Looked at {tally.looked_at}, failed {tally.failed}, findings {len(told[rule])}.\n"
        for each in first(told[rule]):
            place = f"{each.finding.at.source}:{each.finding.at.line}"
            yield f"- `{place}` {each.sentence[:LONGEST].replace('<', '&lt;')}"
        yield f"\nReviewed: {review.get(rule, 'not yet.')}\n"


def main(names: Sequence[str]) -> None:
    """Write a page for each profile."""
    files = documents()
    for name in names:
        profile, path = load_profile(name, examiners()), REVIEWS / f"{name}.yaml"
        review = yamlfile.load(path.read_bytes(), path.name).value
        lines = [HEAD.format(profile=name), *section(profile, files, review)]
        page = PAGES / f"{name}.md"
        page.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
        print(f"{page.relative_to(ROOT)}: {len(files)} descriptions")


if __name__ == "__main__":
    main(sys.argv[1:] or sorted(path.stem for path in REVIEWS.glob("*.yaml")))
