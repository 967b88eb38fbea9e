"""How identifiers and values are written: each rule with what it takes and what it leaves alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interop_check.notations import addresses, hosts
from interop_check.notations.numbers import (
    BRANCH,
    CHECK_DIGITS,
    ENTERPRISE,
    FORM,
    NIS,
    OVO,
    Official,
    by_looks,
    is_national,
    is_national_as_people_write_it,
    masked,
    number_of_kbo,
    number_of_nis,
)

# ---------------------------------------------------------------- hosts


@pytest.mark.parametrize(
    ("host", "fault"),
    [
        ("data.stad.be", ""),
        ("data.stad.example", ""),
        ("data.vlaanderen.be", ""),
        ("latest.be", ""),
        ("contest.be", ""),
        ("beta.be", ""),
        ("acc.be", ""),
        ("demografie.be", ""),
        ("data.stad.be:8443", "port"),
        ("data.stad.be:443", "port"),
        ("localhost", "local"),
        ("localhost:8080", "local"),
        ("parking.local", "local"),
        ("server.internal", "local"),
        ("mijnorganisatie", "local"),
        ("10.0.0.7", "ip"),
        ("10.0.0.7:80", "ip"),
        ("[2001:db8::1]:80", "ip"),
        ("example.org", "placeholder"),
        ("data.example.com", "placeholder"),
        ("x.invalid", "placeholder"),
        ("fixme.com", "placeholder"),
        ("data.test-vlaanderen.be", "test"),
        ("private-api.gipod.beta-vlaanderen.be", "test"),
        ("api.basisregisters.staging-vlaanderen.be", "test"),
        ("acc.stad.be", "test"),
        ("data-uat.stad.be", "test"),
        ("test.com", "test"),
        ("parking.dev", "test"),
        ("parking.test", "test"),
    ],
)
def test_a_host_lasts_or_the_reason_why_not(host: str, fault: str) -> None:
    assert hosts.fault(host) == fault


@given(st.text(max_size=30))
def test_any_host_is_judged(host: str) -> None:
    assert hosts.fault(host) in {"", "port", "local", "ip", "placeholder", "test"}


@pytest.mark.parametrize(
    ("host", "others"),
    [
        ("www.w3.org", True),
        ("w3.org", True),
        ("publications.europa.eu", True),
        ("en.wikipedia.org", True),
        ("neww3.org", False),
        ("data.vlaanderen.be", False),
        ("data.stad.be", False),
    ],
)
def test_the_hosts_of_bodies_that_publish_for_everybody(host: str, *, others: bool) -> None:
    assert hosts.is_of_others(host) is others


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("iri", "fault"),
    [
        ("https://data.stad.be/id/zaal/raadzaal", ""),
        ("http://data.stad.be/id/zaal", ""),
        ("https://data.stad.be/doc/zaal/raadzaal/2026", ""),
        ("https://data.stad.be/ns/zaal#Raadzaal", ""),
        ("https://data.stad.be/zaal/raadzaal", "no-type"),
        ("https://data.stad.be", "no-type"),
        ("https://data.stad.be/identiteit/x", "no-type"),
        ("https://data.stad.be/data/id/zaal/raadzaal", "type-later"),
        ("https://data.stad.be/zaal/id", "no-type"),
        ("https://data.stad.be/id", "no-concept"),
        ("https://data.stad.be/id/", "no-concept"),
    ],
)
def test_the_path_follows_the_pattern_of_the_uri_standard(iri: str, fault: str) -> None:
    address = addresses.read(iri)
    assert address is not None
    assert addresses.form_fault(address) == fault


def test_an_address_is_read_in_its_parts() -> None:
    address = addresses.read("HTTPS://naam:geheim@Data.Stad.be:80/id/zaal/a?b=/c#d")
    assert address == ("https", "data.stad.be:80", ("id", "zaal", "a"), "?b=/c#d")
    assert addresses.read("urn:x:y") is None
    skolem = addresses.read("https://data.stad.be/.well-known/genid/1")
    assert skolem is not None
    assert skolem.is_skolem


@pytest.mark.parametrize(
    ("last", "fault"),
    [
        (b"raadzaal", ""),
        (b"caf%C3%A9-12_b~", ""),
        (b"2.1", ""),
        (b"raad.zaal", ""),
        (b"kaart.html", "extension"),
        (b"kaart.TTL", "extension"),
        (b"kaart.html#deel", "extension"),
        (b"kaart.php?id=3", "query"),
        (b"zaal?id=3", "query"),
        (b"zaal;jsessionid=0A", "session"),
        (b"zaal?x=1&PHPSESSID=0A", "session"),
        (b"zaal?utm_source=x", "session"),
        (b"zaal#v1", "fragment"),
        (b"zaal#v1?x", "fragment"),
        (b"", "slash"),
    ],
)
def test_what_follows_the_last_slash_is_part_of_a_name_or_of_a_system(last: bytes, fault: str) -> None:
    assert addresses.segment_fault(last) == fault
    line = b"\n" + last + b"\n"
    assert not fault or any(mark in line for mark in addresses.MARKS), "a short look may not pass it over"


# ---------------------------------------------------------------- official numbers


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("OVO000001", Official(OVO)),
        ("ovo000001", Official(OVO, FORM, "OVO000001")),
        ("OVO-1", Official(OVO, FORM, "OVO000001")),
        ("OVO9999", Official(OVO, FORM, "OVO009999")),
        ("OVO0000001", Official(OVO, FORM)),
        ("1999.999.844", Official(ENTERPRISE)),
        ("BE 1999.999.844", Official(ENTERPRISE)),
        ("BE1999999844", Official(ENTERPRISE)),
        ("1999.999.845", Official(ENTERPRISE, CHECK_DIGITS)),
        ("2.999.999.865", Official(BRANCH)),
        ("2.999.999.866", Official(BRANCH, CHECK_DIGITS)),
        ("9.999.999.865", Official(BRANCH, FORM)),
        ("1999999844", None),
        ("OVOid", None),
        ("12.5", None),
    ],
)
def test_numbers_that_are_known_by_their_looks(text: str, official: Official | None) -> None:
    assert by_looks(text) == official


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("1999999844", Official(ENTERPRISE)),
        ("0000000196", Official(ENTERPRISE)),
        ("000000196", Official(ENTERPRISE, FORM, "0000000196")),
        ("000000197", Official(ENTERPRISE, FORM)),
        ("19999998440", Official(ENTERPRISE, FORM)),
        ("2999999865", Official(BRANCH)),
        ("29999998650", Official(BRANCH, FORM)),
        ("", None),
        ("kbo", None),
    ],
)
def test_enterprise_and_branch_numbers(text: str, official: Official | None) -> None:
    assert number_of_kbo(text) == official


@given(st.integers(0, 19_999_999), st.integers(0, 99))
def test_exactly_one_pair_of_check_digits_fits_an_enterprise_number(first: int, check: int) -> None:
    found = number_of_kbo(f"{first:08}{check:02}")
    assert found is not None
    assert (found.fault == "") == (check == 97 - first % 97)


@pytest.mark.parametrize(
    ("text", "official"),
    [
        ("44021", Official(NIS)),
        ("02000", Official(NIS)),
        ("2000", Official(NIS, FORM, "02000")),
        ("440210", Official(NIS, FORM)),
        ("44021A001", None),
        ("Gent", None),
    ],
)
def test_nis_codes(text: str, official: Official | None) -> None:
    assert number_of_nis(text) == official


# ---------------------------------------------------------------- numbers of persons


@pytest.mark.parametrize(
    ("text", "national"),
    [
        ("45010100177", True),  # born from 2000 on
        ("45010100148", True),  # the same digits, born before
        ("45010100178", False),
        ("00323100169", True),  # not in the register, so that the month is 20 higher
        ("00.32.31-001.69", True),
        ("00 32 31 001 69", True),
        ("00330000169", False),  # no month
        ("00323200169", False),  # no day
        ("4501010017", False),
        ("450101001770", False),
    ],
)
def test_national_numbers_by_date_and_check_digits(text: str, *, national: bool) -> None:
    assert is_national(text) is national


def test_only_persons_numbers_are_written_with_those_marks() -> None:
    assert is_national_as_people_write_it("00.32.31-001.69")
    assert not is_national_as_people_write_it("00323100169")
    assert not is_national_as_people_write_it("00.32.31-001.70")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<https://data.stad.be/id/persoon/45010100177>", "<https://data.stad.be/id/persoon/[…]>"),
        ("rrn 00.32.31-001.69, en 00323100169", "rrn […], en […]"),
        ("https://data.stad.be/id/zaal/45010100178", "https://data.stad.be/id/zaal/45010100178"),
        ("", ""),
    ],
)
def test_a_text_is_shown_without_the_national_numbers_in_it(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(st.integers(0, 999_999_999), st.text(max_size=5), st.text(max_size=5))
def test_no_national_number_gets_through(first: int, before: str, after: str) -> None:
    number = f"{first:09}{97 - first % 97:02}"
    if is_national(number) and not (before[-1:].isdigit() or before[-1:] == "." or after[:1].isdigit()):
        assert number not in masked(before + number + after)
