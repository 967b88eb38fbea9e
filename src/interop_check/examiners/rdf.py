"""Examiner `rdf`: can the data be read as RDF at all."""

from collections.abc import Mapping, Sequence
from typing import Any

from interop_check.examiners import examiner
from interop_check.model import INTERRUPTED, Evidence, Examination, Finding, Place, Problem, Tally

NO_PARAMS: Mapping[str, Any] = {"type": "object", "additionalProperties": False}

READABLE, SYNTAX, CONTEXT, CONTENT = "rdf/readable", "rdf/syntax", "rdf/context", "rdf/content"
MEDIA_TYPE = "rdf/media-type"

_OF_STANDARD = frozenset(
    {
        "context-not-json",
        "context-unusable",
        "standard-absent",
        "standard-changed",
        "standard-unreachable",
    }
)
"""Problems of an official context that are not the data's: nothing can be said of the data then."""


def is_fault_of_standard(problem: Problem) -> bool:
    """Whether an official context stood in the way."""
    return problem.code in _OF_STANDARD


_OF_CONTENT = frozenset({"context-refused"})
"""Problems of a context of the solution's own that no processor gets past: the text cannot be read then."""

_LIMITS = frozenset(
    {
        "context-too-deep",
        "context-too-large",
        "context-too-many",
        "file-too-large",
        "json-too-deep",
        "parser-died",
    }
)


def is_limit(problem: Problem) -> bool:
    """Whether it was we who gave up, at a limit of ours: nothing is known of the data then."""
    return problem.code.startswith("limit-") or problem.code in _LIMITS


_INSECURE = frozenset({"gateway-certificate", "gateway-downgrade"})
"""Faults of whoever serves the data, not of the network: nobody should read data over such a connection."""


def rule_of(problem: Problem) -> str:
    """Return which rule a problem of the evidence belongs to."""
    if problem.code in _OF_CONTENT:
        return SYNTAX
    if problem.code.startswith("context-") or problem.code in _OF_STANDARD:
        return CONTEXT
    if problem.code == "media-type-wrong":
        return MEDIA_TYPE
    if problem.code in ("archive", "rdf-syntax", "not-rdf", "parser-died") or problem.code.startswith(
        ("json-", "limit-")
    ):
        return SYNTAX
    if problem.code in _INSECURE:
        return READABLE
    over_network = problem.code in ("network-off", INTERRUPTED) or problem.code.startswith("gateway-")
    return CONTENT if over_network else READABLE


LINKED = ("data", "catalogue", "publication")
"""The kinds of evidence that are parsed as linked data: what is asked of one is asked of each."""


@examiner("rdf", evidence=(), judges=LINKED, params=NO_PARAMS, judges_problems=True)
def examine(evidence: Sequence[Evidence], params: Mapping[str, Any]) -> Examination:  # noqa: ARG001
    """Whether each file is there, is served and written as RDF in a known syntax, and holds triples.

    Rules rdf/readable, rdf/media-type (where a server named one), rdf/syntax, rdf/content.
    Source: RDF 1.1 and JSON-LD 1.1, W3C; RFC 9110, section 8.3.
    """
    tallies: dict[str, Tally] = {}
    findings: list[Finding] = []
    for one in evidence:
        for rule, tally in _tallies(one).items():
            tallies[rule] = tallies.get(rule, Tally()) + tally
        findings += _findings(one)
    triples = sum(len(one.content.table) for one in evidence if one.content)
    pages = [_page(one) for one in evidence if one.content and one.content.page]
    facts = {"triples": triples, **({"pages": pages} if pages else {})}
    return Examination(tallies=tallies, findings=tuple(findings), facts=facts)


def _page(one: Evidence) -> Mapping[str, Any]:
    """Return how a page was read: what its encoding was, and how many IRIs were none as they were written."""
    read = one.content.page
    counts = {"undecodable": read.undecodable, "iris_mended": read.mended, "iris_dropped": read.dropped}
    return {"source": one.source, "encoding": read.encoding, **counts}


def _tallies(one: Evidence) -> dict[str, Tally]:
    wrongly = one.problem is not None and one.problem.code == "media-type-wrong"
    served = {MEDIA_TYPE: Tally(1, int(wrongly))} if "served" in one.about else {}
    return served | _of_content(one)


def _of_content(one: Evidence) -> dict[str, Tally]:
    well, wrong, unseen = Tally(1, 0), Tally(1, 1), Tally(not_checked=1)
    if one.problem is None:
        return _of_parts(
            one, {READABLE: well, SYNTAX: well, CONTENT: well if len(one.content.table) else wrong}
        )
    rule = rule_of(one.problem)
    if rule == CONTEXT:  # the examiner `contexts` says whose fault that is
        return {READABLE: well, CONTENT: unseen}
    if rule == MEDIA_TYPE:
        return {READABLE: well}
    if is_limit(one.problem):
        return {READABLE: well, CONTENT: unseen} | {rule: unseen}
    if rule == SYNTAX:
        return {READABLE: well, SYNTAX: wrong}
    return {rule: unseen if rule == CONTENT else wrong}


def _of_parts(one: Evidence, tallies: Mapping[str, Tally]) -> dict[str, Tally]:
    """Add the scripts in a page that could not be read: badly written, or not to be looked into here."""
    bad = sum(map(_is_badly_written, one.content.unread))
    unseen = len(one.content.unread) - bad
    return {
        **tallies,
        SYNTAX: tallies[SYNTAX] + Tally(bad, bad),
        CONTENT: tallies[CONTENT] + Tally(not_checked=unseen),
    }


def _is_badly_written(problem: Problem) -> bool:
    return rule_of(problem) == SYNTAX and not is_limit(problem)


def _findings(one: Evidence) -> list[Finding]:
    if one.problem:
        return [] if rule_of(one.problem) == CONTEXT else [_problem(one, one.problem)]
    empty = [Finding(rule=CONTENT, code="rdf-empty", at=Place(source=one.source))]
    unread = [_problem(one, it) if _is_badly_written(it) else _unread(one, it) for it in one.content.unread]
    return (empty if not len(one.content.table) else []) + unread


def _unread(one: Evidence, problem: Problem) -> Finding:
    """A script in a page that could not be looked into: its context is not known, or a limit was hit."""
    at = Place(source=one.source, line=problem.line, column=problem.column)
    return Finding(rule=CONTENT, code="script-unread", at=at, args=problem.args)


def _problem(one: Evidence, problem: Problem) -> Finding:
    return Finding(
        rule=rule_of(problem),
        code=problem.code,
        at=Place(source=one.source, line=problem.line, column=problem.column),
        args=problem.args,
    )
