"""Writes docs/corpus-oslo.md: each real file at hand with what the profile `oslo` says of it, by cause.

    python tools/corpus.py SHARED

A domain expert can check the table by hand; the files themselves are read in place and never copied.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from interop_check import api
from interop_check.gather.source import Source
from interop_check.model import Artefact, Place, Profile, Report
from interop_check.standards.library import Library

PAGE = Path(__file__).resolve().parent.parent / "docs" / "corpus-oslo.md"
NOTE = "<!-- Written by tools/corpus.py (make corpus), not by hand. -->"
AS_OF = date(2026, 11, 25)

CLAIMS: Mapping[str, str] = {
    # what the table of sources says of a file, as a claim that a manifest could make
    "DCAT-AP-VL / metadata-dcat": "DCAT-AP-VL@2022-04-21",
    "OSLO mapping demos (verkeersmetingen, hoppin, IMJV...)": "verkeersmetingen",
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
GEBOUW = "gebouwenregister@niet-bepaald"
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
its repository is about. Where no rules of that profile are pinned, nothing is validated: the level says so.

- **Grade** and **level**: of the draft OSLO conformance framework; `2–3`: 2 is reached, 3 is not excluded.
- **Terms**: of all occurrences of classes and properties, how many are of the claimed profile / elsewhere in
  OSLO / of another standard / in an OSLO namespace but pinned nowhere / own, in percent.
- **Findings** by whose it is to mend: the data, its context, the standard (or the claim), or background
  knowledge that the data does not bring along.
"""


def main(shared: Path) -> None:
    """Judges every file and writes the page."""
    corpus = shared / "corpora" / "oslo"
    library = api.library(shared / "standards")
    profile = api.load_profile("oslo")
    rows = list(_rows(corpus, library, profile))
    PAGE.write_text(f"{NOTE}\n{HEAD}\n" + "\n".join((*_totals(rows), *_table(rows))) + "\n", encoding="utf-8")


class Row:
    """What one file came to."""

    def __init__(self, name: str, claim: str, report: Report) -> None:
        self.name = name
        self.claim = claim
        self.read = all(one.problem is None for one in report.evidence if one.kind == "data")
        self.verdict = report.score.verdict.value
        self.steps = {one.ladder.id: (one.reached, one.possible) for one in report.stands}
        self.terms = Counter[str]()
        for one in report.facts.get("terms", ()):
            self.terms.update({key: value for key, value in one.items() if key in ORIGINS})
        self.findings = Counter(cause_of(finding.rule) for finding in report.findings)
        for rule, count in report.omitted.items():
            self.findings[cause_of(rule)] += count

    def step(self, ladder: str) -> str:
        """Return the step reached, and the highest possible where that is another."""
        reached, possible = self.steps.get(ladder, (0, 0))
        return str(reached) if reached == possible else f"{reached}–{possible}"

    @property
    def shares(self) -> str:
        """Return the shares of the origins of terms in percent, rounded down."""
        total = sum(self.terms.values())
        return " / ".join(str(self.terms[one] * 100 // total) for one in ORIGINS) if total else "–"


def cause_of(rule: str) -> str:
    """Return whose it is to mend what a rule finds."""
    fits = (cause for cause, rules in CAUSES.items() if any(fnmatchcase(rule, one) for one in rules))
    return next(fits, "data")


def _rows(corpus: Path, library: Library, profile: Profile) -> Iterator[Row]:
    with (corpus / "SOURCES.tsv").open(encoding="utf-8", newline="") as file:
        sources = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for source in sorted(sources, key=lambda one: one["path"]):
        name, claim = source["path"], CLAIMS[source["claims (profile)"]]
        claim = GEBOUW if claim.startswith("adres") and "Gebouw" in name else claim
        about = {"standards": (claim,)}
        artefact = Artefact(section="datasets", id=name, location=name, about=about, at=Place(source=name))
        reader = Source(root=corpus, library=library)
        yield Row(name, claim, api.report(None, [artefact], reader, [profile], as_of=AS_OF))


def _totals(rows: list[Row]) -> Iterator[str]:
    yield f"Read: {sum(row.read for row in rows)} of {len(rows)} files."
    levels = Counter(row.step("oslo-level") for row in rows)
    yield "Levels: " + ", ".join(f"{level}: {count}" for level, count in sorted(levels.items())) + "."
    causes = sum((row.findings for row in rows), Counter[str]())
    yield "Findings: " + ", ".join(f"{cause}: {count}" for cause, count in sorted(causes.items())) + "."
    yield ""


def _table(rows: list[Row]) -> Iterator[str]:
    heads = ("file", "claimed", "read", "verdict", "grade", "level", "terms %", "data", *CAUSES)
    yield "| " + " | ".join(heads) + " |"
    yield "|" + " --- |" * 7 + " ---: |" * 4
    for row in rows:
        counts = (str(row.findings[cause]) for cause in ("data", *CAUSES))
        read = "yes" if row.read else "no"
        cells = (row.name, row.claim, read, row.verdict, row.step("oslo-grade"), row.step("oslo-level"))
        yield "| " + " | ".join((*cells, row.shares, *counts)) + " |"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
