import sys
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interop_check import yamlfile
from interop_check.model import Mistake, MistakesError
from interop_check.yamlfile import MAX_ALIASED_NODES, MAX_BYTES, MAX_DEPTH, MAX_NODES, load, pointer

BOM = b"\xef\xbb\xbf"


def value_of(text: str) -> Any:
    return load(text.encode(), "a.yaml").value


def mistakes_in(data: bytes | str) -> tuple[Mistake, ...]:
    with pytest.raises(MistakesError) as caught:
        load(data.encode() if isinstance(data, str) else data, "a.yaml")
    return caught.value.mistakes


def codes_in(data: bytes | str) -> list[str]:
    return [mistake.code for mistake in mistakes_in(data)]


# ---------------------------------------------------------------- what stands there is what is meant


@pytest.mark.parametrize(
    "written",
    [
        *("NO", "no", "No", "on", "ON", "off", "yes", "Y", "n", "True", "TRUE", "False", "Null", "NULL"),
        *("1.0", "1.10", "0.1", ".5", "1e3", "1_000", "+1", ".inf", ".nan", "-.inf"),
        *("12:30", "1:30:00", "2026-01-01", "2026-01-01T10:00:00Z"),
        *("007", "0123456749", "0o17", "0x1F", "0b101", "1234567890123456789012"),
        *("=", "<<", "-", "--", "a: ".strip(": "), "e-mail@example.org", "a#b", "http://example.org/a"),
    ],
)
def test_everything_but_three_words_and_plain_integers_is_text(written: str) -> None:
    assert value_of(f"key: {written}\n") == {"key": written}
    assert value_of(f"[{written}]") == [written]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-0", 0),
        ("-12", -12),
        ("999999999999999999", 999_999_999_999_999_999),
        ("1000000000000000000", 1_000_000_000_000_000_000 if False else "1000000000000000000"),
    ],
)
def test_three_words_and_plain_integers_are_special(written: str, meant: object) -> None:
    found = value_of(f"key: {written}\n")["key"]
    assert found == meant
    assert type(found) is type(meant)
