"""Times and days of local decisions: which forms are read, and which day in Belgium they mean."""

from datetime import UTC, date, datetime

import pytest

from interop_check.examiners.publication.lexical import DATE, DATE_TIME, day, fault_of_form, instant


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-19T20:00:00+02:00",
        "2026-10-19T20:00:00+0200",
        "2026-10-19T20:00:00+02",
        "2026-10-19T18:00:00Z",
        "2026-10-19T18:00:00.000Z",
        "2026-10-19T18:00Z",
        " 2026-10-19T18:00:00\n",
    ],
)
def test_a_time_is_read_in_each_form_that_harvesters_read(text: str) -> None:
    assert instant(text) == datetime(2026, 10, 19, 18, tzinfo=UTC)
    assert not fault_of_form(DATE_TIME, text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "19/10/2026", "2026-10-19", "2026-10-19 20:00", "20261019T200000Z", "2026-10-19T24:00:00Z"),
        *(
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-10-19T20:00:00+99:99",
            "٢٠٢٦-10-19T20:00:00Z",
        ),
    ],
)
def test_what_is_no_time_means_no_instant(text: str) -> None:
    assert instant(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-19", date(2026, 10, 19)),
        ("2026-10-19Z", date(2026, 10, 19)),
        ("2026-10-19T20:00:00+02:00", date(2026, 10, 19)),
        # A session that starts at midnight by its clock is written so by many: 22:00 UTC of the day before.
        ("2026-10-18T22:00:00Z", date(2026, 10, 19)),
        ("2026-12-18T23:00:00Z", date(2026, 12, 19)),
        # In winter the later of the two offsets is an hour too much, which is in the publisher's favour.
        ("2026-12-18T22:30:00Z", date(2026, 12, 19)),
        ("2026-02-30", None),
        ("morgen", None),
        ("9999-12-31T23:59:59Z", None),
    ],
)
def test_a_day_is_that_in_belgium(text: str, expected: date | None) -> None:
    assert day(text) == expected


@pytest.mark.parametrize(
    ("datatype", "text", "is_fault"),
    [
        (DATE, "2026-10-19", False),
        (DATE, "19 oktober", True),
        ("http://www.w3.org/2001/XMLSchema#boolean", "ja", True),
        ("http://www.w3.org/2001/XMLSchema#boolean", "1", False),
        ("http://www.w3.org/2001/XMLSchema#integer", "-3", False),
        ("http://www.w3.org/2001/XMLSchema#integer", "3,0", True),
        ("http://www.w3.org/2001/XMLSchema#string", "anything", False),
    ],
)
def test_a_value_has_the_form_of_its_datatype(datatype: str, text: str, *, is_fault: bool) -> None:
    assert fault_of_form(datatype, text) is is_fault
