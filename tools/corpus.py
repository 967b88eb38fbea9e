"""Writes docs/corpus-oslo.md: each real file at hand with what the profile `oslo` says of it, by cause.

    python tools/corpus.py SHARED            writes the page
    python tools/corpus.py SHARED --check    says whether it is as it should be

A domain expert can check the table by hand; the files themselves are read in place and never copied.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from interop_check import api
from interop_check.gather.source import Source
from interop_check.model import Artefact, Finding, Place, Profile, Report
from interop_check.standards.library import Library

PAGE = Path(__file__).resolve().parent.parent / "docs" / "corpus-oslo.md"
NOTE = "<!-- Written by tools/corpus.py (make corpus), not by hand. -->"
AS_OF = date(2026, 11, 25)

CLAIMS: Mapping[str, str] = {
    # what the table of sources says of a file, as a claim that a manifest could make
    "DCAT-AP-VL / metadata-dcat": "DCAT-AP-VL@2022-04-21",
    "OSLO mapping demos (verkeersmetingen, hoppin, IMJV...)": "",
    "adresregister/gebouwenregister": "adresregister@niet-bepaald",
    "energiemanagementsysteem": "energiemanagementsysteem",
    "fietsinfrastructuur": "fietsinfrastructuur",
    "kabels-en-leidingen": "kabels-en-leidingen",
    "mobiliteit-intelligente-toegang": "mobiliteit-intelligente-toegang",
    "mobiliteit/dienstregeling-en-planning": "mobiliteit-dienstregeling-en-planning",
    "omgevingsvergunning": "omgevingsvergunning",
    "organisatie-basis": "organisatie-basis@niet-bepaald",
    "persoon-basis": "persoon-basis@niet-bepaald",
    "ssn-sosa-vl (OMS)": "observaties-en-metingen",
    "zaalreservatie": "zaalreservatie",
}
BY_NAME: Mapping[str, str] = {
    # where the table of sources names several profiles, a word in the name of the file decides
    "gebouw": "gebouwenregister@niet-bepaald",
    "fietstellus": "verkeersmetingen",
    "telraam": "verkeersmetingen",
    "verkeersmetingen": "verkeersmetingen",
}
CAUSES: Mapping[str, tuple[str, ...]] = {
    # whose it is to mend, by rule; what no pattern names is the data's
    "context": ("rdf/context", "oslo/context-*"),
    "standard": ("oslo/standard-*", "shacl/dataset", "oslo/claim-*"),
    "background": ("data/references",),
}
ORIGINS = ("profile", "oslo", "standard", "unlisted", "own")
HEAD = """
# The real data at hand, judged

Example data that OSLO's own working groups published, each file judged against the application profile that
its repository is about; `–` where it is about several and the name of the file does not tell which. Where no
rules of that profile are pinned, nothing is validated: the level says so.

- **Grade** and **level**: of the draft OSLO conformance framework; `2–3`: 2 is reached, 3 is not excluded.
- **Terms**: of all occurrences of classes and properties, how many are of the claimed profile / elsewhere in
  OSLO / of another standard / in an OSLO namespace but pinned nowhere / own, in percent.
- **Findings** by whose it is to mend: the data, its context, the standard (or the claim), or background
  knowledge that the data does not bring along.
"""


def main(shared: Path, *, check: bool) -> int:
    """Judges every file and writes the page, or compares it; returns the exit code."""
    corpus = shared / "corpora" / "oslo"
    library = api.library(shared / "standards")
    profile = api.load_profile("oslo")
    rows = list(_rows(corpus, library, profile))
    page = f"{NOTE}\n{HEAD}\n" + "\n".join((*_totals(rows), *_table(rows))) + "\n"
    if not check:
        PAGE.write_text(page, encoding="utf-8")
    elif page != PAGE.read_text(encoding="utf-8"):
        print(f"{PAGE.name} is not what the files give now; make corpus writes it again", file=sys.stderr)
        return 1
    return 0


@dataclass(frozen=True, slots=True)
class Row:
    """What one file came to."""

    name: str
    claim: str
    report: Report

    @property
    def read(self) -> bool:
        """Whether the file could be read as data."""
        return all(one.problem is None for one in self.report.evidence if one.kind == "data")

    @property
    def causes(self) -> tuple[Finding, ...]:
        """Return one finding for each cause."""
        return tuple(one for one in self.report.findings if not one.follows)

    @property
    def findings(self) -> Counter[str]:
        """Return how many findings are whose to mend."""
        findings = Counter(cause_of(one.rule) for one in self.causes)
        for rule, count in self.report.omitted.items():
            findings[cause_of(rule)] += count
        return findings

    @property
    def most_of_one_value(self) -> int:
        """Return how many findings there are of one value at most."""
        at = (one.at for one in self.causes if one.at.value)
        values = Counter((one.line, one.focus, one.path, one.value) for one in at)
        return max(values.values(), default=0)

    def step(self, ladder: str) -> str:
        """Return the step reached, and the highest possible where that is another."""
        stand = next((one for one in self.report.stands if one.ladder.id == ladder), None)
        reached, possible = (stand.reached, stand.possible) if stand else (0, 0)
        return str(reached) if reached == possible else f"{reached}–{possible}"

    @property
    def shares(self) -> str:
        """Return the shares of the origins of terms in percent, rounded down."""
        terms = Counter[str]()
        for one in self.report.facts.get("terms", ()):
            terms.update({key: value for key, value in one.items() if key in ORIGINS})
        total = sum(terms.values())
        return " / ".join(str(terms[one] * 100 // total) for one in ORIGINS) if total else "–"


def cause_of(rule: str) -> str:
    """Return whose it is to mend what a rule finds."""
    fits = (cause for cause, rules in CAUSES.items() if any(fnmatchcase(rule, one) for one in rules))
    return next(fits, "data")


def _rows(corpus: Path, library: Library, profile: Profile) -> Iterator[Row]:
    with (corpus / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        sources = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for source in sorted(sources, key=lambda one: one["path"]):
        name, named = source["path"], CLAIMS[source["claims (profile)"]]
        several = not named or named.startswith("adresregister")
        fitting = (claim for word, claim in BY_NAME.items() if several and word in name.lower())
        claim = next(fitting, named)
        about = {"standards": (claim,) if claim else ()}
        artefact = Artefact(section="datasets", id=name, location=name, about=about, at=Place(source=name))
        reader = Source(root=corpus, library=library)
        yield Row(name, claim, api.report(None, [artefact], reader, [profile], as_of=AS_OF))


def _totals(rows: list[Row]) -> Iterator[str]:
    yield f"Read: {sum(row.read for row in rows)} of {len(rows)} files."
    levels = Counter(row.step("oslo-level") for row in rows)
    yield "Levels: " + ", ".join(f"{level}: {count}" for level, count in sorted(levels.items())) + "."
    causes = sum((row.findings for row in rows), Counter[str]())
    yield "Findings: " + ", ".join(f"{cause}: {count}" for cause, count in sorted(causes.items())) + "."
    yield f"Of one value there are at most {max(row.most_of_one_value for row in rows)} findings."
    yield ""


def _table(rows: list[Row]) -> Iterator[str]:
    heads = ("file", "claimed", "read", "verdict", "grade", "level", "terms %", "data", *CAUSES)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * 7 + " ---: |" * 4
    for row in rows:
        counts = (str(row.findings[cause]) for cause in ("data", *CAUSES))
        read = "yes" if row.read else "no"
        steps = (row.step("oslo-grade"), row.step("oslo-level"), row.shares)
        cells = (row.name, row.claim or "–", read, row.report.score.verdict.value, *steps, *counts)
        yield "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), check="--check" in sys.argv))
