"""Cases of examiners are files: fixtures/examiners/<name>.yaml states what goes in and all that comes out.

An examiner that profiles hand its rules to has a file for each: fixtures/examiners/<name>/<profile>.yaml.
There `api` is short for the one description of a case, to which the head of the file is put in front.
"""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from interop_check import yamlfile
from interop_check.examiners import examiners
from interop_check.languages import LANGUAGES
from interop_check.locales import Texts
from interop_check.model import Artefact, Examination, Finding, Place
from interop_check.profiles import folders, load_profile
from interop_check.reports.wording import message, texts_of
from making import Standard, answering, gathered, library, served, serving

FOLDER = Path(__file__).resolve().parent.parent / "fixtures" / "examiners"
KEYS = {
    *(
        "id",
        "says",
        "files",
        "served",
        "datasets",
        "catalogues",
        "publications",
        "apis",
        "streams",
        "standards",
    ),
    *("codelists", "network", "params", "kind", "api", "answers"),
    *("tallies", "findings", "omitted", "only"),
}
SEVERITIES = {"shacl": "", "shacl-warning": "; sh:severity sh:Warning", "shacl-info": "; sh:severity sh:Info"}
PREFIXES = """\
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix : <http://e/> .
"""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case of one examiner."""

    examiner: str
    id: str
    says: str
    files: Mapping[str, str]
    served: Mapping[str, Mapping[str, str]]
    artefacts: tuple[tuple[str, Mapping[str, Any]], ...]
    kind: str | None
    standards: tuple[Mapping[str, Any], ...] | None
    network: Mapping[str, str]
    answers: Mapping[str, Mapping[str, Any]]
    codelists: Mapping[str, str]
    params: Mapping[str, Any]
    tallies: Mapping[str, list[int]]
    findings: tuple[Mapping[str, Any], ...]
    omitted: Mapping[str, int]
    only: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.examiner}:{self.id}"


def files_of(name: str) -> list[Path]:
    """The files of cases of an examiner."""
    return [*FOLDER.glob(f"{name}.yaml"), *sorted(FOLDER.glob(f"{name}/*.yaml"))]


@cache
def document(path: Path) -> Mapping[str, Any]:
    value: Mapping[str, Any] = yamlfile.load(path.read_bytes(), path.name).value
    return value


@cache
def tables(criterion: str | None) -> Mapping[str, Any]:
    """The parameters of a criterion of ours: cases of its examiner are judged by the lists that we ship."""
    profiles = (load_profile(name, examiners()) for name in folders())
    return next((c.params for one in profiles for c in one.criteria if c.id == criterion), {})


def read(name: str) -> Iterator[Case]:
    for path in files_of(name):
        yield from read_file(name, document(path))


def read_file(name: str, file: Mapping[str, Any]) -> Iterator[Case]:
    for entry in map(partial(spelt_out, file), file["cases"]):
        assert entry.keys() <= KEYS, f"{name}: {entry['id']}"
        standards = entry.get("standards", file.get("standards"))
        yield Case(
            examiner=name,
            id=entry["id"],
            says=entry["says"],
            files={**file.get("files", {}), **entry.get("files", {})},
            served=entry.get("served", {}),
            artefacts=tuple(
                (section, one)
                for section in ("datasets", "catalogues", "publications", "apis", "streams")
                for one in entry.get(section, file.get(section, ()))
            ),
            kind=entry.get("kind"),
            standards=None if standards is None else tuple(standards),
            network=entry.get("network", {}),
            answers={**file.get("answers", {}), **entry.get("answers", {})},
            codelists=entry.get("codelists", file.get("codelists", {})),
            params={**tables(file.get("criterion")), **entry.get("params", {})},
            tallies=entry["tallies"],
            findings=tuple(entry.get("findings", ())),
            omitted=entry.get("omitted", {}),
            only=tuple(entry.get("only", ())),
        )


def spelt_out(file: Mapping[str, Any], entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """A case with its one description among its files."""
    if "api" not in entry:
        return entry
    files = {**entry.get("files", {}), "a.yaml": file["head"] + entry["api"]}
    return {**entry, "files": files, "apis": [{"location": "a.yaml"}]}


CASES = [case for name in sorted(examiners()) for case in read(name)]
COMPONENTS = [
    (entry, namespace) for entry in document(FOLDER / "shacl.yaml")["components"] for namespace in SEVERITIES
]


def examined(case: Case) -> Examination:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        known = None
        if case.standards is not None:
            known = library(folder / "mirror", [Standard(**one) for one in case.standards], case.codelists)
        artefacts = [
            Artefact(
                section=section,
                id=f"d{number}",
                location=one["location"],
                about={
                    key: tuple(value) if isinstance(value, list) else value
                    for key, value in one.items()
                    if key != "location"
                },
                at=Place(source="solution.yaml"),
            )
            for number, (section, one) in enumerate(case.artefacts)
        ]
        fetch = serving(case.network) if case.network else served(case.served)
        service = answering(case.answers)
        evidence = gathered(folder / "solution", case.files, artefacts, known, fetch, service=service)
        return examiners()[case.examiner](evidence, case.params, case.kind)


@cache
def component(number: int, side: str) -> Examination:
    """Examine one side, good or bad, of a component at a severity."""
    entry, namespace = COMPONENTS[number]
    shape = entry["shape"].replace("SEVERITY", SEVERITIES[namespace])
    target = entry.get("target", "sh:targetClass :C")
    shapes = f"{PREFIXES}:S a sh:NodeShape ; {target} ; {shape} .\n{entry.get('beside', '')}"
    data = f"{PREFIXES}:a a :C ; {entry[side]} .\n{entry.get('more', '')}"
    return examined(
        Case(
            examiner="shacl",
            id=entry["rule"],
            says=side,
            files={"s.ttl": shapes, "a.ttl": data},
            served={},
            artefacts=(("datasets", {"location": "a.ttl", "shapes": ["s.ttl"]}),),
            kind=None,
            standards=None,
            network={},
            answers={},
            codelists={},
            params={},
            tallies={},
            findings=(),
            omitted={},
            only=(),
        )
    )


@cache
def texts(language: str) -> Texts:
    return Texts(language, texts_of([load_profile(name, examiners()) for name in folders()]))


def sentences_of(finding: Finding) -> list[str]:
    """The sentence of a finding in each language, by the texts of our profiles; fails where there is none."""
    codes = (f"{finding.rule}:{finding.code}", f"problem-{finding.code}")
    for language in LANGUAGES:
        assert any(code in texts(language) for code in codes), f"no sentence for {codes[0]}"
    at = {name: value for name in Place.__dataclass_fields__ if (value := getattr(finding.at, name))}
    return [message(finding.rule, finding.code, at, finding.args, texts(language)) for language in LANGUAGES]


def assert_worded(examination: Examination) -> None:
    for finding in examination.findings:
        for sentence in sentences_of(finding):
            bare = sentence.replace(finding.at.value or "\0", "")
            for value in sorted(finding.args.values(), key=len, reverse=True):  # may hold anything
                bare = bare.replace(value or "\0", "")
            assert "{" not in bare, f"{finding.rule}: {sentence}"
            assert "[[" not in bare, f"{finding.rule}: {sentence}"
            assert "“”" not in sentence, f"{finding.rule}: {sentence}"


# ---------------------------------------------------------------- cases


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_comes_out_as_it_says(case: Case) -> None:
    found = examined(case)
    tallies = {
        rule: [tally.looked_at, tally.failed, tally.not_checked]
        for rule, tally in found.tallies.items()
        if not case.only or rule in case.only
    }
    assert tallies == case.tallies
    kept = [finding for finding in found.findings if not case.only or finding.rule in case.only]
    kept.sort(key=lambda finding: (finding.rule, finding.code, finding.at.source))
    assert [(f.rule, f.code) for f in kept] == [(f["rule"], f["code"]) for f in case.findings]
    for finding, expected in zip(kept, case.findings, strict=True):
        place = {
            key: value for key, value in expected.items() if key not in ("rule", "code", "count", "args")
        }
        assert {key: getattr(finding.at, key) for key in place} == place
        assert finding.count == expected.get("count", finding.count)
        assert finding.args.items() >= expected.get("args", {}).items()
    assert found.omitted == case.omitted
    assert_worded(found)
    assert (case.says == "good") == (not case.findings), "a good case has no finding, a bad one has"
    failing = [rule for rule, (_, failed, _) in case.tallies.items() if failed]
    assert set(failing) <= {finding.rule for finding in found.findings} | set(found.omitted), (
        "a failure is shown"
    )


@pytest.mark.parametrize(
    "number", range(len(COMPONENTS)), ids=lambda n: f"{COMPONENTS[n][1]}/{COMPONENTS[n][0]['rule']}"
)
def test_every_constraint_component_fires_on_bad_data_and_not_on_good(number: int) -> None:
    entry, namespace = COMPONENTS[number]
    rule = f"{namespace}/{entry['rule']}"
    good, bad = component(number, "good"), component(number, "bad")
    assert good.tallies[rule].looked_at > 0
    assert good.tallies[rule].failed == 0
    assert [finding.rule for finding in good.findings if finding.rule.startswith("shacl")] == []
    assert bad.tallies[rule].failed > 0
    mine = [finding for finding in bad.findings if finding.rule == rule]
    assert len(mine) == bad.tallies[rule].failed
    assert {finding.code for finding in mine} == {entry.get("code", entry["rule"])}
    assert_worded(bad)


# ---------------------------------------------------------------- nothing is left without a case


@pytest.mark.parametrize("name", sorted(examiners()))
def test_every_examiner_has_good_and_bad_cases(name: str) -> None:
    cases = [case for case in CASES if case.examiner == name]
    assert {case.says for case in cases} == {"good", "bad"}
    assert len({case.id for case in cases}) == len(cases)


def test_every_file_of_cases_is_of_an_examiner() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(examiners())
    assert {path for name in examiners() for path in files_of(name)} == set(FOLDER.rglob("*.yaml"))


@cache
def all_examined() -> tuple[Examination, ...]:
    return (
        *map(examined, CASES),
        *(component(number, side) for number in range(len(COMPONENTS)) for side in ("good", "bad")),
    )


RULES = sorted({rule.id for name in folders() for rule in load_profile(name, examiners()).rules})
NEVER_A_FAILURE = {"shacl/dataset", "shacl/coerced"}
"""Rules about what was not looked at: they leave things open, they never fail."""


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_case_that_makes_it_fire_and_one_that_does_not(rule: str) -> None:
    tallies = [one.tallies[rule] for one in all_examined() if rule in one.tallies]
    fired = [tally for tally in tallies if (tally.not_checked if rule in NEVER_A_FAILURE else tally.failed)]
    assert fired, "no case makes it fire"
    quiet = [one for one in all_examined() if not any(finding.rule == rule for finding in one.findings)]
    if rule in NEVER_A_FAILURE:
        assert any("data/targets" in one.tallies and rule not in one.tallies for one in quiet)
    else:
        assert any(tally.looked_at and not tally.failed for tally in tallies), "no case leaves it quiet"


def test_every_rule_that_a_case_makes_is_described() -> None:
    made = {rule for one in all_examined() for rule in one.tallies}
    assert made == set(RULES)
