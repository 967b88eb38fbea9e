"""Click's own words are in the user's language, wrong use says what to do instead, and --version is light."""

import ast
import gettext
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from interop_check.cli import _click, main
from interop_check.locales import sentences

CLICK = Path(click.__file__).parent
OF_COMMANDS = {"[OPTIONS]", "COMMAND [ARGS]..."}
OF_VALUES = {"required"}
START = "from interop_check.cli import main; main(prog_name='interop-check')"
ENGLISH = re.compile(
    r"\b(?:Usage|Options|Commands|Error|Try|Missing|such|unexpected|Invalid|value|mean|exit|default|Show)\b"
)


def run(*args: str, lang: str = "nl", columns: str = "80", cwd: Path | None = None) -> tuple[int, str, str]:
    settings = {"PATH": os.environ["PATH"], "INTEROP_CHECK_LANG": lang, "COLUMNS": columns}
    done = subprocess.run(
        [sys.executable, "-c", START, *args],
        capture_output=True,
        env=settings | {"PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.environ.get("PYTHONPATH", "")},
        cwd=cwd,
        check=False,
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def messages() -> Iterator[str]:
    """Every sentence that the installed click hands to gettext."""
    for path in sorted(CLICK.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                wanted = {"_": 1, "gettext": 1, "ngettext": 2}.get(node.func.id, 0)
                for argument in node.args[:wanted]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield argument.value


def catalogue(language: str) -> dict[str, str]:
    known = set(messages()) | OF_COMMANDS | OF_VALUES
    return {message: text for message, text in sentences(language).items() if message in known}


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_messages_are_found_in_click() -> None:
    assert len(set(messages())) > 60
    assert {"Usage:", "No such option {name!r}.", "Got unexpected extra arguments ({args})"} <= set(
        messages()
    )


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_message_of_click_is_in_the_catalogue(language: str) -> None:
    missing = (set(messages()) | OF_COMMANDS | OF_VALUES) - catalogue(language).keys()
    assert not missing, f"{language}/click.yaml lacks {sorted(missing)}"


def test_no_dutch_message_was_left_in_english() -> None:
    same = {message for message, text in catalogue("nl").items() if message == text}
    assert same == {"d"}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_translation_asks_for_no_value_that_click_does_not_give(language: str) -> None:
    for message, text in catalogue(language).items():
        assert fields(text) <= fields(message), message
        assert ("%(" in text) == ("%(" in message), message


def test_only_what_click_says_is_in_its_catalogue() -> None:
    for language in ("nl", "en"):
        path = Path(str(_click.__file__)).parent.parent / "locales" / language / "click.yaml"
        keys = re.findall(r'^("(?:[^"\\]|\\.)*"):', path.read_text(encoding="utf-8"), re.MULTILINE)
        assert {ast.literal_eval(key) for key in keys} == catalogue(language).keys()


WRONG = [
    (["asses"], "Het commando “asses” bestaat niet. Bedoelde u “assess”?", "There is no command “asses”."),
    (["check", "dta"], "Het commando 'dta' bestaat niet. Bedoelde u 'data'?", "There is no command 'dta'."),
    (
        ["init", "--forse"],
        "De optie '--forse' bestaat niet. Bedoelde u '--force'?",
        "Did you mean '--force'?",
    ),
    (["explain"], "Er ontbreekt een argument: 'ID'.", "An argument is missing: 'ID'."),
    (["init", "a", "b"], "Er staat een argument te veel: b", "There is an argument too many: b"),
    (["init", "a", "b", "c"], "Er staan argumenten te veel: b c", "There are arguments too many: b c"),
    (
        ["extract", "x.ttl", "--to", "xml"],
        "Ongeldige waarde voor '--to': 'xml' kan niet. Mogelijk zijn: 'nt', 'nq', 'ttl', 'jsonld'.",
        "Possible are: 'nt', 'nq', 'ttl', 'jsonld'.",
    ),
    (
        ["check", "data", "x", "--max-findings", "veel"],
        "Ongeldige waarde voor '--max-findings': 'veel' is hier geen geldig getal.",
        "'veel' is not a valid number here.",
    ),
    (
        ["check", "data", "x", "--max-findings", "-1"],
        "-1 ligt buiten het bereik x>=0.",
        "-1 is not in the range x>=0.",
    ),
]


@pytest.mark.parametrize(("args", "dutch", "english"), WRONG, ids=[" ".join(args) for args, *_ in WRONG])
def test_wrong_use_is_said_on_standard_error_in_either_language(
    args: list[str], dutch: str, english: str
) -> None:
    for language, sentence, starts in (
        ("nl", dutch, ("Gebruik: ", "Fout: ", "--help” geeft uitleg.")),
        ("en", english, ("Usage: ", "Error: ", "--help” explains.")),
    ):
        code, out, err = run(*args, lang=language, columns="40")
        assert (code, out) == (2, "")
        assert sentence in err
        assert all(start in err for start in starts), err
        if language == "nl":
            assert not ENGLISH.search(err), err


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["init", "--lang"], "Achter de optie '--lang' hoort een waarde."),
        (["init", "--force=ja"], "Achter de optie '--force' hoort geen waarde."),
    ],
)
def test_an_option_with_the_wrong_number_of_values(args: list[str], sentence: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize("args", [["--help"], ["init", "--help"], ["check", "data", "--help"]], ids=" ".join)
def test_help_is_all_dutch_and_fits_a_narrow_screen(args: list[str]) -> None:
    code, out, err = run(*args, columns="40")
    assert (code, err) == (0, "")
    assert out.startswith("Gebruik: interop-check")
    assert "Toon deze uitleg." in out
    assert not ENGLISH.search(out), out
    long = [line for line in out.splitlines() if len(line) > 40 and " " in line.strip()]
    assert not long, f"wider than the screen: {long}"


def test_help_says_every_command_in_full() -> None:
    _, out, _ = run("--help", columns="100")
    assert "..." not in out.split("Commando’s:")[1]


def test_click_gets_its_own_words_back() -> None:
    before = (vars(click.core)["_"], vars(click.parser)["ngettext"])
    assert before == (gettext.gettext, gettext.ngettext)
    with _click.speaking():
        assert vars(click.core)["_"] is _click.translated
    assert CliRunner().invoke(main, ["--nope"]).exit_code == 2
    assert (vars(click.core)["_"], vars(click.parser)["ngettext"]) == before


def test_click_gets_its_own_words_back_after_a_fault() -> None:
    with pytest.raises(KeyError), _click.speaking():
        raise KeyError
    assert vars(click.exceptions)["_"] is gettext.gettext


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_needs_nothing_heavy(option: str) -> None:
    script = (
        "import sys; from interop_check.cli import main\n"
        f"try: main([{option!r}])\n"
        "except SystemExit as end: print(end.code, *sorted(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    code, *modules = done.stderr.split()
    assert code == "0"
    assert done.stdout.startswith("interop-check ") or " 0." in done.stdout
    heavy = {"yaml", "rdflib", "pyshacl", "pyoxigraph", "numpy", "jinja2", "jsonschema_rs"}
    assert heavy.isdisjoint(modules)
    assert "interop_check.locales" not in modules
