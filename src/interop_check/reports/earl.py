"""Format `earl`: the results as EARL 1.0 (W3C), in Turtle, or JSON-LD to a .jsonld or .json file.

Each criterion is an assertion. EARL has no word for partial: a criterion that is met in part is not met, and
that is known, so it is earl:failed and not earl:cantTell; its description tells the part. What could not be
looked at is earl:untested; where the tool itself failed, it cannot tell. The findings stand in other formats.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from interop_check.reports import Format, View
from interop_check.reports.summary import Summary
from interop_check.reports.text import safe
from interop_check.reports.wording import reworded

OUTCOMES = {
    "passed": "passed",
    "partial": "failed",
    "failed": "failed",
    "not_applicable": "inapplicable",
    "not_assessed": "untested",
    "error": "cantTell",
}
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "earl": "http://www.w3.org/ns/earl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_JSON = (".json", ".jsonld")


def render(document: Mapping[str, Any], view: View) -> str:
    """Return an assertion per criterion, with whom it is about, by which tool, and what came out."""
    summary = Summary(reworded(document, view.texts), view.texts)
    linked = json.dumps(_graph(summary), ensure_ascii=False, indent=2) + "\n"
    return linked if view.suffix in _JSON else _turtle(linked)


def _turtle(linked: str) -> str:
    import pyoxigraph as ox  # noqa: PLC0415 - only this format and `shacl` need it

    triples = (quad.triple for quad in ox.parse(linked.encode(), format=ox.RdfFormat.JSON_LD))
    written = (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"").decode()
    # Prefixes come out in an order of their own.
    lines = written.splitlines(keepends=True)
    return "".join([*sorted(lines[: len(PREFIXES)]), *lines[len(PREFIXES) :]])


def _graph(summary: Summary) -> dict[str, Any]:
    document, say = summary.document, summary.texts
    report = f"urn:interop-check:report:{document['digest']}"
    tool = {
        "@id": f"urn:interop-check:tool:{quote(document['tool']['version'])}",
        "@type": ["earl:Assertor", "earl:Software"],
        "dcterms:title": document["tool"]["name"],
        "dcterms:hasVersion": document["tool"]["version"],
    }
    assertions = [_assertion(result, report, tool["@id"], summary) for result in summary.results]
    criteria = [_criterion(result, say.language) for result in summary.results]
    return {"@context": PREFIXES, "@graph": [tool, _subject(summary, report), *criteria, *assertions]}


def _subject(summary: Summary, report: str) -> dict[str, Any]:
    solution = summary.document["solution"]
    named = {"dcterms:identifier": safe(solution["id"])} if solution else {}
    return {
        "@id": f"{report}#subject",
        "@type": "earl:TestSubject",
        "dcterms:title": safe(summary.title),
        **named,
    }


def _criterion(result: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        "@id": _test(result),
        "@type": "earl:TestRequirement",
        "dcterms:identifier": result["criterion"],
        "dcterms:title": {"@value": safe(result["title"]), "@language": language},
        "dcterms:source": safe(result["source"]),
    }


def _test(result: Mapping[str, Any]) -> str:
    return f"urn:interop-check:criterion:{_name(result)}"


def _name(result: Mapping[str, Any]) -> str:
    return ":".join(quote(result[part], safe="") for part in ("profile", "criterion"))


def _assertion(result: Mapping[str, Any], report: str, tool: str, summary: Summary) -> dict[str, Any]:
    say, here = summary.texts, f"{report}#{_name(result)}"
    told = f"{say('outcome-' + result['outcome'])}: {summary.counted(result)}"
    mend = {} if result["outcome"] == "passed" else {"earl:info": _said(result["remedy"], say.language)}
    return {
        "@id": here,
        "@type": "earl:Assertion",
        "earl:assertedBy": {"@id": tool},
        "earl:subject": {"@id": f"{report}#subject"},
        "earl:test": {"@id": _test(result)},
        "earl:mode": {"@id": "earl:automatic"},
        "earl:result": {
            "@id": f"{here}-result",
            "@type": "earl:TestResult",
            "earl:outcome": {"@id": f"earl:{OUTCOMES[result['outcome']]}"},
            "dcterms:description": _said(told, say.language),
            "dcterms:date": {"@value": summary.document["as_of"], "@type": "xsd:date"},
            **mend,
        },
    }


def _said(text: str, language: str) -> dict[str, str]:
    return {"@value": safe(text), "@language": language}


FORMAT = Format(name="earl", render=render)
