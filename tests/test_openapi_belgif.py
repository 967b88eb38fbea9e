"""The profile `belgif` held against the guide's own validator: for each of its cases the same findings.

The cases are those of belgif/rest-guide-validator that we hold, with what it reports; they are read in place.
"""

import csv
import json
import os
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from interop_check import yamlfile
from interop_check.cli import main
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
"""The classes of the validator that its cases are of; OF_VALUES has those without a case."""

OF_VALUES: Mapping[str, tuple[str, str, Level]] = {
    "ExamplesShouldValidateAgainstSchema": ("BELGIF-49", "openapi/examples", Level.MUST),
    "DefaultValues": ("BELGIF-50", "openapi/defaults", Level.MUST),
    "EnumValuesShouldValidateAgainstSchema": ("BELGIF-51", "openapi/enums", Level.SHOULD),
}
"""Those classes: the criterion, the rule of the profile `rest` that it asks, and the level of the guide."""

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
    rules = [one for one in load_profile("belgif", examiners()).rules if one.id.startswith("belgif/")]
    assert {(rule.id, code) for rule in rules for code in rule.messages} == said


# ---------------------------------------------------------------- values, and what is asked to be ignored

VALUES = """\
openapi: 3.0.3
info: {title: A, version: "1"}
paths: {}
components:
  schemas:
    Code:
      type: string
      IGNORED
      default: 1
      example: 2
      enum: [a, 3]
"""
GUIDE = {"openapi/examples": "oas-exampl", "openapi/defaults": "oas-defaul", "openapi/enums": "oas-enum"}


def reported(path: Path, folder: Path) -> dict[str, Any]:
    """The report on a description by the profile `belgif`."""
    words = ["check", "api", str(path), "-p", "belgif", "--offline", "-q", "-f"]
    CliRunner().invoke(main, [*words, f"json={folder / 'r.json'}"])
    found: dict[str, Any] = json.loads((folder / "r.json").read_text())
    return found


@pytest.mark.parametrize("criterion", OF_VALUES.values(), ids=OF_VALUES)
@pytest.mark.parametrize("is_good", [True, False])
def test_values_are_held_against_their_schemas_at_the_levels_of_the_guide(
    tmp_path: Path, criterion: tuple[str, str, Level], *, is_good: bool
) -> None:
    identity, rule, level = criterion
    text = VALUES.replace("      IGNORED\n", "")
    (tmp_path / "a.yaml").write_text(text.replace("[a, 3]", "[a]").replace(" 1\n", " a\n").replace("2", "a"))
    if not is_good:
        (tmp_path / "a.yaml").write_text(text)
    report = reported(tmp_path / "a.yaml", tmp_path)
    (result,) = (one for one in report["results"] if one["criterion"] == identity)
    assert (result["level"], result["rules"]) == (level, [rule])
    assert result["outcome"] == ("passed" if is_good else "failed")
    assert (rule in {one["rule"] for one in report["findings"]}) is not is_good


def test_values_do_not_apply_where_a_description_has_none(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('openapi: 3.0.3\ninfo: {title: A, version: "1"}\npaths: {}\n')
    results = reported(tmp_path / "a.yaml", tmp_path)["results"]
    names = {name for name, _, _ in OF_VALUES.values()}
    assert {one["outcome"] for one in results if one["criterion"] in names} == {"not_applicable"}


@pytest.mark.parametrize("name", GUIDE.values())
def test_x_ignore_rules_knows_rules_about_values_by_the_ids_of_the_guide(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.yaml").write_text(VALUES.replace("IGNORED", f"x-ignore-rules: {{{name}: old clients}}"))
    report = reported(tmp_path / "a.yaml", tmp_path)
    covered = {GUIDE[one["rule"]] for one in report["findings"] if one["waiver"] and one["rule"] in GUIDE}
    assert covered == {name}
    assert [one["state"] for one in report["waivers"]] == ["active"]


@pytest.mark.parametrize("case", [one for one in cases() if one.ignored], ids=str)
def test_what_a_case_asks_to_ignore_is_covered_and_nothing_else_of_its_class(
    tmp_path: Path, case: Case
) -> None:
    rule, codes = OURS[case.rule_class]
    report = reported(CASES / case.file, tmp_path)
    mine = [one for one in report["findings"] if one["rule"] == f"belgif/{rule}" and one["code"] in codes]
    assert [bool(one["waiver"]) for one in mine] == [True] * case.ignored
    assert [(one["rule"], one["state"], one["findings"]) for one in report["waivers"]] == [
        (rule, "active", case.ignored)
    ]


def test_there_is_a_case_that_asks_to_ignore_something() -> None:
    assert [one.ignored for one in cases() if one.ignored] == [1]
