"""Patterns: XPath's meaning, states and backtracking agree, and none takes more than its share of steps."""

import re
from random import Random
from typing import Any

import elementpath.regex
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check.shacl import automaton
from interop_check.shacl.automaton import Program, Walk
from interop_check.shacl.defects import Unusable
from interop_check.shacl.effort import Account, OverLimitError
from interop_check.shacl.pattern import compile_pattern
from interop_check.shacl.regular import Reader

PLENTY = 10**9
FLAGS = {"": re.RegexFlag(0), "i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}


class Counting(Account):
    """An account that tells how much was spent."""

    def __init__(self, limit: int = PLENTY, growth: int = 0) -> None:
        super().__init__("limit-pattern", limit, growth)
        self.spent = 0

    def spend(self, steps: int) -> None:
        super().spend(steps)
        self.spent += steps


def matches(pattern: str, text: str, flags: str = "") -> bool:
    return Walk(compile_pattern(pattern, flags), Counting()).search(text)


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "expected"),
    [
        ("^a$", "", "a\n", False),
        ("^a$", "m", "b\na", True),
        ("^$", "m", "a\n", False),
        ("a$", "m", "a\nb", True),
        ("^", "", "", True),
        ("a^b", "", "ab", False),
        ("b", "", "abc", True),
        ("A", "i", "a", True),
        ("a.b", "", "a\nb", False),
        ("a.b", "s", "a\nb", True),
        (r"^\p{Lu}\p{Ll}+$", "", "Één", True),
        (r"^\p{Lu}+$", "", "één", False),
        (r"^[\i-[:]][\c-[:]]*$", "", "naam-1", True),
        ("a b", "x", "ab", True),
        ("[a ]b", "x", "_ b_ b", True),
        ("a.b", "q", "axb", False),
        ("(){1000000000}", "", "", True),
        ("((){9999}a){2}b", "", "aab", True),
    ],
)
def test_meaning(pattern: str, flags: str, text: str, expected: Any) -> None:
    assert matches(pattern, text, flags) is expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+b", "a" * 5000),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 5000),
        ("(a|a)*b", "a" * 5000),
        ("(a|ab|abc|b)*c$", "ab" * 3000),
        (".*.*.*.*=", "x" * 3000),
        ("a*a*a*a*a*a*b", "a" * 3000),
        ("a*a*a*b", "a" * 200),
        (".{0,90}.{0,90}.{0,90}b", "a" * 200),
        ("(x{1,30}){1,30}y", "x" * 2000),
    ],
)
def test_patterns_that_would_backtrack_for_ages_answer_in_few_steps(pattern: str, text: str) -> None:
    account = Counting()
    assert Walk(compile_pattern(pattern, ""), account).search(text) is False
    assert account.spent < 50_000


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r"^(a)\1$", "unsafe-pattern"),
        ("((a{99}){99}){99}", "unsafe-pattern"),
        (r"\p{L}" * 600, "unsafe-pattern"),
        ("a" * 5000, "unsafe-pattern"),
        ("(" * 1500 + ")" * 1500, "bad-pattern"),
        ("(", "bad-pattern"),
    ],
)
def test_what_no_states_can_match_or_too_many_is_refused(pattern: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        compile_pattern(pattern, "")
    assert caught.value.code == code


# ---------------------------------------------------------------- states and backtracking agree


atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\p{Lu}", r"\.", "\n", "^", "$", "()"])
patterns = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds(
            "(?:{}){}".format, inner, st.sampled_from(["*", "+", "?", "{2}", "{1,2}", "{0,}", "*?", "+?"])
        ),
        st.builds("^{}".format, inner),
        st.builds("{}$".format, inner),
    ),
    max_leaves=8,
)
texts = st.lists(st.text("abAB1.\n", max_size=8), min_size=1, max_size=6)


@settings(max_examples=500)
@given(patterns, st.sampled_from(sorted(FLAGS)), texts, st.sampled_from([3, 20_000]))
def test_states_and_backtracking_agree(pattern: str, flags: str, found: list[str], remembered: int) -> None:
    options = FLAGS[flags]
    translated = elementpath.regex.translate_pattern(pattern, options)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(automaton, "_REMEMBERED", remembered)
        walk = Walk(Program(Reader(translated).read(), options), Counting())
        answers = [walk.search(text) for text in found]
    assert answers == [re.search(translated, text, options) is not None for text in found]


# ---------------------------------------------------------------- what it costs


COSTLY = "[ab]*a[ab]{200}c"


def tosses(size: int) -> str:
    toss = Random(7)  # noqa: S311 - for variety, not for secrets
    return "".join(toss.choice("ab") for _ in range(size))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^(POINT|POLYGON)\s*\(.*\)$", f"POLYGON(({', '.join(['3.724 51.053'] * 100_000)}))"),
        (r"^\d{4}-\d{2}-\d{2}$", "2026-01-01" * 100_000),
        (r"[a-z]+@[a-z]+\.[a-z]{2,}", "geen adres " * 100_000),
    ],
)
def test_a_simple_pattern_costs_one_step_for_each_character(pattern: str, text: str) -> None:
    account = Counting()
    Walk(compile_pattern(pattern, ""), account).search(text)
    assert len(text) <= account.spent < len(text) + 3000


def test_what_exceeds_the_limit_is_neither_a_match_nor_none() -> None:
    walk = Walk(compile_pattern(COSTLY, ""), Counting(limit=20_000, growth=1))
    with pytest.raises(OverLimitError) as caught:
        walk.search(tosses(5000))
    assert (caught.value.code, caught.value.limit) == ("limit-pattern", 20_000)


def test_a_text_that_costs_too_much_does_not_cost_the_others_their_answer() -> None:
    walk = Walk(compile_pattern(COSTLY, ""), Counting(limit=20_000, growth=8))
    known = "a" + "b" * 200 + "c"
    assert walk.search(known)
    with pytest.raises(OverLimitError):
        walk.search(tosses(5000))
    assert walk.search(known)
    assert not walk.search("b")


def test_the_same_texts_cost_the_same_whatever_was_matched_before_elsewhere() -> None:
    spent = []
    for _ in range(2):
        account = Counting()
        walk = Walk(compile_pattern(COSTLY, ""), account)
        for size in (10, 500, 300, 500):
            walk.search(tosses(size))
        spent.append(account.spent)
    assert spent[0] == spent[1] > 40_000


def test_memory_stays_small_where_no_set_of_states_comes_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(automaton, "_REMEMBERED", 50)
    walk = Walk(compile_pattern(COSTLY, ""), Counting())
    assert not walk.search(tosses(2000))
    assert len(walk._rows) <= 50
