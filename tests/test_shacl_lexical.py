"""Lexical spaces of XSD datatypes, and the order of their values."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check.rdf.vocabulary import XSD
from interop_check.shacl.compare import order, value_of
from interop_check.shacl.lexical import is_valid

GOOD = {
    "boolean": "true 0",
    "decimal": "1 -1.50 +.5 1.",
    "integer": "007 -0 +5 " + "9" * 6000,
    "double": "1e3 -1.5E-7 INF -INF +INF NaN .5 1",
    "float": "1",
    "dateTime": "2024-02-29T23:59:59Z 2024-01-01T24:00:00 -0004-02-29T00:00:00.123+14:00 "
    "12024-01-01T00:00:00-13:59",
    "dateTimeStamp": "2024-02-29T23:59:59Z",
    "date": "2024-12-31 2000-02-29+01:00 2400-02-29",
    "time": "00:00:00 24:00:00.0Z 23:59:59.9-01:00",
    "gYear": "2024 -0001 2024Z 12024",
    "gYearMonth": "2024-12",
    "gMonth": "--12",
    "gDay": "---31Z",
    "gMonthDay": "--02-29 --12-31Z",
    "duration": "P1Y -P1Y2M3DT4H5M6.7S PT1S P0D PT0.5S",
    "yearMonthDuration": "P1Y2M -P5M",
    "dayTimeDuration": "P1DT2H PT5M",
    "hexBinary": "0aFF",
    "base64Binary": "YQ== YWI= YWJj",
    "anyURI": "https://x.org/a?b=c#d é relative",
    "language": "nl en-GB x-a",
    "NCName": "a_b-c é",
    "Name": "a:b",
    "QName": "a:b b",
    "NMTOKEN": "-a.1",
    "long": "9223372036854775807 -9223372036854775808 000000000000000000000000001",
    "byte": "-128 127",
    "unsignedByte": "255 +0 -0",
    "unsignedLong": "18446744073709551615",
    "positiveInteger": "1 " + "9" * 6000,
    "nonNegativeInteger": "0 -0",
    "negativeInteger": "-1",
    "nonPositiveInteger": "0 -5",
    "token": "a",
}
BAD = {
    "boolean": "TRUE 2 yes",
    "decimal": "1e3 . +- 1,5 INF",
    "integer": "1.0 + - \u0661 1_000 0x1",
    "double": "inf nan +NaN 1e 1.5.0 Infinity",
    "dateTime": "2023-02-29T00:00:00 2024-13-01T00:00:00 2024-00-01T00:00:00 2024-04-31T00:00:00 "
    "2024-01-01T24:00:01 2024-01-01T25:00:00 2024-01-01 20240101T00:00:00 02024-01-01T00:00:00 "
    "2024-01-01T00:00 2024-01-01T00:00:00+14:01 2024-01-01T00:00:60 2024-01-01t00:00:00 1900-02-29T00:00:00",
    "dateTimeStamp": "2024-02-29T23:59:59",
    "date": "2024-1-1 2024-02-30 99-01-01 2024-01-01T00:00:00",
    "time": "24:00:00.1 1:00:00 00:60:00",
    "gYear": "24 +2024 2024-01",
    "gMonth": "12 --13 --1",
    "gDay": "--31 ---32 ---00",
    "gMonthDay": "--02-30 --04-31",
    "duration": "P PT 1Y P1S P1YT P-1Y PT1.S",
    "yearMonthDuration": "P P1D P1YT1S",
    "dayTimeDuration": "P1Y PT P",
    "hexBinary": "a 0g",
    "base64Binary": "YQ= Y=== YR==",
    "language": "nederlands1x - a_b",
    "NCName": "a:b 1a -a",
    "long": "9223372036854775808 -9223372036854775809 1.0 " + "9" * 6000,
    "byte": "128 -129",
    "unsignedByte": "256 -1",
    "unsignedLong": "18446744073709551616 -1",
    "positiveInteger": "0 -1 -" + "9" * 6000,
    "nonNegativeInteger": "-1",
    "negativeInteger": "0 1",
    "nonPositiveInteger": "1",
}
CASES = [(name, text, True) for name, texts in GOOD.items() for text in texts.split()]
CASES += [(name, text, False) for name, texts in BAD.items() for text in texts.split()]


@pytest.mark.parametrize(("name", "text", "expected"), CASES, ids=lambda value: str(value)[:40])
def test_lexical_space(name: str, text: str, expected: Any) -> None:
    assert is_valid(XSD + name, text) is expected


@pytest.mark.parametrize("text", ["", " 1", "1 ", "1\n", "\n"])
def test_no_blanks_around_numbers_and_dates(text: str) -> None:
    assert not is_valid(XSD + "integer", text)
    assert not is_valid(XSD + "dateTime", text)


def test_text_types() -> None:
    assert is_valid(XSD + "string", "\t any \n")
    assert is_valid(XSD + "anyURI", "any {text} too")
    assert not is_valid(XSD + "normalizedString", "a\tb")
    assert not is_valid(XSD + "token", "a  b")
    assert not is_valid(XSD + "token", " a")
    assert is_valid(XSD + "token", "")
    assert is_valid("http://example.org/own", "anything")


@given(st.text(max_size=12))
def test_checks_never_raise(text: str) -> None:
    for name in GOOD:
        is_valid(XSD + name, text)


@given(st.integers())
def test_ranges_of_derived_integers(number: int) -> None:
    assert is_valid(XSD + "int", str(number)) == (-(2**31) <= number < 2**31)
    assert is_valid(XSD + "nonNegativeInteger", str(number)) == (number >= 0)


def compared(left: str, right: str) -> int | None:
    def token(text: str) -> bytes:
        lexical, _, name = text.partition("^")
        return f'"{lexical}"^^<{XSD}{name}>'.encode() if name else text.encode()

    return order(value_of(token(left)), value_of(token(right)))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("1^integer", "1.0^decimal", 0),
        ("007^byte", "8^integer", -1),
        ("2^integer", "1.5e0^double", 1),
        ("0.1^decimal", "0.1^double", 0),
        ("0.1^float", "0.1^double", 1),
        ("NaN^double", "1^double", None),
        ("INF^double", "9^integer", 1),
        ("9" * 6000 + "^integer", "1^integer", 1),
        ("x^integer", "1^integer", None),
        ("1^integer", "true^boolean", None),
        ("false^boolean", "1^boolean", -1),
        ('"a"', '"b"', -1),
        ('"a"@nl', '"a"@nl', None),
        ("<a:b>", "<a:b>", None),
        ("2024-01-01T00:00:00Z^dateTime", "2024-01-01T01:00:00+01:00^dateTime", 0),
        ("2024-01-01T00:00:00Z^dateTime", "2024-01-01T01:00:00^dateTime", None),
        ("2024-01-01T00:00:00Z^dateTime", "2024-01-02T00:00:00^dateTime", -1),
        ("2024-01-01T24:00:00Z^dateTime", "2024-01-02T00:00:00Z^dateTimeStamp", 0),
        ("2024-01-01^date", "2023-12-31^date", 1),
        ("2024-01-01^date", "2024-01-01T00:00:00^dateTime", None),
        ("2024^gYear", "-0001^gYear", 1),
        ("2024-02^gYearMonth", "2024-03^gYearMonth", -1),
        ("24:00:00^time", "00:00:00^time", 0),
        ("P1Y^yearMonthDuration", "P12M^yearMonthDuration", 0),
        ("-PT1H^dayTimeDuration", "PT1S^dayTimeDuration", -1),
        ("9999999999999-01-01^date", "2024-01-01^date", None),
        ("b^anyURI", "a^anyURI", None),
    ],
)
def test_order(left: str, right: str, expected: Any) -> None:
    assert compared(left, right) == expected
    if expected is not None:
        assert compared(right, left) == -expected
