"""Examiner `catalogue`: does a catalogue describe anything, and by which metadata profile."""

from collections.abc import Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners.dcat import DATASET, SERVICE, Catalogue, catalogues
from interop_check.examiners.tallying import PARAMS, Tallying
from interop_check.model import Evidence, Examination, Finding, Place, Tally

RECORDS, STATED, FITS = "catalogue/records", "catalogue/profile-stated", "catalogue/profile-fits"


@examiner("catalogue", evidence=("catalogue",), params=PARAMS)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:
    """Whether a catalogue has records, says which profile describes them, and whether that profile fits them.

    Rules catalogue/records, catalogue/profile-stated, catalogue/profile-fits. Source: introductions of
    metadata-dcat, DCAT-AP-VL and GEODCAT-AP-VL; SEMICeu/DCAT-AP#445.
    """
    tallying = Tallying.of(params)
    rows: list[list[str]] = []
    for one in catalogues(evidence, tallying):
        _look(one, RECORDS, "no-records", {}, well=bool(one.of(DATASET) or one.of(SERVICE)))
        _stated(one)
        _fits(one)
        rows += [[one.evidence.source, a.claim, a.reason] for a in one.evidence.about["applied"]]
    table = {"columns": ["source", "profile", "reason"], "rows": rows}
    return tallying.examination({"catalogue_profiles": [table] if rows else []})


def _stated(one: Catalogue) -> None:
    applied = one.evidence.about["applied"]
    for profile in applied:
        args = {"profile": profile.claim, **profile.args}
        well = profile.reason in ("declared", "stated")
        _look(one, STATED, f"profile-{profile.reason}", args, well=well)


def _fits(one: Catalogue) -> None:
    """Only what the provider names can fail to fit; what follows from the records fits them."""
    applied, fitting = one.evidence.about["applied"], one.evidence.about["fitting"]
    if not applied or not fitting:
        return
    named = ", ".join(profile.claim for profile in applied)
    name, counts = next(iter(fitting.items()))
    well = bool({profile.standard for profile in applied} & fitting.keys())
    _look(one, FITS, f"fits-{name.lower()}", {"profile": named, "fitting": name, **counts}, well=well)


def _look(one: Catalogue, rule: str, code: str, args: Mapping[str, str], *, well: bool) -> None:
    one.tallying.add(rule, Tally(1, 0 if well else 1))
    if not well and one.tallying.has_room(rule):
        place = Place(source=one.evidence.source)
        one.tallying.findings.append(Finding(rule=rule, code=code, at=place, args=args))
