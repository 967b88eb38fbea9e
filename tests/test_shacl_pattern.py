"""Patterns: XPath's meaning, the two ways to match agree, and no pattern takes more than its share."""

import re
from typing import Any

import elementpath.regex
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check.shacl.defects import Unusable
from interop_check.shacl.linear import Program, Reader, is_tame
from interop_check.shacl.pattern import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "flags", "text", "expected"),
    [
        ("^a$", "", "a\n", False),
        ("^a$", "m", "b\na", True),
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
    ],
)
def test_meaning(pattern: str, flags: str, text: str, expected: Any) -> None:
    assert compile_pattern(pattern, flags)(text) is expected


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("(a+)+b", "a" * 5000),
        ("^(([a-z])+.)+[A-Z]([a-z])+$", "a" * 5000),
        ("(a|a)*b", "a" * 5000),
        ("(a|ab|abc|b)*c$", "ab" * 3000),
        (".*.*.*.*=", "x" * 3000),
        ("a*a*a*a*a*a*b", "a" * 3000),
        ("(x{1,30}){1,30}y", "x" * 2000),
    ],
)
def test_patterns_that_would_backtrack_for_ages_answer(pattern: str, text: str) -> None:
    assert compile_pattern(pattern, "")(text) is False


@pytest.mark.parametrize(
    ("pattern", "code"), [(r"^(a)\1$", "unsafe-pattern"), ("((a{99}){99}){99}", "unsafe-pattern")]
)
def test_what_can_only_be_matched_dangerously_is_refused(pattern: str, code: str) -> None:
    with pytest.raises(Unusable) as caught:
        compile_pattern(pattern, "")
    assert caught.value.code == code


atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\d", r"\p{Lu}", r"\.", "\n"])
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
    max_leaves=6,
)


@settings(max_examples=400)
@given(patterns, st.sampled_from(["", "i", "s", "m"]), st.text("abAB1.\n", max_size=8))
def test_states_and_backtracking_agree(pattern: str, flags: str, text: str) -> None:
    options = {"": re.RegexFlag(0), "i": re.IGNORECASE, "s": re.DOTALL, "m": re.MULTILINE}[flags]
    translated = elementpath.regex.translate_pattern(pattern, options)
    program = Program(Reader(translated).read(), options)
    assert program.search(text) == (re.search(translated, text, options) is not None)


@pytest.mark.parametrize(
    ("pattern", "tame"),
    [("^[a-z]+-[0-9]{4}$", True), ("(a+)+", False), ("(a|b)*", False), ("a*b*c*d*", False)],
)
def test_tame(pattern: str, *, tame: bool) -> None:
    assert is_tame(Reader(pattern).read()) is tame
