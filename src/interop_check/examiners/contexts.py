"""Examiner `contexts`: which contexts JSON-LD refers to, what they are worth, and what gets lost by them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.examiners._context_names import CLASS, ID, KEY, PREFIX, Seen, of_names
from interop_check.examiners._context_terms import TERM, TYPE, of_terms, sources_of
from interop_check.examiners.rdf import CONTEXT, NO_PARAMS, is_fault_of_standard, is_limit, rule_of
from interop_check.model import Evidence, Examination, Finding, Place, Tally
from interop_check.terminology.known import Known
from interop_check.terminology.names import camel_case

STATUS, VERSION = "oslo/context-status", "oslo/context-version"
JSON_LD = "application/ld+json"

Files = Mapping[str, Evidence]


@examiner(
    "contexts",
    evidence=("data", "context", "official-contexts", "standard", "terminology"),
    params=NO_PARAMS,
    judges_problems=True,
)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:  # noqa: ARG001
    """Whether contexts are pinned, recognised and of the claimed version, sound, and mean all names used.

    Rules rdf/context, oslo/context-*. Source: JSON-LD 1.1 and JSON-LD 1.1 Processing Algorithms and API, W3C
    2020; draft OSLO conformance framework v1.00; Informatievlaanderen/OSLO-Standaarden issue 113.
    """
    known = _Known(evidence)
    datasets = [one for one in evidence if one.kind == "data" and one.media_type == JSON_LD]
    seen = [seen for one in datasets for seen in _seen(one, known)]
    tallies: dict[str, Tally] = {}
    omitted: dict[str, int] = {}
    for one in seen:
        tallies[one.rule] = tallies.get(one.rule, Tally()) + one.tally
        if one.omitted:
            omitted[one.rule] = omitted.get(one.rule, 0) + one.omitted
    return Examination(
        tallies=tallies,
        findings=tuple(finding for one in seen for finding in one.findings),
        omitted=omitted,
        facts={
            "json_ld": bool(datasets),
            "remote_contexts": CONTEXT in tallies,
            "own_contexts": TYPE in tallies,
        },
    )


class _Known:
    """What is known beside the data: the contexts that were read, the claims, and all official contexts."""

    def __init__(self, evidence: Sequence[Evidence]) -> None:
        self.files: Files = {one.source: one for one in evidence if one.kind == "context"}
        self.claims = {
            claim: one for one in evidence if one.kind == "standard" for claim in one.about["claims"]
        }
        self.official = next((one.content for one in evidence if one.kind == "official-contexts"), None)
        nothing = Known((), ())
        self.terms = next((one.content for one in evidence if one.kind == "terminology"), nothing)

    def claimed(self, one: Evidence) -> list[Evidence]:
        """The standards that a dataset claims, own shapes left out."""
        found = [self.claims[claim] for claim in one.about.get("claims", ()) if claim in self.claims]
        return [standard for standard in found if standard.about.get("id") and not standard.about["own"]]

    def names(self, one: Evidence) -> Iterable[str]:
        """The terms that the claimed standards know: of their contexts, and the names in their shapes."""
        for standard in self.claimed(one):
            if self.official is not None:
                yield from self.official.names(standard.about["label"])
            if standard.content is not None:
                shapes = standard.content.described.values()
                yield from (camel_case(name) for shape in shapes for name in shape.names.values())


def _seen(one: Evidence, known: _Known) -> Iterator[Seen]:
    if one.problem or one.content.reading is None:
        yield from _unread(one)
        return
    files = [known.files[file.url] for file in one.content.contexts if file.url in known.files]
    yield from _pinned(one, [file for file in files if _is_remote(file)])
    yield from _status(one, files)
    yield from _versions(one, files, known.claimed(one))
    reading = one.content.reading
    yield from of_names(one, reading, known.names(one))
    yield from of_terms(one, reading, sources_of(one, known.files), known.terms)


def _unread(one: Evidence) -> Iterator[Seen]:
    """What can be said of JSON-LD that could not be read: which context stood in the way, and no more."""
    unseen = Tally(not_checked=1)
    problem = one.problem
    if problem and rule_of(problem) == CONTEXT:
        blameless = is_fault_of_standard(problem) or is_limit(problem)
        at = Place(source=one.source, line=problem.line, column=problem.column)
        args = {**problem.args, "unassessed": one.source}
        finding = Finding(rule=CONTEXT, code=problem.code, at=at, args=args)
        yield Seen(CONTEXT, unseen if blameless else Tally(1, 1), (finding,))
    yield from (Seen(rule, unseen) for rule in (KEY, CLASS, PREFIX, ID, TYPE, TERM))


def _is_remote(file: Evidence) -> bool:
    """Whether a context is somebody else's: it stands at an address, or is a copy of an official one."""
    return bool(file.about["id"] or file.about["unpinned"] or file.about["copy_of"])


def _pinned(one: Evidence, files: Sequence[Evidence]) -> Iterator[Seen]:
    """Rule rdf/context: one that is not pinned was read as it is today."""
    unpinned = [file for file in files if not file.about["id"]]
    if files:
        findings = tuple(_unpinned(one, file) for file in unpinned)
        yield Seen(CONTEXT, Tally(len(files), len(unpinned)), findings)


def _unpinned(one: Evidence, file: Evidence) -> Finding:
    copied = file.about["copy_of"]
    args = {"url": file.source, "sha256": file.sha256 or ""}
    if copied:
        args = {**args, "copy": copied, "right": file.about["copy_url"]}
    code = "context-copy" if copied else file.about["unpinned"]
    return Finding(rule=CONTEXT, code=code, at=Place(source=one.source), args=args)


def _status(one: Evidence, files: Sequence[Evidence]) -> Iterator[Seen]:
    """Rule oslo/context-status: whether official contexts are those of recognised standards."""
    official = [file for file in files if file.about["id"]]
    other = [file for file in official if not file.about["recognised"]]
    if official:
        findings = tuple(
            Finding(
                rule=STATUS,
                code="context-not-recognised",
                at=Place(source=one.source),
                args={"context": file.about["id"], "status": file.about["status"], "url": file.source},
            )
            for file in other
        )
        yield Seen(STATUS, Tally(len(official), len(other)), findings)
    hidden = [file for file in files if file.about["unpinned"]]
    if hidden:
        yield Seen(STATUS, Tally(not_checked=len(hidden)))


def _versions(one: Evidence, files: Sequence[Evidence], claimed: Sequence[Evidence]) -> Iterator[Seen]:
    """Rule oslo/context-version: whether a context is of the version that the dataset claims."""
    for file in files:
        versions = [c.about["version"] for c in claimed if c.about["id"] == file.about["standard"]]
        if not versions:
            continue
        if file.about["version"] in versions:
            yield Seen(VERSION, Tally(1, 0))
            continue
        args = {"context": file.about["id"], "claim": f"{file.about['standard']}@{versions[0]}"}
        finding = Finding(rule=VERSION, code="context-other-version", at=Place(source=one.source), args=args)
        yield Seen(VERSION, Tally(1, 1), (finding,))
