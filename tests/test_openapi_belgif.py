"""The profile `belgif` held against the guide's own validator: for each of its cases the same findings.

The cases are those of belgif/rest-guide-validator that we hold, with what it reports; they are read in place.
"""

import csv
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from interop_check import yamlfile
from interop_check.examiners import examiners
from interop_check.gather import gather
from interop_check.gather.source import Source
from interop_check.model import Artefact, Examination, Level, Place
from interop_check.origin import off
from interop_check.profiles import folders, load_profile

SHARED = Path(os.environ.get("INTEROP_CHECK_SHARED", "../shared"))
CASES = SHARED / "corpora" / "belgif"
REAL = SHARED / "corpora" / "openapi"
DEFECTS = {
    ("bag-individuelebevragingen.yaml", 10673, "prop-req"): "requires kortNaam, describes korteNaam",
    ("github.yaml", 49159, "prop-req"): "requires tags, describes tag",
    ("tomp-1.6.yaml", 69, "openapi-opid"): "no operationId anywhere",
    ("openzaak-catalogi.yaml", 10267, "oas-rdonly"): "read-only and required",
    ("ngsi-ld-full.json", 50, "uri-notat-slash"): "a slash at the end",
}
"""Faults of publishers that were looked up by hand: file, line and rule."""


class Ours(NamedTuple):
    """A class of the validator in our profile: the rule, and those of its codes that are this class."""

    rule: str
    codes: tuple[str, ...]


OURS: Mapping[str, Ours] = {
    "AllOfSchema": Ours("sch-allof", ("shared-properties", "discriminator-absent", "discriminator-optional")),
    "ApplicationJsonShouldHaveSchema": Ours("evo-object", ("no-schema",)),
    "CodesShouldBeLowerCamelCase": Ours("cod-design", ("code-casing",)),
    "ComponentNamesShouldBeUpperCamelCase": Ours("oas-comp", ("casing",)),
    "DefaultProblemResponse": Ours("prb-defaul", ("no-default",)),
    "DeleteStatusCode": Ours("stat-codes", ("status",)),
    "DiscriminatorMapping": Ours("sch-allof", ("no-mapping", "mapping-by-name")),
    "ErrorResponseShouldProduceProblemJson": Ours("err-problem", ("no-problem",)),
    "FreeTextDocumentation": Ours("oas-descr", ("no-summary", "no-title", "title-casing", "title-differs")),
    "GetStatusCode": Ours("stat-codes", ("status",)),
    "HeadStatusCode": Ours("stat-codes", ("status",)),
    "HeadersUpperKebabCase": Ours("hdr-case", ("casing",)),
    "IdName": Ours("id-name", ("forbidden",)),
    "JsonObjectAsTopLevelStructure": Ours("evo-object", ("no-object", "untyped")),
    "MandatoryMediaType": Ours("rep-struct", ("not-json",)),
    "MultiValueQueryParams": Ours("qry-multi", ("not-repeated",)),
    "OneOfSchema": Ours("sch-oneof", ("one-of", "one-of-types", "one-of-properties")),
    "OpenApiSpecification": Ours("oas-contra", ("other-version",)),
    "OptionsStatusCode": Ours("stat-codes", ("status",)),
    "PatchStatusCode": Ours("stat-codes", ("status",)),
    "PathCamelCase": Ours("uri-notat", ("segment", "query")),
    "PathInPlural": Ours("col-name", ("not-plural",)),
    "PathTrailingSlash": Ours("uri-notat-slash", ("slash",)),
    "PostStatusCode": Ours("stat-codes", ("status",)),
    "PresenceOfHealthOperation": Ours("hlth-res", ("health-absent", "health-no-get", "health-status")),
    "PresenceOfPayload": Ours("meth-http", ("body-sent", "content-of-head", "no-content", "content")),
    "ProblemJsonNotAllowedWithSuccessfulStatusCode": Ours("err-problem", ("problem-of-success",)),
    "PropertiesCamelCase": Ours("jsn-naming", ("casing",)),
    "PropertiesNullable": Ours("jsn-null", ("nullable",)),
    "PutStatusCode": Ours("stat-codes", ("status",)),
    "ReadOnlyProperties": Ours("oas-rdonly", ("read-only-required",)),
    "RepresentationOfCollection": Ours("col-repres", ("no-items", "items-no-list", "items-no-objects")),
    "RequestBodyRequired": Ours("opbody-req", ("not-stated",)),
    "SchemasShouldNotHaveConflictingTypes": Ours("sch-allof-types", ("types-in-conflict",)),
    "ScopesAreDefinedInSecurityScheme": Ours("sec-req", ("scope-undefined",)),
    "ServerUrlFormat": Ours("uri-format", ("server-not-https", "server-form", "server-version")),
    "ShouldUseProblemResponseSchema": Ours("prb-defaul", ("own-problem",)),
    "TagGuidelines": Ours("oas-tags", ("several-tags", "tag-undeclared", "tag-casing")),
    "UriExtensions": Ours("uri-extens", ("extension",)),
    "ValuesOfRequiredShouldBeDefinedAsProperties": Ours("prop-req", ("required-undeclared",)),
    "VerifyOperationId": Ours("openapi-opid", ("no-operation-id", "operation-id-twice")),
}
"""The classes of the validator, but for DefaultValues, EnumValuesShouldValidateAgainstSchema and
ExamplesShouldValidateAgainstSchema: those hold values against schemas, which is a rule set of its own."""

LEVELS = {"REQU": Level.MUST, "RECO": Level.SHOULD}


class Violation(NamedTuple):
    """What the validator reports, or we do."""

    level: Level
    file: str
    line: int
    pointer: str


_REPORTED = re.compile(r"\[(\S+)\] (REQU|RECO) (\S+):(\d+) #(\S+)")


class Case(NamedTuple):
    """One file of the validator's own tests; `ignored` counts what it was asked to keep silent of."""

    file: str
    rule_class: str
    ids: str
    violations: tuple[Violation, ...]
    ignored: int

    def __str__(self) -> str:
        return self.file


@cache
def cases() -> Sequence[Case]:
    path = CASES / "cases.tsv"
    if not path.is_file():
        return ()
    with path.open(newline="") as file:
        return [
            Case(row["file"], row["rule_class"], row["rule_ids"], tuple(violations(row)), ignored(row))
            for row in csv.DictReader(file, delimiter="\t")
        ]


def violations(row: Mapping[str, str]) -> Sequence[Violation]:
    said = row["violations(rule level file:line pointer)"]
    found = [_REPORTED.fullmatch(one) for one in said.split(" | ") if one != "-"]
    assert all(found), said
    return [Violation(LEVELS[one[2]], one[3], int(one[4]), one[5]) for one in found if one]


def ignored(row: Mapping[str, str]) -> int:
    """How many findings x-ignore-rules takes away: rules find them all the same."""
    found = re.search(r"\+(\d+) ignored", row["observed_by_real_validator"])
    return int(found[1]) if found else 0


@cache
def levels() -> Mapping[str, Level]:
    return {rule.id: rule.level for rule in load_profile("belgif", examiners()).rules}


def examined(path: Path) -> Examination:
    artefact = Artefact(section="apis", id="a", location=path.name, about={}, at=Place(source="a"))
    checks = yamlfile.load((folders()["belgif"] / "checks.yaml").read_bytes(), "checks.yaml").value
    evidence = gather([artefact], Source(root=path.parent, fetch=off))
    return examiners()["guidelines"](evidence, {"checks": checks, "max_findings": 1_000})


def ours(case: Case) -> list[Violation]:
    rule, codes = OURS[case.rule_class]
    return sorted(
        Violation(
            levels()[one.rule],
            one.at.source,
            one.at.line or 0,
            (one.at.pointer or "").replace("~1", "/").replace("~0", "~").replace("//", "/"),
        )
        for one in examined(CASES / case.file).findings
        if one.rule == f"belgif/{rule}" and one.code in codes
        for _ in range(one.count)
    )


def test_the_validators_cases_are_there() -> None:
    assert cases(), "no corpora/belgif/cases.tsv: name the folder that holds it in INTEROP_CHECK_SHARED"
    assert len(cases()) == 56
    assert {case.rule_class for case in cases()} <= OURS.keys()


@pytest.mark.parametrize("case", cases(), ids=str)
def test_each_case_comes_out_as_the_validator_says(case: Case) -> None:
    found = ours(case)
    assert len(found) == len(case.violations) + case.ignored
    assert found == sorted(case.violations) or case.ignored


# ---------------------------------------------------------------- real descriptions


def test_every_rule_looks_at_every_real_description_and_finds_their_known_faults() -> None:
    paths = sorted(path for path in REAL.glob("*") if path.suffix in {".json", ".yaml"})
    assert paths, "no corpora/openapi: name the folder that holds it in INTEROP_CHECK_SHARED"
    found = {path.name: examined(path) for path in paths}  # an exception in any rule ends this
    told = {
        (name, one.at.line, one.rule.removeprefix("belgif/"))
        for name, seen in found.items()
        for one in seen.findings
    }
    assert [fault for fault in DEFECTS if fault not in told] == []


# ---------------------------------------------------------------- our own cases


def test_every_sentence_of_a_rule_is_said_in_a_case() -> None:
    path = Path(__file__).parent.parent / "fixtures" / "examiners" / "guidelines" / "belgif.yaml"
    cases_of_ours = yamlfile.load(path.read_bytes(), path.name).value["cases"]
    said = {(one["rule"], one["code"]) for case in cases_of_ours for one in case.get("findings", ())}
    rules = load_profile("belgif", examiners()).rules
    assert {(rule.id, code) for rule in rules for code in rule.messages} == said
