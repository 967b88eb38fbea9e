"""Every code that the source uses has a sentence in every language, and every sentence is used."""

import ast
import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from interop_check import locales, yamlfile
from interop_check.gather import gatherers
from interop_check.languages import LANGUAGES
from interop_check.locales import Texts, fill, sentences
from interop_check.model import Layer, Level, Mistake, Outcome, Place, Verdict
from interop_check.profiles import folders
from interop_check.rdf.faults import FAULTS
from interop_check.schemas import schema
from interop_check.standards.catalogue import Catalogue, load_catalogue
from interop_check.standards.cautions import _FINDERS as CAUTIONS
from interop_check.standards.edits import Effect
from interop_check.standards.repairs import FIXES
from interop_check.standards.shipped import BUNDLED
from interop_check.standards.standing import Standing
from interop_check.standards.sync import Step

SRC = Path(__file__).resolve().parent.parent / "src" / "interop_check"
FOREIGN = "click.yaml"
"""Keys in this file are sentences of another library, looked up by that library itself."""

PLACE = re.compile(r"\{([A-Za-z_0-9]+)(?:![rs])?\}")
KEBAB = re.compile(r"[a-z][a-z0-9]*(?:-[A-Za-z0-9_]+)*")


@cache
def by_file(language: str) -> Mapping[str, Mapping[str, str]]:
    folder = resources.files(locales).joinpath(language)
    return {one.name: yamlfile.load(one.read_bytes(), one.name).value for one in folder.iterdir()}


@cache
def own(language: str) -> Mapping[str, str]:
    return {
        code: text
        for name, texts in by_file(language).items()
        if name != FOREIGN
        for code, text in texts.items()
    }


@cache
def trees() -> Mapping[str, ast.Module]:
    return {
        path.relative_to(SRC).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in SRC.rglob("*.py")
    }


@cache
def templates() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SRC.rglob("*.jinja")))


# ---------------------------------------------------------------- the files


def test_every_language_has_the_same_files_with_the_same_codes() -> None:
    assert {entry.name for entry in resources.files(locales).iterdir() if entry.is_dir()} >= set(LANGUAGES)
    first, *others = ({name: list(texts) for name, texts in by_file(one).items()} for one in LANGUAGES)
    for other in others:
        assert {name: sorted(codes) for name, codes in first.items()} == {
            name: sorted(codes) for name, codes in other.items()
        }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty_or_has_loose_ends(language: str) -> None:
    for code, text in sentences(language).items():
        assert isinstance(text, str), code
        assert text == text.strip(), code
        assert text, code
        assert text.count("[[") == text.count("]]"), code
        assert text.count("{") == text.count("}"), code
        assert "  " not in text or "\n" in text, code


def test_every_sentence_has_the_same_places_in_every_language() -> None:
    for code in sentences(LANGUAGES[0]):
        places = {language: sorted(set(PLACE.findall(sentences(language)[code]))) for language in LANGUAGES}
        assert len(set(map(str, places.values()))) == 1, f"{code}: {places}"


def test_what_is_optional_in_one_language_is_so_in_the_other() -> None:
    for code in own(LANGUAGES[0]):
        found = [
            sorted(
                tuple(sorted(PLACE.findall(part)))
                for part in re.findall(r"\[\[(.*?)\]\]", own(language)[code])
            )
            for language in LANGUAGES
        ]
        assert all(one == found[0] for one in found), code
        assert all(places for one in found for places in one), f"{code}: an optional part without a value"


def test_a_code_in_two_files_of_a_language_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "nl"
    folder.mkdir()
    (folder / "a.yaml").write_text("one: x\n")
    (folder / "b.yaml").write_text("one: y\n")
    monkeypatch.setattr(resources, "files", lambda _: tmp_path)
    with pytest.raises(ValueError, match="one"):
        sentences.__wrapped__("nl")


# ---------------------------------------------------------------- typography and language


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotes_dashes_and_dots_are_typographic(language: str) -> None:
    for code, text in own(language).items():
        bare = PLACE.sub("x", text)
        assert not re.search(r"(^|[\s(])'|'([\s).,;:]|$)", bare), f"{code}: straight single quotes: {text}"
        straight = re.findall(r'"[^"]*"', bare)
        assert all(re.fullmatch(r'"[^" ]*"', one) for one in straight), f"{code}: {text}"
        assert '"' not in re.sub(r'"[^" ]*"', "", bare), f"{code}: {text}"
        assert "..." not in bare, code
        # On the command line, - is a path; in an example, an item.
        assert code.startswith("opt-") or "\n" in bare or not re.search(r" --? ", bare), (
            f"{code}: a dash is –"
        )
        assert bare.count("“") == bare.count("”"), code


ENGLISH = """
    the and with which file folder not found error errors report check checked failed passed must
    should may finding findings warning unknown invalid missing required level from into your you this
    that these there value values field fields address network standard standards rule rules shape
    shapes source does has have cannot could were been only also more than number default expected
"""
QUOTED = re.compile(
    r"“[^”]*”|\"[^\"]*\"|`[^`]*`|--[a-z-]+|interop-check(?: [a-z]+)*|[a-z]+:[A-Za-z]+|https?://\S+"
)


def english_in(text: str) -> list[str]:
    plain = re.sub(r"\b[A-Z_]{3,}\b", " ", QUOTED.sub(" ", PLACE.sub(" ", text)))
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", plain.lower())
    return [word for word in words if word in ENGLISH.split()]


def test_english_left_in_dutch_would_be_seen() -> None:
    assert english_in("Het bestand could not gelezen worden") == ["could", "not"]
    assert english_in("Gebruik “check data” met --from {file}") == []


def test_dutch_sentences_hold_no_english() -> None:
    fields = set(re.findall(r'"([a-z_]+)": \{', json.dumps(schema("solution"))))
    found = {code: set(english_in(text)) for code, text in own("nl").items()}
    # A scaffolded manifest speaks of its own fields.
    bare = {code: words - fields if code.startswith("init-") else words for code, words in found.items()}
    assert {code: words for code, words in bare.items() if words} == {}


def test_the_dutch_of_our_rules_and_criteria_holds_no_english() -> None:
    found: dict[str, list[str]] = {}
    for folder in folders().values():
        for path in [folder / "profile.yaml", *sorted(folder.glob("rules/*.yaml"))]:
            for text in dutch_in(yamlfile.load(path.read_bytes(), path.name).value):
                if words := english_in(text):
                    found[text] = words
    assert found == {}


def dutch_in(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            if key == "nl":
                yield member
            else:
                yield from dutch_in(member)
    elif isinstance(value, list):
        for item in value:
            yield from dutch_in(item)


# ---------------------------------------------------------------- filling in


@pytest.mark.parametrize(
    ("template", "args", "text"),
    [
        ("{a} en {b}", {"a": 1, "b": "x"}, "1 en x"),
        ("{a} en {b}", {"a": 1}, "1 en {b}"),
        ("a[[: {b}]].", {"b": "x"}, "a: x."),
        ("a[[: {b}]].", {"b": ""}, "a."),
        ("a[[: {b}]].", {"b": None}, "a."),
        ("a[[: {b}]].", {}, "a."),
        ("a[[ {b} {c}]]", {"b": "x"}, "a"),
        ("a[[ {b}]][[ {c}]]", {"c": "x"}, "a x"),
        ("{a}", {"a": "{b}", "b": "x"}, "{b}"),
        ("{a}", {"a": "[[{b}]]"}, "[[{b}]]"),
        ("a[[\n{b}]]", {"b": 0}, "a\n0"),
        ("{a!r} {}", {"a": 1}, "{a!r} {}"),
    ],
)
def test_values_are_put_in_once_and_parts_without_a_value_left_out(
    template: str, args: dict[str, object], text: str
) -> None:
    assert fill(template, args) == text


def test_an_unknown_code_shows_itself_with_its_values() -> None:
    say = Texts("nl")
    assert say("no-such-code") == "no-such-code"
    assert say("no-such-code", a=1) == "no-such-code {'a': 1}"
    assert "no-such-code" not in say
    assert "file-empty" in say


def test_a_language_that_nobody_translated_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        Texts("fr")


def test_sentences_of_profiles_are_added_and_never_replace_ours() -> None:
    say = Texts("nl", {"rdf/x:y": {"nl": "ja", "en": "yes"}, "file-empty": {"nl": "x", "en": "x"}})
    assert say("rdf/x:y") == "ja"
    assert say("file-empty") == sentences("nl")["file-empty"]


def test_a_text_without_this_language_is_shown_in_another() -> None:
    assert Texts("nl").pick({"en": "yes"}) == "yes"
    assert Texts("nl").pick({}) == ""


def test_a_mistake_is_one_line_with_its_place_and_types_in_words() -> None:
    at = Place(source="a.yaml", line=3, column=5)
    wrong = Mistake(
        code="wrong-type", at=at, args={"field": "x", "expected": "array, null", "found": "string"}
    )
    assert Texts("nl").mistakes([wrong]) == ["a.yaml:3:5: “x”: een lijst, niets verwacht, tekst gevonden."]
    assert Texts("en").mistakes([Mistake(code="file-empty", at=Place(source="a"))])[0].startswith("a:1:1: ")


# ---------------------------------------------------------------- codes that the source names


SAYING = {"say", "texts", "refuse", "_refusal", "_stop", "_mistake", "_at_offset"}
MAKING = {"Mistake"}


def named_in(tree: ast.Module) -> Iterable[str]:
    """Codes that are said, refused with, or put into a mistake, as plain texts."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Call):
            called = called.func
        name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        first = node.args[:1] if name in SAYING else []
        keyword = [one.value for one in node.keywords if one.arg == "code" and name in MAKING]
        for value in (*first, *keyword):
            for one in (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,):
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield one.value


def test_the_ways_in_which_a_code_is_named_are_seen() -> None:
    source = """
say("a"); texts()("b"); refuse("c", x=1); Mistake(code="d", at=0); self.texts("e"); say("f" if x else "g")
_session.refuse("h"); other("i"); say(f"j-{k}"); Problem(code="l")
"""
    assert sorted(named_in(ast.parse(source))) == list("abcdefgh")


def test_every_code_that_is_named_has_a_sentence() -> None:
    named = {code: file for file, tree in trees().items() for code in named_in(tree)}
    assert len(named) > 80
    assert {code: file for code, file in named.items() if code not in sentences("nl")} == {}


def test_every_code_in_a_template_has_a_sentence() -> None:
    named = re.findall(r"say\([\"']([a-z0-9-]+)[\"'](?! ~)", templates())
    assert len(named) > 10
    assert set(named) - set(sentences("nl")) == set()


# ---------------------------------------------------------------- families of codes: a name, and what varies


@cache
def catalogue() -> Catalogue:
    return load_catalogue(yamlfile.load((folders()["oslo"] / "pins.yaml").read_bytes(), "pins.yaml").value)


def pins_say(name: str) -> Callable[[], set[str]]:
    def values() -> set[str]:
        return {str(getattr(pin, name)) for s in catalogue().standards for v in s.versions for pin in v.pins}

    return values


def literals(folder: str, *callables: str, argument: int = 0) -> Callable[[], set[str]]:
    """Texts that stand as one argument of what is called so, in one folder of the source."""

    def values() -> set[str]:
        found: set[str] = set()
        calls = (n for file, tree in trees().items() if file.startswith(folder) for n in ast.walk(tree))
        for node in calls:
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in callables:
                given = (one for value in node.args[argument : argument + 1] for one in ast.walk(value))
                found |= {str(one.value) for one in given if isinstance(one, ast.Constant)}
        return found

    return values


def reasons() -> set[str]:
    texts = {node.value for node in ast.walk(trees()["judge.py"]) if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str) and KEBAB.fullmatch(text) and "-" in text} | {
        "exempt"
    }


def defects() -> set[str]:
    outside = re.findall(r"\\b\(([A-Z|]+)\)", (SRC / "shacl" / "routing.py").read_text(encoding="utf-8"))
    return {
        *literals("shacl/", "Unusable")(),
        *literals("shacl/", "ShapeDefect", argument=1)(),
        *literals("shacl/", "Account")(),
        *(f"forbidden-{word.lower()}" for word in outside[0].split("|")),
        "forbidden-javascript",
        "depends-on-unusable",
    }


FAMILIES: Mapping[str, Callable[[], set[str]]] = {
    "cli-exit-": lambda: set("01234"),
    "level-": lambda: set(Level),
    "layer-": lambda: set(Layer),
    "outcome-": lambda: {*Outcome, "missing"},
    "verdict-": lambda: set(Verdict),
    "readiness-": lambda: set("012345"),
    "reason-": reasons,
    "kind-": lambda: (
        {one.kind for one in gatherers().values()}
        | {
            "api-context",
            "api-file",
            "api-standard",
            "background",
            "context",
            "official-contexts",
            "dereferenced",
        }
        | {"reference"}
    ),
    "waiver-": lambda: {"active", "expired", "unused", "without-reason"},
    "defect-": defects,
    "repair-": lambda: {fix.id for fix in FIXES},
    "means-": lambda: {fix.id for fix in FIXES} | {name for name, _ in CAUTIONS},
    "effect-": lambda: {"none", *(one.value for one in Effect)},
    "caution-": lambda: {name for name, _ in CAUTIONS},
    "syntax-": lambda: set(FAULTS),
    "standing-": lambda: {one.value for one in Standing},
    "step-": lambda: {one.value for one in Step},
    "usage-": lambda: {one.usage.lower() for one in catalogue().register} | {"unknown"},
    "artefact-": lambda: {"vocabulary", "codelist", *pins_say("kind")()},
    "basis-": lambda: {BUNDLED, *pins_say("basis")()},
    "type-": lambda: {"string", "number", "integer", "boolean", "array", "object", "null"},
}


@pytest.mark.parametrize("prefix", FAMILIES)
def test_every_member_of_a_family_has_a_sentence(prefix: str) -> None:
    members = {f"{prefix}{member}" for member in FAMILIES[prefix]()}
    assert members
    assert members - set(own("nl")) == set()


@pytest.mark.parametrize("prefix", FAMILIES)
def test_every_sentence_of_a_family_has_a_member_or_is_named_in_full(prefix: str) -> None:
    members = {f"{prefix}{member}" for member in FAMILIES[prefix]()}
    assert {code for code in own("nl") if code.startswith(prefix)} - members - all_texts() == set()


@cache
def all_texts() -> frozenset[str]:
    """Every text in the source and between quotes in the templates."""
    plain = {
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return frozenset({*plain, *re.findall(r"[\"']([a-z0-9-]+)[\"']", templates())})


@cache
def prefixes() -> frozenset[str]:
    """What formatted texts and templates begin with, where that looks like the start of a code."""
    formatted = {
        node.values[0].value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant)
    }
    found = {text for text in formatted if isinstance(text, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*-", text)}
    return frozenset({*found, *re.findall(r"say\([\"']([a-z-]+-)[\"'] ~", templates())})


def test_no_sentence_is_unused() -> None:
    used = all_texts()
    unused = [code for code in own("nl") if code not in used and not code.startswith(tuple(prefixes()))]
    assert unused == []
