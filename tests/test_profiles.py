import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check import profiles
from interop_check.cli import main
from interop_check.examiners import Examiner, examiners
from interop_check.model import (
    DEFAULT_LAYERS,
    Criterion,
    Evidence,
    EvidenceLevel,
    Examination,
    Layer,
    Level,
    Mistake,
    MistakesError,
    Profile,
    Tally,
)
from interop_check.profiles import UnknownProfileError, build, digest, folders, load_profile, may_be_default
from running import oslo_now

ROOT = Path(__file__).resolve().parent.parent
GOOD = ROOT / "fixtures" / "solutions" / "parkeerwijzer-goed" / "solution.yaml"
TEXT = {"nl": "woorden", "en": "words"}


def nothing(_: Sequence[Evidence], __: Mapping[str, Any]) -> Examination:
    return Examination(tallies={"own/a": Tally(1, 0)})


EXAMINER = Examiner(
    name="look",
    evidence=("data", "standard"),
    params={
        "type": "object",
        "additionalProperties": False,
        "required": ["depth"],
        "properties": {"depth": {"type": "integer", "minimum": 1}, "word": {"type": "string"}},
    },
    examine=nothing,
    doc="",
)
KNOWN = {"look": EXAMINER, **examiners()}

HEAD = {"id": "own", "version": "1.0", "title": TEXT, "description": TEXT}
CRITERION = {
    "id": "OWN-01",
    "title": TEXT,
    "level": "should",
    "layer": "technical",
    "principles": [1],
    "weight": 2,
    "evidence": "data",
    "examiner": "look",
    "with": {"depth": 1},
    "rules": ["own/a"],
    "source": "here",
    "remedy": TEXT,
}
RULE = {
    "id": "own/a",
    "level": "must",
    "title": TEXT,
    "why": TEXT,
    "remedy": TEXT,
    "source": "here",
    "messages": {"x": TEXT},
}


def files_of(
    document: Mapping[str, Any] | None = None, rules: Sequence[Any] | None = (RULE,), **more: Any
) -> dict[str, bytes]:
    """The files of a profile: HEAD and one criterion unless told otherwise."""
    value = {**HEAD, "criteria": [CRITERION], **(document or {}), **more}
    written = {"profile.yaml": yaml.safe_dump(value, sort_keys=False).encode()}
    if rules is not None:
        written["rules/own.yaml"] = yaml.safe_dump({"rules": list(rules)}, sort_keys=False).encode()
    return written


def built(files: Mapping[str, bytes] | None = None, **more: Any) -> Profile:
    return build(files or files_of(**more), "own", KNOWN)


def mistakes_in(files: Mapping[str, bytes] | None = None, **more: Any) -> tuple[Mistake, ...]:
    with pytest.raises(MistakesError) as caught:
        built(files, **more)
    return caught.value.mistakes


def codes(*, files: Mapping[str, bytes] | None = None, **more: Any) -> list[str]:
    return [mistake.code for mistake in mistakes_in(files, **more)]


def changed(**changes: Any) -> list[dict[str, Any]]:
    return [{**CRITERION, **changes}]


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Mapping[str, bytes]], Path]:
    """Return what puts a profile among the installed ones, for one test."""
    there = dict(folders())
    monkeypatch.setattr(profiles, "folders", lambda: there)

    def install(name: str, files: Mapping[str, bytes]) -> Path:
        folder = tmp_path / "installed" / name
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        there[name] = folder
        return folder

    return install


# ---------------------------------------------------------------- what a profile becomes


def test_a_profile_becomes_what_it_says() -> None:
    module = {
        "id": "m",
        "title": TEXT,
        "features": ["geo"],
        "artefacts": ["apis"],
        "facts": ["f"],
        "floor": "0.25",
    }
    criterion = {
        **CRITERION,
        "module": "m",
        "blocking": True,
        "pass_at": "0.9",
        "partial_at": "0.1",
        "floor": 5,
        "cap": "documented",
    }
    exemption = {"criterion": "OWN-01", "artefacts": ["apis"], "reason": TEXT}
    one = built(modules=[module], criteria=[criterion], exemptions=[exemption], layers={"legal": 7})
    (asked,) = one.criteria
    assert (one.id, one.version, one.title) == ("own", "1.0", TEXT)
    assert (asked.level, asked.layer, asked.cap) == (Level.SHOULD, Layer.TECHNICAL, EvidenceLevel.DOCUMENTED)
    assert (asked.pass_at, asked.partial_at, asked.floor) == (Fraction(9, 10), Fraction(1, 10), 5)
    assert (asked.module, asked.blocking, asked.params) == ("m", True, {"depth": 1})
    assert [(m.id, m.features, m.artefacts, m.facts, m.floor) for m in one.modules] == [
        ("m", ("geo",), ("apis",), ("f",), Fraction(1, 4))
    ]
    assert [(e.criterion, e.artefacts) for e in one.exemptions] == [("OWN-01", ("apis",))]
    assert one.layer_weights == {Layer.LEGAL: 7}
    assert [(r.id, r.level, r.messages) for r in one.rules] == [("own/a", Level.MUST, {"x": TEXT})]


def test_what_a_criterion_leaves_out_is_strict() -> None:
    (one,) = built().criteria
    assert (one.pass_at, one.partial_at, one.floor) == (Fraction(1), None, 1)
    assert one.cap is EvidenceLevel.VERIFIED
    assert (one.module, one.blocking) == ("core", False)


@pytest.mark.parametrize(
    ("written", "meant"),
    [(1, 1), (0, 0), ("1", 1), ("0.1", Fraction(1, 10)), ("0.333333", Fraction(333333, 10**6))],
)
def test_shares_are_read_exactly(written: object, meant: Fraction) -> None:
    assert built(criteria=changed(pass_at=written)).criteria[0].pass_at == meant


@pytest.mark.parametrize("written", ["1.1", "-0.1", "0,5", "50%", "1e0", "0.1234567", 2, -1, ".5", "00.5"])
def test_what_is_no_share_is_refused(written: object) -> None:
    assert codes(criteria=changed(pass_at=written))[0] in {
        "expected-share",
        "schema-minimum",
        "schema-maximum",
    }


def test_a_rule_may_stand_in_several_namespaces_at_other_levels() -> None:
    rule = {**RULE, "variants": {"own-soft": "should", "own-softest": "may"}}
    assert [(r.id, r.level.value) for r in built(files_of(rules=[rule])).rules] == [
        ("own/a", "must"),
        ("own-soft/a", "should"),
        ("own-softest/a", "may"),
    ]


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"criteria": changed(level="most")}, "unknown-value", "/criteria/0/level"),
        ({"criteria": changed(weight=0)}, "schema-minimum", "/criteria/0/weight"),
        ({"criteria": changed(rules=[])}, "schema-minItems", "/criteria/0/rules"),
        ({"criteria": changed(titel="x")}, "unknown-field", "/criteria/0/titel"),
        ({"criteria": changed(id="own-1")}, "expected-criterion", "/criteria/0/id"),
        ({"criteria": changed(principles=[7])}, "schema-maximum", "/criteria/0/principles/0"),
        ({"version": 1}, "wants-quotes", "/version"),
        ({"version": "1"}, "expected-version", "/version"),
        ({"extends": "oslo"}, "expected-extends", "/extends"),
        ({"extends": "osol@0.1"}, "unknown-profile", "/extends"),
        ({"extends": "oslo@9.9"}, "unknown-profile", "/extends"),
        ({"criteria": changed(examiner="lok")}, "unknown-examiner", "/criteria/0/examiner"),
        ({"criteria": changed(evidence="api")}, "examiner-reads-other-evidence", "/criteria/0/evidence"),
        ({"criteria": changed(module="m")}, "unknown-module", "/criteria/0/module"),
        ({"criteria": changed(rules=["own/b"])}, "unknown-rule", "/criteria/0/rules/0"),
        ({"criteria": changed(rules=["own/a", "onw/*"])}, "unknown-rule", "/criteria/0/rules/1"),
        (
            {"criteria": changed(partial_at=1, pass_at=1)},
            "partial-not-below-pass",
            "/criteria/0/partial_at",
        ),
        ({"criteria": changed(partial_at=1)}, "partial-not-below-pass", "/criteria/0/partial_at"),
        ({"criteria": [CRITERION, CRITERION]}, "duplicate-criterion", "/criteria/1/id"),
        ({"criteria": changed(**{"with": {"depth": 0}})}, "schema-minimum", "/criteria/0/with/depth"),
        (
            {"criteria": changed(**{"with": {"depth": 1, "wrod": "x"}})},
            "unknown-field",
            "/criteria/0/with/wrod",
        ),
        ({"criteria": changed(**{"with": {"depth": 1, "word": 2}})}, "wants-quotes", "/criteria/0/with/word"),
        ({"criteria": changed(**{"with": {}})}, "missing-field", "/criteria/0/with"),
        ({"modules": [{"id": "m", "title": TEXT}] * 2}, "duplicate-module", "/modules/1/id"),
        ({"modules": [{"id": "core", "title": TEXT}]}, "duplicate-module", "/modules/0/id"),
        (
            {"exemptions": [{"criterion": "OWN-02", "artefacts": ["apis"], "reason": TEXT}]},
            "unknown-criterion",
            "/exemptions/0/criterion",
        ),
        ({"changes": [{"criterion": "OWN-01"}]}, "unknown-criterion", "/changes/0/criterion"),
    ],
)
def test_a_mistake_in_a_profile_is_told_with_its_place(
    change: Mapping[str, Any], code: str, pointer: str
) -> None:
    found = mistakes_in(**change)
    assert [(m.code, m.at.pointer) for m in found] == [(code, pointer)]
    assert found[0].at.source == "own/profile.yaml"


def test_parameters_that_are_needed_are_missed_where_there_are_none_at_all() -> None:
    bare = {key: value for key, value in CRITERION.items() if key != "with"}
    found = mistakes_in(criteria=[bare])
    assert [(m.code, m.at.pointer, m.args) for m in found] == [
        ("missing-field", "/criteria/0/with", {"field": "depth"})
    ]


def test_a_place_is_the_line_of_the_file() -> None:
    text = files_of()["profile.yaml"].decode().replace("    depth: 1", "    depth: 0")
    line = text.splitlines().index("    depth: 0") + 1
    (found,) = mistakes_in({**files_of(), "profile.yaml": text.encode()})
    assert (found.at.line, found.at.column) == (line, 5)


def test_all_mistakes_of_a_profile_come_at_once_in_the_order_of_the_file() -> None:
    found = codes(
        criteria=changed(examiner="x", module="x", rules=["x/y"]),
        exemptions=[{"criterion": "OWN-09", "artefacts": ["apis"], "reason": TEXT}],
        modules=[{"id": "core", "title": TEXT}],
    )
    assert sorted(found) == sorted(
        ["unknown-examiner", "unknown-module", "unknown-rule", "unknown-criterion", "duplicate-module"]
    )
    assert found.index("unknown-examiner") < found.index("unknown-criterion")


@pytest.mark.parametrize("wanted", ["osol@0.1", "oslo@9.9"])
def test_a_misspelt_base_is_met_with_a_suggestion(wanted: str) -> None:
    (found,) = mistakes_in(extends=wanted)
    assert found.args["suggestion"] in {"oslo", oslo_now()}


@pytest.mark.parametrize(
    ("rules", "code", "pointer"),
    [
        ([{**RULE, "id": "Own/a"}], "expected-rule", "/rules/0/id"),
        ([{**RULE, "messages": {}}], "schema-minProperties", "/rules/0/messages"),
        ([{**RULE, "title": {"nl": "x"}}], "missing-field", "/rules/0/title"),
        ([{**RULE, "level": "most"}], "unknown-value", "/rules/0/level"),
        ([], "schema-minItems", "/rules"),
    ],
)
def test_a_mistake_in_rules_is_told_with_the_file_of_the_rules(
    rules: list[Any], code: str, pointer: str
) -> None:
    found = mistakes_in(files_of(rules=rules))
    assert [(m.code, m.at.pointer, m.at.source) for m in found] == [(code, pointer, "own/rules/own.yaml")]


def test_mistakes_of_several_files_of_rules_come_at_once() -> None:
    broken = yaml.safe_dump({"rules": [{**RULE, "level": "x"}]}).encode()
    files = {**files_of(), "rules/a.yaml": broken, "rules/b.yaml": broken}
    assert [m.at.source for m in mistakes_in(files)] == ["own/rules/a.yaml", "own/rules/b.yaml"]


def test_a_rule_is_described_once() -> None:
    assert codes(files=files_of(rules=[RULE, RULE])) == ["duplicate-rule"]
    twin = {**RULE, "id": "other/a", "variants": {"own": "may"}}
    assert codes(files=files_of(rules=[RULE, twin])) == ["duplicate-rule"]


@pytest.mark.parametrize("data", [b"", b"a: [", b"- a\n", b"\xff", b"a: 1\na: 2\n"])
def test_a_profile_that_is_no_yaml_is_refused(data: bytes) -> None:
    assert codes(files={"profile.yaml": data})
    assert codes(files={**files_of(), "rules/x.yaml": data})


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from(["a", "0.5", "oslo@0.1", "OWN-01", "own/a"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(list(CRITERION)), inner, max_size=3)
    ),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(list(CRITERION)), VALUES, max_size=3))
@settings(max_examples=60)
def test_whatever_a_criterion_holds_it_loads_or_its_mistakes_are_told(changes: dict[str, Any]) -> None:
    try:
        found: Sequence[object] = built(criteria=changed(**changes)).criteria
    except MistakesError as error:
        found = error.mistakes
    assert found


# ---------------------------------------------------------------- extends


OWN_BASE = {
    **HEAD,
    "id": "base",
    "criteria": [{**CRITERION, "id": "BASE-01", "pass_at": "0.8", "partial_at": "0.4"}],
}


@pytest.fixture
def base(installed: Callable[[str, Mapping[str, bytes]], Path]) -> Path:
    return installed("base", files_of(OWN_BASE))


def extended(**more: Any) -> Profile:
    return built(files_of({"extends": "base@1.0", "criteria": [], **more}, rules=None))


def refused(**more: Any) -> list[str]:
    return codes(files=files_of({"extends": "base@1.0", "criteria": [], **more}, rules=None))


@pytest.mark.usefixtures("base")
def test_a_profile_has_all_that_it_extends_and_adds_to_it() -> None:
    module = {"id": "m", "title": TEXT}
    one = extended(criteria=changed(rules=["own/a", "own/*"], module="m"), modules=[module])
    assert [criterion.id for criterion in one.criteria] == ["BASE-01", "OWN-01"]
    assert [rule.id for rule in one.rules] == ["own/a"]
    assert one.layer_weights == DEFAULT_LAYERS
    assert "rules/own.yaml" in one.files


UPWARD = {
    "level": "must",
    "weight": 3,
    "blocking": True,
    "pass_at": "0.9",
    "partial_at": "0.5",
    "floor": 2,
}
DOWNWARD = {"level": "may", "weight": 1, "pass_at": "0.7", "partial_at": "0.3"}


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("key", UPWARD)
def test_an_extended_criterion_may_be_asked_more_strictly(key: str) -> None:
    (before,), (after,) = (
        extended().criteria,
        extended(changes=[{"criterion": "BASE-01", key: UPWARD[key]}]).criteria,
    )
    assert getattr(after, key) != getattr(before, key)
    assert replace(after, **{key: getattr(before, key)}) == before


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("key", DOWNWARD)
def test_an_extended_criterion_may_not_be_asked_less_strictly(key: str) -> None:
    assert refused(changes=[{"criterion": "BASE-01", key: DOWNWARD[key]}]) == ["profile-lowers"]


def test_the_other_ways_to_ask_less_are_refused_too(
    installed: Callable[[str, Mapping[str, bytes]], Path],
) -> None:
    strict = {**CRITERION, "id": "BASE-01", "blocking": True, "floor": 3, "pass_at": "0.8"}
    installed("base", files_of({**OWN_BASE, "criteria": [strict]}))
    for change in ({"blocking": False}, {"floor": 2}, {"partial_at": "0.4"}):
        assert refused(changes=[{"criterion": "BASE-01", **change}]) == ["profile-lowers"]


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            {"exemptions": [{"criterion": "BASE-01", "artefacts": ["apis"], "reason": TEXT}]},
            ["profile-lowers"],
        ),
        ({"changes": [{"criterion": "BASE-02", "weight": 3}]}, ["unknown-criterion"]),
        (
            {"changes": [{"criterion": "BASE-01", "weight": 3}, {"criterion": "BASE-01", "level": "must"}]},
            ["duplicate-change"],
        ),
        ({"changes": [{"criterion": "BASE-01", "partial_at": "0.8"}]}, ["partial-not-below-pass"]),
        ({"changes": [{"criterion": "BASE-01", "examiner": "rdf"}]}, ["unknown-field"]),
        ({"criteria": changed(id="BASE-01")}, ["duplicate-criterion"]),
        ({"criteria": changed(module="m")}, ["unknown-module"]),
    ],
)
def test_what_is_inherited_is_not_taken_away(more: Mapping[str, Any], expected: list[str]) -> None:
    assert refused(**more) == expected


@pytest.mark.usefixtures("base")
def test_an_inherited_rule_is_not_described_again() -> None:
    assert codes(files=files_of({"extends": "base@1.0"})) == ["duplicate-rule"]


def test_a_profile_that_extends_itself_is_refused(
    installed: Callable[[str, Mapping[str, bytes]], Path],
) -> None:
    installed("one", files_of(id="one", extends="two@1.0"))
    installed("two", files_of(id="two", extends="one@1.0"))
    installed("self", files_of(id="self", extends="self@1.0"))
    for wanted in ("one", "two", "self"):
        with pytest.raises(MistakesError) as caught:
            load_profile(wanted, KNOWN)
        assert [mistake.code for mistake in caught.value.mistakes] == ["extends-itself"]


def test_a_mistake_in_what_is_extended_names_its_own_file(
    installed: Callable[[str, Mapping[str, bytes]], Path],
) -> None:
    installed("base", files_of({**OWN_BASE, "criteria": changed(examiner="x")}))
    found = mistakes_in(files_of({"extends": "base@1.0"}))
    assert [(m.code, m.at.source) for m in found] == [("unknown-examiner", "base/profile.yaml")]


# ---------------------------------------------------------------- digests


def test_the_digest_is_over_every_byte_of_every_file(tmp_path: Path) -> None:
    folder = tmp_path / "oslo-copy"
    shutil.copytree(folders()["oslo"], folder)
    before = load_profile(str(folder), KNOWN).digest
    assert before == load_profile("oslo", KNOWN).digest, "the name of the folder is no part of it"
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert len(files) >= 5
    for path in files:
        data = path.read_bytes()
        path.write_bytes(data + b"\n")
        assert load_profile(str(folder), KNOWN).digest != before, path
        path.write_bytes(data)
    (folder / "more.txt").write_text("")
    assert load_profile(str(folder), KNOWN).digest != before
    (folder / "more.txt").unlink()
    assert load_profile(str(folder), KNOWN).digest == before


@given(
    st.dictionaries(st.text("ab/", min_size=1, max_size=3), st.binary(max_size=3), min_size=1, max_size=4),
    st.data(),
)
@settings(max_examples=100)
def test_one_changed_byte_anywhere_is_another_digest(files: dict[str, bytes], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(files)))
    other = data.draw(st.binary(max_size=3).filter(lambda value: value != files[name]))
    assert digest(dict(reversed(files.items())), None) == digest(files, None)
    assert digest({**files, name: other}, None) != digest(files, None)
    moved = {f"{key}c" if key == name else key: value for key, value in files.items()}
    assert digest(moved, None) != digest(files, None)


def test_names_and_contents_cannot_be_mistaken_for_each_other() -> None:
    assert digest({"a": b"b"}, None) != digest({"ab": b""}, None)
    assert digest({"a": b"", "b": b"x"}, None) != digest({"a": b"x", "b": b""}, None)


def test_the_digest_covers_what_is_extended(base: Path) -> None:
    before = extended().digest
    rules = base / "rules" / "own.yaml"
    rules.write_bytes(rules.read_bytes() + b"\n")
    assert extended().digest != before
    alone = built(files_of({"criteria": []}))
    assert digest({}, alone) != digest({}, None)


# ---------------------------------------------------------------- uses, tables, shows, default


@pytest.mark.usefixtures("base")
def test_a_profile_speaks_in_the_rules_of_those_it_uses_and_asks_nothing_else_of_them() -> None:
    one = built(files_of({"uses": ["base"], "criteria": changed(rules=["own/a"])}, rules=None))
    assert [criterion.id for criterion in one.criteria] == ["OWN-01"]
    assert [rule.id for rule in one.rules] == ["own/a"]
    both = built(files_of({"uses": ["base"], "extends": "base@1.0", "criteria": []}, rules=None))
    assert [rule.id for rule in both.rules] == ["own/a"], "one rule that comes along twice is one rule"


@pytest.mark.usefixtures("base")
def test_rules_of_the_same_name_that_differ_are_not_used_together(
    installed: Callable[[str, Mapping[str, bytes]], Path],
) -> None:
    installed("other", files_of({"id": "other"}, rules=[{**RULE, "source": "elsewhere"}]))
    assert codes(files=files_of({"uses": ["base", "other"]}, rules=None)) == ["duplicate-rule"]


def test_the_digest_covers_what_is_used(base: Path) -> None:
    files = files_of({"uses": ["base"]}, rules=None)
    before = built(files).digest
    rules = base / "rules" / "own.yaml"
    rules.write_bytes(rules.read_bytes() + b"\n")
    assert built(files).digest != before


@pytest.mark.parametrize(("uses", "code"), [(["bsae"], "unknown-profile"), (["own"], "extends-itself")])
@pytest.mark.usefixtures("base")
def test_what_is_used_has_to_be_there_and_be_another(uses: list[str], code: str) -> None:
    assert codes(files=files_of({"uses": uses}, rules=None)) == [code]


def with_table(text: str, **more: Any) -> dict[str, bytes]:
    criterion = {**CRITERION, "tables": {"depth": "lists/depth.yaml"}, **more}
    del criterion["with"]
    return {**files_of({"criteria": [criterion]}), "lists/depth.yaml": text.encode()}


def test_a_parameter_may_stand_in_a_file_of_its_own() -> None:
    (one,) = built(with_table("3\n")).criteria
    assert one.params == {"depth": 3}
    assert built(with_table("3\n")).digest != built(with_table("4\n")).digest


def test_a_table_is_held_against_its_part_of_the_schema_in_its_own_place() -> None:
    (mistake,) = mistakes_in(with_table("# how deep\n0\n"))
    assert (mistake.code, mistake.at.source) == ("schema-minimum", "own/lists/depth.yaml")


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ({"depth": "lists/other.yaml"}, ["no-such-table"]),
        ({"dpeth": "lists/depth.yaml"}, ["missing-field", "unknown-field"]),
    ],
)
def test_a_table_that_is_not_there_or_that_nobody_asks_for_is_refused(
    tables: Mapping[str, str], expected: list[str]
) -> None:
    assert sorted(codes(files=with_table("3\n", tables=tables))) == expected


def test_a_profile_is_a_default_one_only_where_it_says_so() -> None:
    assert not built().default
    assert built(default=True).default


def test_what_a_profile_shows_is_in_both_languages() -> None:
    shown = {"fact": "f", "title": TEXT, "columns": {"a": TEXT}, "words": {"yes": TEXT}}
    (one,) = built(shows=[shown]).shows
    assert (one.fact, one.title, one.columns, one.words) == ("f", TEXT, {"a": TEXT}, {"yes": TEXT})
    assert codes(shows=[{**shown, "title": {"nl": "woorden"}}]) == ["missing-field"]


# ---------------------------------------------------------------- where profiles are found


def test_our_own_profiles_load_by_name_and_by_version() -> None:
    assert set(folders()) >= {"oslo"}
    for name in folders():
        one = load_profile(name, KNOWN)
        assert one.id == name
        assert load_profile(f"{name}@{one.version}", KNOWN) == one


@pytest.mark.parametrize("wanted", ["nothing", "oslo@9.9", "", "@", "oslo@", "/nowhere", "../oslo"])
def test_a_profile_that_is_not_there_is_told_with_those_that_are(wanted: str) -> None:
    if wanted == "oslo@":
        assert load_profile(wanted, KNOWN).id == "oslo"
        return
    with pytest.raises(UnknownProfileError) as caught:
        load_profile(wanted, KNOWN)
    assert any("oslo" in known for known in caught.value.known)


def test_a_profile_in_a_folder_anywhere_loads_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own"
    (folder / "rules").mkdir(parents=True)
    for path, data in files_of().items():
        (folder / path).write_bytes(data)
    (folder / ".hidden").write_text("x")
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.pyc").write_text("x")
    expected = built()
    assert load_profile(str(folder), KNOWN).digest == expected.digest, "what nobody wrote is no part of it"
    monkeypatch.chdir(folder)
    (folder / "profile.yaml").write_text("a: [")
    with pytest.raises(MistakesError) as caught:
        load_profile(".", KNOWN)
    assert caught.value.mistakes[0].at.source == "own/profile.yaml"


def test_a_folder_of_the_solution_never_hides_an_installed_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = tmp_path / "oslo"
    fake.mkdir()
    (fake / "profile.yaml").write_bytes(files_of(rules=None)["profile.yaml"])
    expected = load_profile("oslo", KNOWN)
    monkeypatch.chdir(tmp_path)
    assert load_profile("oslo", KNOWN) == expected


# ---------------------------------------------------------------- a new criterion edits no Python


def assessed(tmp_path: Path, profile: str) -> dict[str, Any]:
    report = tmp_path / "report.json"
    environment = {"XDG_CACHE_HOME": str(tmp_path), "INTEROP_CHECK_STANDARDS": ""}
    arguments = ["assess", str(GOOD), "-p", profile, "--offline", "-q", "-f", f"json={report}"]
    result = CliRunner(env=environment).invoke(main, arguments)
    assert result.exit_code in {0, 1, 3}, result.output
    value: dict[str, Any] = json.loads(report.read_text())
    return value


def test_a_criterion_is_added_without_editing_a_line_of_python(tmp_path: Path) -> None:
    criterion = {
        **{key: value for key, value in CRITERION.items() if key != "with"},
        "id": "OWN-01",
        "title": {"nl": "Elke dataset bevat gegevens", "en": "Every dataset holds data"},
        "examiner": "rdf",
        "rules": ["rdf/content"],
    }
    folder = tmp_path / "own"
    folder.mkdir()
    written = files_of({"extends": oslo_now(), "criteria": [criterion]}, rules=None)["profile.yaml"]
    (folder / "profile.yaml").write_bytes(written)
    before = {path: path.read_bytes() for path in sorted((ROOT / "src").rglob("*.py"))}
    report = assessed(tmp_path, str(folder))
    results = {result["criterion"]: result for result in report["results"]}
    assert results["OWN-01"]["outcome"] == "passed"
    assert results["OWN-01"]["looked_at"] == 3
    assert results["OWN-01"]["title"] == "Elke dataset bevat gegevens"
    assert set(results) == {"OWN-01", *(c.id for c in load_profile("oslo", KNOWN).criteria)}
    assert report["profiles"][0]["id"] == "own"
    assert {path: path.read_bytes() for path in sorted((ROOT / "src").rglob("*.py"))} == before


# ---------------------------------------------------------------- the profiles that we bring


OURS = [load_profile(name, examiners()) for name in folders()]


@pytest.mark.parametrize("criterion", [c for one in OURS for c in one.criteria], ids=lambda c: c.id)
def test_our_criteria_say_where_they_come_from_and_how_to_mend(criterion: Criterion) -> None:
    assert criterion.source.strip()
    for text in (criterion.title, criterion.remedy):
        assert set(text) == {"nl", "en"}
        assert text["nl"] != text["en"]
    assert not criterion.title["nl"].endswith("."), (
        "a title states the condition that is met; it is no sentence"
    )
    assert criterion.remedy["nl"].endswith((".", "”."))


def test_ids_of_criteria_are_unique_over_all_our_profiles() -> None:
    """A profile that extends another has its very criteria."""
    known: dict[str, Criterion] = {}
    for one in (criterion for profile in OURS for criterion in profile.criteria):
        assert known.setdefault(one.id, one) == one


@pytest.mark.parametrize("kinds", [None, {"api"}, {"data"}, {"catalogue"}, {"nothing"}])
def test_what_is_read_for_the_default_has_all_default_profiles_that_judge_these_kinds(
    kinds: set[str] | None, installed: Callable[[str, Mapping[str, bytes]], Path]
) -> None:
    installed("flow", {"profile.yaml": json.dumps({**HEAD, "id": "flow", "default": True}).encode()})
    installed("other", {"profile.yaml": json.dumps({**HEAD, "id": "other"}).encode()})
    found = set(may_be_default(kinds))
    judging = {
        one.id
        for one in OURS
        if one.default and (kinds is None or any(c.evidence in kinds for c in one.criteria))
    }
    assert judging <= found
    assert ("flow" in found) is (kinds is None)
    assert not {"other", "belgif", "security"} & found


SECOND_BASE = {**HEAD, "id": "second", "criteria": [{**CRITERION, "id": "SECOND-01"}]}


@pytest.mark.usefixtures("base")
def test_a_profile_has_all_that_several_ask_and_changes_each(
    installed: Callable[[str, Mapping[str, bytes]], Path],
) -> None:
    installed("second", files_of(SECOND_BASE))
    both = {"extends": ["base@1.0", "second@1.0"]}
    one = extended(
        **both, changes=[{"criterion": "SECOND-01", "weight": 9}], criteria=changed(rules=["own/a"])
    )
    assert [criterion.id for criterion in one.criteria] == ["BASE-01", "SECOND-01", "OWN-01"]
    assert one.criteria[1].weight == 9
    assert [rule.id for rule in one.rules] == ["own/a"]
    assert len({one.digest, extended(extends=["second@1.0", "base@1.0"]).digest, extended().digest}) == 3


@pytest.mark.usefixtures("base")
def test_two_extended_profiles_do_not_call_two_things_by_one_name(
    installed: Callable[[str, Mapping[str, bytes]], Path],
) -> None:
    other = {**CRITERION, "id": "BASE-01", "weight": 7}
    installed("second", files_of({**SECOND_BASE, "criteria": [other]}))
    installed("twin", files_of({**OWN_BASE, "id": "twin"}))
    assert refused(extends=["base@1.0", "second@1.0"]) == ["duplicate-criterion"]
    assert [one.id for one in extended(extends=["base@1.0", "twin@1.0"]).criteria] == ["BASE-01"]
    assert refused(extends=["base@1.0", "base"]) == ["expected-extends"]
    assert refused(extends=["base@1.0", "oslo@0.0"]) == ["unknown-profile"]
