"""The examiner `guidelines` and the profile `belgif` from outside: chosen, isolated, true to the guide."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from interop_check import yamlfile
from interop_check.assessment import assess
from interop_check.cli import main
from interop_check.examiners import examiners
from interop_check.model import Evidence, Examination, Level, Outcome, Problem
from interop_check.openapi import checks
from interop_check.openapi.description import Description, described
from interop_check.openapi.guidelines import functions
from interop_check.openapi.node import Fault, Node
from interop_check.openapi.rules import Context
from interop_check.profiles import folders, load_profile
from making import question

HEAD: Mapping[str, Any] = {"openapi": "3.0.4", "info": {"title": "A", "version": "1.0"}}
FINE: Mapping[str, Any] = {"responses": {"default": {"description": "A"}}}


def belgif() -> list[dict[str, Any]]:
    data = (folders()["belgif"] / "checks.yaml").read_bytes()
    table: list[dict[str, Any]] = yamlfile.load(data, "checks.yaml").value
    return table


def evidence_of(document: Mapping[str, Any]) -> Evidence:
    api = described(json.dumps(document).encode(), "a.json", lambda _: Problem(code="file-absent"))
    return Evidence(kind="api", source="a.json", content=api)


def examined(document: Mapping[str, Any]) -> Examination:
    return examiners()["guidelines"]([evidence_of(document)], {"checks": belgif()})


def codes(document: Mapping[str, Any], rule: str) -> list[str]:
    return [one.code for one in examined(document).findings if one.rule == f"belgif/{rule}"]


# ---------------------------------------------------------------- chosen


@pytest.mark.parametrize("option", ["-p", "--rules"])
def test_the_profile_is_used_where_it_is_asked_for(tmp_path: Path, option: str) -> None:
    (tmp_path / "a.json").write_text(json.dumps({**HEAD, "paths": {"/a/": {"get": FINE}}}))
    report = tmp_path / "r.json"
    words = [
        "check",
        "api",
        str(tmp_path / "a.json"),
        option,
        "belgif",
        "--offline",
        "-q",
        "-f",
        f"json={report}",
    ]
    assert CliRunner().invoke(main, words).exit_code == 1
    told = json.loads(report.read_text())
    assert {one["profile"] for one in told["results"]} == {"belgif"}
    assert "belgif/uri-notat-slash" in {one["rule"] for one in told["findings"]}


def test_the_profile_is_not_used_unasked(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({**HEAD, "paths": {"/a/": {"get": FINE}}}))
    report = tmp_path / "r.json"
    CliRunner().invoke(
        main, ["check", "api", str(tmp_path / "a.json"), "--offline", "-q", "-f", f"json={report}"]
    )
    assert {one["profile"] for one in json.loads(report.read_text())["results"]} == {"rest"}


def test_what_cannot_be_read_passes_nothing() -> None:
    unread = Evidence(kind="api", source="a.json", problem=Problem(code="file-absent"))
    found = assess(question(load_profile("belgif", examiners()), examiners=[*examiners().values()]), [unread])
    assert {one.outcome for one in found.results} == {Outcome.NOT_ASSESSED}


def test_what_a_description_does_not_have_does_not_apply() -> None:
    found = assess(
        question(load_profile("belgif", examiners()), examiners=[*examiners().values()]),
        [evidence_of({**HEAD, "paths": {}})],
    )
    outcomes = {one.criterion.rules[0]: one.outcome for one in found.results}
    assert outcomes["belgif/sec-req"] is Outcome.NOT_APPLICABLE
    assert outcomes["belgif/api-version"] is Outcome.PASSED
    assert Outcome.NOT_ASSESSED not in outcomes.values()


# ---------------------------------------------------------------- isolated


def test_what_goes_wrong_in_a_rule_costs_that_rule_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_node: Node, _context: Context) -> Iterator[Fault]:
        raise ZeroDivisionError

    document = {**HEAD, "paths": {"/a/": {"get": FINE}}}
    asked = question(load_profile("belgif", examiners()), examiners=[*examiners().values()])
    before = {one.criterion.id: one.outcome for one in assess(asked, [evidence_of(document)]).results}
    worse = {**functions(), "health": replace(functions()["health"], look=broken)}
    monkeypatch.setattr(checks, "functions", lambda: worse)
    report = assess(asked, [evidence_of(document)])
    after = {one.criterion.id: one.outcome for one in report.results}
    (lost,) = [name for name, outcome in after.items() if outcome is Outcome.ERROR]
    assert next(one.criterion for one in report.results if one.criterion.id == lost).rules == (
        "belgif/hlth-res",
    )
    assert {**after, lost: before[lost]} == before


# ---------------------------------------------------------------- the guide and its own validator


def answering(status: str, path: str = "/cars", method: str = "get", **content: Any) -> dict[str, Any]:
    answer = {"description": "A", **({"content": content["content"]} if content else {})}
    return {
        **HEAD,
        "paths": {path: {method: {"responses": {status: answer, "default": {"description": "A"}}}}},
    }


def holding(**schemas: Any) -> dict[str, Any]:
    return {**HEAD, "paths": {}, "components": {"schemas": schemas}}


OBJECT = {"schema": {"type": "object"}}
COLLECTION = {"application/json": {"schema": {"type": "object", "properties": {"items": {"type": "array"}}}}}

QUIET = {
    "PathInPlural: children is the guide’s own example of a plural": (
        "col-name",
        answering("200", "/persons/{ssin}/children", content=COLLECTION),
    ),
    "PathInPlural: a plural of another language is one": (
        "col-name",
        answering("200", "/adressen", content=COLLECTION),
    ),
    "PathTrailingSlash: the root of an API has no other path": ("uri-notat-slash", answering("200", "/")),
    "UriExtensions: a dot in the middle of a path is no extension": (
        "uri-extens",
        answering("200", "/v1.0/cars"),
    ),
    "PathCamelCase: well-known addresses are not the API’s to name": (
        "uri-notat",
        answering("200", "/.well-known/security-txt"),
    ),
    "PresenceOfPayload: no answer to HEAD has a content, 200 neither": (
        "meth-http",
        answering("200", method="head"),
    ),
    "MandatoryMediaType: structured data is there in JSON, and may be there otherwise too": (
        "rep-struct",
        answering("200", content={"application/json": OBJECT, "text/csv": OBJECT}),
    ),
    "ErrorResponseShouldProduceProblemJson: 405, 406 and 415 may be without a body": (
        "err-problem",
        {**HEAD, "paths": {"/a": {"get": {"responses": {"406": {"description": "A"}}}}}},
    ),
    "CodesShouldBeLowerCamelCase: the states of GET /health are in capitals": (
        "cod-design",
        holding(State={"type": "string", "enum": ["UP", "DEGRADED", "DOWN"]}),
    ),
    "CodesShouldBeLowerCamelCase: only new codes are asked to follow": (
        "cod-design",
        holding(Geometry={"type": "string", "enum": ["Point", "LineString"]}),
    ),
    "PropertiesCamelCase: names of other standards may differ": (
        "jsn-naming",
        holding(Car={"type": "object", "properties": {"@id": {}, "hydra:next": {}, "access_token": {}}}),
    ),
    "FreeTextDocumentation: only the title of an object is the name of a class": (
        "oas-descr",
        holding(Car={"type": "object", "properties": {"colour": {"type": "string", "title": "the colour"}}}),
    ),
    "FreeTextDocumentation: no class is made of what stands in not": (
        "oas-descr",
        holding(Car={"not": {"type": "object"}}),
    ),
    "PropertiesNullable: GeoJSON asks for null": (
        "jsn-null",
        holding(FeatureGeoJSON={"type": "object", "properties": {"geometry": {"nullable": True}}}),
    ),
    "MultiValueQueryParams: bbox is prescribed by OGC API": (
        "qry-multi",
        {
            **HEAD,
            "paths": {
                "/a": {
                    "parameters": [
                        {
                            "name": "bbox",
                            "in": "query",
                            "explode": False,
                            "schema": {"type": "array", "items": {}},
                        }
                    ]
                }
            },
        },
    ),
    "ValuesOfRequiredShouldBeDefinedAsProperties: not holds what may not be there": (
        "prop-req",
        holding(Car={"type": "object", "not": {"required": ["b"]}}),
    ),
}
"""What the validator tells though the guide does not ask for it, or asks the opposite: class and reason."""


@pytest.mark.parametrize("why", sorted(QUIET))
def test_where_the_validator_is_stricter_than_the_guide_the_guide_holds(why: str) -> None:
    rule, document = QUIET[why]
    assert set(codes(document, rule)) <= {"no-summary"}


def test_the_validators_own_ids_and_levels_give_way_to_the_guides() -> None:
    rules = {rule.id: rule.level for rule in load_profile("belgif", examiners()).rules}
    assert rules["belgif/opbody-req"] is Level.MUST, "RequestBodyRequired says reqBodyReq, RECOMMENDED"
    assert not {"belgif/reqBodyReq", "belgif/sch-discr"} & rules.keys()
    discriminator = {"propertyName": "kind"}
    plain, with_alternatives = (
        {"discriminator": discriminator},
        {"oneOf": [{}], "discriminator": discriminator},
    )
    assert codes(holding(A=plain), "sch-allof") == ["no-mapping"], "DiscriminatorMapping says sch-discr"
    assert codes(holding(A=with_alternatives), "sch-oneof") == ["no-mapping"]


@pytest.mark.parametrize("version", ["2.0", "3.1.1", "3.2.0"])
def test_versions_that_the_validator_cannot_read_are_judged(version: str) -> None:
    key = "swagger" if version == "2.0" else "openapi"
    document = {key: version, "info": HEAD["info"], "paths": {"/a/": {"get": FINE}}}
    assert codes(document, "oas-contra") == ["other-version"]
    assert codes(document, "uri-notat-slash") == ["slash"]


# ---------------------------------------------------------------- bounded


def refer(number: int) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/S{number}"}


def chain(count: int) -> dict[str, Any]:
    """Schemas that each extend the next, the last the first."""
    part = {"required": ["a"], "properties": {"a": {"type": "string", "readOnly": True, "nullable": True}}}
    return holding(**{f"S{n}": {"allOf": [refer((n + 1) % count), part]} for n in range(count)})


def doubling(count: int) -> dict[str, Any]:
    """Schemas with two alternatives, both the next: 2 to the power of their number in all."""
    both = {f"S{n}": {"anyOf": [refer(n + 1)] * 2, "oneOf": [refer(n + 1)] * 2} for n in range(count)}
    return holding(**both, **{f"S{count}": {"type": "object"}})


def hub(count: int) -> dict[str, Any]:
    """A schema of which all others are alternatives, and which all others extend."""
    first = {"oneOf": [refer(n) for n in range(1, count)], "discriminator": {"propertyName": "a"}}
    return holding(S0=first, **{f"S{n}": {"allOf": [refer(0)], "required": ["x"]} for n in range(1, count)})


def nested(count: int) -> dict[str, Any]:
    """Objects in objects, many times over."""
    schema: dict[str, Any] = {"type": "string", "nullable": True}
    for _ in range(20):
        schema = {"type": "object", "required": ["a"], "allOf": [{"properties": {"a": schema}}]}
    return holding(**{f"S{n}": schema for n in range(count // 20)})


@pytest.mark.parametrize("made", [chain, doubling, hub, nested])
def test_work_grows_no_faster_than_the_description(
    made: Callable[[int], dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0
    node_at = Description.node_at

    def counted(self: Description, node: Node, *steps: str | int) -> Node | None:
        nonlocal looked
        looked += 1
        return node_at(self, node, *steps)

    monkeypatch.setattr(Description, "node_at", counted)
    costs = []
    for count in (400, 800):  # each more than all limits
        evidence = evidence_of(made(count))
        looked = 0
        examiners()["guidelines"]([evidence], {"checks": belgif()})
        costs.append(looked)
    assert costs[1] < 2.3 * costs[0]
